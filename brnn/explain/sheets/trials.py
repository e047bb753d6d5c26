"""Experiments: how the two readers respond when the input is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brnn.explain.settings import Span, check_spans
from brnn.explain.sheets.sheet import (
    NONE,
    Column,
    Fact,
    Sheet,
    fact,
    log_odds,
    numbers,
    rounding,
    said,
    texts,
)
from brnn.records import ARROWS, Analysis
from brnn.text.numbers import add_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brnn.analyzer import Analyzer
    from brnn.explain.experiments.padding import Side
    from brnn.explain.outcomes import Outcome


def edits(analyzer: Analyzer, analysis: Analysis, after: str) -> Sheet:
    """Lay out what an edit changed in each reader's memory, and how it shifted the logit."""
    found = analyzer.edits(analysis, after)
    readers = analyzer.model.config.readers
    shifts = [getattr(found, f"{reader}_shift") for reader in readers]
    shown, total = add_up(shifts, found.logit_shift)
    one, other = found.before.encoded.words, found.after.encoded.words
    columns = [
        _places("before", found.places_before),
        texts("before", "before", _at(one, found.places_before)),
        _places("after", found.places_after),
        texts("after", "after", _at(other, found.places_after)),
        texts("kind", "change", found.kinds),
    ]
    facts = []
    for reader, shift, printed in zip(readers, shifts, shown, strict=True):
        arrow, fades = ARROWS[reader], getattr(found, f"{reader}_fades")
        facts += [Fact(f"{reader}_shift", f"shift {arrow}", shift, printed)]
        facts += [said(f"{reader}_fades", f"words until it fades {arrow}", fades)]
        change = getattr(found, f"{reader}_change")
        columns += [
            numbers(f"{reader}_change", f"memory {arrow}", change),
            log_odds(f"{reader}_evidence", f"so far {arrow}", getattr(found, f"{reader}_evidence")),
        ]
    return Sheet(
        found.method,
        {"faded below": f"{found.faded:.0%}"},
        [
            *facts,
            Fact("logit_shift", "shift in log-odds", found.logit_shift, total),
            fact("logit_before", "log-odds before", found.before.verdict.logit),
            fact("logit_after", "log-odds after", found.after.verdict.logit),
            said("window_moved", "window shifted", found.window_moved),
        ],
        columns,
        "Differences, after minus before: the distance between memories, and the running "
        "evidence. A reader does not respond to an edit before reaching it.",
        more={"text_after": found.after.encoded.text, "words_after": other},
    )


def padding(
    analyzer: Analyzer, analysis: Analysis, side: Side = "after", pads: Sequence[int] | None = None
) -> Sheet:
    """Lay out what unmasked padding does to the reading, next to the masked one."""
    amounts = {} if pads is None else {"numbers": pads}
    found = analyzer.padding(analysis, side, **amounts)
    readers = analyzer.model.config.readers
    columns = [numbers("pads", "pads", found.pads, ",")]
    for reader in readers:
        arrow = ARROWS[reader]
        columns += [
            log_odds(f"{reader}_evidence", f"unmasked {arrow}", getattr(found.unmasked, reader)),
            numbers(f"{reader}_distance", f"off by {arrow}", getattr(found, f"{reader}_distance")),
        ]
    return Sheet(
        found.method,
        {"side": found.side},
        [fact("logit", "log-odds with mask", analysis.verdict.logit)],
        [
            *columns,
            log_odds("logit", "unmasked", found.unmasked.logits),
            log_odds("masked_logit", "masked", found.masked.logits),
        ],
        "A common bug, shown on purpose: without a mask, padding changes the verdict. This model "
        "masks its padding, so no amount of it changes anything.",
    )


def order(
    analyzer: Analyzer,
    analysis: Analysis,
    span: Span | None = None,
    shuffles: int = 20,
    seed: int = 0,
) -> Sheet:
    """Lay out how other word orders change the verdict and each reader's evidence."""
    check_spans("span", span and [span], analysis)
    found = analyzer.order(analysis, span, shuffles, seed)
    readers = analyzer.model.config.readers
    first, last = found.sentence
    moved = " ".join(analysis.encoded.words[first:last])
    deviation = found.shuffles.sd()
    rows = {
        "as typed": found.as_typed,
        "sentence at the start": found.at_start,
        "sentence at the end": found.at_end,
        "mean of shuffles": found.shuffles.mean(),
    }
    deviations = [
        *((f"{r}_deviation", f"evidence {ARROWS[r]}", getattr(deviation, r)) for r in readers),
        ("deviation", "log-odds", deviation.logit),
    ]
    return Sheet(
        found.method,
        {"shuffles": len(found.shuffles), "seed": found.seed},
        [
            Fact("sentence", "sentence moved", [first + 1, last], moved or NONE),
            *(
                Fact(key, f"standard deviation over shuffles, {label}", value, f"{value:.2f}")
                for key, label, value in deviations
            ),
        ],
        [texts("words", "word order", list(rows)), *_outcomes(readers, list(rows.values()))],
        "The same words, read in other orders. A bag of words cannot tell them apart.",
        more={"shuffled_logits": found.shuffles.logits},
    )


def mute(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out the verdict with each reader muted, and the resulting test accuracy."""
    found, scores = analyzer.mute(analysis), analyzer.mute_scores()
    readers = analyzer.model.config.readers
    kinds = {"unmuted": "none", **{f"{r}_muted": f"{r} reader" for r in readers}}
    verdicts = [getattr(found, kind) for kind in kinds]
    figures = [getattr(scores, kind) for kind in kinds]
    return Sheet(
        found.method,
        {"muted reader": "its training mean", "reviews": found.centred_on},
        [
            fact(f"{reader}_mean", f"mean {ARROWS[reader]}", getattr(found, f"{reader}_mean"))
            for reader in readers
        ],
        [
            texts("muted", "muted", list(kinds.values())),
            log_odds("logit", "log-odds", [verdict.logit for verdict in verdicts]),
            texts("label", "verdict", [verdict.label for verdict in verdicts]),
            numbers("test_n", "n", [f["n"] for f in figures], ","),
            numbers("test_accuracy", "test accuracy", [f["accuracy"] for f in figures], ".2%"),
            numbers("interval_low", "95% from", [f["accuracy_interval"][0] for f in figures], ".2%"),
            numbers("interval_high", "to", [f["accuracy_interval"][1] for f in figures], ".2%"),
        ],
        "Log-odds and verdict are for this text; the accuracy is for the test split.",
    )


def mirror(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out how the mirrored network reads the mirrored text."""
    found = analyzer.mirror(analysis)
    rows = {"the text": found.reading.logit, "its mirror image": found.mirrored.logit}
    return Sheet(
        found.method,
        {},
        [
            rounding("logit_difference", "difference in log-odds", found.logit_difference),
            rounding("memory_difference", "largest difference of a unit", found.memory_difference),
        ],
        [texts("read", "input", list(rows)), log_odds("logit", "log-odds", list(rows.values()))],
        "With words reversed and readers swapped, the log-odds are the same up to rounding.",
    )


def _outcomes(readers: Sequence[str], outcomes: Sequence[Outcome]) -> list[Column]:
    return [
        *(
            log_odds(f"{r}_evidence", f"evidence {ARROWS[r]}", [getattr(o, r) for o in outcomes])
            for r in readers
        ),
        log_odds("logit", "log-odds", [outcome.logit for outcome in outcomes]),
    ]


def _at(words: Sequence[str], places: NDArray[np.int32]) -> list[str | None]:
    return [None if place < 0 else words[place] for place in places]


def _places(when: str, places: NDArray[np.int32]) -> Column:
    values = [None if place < 0 else int(place) + 1 for place in places]
    shown = ["" if value is None else f"{value:,}" for value in values]
    return Column(f"place_{when}", "", values, shown)

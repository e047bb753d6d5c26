"""Experiments: how the two readers respond when the input is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from brnn.explain.settings import Span, check_spans
from brnn.explain.sheets.columns import NONE, Column, accuracies, log_odds, numbers, per_reader, texts
from brnn.explain.sheets.sheet import Fact, Sheet, fact, rounding, said
from brnn.records import Analysis, by_reader
from brnn.text.numbers import add_up

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.explain.experiments.padding import Side


def edits(analyzer: Analyzer, analysis: Analysis, after: str) -> Sheet:
    """Lay out what an edit changed in each reader's memory, and how it shifted the logit."""
    found, readers = analyzer.edits(analysis, after), analyzer.model.config.readers
    shifts = by_reader(found, "_shift", readers)
    printed, total = add_up([*shifts.values()], found.logit_shift)

    def fades(key: str, label: str, words: int | None) -> Fact:
        shown = f"{words:,}" if words else "not within the text" if found.changed.any() else NONE
        return Fact(key, label, words, shown)

    return Sheet(
        found.method,
        {"faded below": f"{found.faded:.0%}"},
        [
            *per_reader(
                readers,
                (Fact, "{}_shift", "shift {}", shifts, dict(zip(readers, printed, strict=True))),
                (fades, "{}_fades", "words until it fades {}", by_reader(found, "_fades")),
            ),
            Fact("logit_shift", "shift in log-odds", found.logit_shift, total),
            fact("logit_before", "log-odds before", found.before.verdict.logit),
            fact("logit_after", "log-odds after", found.after.verdict.logit),
            said("window_moved", "window shifted", found.window_moved),
        ],
        [
            *_words("before", found.before, found.places_before),
            *_words("after", found.after, found.places_after),
            texts("kind", "change", found.kinds),
            *per_reader(
                readers,
                (numbers, "{}_change", "memory {}", by_reader(found, "_change")),
                (log_odds, "{}_evidence", "so far {}", by_reader(found, "_evidence")),
            ),
        ],
        "Differences, after minus before: the distance between memories, and the running "
        "evidence. A reader does not respond to an edit before reaching it.",
        more={"text_after": found.after.encoded.text, "words_after": found.after.encoded.words},
    )


def padding(analyzer: Analyzer, analysis: Analysis, side: Side, pads: Sequence[int]) -> Sheet:
    """Lay out what unmasked padding does to the reading, next to the masked one."""
    found = analyzer.padding(analysis, side, pads)
    return Sheet(
        found.method,
        {"side": found.side},
        [fact("logit", "log-odds with mask", analysis.verdict.logit)],
        [
            numbers("pads", "pads", found.pads, ","),
            *per_reader(
                analyzer.model.config.readers,
                (log_odds, "{}_evidence", "unmasked {}", by_reader(found.unmasked)),
                (numbers, "{}_distance", "off by {}", by_reader(found, "_distance")),
            ),
            log_odds("logit", "unmasked", found.unmasked.logits),
            log_odds("masked_logit", "masked", found.masked.logits),
        ],
        "A common bug, shown on purpose: without a mask, padding changes the verdict. This model "
        "masks its padding, so no amount of it changes anything.",
    )


def order(analyzer: Analyzer, analysis: Analysis, span: Span | None, shuffles: int, seed: int) -> Sheet:
    """Lay out how other word orders change the verdict and each reader's evidence."""
    check_spans("span", span and [span], analysis)
    found, readers = analyzer.order(analysis, span, shuffles, seed), analyzer.model.config.readers
    first, last = found.sentence
    words, deviation = analysis.encoded.words, found.shuffles.sd()
    rows = {
        "as typed": found.as_typed,
        "sentence at the start": found.at_start,
        "sentence at the end": found.at_end,
        "mean of shuffles": found.shuffles.mean(),
    }
    evidence = {reader: [getattr(outcome, reader) for outcome in rows.values()] for reader in readers}

    def spread(key: str, label: str, value: float) -> Fact:
        return Fact(key, f"standard deviation over shuffles, {label}", value, f"{value:.2f}")

    note = "The same words, read in other orders. A bag of words cannot tell them apart."
    if 0 < last - first == len(words):
        note += " Here the sentence is all that the model reads, so moving it changes nothing."
    return Sheet(
        found.method,
        {"shuffles": len(found.shuffles), "seed": found.seed},
        [
            Fact("sentence", "sentence moved", [first + 1, last], " ".join(words[first:last]) or NONE),
            *per_reader(readers, (spread, "{}_deviation", "evidence {}", by_reader(deviation))),
            spread("deviation", "log-odds", deviation.logit),
        ],
        [
            texts("words", "word order", [*rows]),
            *per_reader(readers, (log_odds, "{}_evidence", "evidence {}", evidence)),
            log_odds("logit", "log-odds", [outcome.logit for outcome in rows.values()]),
        ],
        note,
        more={"shuffled_logits": found.shuffles.logits},
    )


def mute(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out the verdict with each reader muted, and the resulting test accuracy."""
    found, scores, readers = analyzer.mute(analysis), analyzer.mute_scores(), analyzer.model.config.readers
    verdicts = [found.unmuted, *by_reader(found, "_muted", readers).values()]
    hits = [scores.unmuted, *by_reader(scores, "_muted", readers).values()]
    return Sheet(
        found.method,
        {"muted reader": "its training mean", "reviews": found.centred_on},
        per_reader(readers, (fact, "{}_mean", "mean {}", by_reader(found, "_mean"))),
        [
            texts("muted", "muted", ["none", *(f"{reader} reader" for reader in readers)]),
            log_odds("logit", "log-odds", [verdict.logit for verdict in verdicts]),
            texts("label", "verdict", [verdict.label for verdict in verdicts]),
            *accuracies([(own["n"], own["accuracy"], own["accuracy_interval"]) for own in hits], "test_"),
        ],
        "Log-odds and verdict are for this text; the accuracy is for the test split.",
    )


def mirror(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out how the mirrored network reads the mirrored text."""
    found = analyzer.mirror(analysis)
    return Sheet(
        found.method,
        {},
        [
            rounding("logit_difference", "difference in log-odds", found.logit_difference),
            rounding("memory_difference", "largest difference of a unit", found.memory_difference),
        ],
        [
            texts("read", "input", ["the text", "its mirror image"]),
            log_odds("logit", "log-odds", [found.reading.logit, found.mirrored.logit]),
        ],
        "With words reversed and readers swapped, the log-odds are the same up to rounding.",
    )


def _words(when: str, analysis: Analysis, places: NDArray[np.int32]) -> list[Column]:
    """Return the position of each row's word in one of the texts, counted from 1, and the word."""
    values = [None if place < 0 else int(place) + 1 for place in places]
    return [
        Column(f"place_{when}", "", values, ["" if value is None else f"{value:,}" for value in values]),
        texts(when, when, [None if value is None else analysis.encoded.words[value - 1] for value in values]),
    ]

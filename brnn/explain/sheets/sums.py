"""Explanations that break down the sum behind a verdict, without further readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brnn.config import SettingError
from brnn.explain.settings import check_unit
from brnn.explain.sheets.columns import (
    NONE,
    accuracies,
    log_odds,
    numbers,
    per_reader,
    running,
    texts,
    words,
)
from brnn.explain.sheets.sheet import Fact, Sheet, fact, rounding, said
from brnn.records import ARROWS, READERS, Analysis, Reader, by_reader
from brnn.text.numbers import add_up, signed

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer

FIRST_UNITS = 20
_SIDES = {1: "positive", -1: "negative", 0: "undecided"}
_CENTRING = {False: "raw", True: "relative to the training mean"}


def ledger(analyzer: Analyzer, analysis: Analysis, centred: bool) -> Sheet:
    """Lay out what each word added for each reader, and the running evidence."""
    found, readers = analyzer.ledger(analysis, centred), analyzer.model.config.readers
    totals, starts = by_reader(found, "_total", readers), by_reader(found, "_start")
    shown, logit = add_up([*totals.values(), found.bias], found.logit, constant=True)
    columns = words(analysis)
    for reader, end in zip(readers, shown, strict=False):
        added = log_odds(f"{reader}_added", f"added {ARROWS[reader]}", getattr(found, reader))
        so_far = log_odds(
            f"{reader}_evidence", f"so far {ARROWS[reader]}", getattr(found, f"{reader}_evidence")
        )
        columns += running(added, so_far, end, starts[reader], reader)
    return Sheet(
        "ledger",
        {"evidence": _CENTRING[centred]},
        [
            *per_reader(
                readers,
                (Fact, "{}_total", "{reader} reader", totals, dict(zip(readers, shown, strict=False))),
            ),
            Fact("bias", "bias", found.bias, shown[-1]),
            Fact("logit", "log-odds", found.logit, logit),
            rounding("remainder", "rounding error", found.remainder),
        ],
        columns,
        "The evidence shows where in the text the score moved, in log-odds. It does not say what "
        "would happen without a word; occlusion does.",
    )


def units(analyzer: Analyzer, analysis: Analysis, unit: tuple[Reader, int] | None, centred: bool) -> Sheet:
    """Lay out what each unit contributes to the verdict, or the details of one unit."""
    if unit is not None:
        if centred:
            raise SettingError("centred cannot be combined with unit: one unit is shown raw")
        return _one_unit(analyzer, analysis, *unit)
    found = analyzer.units(analysis, centred)
    ranking, weights = found.ranking, dict(zip(READERS, analyzer.head_weights(), strict=True))
    return Sheet(
        "units",
        {"evidence": _CENTRING[centred], "order": "largest contribution first"},
        [
            fact("units_total", "all units", sum(entry.evidence for entry in ranking)),
            fact("bias", "bias", found.bias),
            fact("logit", "log-odds", found.logit),
            rounding("remainder", "rounding error", found.remainder),
        ],
        [
            texts("reader", "reader", [entry.reader for entry in ranking]),
            numbers("unit", "unit", [entry.unit for entry in ranking], "d"),
            numbers("weight", "weight", [float(weights[e.reader][e.unit]) for e in ranking]),
            log_odds("evidence", "contribution", [entry.evidence for entry in ranking]),
        ],
        "A unit contributes its final state times its weight, in log-odds. Use --unit to see one "
        "unit in detail.",
        first_rows=FIRST_UNITS,
        more={
            f"{r}_added": added for r, added in by_reader(found, "", analyzer.model.config.readers).items()
        },
    )


def _one_unit(analyzer: Analyzer, analysis: Analysis, reader: Reader, number: int) -> Sheet:
    check_unit((reader, number), analyzer.model.config)
    found = analyzer.unit(analysis, reader, number)
    movers = {"falls": found.falls, "rises": found.rises}
    return Sheet(
        "units",
        {"unit": f"{reader}:{number}", "words from reviews": found.sampled_reviews},
        [
            Fact("weight", "weight", found.weight, signed(found.weight)),
            fact("total", "contribution", found.total),
            *(
                Fact(way, f"{way} most at", [vars(m) for m in own], ", ".join(m.word for m in own) or NONE)
                for way, own in movers.items()
            ),
        ],
        [
            *words(analysis),
            numbers("memory", "memory", found.memory, "+.2f"),
            *running(
                log_odds("added", "added", found.added),
                log_odds("evidence", "so far", found.evidence),
                *(signed(found.total), 0.0, reader),
            ),
        ],
        "The words at which it falls and rises, and its distribution (in JSON), come from many "
        "reviews; the table is for this text.",
        more={
            "histogram": {"negative": found.histogram[0], "positive": found.histogram[1]},
            "edges": found.edges,
        },
    )


def knowing(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out the word from which each reader stays on its final side."""
    found, readers = analyzer.knowing(analysis), analyzer.model.config.readers
    spans = [(first + 1, last) for first, last in found.disagreements]
    listed = ", ".join(f"{first}–{last}" for first, last in spans) or "nowhere"
    facts = []
    for reader, turn in by_reader(found, "", readers).items():
        value, shown = None, NONE
        if turn:
            value = {"words_read": turn.words_read, "word": turn.word + 1, "sign": turn.sign}
            word = analysis.encoded.words[turn.word]
            shown = f"{_SIDES[turn.sign]} from its word {turn.words_read:,} on, “{word}”"
        facts.append(Fact(reader, f"{reader} reader", value, shown))
    return Sheet(
        found.method,
        {"evidence": _CENTRING[True], "reviews": found.centred_on, "margin": found.margin},
        [
            *facts,
            said("first", "knew first", found.first),
            Fact("disagreements", "disagree at words", spans, listed),
        ],
        [
            *words(analysis),
            *per_reader(readers, (log_odds, "{}_evidence", "so far {}", by_reader(found, "_evidence"))),
        ],
        f"A reader is on a side if its evidence is at least {found.margin:g} log-odds from the "
        "mean; otherwise it is undecided. Each reader counts words from where it starts: the "
        "backward reader starts at the last word.",
    )


def agreement(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out where the text lies, and how often verdicts are right by the readers' sides."""
    found, readers = analyzer.agreement(analysis), analyzer.model.config.readers
    own = dict(zip(READERS, found.text or (), strict=True))
    sides = {reader: [getattr(quadrant, reader) for quadrant in found.quadrants] for reader in readers}
    return Sheet(
        found.method,
        {"evidence": _CENTRING[True], "reviews": found.centred_on},
        [
            *per_reader(readers, (fact, "{}_evidence", "this text {}", own)),
            fact("boundary", "positive if the sum is above", found.boundary),
        ],
        [
            *per_reader(readers, (texts, "{}_side", "{reader} reader", sides)),
            *accuracies([(q.n, q.accuracy, q.interval) for q in found.quadrants]),
        ],
        "Test reviews grouped by whether each reader ends above or below its mean over the "
        "training reviews, with the accuracy of the verdicts.",
        more={"test_reviews": {**by_reader(found, "", readers), "labels": found.labels}},
    )

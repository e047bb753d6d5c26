"""Explanations that break down the sum behind a verdict, without further readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brnn.config import SettingError
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
    terms,
    texts,
    words,
)
from brnn.records import ARROWS, READERS, Analysis, Ledger, Reader
from brnn.text.numbers import add_up, signed

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.explain.knowing import Turn

FIRST_UNITS = 20
_SIDES = {1: "positive", -1: "negative", 0: "undecided"}


def ledger(analyzer: Analyzer, analysis: Analysis, centred: bool = False) -> Sheet:
    """Lay out what each word added for each reader, and the running evidence."""
    found = analyzer.ledger(analysis, centred)
    readers = analyzer.model.config.readers
    columns = words(analysis)
    for reader in readers:
        added, arrow = getattr(found, reader), ARROWS[reader]
        start, total = getattr(found, f"{reader}_start"), getattr(found, f"{reader}_total")
        columns += [
            terms(f"{reader}_added", f"added {arrow}", added, total - start),
            log_odds(f"{reader}_evidence", f"so far {arrow}", getattr(found, f"{reader}_evidence")),
        ]
    return Sheet(
        "ledger",
        {"evidence": _centring(centred)},
        _total_facts(found, readers),
        columns,
        "The evidence shows where in the text the score moved, in log-odds. It does not say what "
        "would happen without a word; occlusion does.",
    )


def units(
    analyzer: Analyzer,
    analysis: Analysis,
    unit: tuple[Reader, int] | None = None,
    centred: bool = False,
) -> Sheet:
    """Lay out what each unit contributes to the verdict, or the details of one unit."""
    if unit is not None:
        if centred:
            raise SettingError("centred cannot be combined with unit: one unit is shown raw")
        return _one_unit(analyzer, analysis, *unit)
    found = analyzer.units(analysis, centred)
    readers = analyzer.model.config.readers
    ranking = found.ranking
    weights = dict(zip(READERS, analyzer.head_weights(), strict=True))
    total = sum(entry.evidence for entry in ranking)
    return Sheet(
        "units",
        {"evidence": _centring(centred), "order": "largest contribution first"},
        [
            fact("units_total", "all units", total),
            fact("bias", "bias", found.bias),
            fact("logit", "log-odds", found.logit),
            rounding("remainder", "rounding error", found.remainder),
        ],
        [
            texts("reader", "reader", [entry.reader for entry in ranking]),
            Column("unit", "unit", [e.unit for e in ranking], [str(e.unit) for e in ranking]),
            numbers("weight", "weight", [float(weights[e.reader][e.unit]) for e in ranking], ".3f"),
            log_odds("evidence", "contribution", [entry.evidence for entry in ranking]),
        ],
        "A unit contributes its final state times its weight, in log-odds. Use --unit to see one "
        "unit in detail.",
        first_rows=FIRST_UNITS,
        more={f"{r}_added": getattr(found, r) for r in readers},
    )


def _one_unit(analyzer: Analyzer, analysis: Analysis, reader: Reader, number: int) -> Sheet:
    config = analyzer.model.config
    if reader not in config.readers or not 0 <= number < config.units:
        allowed = " or ".join(f"{own}:0 to {own}:{config.units - 1}" for own in config.readers)
        raise SettingError(f"unit must be {allowed}, got {reader}:{number}")
    found = analyzer.unit(analysis, reader, number)
    movers = {"falls": found.falls, "rises": found.rises}
    named = {side: ", ".join(mover.word for mover in movers[side]) or NONE for side in movers}
    return Sheet(
        "units",
        {"unit": f"{reader}:{number}", "words from reviews": found.sampled_reviews},
        [
            Fact("weight", "weight", found.weight, signed(found.weight)),
            fact("total", "contribution", found.total),
            Fact("falls", "falls most at", [vars(m) for m in found.falls], named["falls"]),
            Fact("rises", "rises most at", [vars(m) for m in found.rises], named["rises"]),
        ],
        [
            *words(analysis),
            numbers("memory", "memory", found.memory, "+.2f"),
            terms("added", "added", found.added, found.total),
            log_odds("evidence", "so far", found.evidence),
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
    return Sheet(
        found.method,
        {"evidence": _centring(True), "reviews": found.centred_on, "margin": found.margin},
        [
            *(_turn(reader, getattr(found, reader), analysis) for reader in readers),
            said("first", "knew first", found.first),
            Fact("disagreements", "disagree at words", spans, listed),
        ],
        [
            *words(analysis),
            *(
                log_odds(f"{r}_evidence", f"so far {ARROWS[r]}", getattr(found, f"{r}_evidence"))
                for r in readers
            ),
        ],
        f"A reader is on a side if its evidence is at least {found.margin:g} log-odds from the "
        "mean; otherwise it is undecided. Each reader counts words from where it starts: the "
        "backward reader starts at the last word.",
    )


def _turn(reader: str, turn: Turn | None, analysis: Analysis) -> Fact:
    if turn is None:
        return Fact(reader, f"{reader} reader", None, NONE)
    value = {"words_read": turn.words_read, "word": turn.word + 1, "sign": turn.sign}
    word = analysis.encoded.words[turn.word]
    shown = f"{_SIDES[turn.sign]} from its word {turn.words_read:,} on, “{word}”"
    return Fact(reader, f"{reader} reader", value, shown)


def agreement(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out where the text lies, and how often verdicts are right by the readers' sides."""
    found = analyzer.agreement(analysis)
    readers = analyzer.model.config.readers
    own: dict[str, float] = dict(zip(READERS, found.text or (), strict=False))
    shares = [(q.accuracy, *(q.interval or (None, None))) for q in found.quadrants]
    accuracy, low, high = (list(values) for values in zip(*shares, strict=True))
    return Sheet(
        found.method,
        {"evidence": _centring(True), "reviews": found.centred_on},
        [
            *(
                fact(f"{reader}_evidence", f"this text {ARROWS[reader]}", own.get(reader))
                for reader in readers
            ),
            fact("boundary", "positive if the sum is above", found.boundary),
        ],
        [
            *(
                texts(
                    f"{reader}_side",
                    f"{reader} reader",
                    [getattr(q, reader) for q in found.quadrants],
                )
                for reader in readers
            ),
            numbers("n", "n", [q.n for q in found.quadrants], ","),
            numbers("accuracy", "accuracy", accuracy, ".2%"),
            numbers("interval_low", "95% from", low, ".2%"),
            numbers("interval_high", "to", high, ".2%"),
        ],
        "Test reviews grouped by whether each reader ends above or below its mean over the "
        "training reviews, with the accuracy of the verdicts.",
        more={
            "test_reviews": {
                **{reader: getattr(found, reader) for reader in readers},
                "labels": found.labels,
            }
        },
    )


def _total_facts(found: Ledger, readers: Sequence[str]) -> list[Fact]:
    """Return each reader's evidence, the bias and their sum, printed so that they add up."""
    values = [
        *((f"{r}_total", f"{r} reader", getattr(found, f"{r}_total")) for r in readers),
        ("bias", "bias", found.bias),
    ]
    shown, total = add_up([value for _, _, value in values], found.logit)
    facts = [Fact(*value, printed) for value, printed in zip(values, shown, strict=True)]
    return [
        *facts,
        Fact("logit", "log-odds", found.logit, total),
        rounding("remainder", "rounding error", found.remainder),
    ]


def _centring(centred: bool) -> str:
    return "relative to the training mean" if centred else "raw"

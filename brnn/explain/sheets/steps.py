"""One step of one unit: how the word and the state before it make the new state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brnn.config import Cell
from brnn.explain.settings import check_spans, check_unit
from brnn.explain.sheets.columns import Column, log_odds, numbers, parted, texts
from brnn.explain.sheets.sheet import Fact, Sheet, fact, rounding, said
from brnn.explain.step import Step
from brnn.records import Analysis, Reader, by_reader
from brnn.text.numbers import add_up

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer

_NOTES: dict[Cell, str] = {
    "simple": "The new state is the hyperbolic tangent of the total.",
    "gru": "kept = update × state before; written = (1 − update) × candidate; state = kept + written. The "
    "reset gate has multiplied what the candidate gets from memory.",
    "lstm": "kept = forget × cell state before; written = input × candidate; cell state = kept + written; "
    "state = output × tanh(cell state).",
}


def step(analyzer: Analyzer, analysis: Analysis, word: int | None, unit: tuple[Reader, int] | None) -> Sheet:
    """Lay out the sums of one unit at one word, its gates and its new state."""
    config = analyzer.model.config
    if word is not None:
        check_spans("word", [(word, word + 1)], analysis)
    if unit is not None:
        check_unit(unit, config)
    found = None if analysis.nothing_to_read else _step(analyzer, analysis, word, unit)
    sums = () if found is None else found.sums

    def values(key: str) -> list[float]:
        return [getattr(own, key) for own in sums]

    terms = {"from_word": "from word", "from_memory": "from memory", "bias": "bias"}
    columns: list[Column] = [
        texts("sum", "sum", [own.name for own in sums]),
        *parted(
            [log_odds(key, head, values(key)) for key, head in terms.items()],
            log_odds("total", "total", values("total")),
        ),
        numbers("value", "value", values("value"), "+.2f"),
        numbers("mean", "mean of units", values("mean"), "+.2f"),
    ]
    facts = [] if found is None else _facts(analysis, found)
    return Sheet("step", {"cell": config.cell}, facts, columns, _NOTES[config.cell])


def _step(analyzer: Analyzer, analysis: Analysis, word: int | None, unit: tuple[Reader, int] | None) -> Step:
    readers = analyzer.model.config.readers if unit is None else [unit[0]]
    added = {reader: np.abs(own) for reader, own in by_reader(analysis.ledger, "", readers).items()}
    reader = max(readers, key=lambda own: added[own].max() if word is None else added[own][word])
    place = int(added[reader].argmax()) if word is None else word
    number = analyzer.units(analysis).ranking_at(reader, place)[0].unit if unit is None else unit[1]
    return analyzer.step(analysis, reader, place, number)


def _facts(analysis: Analysis, found: Step) -> list[Fact]:
    place = found.word + 1
    facts = [
        said("reader", "reader", found.reader),
        Fact("word", "word", place, f"{place:,} “{analysis.encoded.words[found.word]}”"),
        said("unit", "unit", found.unit),
        fact("before", "state before", found.before),
    ]
    if found.cell_before is not None:
        facts.append(fact("cell_before", "cell state before", found.cell_before))
    if found.kept is not None and found.written is not None:
        shown, _ = add_up([found.kept, found.written], found.kept + found.written)
        facts.append(Fact("kept", "kept", found.kept, shown[0]))
        facts.append(Fact("written", "written", found.written, shown[1]))
    if found.cell is not None:
        facts.append(fact("cell", "cell state", found.cell))
    facts.append(fact("state", "state", found.state))
    return [*facts, rounding("remainder", "rounding error", found.remainder)]

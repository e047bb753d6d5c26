"""The answer to "lesson": a reading, and the numbers that a step of the lesson shows beside it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.analyzer import Analyzer
from brnn.records import Analysis, Reader
from brnn.ui.answers.metrics import folder_of, ladder_part
from brnn.ui.answers.question import Asked, Question
from brnn.ui.answers.reading import reading
from brnn.ui.protocol.lesson import Contrasted, Equation, Lesson, Mirrored, Reached
from brnn.ui.protocol.packing import pack

Shown = Literal["reading", "reach", "equation", "mirror", "contrast", "ladder"]
_STRONGEST = -1
"""Instead of a word or a unit: the one that adds most."""
_MOST = 1_000_000


def lesson(asked: Asked) -> Lesson:
    """Return a reading and whatever the step shows beside it.

    shows: one of `Shown`. text: what is read. Each part below lists its own entries.
    """
    analyzer, question = asked.analyzer, asked.question
    shows = question.choice("shows", ("reach", "equation", "mirror", "contrast", "ladder"), None)
    answer: Lesson = {
        "kind": "lesson",
        "reading": None,
        "reach": None,
        "equation": None,
        "mirror": None,
        "contrast": None,
        "ladder": None,
    }
    if shows == "ladder":
        return answer | {"ladder": ladder_part(folder_of(asked))}
    analysis = analyzer.analyze(question.text())
    answer["reading"] = reading(analyzer, analysis, asked.model)
    if analysis.nothing_to_read:
        return answer
    match shows:
        case "reach":
            answer["reach"] = _reach(analyzer, analysis)
        case "equation":
            answer["equation"] = _equation(analyzer, analysis, question)
        case "mirror":
            answer["mirror"] = _mirror(analyzer, analysis, asked.model)
        case "contrast":
            answer["contrast"] = _contrast(analyzer, analysis, question)
    return answer


def _reach(analyzer: Analyzer, analysis: Analysis) -> dict[Reader, Reached]:
    found = analyzer.reach(analysis)
    return {
        reader: {
            "slopes": pack(getattr(found, reader)),
            "half": getattr(found, f"{reader}_half_reach"),
        }
        for reader in analyzer.model.config.readers
    }


def _equation(analyzer: Analyzer, analysis: Analysis, question: Question) -> Equation | None:
    """word, unit: the chosen ones, −1 for the strongest; reader: the unit's reader."""
    config = analyzer.model.config
    if config.cell != "simple":
        return None
    chosen = question.choice("reader", config.readers, config.readers[0])
    reader: Reader = "backward" if chosen == "backward" else "forward"
    word = question.number("word", _STRONGEST, _MOST)
    if not 0 <= word < len(analysis.encoded.words):
        word = int(np.abs(getattr(analysis.ledger, reader)).argmax())
    unit = question.number("unit", _STRONGEST, config.units - 1)
    if unit == _STRONGEST:
        unit = int(np.abs(getattr(analyzer.units(analysis), reader)[word]).argmax())
    found = analyzer.equation(analysis, reader, word, unit)
    return {
        "reader": reader,
        "word": word,
        "unit": unit,
        "from_word": found.from_word,
        "from_memory": found.from_memory,
        "bias": found.bias,
        "state": found.memory,
    }


def _mirror(analyzer: Analyzer, analysis: Analysis, name: str) -> Mirrored:
    image = analyzer.image
    backwards = np.arange(len(analysis.encoded.words))[::-1]
    return {
        "reading": reading(image, image.rearranged(analysis, backwards), name),
        "state_gap": analyzer.mirror(analysis).memory_difference,
    }


def _contrast(analyzer: Analyzer, analysis: Analysis, question: Question) -> Contrasted:
    """against: another text with the same beginning."""
    other = analyzer.analyze(question.text("against"))
    shared = _shared(analysis.encoded.ids, other.encoded.ids)
    readers = analyzer.model.config.readers

    def distances(reader: Reader) -> NDArray[np.float64]:
        one, another = (getattr(a.reading, reader)[:shared] for a in (analysis, other))
        found: NDArray[np.float64] = np.linalg.norm(one.astype(np.float64) - another, axis=1)
        return found

    def shift(reader: Reader) -> float:
        one, another = (getattr(a.ledger, f"{reader}_total") for a in (analysis, other))
        return float(one - another)

    return {
        "distances": {reader: pack(distances(reader)) for reader in readers},
        "shifts": {reader: shift(reader) for reader in readers},
    }


def _shared(one: NDArray[np.int32], other: NDArray[np.int32]) -> int:
    """Return how many words two texts share at their start."""
    length = min(len(one), len(other))
    return int((np.cumsum(one[:length] != other[:length]) == 0).sum())

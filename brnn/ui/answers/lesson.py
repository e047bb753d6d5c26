"""The answer to "lesson": a reading, and the numbers that a step of the lesson shows beside it."""

from collections.abc import Callable
from typing import Any, Literal, cast

import numpy as np

from brnn.explain.equation import Equation
from brnn.records import Analysis, Reader, by_reader
from brnn.ui.answers.metrics import Ladder, folder_of, ladder_part
from brnn.ui.answers.question import Asked
from brnn.ui.answers.reading import Reading, reading
from brnn.ui.answers.step import STRONGEST
from brnn.ui.protocol import Numbers, TypedDict, pack

_MOST = 1_000_000


class Reached(TypedDict):
    """How far a reader reaches back.

    slopes: (words,), the gradient norm of its final evidence for each word. half: how many of the
    words it read last account for half of the total.
    """

    slopes: Numbers
    half: int


class Mirrored(TypedDict):
    """The reading of the mirrored words by the mirrored network; state_gap: the largest of any."""

    reading: Reading
    state_gap: float


class Contrasted(TypedDict):
    """A text compared with another that has the same beginning.

    distances: (words shared at the start,), Euclidean, between a reader's hidden states after each;
        zero means the same bit for bit.
    shifts: final evidence of the text minus that of the other.
    """

    distances: dict[Reader, Numbers]
    shifts: dict[Reader, float]


class Lesson(TypedDict):
    """The answer to "lesson": a reading, and what the step shows beside it.

    reading: None for the ladder. The others: None unless asked for; equation: also without words
    or for a cell with gates.
    """

    kind: Literal["lesson"]
    reading: Reading | None
    reach: dict[Reader, Reached] | None
    equation: Equation | None
    mirror: Mirrored | None
    contrast: Contrasted | None
    ladder: Ladder | None


def lesson(asked: Asked) -> Lesson:
    """Return a reading and whatever the step shows beside it.

    shows: "reading", "ladder" or one of _BESIDE, which lists its own entries. text: what is read.
    """
    shows = asked.question.choice("shows", ("ladder", *_BESIDE), None)
    answer: dict[str, Any] = dict.fromkeys(Lesson.__annotations__) | {"kind": "lesson"}
    if shows == "ladder":
        answer["ladder"] = ladder_part(folder_of(asked))
    else:
        analysis = asked.analysis()
        answer["reading"] = reading(asked.analyzer, analysis, asked.model)
        if shows and not analysis.nothing_to_read:
            answer[shows] = _BESIDE[shows](asked, analysis)
    return cast(Lesson, answer)


def _reach(asked: Asked, analysis: Analysis) -> dict[Reader, Reached]:
    found = asked.analyzer.reach(analysis)
    half = by_reader(found, "_half_reach")
    return {
        reader: {"slopes": pack(slopes), "half": half[reader]}
        for reader, slopes in by_reader(found, "", asked.readers).items()
    }


def _equation(asked: Asked, analysis: Analysis) -> Equation | None:
    """word, unit: the chosen ones, −1 for the strongest; reader: the unit's reader."""
    analyzer, question = asked.analyzer, asked.question
    if asked.config.cell != "simple":
        return None
    reader = cast(Reader, question.choice("reader", asked.readers, asked.readers[0]))
    word = question.number("word", STRONGEST, _MOST)
    if not 0 <= word < len(analysis.encoded.words):
        word = int(np.abs(getattr(analysis.ledger, reader)).argmax())
    unit = question.number("unit", STRONGEST, asked.config.units - 1)
    if unit == STRONGEST:
        unit = int(np.abs(getattr(analyzer.units(analysis), reader)[word]).argmax())
    return analyzer.equation(analysis, reader, word, unit)


def _mirror(asked: Asked, analysis: Analysis) -> Mirrored:
    image = asked.analyzer.image
    backwards = np.arange(len(analysis.encoded.words))[::-1]
    return {
        "reading": reading(image, image.rearranged(analysis, backwards), asked.model),
        "state_gap": asked.analyzer.mirror(analysis).memory_difference,
    }


def _contrast(asked: Asked, analysis: Analysis) -> Contrasted:
    """against: another text with the same beginning."""
    other = asked.analysis("against")
    length = min(len(analysis.encoded.ids), len(other.encoded.ids))
    same = analysis.encoded.ids[:length] == other.encoded.ids[:length]
    shared = int(np.logical_and.accumulate(same).sum())
    states, totals = by_reader(other.reading), by_reader(other.ledger, "_total")
    return {
        "distances": {
            reader: pack(np.linalg.norm(own[:shared].astype(np.float64) - states[reader][:shared], axis=1))
            for reader, own in by_reader(analysis.reading, "", asked.readers).items()
        },
        "shifts": {
            reader: total - totals[reader]
            for reader, total in by_reader(analysis.ledger, "_total", asked.readers).items()
        },
    }


_BESIDE: dict[str, Callable[[Asked, Analysis], Any]] = {
    "reach": _reach,
    "equation": _equation,
    "mirror": _mirror,
    "contrast": _contrast,
}

"""The answer to "lesson": a reading, and the numbers that a step of the lesson shows beside it."""

from collections.abc import Callable
from typing import Any, Literal, cast, get_args

import numpy as np

from brnn.evaluation.report.sources import number, part
from brnn.explain.equation import Equation
from brnn.model.folder import Model
from brnn.records import Analysis, Head, Reader, by_reader
from brnn.ui.answers.guess import Guesses, guess
from brnn.ui.answers.metrics import Ladder, folder_of, ladder_part
from brnn.ui.answers.question import Asked
from brnn.ui.answers.reading import FEW_UNITS, Reading, reading
from brnn.ui.answers.step import STRONGEST
from brnn.ui.protocol import FIRST_UNITS, Numbers, TypedDict, pack

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


class Guessed(TypedDict):
    """How well words are guessed: shares that are the first guess, or one of the first five; perplexity."""

    top1: float | None
    top5: float | None
    perplexity: float | None


class Directions(TypedDict):
    """How well n words of test reviews are guessed, by what they are guessed from; None: not measured."""

    n: float | None
    rows: dict[Head, Guessed]


class Lesson(TypedDict):
    """The answer to "lesson": a reading, and what the step shows beside it.

    reading: None for guesses and the ladder. The others: None unless asked for; equation: also without words
    or for a cell with gates; directions: with the ladder, if there is a model that guesses words.
    """

    kind: Literal["lesson"]
    reading: Reading | None
    reach: dict[Reader, Reached] | None
    equation: Equation | None
    mirror: Mirrored | None
    guess: Guesses | None
    ladder: Ladder | None
    directions: Directions | None


def lesson(asked: Asked) -> Lesson:
    """Return a reading and whatever the step shows beside it.

    shows: "reading", "ladder", "guess" (its entries: see `guess`) or one of _BESIDE, which lists its own
    entries. text: what is read.
    """
    shows = asked.question.choice("shows", ("ladder", "guess", *_BESIDE), None)
    answer: dict[str, Any] = dict.fromkeys(Lesson.__annotations__) | {"kind": "lesson"}
    if shows == "ladder":
        answer["ladder"] = ladder_part(folder_of(asked))
        answer["directions"] = asked.guesser and _directions(asked.guesser.model)
    elif shows == "guess":
        answer["guess"] = guess(asked)
    else:
        analysis = asked.analysis()
        most = FEW_UNITS if shows in ("equation", "mirror") else FIRST_UNITS
        answer["reading"] = reading(asked.analyzer, analysis, asked.model, most)
        if shows and not analysis.nothing_to_read:
            answer[shows] = _BESIDE[shows](asked, analysis, answer["reading"])
    return cast(Lesson, answer)


def _reach(asked: Asked, analysis: Analysis, shown: Reading) -> dict[Reader, Reached]:
    found = asked.analyzer.reach(analysis)
    half = by_reader(found, "_half_reach")
    return {
        reader: {"slopes": pack(slopes), "half": half[reader]}
        for reader, slopes in by_reader(found, "", asked.readers).items()
    }


def _equation(asked: Asked, analysis: Analysis, shown: Reading) -> Equation | None:
    """word, unit: the chosen ones, −1 for the strongest, a unit that is drawn; reader: the unit's reader."""
    analyzer, question = asked.analyzer, asked.question
    if asked.config.cell != "simple":
        return None
    reader = cast(Reader, question.choice("reader", asked.readers, asked.readers[0]))
    word = question.number("word", STRONGEST, _MOST)
    if not 0 <= word < len(analysis.encoded.words):
        word = int(np.abs(getattr(analysis.ledger, reader)).argmax())
    unit = question.number("unit", STRONGEST, asked.config.units - 1)
    if unit == STRONGEST:
        values = getattr(analyzer.units(analysis), reader)[word]
        unit = max(shown["readers"][reader]["rows"], key=lambda row: abs(values[row]))
    return analyzer.equation(analysis, reader, word, unit)


def _mirror(asked: Asked, analysis: Analysis, shown: Reading) -> Mirrored:
    image = asked.analyzer.image
    backwards = np.arange(len(analysis.encoded.words))[::-1]
    return {
        "reading": reading(image, image.rearranged(analysis, backwards), asked.model, FEW_UNITS),
        "state_gap": asked.analyzer.mirror(analysis).memory_difference,
    }


def _directions(model: Model) -> Directions:
    rows = part(model.metrics, "guesses", "rows")
    return {
        "n": number(rows, "both", "all", "n"),
        "rows": {
            head: {
                "top1": number(rows, head, "all", "top1"),
                "top5": number(rows, head, "all", "top5"),
                "perplexity": number(rows, head, "all", "perplexity"),
            }
            for head in get_args(Head)
        },
    }


_BESIDE: dict[str, Callable[[Asked, Analysis, Reading], Any]] = {
    "reach": _reach,
    "equation": _equation,
    "mirror": _mirror,
}

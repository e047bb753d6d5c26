"""The answers about words: their effects, their strongest units, their integrated gradients."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.explain.occlusion import Occlusion
from brnn.records import Analysis, Reader, by_reader
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol import Numbers, TypedDict, pack

_STRONGEST = 2
"""How many units of each reader are listed."""


class UnitState(TypedDict):
    """A unit and its state, between −1 and +1."""

    unit: int
    state: float


class PinnedWord(TypedDict):
    """The answer to "word".

    effect: final evidence of the text minus that without the word (occlusion), by
        reader; of_logit: likewise, of the logit.
    strongest: by reader, the units whose states after the word are furthest from zero.
    """

    kind: Literal["word"]
    effect: dict[Reader, float]
    of_logit: float
    strongest: dict[Reader, list[UnitState]]


class Effect(TypedDict):
    """words: (words,), the `effect` of each word on one reader."""

    words: Numbers


class Effects(TypedDict):
    """The answer to "occlusion": the effect of every word of a text."""

    kind: Literal["occlusion"]
    readers: dict[Reader, Effect]


class Attribution(TypedDict):
    """Integrated gradients of one reader.

    words: (words,); they sum to shift − gap. shift: final evidence of the text minus that of the
    baseline. steps: how many gradients were computed.
    """

    words: Numbers
    shift: float
    gap: float
    steps: int


class Attributions(TypedDict):
    """The answer to "gradients".

    baseline_logit: the log-odds of the baseline. complete: whether every gap is small, see `explain`.
    """

    kind: Literal["gradients"]
    baseline_logit: float
    readers: dict[Reader, Attribution]
    complete: bool


def word(asked: Asked) -> PinnedWord:
    """Return the effect of one word and the units that are strongest after it."""
    analysis = asked.analysis()
    if analysis.nothing_to_read:
        raise BadQuestion("there is no word in this text")
    place = asked.question.number("word", 0, len(analysis.encoded.words) - 1)
    found = asked.analyzer.occlusion(analysis, [(place, place + 1)])
    return pinned(analysis, asked.readers, place, found, 0)


def pinned(analysis: Analysis, readers: list[Reader], place: int, found: Occlusion, row: int) -> PinnedWord:
    """Return the answer about one word. row: index of the word's span in `found`."""
    states = by_reader(analysis.reading, "", readers)
    return {
        "kind": "word",
        "effect": {reader: float(loss[row]) for reader, loss in by_reader(found, "", readers).items()},
        "of_logit": float(found.logit[row]),
        "strongest": {reader: _strongest(own[place]) for reader, own in states.items()},
    }


def _strongest(states: NDArray[np.float32]) -> list[UnitState]:
    order = np.argsort(-np.abs(states), kind="stable")[:_STRONGEST]
    return [{"unit": int(unit), "state": float(states[unit])} for unit in order]


def occlusion(asked: Asked) -> Effects:
    """Return the effect of every word: a reading for each, which takes a second for a long text."""
    return effects(asked.readers, asked.analyzer.occlusion(asked.question.text()))


def effects(readers: list[Reader], found: Occlusion) -> Effects:
    """Return the answer about all words. found: of every single word."""
    parts: dict[Reader, Effect] = {
        reader: {"words": pack(lost)} for reader, lost in by_reader(found, "", readers).items()
    }
    return {"kind": "occlusion", "readers": parts}


def gradients(asked: Asked) -> Attributions:
    """Return the integrated gradients of all words; the slowest of all answers."""
    analysis = asked.analysis()
    found = asked.analyzer.gradients(analysis)
    return {
        "kind": "gradients",
        "baseline_logit": analysis.verdict.logit - found.forward_shift - found.backward_shift,
        "readers": {
            reader: {
                "words": pack(getattr(found, reader)),
                "shift": getattr(found, f"{reader}_shift"),
                "gap": getattr(found, f"{reader}_gap"),
                "steps": getattr(found, f"{reader}_steps"),
            }
            for reader in asked.readers
        },
        "complete": found.complete,
    }

"""The answers to "models" and "read"."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own

from brnn.records import Reader, Status
from brnn.ui.protocol.packing import Numbers


class ModelList(TypedDict):
    """The answer to "models": the available models, in order.

    default: None if there is none. problems: why others are not available.
    """

    kind: Literal["models"]
    models: list[str]
    default: str | None
    problems: list[str]


class Word(TypedDict):
    """A word of the text: its span in code points, and how the model treats it."""

    start: int
    end: int
    status: Status


class Turn(TypedDict):
    """The side on which a reader ends, and the word where that begins; see `explain.knowing`.

    sign: 1, −1, or 0 for undecided. word: the word at which it turned to that side.
    """

    sign: int
    word: int


class ReaderPart(TypedDict):
    """How one reader reads a text.

    evidence: (words,), running evidence after each word, in reading order of the text; raw.
    mean: its mean final evidence over the training reviews; None for a model without statistics.
    turn: from centred evidence; None without statistics or words.
    movement: (words,), how far each word moved the whole hidden state (Euclidean).
    units: all units of the reader, those that contribute most to this verdict first.
    contributions: (units,), what each of these adds to the logit, in that order.
    states: (first units, words), the hidden states of the first of these units.
    """

    evidence: Numbers
    mean: float | None
    turn: Turn | None
    movement: Numbers
    units: list[int]
    contributions: Numbers
    states: Numbers


class Reading(TypedDict):
    """The answer to "read".

    text: as it was read. model: its name. settings: its ModelConfig.
    words: all words of the text; those not "cut off" are read.
    readers: those that the model has. remainder: the numerical error of the sum.
    """

    kind: Literal["reading"]
    text: str
    model: str
    settings: dict[str, Any]
    words: list[Word]
    readers: dict[Reader, ReaderPart]
    bias: float
    logit: float
    remainder: float

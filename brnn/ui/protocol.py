"""What the page and its server say to each other: the type of every answer, described once.

An answer is numbers and words: no figure, no sentence, no rounding, no markup. The page writes and
draws. The constants below reach its scripts when the page loads, as `props.protocol`.

Words are counted from 0, among those that are read; units from 0; log-odds wherever evidence is
meant. A text that somebody typed travels as a value and becomes text in the page, never markup.
"""

from __future__ import annotations

import base64
from typing import Any, Literal, TypedDict, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from brnn.config import Cell, Direction
from brnn.records import LABELS, READERS, Reader, Status
from brnn.text.words import MAX_CHARACTERS

FIRST_UNITS = 16
"""Units whose states `read` sends unless all are asked for, the largest contributions first."""

CONSTANTS: dict[str, Any] = {
    "readers": READERS,
    "labels": LABELS,
    "statuses": get_args(Status),
    "cells": get_args(Cell),
    "directions": get_args(Direction),
    "maxCharacters": MAX_CHARACTERS,
    "firstUnits": FIRST_UNITS,
}


class Numbers(TypedDict):
    """An array as float32, little-endian, row after row, in base64."""

    shape: list[int]
    base64: str


def pack(values: ArrayLike) -> Numbers:
    """Return an array as the page takes it; what is no number (NaN) stays so."""
    array = np.ascontiguousarray(values, dtype="<f4")
    return {"shape": list(array.shape), "base64": base64.b64encode(array.tobytes()).decode()}


def unpack(numbers: Numbers) -> NDArray[np.float32]:
    """Return the array that was packed, float32."""
    content = base64.b64decode(numbers["base64"], validate=True)
    return np.frombuffer(content, "<f4").reshape(numbers["shape"])


class Message(TypedDict):
    """Something to say instead of an answer. about: which message; details: a line of text each.

    details holds reasons that a loader or a check gave (names of files and settings), never what
    was typed.
    """

    kind: Literal["message"]
    about: str
    details: list[str]


class ModelList(TypedDict):
    """The answer to "models": those that may be asked, in order.

    default: None if there is none. problems: why others cannot be asked.
    """

    kind: Literal["models"]
    models: list[str]
    default: str | None
    problems: list[str]


class Word(TypedDict):
    """A word of the text: its span in code points, and what the model makes of it."""

    start: int
    end: int
    status: Status


class Turn(TypedDict):
    """The side on which a reader ends, and since which word for good; see `explain.knowing`.

    sign: 1, −1, or 0 for undecided. word: the word at which it turned to that side.
    """

    sign: int
    word: int


class ReaderPart(TypedDict):
    """What one reader made of a text.

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
    words: all of the text; those that are read are the ones not "cut off".
    readers: those that the model has. remainder: what the sum leaves unexplained.
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


ANSWERS: dict[str, Any] = {"models": ModelList, "read": Reading | Message}
"""By the name of a question, the type of its answer."""

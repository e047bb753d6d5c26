"""The answer to "read": how each reader reads every word, in numbers."""

import dataclasses
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from brnn.analyzer import Analyzer
from brnn.records import READERS, Analysis, Reader, Status
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import FIRST_UNITS, Numbers, TypedDict, pack


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


def read(asked: Asked) -> Reading:
    """Return the reading of a text. units: "all" for the states of all units."""
    most = None if asked.question.choice("units", ("all",), None) else FIRST_UNITS
    return reading(asked.analyzer, asked.analysis(), asked.model, most)


def reading(analyzer: Analyzer, analysis: Analysis, name: str, most: int | None = FIRST_UNITS) -> Reading:
    """Return an analysis in the page's format.

    name: the model's name. most: how many units of each reader are sent; None: all.
    """
    config, ledger = analyzer.model.config, analysis.ledger
    return {
        "kind": "reading",
        "text": analysis.encoded.text,
        "model": name,
        "settings": dataclasses.asdict(config),
        "words": [
            {"start": word.start, "end": word.end, "status": word.status}
            for word in analysis.encoded.text_words
        ],
        "readers": _parts(analyzer, analysis, most),
        "bias": ledger.bias,
        "logit": ledger.logit,
        "remainder": ledger.remainder,
    }


def _parts(analyzer: Analyzer, analysis: Analysis, most: int | None) -> dict[Reader, ReaderPart]:
    statistics, weights = analyzer.model.statistics, dict(zip(READERS, analyzer.head_weights(), strict=True))
    knowing = analyzer.knowing(analysis) if statistics else None
    parts: dict[Reader, ReaderPart] = {}
    for reader in analyzer.model.config.readers:
        states, turn = getattr(analysis.reading, reader), getattr(knowing, reader, None)
        final = (states[-1:] if reader == "forward" else states[:1]).sum(axis=0)  # zero without words
        contributions = final.astype(np.float64) * weights[reader]
        order = np.argsort(-np.abs(contributions), kind="stable")
        parts[reader] = {
            "evidence": pack(getattr(analysis.ledger, f"{reader}_evidence")),
            "mean": float(getattr(statistics, reader).mean_evidence) if statistics else None,
            "turn": {"sign": turn.sign, "word": turn.word} if turn else None,
            "movement": pack(_movement(states, reader)),
            "units": order.tolist(),
            "contributions": pack(contributions[order]),
            "states": pack(states.T[order[:most]]),
        }
    return parts


def _movement(states: NDArray[np.float32], reader: Reader) -> NDArray[np.float32]:
    """Return float32 (words,), the distance from the state before each word to that after it."""
    start = np.zeros_like(states[:1])
    before = [start, states[:-1]] if reader == "forward" else [states[1:], start]
    moved: NDArray[np.float32] = np.linalg.norm(states - np.concatenate(before), axis=1)
    return moved

"""The answer to "read": how each reader reads every word, in numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from brnn.analyzer import Analyzer
from brnn.explain.knowing import Knowing
from brnn.records import Analysis, Reader
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import FIRST_UNITS
from brnn.ui.protocol.packing import pack
from brnn.ui.protocol.reading import ReaderPart, Reading, Turn


def read(asked: Asked) -> Reading:
    """Return the reading of a text. units: "all" for the states of all units."""
    analysis = asked.analyzer.analyze(asked.question.text())
    units = asked.question.choice("units", ("all", "most"), "most")
    return reading(asked.analyzer, analysis, asked.model, None if units == "all" else FIRST_UNITS)


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
    forward_weights, backward_weights = analyzer.head_weights()
    statistics = analyzer.model.statistics
    knowing = analyzer.knowing(analysis) if statistics else None
    parts: dict[Reader, ReaderPart] = {}
    for reader in analyzer.model.config.readers:
        states: NDArray[np.float32] = getattr(analysis.reading, reader)
        weights = forward_weights if reader == "forward" else backward_weights
        contributions = _final(states, reader).astype(np.float64) * weights
        order = np.argsort(-np.abs(contributions), kind="stable")
        parts[reader] = {
            "evidence": pack(getattr(analysis.ledger, f"{reader}_evidence")),
            "mean": float(getattr(statistics, reader).mean_evidence) if statistics else None,
            "turn": _turn(knowing, reader),
            "movement": pack(_movement(states, reader)),
            "units": order.tolist(),
            "contributions": pack(contributions[order]),
            "states": pack(states.T[order[:most]]),
        }
    return parts


def _final(states: NDArray[np.float32], reader: Reader) -> NDArray[np.float32]:
    """Return float32 (units,), a reader's state after all words; zero without words."""
    final: NDArray[np.float32] = (states[-1:] if reader == "forward" else states[:1]).sum(axis=0)
    return final


def _movement(states: NDArray[np.float32], reader: Reader) -> NDArray[np.float32]:
    """Return float32 (words,), the distance from the state before each word to that after it."""
    start = np.zeros_like(states[:1])
    before = [start, states[:-1]] if reader == "forward" else [states[1:], start]
    moved: NDArray[np.float32] = np.linalg.norm(states - np.concatenate(before), axis=1)
    return moved


def _turn(knowing: Knowing | None, reader: Reader) -> Turn | None:
    turn = getattr(knowing, reader, None)
    return {"sign": turn.sign, "word": turn.word} if turn else None

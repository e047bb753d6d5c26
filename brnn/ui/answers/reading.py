"""The answer to what is typed: what each reader made of every word, in numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from brnn.analyzer import Analyzer
from brnn.explain.knowing import Knowing
from brnn.records import Analysis, Reader
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import FIRST_UNITS, ReaderPart, Reading, Turn, pack


def read(asked: Asked) -> Reading:
    """Return the reading of a text. units: "all" to get the states of all units."""
    analysis = asked.analyzer.analyze(asked.question.text())
    units = asked.question.choice("units", ("all", "most"), "most")
    return reading(asked.analyzer, analysis, asked.model, None if units == "all" else FIRST_UNITS)


def reading(
    analyzer: Analyzer, analysis: Analysis, name: str, most: int | None = FIRST_UNITS
) -> Reading:
    """Return an analysis as the page takes it.

    name: of the model. most: units of each reader whose states are sent; None: all.
    """
    model = analyzer.model
    knowing = analyzer.knowing(analysis) if model.statistics else None
    return {
        "kind": "reading",
        "text": analysis.encoded.text,
        "model": name,
        "settings": dataclasses.asdict(model.config),
        "words": [
            {"start": word.start, "end": word.end, "status": word.status}
            for word in analysis.encoded.text_words
        ],
        "readers": {
            reader: _part(analyzer, analysis, reader, knowing, most)
            for reader in model.config.readers
        },
        "bias": analysis.ledger.bias,
        "logit": analysis.ledger.logit,
        "remainder": analysis.ledger.remainder,
    }


def _part(
    analyzer: Analyzer,
    analysis: Analysis,
    reader: Reader,
    knowing: Knowing | None,
    most: int | None,
) -> ReaderPart:
    states: NDArray[np.float32] = getattr(analysis.reading, reader)
    weights = analyzer.head_weights()[reader == "backward"]
    own_order = states if reader == "forward" else states[::-1]
    last = own_order[-1] if len(states) else np.zeros_like(weights)
    contributions = last.astype(np.float64) * weights
    order = np.argsort(-np.abs(contributions), kind="stable")
    movement = np.linalg.norm(np.diff(own_order, axis=0, prepend=np.float32(0)), axis=1)
    statistics = analyzer.model.statistics
    return {
        "evidence": pack(getattr(analysis.ledger, f"{reader}_evidence")),
        "mean": float(getattr(statistics, reader).mean_evidence) if statistics else None,
        "turn": _turn(knowing, reader),
        "movement": pack(movement if reader == "forward" else movement[::-1]),
        "units": order.tolist(),
        "contributions": pack(contributions[order]),
        "states": pack(states.T[order[:most]]),
    }


def _turn(knowing: Knowing | None, reader: Reader) -> Turn | None:
    turn = getattr(knowing, reader, None)
    return {"sign": turn.sign, "word": turn.word} if turn else None

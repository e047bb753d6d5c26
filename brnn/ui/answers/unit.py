"""The answer about a pinned unit: its states on this text, its statistics over many reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from brnn.explain.units import Mover, Unit
from brnn.records import Analysis, Reader
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol.packing import pack
from brnn.ui.protocol.pins import PinnedUnit, UnitMover, UnitStatistics

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer

_MOVERS = 3
"""How many words to list that raise a unit most, and that lower it most."""


def unit(asked: Asked) -> PinnedUnit:
    """Return what is known about one unit; statistics only if the model has them."""
    config, question = asked.analyzer.model.config, asked.question
    reader = question.choice("reader", config.readers, None)
    if reader is None:
        raise BadQuestion("reader must be one that the model has")
    place = question.number("unit", 0, config.units - 1)
    return pinned(asked.analyzer, asked.analyzer.analyze(question.text()), cast(Reader, reader), place)


def pinned(analyzer: Analyzer, analysis: Analysis, reader: Reader, place: int) -> PinnedUnit:
    """Return the answer about one unit."""
    ranking = analyzer.units(analysis).ranking
    rank = next(i for i, of in enumerate(ranking) if (of.reader, of.unit) == (reader, place))
    statistics = None
    if analyzer.model.statistics is not None:
        statistics = _statistics(analyzer.unit(analysis, reader, place))
    return {
        "kind": "unit",
        "states": pack(getattr(analysis.reading, reader)[:, place]),
        "weight": float(analyzer.head_weights()[reader == "backward"][place]),
        "total": ranking[rank].evidence,
        "rank": rank + 1,
        "units": len(ranking),
        "statistics": statistics,
    }


def _statistics(found: Unit) -> UnitStatistics:
    middles = (found.edges[1:] + found.edges[:-1]) / 2
    return {
        "reviews": found.sampled_reviews,
        "rises": _movers(found.rises),
        "falls": _movers(found.falls),
        "counts": pack(found.histogram),
        "edges": pack(found.edges),
        "means": (found.histogram @ middles / np.maximum(1, found.histogram.sum(axis=1))).tolist(),
    }


def _movers(movers: Sequence[Mover]) -> list[UnitMover]:
    return [{"word": mover.word, "change": mover.change, "times": mover.times} for mover in movers[:_MOVERS]]

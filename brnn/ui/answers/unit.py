"""The answer about a pinned unit: its states on this text, its statistics over many reviews."""

from typing import Literal, cast

import numpy as np

from brnn.analyzer import Analyzer
from brnn.explain.units import Mover, Unit
from brnn.records import Analysis, Reader
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol import Numbers, TypedDict, pack

_MOVERS = 3
"""How many words to list that raise a unit most, and that lower it most."""


class UnitStatistics(TypedDict):
    """A unit over many reviews.

    reviews: how many training reviews were searched for the words that move it most, up or down.
    counts: (labels, bins), test reviews of each label by the final state; edges: (bins + 1,).
    means: of each label, the mean final state, each review taken at the middle of its bin.
    """

    reviews: int
    rises: list[Mover]
    falls: list[Mover]
    counts: Numbers
    edges: Numbers
    means: list[float]


class PinnedUnit(TypedDict):
    """The answer to "unit".

    states: (words,). weight: in the head, log-odds for a state of 1. total: what it adds to the
    logit, final state × weight. rank: by the size of that, from 1, among all units of both readers,
    of which there are `units`. statistics: None for a model without any.
    """

    kind: Literal["unit"]
    states: Numbers
    weight: float
    total: float
    rank: int
    units: int
    statistics: UnitStatistics | None


def unit(asked: Asked) -> PinnedUnit:
    """Return what is known about one unit; statistics only if the model has them."""
    reader = asked.question.choice("reader", asked.readers, None)
    if reader is None:
        raise BadQuestion("reader must be one that the model has")
    place = asked.question.number("unit", 0, asked.config.units - 1)
    return pinned(asked.analyzer, asked.analysis(), cast(Reader, reader), place)


def pinned(analyzer: Analyzer, analysis: Analysis, reader: Reader, place: int) -> PinnedUnit:
    """Return the answer about one unit."""
    ranking = analyzer.units(analysis).ranking
    rank = next(i for i, of in enumerate(ranking) if (of.reader, of.unit) == (reader, place))
    has_statistics = analyzer.model.statistics is not None
    return {
        "kind": "unit",
        "states": pack(getattr(analysis.reading, reader)[:, place]),
        "weight": float(analyzer.head_weights()[reader == "backward"][place]),
        "total": ranking[rank].evidence,
        "rank": rank + 1,
        "units": len(ranking),
        "statistics": _statistics(analyzer.unit(analysis, reader, place)) if has_statistics else None,
    }


def _statistics(found: Unit) -> UnitStatistics:
    middles = (found.edges[1:] + found.edges[:-1]) / 2
    return {
        "reviews": found.sampled_reviews,
        "rises": list(found.rises[:_MOVERS]),
        "falls": list(found.falls[:_MOVERS]),
        "counts": pack(found.histogram),
        "edges": pack(found.edges),
        "means": (found.histogram @ middles / np.maximum(1, found.histogram.sum(axis=1))).tolist(),
    }

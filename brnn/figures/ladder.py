"""The ladder: accuracy of every cell with one reader or two, over several seeds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from brnn.config import CELLS, DIRECTIONS, Cell, Direction
from brnn.figures.templates import Template, figure, scatter

_ARROWS: dict[Direction, str] = {"forward": "→", "backward": "←", "bidirectional": "⇄"}
_WILD = 0.03
"""Recipes with a larger spread over seeds do not widen the axis; their mean is at its edge."""
_ROWS = [
    row for cell in CELLS for row in (*(f"{cell}-{direction}" for direction in DIRECTIONS), f"after {cell}")
][:-1]
"""Row number from the top, with a free row between cells."""

LADDER: Template = {
    "data": [
        scatter("seeds", "markers", "{accuracies}", "{rungs_of_accuracies}")
        | {
            "marker": {"symbol": "line-ns-open", "size": 9, "line": {"width": 1}, "opacity": 0.55},
            "hoverinfo": "skip",
        },
        scatter("means", "markers", "{means}", "{rungs}")
        | {
            "error_x": {"type": "data", "array": "{spreads}", "thickness": 1.5, "width": 4},
            "marker": {"symbol": "diamond", "size": 11, "opacity": 1, "line": {"width": 1}},
            "hovertext": "{descriptions}",
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
        scatter("beyond the axis", "text", "{edges}", "{rungs_beyond}")
        | {"text": "{texts_beyond}", "textposition": "middle right", "hoverinfo": "skip"},
    ],
    "layout": {
        "height": 330,
        "margin": {"l": 96, "r": 14, "t": 6, "b": 40},
        "xaxis": {
            "title": {"text": "test accuracy, mean ± SD"},
            "range": "{range}",
            "tickformat": ".1%",
            "nticks": 5,
            "tickangle": 0,
        },
        "yaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": _ROWS,
            "range": [len(_ROWS) - 0.4, -0.6],
            "tickvals": [f"{cell}-{direction}" for cell in CELLS for direction in DIRECTIONS],
            "ticktext": [f"{name}  {arrow}" for name in CELLS.values() for arrow in _ARROWS.values()],
            "showgrid": False,
        },
    },
}


class Rung(NamedTuple):
    """A recipe of the ladder: its cell, its direction, and its test accuracies by seed."""

    cell: Cell
    direction: Direction
    accuracies: Sequence[float]

    @property
    def mean(self) -> float:
        """Mean accuracy over the seeds."""
        return statistics.mean(self.accuracies)

    @property
    def spread(self) -> float:
        """Standard deviation of the accuracy over the seeds; 0 for a single one."""
        return statistics.stdev(self.accuracies) if len(self.accuracies) > 1 else 0.0


def ladder(rungs: Sequence[Rung], n: int | None = None, dark: bool = False) -> go.Figure:
    """Return one row per recipe: mean and standard deviation over seeds, and a tick per seed.

    n: number of reviews behind each accuracy.
    """
    rungs = [rung for rung in rungs if rung.accuracies]  # of some recipes, all runs may have failed
    names = [f"{rung.cell}-{rung.direction}" for rung in rungs]
    low, high = _range(rungs)
    beyond = [(name, rung) for name, rung in zip(names, rungs, strict=True) if rung.mean < low]
    reviews = f", n = {n:,}" if n else ""
    values: dict[str, Any] = {
        "rungs": names,
        "means": [rung.mean for rung in rungs],
        "spreads": [rung.spread for rung in rungs],
        "descriptions": [
            f"{CELLS[rung.cell]}, {DIRECTIONS[rung.direction]}: {_mean_and_spread(rung)}, "
            f"seeds: {len(rung.accuracies)}{reviews}"
            for rung in rungs
        ],
        "accuracies": [accuracy for rung in rungs for accuracy in rung.accuracies],
        "rungs_of_accuracies": [
            name for name, rung in zip(names, rungs, strict=True) for _ in rung.accuracies
        ],
        "rungs_beyond": [name for name, _ in beyond],
        "edges": [low] * len(beyond),
        "texts_beyond": [f" ◀ {_mean_and_spread(rung)}" for _, rung in beyond],
        "range": [low, high],
    }
    return figure(LADDER, values, dark)


def _range(rungs: Sequence[Rung]) -> tuple[float, float]:
    steady = [rung for rung in rungs if rung.spread <= _WILD] or rungs
    low = min((min(rung.mean - rung.spread, *rung.accuracies) for rung in steady), default=0.0)
    high = max((max(rung.mean + rung.spread, *rung.accuracies) for rung in rungs), default=1.0)
    room = 0.12 * (high - low)
    return low - room, min(1.0, high + room)


def _mean_and_spread(rung: Rung) -> str:
    return f"{rung.mean:.1%} ± {100 * rung.spread:.1f} points"

"""The ladder: accuracy of every cell with one reader or two, over seeds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from brnn.figures import colours

_SYMBOLS = {
    "forward": ("→", "triangle-right"),
    "backward": ("←", "triangle-left"),
    "bidirectional": ("⇄", "diamond"),
}
_WILD = 0.03
"""Spread over seeds above which a rung does not widen the axis for all; it is named at the edge."""
_BETWEEN = 0.6
"""Rows left free between two cells."""


class Rung(NamedTuple):
    """A recipe: its cell as it is called, its direction as in settings, test accuracies by seed."""

    cell: str
    direction: str
    accuracies: Sequence[float]


def ladder(rungs: Sequence[Rung], n: int | None = None, dark: bool = False) -> go.Figure:
    """Return a row for each rung: mean and standard deviation over seeds, and each seed as a tick.

    rungs: those of one cell follow each other; the first is the uppermost.
    n: of the reviews that each accuracy is of.
    """
    rows, at, before = [], 0.0, None
    for rung in rungs:
        at += 1 + (_BETWEEN if before not in (None, rung.cell) else 0)
        rows.append(at)
        before = rung.cell
    labels = [f"{rung.cell}  {_SYMBOLS[rung.direction][0]}" for rung in rungs]
    means = [statistics.mean(rung.accuracies) for rung in rungs]
    spreads = [
        statistics.stdev(rung.accuracies) if len(rung.accuracies) > 1 else 0.0 for rung in rungs
    ]
    reviews = f", {n:,} test reviews" if n else ""
    hover = [
        f"{rung.cell}, {rung.direction}: {mean:.2%} ± {spread * 100:.2f} points, "
        f"{len(rung.accuracies)} {'seed' if len(rung.accuracies) == 1 else 'seeds'}{reviews}"
        for rung, mean, spread in zip(rungs, means, spreads, strict=True)
    ]
    steady = [at for at, spread in enumerate(spreads) if spread <= _WILD] or list(range(len(means)))
    low = min((means[at] - spreads[at] for at in steady), default=0.0)
    high = max((mean + spread for mean, spread in zip(means, spreads, strict=True)), default=1.0)
    room = 0.12 * (high - low)
    layout: dict[str, Any] = {
        "template": colours.template(dark),
        "height": int(64 + 25 * (rows[-1] if rows else 1)),
        "margin": {"l": 96, "r": 14, "t": 6, "b": 40},
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": {
            "title": {"text": "test accuracy, mean ± sd", "standoff": 4},
            "range": [low - room, min(1.0, high + room)],
            "tickformat": ".1%",
            "nticks": 5,
            "tickangle": 0,
            "zeroline": False,
            "fixedrange": True,
        },
        "annotations": [
            _beyond(row, mean, spread)
            for row, mean, spread in zip(rows, means, spreads, strict=True)
            if mean < low - room
        ],
        "yaxis": {
            "range": [(rows[-1] if rows else 1) + 0.7, 0.3],
            "tickvals": rows,
            "ticktext": labels,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }
    seeds = {
        "type": "scatter",
        "mode": "markers",
        "name": "seeds",
        "x": [accuracy for rung in rungs for accuracy in rung.accuracies],
        "y": [row for rung, row in zip(rungs, rows, strict=True) for _ in rung.accuracies],
        "marker": {"symbol": "line-ns-open", "size": 9, "line": {"width": 1}, "opacity": 0.55},
        "hoverinfo": "skip",
    }
    means_trace = {
        "type": "scatter",
        "mode": "markers",
        "name": "means",
        "x": means,
        "y": rows,
        "error_x": {"type": "data", "array": spreads, "thickness": 1.5, "width": 4},
        "marker": {
            "symbol": [_SYMBOLS[rung.direction][1] for rung in rungs],
            "size": 11,
            "opacity": 1,
            "line": {"width": 1},
        },
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return go.Figure({"data": [seeds, means_trace], "layout": layout})


def _beyond(row: float, mean: float, spread: float) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "y": row,
        "xanchor": "left",
        "text": f"◀ {mean:.1%} ± {100 * spread:.1f} points",
        "showarrow": False,
    }

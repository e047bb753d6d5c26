"""A unit: its final values over the test reviews, by label."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from brnn.explain.units import Unit
from brnn.figures.axes import BARE
from brnn.figures.templates import scatter, themed


def unit(found: Unit, dark: bool = False) -> go.Figure:
    """Return the histogram of a unit's final value over the test reviews, by label.

    Positive reviews are above the line and negative ones below it, each as a share of the reviews
    with that label. A vertical line marks the unit's final value for the current text.
    """
    counts = found.histogram.astype(np.float64)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    highest = float(shares.max()) or 1.0
    traces: list[dict[str, Any]] = [
        _bars("positive reviews", found.edges, shares[1], counts[1]),
        _bars("negative reviews", found.edges, -shares[0], counts[0]),
    ]
    if len(found.memory):
        here = float(found.memory[-1 if found.reader == "forward" else 0])
        traces.append(scatter("this text", "lines", [here, here], [-highest, highest]))
        traces[-1]["line"] = {"width": 2, "dash": "3px,2px"}
        traces[-1]["hovertemplate"] = f"this text: {here:+.2f}<extra></extra>"
    title = f"{found.reader} unit {found.unit + 1} over {int(counts.sum()):,} test reviews"
    layout = {
        "height": 220,
        "margin": {"l": 12, "r": 12, "t": 30, "b": 34},
        "title": {"text": title, "font": {"size": 13}},
        "barmode": "overlay",
        "bargap": 0,
        "xaxis": {
            "range": [-1, 1],
            "tickvals": [-1, 0, 1],
            "ticktext": ["−1", "0", "+1"],
            "showgrid": False,
            "title": {"text": "memory at the end"},
        },
        "yaxis": BARE | {"range": [-1.05 * highest, 1.05 * highest], "zeroline": True},
    }
    return themed({"data": traces, "layout": layout}, dark)


def _bars(
    name: str, edges: NDArray[np.float32], heights: NDArray[np.float64], counts: NDArray[np.float64]
) -> dict[str, Any]:
    # The template assigns the colours of the signs: bars that take colours from an axis make
    # plotly.js complain.
    start, end = float(edges[0]), float(edges[-1])
    return {
        "type": "histogram",
        "name": name,
        "x": (edges[1:] + edges[:-1]) / 2,
        "y": heights.astype(np.float32),
        "histfunc": "sum",
        "xbins": {"start": start, "end": end, "size": (end - start) / len(heights)},
        "customdata": counts.astype(np.int32),
        "hovertemplate": f"memory near %{{x:+.2f}}: %{{y:.1%}} of {name}<extra></extra>",
    }

"""How much of each word is still felt at the end: the memory curves of both readers."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from brnn.explain.reach import Reach
from brnn.figures import colours
from brnn.figures.axes import title
from brnn.figures.labels import HOVER_LETTERS, label, tick_angle, tick_height, tick_step

_LOOKS = {"forward": ("→", "solid", "circle"), "backward": ("←", "4px,3px", "circle-open")}
_LEAST = 1e-4
"""Share of a reader's strongest word below which a curve is drawn no lower."""
_SHARES = {1: "100%", 0.1: "10%", 0.01: "1%", 0.001: "0.1%", 1e-4: "0.01%"}


def reach(found: Reach, words: tuple[str, ...], width: int = 760, dark: bool = False) -> go.Figure:
    """Return for each reader, over the words, how much is felt of each in its final evidence.

    found: of these words, see `Analyzer.reach`. Each curve is relative to its own strongest
    word; the axis is logarithmic.
    """
    labels = [label(word) for word in words]
    angle = tick_angle(words, width)
    step = tick_step(words, width) if angle == -90 else 1
    places = list(range(1, len(words) + 1))
    traces, lowest = [], 0.05
    for reader, (arrow, dash, symbol) in _LOOKS.items():
        norms = getattr(found, reader)
        if not norms.any():
            continue
        shares = norms / norms.max()
        lowest = min(lowest, float(shares.min()))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": f"{arrow} {reader}",
                "x": places,
                "y": np.maximum(shares, _LEAST).tolist(),
                "customdata": shares.tolist(),
                "hovertext": [label(word, HOVER_LETTERS) for word in words],
                "line": {"dash": dash, "width": 1.75},
                "marker": {"symbol": symbol, "size": 6, "line": {"width": 1.25}},
                "cliponaxis": False,
                "hovertemplate": f"%{{hovertext}}<br>{arrow} felt: %{{customdata:.2%}} of its "
                "strongest word<extra></extra>",
            }
        )
    layout: dict[str, Any] = {
        "template": colours.template(dark),
        "height": 366,
        "margin": {"l": 50, "r": 12, "t": 44, "b": tick_height(words, angle)},
        "showlegend": False,
        "hovermode": "closest",
        "annotations": [
            title("felt at the end, relative to the strongest word", 1) | {"yshift": 4},
            title("━●━ → forward   ╍○╍ ← backward", 1) | {"x": 1, "xanchor": "right", "yshift": 23},
        ],
        "xaxis": {
            "range": [0.5, max(1, len(words)) + 0.5],
            "tickvals": places[::step],
            "ticktext": labels[::step],
            "tickangle": angle,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "type": "log",
            "range": [np.log10(max(_LEAST, lowest)) - 0.15, 0.08],
            "tickvals": list(_SHARES),
            "ticktext": list(_SHARES.values()),
            "zeroline": False,
            "fixedrange": True,
        },
    }
    return go.Figure({"data": traces, "layout": layout})

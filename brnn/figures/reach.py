"""Reach: how strongly each reader's final evidence depends on each word."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from brnn.explain.reach import Reach
from brnn.figures.axes import key, title
from brnn.figures.labels import HOVER_LETTERS, label, tick_step
from brnn.figures.templates import Template, figure, scatter
from brnn.records import ARROWS, READERS

MARKS = {"forward": "━●━ → forward", "backward": "╍○╍ ← backward"}
"""How the curve of each reader is drawn, for the key."""
_LOOKS = {"forward": ("solid", "circle"), "backward": ("4px,3px", "circle-open")}
_LEAST = 1e-4
"""Lower limit of the curves, as a share of a reader's strongest word."""


def _curve(reader: str) -> Template:
    dash, symbol = _LOOKS[reader]
    return scatter(f"{ARROWS[reader]} {reader}", "lines+markers", "{places}", f"{{{reader}_drawn}}") | {
        "customdata": f"{{{reader}}}",
        "hovertext": "{words}",
        "line": {"dash": dash, "width": 1.75},
        "marker": {"symbol": symbol, "size": 6, "line": {"width": 1.25}},
        "cliponaxis": False,
        "hovertemplate": f"%{{hovertext}}<br>{ARROWS[reader]} %{{customdata:.2%}} of its strongest word"
        "<extra></extra>",
    }


REACH: Template = {
    "data": [_curve(reader) for reader in READERS],
    "layout": {
        "height": 366,
        "margin": {"l": 50, "r": 12, "t": 44, "b": 12},
        "annotations": [
            title("effect, log scale (strongest word: 100%)", 1, yshift=4),
            key("{key}", 1, yshift=23),
        ],
        "xaxis": {
            "range": "{range}",
            "tickvals": "{ticks}",
            "ticktext": "{labels}",
            "autotickangles": [0, -45, -90],
            "automargin": True,
            "showgrid": False,
        },
        "yaxis": {
            "type": "log",
            "range": [None, 0.08],
            "autorangeoptions": {"include": 0.05},
            "tickvals": [1, 0.1, 0.01, 0.001, _LEAST],
            "ticktext": ["100%", "10%", "1%", "0.1%", "0.01%"],
        },
    },
}


def reach(found: Reach, words: tuple[str, ...], width: int = 760, dark: bool = False) -> go.Figure:
    """Return how strongly each reader's final evidence depends on each word.

    Each curve is relative to the reader's strongest word; the axis is logarithmic.

    found: the reach of these words, from `Analyzer.reach`. width: pixels; decides how many labels are shown.
    """
    places = list(range(1, len(words) + 1))
    step = tick_step(words, width)
    values: dict[str, Any] = {
        "places": places,
        "words": [label(word, HOVER_LETTERS) for word in words],
        "range": [0.5, max(1, len(words)) + 0.5],
        "ticks": places[::step],
        "labels": [label(word) for word in words[::step]],
        "key": "   ".join(mark for reader, mark in MARKS.items() if getattr(found, reader).any()),
    }
    for reader in READERS:
        norms = getattr(found, reader)
        shares = norms / norms.max() if norms.any() else norms[:0]
        values |= {reader: shares, f"{reader}_drawn": np.maximum(shares, _LEAST)}
    return figure(REACH, values, dark)

"""Learning curves: what a network gets right, and how wrong it is, after every epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from brnn.figures import colours
from brnn.figures.axes import title

_PANELS = ("accuracy", "log-loss")
_LINES = {"training": ("solid", "circle"), "held out": ("4px,3px", "circle-open")}
_BETWEEN = 0.12
"""Share of the width between both panels."""


class Curve(NamedTuple):
    """Accuracy (share) and log-loss (nats) after every epoch; None where it was not measured."""

    accuracy: Sequence[float | None]
    log_loss: Sequence[float | None]


def learning(
    training: Curve, held_out: Curve, kept: int | None = None, dark: bool = False
) -> go.Figure:
    """Return both curves over epochs: accuracy to the left, log-loss to the right.

    training: on the reviews that are learnt from, taken while it learns. held_out: on others.
    kept: the epoch, counted from 1, whose network was kept; a dotted line marks it.
    """
    epochs = list(range(1, len(training.accuracy) + 1))
    width = (1 - _BETWEEN) / 2
    layout: dict[str, Any] = {
        "template": colours.template(dark),
        "height": 240,
        "margin": {"l": 44, "r": 8, "t": 42, "b": 34},
        "showlegend": False,
        "hovermode": "x",
        "annotations": [],
    }
    traces: list[dict[str, Any]] = []
    for panel, name in enumerate(_PANELS):
        axis = "" if panel == 0 else "2"
        left = panel * (width + _BETWEEN)
        layout[f"xaxis{axis}"] = {
            "domain": [left, left + width],
            "anchor": f"y{axis}",
            "range": [0.8, len(epochs) + 0.2],
            "tickvals": epochs,
            "title": {"text": "epoch", "standoff": 4},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        }
        layout[f"yaxis{axis}"] = {
            "anchor": f"x{axis}",
            "nticks": 5,
            "tickformat": ".0%" if panel == 0 else ".2f",
            "zeroline": False,
            "fixedrange": True,
        }
        layout["annotations"].append(title(name, 1) | {"x": left, "yshift": 3})
        values = {
            line: curve[panel] for line, curve in zip(_LINES, (training, held_out), strict=True)
        }
        seen = [v for curve in values.values() for v in curve if v is not None]
        if kept and seen:
            traces.append(_kept(kept, min(seen), max(seen), axis))
        traces += [_line(line, name, epochs, values[line], axis) for line in _LINES]
    layout["annotations"].append(
        title("━●━ training   ╍○╍ held out", 1)
        | {"x": 1, "xanchor": "right", "yshift": 22}  # a line of its own, where there is no room
    )
    return go.Figure({"data": traces, "layout": layout})


def _line(
    line: str, name: str, epochs: list[int], values: Sequence[float | None], axis: str
) -> dict[str, Any]:
    dash, symbol = _LINES[line]
    form = "%{y:.1%}" if name == "accuracy" else "%{y:.3f}"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{line} {name}",
        "x": epochs,
        "y": list(values),
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "line": {"dash": dash, "width": 1.75},
        "marker": {"symbol": symbol, "size": 8, "line": {"width": 1.5}},
        "cliponaxis": False,
        "hovertemplate": f"{line}: {form}<extra></extra>",
    }


def _kept(epoch: int, low: float, high: float, axis: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "kept",
        "x": [epoch, epoch],
        "y": [low, high],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "line": {"dash": "1px,3px", "width": 1},
        "hoverinfo": "skip",
    }

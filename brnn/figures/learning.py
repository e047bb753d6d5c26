"""Learning curves: accuracy and log-loss after every epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from brnn.figures.axes import key, title
from brnn.figures.templates import Template, figure, scatter

_LINES = {"training": ("solid", "circle"), "held out": ("4px,3px", "circle-open")}
_RIGHT = 0.56
"""Left edge of the log-loss panel, which is as wide as the accuracy panel."""


class Curve(NamedTuple):
    """Accuracy and log-loss (nats) after every epoch; None if not measured."""

    accuracy: Sequence[float | None]
    log_loss: Sequence[float | None]


def _panel(measure: str, form: str, axis: str) -> list[dict[str, Any]]:
    """Return the line at the kept epoch, then both curves of a measure."""
    slot = measure.replace("-", "_")
    kept = scatter("kept", "lines", "{kept}", [0, 1])
    kept |= {"line": {"dash": "1px,3px", "width": 1}, "hoverinfo": "skip"}
    curves = [
        scatter(f"{line} {measure}", "lines+markers", "{epochs}", f"{{{line.replace(' ', '_')}_{slot}}}")
        | {
            "line": {"dash": dash, "width": 1.75},
            "marker": {"symbol": symbol, "size": 8, "line": {"width": 1.5}},
            "cliponaxis": False,
            "hovertemplate": f"{line}: %{{y:{form}}}<extra></extra>",
        }
        for line, (dash, symbol) in _LINES.items()
    ]
    x, y, whole = f"x{axis}", f"y{axis}", "y4" if axis else "y3"
    return [kept | {"xaxis": x, "yaxis": whole}, *(curve | {"xaxis": x, "yaxis": y} for curve in curves)]


def _epochs(left: float, right: float, anchor: str) -> dict[str, Any]:
    return {
        "domain": [left, right],
        "anchor": anchor,
        "range": "{range}",
        "tickvals": "{epochs}",
        "title": {"text": "epoch"},
        "showgrid": False,
    }


_WHOLE_HEIGHT = {"range": [0, 1], "visible": False}

LEARNING: Template = {
    "data": [*_panel("accuracy", ".1%", ""), *_panel("log-loss", ".3f", "2")],
    "layout": {
        "height": 240,
        "margin": {"l": 44, "r": 8, "t": 42, "b": 34},
        "hovermode": "x",
        "xaxis": _epochs(0, 1 - _RIGHT, "y"),
        "xaxis2": _epochs(_RIGHT, 1, "y2"),
        "yaxis": {"nticks": 5, "anchor": "x", "tickformat": ".0%"},
        "yaxis2": {"nticks": 5, "anchor": "x2", "tickformat": ".2f"},
        "yaxis3": _WHOLE_HEIGHT | {"anchor": "x", "overlaying": "y"},
        "yaxis4": _WHOLE_HEIGHT | {"anchor": "x2", "overlaying": "y2"},
        "annotations": [
            title("accuracy", 1, yshift=3),
            title("log-loss", 1, x=_RIGHT, yshift=3),
            key("━●━ training   ╍○╍ held out", 1, yshift=22),
        ],
    },
}


def learning(training: Curve, held_out: Curve, kept: int | None = None, dark: bool = False) -> go.Figure:
    """Return the curves over epochs: accuracy on the left, log-loss on the right.

    training: measured during training on the training reviews. held_out: measured on others.
    kept: the epoch whose weights were kept, from 1; a dotted line marks it.
    """
    epochs = len(training.accuracy)
    values: dict[str, Any] = {
        "epochs": list(range(1, epochs + 1)),
        "range": [0.8, epochs + 0.2],
        "kept": [] if kept is None else [kept, kept],
        "training_accuracy": list(training.accuracy),
        "training_log_loss": list(training.log_loss),
        "held_out_accuracy": list(held_out.accuracy),
        "held_out_log_loss": list(held_out.log_loss),
    }
    return figure(LEARNING, values, dark)

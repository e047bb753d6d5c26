"""Show how experiments change a verdict: log-odds as dots on an axis that includes zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from brnn.explain.experiments.mute import Mute
from brnn.explain.experiments.order import Order
from brnn.explain.experiments.padding import Padding
from brnn.figures.axes import LOG_ODDS, key, title
from brnn.figures.templates import Template, figure, scatter
from brnn.records import ARROWS, Reader
from brnn.text.numbers import signed

Shown = Literal["start", "end"] | int
"""The order to mark: the strongest sentence first or last, or the number of a shuffle, from 0."""

_ROW, _EDGES = 34, 62  # pixels: of a row of dots; of what stands above and below


_LARGE = 15
_MARKER = {"size": 9, "line": {"width": 1}, "opacity": 1}
_MARKED = {  # the dots in the slot "marked" are larger
    "selectedpoints": "{marked}",
    "selected": {"marker": {"size": _LARGE}},
    "unselected": {"marker": {"opacity": 1}},
    "cliponaxis": False,
}


def _dots(*names: str) -> Template:
    """Return a template with one row per name. For its slots, see `_values`."""
    dots = {
        "marker": _MARKER | {"color": "{signs}", "coloraxis": "coloraxis"},
        "customdata": "{printed}",
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    texts = {
        "marker": {"size": _LARGE, "opacity": 0},  # so that texts do not touch the dots
        "text": "{texts}",
        "textposition": "top center",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return {
        "data": [
            scatter("dots", "markers", "{logits}", "{rows}") | dots | _MARKED,
            scatter("texts", "markers+text", "{logits}", "{rows}") | texts,
        ],
        "layout": {
            "height": _EDGES + _ROW * len(names),
            "margin": {"l": 12, "r": 32, "t": 8, "b": 40},
            "coloraxis": {"cmin": -1.4, "cmax": 1.4},
            "xaxis": LOG_ODDS | {"title": {"text": "log-odds"}},
            "yaxis": {
                "range": [len(names) - 0.5, -0.9],
                "tickvals": list(range(len(names))),
                "ticktext": list(names),
                "automargin": True,
                "showgrid": False,
            },
        },
    }


def _line(name: str, dash: str, symbol: str) -> Template:
    return (
        _MARKED
        | scatter(name, "lines+markers", "{pads}", f"{{{name}}}")
        | {
            "customdata": f"{{{name}_printed}}",
            "hovertemplate": f"%{{x}} pads, {name}: %{{customdata}}<extra></extra>",
            "line": {"dash": dash, "width": 1.75},
            "marker": _MARKER | {"symbol": symbol},
        }
    )


ORDER = _dots("as typed", "sentence first", "sentence last", "{count} shuffles")
MUTE = _dots("no reader muted", "{arrow} muted")
PADDING: Template = {
    "data": [_line("masked", "solid", "circle"), _line("unmasked", "4px,3px", "diamond")],
    "layout": {
        "height": 220,
        "margin": {"l": 34, "r": 12, "t": 20, "b": 40},
        "xaxis": {
            "type": "category",  # numbers of pads are evenly spaced, like the stops of a slider
            "nticks": 9,
            "title": {"text": "pads {side} the text"},
            "showgrid": False,
        },
        "yaxis": LOG_ODDS,
        "annotations": [title("log-odds", 1), key("━●━ masked    ╍◆╍ unmasked", 1)],
    },
}


def order(record: Order, shown: Shown | None = None, dark: bool = False) -> go.Figure:
    """Return the logit in the original order and in others. shown: the order to mark."""
    rows = [[one.logit] for one in (record.as_typed, record.at_start, record.at_end)]
    rows.append(record.shuffles.logits.tolist())
    marked = [3 + shown] if isinstance(shown, int) else {None: [], "start": [1], "end": [2]}[shown]
    return figure(ORDER, _values(rows, marked) | {"count": len(rows[3])}, dark)


def mute(record: Mute, reader: Reader, dark: bool = False) -> go.Figure:
    """Return the logit with both readers and with one reader muted."""
    rows = [[record.unmuted.logit], [getattr(record, f"{reader}_muted").logit]]
    return figure(MUTE, _values(rows, []) | {"arrow": ARROWS[reader]}, dark)


def padding(record: Padding, shown: int | None = None, dark: bool = False) -> go.Figure:
    """Return the logit by number of pads, with and without the mask.

    shown: the number of pads to mark, as an index of `record.pads`.
    """
    values: dict[str, Any] = {"pads": record.pads, "side": record.side}
    values["marked"] = [] if shown is None else [shown]
    for name in ("masked", "unmasked"):
        values[name] = getattr(record, name).logits
        values[f"{name}_printed"] = [signed(logit) for logit in values[name]]
    return figure(PADDING, values, dark)


def _values(rows: Sequence[Sequence[float]], marked: list[int]) -> dict[str, Any]:
    """Return the values for a template of dots. marked: indices of the larger dots."""
    logits = [logit for logits in rows for logit in logits]
    printed = [signed(logit) for logit in logits]
    places = [row for row, logits in enumerate(rows) for _ in logits]
    return {
        "logits": logits,
        "rows": places,
        "signs": np.sign(logits),
        "printed": printed,
        # If many dots share a row, only the marked ones have a label.
        "texts": [
            text if len(rows[row]) == 1 or dot in marked else ""
            for dot, (row, text) in enumerate(zip(places, printed, strict=True))
        ],
        "marked": marked,
    }

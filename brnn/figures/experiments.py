"""What an experiment did to a verdict: readings as dots on one axis of log-odds, zero in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from brnn.explain.experiments import Mute, Order, Padding
from brnn.figures import colours
from brnn.figures.axes import BARE, nice_ticks, title
from brnn.records import READERS, Reader

Shown = Literal["start", "end"] | int
"""Which other order is marked: the sentence at the start or the end, or a shuffle, from 0."""

_SIGN = 0.75
"""Where on the scale of colours a dot of one sign stands."""
_SMALL, _LARGE = 9, 15
_ROW, _EDGES = 34, 62  # pixels: of a row of dots; of what stands above and below
_LETTER = 6.8  # pixels, of the names of the rows
_NAMES = {"as_typed": "as typed", "start": "sentence first", "end": "sentence last"}
_ARROWS: dict[Reader, str] = {"forward": "→", "backward": "←"}


def order(record: Order, shown: Shown | None = None, dark: bool = False) -> go.Figure:
    """Return the verdict in the order typed and in the others. shown: which of these is marked."""
    shuffled = [float(logit) for logit in record.shuffles.logits]
    rows = {
        _NAMES["as_typed"]: [record.as_typed.logit],
        _NAMES["start"]: [record.at_start.logit],
        _NAMES["end"]: [record.at_end.logit],
        f"{len(shuffled)} shuffles": shuffled,
    }
    place = (f"{len(shuffled)} shuffles", shown) if isinstance(shown, int) else None
    if isinstance(shown, str):
        place = (_NAMES[shown], 0)
    return _dots(rows, place, dark)


def mute(record: Mute, readers: Sequence[Reader] = READERS, dark: bool = False) -> go.Figure:
    """Return the verdict as it is and with a reader muted. readers: those that are muted in it."""
    rows = {"nobody muted": [record.unmuted.logit]}
    for reader in readers:
        rows[f"{_ARROWS[reader]} muted"] = [getattr(record, f"{reader}_muted").logit]
    return _dots(rows, None, dark)


def padding(record: Padding, shown: int | None = None, dark: bool = False) -> go.Figure:
    """Return the verdict by number of pads, read without the mask and with it.

    shown: which number of pads is marked, as an index of `record.pads`.
    """
    x = np.log10(1 + record.pads).astype(np.float32)
    size = [_LARGE if i == shown else _SMALL for i in range(len(x))]
    looks = {"masked": ("solid", "circle"), "unmasked": ("4px,3px", "diamond")}
    traces = []
    for name, (dash, symbol) in looks.items():
        logits = getattr(record, name).logits.astype(np.float32)
        trace = _markers(x, logits, size) | {"mode": "lines+markers", "name": name}
        trace["line"] = {"dash": dash, "width": 1.75}
        trace["marker"] |= {"symbol": symbol}
        trace["customdata"] = record.pads
        trace["hovertemplate"] = f"%{{customdata}} pads, {name}: %{{y:+.2f}}<extra></extra>"
        traces.append(trace)
    low, high = _span([*record.masked.logits, *record.unmasked.logits])
    ticks = [(n, np.log10(1 + n)) for n in (0, 1, 3, 10, 30, 100, 400) if n <= record.pads.max()]
    layout = _layout(dark, 220, 34) | {
        "xaxis": {
            "range": [-0.1, float(x.max(initial=0.3)) + 0.1],
            "tickvals": [float(at) for _, at in ticks],
            "ticktext": [f"{n}" for n, _ in ticks],
            "zeroline": False,
            "showgrid": False,
            "title": {"text": f"pads {record.side} the text", "standoff": 4},
            "fixedrange": True,
        },
        "yaxis": {
            "range": [low, high],
            "zeroline": True,
            "fixedrange": True,
            **nice_ticks(low, high),
        },
    }
    layout["annotations"] = [
        title("log-odds", 1),
        title("━●━ masked    ╍◆╍ unmasked", 1) | {"x": 1, "xanchor": "right"},
    ]
    return go.Figure({"data": traces, "layout": layout})


def _dots(
    rows: Mapping[str, Sequence[float]], marked: tuple[str, int] | None, dark: bool
) -> go.Figure:
    """marked: a row and which of its values is larger than the others and named by its number."""
    low, high = _span([value for values in rows.values() for value in values])
    traces = []
    for y, (name, values) in enumerate(rows.items()):
        at = marked[1] if marked and marked[0] == name else None
        sizes = [_LARGE if i == at else _SMALL for i in range(len(values))]
        logits = np.array(values, dtype=np.float32)
        trace = _markers(logits, np.full(len(values), y, np.float32), sizes)
        trace["marker"] |= {"color": np.sign(logits) * np.float32(_SIGN)}
        labelled = len(values) == 1 or at is not None
        texts = [
            f"{v:+.2f}".replace("-", "−") if len(values) == 1 or i == at else ""
            for i, v in enumerate(values)
        ]
        trace |= {
            "name": name,
            "mode": "markers+text" if labelled else "markers",
            "text": texts,
            "textposition": "top center" if len(values) > 1 else "middle right",
            "hovertemplate": f"{name}: %{{x:+.2f}}<extra></extra>",
        }
        traces.append(trace)
    left = 14 + _LETTER * max(len(name) for name in rows)
    layout = _layout(dark, _EDGES + _ROW * len(rows), left) | {
        "xaxis": {
            "range": [low, high],
            "zeroline": True,
            "fixedrange": True,
            "title": {"text": "log-odds", "standoff": 4},
            **nice_ticks(low, high),
        },
        "yaxis": BARE
        | {
            "range": [len(rows) - 0.4, -0.6],
            "tickvals": list(range(len(rows))),
            "ticktext": list(rows),
            "showticklabels": True,
            "fixedrange": True,
        },
    }
    layout["margin"] |= {"t": 8, "r": 32}  # a number stands to the right of the last point
    return go.Figure({"data": traces, "layout": layout})


def _markers(x: Any, y: Any, size: list[int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "cliponaxis": False,
        "marker": {
            "size": size,
            "color": np.sign(y) * np.float32(_SIGN),
            "coloraxis": "coloraxis",
            "line": {"width": 1},
            "opacity": 1,
        },
    }


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Return an axis that holds all values, zero and at least ±1, so that little looks little."""
    low, high = min(*values, -1.0), max(*values, 1.0)
    margin = 0.12 * (high - low)
    return low - margin, high + margin


def _layout(dark: bool, height: int, left: float) -> dict[str, Any]:
    return {
        "template": colours.template(dark),
        "height": height,
        "margin": {"l": left, "r": 12, "t": 20, "b": 40},
        "showlegend": False,
        "hovermode": "closest",
        "annotations": [],
        "coloraxis": {"cmin": -1, "cmid": 0, "cmax": 1, "showscale": False},
    }

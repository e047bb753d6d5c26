"""The agreement plane: every test review at what each reader made of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from brnn.explain.agreement import Agreement
from brnn.figures import colours
from brnn.figures.axes import title
from brnn.records import LABELS

_BINS = 64
_WITHIN = 0.998
"""Share of the reviews that lies within the axes; a few lie so far out that they would crush it."""
_FORWARD, _BACKWARD = "→ forward", "← backward"
_GAP = 0.06


def plane(agreement: Agreement, stacked: bool = False, dark: bool = False) -> go.Figure:
    """Return the plane once for each label, negative before positive, and the text in both.

    A cell's colour is the sign of the label, as strong as reviews are many (square root). A review
    lies at its centred evidence; the line parts the verdicts, the axes part who takes which side.
    Reviews beyond the axes are counted in the cells at their edge. A model with one reader has a
    histogram of that reader's evidence.

    stacked: one below the other, for a narrow page.
    """
    if not agreement.forward.any() or not agreement.backward.any():
        return _line(agreement, dark)
    bound = _bound(agreement, agreement.forward, agreement.backward)
    edges = np.linspace(-bound, bound, _BINS + 1)
    counts = [_counts(agreement, label, edges) for label in range(len(LABELS))]
    most = float(np.sqrt(max(float(count.max()) for count in counts))) or 1.0
    layout = _layout(dark, 760 if stacked else 440)
    layout["coloraxis"] = {"cmin": -most, "cmid": 0, "cmax": most, "showscale": False}
    traces: list[dict[str, Any]] = []
    for panel, name in enumerate(LABELS):
        axis = "" if panel == 0 else "2"
        domains = _domains(panel, stacked)
        for letter, domain in zip("xy", domains, strict=True):
            layout[f"{letter}axis{axis}"] = _evidence_axis(bound) | {
                "domain": domain,
                "anchor": f"{'y' if letter == 'x' else 'x'}{axis}",
                "title": {"text": _side(letter), "standoff": 2},
            }
        reviews = int(np.count_nonzero(agreement.labels == panel))
        layout["annotations"].append(
            title(f"{reviews:,} {name} reviews", domains[1][1]) | {"x": domains[0][0], "yshift": 4}
        )
        layout["annotations"] += _corners(agreement, panel, axis, bound)
        traces.append(_density(counts[panel], edges, panel, axis))
        traces.append(_boundary(agreement.boundary, bound, axis))
        if agreement.text is not None:
            traces.append(_own(agreement.text, bound, axis))
    return go.Figure({"data": traces, "layout": layout})


def _line(agreement: Agreement, dark: bool) -> go.Figure:
    """Return the histogram of the one reader's evidence: positive upwards, negative downwards."""
    has_forward = bool(agreement.forward.any())
    values = agreement.forward if has_forward else agreement.backward
    bound = _bound(agreement, values)
    edges = np.linspace(-bound, bound, _BINS + 1)
    centres = (edges[:-1] + edges[1:]) / 2
    layout = _layout(dark, 340) | {"bargap": 0.0, "barmode": "relative"}
    layout["coloraxis"] = {"cmin": -1, "cmid": 0, "cmax": 1, "showscale": False}
    name = _FORWARD if has_forward else _BACKWARD
    layout["xaxis"] = _evidence_axis(bound) | {
        "title": {"text": f"{name} evidence above its mean, log-odds", "standoff": 4}
    }
    traces: list[dict[str, Any]] = []
    highest = 1.0
    for panel, label in enumerate(LABELS):
        inside = np.clip(values[agreement.labels == panel], -bound, bound)
        counts = np.histogram(inside, edges)[0]
        highest = max(highest, float(counts.max()))
        sign = 1 if panel else -1
        traces.append(
            {
                "type": "bar",
                "name": f"{len(inside):,} {label} reviews",
                "x": centres.tolist(),
                "y": (sign * counts).tolist(),
                "customdata": counts.tolist(),
                "marker": {"color": [sign * 0.75] * _BINS, "coloraxis": "coloraxis"},
                "hovertemplate": f"%{{customdata:,}} {label} reviews<extra></extra>",
            }
        )
    layout["yaxis"] = {"showticklabels": False, "fixedrange": True, "showgrid": False}
    for line in (agreement.boundary,):
        traces.append(_upright(line, highest))
    if agreement.text is not None:
        own = agreement.text[0] if has_forward else agreement.text[1]
        traces.append(_own((own, 0.0), bound, ""))
    for (_, label), top in zip(enumerate(LABELS), (0.06, 0.94), strict=True):
        layout["annotations"].append(title(f"{label} reviews", top) | {"x": 0.01})
    return go.Figure({"data": traces, "layout": layout})


def _layout(dark: bool, height: int) -> dict[str, Any]:
    return {
        "template": colours.template(dark),
        "height": height,
        "margin": {"l": 44, "r": 12, "t": 26, "b": 40},
        "showlegend": False,
        "hovermode": "closest",
        "annotations": [],
    }


def _domains(panel: int, stacked: bool) -> tuple[list[float], list[float]]:
    size = (1 - _GAP * (2 if stacked else 1)) / 2
    start = panel * (1 - size)
    across, along = [start, start + size], [0.0, 1.0]
    return (along, [1 - across[1], 1 - across[0]]) if stacked else (across, along)


def _bound(agreement: Agreement, *evidence: NDArray[np.float64]) -> float:
    largest = max(float(np.quantile(np.abs(values), _WITHIN)) for values in evidence)
    own = max(map(abs, agreement.text or (0.0,)))
    return max(1.0, 1.04 * largest, min(1.15 * own, 3 * largest))


def _counts(agreement: Agreement, label: int, edges: NDArray[np.float64]) -> NDArray[np.int64]:
    here = agreement.labels == label
    x, y = (
        np.clip(values[here], edges[0], edges[-1])
        for values in (agreement.forward, agreement.backward)
    )
    counts: NDArray[np.int64] = np.histogram2d(x, y, bins=[edges, edges])[0].T.astype(np.int64)
    return counts


def _density(
    counts: NDArray[np.int64], edges: NDArray[np.float64], label: int, axis: str
) -> dict[str, Any]:
    sign = np.float32(1 if label else -1)
    step = float(edges[1] - edges[0])
    return {
        "type": "heatmap",
        "name": f"{LABELS[label]} reviews",
        "x0": float(edges[0]) + step / 2,
        "dx": step,
        "y0": float(edges[0]) + step / 2,
        "dy": step,
        "z": sign * np.sqrt(counts).astype(np.float32),
        "customdata": counts.astype(np.int32),
        "coloraxis": "coloraxis",
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "hovertemplate": f"%{{customdata:,}} {LABELS[label]} reviews<br>"
        "→ %{x:+.1f}, ← %{y:+.1f}<extra></extra>",
    }


def _boundary(boundary: float, bound: float, axis: str) -> dict[str, Any]:
    # x + y = boundary, cut off where it leaves the axes.
    ends = sorted((max(-bound, boundary - bound), min(bound, boundary + bound)))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "boundary",
        "x": ends,
        "y": [boundary - end for end in ends],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "line": {"width": 1.5, "dash": "6px,4px"},
        "hoverinfo": "skip",
    }


def _upright(at: float, height: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "boundary",
        "x": [at, at],
        "y": [-height, height],
        "line": {"width": 1.5, "dash": "6px,4px"},
        "hoverinfo": "skip",
    }


def _own(place: tuple[float, float], bound: float, axis: str) -> dict[str, Any]:
    x, y = (min(bound, max(-bound, value)) for value in place)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "your text",
        "meta": "chosen",
        "x": [x],
        "y": [y],
        "customdata": [list(place)],
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "marker": {"symbol": "circle-open", "size": 15, "line": {"width": 3}},
        "cliponaxis": False,
        "hovertemplate": "your text<br>→ %{customdata[0]:+.2f}, ← %{customdata[1]:+.2f}"
        "<extra></extra>",
    }


def _corners(agreement: Agreement, label: int, axis: str, bound: float) -> list[dict[str, Any]]:
    """Say in each corner how many reviews of the label lie in it, and how many verdicts are so."""
    verdict = agreement.forward + agreement.backward > agreement.boundary
    notes = []
    for x_sign in (-1, 1):
        for y_sign in (-1, 1):
            here = (
                (agreement.labels == label)
                & ((agreement.forward > 0) == (x_sign > 0))
                & ((agreement.backward > 0) == (y_sign > 0))
            )
            n = int(np.count_nonzero(here))
            right = f", {np.mean(verdict[here] == bool(label)):.0%} right" if n else ""
            agree = x_sign == y_sign
            outer = x_sign > 0 if agree else x_sign < 0  # away from the line between the verdicts
            notes.append(
                {
                    "x": x_sign * bound * (0.97 if agree else 0.03),
                    "y": y_sign * bound * 0.96,
                    "xref": f"x{axis}",
                    "yref": f"y{axis}",
                    "xanchor": "right" if outer else "left",
                    "yanchor": "top" if y_sign > 0 else "bottom",
                    "text": f"{n:,}{right}",
                    "showarrow": False,
                }
            )
    return notes


def _evidence_axis(bound: float) -> dict[str, Any]:
    return {
        "range": [-bound, bound],
        "nticks": 7,
        "showgrid": False,
        "zeroline": True,
        "fixedrange": True,
    }


def _side(letter: str) -> str:
    return f"{_FORWARD if letter == 'x' else _BACKWARD}, log-odds"

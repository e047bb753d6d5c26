"""The agreement plane: all test reviews, placed by the evidence of each reader."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from brnn.explain.agreement import Agreement, Quadrant
from brnn.figures.axes import title
from brnn.figures.templates import Template, figure, scatter
from brnn.records import ARROWS, LABELS, READERS, Label
from brnn.text.numbers import percent, signed

_CELLS = 64
_WITHIN = 0.998
"""Share of the reviews within the axes; a few outliers would compress the rest."""
_NAMES = {"x": "→ forward", "y": "← backward"}
_GAP = 0.06
_MARGIN = {"l": 44, "r": 12, "t": 26, "b": 40}
_EVIDENCE = {"nticks": 7, "showgrid": False, "zeroline": True, "range": "{axis}"}
_LINE = scatter("boundary", "lines", "{boundary_x}", "{boundary_y}")
_LINE |= {"line": {"width": 1.5, "dash": "6px,4px"}, "hoverinfo": "skip"}
_OWN = scatter("your text", "markers", "{own_x}", "{own_y}") | {
    "meta": "chosen",
    "text": "{own}",
    "marker": {"symbol": "circle-open", "size": 15, "line": {"width": 3}},
    "cliponaxis": False,
    "hovertemplate": "your text<br>%{text}<extra></extra>",
}


class Cells(NamedTuple):
    """Numbers of test reviews in square cells of centred evidence, from −edge to +edge.

    counts: for each label, as in LABELS, int64 (cells, cells), with the backward evidence in rows;
    for a model with one reader, (cells,). Reviews beyond the edge count in the outermost cells.
    """

    counts: tuple[NDArray[np.int64], NDArray[np.int64]]
    edge: float


def cells_of(agreement: Agreement) -> Cells:
    """Return the number of reviews of each label in each cell of the plane."""
    readers = [e for e in (agreement.backward, agreement.forward) if e.any()]
    edge = max(1.0, *(1.04 * float(np.quantile(np.abs(e), _WITHIN)) for e in readers))
    edges = [np.linspace(-edge, edge, _CELLS + 1)] * len(readers)
    inside = np.clip(np.stack(readers, axis=1), -edge, edge)
    negative, positive = (
        np.histogramdd(inside[agreement.labels == label], edges)[0].astype(np.int64)
        for label in range(len(LABELS))
    )
    return Cells((negative, positive), edge)


def _panel(label: Label, axis: str) -> list[dict[str, Any]]:
    place = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    density = {
        "type": "heatmap",
        "name": f"{label} reviews",
        "x0": "{first}",
        "dx": "{step}",
        "y0": "{first}",
        "dy": "{step}",
        "z": f"{{{label}_colours}}",
        "customdata": f"{{{label}_counts}}",
        "coloraxis": "coloraxis",
        "hovertemplate": f"%{{customdata:,}} {label} reviews<br>→ %{{x:+.1f}}, ← %{{y:+.1f}}<extra></extra>",
    }
    return [density | place, _LINE | place, _OWN | place]


def _plane(stacked: bool) -> Template:
    """Return both panels, negative before positive. stacked: one below the other."""
    size = (1 - _GAP * (2 if stacked else 1)) / 2
    layout: dict[str, Any] = {"height": 760 if stacked else 440, "margin": _MARGIN, "annotations": []}
    layout["coloraxis"] = {"cmin": "{least}", "cmax": "{most}"}
    traces = []
    for panel, label in enumerate(LABELS):
        axis = "2" if panel else ""
        across, along = [panel * (1 - size), panel * (1 - size) + size], [0.0, 1.0]
        if stacked:
            across, along = along, [1 - across[1], 1 - across[0]]
        for letter, domain, anchor in (("x", across, "y"), ("y", along, "x")):
            place = _EVIDENCE | {"domain": domain, "anchor": f"{anchor}{axis}"}
            if letter == "x" or stacked or not panel:  # else it is said at the other panel
                place["title"] = {"text": f"{_NAMES[letter]}, log-odds", "standoff": 2}
            layout[f"{letter}axis{axis}"] = place
        layout["annotations"] += [
            title(f"{{{label}_reviews}} {label} reviews", along[1], x=across[0], yshift=4),
            *(_corner(x, y, label, axis) for x in LABELS for y in LABELS),
        ]
        traces += _panel(label, axis)
    return {"data": traces, "layout": layout}


def _corner(forward: Label, backward: Label, label: Label, axis: str) -> dict[str, Any]:
    """Return the note with the number of reviews in a quadrant and their accuracy."""
    right, top = forward == "positive", backward == "positive"
    agree = right == top
    return {
        "text": f"{{{label}_{forward}_{backward}}}",
        "x": (0.985 if right else 0.015) if agree else (0.515 if right else 0.485),
        "y": 0.98 if top else 0.02,
        "xref": f"x{axis} domain",
        "yref": f"y{axis} domain",
        "xanchor": "right" if right == agree else "left",  # away from the line between the verdicts
        "yanchor": "top" if top else "bottom",
    }


PLANE, PLANE_STACKED = _plane(stacked=False), _plane(stacked=True)
PLANE_OF_ONE: Template = {
    "data": [
        *(
            {
                "type": "bar",
                "name": f"{{{label}_reviews}} {label} reviews",
                "x0": "{first}",
                "dx": "{step}",
                "y": f"{{{label}_heights}}",
                "customdata": f"{{{label}_counts}}",
                "marker": {"color": [sign * 0.75] * _CELLS, "coloraxis": "coloraxis"},
                "hovertemplate": f"%{{customdata:,}} {label} reviews<extra></extra>",
            }
            for label, sign in zip(LABELS, (-1, 1), strict=True)
        ),
        _LINE,
        _OWN,
    ],
    "layout": {
        "height": 340,
        "margin": _MARGIN,
        "bargap": 0,
        "barmode": "relative",
        "coloraxis": {"cmin": -1, "cmax": 1},
        "xaxis": _EVIDENCE | {"title": {"text": "{reader} evidence above its mean, log-odds"}},
        "yaxis": {"showticklabels": False, "showgrid": False, "zeroline": True},
        "annotations": [title("negative reviews", 0.06, x=0.01), title("positive reviews", 0.94, x=0.01)],
    },
}
"""For a model with one reader: a histogram of its evidence, positive up, negative down."""


def plane(agreement: Agreement, stacked: bool = False, dark: bool = False) -> go.Figure:
    """Return the plane once per label, negative before positive, with the text in both.

    The colour of a cell shows the label; its strength is the square root of the number of reviews.
    The line separates the verdicts, and the axes separate the sides that each reader takes. A model
    with one reader has a histogram of its evidence instead.

    stacked: one below the other, for narrow pages.
    """
    cells = cells_of(agreement)
    highest = max(1, *(int(counts.max()) for counts in cells.counts))
    step = 2 * cells.edge / _CELLS
    values: dict[str, Any] = {
        "first": -cells.edge + step / 2,
        "step": step,
        "axis": [-cells.edge, cells.edge],
        "most": np.sqrt(highest),
        "least": -np.sqrt(highest),
    }
    for label, counts, sign in zip(LABELS, cells.counts, (-1, 1), strict=True):
        values[f"{label}_reviews"] = f"{counts.sum():,}"
        values[f"{label}_counts"] = counts
        values[f"{label}_heights"] = sign * counts
        values[f"{label}_colours"] = sign * np.sqrt(counts)
        for quadrant in agreement.quadrants:
            corner = f"{label}_{quadrant.forward}_{quadrant.backward}"
            values[corner] = _count_and_share(quadrant, LABELS.index(label))
    readers = [r for r in READERS if getattr(agreement, r).any()]
    one = len(readers) == 1
    own = [] if agreement.text is None else [sum(agreement.text), 0] if one else agreement.text
    said = ", ".join(f"{ARROWS[r]} {signed(e)}" for r, e in zip(readers, own, strict=False))
    values |= {
        "reader": f"{ARROWS[readers[0]]} {readers[0]}",
        "own_x": np.clip(own[:1], -cells.edge, cells.edge),
        "own_y": np.clip(own[1:], -cells.edge, cells.edge),
        "own": [said] if said else [],
    }
    if one:
        values |= {"boundary_x": [agreement.boundary] * 2, "boundary_y": [-highest, highest]}
        return figure(PLANE_OF_ONE, values, dark)
    # x + y = boundary, within the axes.
    ends = np.clip(np.array([-1, 1]) * cells.edge + agreement.boundary, -cells.edge, cells.edge)
    values |= {"boundary_x": ends, "boundary_y": agreement.boundary - ends}
    return figure(PLANE_STACKED if stacked else PLANE, values, dark)


def _count_and_share(quadrant: Quadrant, label: int) -> str:
    reviews, right = quadrant.reviews[label], quadrant.right[label]
    if not reviews:
        return "0"
    part = f"{right / reviews:.0%}" if right in (0, reviews) else percent(right / reviews)
    return f"{reviews:,}<br>{part} right"

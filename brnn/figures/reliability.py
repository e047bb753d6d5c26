"""How sure a model is and how often it is right, and what it takes for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from brnn.figures import colours
from brnn.model.measures import wilson_interval

BINS = 15
_PALE = 3.2
"""How far the scale of a share reaches, so that text can be read on the strongest cell."""


class Bins(NamedTuple):
    """Reviews by the probability of "positive" that they were given, in bins of equal width.

    said: mean probability. so: share that is positive. low, high: its 95% Wilson interval.
    counts: reviews. Bins without a review are left out; bins: how many there are with those.
    """

    said: NDArray[np.float64]
    so: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    counts: NDArray[np.int64]
    bins: int = BINS


def bins_of(
    logits: NDArray[np.floating[Any]], labels: NDArray[np.integer[Any]], bins: int = BINS
) -> Bins:
    """Return reviews by how sure the model was. logits: log-odds of "positive"; labels: 0 or 1."""
    said = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -500, 500)))
    group = np.minimum((said * bins).astype(int), bins - 1)
    counts = np.bincount(group, minlength=bins)
    there = counts > 0
    positive = np.bincount(group, labels == 1, minlength=bins)[there]
    some = counts[there]
    intervals = [wilson_interval(int(k), int(n)) for k, n in zip(positive, some, strict=True)]
    low, high = np.array(intervals, np.float64).reshape(-1, 2).T
    mean = np.bincount(group, said, minlength=bins)[there] / some
    return Bins(mean, positive / some, low, high, some, bins)


def reliability(bins: Bins, dark: bool = False) -> go.Figure:
    """Return the reliability diagram: what was said against what is so, with n below.

    On the diagonal a model is as often right as it says.
    """
    n = int(bins.counts.sum())
    layout: dict[str, Any] = {
        "template": colours.template(dark),
        "height": 320,
        "margin": {"l": 48, "r": 12, "t": 22, "b": 40},
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": {
            "title": {"text": "probability of positive that it says", "standoff": 4},
            "range": [-0.02, 1.02],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "showgrid": False,
            "zeroline": False,
            "anchor": "y2",
            "fixedrange": True,
        },
        "yaxis": {
            "domain": [0.3, 1],
            "range": [-0.03, 1.03],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis2": {
            "domain": [0, 0.17],
            "nticks": 3,
            "tickformat": "~s",
            "showgrid": False,
            "zeroline": True,
            "fixedrange": True,
        },
        "annotations": [_note("share that is positive", 1), _note("reviews", 0.17)],
    }
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "name": "as sure as right",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"dash": "1px,3px", "width": 1.25},
        "hoverinfo": "skip",
    }
    points = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "so",
        "x": bins.said.tolist(),
        "y": bins.so.tolist(),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (bins.high - bins.so).tolist(),
            "arrayminus": (bins.so - bins.low).tolist(),
            "thickness": 1.25,
            "width": 3,
        },
        "line": {"width": 1},
        "marker": {"size": 7, "opacity": 1},
        "customdata": bins.counts.tolist(),
        "hovertemplate": "says %{x:.0%}, is positive in %{y:.1%}<br>n = %{customdata:,}"
        "<extra></extra>",
    }
    every = np.zeros(bins.bins, np.int64)
    every[np.minimum((bins.said * bins.bins).astype(int), bins.bins - 1)] = bins.counts
    heights = {  # a line and no bars: those have the colour of a sign
        "type": "scatter",
        "mode": "lines",
        "fill": "tozeroy",
        "name": f"{n:,} reviews",
        "x": np.repeat(np.linspace(0, 1, bins.bins + 1), 2)[1:-1].tolist(),
        "y": np.repeat(every, 2).tolist(),
        "yaxis": "y2",
        "line": {"width": 1},
        "hoverinfo": "skip",
    }
    return go.Figure({"data": [diagonal, points, heights], "layout": layout})


def confusion(counts: Mapping[str, int], dark: bool = False) -> go.Figure:
    """Return how many reviews of each label got which verdict.

    counts: by verdict, as `measures.confusion` returns them. The colour is the verdict's sign, as
    strong as its share of the label's reviews.
    """
    table = np.array(
        [
            [counts["true_negative"], counts["false_positive"]],
            [counts["false_negative"], counts["true_positive"]],
        ]
    )
    shares = table / np.maximum(1, table.sum(axis=1, keepdims=True))
    names = ["negative", "positive"]
    notes = [
        {
            "x": names[column],
            "y": names[row],
            "text": f"<b>{table[row, column]:,}</b><br>{shares[row, column]:.1%}",
            "showarrow": False,
            "font": {"size": 15},
        }
        for row in range(2)
        for column in range(2)
    ]
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    layout = {
        "template": colours.template(dark),
        "height": 320,
        "margin": {"l": 76, "r": 12, "t": 46, "b": 12},
        "annotations": notes,
        "coloraxis": {"cmin": -_PALE, "cmid": 0, "cmax": _PALE, "showscale": False},
        "xaxis": axis | {"side": "top", "title": {"text": "it says", "standoff": 4}},
        "yaxis": axis
        | {
            "autorange": "reversed",
            "title": {"text": "the label is", "standoff": 6},
            "tickangle": -90,
        },
    }
    trace = {
        "type": "heatmap",
        "name": "verdicts",
        "x": names,
        "y": names,
        "z": (shares * [-1, 1]).tolist(),
        "coloraxis": "coloraxis",
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }
    return go.Figure({"data": [trace], "layout": layout})


def _note(text: str, top: float) -> dict[str, Any]:
    place = {"x": 0, "y": top, "xref": "paper", "yref": "paper"}
    return place | {
        "text": text,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 3,
        "showarrow": False,
    }

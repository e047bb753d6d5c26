"""The reliability diagram and the confusion matrix: a model's confidence and its accuracy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from brnn.figures.axes import title
from brnn.figures.templates import Template, figure, scatter
from brnn.model.measures import wilson_interval
from brnn.records import LABELS

BINS = 15
_PALE = 3.2
"""Upper end of the scale of shares, so that text is legible on the strongest cell."""
_SHARE = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}

RELIABILITY: Template = {
    "data": [
        scatter("perfect calibration", "lines", [0, 1], [0, 1])
        | {"line": {"dash": "1px,3px", "width": 1.25}, "hoverinfo": "skip"},
        scatter("share of positive reviews", "lines+markers", "{said}", "{positive}")
        | {
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": "{above}",
                "arrayminus": "{below}",
                "thickness": 1.25,
                "width": 3,
            },
            "connectgaps": True,
            "line": {"width": 1},
            "marker": {"size": 7, "opacity": 1},
            "customdata": "{reviews}",
            "hovertemplate": "predicted %{x:.0%}, positive %{y:.1%}<br>n = %{customdata:,}<extra></extra>",
        },
        # a line, because bars would have the colour of a sign
        scatter("reviews", "lines", [edge / BINS for edge in range(BINS + 1)], "{heights}")
        | {"fill": "tozeroy", "yaxis": "y2", "line": {"width": 1, "shape": "hv"}, "hoverinfo": "skip"},
    ],
    "layout": {
        "height": 320,
        "margin": {"l": 48, "r": 12, "t": 22, "b": 40},
        "xaxis": _SHARE
        | {
            "title": {"text": "predicted probability of positive"},
            "range": [-0.02, 1.02],
            "showgrid": False,
            "ticklabelstandoff": 4,  # pixels from the 0 of the other axis
            "anchor": "y2",
        },
        "yaxis": _SHARE | {"domain": [0.3, 1], "range": [-0.03, 1.03]},
        "yaxis2": {"domain": [0, 0.17], "nticks": 3, "tickformat": "~s", "showgrid": False, "zeroline": True},
        "annotations": [title("share that is positive", 1, yshift=3), title("reviews", 0.17, yshift=3)],
    },
}

CONFUSION: Template = {
    "data": [
        {
            "type": "heatmap",
            "name": "verdicts",
            "x": list(LABELS),
            "y": list(LABELS),
            "z": "{signed_shares}",
            "text": "{texts}",
            "texttemplate": "%{text}",
            "textfont": {"size": 15},
            "coloraxis": "coloraxis",
            "xgap": 2,
            "ygap": 2,
            "hoverinfo": "skip",
        }
    ],
    "layout": {
        "height": 320,
        "margin": {"l": 76, "r": 12, "t": 46, "b": 12},
        "coloraxis": {"cmin": -_PALE, "cmax": _PALE},
        "xaxis": {"showgrid": False, "ticks": "", "side": "top", "title": {"text": "predicted"}},
        "yaxis": {
            "showgrid": False,
            "ticks": "",
            "autorange": "reversed",
            "title": {"text": "actual", "standoff": 6},
            "tickangle": -90,
        },
    },
}


class Bins(NamedTuple):
    """Reviews grouped by the predicted probability of "positive", in bins of equal width.

    Each field is (bins,); all except counts are NaN in an empty bin. said: mean predicted probability.
    positive: share of positive reviews. low, high: its 95% Wilson interval. counts: number of reviews.
    """

    said: NDArray[np.float64]
    positive: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    counts: NDArray[np.int64]


def bins_of(logits: NDArray[np.floating[Any]], labels: NDArray[np.integer[Any]]) -> Bins:
    """Group reviews by predicted probability. logits: log-odds of "positive". labels: 0 or 1."""
    said = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -500, 500)))
    group = np.minimum((said * BINS).astype(int), BINS - 1)
    counts = np.bincount(group, minlength=BINS)
    positive = np.bincount(group, labels == 1, minlength=BINS)
    intervals = [
        wilson_interval(int(k), int(n)) if n else (np.nan, np.nan)
        for k, n in zip(positive, counts, strict=True)
    ]
    with np.errstate(invalid="ignore"):  # 0 / 0 in an empty bin
        mean, share = np.bincount(group, said, minlength=BINS) / counts, positive / counts
    low, high = np.array(intervals).T
    return Bins(mean, share, low, high, counts)


def reliability(bins: Bins, dark: bool = False) -> go.Figure:
    """Return the reliability diagram: the share of positive reviews against the predicted one.

    On the diagonal, a model is perfectly calibrated. Below: the number of reviews in each bin.
    """
    values = {
        "said": bins.said,
        "positive": bins.positive,
        "above": bins.high - bins.positive,
        "below": bins.positive - bins.low,
        "reviews": bins.counts,
        "heights": [*bins.counts, bins.counts[-1]],
    }
    return figure(RELIABILITY, values, dark)


def confusion(counts: Mapping[str, int], dark: bool = False) -> go.Figure:
    """Return the confusion matrix: the number of reviews by label and verdict.

    The colour shows the verdict; its strength is the verdict's share of the label's reviews.

    counts: the result of `measures.confusion`.
    """
    names = ("true_negative", "false_positive", "false_negative", "true_positive")
    table = np.array([counts[name] for name in names]).reshape(2, 2)
    shares = table / np.maximum(1, table.sum(axis=1, keepdims=True))
    texts = [
        [f"<b>{count:,}</b><br>{share:.1%}" for count, share in zip(*row, strict=True)]
        for row in zip(table.tolist(), shares.tolist(), strict=True)
    ]
    return figure(CONFUSION, {"signed_shares": shares * [-1, 1], "texts": texts}, dark)

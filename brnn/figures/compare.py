"""Show two readings on the same axes, and their differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from brnn.explain.experiments import Comparison
from brnn.explain.unit_ledger import UnitLedger
from brnn.figures import colours
from brnn.figures.axes import BARE, LOG_ODDS, title
from brnn.figures.labels import HOVER_LETTERS, label, tick_angle, tick_height, tick_step
from brnn.figures.look import BARS
from brnn.figures.stage import MOST_UNITS, stage
from brnn.records import Analysis

_HEIGHT = 200


def compare(
    first: Analysis,
    second: Analysis,
    units: tuple[UnitLedger, UnitLedger] | None = None,
    most: int | None = MOST_UNITS,
    **options: Any,
) -> tuple[go.Figure, go.Figure]:
    """Return the stages of two analyses on the same axes and scales.

    Rows are aligned; if one of the models lacks a reader, there is a gap.
    units, most and other options: as for `stage`; units of both analyses.
    """
    one, other = units or (None, None)
    return (
        stage(first, one, most, **options, beside=second),
        stage(second, other, most, **options, beside=first),
    )


def difference(comparison: Comparison, dark: bool = False, width: int = 760) -> go.Figure:
    """Return what each word added in the second reading minus what it added in the first.

    One bar per word, both readers together, in log-odds. The bars and the difference of the biases
    add up to the difference of the logits. Bars are thin where the words are not the same.
    """
    words = _names(comparison)
    angle = tick_angle(words, width)
    step = tick_step(words, width) if angle == -90 else 1
    notes = [title("second minus first: what each word added, log-odds", 1)]
    if not comparison.same.all():
        key = title("thin: not the same word in both", 1)
        notes.append(key | {"x": 1, "xanchor": "right"})
    return go.Figure(
        {
            # One trace per sign, because the template assigns their colours.
            "data": [_bars(comparison, words, sign) for sign in (1, -1)],
            "layout": {
                "template": colours.template(dark),
                "height": _HEIGHT,
                "margin": {"l": 34, "r": 12, "t": 20, "b": tick_height(words, angle)},
                "showlegend": False,
                "annotations": notes,
                "barmode": "overlay",
                "xaxis": {
                    "range": [0.5, max(1, len(words)) + 0.5],
                    "tickvals": list(range(1, len(words) + 1, step)),
                    "ticktext": [label(word) for word in words[::step]],
                    "tickangle": angle,
                    **{name: BARE[name] for name in ("showgrid", "zeroline")},
                },
                "yaxis": LOG_ODDS,
            },
        }
    )


def _bars(comparison: Comparison, words: list[str], sign: int) -> dict[str, Any]:
    """Return the bars of one sign. Words that added the same in both have bars of zero height."""
    at = np.flatnonzero((comparison.added < 0) == (sign < 0))
    return {
        "type": "bar",
        "name": "second minus first, above zero" if sign > 0 else "second minus first, below zero",
        "x": (at + 1).astype(np.float32),
        "y": comparison.added[at].astype(np.float32),
        "width": np.where(comparison.same[at], np.float32(BARS["wide"]), np.float32(BARS["thin"])),
        "hovertext": [f"<b>{label(words[i], HOVER_LETTERS)}</b>" for i in at],
        "customdata": np.stack([comparison.forward, comparison.backward], axis=1)[at],
        "hovertemplate": "%{hovertext}<br>second minus first: %{y:+.2f}"
        "<br>→ %{customdata[0]:+.2f}  ← %{customdata[1]:+.2f}<extra></extra>",
    }


def _names(comparison: Comparison) -> list[str]:
    """Return the label of each row: its word, or both words separated by a slash."""
    one, other = comparison.first.encoded.words, comparison.second.encoded.words
    found = []
    for row in comparison.rows:
        if row.kind == "same":
            found.append(one[row.before])
        else:
            before = one[row.before] if row.before >= 0 else "·"
            found.append(f"{before} / {other[row.after] if row.after >= 0 else '·'}")
    return found

"""Show two readings on the same axes, and their differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from brnn.explain.evidence import UnitLedger
from brnn.explain.experiments.comparison import Comparison
from brnn.figures.axes import LOG_ODDS, key, title, word_axis
from brnn.figures.labels import HOVER_LETTERS, label
from brnn.figures.look import BARS
from brnn.figures.stage import MOST_UNITS, stage
from brnn.figures.templates import themed
from brnn.records import Analysis


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
    axis, labels = word_axis(words, width)
    notes = [title("second minus first: what each word added, log-odds", 1)]
    if not comparison.same.all():
        notes.append(key("thin: not the same word in both", 1))
    layout = {
        "height": 200,
        "margin": {"l": 34, "r": 12, "t": 20, "b": labels},
        "annotations": notes,
        "barmode": "overlay",
        "xaxis": axis,
        "yaxis": LOG_ODDS,
    }
    # One trace per sign, because the theme assigns their colours.
    return themed({"data": [_bars(comparison, words, sign) for sign in (1, -1)], "layout": layout}, dark)


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
        before = one[row.before] if row.before >= 0 else "·"
        after = other[row.after] if row.after >= 0 else "·"
        found.append(before if row.kind == "same" else f"{before} / {after}")
    return found

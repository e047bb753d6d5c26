"""Two readings on the same axes, and where they differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from brnn.explain.experiments import Comparison
from brnn.explain.unit_ledger import UnitLedger
from brnn.figures import colours
from brnn.figures.axes import BARE, nice_ticks, title
from brnn.figures.labels import HOVER_LETTERS, label, tick_angle, tick_height, tick_step
from brnn.figures.look import BARS, NARROW, NARROW_TITLE
from brnn.figures.stage import MOST_UNITS, share_height, stage
from brnn.records import READERS, Analysis

_HEIGHT = 200
_ROOM = 0.08  # of the height of the evidence, for the titles of rows that are low


def compare(
    first: Analysis,
    second: Analysis,
    units: tuple[UnitLedger, UnitLedger] | None = None,
    most: int | None = MOST_UNITS,
    **options: Any,
) -> tuple[go.Figure, go.Figure]:
    """Return the stages of two analyses on one scale of evidence and one of what words added.

    Their rows stand side by side: what a reader has that is not there stays empty.
    units, most and further options: as `stage` takes them, units of both.
    """
    one, other = units or (None, None)
    figures = stage(first, one, most, **options), stage(second, other, most, **options)
    both = [r for r in READERS if any(getattr(one.reading, r).shape[1] for one in (first, second))]
    heights = share_height(both, options.get("lanes", True))
    for figure in figures:
        _share(figure, heights)
    axes = [_evidence_axis(figure) for figure in figures]
    low, high = (pick(axis.range[i] for axis in axes) for i, pick in ((0, min), (1, max)))
    low, high = low - _ROOM * (high - low), high + _ROOM * (high - low)
    ticks = nice_ticks(low, high)
    largest = max(figure.layout.coloraxis2.cmax for figure in figures)
    for figure, axis in zip(figures, axes, strict=True):
        axis.update(range=[low, high], **ticks)
        figure.layout.coloraxis2.update(cmin=-largest, cmax=largest)
    return figures


def _share(figure: go.Figure, heights: dict[str, list[float]]) -> None:
    """Put the rows of a stage where they stand in a stage of these rows."""
    notes = [note for note in figure.layout.annotations if note.name]
    for number, note in enumerate(notes, start=1):
        axis = f"yaxis{'' if number == len(notes) else number + 1}"  # as `stage` numbers them
        figure.layout[axis].domain = heights[note.name]
        note.y = heights[note.name][1]
    for key in figure.layout.annotations:
        if not key.name:
            key.y = heights["evidence"][1]


def _evidence_axis(figure: go.Figure) -> Any:
    (trace, *_) = (trace for trace in figure.data if trace.type == "scatter")
    return figure.layout[f"yaxis{trace.yaxis[1:]}"]


def difference(comparison: Comparison, dark: bool = False, width: int = 760) -> go.Figure:
    """Return what each word added in the second reading less what it added in the first.

    A bar for each word, both readers together, in log-odds; all bars and the difference of the
    biases add up to the difference of the verdicts. Thin: not the same word in both.
    """
    words = names(comparison)
    added = comparison.added.astype(np.float32)
    same = comparison.same
    top, low = float(added.max(initial=0.0)), float(added.min(initial=0.0))
    margin = 0.2 * max(top - low, 0.1)
    angle = tick_angle(words, width)
    step = tick_step(words, width) if angle == -90 else 1
    labels = [label(word) for word in words]
    notes = [title("second less first: what each word added, log-odds", 1) | {"name": "evidence"}]
    if not same.all():
        key = title("thin: not the same word in both", 1)
        notes.append(key | {"x": 1, "xanchor": "right"})
    return go.Figure(
        {
            # A trace for each sign: the template has their colours.
            "data": [_bars(comparison, words, sign) for sign in (1, -1)],
            "layout": {
                "template": colours.template(dark),
                "height": _HEIGHT,
                "meta": {"labels": labels, "narrow": NARROW, "narrow_title": NARROW_TITLE},
                "margin": {"l": 34, "r": 12, "t": 20, "b": tick_height(words, angle)},
                "showlegend": False,
                "annotations": notes,
                "barmode": "overlay",
                "xaxis": {
                    "range": [0.5, max(1, len(words)) + 0.5],
                    "tickvals": list(range(1, len(words) + 1, step)),
                    "ticktext": labels[::step],
                    "tickangle": angle,
                    **{name: BARE[name] for name in ("showgrid", "zeroline")},
                },
                "yaxis": {
                    "domain": [0, 1],
                    "range": [low - margin, top + margin],
                    "zeroline": True,
                    "fixedrange": True,
                    **nice_ticks(low - margin, top + margin),
                },
            },
        }
    )


def _bars(comparison: Comparison, words: list[str], sign: int) -> dict[str, Any]:
    """Return the bars of one sign; a word that adds the same in both has one of no height."""
    at = np.flatnonzero((comparison.added < 0) == (sign < 0))
    return {
        "type": "bar",
        "name": "second less first, above zero" if sign > 0 else "second less first, below zero",
        "x": (at + 1).astype(np.float32),
        "y": comparison.added[at].astype(np.float32),
        "width": np.where(comparison.same[at], np.float32(BARS["wide"]), np.float32(BARS["thin"])),
        "hovertext": [f"<b>{label(words[i], HOVER_LETTERS)}</b>" for i in at],
        "customdata": np.stack([comparison.forward, comparison.backward], axis=1)[at],
        "hovertemplate": "%{hovertext}<br>second less first: %{y:+.2f}"
        "<br>→ %{customdata[0]:+.2f}  ← %{customdata[1]:+.2f}<extra></extra>",
    }


def names(comparison: Comparison) -> list[str]:
    """Return what each row is called: its word, or both words with a stroke between them."""
    one, other = comparison.first.encoded.words, comparison.second.encoded.words
    found = []
    for row in comparison.rows:
        if row.kind == "same":
            found.append(one[row.before])
        else:
            before = one[row.before] if row.before >= 0 else "·"
            found.append(f"{before} / {other[row.after] if row.after >= 0 else '·'}")
    return found


def describe_difference(comparison: Comparison) -> str:
    """Return what the figure of a difference shows in one line, for those who do not see it."""
    same = int(comparison.same.sum())
    return (
        f"Bars over {len(comparison.rows)} words, {same} of them the same in both readings: what "
        f"each added in the second less what it added in the first, in log-odds. The verdicts "
        f"differ by {comparison.logit:+.2f}."
    ).replace("-", "−")

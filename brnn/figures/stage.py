"""The stage: the memory and evidence of each reader, on a shared axis of words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from brnn.explain.unit_ledger import UnitLedger
from brnn.figures import colours
from brnn.figures import traces as _row
from brnn.figures.axes import BARE, title
from brnn.figures.labels import HOVER_LETTERS, label, tick_angle, tick_height, tick_step
from brnn.figures.look import GAP, LINES, NARROW, NARROW_TITLE, SHARES, TITLES, UNITS
from brnn.records import READERS, Analysis

MOST_UNITS = 16
"""Number of units to draw if units are ranked: those that contribute most."""


def stage(
    analysis: Analysis,
    units: UnitLedger | None = None,
    most: int | None = MOST_UNITS,
    lanes: bool = True,
    dark: bool = False,
    width: int = 760,
    beside: Analysis | None = None,
) -> go.Figure:
    """Return the stage of one analysis: each reader's words and memory, and the evidence.

    Every row has word t of the text at x = t, counted from 1. The heatmaps show the values of a
    memory (float32, units × words) on a scale from −1 to +1, the range of every cell. The lanes
    show what each word added (Δ, log-odds) on their own scale, ± the largest value. A model with
    one reader has only that reader's rows. `layout.meta` contains all tick labels and shorter
    titles, so that a page can fit the figure to its width.

    units: from `Analyzer.units`; puts the units that contribute most first. Without it, all units
        are drawn in their own order.
    most: number of units to draw; None for all.
    lanes: whether to draw the lanes.
    width: width of the words in pixels; ticks are rotated and thinned out to fit.
    beside: another analysis; the axes leave room for its readers, evidence and Δ.
    """
    words = analysis.encoded.words
    memories = _memories(analysis)
    shown = _rows_of(analysis, units, most)
    both = [analysis] if beside is None else [analysis, beside]
    rows = _share_height({reader for one in both for reader in _memories(one)}, lanes)
    hover_words = [
        f"<b>{label(word, HOVER_LETTERS)}</b>, word {t} of {len(words)}"
        for t, word in enumerate(words, start=1)
    ]
    traces: list[dict[str, Any]] = []
    layout = _base_layout(words, dark, width)
    for row, (name, domain) in enumerate(rows.items(), start=1):
        axis = "" if row == len(rows) else str(row + 1)  # the shared axis belongs to the lowest row
        reader = name.split()[0]
        layout[f"yaxis{axis}"] = {"domain": domain, "anchor": f"x{axis}", "fixedrange": True}
        if axis:
            layout[f"xaxis{axis}"] = _hidden_axis(axis, hover_words)
        if name != "evidence" and reader not in memories:
            layout[f"yaxis{axis}"] |= BARE
            continue
        units_here = _count(len(shown[name]), memories[name].shape[1]) if name in memories else ""
        narrow = name == "evidence" and width < NARROW
        text = NARROW_TITLE if narrow else TITLES[name].format(units=units_here)
        layout["annotations"].append(title(text, domain[1]) | {"name": name})
        if name == "evidence":
            traces += _row.evidence(analysis, list(memories), hover_words, axis)
            layout["annotations"].append(_key(list(memories), domain[1]))
            layout[f"yaxis{axis}"] |= {"zeroline": True} | _row.evidence_axis(both)
        elif name in memories:
            traces.append(_row.heatmap(memories[name], shown[name], name, axis))
            layout[f"yaxis{axis}"] |= _row.unit_axis(shown[name])
        else:
            traces.append(_row.lane(getattr(analysis.ledger, reader), reader, axis, hover_words))
            layout[f"yaxis{axis}"] |= BARE
    added = [getattr(one.ledger, name) for one in both for name in READERS]
    largest = max(float(np.abs(values).max(initial=0)) for values in added)
    layout["coloraxis2"] = {"cmin": -(largest or 1), "cmid": 0, "cmax": largest or 1}
    layout["coloraxis2"]["showscale"] = False
    return go.Figure({"data": traces, "layout": layout})


def _rows_of(
    analysis: Analysis, units: UnitLedger | None = None, most: int | None = MOST_UNITS
) -> Mapping[str, NDArray[np.intp]]:
    """Return the units to draw for each reader, from the top; see `stage`."""
    if units is None:
        return {name: np.arange(m.shape[1]) for name, m in _memories(analysis).items()}
    return {
        name: units.order("forward" if name == "forward" else "backward")[:most]
        for name in _memories(analysis)
    }


def _count(shown: int, units: int) -> str:
    return UNITS["all" if shown == units else "some"].format(shown=shown, units=units)


def _memories(analysis: Analysis) -> dict[str, np.ndarray]:
    """Return the memory of each reader of the model, (words, units)."""
    memories = {name: getattr(analysis.reading, name) for name in ("forward", "backward")}
    return {name: memory for name, memory in memories.items() if memory.shape[1]}


_KINDS = {"forward": "memory", "backward": "memory"}


def _key(readers: list[str], top: float) -> dict[str, Any]:
    text = "    ".join(LINES[reader].key for reader in READERS if reader in readers)
    return title(text, top) | {"x": 1, "xanchor": "right"}


def _share_height(readers: Collection[str], lanes: bool) -> dict[str, list[float]]:
    """Divide the height among rows, from the top. Each row is its bottom and top, 0 … 1."""
    names = ["forward", "evidence", "backward"]
    if lanes:
        names = ["forward lane", *names, "backward lane"]
    names = [name for name in names if name == "evidence" or name.split()[0] in readers]
    share = {name: SHARES["lane" if " " in name else _KINDS.get(name, name)] for name in names}
    free = 1 - GAP * (len(names) - 1)
    unit = free / sum(share.values())
    rows, top = {}, 1.0
    for name in names:
        bottom = max(0.0, top - share[name] * unit)
        rows[name] = [bottom, top]
        top = bottom - GAP
    return rows


def _base_layout(words: tuple[str, ...], dark: bool, width: int) -> dict[str, Any]:
    labels = [label(word) for word in words]
    angle = tick_angle(words, width)
    step = tick_step(words, width) if angle == -90 else 1
    return {
        "template": colours.template(dark),
        "meta": {"labels": labels, "narrow": NARROW, "narrow_title": NARROW_TITLE},
        "height": 560,
        "margin": {"l": 34, "r": 12, "t": 20, "b": tick_height(words, angle)},
        "showlegend": False,
        "dragmode": "zoom",
        "hovermode": "closest",
        "annotations": [],
        "coloraxis": {"cmin": -1, "cmid": 0, "cmax": 1, "showscale": False},
        "xaxis": {
            "range": [0.5, max(1, len(words)) + 0.5],
            "tickvals": list(range(1, len(words) + 1, step)),
            "ticktext": labels[::step],
            "tickangle": angle,
            "showgrid": False,
            "zeroline": False,
            "anchor": "y",
        },
    }


def _hidden_axis(axis: str, hover_words: list[str]) -> dict[str, Any]:
    # A heatmap's hover text can name its x only by the ticks of its axis. Therefore the words are
    # invisible ticks; as text per cell, they would be sent once for each unit.
    return {
        "matches": "x",
        "anchor": f"y{axis}",
        "tickvals": list(range(1, len(hover_words) + 1)),
        "ticktext": hover_words,
        **BARE,
    }

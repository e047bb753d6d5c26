"""The stage: the memory and evidence of each reader, on a shared axis of words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import plotly.graph_objects as go

from brnn.explain.evidence import UnitLedger
from brnn.figures.axes import BARE, key, title, word_axis
from brnn.figures.labels import HOVER_LETTERS, label
from brnn.figures.look import GAP, LINES, NARROW, NARROW_TITLE, SHARES, TITLES, UNITS
from brnn.figures.templates import themed
from brnn.figures.traces import evidence, evidence_axis, heatmap, unit_axis
from brnn.records import READERS, Analysis, Reader

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
    one reader has only that reader's rows.

    units: from `Analyzer.units`; puts the units that contribute most first. Without it, all units
        are drawn in their own order.
    most: number of units to draw; None for all.
    lanes: whether to draw the lanes.
    width: width of the words in pixels; ticks are rotated and thinned out to fit.
    beside: another analysis; the axes leave room for its readers, evidence and Δ.
    """
    words, memories = analysis.encoded.words, _memories(analysis)
    both = [analysis] if beside is None else [analysis, beside]
    rows = _share_height({reader for one in both for reader in _memories(one)}, lanes)
    axis, bottom = word_axis(words, width)
    hover_words = [
        f"<b>{label(word, HOVER_LETTERS)}</b>, word {t} of {len(words)}"
        for t, word in enumerate(words, start=1)
    ]
    added = [getattr(one.ledger, name) for one in both for name in READERS]
    largest = max(float(np.abs(values).max(initial=0)) for values in added) or 1
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": 560,
        "margin": {"l": 34, "r": 12, "t": 20, "b": bottom},
        "annotations": [],
        "coloraxis": {"cmin": -1, "cmax": 1},
        "coloraxis2": {"cmin": -largest, "cmax": largest},
        "xaxis": axis | {"anchor": "y"},
    }
    for row, (name, domain) in enumerate(rows.items(), start=1):
        place = "" if row == len(rows) else str(row + 1)  # the shared axis belongs to the lowest row
        reader, _, is_lane = name.partition(" ")
        text, drawn, y = TITLES[name], [], dict(BARE)
        if name == "evidence":
            text = NARROW_TITLE if width < NARROW else text
            drawn = [evidence(analysis, reader, hover_words) for reader in memories]
            layout["annotations"].append(key("    ".join(LINES[one].key for one in memories), domain[1]))
            y = evidence_axis(both)
        elif is_lane and reader in memories:
            values = getattr(analysis.ledger, reader).astype(np.float32)[np.newaxis]
            lane = f"{LINES[reader].arrow} added by each word"
            drawn = [heatmap(lane, values, f"added for the {reader} reader", "coloraxis2")]
        elif reader in memories:
            memory = memories[reader]
            order = np.arange(memory.shape[1]) if units is None else units.order(reader)[:most]
            hover = f"{reader} memory, unit %{{y}} of {memory.shape[1]}"
            drawn = [heatmap(f"{reader} memory", np.ascontiguousarray(memory.T[order]), hover)]
            y, shown = unit_axis(order), UNITS["all" if len(order) == memory.shape[1] else "some"]
            text = text.format(units=shown.format(shown=len(order), units=memory.shape[1]))
        if drawn:
            layout["annotations"].append(title(text, domain[1], name=name))
        traces += [trace | {"xaxis": f"x{place}", "yaxis": f"y{place}"} for trace in drawn]
        layout[f"yaxis{place}"] = y | {"domain": domain, "anchor": f"x{place}"}
        if place:
            layout[f"xaxis{place}"] = _hidden_axis(place, hover_words)
    return themed({"data": traces, "layout": layout}, dark)


def _memories(analysis: Analysis) -> dict[Reader, np.ndarray]:
    """Return the memory of each reader of the model, (words, units)."""
    memories = {reader: getattr(analysis.reading, reader) for reader in READERS}
    return {reader: memory for reader, memory in memories.items() if memory.shape[1]}


def _share_height(readers: Collection[str], lanes: bool) -> dict[str, list[float]]:
    """Divide the height among rows, from the top. Each row is its bottom and top, 0 … 1."""
    names = [name for name in TITLES if name == "evidence" or name.split()[0] in readers]
    share = {name: SHARES.get(name.split()[-1], SHARES["memory"]) for name in names}
    if not lanes:
        share = {name: height for name, height in share.items() if " " not in name}
    unit = (1 - GAP * (len(share) - 1)) / sum(share.values())
    rows, top = {}, 1.0
    for name, height in share.items():
        bottom = max(0.0, top - height * unit)
        rows[name] = [bottom, top]
        top = bottom - GAP
    return rows


def _hidden_axis(axis: str, hover_words: list[str]) -> dict[str, Any]:
    # A heatmap's hover text can name its x only by the ticks of its axis. Therefore the words are invisible
    # ticks; as text per cell, they would be sent once for each unit.
    ticks = {"tickvals": list(range(1, len(hover_words) + 1)), "ticktext": hover_words}
    return BARE | ticks | {"matches": "x", "anchor": f"y{axis}", "fixedrange": False}

"""Axes and titles shared by several figures. What all figures share is in `colours.template`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from brnn.figures.labels import label, tick_angle, tick_height, tick_step

BARE = {"showticklabels": False, "ticks": "", "showgrid": False}
"""An invisible axis."""
LOG_ODDS: dict[str, Any] = {
    "tickformat": "+~g",
    "labelalias": {"+0": "0"},
    "nticks": 5,
    "autorangeoptions": {"include": [-1, 1]},  # so that small values look small
    "zeroline": True,
}
"""An axis of log-odds with automatic range, always including zero."""


def word_axis(words: Sequence[str], width: float) -> tuple[dict[str, Any], float]:
    """Return the axis of a text's words, counted from 1, and the height of its labels in pixels.

    width: of the axis, in pixels; labels are rotated and thinned out to fit.
    """
    angle = tick_angle(words, width)
    step = tick_step(words, width) if angle == -90 else 1
    axis = {
        "range": [0.5, max(1, len(words)) + 0.5],
        "tickvals": list(range(1, len(words) + 1, step)),
        "ticktext": [label(word) for word in words[::step]],
        "tickangle": angle,
        "showgrid": False,
        "fixedrange": False,
    }
    return axis, tick_height(words, angle)


def nice_ticks(low: float, high: float) -> dict[str, Any]:
    """Return three to seven signed ticks at round log-odds, including zero."""
    power = 10.0 ** math.floor(math.log10(high - low))
    for step in (5 * power, 2 * power, power, 0.5 * power, 0.2 * power):  # the widest that leaves three ticks
        ticks = [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
        if len(ticks) >= 3:
            break
    texts = [f"{tick:+.10g}".replace("-", "−") if tick else "0" for tick in ticks]
    return {"tickvals": ticks, "ticktext": texts}


def title(text: str, top: float, **place: Any) -> dict[str, Any]:
    """Return a title above a row whose upper edge is at `top`, 0 … 1. place: where it is not at the left."""
    return {"text": text, "x": 0, "y": top, **place}


def key(text: str, top: float, **place: Any) -> dict[str, Any]:
    """Return a legend at the right above a row."""
    return {"text": text, "x": 1, "xanchor": "right", "y": top, **place}

"""Axes and titles shared by several figures."""

from __future__ import annotations

import math
from typing import Any

BARE = {"showticklabels": False, "ticks": "", "showgrid": False, "zeroline": False}
"""An invisible axis."""
LOG_ODDS: dict[str, Any] = {
    "tickformat": "+~g",
    "labelalias": {"+0": "0"},
    "nticks": 5,
    "autorangeoptions": {"include": [-1, 1]},  # so that small values look small
    "zeroline": True,
    "fixedrange": True,
}
"""An axis of log-odds with automatic range, always including zero."""


def nice_ticks(low: float, high: float) -> dict[str, Any]:
    """Return three to seven signed ticks at round log-odds, including zero."""
    power = 10.0 ** math.floor(math.log10(high - low))
    for step in (power * nice for nice in (5, 2, 1, 0.5, 0.2)):  # the widest spacing that leaves three ticks
        ticks = [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]
        if len(ticks) >= 3:
            break
    return {
        "tickvals": ticks,
        "ticktext": [f"{tick:+.10g}".replace("-", "−") if tick else "0" for tick in ticks],
    }


def title(text: str, top: float) -> dict[str, Any]:
    """Return a left-aligned title above a row whose upper edge is at `top`, 0 … 1."""
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
    }

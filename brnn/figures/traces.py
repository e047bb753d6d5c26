"""The traces of the stage and their axes: memories, what each word added, running evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.figures.axes import BARE, nice_ticks
from brnn.figures.look import LINE_WIDTH, LINES, MOST_GAPS, SIGN, marker_size
from brnn.records import Analysis

_WORDS = {"x0": 1, "dx": 1}  # word t is at x = t


def heatmap(name: str, values: NDArray[np.float32], hover: str, scale: str = "coloraxis") -> dict[str, Any]:
    """Return values, float32 (rows, words), from the top, as cells in the colour of their sign."""
    return {
        "type": "heatmap",
        "name": name,
        **_WORDS,
        "y0": 1,
        "dy": 1,
        "z": values,
        "coloraxis": scale,
        "xgap": 1 if values.shape[1] <= MOST_GAPS else 0,
        "hovertemplate": f"%{{x}}<br>{hover}: %{{z:+.2f}}<extra></extra>",
    }


def unit_axis(units: NDArray[np.intp]) -> dict[str, Any]:
    """Return the axis of a memory, with invisible ticks, by which hover text names a unit, from 1."""
    rows = list(range(1, len(units) + 1))
    names = [str(unit + 1) for unit in units]
    return {"range": [len(units) + 0.5, 0.5], "tickvals": rows, "ticktext": names, **BARE}


def evidence(analysis: Analysis, reader: str, hover_words: list[str]) -> dict[str, Any]:
    """Return the running evidence of a reader."""
    line, size = LINES[reader], marker_size(len(hover_words))
    values = getattr(analysis.ledger, f"{reader}_evidence").astype(np.float32)
    name = f"{line.arrow} {reader} evidence"
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines+markers" if size else "lines",
        **_WORDS,
        "y": values,
        "hovertext": hover_words,
        "line": {"dash": ",".join(f"{length}px" for length in line.dash) or "solid", "width": LINE_WIDTH},
        "marker": {
            "symbol": "triangle-right" if line.points > 0 else "triangle-left",
            "size": size,
            "color": np.sign(values) * np.float32(SIGN),
            "coloraxis": "coloraxis",
            "line": {"width": 1},
            "opacity": 1,
        },
        "hovertemplate": f"%{{hovertext}}<br>{name} so far: %{{y:+.2f}}<extra></extra>",
        "cliponaxis": False,
    }


def evidence_axis(analyses: Sequence[Analysis]) -> dict[str, Any]:
    """Return the axis of these lines: at least ±2, so that small values look small in each text."""
    lines = [(one.ledger.forward_evidence, one.ledger.backward_evidence) for one in analyses]
    values = np.concatenate([line for pair in lines for line in pair] + [[-2.0, 2.0]])
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low)
    return {"range": [low - margin, high + margin], "zeroline": True, **nice_ticks(low, high)}

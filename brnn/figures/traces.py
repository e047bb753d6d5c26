"""The traces of the stage: memories, what each word added, running evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.figures.axes import BARE, nice_ticks
from brnn.figures.look import LINE_WIDTH, LINES, MOST_GAPS, SIGN, marker_size
from brnn.records import Analysis


def heatmap(memory: NDArray[np.float32], units: NDArray[np.intp], name: str, axis: str) -> dict[str, Any]:
    """Return a memory: one row per unit, from the top, and one column per word."""
    return {
        **_grid(axis),
        "name": f"{name} memory",
        "z": np.ascontiguousarray(memory.T[units]),
        "coloraxis": "coloraxis",
        "xgap": 1 if len(memory) <= MOST_GAPS else 0,
        "hovertemplate": f"%{{x}}<br>{name} memory, unit %{{y}} of {memory.shape[1]}: %{{z:+.2f}}"
        "<extra></extra>",
    }


def lane(added: NDArray[np.float64], reader: str, axis: str, hover_words: list[str]) -> dict[str, Any]:
    """Return what each word added for a reader, as one row."""
    return {
        **_grid(axis),
        "name": f"{LINES[reader].arrow} added by each word",
        "z": added.astype(np.float32)[np.newaxis],
        "coloraxis": "coloraxis2",
        "xgap": 1 if len(hover_words) <= MOST_GAPS else 0,
        "hovertemplate": f"%{{x}}<br>added for the {reader} reader: %{{z:+.2f}}<extra></extra>",
    }


def _grid(axis: str) -> dict[str, Any]:
    places = {"x0": 1, "dx": 1, "y0": 1, "dy": 1}
    return {"type": "heatmap", **places, "xaxis": f"x{axis}", "yaxis": f"y{axis}"}


def unit_axis(units: NDArray[np.intp]) -> dict[str, Any]:
    """Return the axis of a memory."""
    # Invisible ticks, by which hover text names a unit, counted from 1.
    names = [str(unit + 1) for unit in units]
    rows = list(range(1, len(names) + 1))
    return {"range": [len(names) + 0.5, 0.5], "tickvals": rows, "ticktext": names, **BARE}


def evidence(
    analysis: Analysis, readers: Sequence[str], hover_words: list[str], axis: str
) -> list[dict[str, Any]]:
    """Return the running evidence, one line per reader."""
    words = len(hover_words)
    size = marker_size(words)
    traces = []
    for reader in readers:
        arrow, dash = LINES[reader].arrow, LINES[reader].dash
        values = getattr(analysis.ledger, f"{reader}_evidence").astype(np.float32)
        traces.append(
            {
                "type": "scatter",
                "name": f"{arrow} {reader} evidence",
                "mode": "lines+markers" if size else "lines",
                "xaxis": f"x{axis}",
                "yaxis": f"y{axis}",
                "x0": 1,
                "dx": 1,
                "y": values,
                "hovertext": hover_words,
                "line": {
                    "dash": ",".join(f"{length}px" for length in dash) or "solid",
                    "width": LINE_WIDTH,
                },
                "marker": {
                    "symbol": "triangle-right" if LINES[reader].points > 0 else "triangle-left",
                    "size": size,
                    "color": np.sign(values) * np.float32(SIGN),
                    "coloraxis": "coloraxis",
                    "line": {"width": 1},
                    "opacity": 1,
                },
                "hovertemplate": f"%{{hovertext}}<br>{arrow} {reader} evidence so far: "
                f"%{{y:+.2f}}<extra></extra>",
                "cliponaxis": False,
            }
        )
    return traces


def evidence_axis(analyses: Sequence[Analysis]) -> dict[str, Any]:
    """Return the axis of these lines: at least ±1, so that small values look small."""
    ledgers = [analysis.ledger for analysis in analyses]
    lines = [line for one in ledgers for line in (one.forward_evidence, one.backward_evidence)]
    values = np.concatenate([*lines, [-1.0, 1.0]])
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low)
    return {"range": [low - margin, high + margin], **nice_ticks(low, high)}

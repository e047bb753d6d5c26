"""Tables of what `tests/benchmarks/speed.py` measured, each figure beside its baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from brnn.config import CELLS
from brnn.evaluation.report import sources
from brnn.evaluation.report.markdown import shown, table

FILE = Path("speed") / "figures.json"
PICTURE = "reading.png"


def speed(assets: Path) -> str:
    """Return the tables for README and their picture; "" if nothing was measured."""
    found = sources.read_if_there(assets / FILE)
    if not found:
        return ""
    head = ["", "here", "baseline", "there", "ratio", "n"]
    powers = ", ".join(f"{power:.2f} ({CELLS[cell]})" for cell, power in found["growth"].items())
    return (
        f"{table(head, map(_line, found['rows']))}\nOne text, random weights, 128 units per reader, in "
        "milliseconds, and as a multiple of the same network of Keras's layers, compiled by TensorFlow "
        f"(medians of {shown(found['reading'][0]['n'])}):\n\n{_readings(found['reading'])}\n"
        f"![The time of a reading by the number of words](assets/{FILE.parent}/{PICTURE})\n\n"
        f"All of this was measured in one run, on {found['cores']} cores. From {shown(found['steady'])} "
        f"words on, the time of a reading grows with the number of words to the power of {powers}.\n"
    )


def _line(row: dict[str, Any]) -> list[str]:
    here, there = (f"{_digits(row[key])} {row['unit']}" for key in ("ours", "theirs"))
    return [row["what"], here, row["baseline"], there, _digits(row["ratio"]), shown(row["n"])]


def _readings(rows: list[dict[str, Any]]) -> str:
    """Return the table of the readings: a line for each length, two columns for each cell."""
    of = {(row["words"], row["cell"]): row for row in rows}
    cells = list(dict.fromkeys(row["cell"] for row in rows))
    head = ["words", *(text for cell in cells for text in (CELLS[cell], "ratio"))]
    lengths = dict.fromkeys(row["words"] for row in rows)
    return table(
        head,
        [
            [shown(words), *(_digits(of[words, cell][key]) for cell in cells for key in ("ours", "ratio"))]
            for words in lengths
        ],
    )


def _digits(value: float) -> str:
    """Return a number with about three digits."""
    return shown(value, ",.0f" if value >= 100 else ",.1f" if value >= 10 else ".2f")

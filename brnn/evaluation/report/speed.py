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
    """Return the tables for README and their picture; "" if nothing was measured. Raises ReportError."""
    found = sources.read_if_there(assets / FILE)
    try:
        return _tables(found) if found else ""
    except (KeyError, TypeError) as error:
        raise sources.ReportError(f"{assets / FILE} is not what `make speed` writes: {error!r}") from None


def _tables(found: sources.Figures) -> str:
    head = ["", "brnn", "baseline", "its figure", "ratio", "n"]
    powers = ", ".join(f"{power:.2f} ({CELLS[cell]})" for cell, power in found["growth"].items())
    return (
        f"{table(head, map(_line, found['rows']))}\nThe time to read one text, in milliseconds (random "
        f"weights, 128 units per reader, medians of {shown(found['reading'][0]['n'])}). Here the baseline is "
        "the same network made of Keras layers and compiled by TensorFlow:\n\n"
        f"{_readings(found['reading'])}\n"
        f"![The time to read a text, by its number of words](assets/{FILE.parent}/{PICTURE})\n\n"
        f"All of this was measured in one run, on {found['cores']} cores. From {shown(found['steady'])} "
        f"words on, the time to read a text grows with its number of words to the power of {powers}.\n"
    )


def _line(row: dict[str, Any]) -> list[str]:
    ours, theirs = (f"{_digits(row[key])} {row['unit']}" for key in ("ours", "theirs"))
    return [row["what"], ours, row["baseline"], theirs, _ratio(row), shown(row["n"])]


def _readings(rows: list[dict[str, Any]]) -> str:
    """Return the table of the readings: a line for each length, two columns for each cell."""
    of = {(row["words"], row["cell"]): row for row in rows}
    cells = list(dict.fromkeys(row["cell"] for row in rows))
    head = ["words", *(text for cell in cells for text in (CELLS[cell], "ratio"))]
    lengths = dict.fromkeys(row["words"] for row in rows)
    return table(
        head,
        [[shown(words), *(text for cell in cells for text in _both(of[words, cell]))] for words in lengths],
    )


def _both(row: dict[str, Any]) -> tuple[str, str]:
    return _digits(row["ours"]), _ratio(row)


def _ratio(row: dict[str, Any]) -> str:
    return _digits(row["ours"] / row["theirs"])


def _digits(value: float) -> str:
    """Return a number with about three digits."""
    return shown(value, ",.0f" if value >= 100 else ",.1f" if value >= 10 else ".2f")

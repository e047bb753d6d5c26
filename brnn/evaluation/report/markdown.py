"""Format results as Markdown. No text can break out of its cell or become markup."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from brnn.evaluation.report.sources import Figures, number

NONE = "–"
"""Shown in place of a missing number."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with one line for the head and one for each row."""
    lines = [[_cell(text) for text in head], ["---"] * len(head)]
    lines += [[_cell(text) for text in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(text: object) -> str:
    """Return an untrusted text as a code span that it cannot break out of."""
    return f"`{' '.join(str(text).split()).replace('`', '’')}`"


def shown(value: float | None, form: str) -> str:
    """Return a formatted number with a true minus sign; "–" for None."""
    return NONE if value is None else format(value, form).replace("-", "−")


def share(figures: Figures) -> str:
    """Return an accuracy with its 95% interval."""
    accuracy, interval = number(figures, "accuracy"), figures.get("accuracy_interval")
    if accuracy is None or not isinstance(interval, list) or len(interval) != 2:
        return shown(accuracy, ".2%")
    low, high = (shown(number({"end": end}, "end"), ".2%") for end in interval)
    return f"{accuracy:.2%} ({low} to {high})"


def counts(kinds: Iterable[Figures]) -> str:
    """Return the n of adjacent results: once if they agree, otherwise all of them."""
    found = dict.fromkeys(shown(number(kind, "n"), ",.0f") for kind in kinds if kind)
    return " / ".join(found) or NONE


def spread(values: Sequence[float | None], form: str) -> str:
    """Return mean ± standard deviation; for one value, the value; "–" if any is missing."""
    numbers = [value for value in values if value is not None]
    if not numbers or len(numbers) < len(values):
        return NONE
    mean = shown(statistics.mean(numbers), form)
    return f"{mean} ± {statistics.stdev(numbers):{form}}" if len(numbers) > 1 else mean


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")

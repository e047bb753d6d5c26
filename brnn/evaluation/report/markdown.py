"""Format results as Markdown. No text can break out of its cell or become markup."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from brnn.evaluation.report.sources import Figures, number

NONE = "–"
"""Shown in place of a missing number."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with one line for the head and one for each row."""
    lines = [[_cell(text) for text in line] for line in (head, *rows)]
    lines.insert(1, ["---"] * len(head))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(text: object) -> str:
    """Return an untrusted text as a code span that it cannot break out of."""
    return f"`{' '.join(str(text).split()).replace('`', '’')}`"


def shown(value: float | None, form: str, unit: float = 1) -> str:
    """Return a number times `unit`, formatted with a true minus sign; "–" for None."""
    return NONE if value is None else format(unit * value, form).replace("-", "−")


def with_interval(
    value: float | None, interval: Sequence[float | None] | None, form: str, unit: float = 1
) -> str:
    """Return a number as in `shown`, with its 95% interval in brackets if there is one."""
    if value is None or interval is None:
        return shown(value, form, unit)
    low, high = (shown(end, form, unit) for end in interval)
    return f"{shown(value, form, unit)} ({low} to {high})"


def share(figures: Figures) -> str:
    """Return an accuracy with its 95% interval."""
    ends = figures.get("accuracy_interval")
    interval = [number({"end": end}, "end") for end in ends] if isinstance(ends, list) else []
    return with_interval(number(figures, "accuracy"), interval if len(interval) == 2 else None, ".2%")


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

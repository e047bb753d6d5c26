"""Fill Markdown templates with results. No text can break out of its cell or become markup."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined

from brnn.evaluation.report.sources import Figures, finite, number, part

NONE = "–"
"""Shown in place of a missing number."""


def render(
    template: str,
    values: Mapping[str, Any],
    *filters: Callable[..., object],
    missing: type[Undefined] = StrictUndefined,
) -> str:
    """Return a Jinja template of this folder, filled in, with single blank lines.

    filters: functions that the template applies to values, under their own names, besides `code`, `cell`,
        `shown` and `with_interval`. missing: how the template treats missing values.
    """
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, undefined=missing, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {f.__name__: f for f in (code, cell, shown, with_interval, *filters)}
    return re.sub(r"\n{3,}", "\n\n", environment.get_template(template).render(values))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with one line for the head and one for each row."""
    lines = [[cell(text) for text in line] for line in (head, *rows)]
    lines.insert(1, ["---"] * len(head))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell(text: str) -> str:
    """Return an untrusted text as part of a table's cell."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def code(text: object) -> str:
    """Return an untrusted text as a code span that it cannot break out of."""
    return f"`{' '.join(str(text).split()).replace('`', '’')}`"


def shown(value: object, form: str = ",.0f", unit: float = 1) -> str:
    """Return a number times `unit`, formatted with a true minus sign; "–" for anything else."""
    found = finite(value)
    return NONE if found is None else format(unit * found, form).replace("-", "−")


def with_interval(value: object, interval: object, form: str, unit: float = 1) -> str:
    """Return a number as in `shown`, with its 95% interval in brackets if there is one."""
    text = shown(value, form, unit)
    ends = [shown(end, form, unit) for end in interval] if isinstance(interval, list) else []
    return f"{text} ({ends[0]} to {ends[1]})" if len(ends) == 2 and text != NONE else text


def share(figures: Figures) -> str:
    """Return an accuracy with its 95% interval."""
    found = part(figures)
    return with_interval(found.get("accuracy"), found.get("accuracy_interval"), ".2%")


def counts(kinds: Iterable[Figures]) -> str:
    """Return the n of adjacent results: once if they agree, otherwise all of them."""
    found = dict.fromkeys(shown(number(kind, "n")) for kind in kinds if kind)
    return " / ".join(found) or NONE


def spread(values: Sequence[float | None], form: str) -> str:
    """Return mean ± standard deviation; for one value, the value; "–" if any is missing."""
    numbers = [value for value in values if value is not None]
    if not numbers or len(numbers) < len(values):
        return NONE
    mean = shown(statistics.mean(numbers), form)
    return f"{mean} ± {statistics.stdev(numbers):{form}}" if len(numbers) > 1 else mean

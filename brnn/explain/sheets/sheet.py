"""A sheet: the result of an explanation, ready for text, CSV or JSON.

All formats come from one layout, so they cannot disagree: text has rounded numbers, CSV and JSON
have every digit. Words are stored as typed: the code that shows them must make them safe.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.explain.table import cell
from brnn.records import Analysis
from brnn.text.numbers import add_up, signed

NONE = "–"
"""Shown in place of a missing value."""
Numbers = Sequence[float] | NDArray[Any]


@dataclass(frozen=True)
class Fact:
    """One value. key: its name in JSON. label, shown: name and value in text."""

    key: str
    label: str
    value: Any
    shown: str


@dataclass(frozen=True)
class Column:
    """One column of a table. key: its name in JSON and CSV. head, shown: heading, cells in text."""

    key: str
    head: str
    values: Sequence[Any]
    shown: Sequence[str]

    @property
    def is_text(self) -> bool:
        """Whether it holds words rather than numbers."""
        return any(isinstance(value, str) for value in self.values)


@dataclass(frozen=True)
class Sheet:
    """An explanation.

    method, settings: how it was made.
    facts: above the table. columns: the table, all of equal length. note: how to interpret it.
    first_rows: how many rows the text shows; None for all.
    more: values for JSON only.
    """

    method: str
    settings: dict[str, Any]
    facts: Sequence[Fact]
    columns: Sequence[Column]
    note: str = ""
    first_rows: int | None = None
    more: dict[str, Any] = field(default_factory=dict)


# Columns


def log_odds(key: str, head: str, values: Numbers) -> Column:
    """Return a column in log-odds, each value rounded on its own."""
    return Column(key, head, plain(values), [_or_none(value, signed) for value in values])


def terms(key: str, head: str, values: Numbers, total: float) -> Column:
    """Return a column in log-odds, printed so that it adds up to its printed total."""
    shown, _ = add_up(list(values), total) if len(values) else ([], "")
    return Column(key, head, plain(values), shown)


def parted(parts: Sequence[Column], whole: Column) -> list[Column]:
    """Return columns in log-odds, printed so that in every row the parts add up to the whole."""
    rows = zip(*(part.values for part in parts), strict=True)
    printed = [add_up(row, total) for row, total in zip(rows, whole.values, strict=True)]
    shown = zip(*(terms for terms, _ in printed), strict=True) if printed else [()] * len(parts)
    return [
        *(replace(part, shown=cells) for part, cells in zip(parts, shown, strict=True)),
        replace(whole, shown=[total for _, total in printed]),
    ]


def numbers(key: str, head: str, values: Numbers, form: str = ".3f") -> Column:
    """Return a column of numbers in a `format` format; exact zeros read 0."""

    def shown(value: float) -> str:
        return format(value, form).replace("-", "−") if value else "0"

    return Column(key, head, plain(values), [_or_none(value, shown) for value in values])


def texts(key: str, head: str, values: Sequence[str | None]) -> Column:
    """Return a column of text."""
    return Column(key, head, list(values), [NONE if v is None else v for v in values])


def words(analysis: Analysis) -> list[Column]:
    """Return two columns: the position of every word read, counted from 1, and the word."""
    places = list(range(1, len(analysis.encoded.words) + 1))
    return [
        Column("place", "#", places, [f"{place:,}" for place in places]),
        texts("word", "word", analysis.encoded.words),
    ]


# Facts


def fact(key: str, label: str, value: float | None) -> Fact:
    """Return a fact in log-odds."""
    return Fact(key, label, plain(value), _or_none(value, signed))


def rounding(key: str, label: str, value: float) -> Fact:
    """Return a numerical error: a fact that would be zero in exact arithmetic."""
    return Fact(key, label, value, f"{abs(value):.0e}" if value else "0")


def said(key: str, label: str, value: str | int | bool | None) -> Fact:
    """Return a fact that is not a measurement: a name, a count, or yes or no."""
    if isinstance(value, bool):
        return Fact(key, label, value, "yes" if value else "no")
    if isinstance(value, int):
        return Fact(key, label, value, f"{value:,}")
    return Fact(key, label, value, NONE if value is None else value)


# CSV and JSON


def as_csv(sheets: Sequence[tuple[str | None, Sheet]]) -> str:
    """Return only the tables: one header, and a line for each row of each sheet.

    Text that a spreadsheet would treat as a formula gets a leading apostrophe. Cells stay empty
    where a sheet lacks a column because its model lacks a reader.

    sheets: each with its model's name for the first column; None: no such column.
    """
    keys = dict.fromkeys(column.key for _, sheet in sheets for column in sheet.columns)
    named = any(model is not None for model, _ in sheets)
    out = io.StringIO()
    writer = csv.DictWriter(out, [*(["model"] if named else []), *keys], lineterminator="\n")
    writer.writeheader()
    for model, sheet in sheets:
        name = {"model": cell(model)} if named else {}
        columns = [[(column.key, cell(v)) for v in column.values] for column in sheet.columns]
        for row in zip(*columns, strict=True):
            writer.writerow(name | dict(row))
    return out.getvalue()


def as_record(sheet: Sheet, model: str, analysis: Analysis) -> dict[str, Any]:
    """Return the model's name, the text, its verdict and the sheet as plain values."""
    keys = [column.key for column in sheet.columns]
    rows = zip(*(column.values for column in sheet.columns), strict=True)
    verdict = analysis.verdict
    found: dict[str, Any] = plain(
        {
            "model": model,
            "text": analysis.encoded.text,
            "words": analysis.encoded.words,
            "verdict": {
                "label": verdict.label,
                "probability": verdict.probability,
                "logit": verdict.logit,
            },
            "method": sheet.method,
            "settings": sheet.settings,
            **{fact.key: fact.value for fact in sheet.facts},
            **sheet.more,
            "rows": [dict(zip(keys, row, strict=True)) for row in rows],
        }
    )
    return found


def plain(value: Any) -> Any:
    """Convert NumPy values to Python values, and NaN and infinity to None, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _or_none(value: float | None, show: Callable[[float], str]) -> str:
    return NONE if value is None or not math.isfinite(value) else show(value)

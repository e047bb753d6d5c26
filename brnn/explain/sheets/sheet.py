"""A sheet: what an explanation says, ready to be printed for people or written for machines.

One layout serves every form, so that they cannot tell different things: people get rounded numbers,
machines all digits. Words stand in a sheet as they were typed: whoever shows them makes them safe.
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
"""What stands for a value that is not there."""
Numbers = Sequence[float] | NDArray[Any]


@dataclass(frozen=True)
class Fact:
    """One value. key: its name for machines. label, shown: its name and the value for people."""

    key: str
    label: str
    value: Any
    shown: str


@dataclass(frozen=True)
class Column:
    """One column of a table. key: its name for machines. head, shown: for people."""

    key: str
    head: str
    values: Sequence[Any]
    shown: Sequence[str]

    @property
    def is_text(self) -> bool:
        """Whether it holds words, not numbers."""
        return any(isinstance(value, str) for value in self.values)


@dataclass(frozen=True)
class Sheet:
    """An explanation.

    method, settings: what made it.
    facts: above the table. columns: the table, all as long. note: what it does and does not say.
    first_rows: how many rows people get to see; None for all of them.
    more: for machines only.
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
    """Return a column in log-odds, each value rounded by itself."""
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
    """Return a column of numbers in a format of `format`; what is exactly zero reads 0."""

    def shown(value: float) -> str:
        return format(value, form).replace("-", "−") if value else "0"

    return Column(key, head, plain(values), [_or_none(value, shown) for value in values])


def texts(key: str, head: str, values: Sequence[str | None]) -> Column:
    """Return a column of text."""
    return Column(key, head, list(values), [NONE if v is None else v for v in values])


def words(analysis: Analysis) -> list[Column]:
    """Return the place of every word read, counted from 1, and the word."""
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
    """Return a fact that would be zero if computers had all digits and all time."""
    return Fact(key, label, value, f"{abs(value):.0e}" if value else "0")


def said(key: str, label: str, value: str | int | bool | None) -> Fact:
    """Return a fact that is no measured number: a name, a count, whether something is so."""
    if isinstance(value, bool):
        return Fact(key, label, value, "yes" if value else "no")
    if isinstance(value, int):
        return Fact(key, label, value, f"{value:,}")
    return Fact(key, label, value, NONE if value is None else value)


# For machines


def as_csv(sheets: Sequence[tuple[str | None, Sheet]]) -> str:
    """Return the tables alone: one head, and a line for each row of each sheet.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. What a sheet
    has no column for, since its model lacks a reader, stays empty.

    sheets: each with its model's name, which fills a first column; None: no such column.
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
    """Return the sheet as plain values, after the model's name, the text and its verdict."""
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
    """Return numbers of NumPy as Python's, and what is no number (NaN) as None, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _or_none(value: float | None, show: Callable[[float], str]) -> str:
    return NONE if value is None or not math.isfinite(value) else show(value)

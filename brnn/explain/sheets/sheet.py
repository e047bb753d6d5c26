"""A sheet: the result of an explanation, ready for text, CSV or JSON.

All formats come from one layout, so they cannot disagree: text has rounded numbers, CSV and JSON
have every digit. Words are stored as typed: the code that shows them must make them safe.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from brnn.explain.sheets.columns import NONE, Column, or_none, plain
from brnn.explain.table import written
from brnn.records import Analysis
from brnn.text.numbers import signed


@dataclass(frozen=True)
class Fact:
    """One value. key: its name in JSON. label, shown: name and value in text."""

    key: str
    label: str
    value: Any
    shown: str


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

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table: values by key."""
        keys, values = [c.key for c in self.columns], [c.values for c in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in zip(*values, strict=True)]


def fact(key: str, label: str, value: float) -> Fact:
    """Return a fact in log-odds."""
    return Fact(key, label, plain(value), or_none(value, signed))


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


def as_csv(sheets: Sequence[tuple[str | None, Sheet]]) -> str:
    """Return only the tables: one header, and a line for each row of each sheet.

    Cells stay empty where a sheet lacks a column because its model lacks a reader.

    sheets: each with its model's name for the first column; None: no such column.
    """
    keys: dict[str, None] = {}
    rows = []
    for model, sheet in sheets:
        name = {} if model is None else {"model": model}
        keys |= dict.fromkeys([*name, *(column.key for column in sheet.columns)])
        rows += [name | row for row in sheet.rows]
    return written([*keys], rows)


def as_record(sheet: Sheet, model: str, analysis: Analysis) -> dict[str, Any]:
    """Return the model's name, the text, its verdict and the sheet as plain values."""
    found: dict[str, Any] = plain(
        {
            "model": model,
            "text": analysis.encoded.text,
            "words": analysis.encoded.words,
            "verdict": analysis.verdict.as_dict(),
            "method": sheet.method,
            "settings": sheet.settings,
            **{fact.key: fact.value for fact in sheet.facts},
            **sheet.more,
            "rows": sheet.rows,
        }
    )
    return found

"""A sheet as plain text: aligned, and safe to print whatever words it contains."""

import textwrap
from typing import Any

from brnn.cli.terminal import harmless, shortened, width
from brnn.explain.sheets.columns import Column
from brnn.explain.sheets.sheet import Sheet

_WORD_COLUMNS, _LINE = 24, 80


def as_text(sheet: Sheet) -> str:
    """Return settings, facts, table and note, without control characters."""
    settings = ", ".join(f"{name} {_setting(value)}" for name, value in sheet.settings.items())
    blocks = [f"{sheet.method}: {settings}" if settings else sheet.method]
    label = max((width(fact.label) for fact in sheet.facts), default=0)
    blocks.append("\n".join(f"{_left(f.label, label)}  {harmless(f.shown)}" for f in sheet.facts))
    blocks.append(_table(sheet))
    blocks.append(textwrap.fill(sheet.note, _LINE))
    return "\n\n".join(block for block in blocks if block)


def _setting(value: Any) -> str:
    items = value if isinstance(value, list | tuple) else [value]
    return " ".join(f"{item:,}" if isinstance(item, int) else harmless(str(item)) for item in items)


def _table(sheet: Sheet) -> str:
    rows = len(sheet.columns[0].shown) if sheet.columns else 0
    if not rows:
        return ""
    columns = [_column(column, sheet.first_rows) for column in sheet.columns]
    lines = ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]
    if sheet.first_rows is not None and rows > sheet.first_rows:
        lines.append(f"… and {rows - sheet.first_rows:,} more")
    return "\n".join(lines)


def _column(column: Column, rows: int | None) -> list[str]:
    shown = column.shown[:rows]
    if column.is_text:
        shown = [shortened(harmless(cell), _WORD_COLUMNS) for cell in shown]
    cells = [column.head, *shown]
    wide = max(map(width, cells))
    return [_left(cell, wide) if column.is_text else " " * (wide - width(cell)) + cell for cell in cells]


def _left(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))

"""Columns of a sheet: their values, and how text shows them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.records import ARROWS, Analysis, Reader
from brnn.text.numbers import add_up, run_up, signed

NONE = "–"
"""Shown in place of a missing value."""
Numbers = Sequence[Any] | NDArray[Any]


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


def log_odds(key: str, head: str, values: Numbers) -> Column:
    """Return a column in log-odds, each value rounded on its own."""
    return Column(key, head, plain(values), [or_none(value, signed) for value in values])


def terms(key: str, head: str, values: Numbers, total: float) -> Column:
    """Return a column in log-odds, printed so that it adds up to its printed total."""
    shown, _ = add_up(list(values), total) if len(values) else ([], "")
    return Column(key, head, plain(values), shown)


def running(added: Column, so_far: Column, end: str, start: float, reader: Reader) -> list[Column]:
    """Return what each word added and the evidence so far, printed so that one leads to the other.

    end, start: the evidence after the last word of the reader, as printed elsewhere, and before its first.
    """
    way = slice(None, None, 1 if reader == "forward" else -1)
    sums, steps = run_up(so_far.values[way], start, end)
    return [replace(added, shown=steps[way]), replace(so_far, shown=sums[way])]


def parted(parts: Sequence[Column], whole: Column) -> list[Column]:
    """Return columns in log-odds, printed so that in every row the parts add up to the whole."""
    rows = zip(*(part.values for part in parts), strict=True)
    printed = [add_up(row, total) for row, total in zip(rows, whole.values, strict=True)]
    return [
        *(replace(part, shown=[row[place] for row, _ in printed]) for place, part in enumerate(parts)),
        replace(whole, shown=[total for _, total in printed]),
    ]


def numbers(key: str, head: str, values: Numbers, form: str = ".3f") -> Column:
    """Return a column of numbers in a `format` format; exact zeros read 0."""

    def shown(value: float) -> str:
        return format(value, form).replace("-", "−") if value else "0"

    return Column(key, head, plain(values), [or_none(value, shown) for value in values])


def texts(key: str, head: str, values: Sequence[str | None]) -> Column:
    """Return a column of text."""
    return Column(key, head, list(values), [NONE if v is None else v for v in values])


def words(analysis: Analysis) -> list[Column]:
    """Return two columns: the position of every word read, counted from 1, and the word."""
    found = analysis.encoded.words
    return [numbers("place", "#", [*range(1, len(found) + 1)], ","), texts("word", "word", found)]


def accuracies(
    found: Sequence[tuple[int, float | None, Sequence[float] | None]], of: str = ""
) -> list[Column]:
    """Return columns of numbers of reviews, accuracies and their 95% intervals. of: which, in keys."""
    counts, shares, intervals = zip(*found, strict=True)
    low, high = zip(*(interval or (None, None) for interval in intervals), strict=True)
    return [
        numbers(f"{of}n", "n", counts, ","),
        numbers(f"{of}accuracy", f"{of}accuracy".replace("_", " "), shares, ".2%"),
        numbers("interval_low", "95% from", low, ".2%"),
        numbers("interval_high", "to", high, ".2%"),
    ]


def per_reader(readers: Sequence[Reader], *parts: tuple[Any, ...]) -> list[Any]:
    """Return columns, or facts, for each reader in turn.

    parts: the function that makes one; its key, in which {} stands for the reader; its label, in
        which {} stands for the arrow and {reader} for the reader; then its values by reader.
    """
    return [
        make(key.format(reader), label.format(ARROWS[reader], reader=reader), *(v[reader] for v in values))
        for reader in readers
        for make, key, label, *values in parts
    ]


def plain(value: Any) -> Any:
    """Convert NumPy values to Python values, and NaN and infinity to None, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def or_none(value: float | None, show: Callable[[float], str]) -> str:
    """Return a number as text, or a dash for None, NaN and infinity."""
    return NONE if value is None or not math.isfinite(value) else show(value)

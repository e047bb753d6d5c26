"""Format the figures of the study with their 95% intervals.

A figure is a JSON object made by `brnn.evaluation.study`: n, a value under "share", "mean" or
"quartiles", and "interval", which is null if the values do not allow one.
"""

from __future__ import annotations

from typing import Literal

from brnn.evaluation.report.markdown import NONE, with_interval
from brnn.evaluation.report.sources import Figures

Side = Literal[-1, 0, 1]


def side(figure: Figures, level: float = 0.0) -> Side:
    """Return 1 or −1 if the whole interval lies above or below a level; otherwise 0."""
    low, high = figure["interval"] or (level, level)
    return 1 if low > level else -1 if high < level else 0


def apart(one: Figures, other: Figures) -> Side:
    """Return 1 or −1 if the first figure is larger or smaller; 0 if the intervals overlap."""
    if one["interval"] is None or other["interval"] is None:
        return 0
    if side(one, other["interval"][1]) > 0:
        return 1
    return -1 if side(other, one["interval"][1]) > 0 else 0


def n_of(figure: Figures) -> str:
    """Return the number of values behind a figure."""
    return f"{figure['n']:,}"


def share(figure: Figures) -> str:
    """Return a share with its interval."""
    return with_interval(figure["share"], figure["interval"], ".1%")


def mean(figure: Figures, form: str, unit: float = 1) -> str:
    """Return a mean with its interval, multiplied by `unit`. form: a format specification."""
    return with_interval(figure["mean"], figure["interval"], form, unit)


def median(figure: Figures, form: str) -> str:
    """Return the median with its interval."""
    return with_interval(figure["quartiles"] and figure["quartiles"][1], figure["interval"], form)


def quartiles(figure: Figures, form: str) -> str:
    """Return the first and the third quartile."""
    found = figure["quartiles"]
    return f"{found[0]:{form}} to {found[2]:{form}}" if found else NONE

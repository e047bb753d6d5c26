"""Turn the figures of the study into its page, from study.md. No number or direction is typed by hand.

A figure is a JSON object made by `brnn.evaluation.study`: n, a value under "share", "mean" or
"quartiles", and its 95% "interval". A figure on which a sentence rests also has a wider "joint"
interval. Both are null if the values do not allow one; see `brnn.evaluation.study.intervals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Literal

from jinja2 import UndefinedError

from brnn.config import CELLS
from brnn.evaluation.report import faithfulness, ladder
from brnn.evaluation.report.markdown import NONE, render, shown, with_interval
from brnn.evaluation.report.sources import METRICS, Figures, ReportError, part, read_if_there, read_json

FORMAT = 3
FIGURES, PAGE = "figures.json", "README.md"

Side = Literal[-1, 0, 1]


def page(folder: Path, assets: Path) -> str:
    """Return the page of a study, built from its figures and, if present, those of the ladder.

    Raises ReportError if the figures cannot be read or have another format version.
    """
    path = folder / FIGURES
    found = read_json(path)
    if found.get("format") != FORMAT:
        raise ReportError(f"{path} has another format version: run `make study` again")
    trained = ladder.rungs_in(assets)
    name = str(part(found, "model").get("name"))
    metrics = read_if_there(assets / name / METRICS)
    values = {
        **found,
        "cells": CELLS,
        "colours": faithfulness.table_of({name: metrics}),
        "rungs": ladder.table_of(trained),
        "gains": ladder.sentences(trained),
    }
    try:
        text = render("study.md", values, side, agreed, share, mean, points, median, quartiles)
    except (UndefinedError, KeyError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ReportError(f"{path} lacks figures ({reason}): run `make study`") from error
    return "\n\n".join(map(_wrapped, re.split(r"\n{2,}", text.strip()))) + "\n"


def side(figure: Figures, level: float = 0.0) -> Side:
    """Return 1 or −1 if the whole joint interval lies above or below a level; otherwise 0.

    Raises KeyError for a figure that was not measured for a claim.
    """
    low, high = figure["joint"] or (level, level)
    return 1 if low > level else -1 if high < level else 0


def agreed(figures: Sequence[Figures], level: float = 0.0) -> Side:
    """Return the side of several figures if all of them are on the same; otherwise 0."""
    sides = {side(figure, level) for figure in figures}
    return sides.pop() if len(sides) == 1 else 0


def share(figure: Figures) -> str:
    """Return a share with its interval."""
    return with_interval(figure["share"], figure["interval"], ".1%")


def mean(figure: Figures, form: str, unit: float = 1) -> str:
    """Return a mean with its interval, multiplied by `unit`. form: a format specification."""
    return with_interval(figure["mean"], figure["interval"], form, unit)


def points(figure: Figures) -> str:
    """Return a mean difference of shares, in percentage points."""
    return mean(figure, "+.2f", 100)


def median(figure: Figures, form: str) -> str:
    """Return the median with its interval."""
    return with_interval(figure["quartiles"] and figure["quartiles"][1], figure["interval"], form)


def quartiles(figure: Figures, form: str) -> str:
    """Return the first and the third quartile."""
    found = figure["quartiles"]
    return f"{shown(found[0], form)} to {shown(found[2], form)}" if found else NONE


def _wrapped(block: str) -> str:
    """Wrap a paragraph or the items of a list at 100 characters; leave a table or a title as it is."""
    if block.startswith(("|", "#")):
        return block
    indent = "  " * block.startswith("- ")
    items = (" ".join(item.split()) for item in re.split(r"\n(?=- )", block))
    return "\n".join(
        fill(item, 100, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        for item in items
    )

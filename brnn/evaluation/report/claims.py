"""Sentences of README that claim something about figures, each with what makes it true.

Generated sentences follow their figures. These were written by hand, so `report --check` asks for each
whether README still has it and whether the figures still support it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from brnn.evaluation.report.sources import (
    METRICS,
    NO_SYNTHETIC,
    Figures,
    by_tag,
    interval,
    number,
    part,
    read_if_there,
)


def broken(root: Path) -> Iterator[str]:
    """Yield a line for every claim that README no longer has or that the figures do not support."""
    readme = " ".join((root / "README.md").read_text("utf-8").split())
    for sentence, supported in CLAIMS.items():
        if sentence not in readme:
            yield f"README.md no longer says “{sentence}”: change its entry in report/claims.py"
        elif supported(root / "assets") is False:
            yield f"README.md says “{sentence}”, but the figures do not support it"


def _right_three_times_in_four(assets: Path) -> bool | None:
    bounds = interval(part(_metrics(assets, "article"), "test"))
    return bounds and 0.73 < bounds[0] <= bounds[1] < 0.77


def _overlap_in_every_row(assets: Path) -> bool | None:
    columns = []
    for metrics in (_metrics(assets, "default"), read_if_there(assets / NO_SYNTHETIC)):
        rows = [part(metrics, *texts) for texts in (("texts", "sst2_dev"), ("short_reviews",), ("test",))]
        columns.append([interval(row) for row in (*rows, *by_tag(metrics).values())])
    pairs = [(one, other) for one, other in zip(*columns, strict=False) if one and other]
    return all(one[0] <= other[1] and other[0] <= one[1] for one, other in pairs) if pairs else None


def _help_negation_most(assets: Path) -> bool | None:
    with_them, without = (
        {tag: number(figures, "accuracy") for tag, figures in by_tag(found).items()}
        for found in (_metrics(assets, "default"), read_if_there(assets / NO_SYNTHETIC))
    )
    gains = {tag: (with_them[tag] or 0) - (accuracy or 0) for tag, accuracy in without.items()}
    return max(gains, key=lambda tag: gains[tag]) == "negation" if gains else None


def _worse_on_sentences(assets: Path) -> bool | None:
    after = part(_metrics(assets, "default"), "texts", "sst2_dev")
    before = part(after, "uncalibrated")
    return all(before[name] < after[name] for name in ("log_loss", "calibration_error")) if before else None


CLAIMS: dict[str, Callable[[Path], bool | None]] = {
    "The article's model is right about three times in four.": _right_three_times_in_four,
    "They stay because they help most with negation, which people like to try.": _help_negation_most,
    "Each column is one training, and in every row their 95% intervals overlap.": _overlap_in_every_row,
    "On SST-2 dev, the temperature makes both measures worse.": _worse_on_sentences,
}
"""Each claim, and whether the figures in `assets` support it; None if there are none."""


def _metrics(assets: Path, model: str) -> Figures:
    return read_if_there(assets / model / METRICS)

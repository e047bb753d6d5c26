"""Sentences written by hand that claim something about figures, each with what makes it true.

Generated sentences follow their figures. These do not, so `report --check` asks for each whether it still
stands where it was written and whether the figures still allow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brnn.evaluation.report import sources
from brnn.evaluation.report.sources import Figures, part

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Claim:
    """A sentence in a file, and whether the figures in `assets` allow it; None without these figures."""

    file: str
    sentence: str
    allowed: Callable[[Path], bool | None]


def broken(root: Path) -> Iterator[str]:
    """Yield a line for every claim that is not in its file or that its figures do not allow."""
    for claim in CLAIMS:
        text = " ".join((root / claim.file).read_text("utf-8").replace('"', " ").split())
        if " ".join(claim.sentence.split()) not in text:
            yield f"{claim.file} no longer says “{claim.sentence}”: change its entry in report/claims.py"
        elif claim.allowed(root / "assets") is False:
            yield f"{claim.file} says “{claim.sentence}”, but the figures do not allow it"


def _right_three_times_in_four(assets: Path) -> bool | None:
    bounds = _bounds(assets / "article", "test")
    return bounds and 0.73 < bounds[0] <= bounds[1] < 0.77


def _style_helps(assets: Path) -> bool | None:
    """A model of our texts alone is better on ours than on others'; default without them is worse on ours."""
    only = part(_metrics(assets / "baseline"), "own_short_reviews_only")
    ours, others = _interval(part(only, "short_reviews")), _interval(part(only, "texts", "sst2_dev"))
    file = assets / "repeats" / "default-without-own-texts.json"
    without = _interval(part(sources.read_json(file), "short_reviews")) if file.is_file() else None
    now = _bounds(assets / "default", "short_reviews")
    return ours and others and without and now and others[1] < ours[0] and without[1] < now[0]


def _same_on_sentences(assets: Path) -> bool | None:
    file = assets / "repeats" / "default-without-own-texts.json"
    found = [sources.read_json(file) if file.is_file() else {}, _metrics(assets / "default")]
    one, other = (_interval(part(metrics, "texts", "sst2_dev")) for metrics in found)
    return one and other and one[0] <= other[1] and other[0] <= one[1]


def _worse_on_sentences(assets: Path) -> bool | None:
    after = part(_metrics(assets / "default"), "texts", "sst2_dev")
    before = part(after, "uncalibrated")
    measures = ("log_loss", "calibration_error")
    return all(before[name] < after[name] for name in measures) if before else None


def _older_ladder(assets: Path) -> bool | None:
    files = list(assets.glob(f"ladder/*/{sources.CONFIG}"))
    return (
        all(part(sources.read_json(file), "model").get("max_words") == 120 for file in files)
        if files
        else None
    )


def _not_cross_fitted(assets: Path) -> bool | None:
    committee = part(_metrics(assets / "default"), "committee")
    return "folds" not in committee if committee else None


CLAIMS = (
    Claim("README.md", "Those that ship are older: they read the last 120 words.", _older_ladder),
    Claim("README.md", "The shipped model was trained without this.", _not_cross_fitted),
    Claim("README.md", "The article's model is right about three times in four.", _right_three_times_in_four),
    Claim("README.md", "Whoever knows their style does well on them", _style_helps),
    Claim("README.md", "on SST-2 dev, no difference can be shown", _same_on_sentences),
    Claim("README.md", "On SST-2 dev, it makes both measures slightly worse.", _worse_on_sentences),
)


def _bounds(folder: Path, split: str) -> Bounds | None:
    return _interval(part(_metrics(folder), split))


def _metrics(folder: Path) -> Figures:
    file = folder / sources.METRICS
    return sources.read_json(file) if file.is_file() else {}


def _interval(figures: Figures) -> Bounds | None:
    ends = figures.get("accuracy_interval")
    return (ends[0], ends[1]) if isinstance(ends, list) and len(ends) == 2 else None

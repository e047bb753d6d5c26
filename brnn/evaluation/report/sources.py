"""The files that figures are read from: metrics of models, of their repeats and of the baseline."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brnn.config import ModelConfig, SettingError

CONFIG, METRICS = "config.json", "metrics.json"
ON_DISK = ("model.weights.h5", "vocabulary.txt")
"""The files of a model that a reading needs, beside its settings."""

COMPARED = ("default", "article", "baseline")
"""What README compares, where it is there. The baseline is figures alone, not a model folder."""

Figures = Mapping[str, Any]
"""What `measures.measure` returns, or a part of it; empty where nothing was measured."""


class ReportError(ValueError):
    """A file that no report can be made of. The message names it and what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """Metrics with the folder they lie in."""

    folder: Path
    metrics: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What README calls it."""
        return self.folder.name

    @property
    def bytes_on_disk(self) -> int | None:
        """Size of weights and vocabulary; None for what is no model's folder."""
        files = [self.folder / name for name in ON_DISK]
        return sum(file.stat().st_size for file in files) if all(map(Path.is_file, files)) else None


def model_folders(assets: Path) -> list[Path]:
    """Return the folders of the shipped models, those of the ladder after the others."""
    found = [*sorted(assets.glob(f"*/{CONFIG}")), *sorted(assets.glob(f"ladder/*/{CONFIG}"))]
    return [file.parent for file in found if not file.parent.name.startswith(".")]


def compared(assets: Path) -> list[Source]:
    """Return what README compares and has a metrics file."""
    folders = [assets / name for name in COMPARED]
    return [
        Source(folder, read_json(folder / METRICS))
        for folder in folders
        if (folder / METRICS).is_file()
    ]


def runs_of(folder: Path) -> list[Mapping[str, Any]]:
    """Return the metrics of a model and of its repeats with other seeds, by seed.

    Raises ReportError where a repeat is of another recipe: a mean over both would mean nothing.
    """
    first = folder / METRICS
    repeats = (folder.parent / "repeats").glob(f"{folder.name}-seed-*.json")
    files = [file for file in (first, *sorted(repeats)) if file.is_file()]
    runs = {file: read_json(file) for file in files}
    for file in files[1:]:
        for name, (one, other) in _recipes_differ(runs[files[0]], runs[file]).items():
            raise ReportError(
                f"{file} is a run of another recipe than {files[0]}: {name} is {other}, not {one}"
            )
    by_seed = {number(run, "training", "seed"): run for run in reversed(runs.values())}
    return [by_seed[seed] for seed in sorted(by_seed, key=lambda seed: seed or 0)]


def config_of(folder: Path) -> tuple[str, ModelConfig]:
    """Return a model's name and its settings. Raises ReportError."""
    path = folder / CONFIG
    values = read_json(path)
    try:
        return str(values.get("name")), ModelConfig.from_json(values.get("model"))
    except SettingError as error:
        raise ReportError(f"{path}: {error}") from error


def read_json(path: Path) -> Mapping[str, Any]:
    """Return the JSON object in a file. Raises ReportError."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReportError(f"{path} cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise ReportError(f"{path} must hold a JSON object")
    return value


def part(metrics: Figures, *path: str) -> Figures:
    """Return the object at a place in the metrics; empty where there is none."""
    value: Any = metrics
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def number(metrics: Figures, *path: str) -> float | None:
    """Return the number at a place in the metrics; None where there is no finite one."""
    value = part(metrics, *path[:-1]).get(path[-1])
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def by_length(metrics: Figures) -> dict[str, Figures]:
    """Return the figures on the test split by number of words: {"1–100": …, "401 and more": …}."""
    lengths = part(metrics, "test").get("by_length")
    found = {}
    for figures in lengths if isinstance(lengths, list) else []:
        low, high = number(figures, "from"), number(figures, "to")
        if low is not None:
            found[f"{low:,.0f}–{high:,.0f}" if high else f"{low:,.0f} and more"] = figures
    return found


def by_tag(metrics: Figures) -> dict[str, Figures]:
    """Return the figures on the short reviews by tag."""
    tags = part(metrics, "short_reviews", "by_tag")
    return {tag: part(tags, tag) for tag in tags}


def seconds_of(metrics: Figures) -> float | None:
    """Return how long a training took, all stages together; None where that was not recorded."""
    alone = None if part(metrics, "pretraining") else number(metrics, "seconds")
    return alone if (in_all := number(metrics, "seconds_in_all")) is None else in_all


def _recipes_differ(one: Figures, other: Figures) -> dict[str, tuple[Any, Any]]:
    """Return what both record of their recipe and do not share, but for the seed."""
    recipes = [
        {name: run[name] for name in ("preset", "reviews", "reader_weights") if name in run}
        | {name: value for name, value in part(run, "training").items() if name != "seed"}
        | {
            f"{stage} {name}": value
            for stage in ("pretraining", "committee")
            for name, value in part(run, stage, "settings").items()
            if name != "seed"
        }
        for run in (one, other)
    ]
    return {
        name: (recipes[0][name], recipes[1][name])
        for name in recipes[0].keys() & recipes[1].keys()
        if recipes[0][name] != recipes[1][name]
    }

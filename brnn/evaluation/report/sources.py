"""The sources of the report: metrics of models, of repeats with other seeds, of the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brnn.config import ModelConfig, SettingError
from brnn.model.files import read_json as json_object

CONFIG, METRICS = "config.json", "metrics.json"
COMPARED = ("default", "article", "baseline")
"""What README compares, if present. The baseline has metrics only, no model folder."""
NO_SYNTHETIC = Path("repeats", "default-without-synthetic-texts.json")
"""Metrics of default trained without synthetic sentences, and otherwise alike, under `assets`."""

SCORES = {"f1": "F1", "roc_auc": "ROC AUC", "log_loss": "log-loss", "calibration_error": "calibration error"}
"""The scalar results of `measures.measure` and their names. They are shown with three decimals."""

_LARGEST = 2**53  # up to here a browser reads all whole numbers exactly
_TEXTS = {"sst2_dev": "SST-2 dev"}

Figures = Mapping[str, Any]
"""What `measures.measure` returns, or a part of it; empty if nothing was measured."""


class ReportError(ValueError):
    """A file that cannot be used for the report. The message names the file and the problem."""


def model_folders(assets: Path) -> list[Path]:
    """Return the folders of the shipped models, the ladder last."""
    found = [*sorted(assets.glob(f"*/{CONFIG}")), *sorted(assets.glob(f"ladder/*/{CONFIG}"))]
    return [file.parent for file in found if not file.parent.name.startswith(".")]


def compared(assets: Path) -> dict[Path, Figures]:
    """Return the models that README compares: their folders, and their metrics as far as measured."""
    folders = (assets / name for name in COMPARED)
    return {path: read_json(path / METRICS) for path in folders if (path / METRICS).is_file()}


def bytes_on_disk(folder: Path) -> int | None:
    """Return the size of a model's weights and vocabulary; None if the folder does not hold a model."""
    files = [folder / name for name in ("model.weights.h5", "vocabulary.txt")]
    return sum(file.stat().st_size for file in files) if all(map(Path.is_file, files)) else None


def runs_of(folder: Path) -> list[Figures]:
    """Return the metrics of a model and of its repeats with other seeds, sorted by seed.

    Raises ReportError if a repeat used another recipe, because their mean would be meaningless.
    """
    repeats = (folder.parent / "repeats").glob(f"{folder.name}-seed-*.json")
    files = [file for file in (folder / METRICS, *sorted(repeats)) if file.is_file()]
    runs = [read_json(file) for file in files]
    for file, run in zip(files[1:], runs[1:], strict=True):
        one, other = _recipe(runs[0]), _recipe(run)
        for name in sorted(one.keys() & other.keys()):
            if one[name] != other[name]:
                what = f"{name} is {other[name]}, not {one[name]}"
                raise ReportError(f"{file} and {files[0]} used different recipes: {what}")
    by_seed = {number(run, "training", "seed"): run for run in reversed(runs)}
    return [by_seed[seed] for seed in sorted(by_seed, key=lambda seed: seed or 0)]


def config_of(folder: Path) -> tuple[str, ModelConfig]:
    """Return a model's name and its settings. Raises ReportError."""
    path = folder / CONFIG
    values = read_json(path)
    try:
        return str(values.get("name")), ModelConfig.from_json(values.get("model"))
    except SettingError as error:
        raise ReportError(f"{path}: {error}") from error


def read_json(path: Path) -> Figures:
    """Return the JSON object in a file. Raises ReportError."""
    try:
        return json_object(path)
    except (OSError, ValueError) as error:
        raise ReportError(f"{path} cannot be read: {error}") from error


def read_if_there(path: Path) -> Figures:
    """Return the JSON object in a file; empty if there is no file. Raises ReportError."""
    return read_json(path) if path.is_file() else {}


def part(metrics: Figures, *path: str) -> Figures:
    """Return the object at a path in the metrics; empty if there is none."""
    value: Any = metrics
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def number(metrics: Figures, *path: str) -> float | None:
    """Return the number at a path in the metrics; None if there is no finite number."""
    return finite(part(metrics, *path[:-1]).get(path[-1]))


def finite(value: object) -> float | None:
    """Return a value if it is a finite number, as a measurement is; otherwise None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        return None
    return value


def interval(figures: Figures, name: str = "accuracy_interval") -> tuple[float, float] | None:
    """Return both ends of an interval; None unless there are two finite numbers."""
    ends = figures.get(name)
    found = [finite(end) for end in ends] if isinstance(ends, list) else []
    if len(found) != 2 or found[0] is None or found[1] is None:
        return None
    return found[0], found[1]


def texts_of(metrics: Figures) -> dict[str, str]:
    """Return the files of others' texts that a model was measured on, with their titles."""
    return {name: title_of(name) for name in part(metrics, "texts")}


def title_of(texts: str) -> str:
    """Return the title of a file of others' texts, named without its ending."""
    return _TEXTS.get(texts, texts)


def calibrated(metrics: Figures, splits: Mapping[str, str]) -> list[tuple[str, Figures, Figures]]:
    """Return the results before and after calibration: of others' texts, then of the splits, by title."""
    pairs = [
        (title, part(metrics, "texts", name, "uncalibrated"), part(metrics, "texts", name))
        for name, title in texts_of(metrics).items()
    ]
    pairs += [
        (title, part(metrics, "uncalibrated", name), part(metrics, name)) for name, title in splits.items()
    ]
    return [pair for pair in pairs if pair[1]]


def by_length(metrics: Figures, split: str = "test") -> dict[str, Figures]:
    """Return the results on a split by length: {"1–100": …, "401 and more": …}."""
    lengths = part(metrics, split).get("by_length")
    found = {}
    for figures in lengths if isinstance(lengths, list) else []:
        low, high = number(figures, "from"), number(figures, "to")
        if low is not None:
            found[f"{low:,.0f}–{high:,.0f}" if high else f"{low:,.0f} and more"] = figures
    return found


def by_tag(metrics: Figures) -> dict[str, Figures]:
    """Return the results on the short reviews by tag."""
    tags = part(metrics, "short_reviews", "by_tag")
    return {tag: part(tags, tag) for tag in tags}


def seconds_of(metrics: Figures) -> float | None:
    """Return the seconds of a training, all stages together; None if they were not recorded."""
    alone = None if part(metrics, "pretraining") else number(metrics, "seconds")
    return alone if (in_all := number(metrics, "seconds_in_all")) is None else in_all


def _recipe(run: Figures) -> dict[str, Any]:
    """Return the settings that a run records, apart from the seed."""
    settings = {name: run[name] for name in ("preset", "reviews", "reader_weights") if name in run}
    stages = {"": part(run, "training")}
    stages |= {f"{stage} ": part(run, stage, "settings") for stage in ("pretraining", "heads", "committee")}
    committee = part(run, "committee")
    stages["committee's "] = {k: committee[k] for k in ("revision", "network", "surer") if k in committee}
    for stage, found in stages.items():
        settings |= {stage + name: value for name, value in found.items() if name != "seed"}
    return settings

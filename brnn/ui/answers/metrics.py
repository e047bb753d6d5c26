"""The answer to "metrics": the contents of all models' metrics.json files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import cast, get_args

from brnn.config import Selection
from brnn.evaluation.report.ladder import accuracies, rungs_in, second_directions
from brnn.evaluation.report.sources import (
    COMPARED,
    CONFIG,
    METRICS,
    Figures,
    ReportError,
    by_tag,
    bytes_on_disk,
    model_folders,
    number,
    part,
    read_json,
    seconds_of,
)
from brnn.model import shelf
from brnn.ui.answers.question import Asked
from brnn.ui.protocol.models import Ladder, Measured, Metrics, Score, SecondDirection, Training

_CONFUSION = ("true_negative", "false_positive", "false_negative", "true_positive")


def metrics(asked: Asked) -> Metrics:
    """Return the measurements of all models, the baseline and the ladder."""
    folder = folder_of(asked)
    models, problems = [], []
    for name, path in _measured(folder):
        try:
            models.append(_model(path, name))
        except ReportError as error:
            problems.append(str(error))
    return {
        "kind": "metrics",
        "models": models,
        "problems": problems,
        "ladder": ladder_part(folder),
    }


def folder_of(asked: Asked) -> Path:
    """Return the folder that contains all model folders."""
    return (asked.folder or shelf.ASSETS).absolute()


def ladder_part(folder: Path) -> Ladder:
    """Return the accuracies of the ladder, and the gain from the second direction."""
    try:
        rungs = rungs_in(folder)
    except ReportError as error:
        return {"rungs": [], "second_directions": [], "problem": str(error)}
    return {
        "rungs": [
            {
                "cell": cell,
                "direction": direction,
                "n": _most(number(run, "test", "n") for run in runs),
                "accuracies": accuracies(runs),
            }
            for (cell, direction), runs in rungs.items()
            if accuracies(runs)
        ],
        "second_directions": [cast(SecondDirection, asdict(found)) for found in second_directions(rungs)],
        "problem": None,
    }


def _measured(folder: Path) -> list[tuple[str, Path]]:
    """Return the names and folders of the models and of the baseline, the ladder last."""
    baseline = folder / COMPARED[-1]
    found = [*model_folders(folder), *[baseline] * (baseline / METRICS).is_file()]
    named = [(path.relative_to(folder).as_posix(), path) for path in found]
    return sorted(named, key=lambda one: shelf.place(one[0]))


def _model(path: Path, name: str) -> Measured:
    found = read_json(path / METRICS) if (path / METRICS).is_file() else {}
    counts = {name: _whole(number(found, "test", "confusion", name)) for name in _CONFUSION}
    confusion = {name: count for name, count in counts.items() if count is not None}
    return {
        "name": name,
        "is_model": (path / CONFIG).is_file(),
        "test": _score(part(found, "test")),
        "short_reviews": _score(part(found, "short_reviews")),
        "by_tag": {tag: _score(figures) for tag, figures in by_tag(found).items()},
        "parameters": _whole(number(found, "parameters")),
        "features": _whole(number(found, "features")),
        "bytes": bytes_on_disk(path),
        "seconds": seconds_of(found),
        "training": _training(found),
        "confusion": confusion if len(confusion) == len(_CONFUSION) else None,
    }


def _score(found: Figures, loss: str = "log_loss") -> Score:
    ends = found.get("accuracy_interval")
    interval = [number({"end": end}, "end") for end in ends] if isinstance(ends, list) else []
    return {
        "n": _whole(number(found, "n")),
        "accuracy": number(found, "accuracy"),
        "interval": [end for end in interval if end is not None] if len(interval) == 2 else None,
        "log_loss": number(found, loss),
        "calibration_error": number(found, "calibration_error"),
    }


def _training(found: Figures) -> Training | None:
    history = found.get("history")
    epochs = [epoch for epoch in history if isinstance(epoch, Mapping)] if isinstance(history, list) else []
    for split in ("validation", "test"):
        if any(part(epoch, split) for epoch in epochs):
            selection = part(found, "training").get("selection")
            return {
                "trained": [_score(epoch, "loss") for epoch in epochs],
                "split": split,
                "held_out": [_score(part(epoch, split)) for epoch in epochs],
                "kept": _whole(number(found, "kept_epoch")),
                "selection": selection if selection in get_args(Selection) else None,
            }
    return None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _most(counts: Iterable[float | None]) -> int | None:
    return _whole(max((count for count in counts if count is not None), default=None))

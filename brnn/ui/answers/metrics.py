"""The answer to "metrics": the contents of all models' metrics.json files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from brnn.config import Cell, Direction, Selection
from brnn.evaluation.report.ladder import (
    SERIES,
    SecondDirection,
    accuracies,
    failed,
    rungs_in,
    second_directions,
)
from brnn.evaluation.report.sources import (
    COMPARED,
    CONFIG,
    METRICS,
    Figures,
    ReportError,
    by_tag,
    bytes_on_disk,
    interval,
    number,
    part,
    read_json,
    seconds_of,
)
from brnn.model import shelf
from brnn.model.hub.names import local, named_in
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import TypedDict

_CONFUSION = ("true_negative", "false_positive", "false_negative", "true_positive")


class Score(TypedDict):
    """Figures on some reviews; None: not measured. interval: 95%, of the accuracy."""

    n: int | None
    accuracy: float | None
    interval: list[float] | None
    log_loss: float | None
    calibration_error: float | None


class Training(TypedDict):
    """How a model learned, epoch by epoch.

    trained: on the training texts, measured during training; held_out: on the held-out reviews of
    `split`. kept: the epoch whose weights are kept, from 1, and how it was selected:
    "validation" is the lowest log-loss on the validation reviews.
    """

    trained: list[Score]
    split: Literal["validation", "test"]
    held_out: list[Score]
    kept: int | None
    selection: Selection | None


class Measured(TypedDict):
    """Measurements of a model, or of the baseline, which is not a network.

    is_model: whether it can read texts. sentences: of other people, the file SST-2 dev.
    short_reviews: our own, by_tag: by difficulty.
    confusion: of the test reviews, as `measures.confusion` names the four counts. features: of the
    baseline. bytes: of weights and vocabulary. seconds: of the whole training.
    """

    name: str
    is_model: bool
    test: Score
    sentences: Score
    short_reviews: Score
    by_tag: dict[str, Score]
    parameters: int | None
    features: int | None
    bytes: int | None
    seconds: float | None
    training: Training | None
    confusion: dict[str, int] | None


class Rung(TypedDict):
    """A model of the ladder: its test accuracies over seeds, each of n reviews, without the failed runs."""

    cell: Cell
    direction: Direction
    n: int | None
    accuracies: list[float]
    failed: int


class Ladder(TypedDict):
    """What the runs of a series of the ladder say.

    baseline: test accuracy of the baseline, which only counts words. problem: why the runs cannot be read.
    """

    rungs: list[Rung]
    second_directions: list[SecondDirection]
    baseline: float | None
    problem: str | None


class Metrics(TypedDict):
    """The answer to "metrics". problems: why a model's figures cannot be read, one each."""

    kind: Literal["metrics"]
    models: list[Measured]
    problems: list[str]
    ladders: dict[str, Ladder]


def metrics(asked: Asked) -> Metrics:
    """Return the measurements of all models, the baseline and the ladder."""
    folder = folder_of(asked)
    models, problems = [], []
    for name, path in _measured(asked, folder / COMPARED[-1]):
        try:
            models.append(_model(path, name))
        except ReportError as error:
            problems.append(str(error))
    ladders = {series: ladder_part(folder, series) for series in SERIES}
    return {"kind": "metrics", "models": models, "problems": problems, "ladders": ladders}


def folder_of(asked: Asked) -> Path:
    """Return the folder with the figures of the ladder and the baseline: a source, or that of what ships."""
    folders = (Path(source) for source in asked.sources)
    return next(
        (one for one in folders if one.is_dir() and not (one / CONFIG).is_file()), shelf.ASSETS
    ).absolute()


def ladder_part(folder: Path, series: str = "scratch") -> Ladder:
    """Return the accuracies of a series of the ladder, and the gain from the second direction."""
    try:
        rungs = rungs_in(folder, series)
        path = folder / COMPARED[-1] / METRICS
        baseline = number(read_json(path), "test", "accuracy") if path.is_file() else None
    except ReportError as error:
        return {"rungs": [], "second_directions": [], "baseline": None, "problem": str(error)}
    return {
        "rungs": [
            {
                "cell": cell,
                "direction": direction,
                "n": max((n for run in runs if (n := _whole(run, "test", "n")) is not None), default=None),
                "accuracies": accuracies(runs),
                "failed": sum(map(failed, runs)),
            }
            for (cell, direction), runs in rungs.items()
        ],
        "second_directions": second_directions(rungs),
        "baseline": baseline,
        "problem": None,
    }


def _measured(asked: Asked, baseline: Path) -> list[tuple[str, Path]]:
    """Return the names and folders of the models that are here and of the baseline, the ladder last."""
    found = {name: folder for name, model in named_in(asked.sources).items() if (folder := local(model))}
    if (baseline / METRICS).is_file():
        found[baseline.name] = baseline
    return sorted(found.items(), key=lambda one: shelf.place(one[0]))


def _model(path: Path, name: str) -> Measured:
    found = read_json(path / METRICS) if (path / METRICS).is_file() else {}
    counts = {name: _whole(found, "test", "confusion", name) for name in _CONFUSION}
    confusion = {name: count for name, count in counts.items() if count is not None}
    return {
        "name": name,
        "is_model": (path / CONFIG).is_file(),
        "test": _score(part(found, "test")),
        "sentences": _score(part(found, "texts", "sst2_dev")),
        "short_reviews": _score(part(found, "short_reviews")),
        "by_tag": {tag: _score(figures) for tag, figures in by_tag(found).items()},
        "parameters": _whole(found, "parameters"),
        "features": _whole(found, "features"),
        "bytes": bytes_on_disk(path),
        "seconds": seconds_of(found),
        "training": _training(found),
        "confusion": confusion if len(confusion) == len(_CONFUSION) else None,
    }


def _score(found: Figures, loss: str = "log_loss") -> Score:
    ends = interval(found)
    return {
        "n": _whole(found, "n"),
        "accuracy": number(found, "accuracy"),
        "interval": list(ends) if ends else None,
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
                "kept": _whole(found, "kept_epoch"),
                "selection": selection if selection in get_args(Selection) else None,
            }
    return None


def _whole(found: Figures, *path: str) -> int | None:
    value = number(found, *path)
    return None if value is None else int(value)

"""The table of all models, and that of the short reviews: figures as they are printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from brnn.evaluation.report.markdown import NONE, counts, shown
from brnn.evaluation.report.sources import (
    COMPARED,
    CONFIG,
    METRICS,
    Figures,
    ReportError,
    Source,
    by_tag,
    model_folders,
    number,
    part,
    read_json,
    seconds_of,
)
from brnn.ui import payload
from brnn.ui.texts import models as texts

Row = dict[str, Any]


def sources_in(folder: Path) -> tuple[list[Source], list[str]]:
    """Return all that was measured: shipped models, the baseline, the ladder; and what is amiss."""
    found: list[Source] = []
    amiss: list[str] = []
    baseline = folder / COMPARED[-1]
    folders = model_folders(folder)
    if (baseline / METRICS).is_file():
        folders.append(baseline)
    for path in sorted(folders, key=lambda path: _place(path, folder)):
        try:
            metrics = read_json(path / METRICS) if (path / METRICS).is_file() else {}
            found.append(Source(path, metrics))
        except ReportError as error:
            amiss.append(str(error))
    return found, amiss


def name_of(source: Source, folder: Path) -> str:
    """Return a model's name as `shelf.models_in` gives it: "default", "ladder/gru-forward"."""
    return source.folder.relative_to(folder).as_posix()


def overview(sources: list[Source], folder: Path) -> payload.Part:
    """Return the table of all models: a row each, in the order given."""
    rows = [_row(source, name_of(source, folder)) for source in sources]
    n, short = (
        counts(part(source.metrics, split) for source in sources)
        for split in ("test", "short_reviews")
    )
    return {
        "head": list(texts.COLUMNS.values()),
        "rows": rows,
        "note": texts.TABLE_NOTE.format(n=n, short=short),
        "sentence": _best(sources, folder),
    }


def short_reviews(sources: list[Source], folder: Path) -> payload.Part | None:
    """Return accuracy on the short reviews by tag, in percent; None where nobody was asked."""
    asked = [source for source in sources if part(source.metrics, "short_reviews")]
    tags = list(dict.fromkeys(tag for source in asked for tag in by_tag(source.metrics)))
    if not asked:
        return None
    ns = [counts(by_tag(source.metrics).get(tag, {}) for source in asked) for tag in tags]
    everything = counts(part(source.metrics, "short_reviews") for source in asked)
    rows = []
    for source in asked:
        of_tag = by_tag(source.metrics)
        kinds = [part(source.metrics, "short_reviews"), *(of_tag.get(tag, {}) for tag in tags)]
        rows.append(
            {
                "model": name_of(source, folder),
                "label": _label(source, name_of(source, folder)),
                "cells": [_percent(number(kind, "accuracy")) for kind in kinds],
            }
        )
    heads = [
        f"{tag}\nn = {n}" for tag, n in zip([texts.ALL_TAGS, *tags], [everything, *ns], strict=True)
    ]
    return {"head": [texts.COLUMNS["name"], *heads], "rows": rows}


def _row(source: Source, name: str) -> Row:
    metrics = source.metrics
    test = part(metrics, "test")
    is_model = (source.folder / CONFIG).is_file()
    return {
        "model": name,
        "label": _label(source, name),
        "pickable": is_model,
        "accuracy": number(test, "accuracy"),
        "interval": _interval(test),
        "cells": [
            _share(test),
            shown(number(test, "log_loss"), ".3f"),
            _points(number(test, "calibration_error")),
            _percent(number(metrics, "short_reviews", "accuracy")),
            _size_of_network(metrics),
            _megabytes(source),
            _duration(seconds_of(metrics)),
        ],
        "missing": "" if metrics else texts.NO_METRICS,
    }


def _best(sources: list[Source], folder: Path) -> str:
    ranked = sorted(
        (
            (accuracy, source)
            for source in sources
            if (accuracy := number(source.metrics, "test", "accuracy")) is not None
        ),
        key=lambda pair: -pair[0],
    )
    if len(ranked) < 2:
        return ""
    (first, best), (other, second) = ranked[:2]
    ends = [_interval(part(source.metrics, "test")) for source in (best, second)]
    if ends[0] is None or ends[1] is None:
        return ""
    return texts.TABLE_SENTENCE.format(
        best=_label(best, name_of(best, folder)),
        accuracy=f"{first:.1%}",
        second=_label(second, name_of(second, folder)),
        other=f"{other:.1%}",
        apart=texts.APART[ends[0][0] > ends[1][1]],
    )


def _label(source: Source, name: str) -> str:
    if not (source.folder / CONFIG).is_file():
        return f"{name} ({texts.BASELINE})"
    return payload.model_name(name)


def _place(path: Path, folder: Path) -> tuple[bool, int, str]:
    name = path.relative_to(folder).as_posix()
    return "/" in name, COMPARED.index(name) if name in COMPARED else len(COMPARED), name


def _interval(test: Figures) -> tuple[float, float] | None:
    ends = test.get("accuracy_interval")
    if not isinstance(ends, list) or len(ends) != 2:
        return None
    low, high = (number({"end": end}, "end") for end in ends)
    return None if low is None or high is None else (low, high)


def _share(test: Figures) -> str:
    accuracy, interval = number(test, "accuracy"), _interval(test)
    if accuracy is None or interval is None:
        return shown(accuracy, ".1%")
    return f"{accuracy:.1%} ({100 * interval[0]:.1f} to {100 * interval[1]:.1f})"


def _percent(share: float | None) -> str:
    return shown(share, ".0%")


def _points(error: float | None) -> str:
    return NONE if error is None else f"{100 * error:.1f}"


def _size_of_network(metrics: Figures) -> str:
    features = number(metrics, "features")
    if features is not None:
        return texts.FEATURES.format(features=int(features))
    return shown(number(metrics, "parameters"), ",.0f")


def _megabytes(source: Source) -> str:
    size = source.bytes_on_disk
    return NONE if size is None else texts.MEGABYTES.format(size=size / 1e6)


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return NONE
    if seconds < 120:
        return texts.SECONDS.format(seconds=seconds)
    return texts.MINUTES.format(minutes=seconds / 60)

"""The tables of README.md: models side by side, recipes, the article's results, explanations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from brnn.config import CELLS
from brnn.evaluation.report.ladder import ladder
from brnn.evaluation.report.markdown import NONE, code, counts, share, shown, spread, table
from brnn.evaluation.report.sources import (
    COMPARED,
    Figures,
    ReportError,
    by_length,
    by_tag,
    bytes_on_disk,
    compared,
    number,
    part,
    runs_of,
    seconds_of,
)
from brnn.explain.registry import EXPLANATIONS
from brnn.training.presets import LADDER, PRESETS, Preset

ARTICLE_BEST, ARTICLE_LAST = 0.7858, 0.7314
"""Test accuracies that the article reports: of its best epoch and of its last."""

FIGURES = {"f1": "F1", "roc_auc": "ROC AUC", "log_loss": "log-loss", "calibration_error": "calibration error"}
"""The scalar results of `measures.measure` and their names. They are shown with three decimals."""

Sources = Mapping[Path, Figures]
_SECTION = re.compile(r"(<!-- figures: (?P<name>[a-z-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def fill(text: str, assets: Path) -> str:
    """Return `text` with every figures section regenerated. Raises ReportError."""

    def section(found: re.Match[str]) -> str:
        if found["name"] not in _TABLES:
            raise ReportError(f"there is no table {found['name']}, only {', '.join(_TABLES)}")
        return found[1] + _TABLES[found["name"]](assets) + found[3]

    return _SECTION.sub(section, text)


def breakdown(kinds: Sequence[Mapping[str, Figures]]) -> list[list[str]]:
    """Return a row for every label: the label, n, and each column's accuracy with its interval.

    kinds: for each column, the results by label.
    """
    labels = dict.fromkeys(label for kind in kinds for label in kind)
    return [_shares(label, [kind.get(label, {}) for kind in kinds]) for label in labels]


def _models(assets: Path) -> str:
    sources = compared(assets)
    if not sources:
        return "No model has been measured yet.\n"
    metrics = sources.values()
    rows = [
        _shares("accuracy (95% interval)", _split(sources, "test")),
        *_other_seeds(sources),
        *(_numbers(label, _split(sources, "test"), key) for key, label in FIGURES.items()),
        _shares("accuracy without repeated texts", _split(sources, "test_without_repeats")),
        ["parameters", "", *map(_parameters, metrics)],
        ["weights and vocabulary on disk", "", *map(_megabytes, sources)],
        ["training time in seconds", "", *(shown(seconds_of(found), ",.0f") for found in metrics)],
    ]
    text = table(_head("on the official test split", sources), rows)
    missing = [code(name) for name in COMPARED if assets / name not in sources]
    return f"{text}\nNot measured yet: {', '.join(missing)}.\n" if missing else text


def _lengths(assets: Path) -> str:
    sources = compared(assets)
    rows = breakdown(list(map(by_length, sources.values())))
    if not rows:
        return "No model has been measured by length of the review yet.\n"
    return table(_head("words of the review", sources), rows)


def _short(assets: Path) -> str:
    sources = compared(assets)
    found = _split(sources, "short_reviews")
    if not any(found):
        return "No model has been measured on the short reviews yet.\n"
    before = _split(sources, "short_reviews_uncalibrated")
    rows = [
        _shares("all", found),
        *breakdown(list(map(by_tag, sources.values()))),
        _numbers("log-loss (all)", found, "log_loss"),
        _numbers("log-loss (all) before calibration", before, "log_loss"),
    ]
    return table(_head("short reviews", sources), rows)


def _other_seeds(sources: Sources) -> list[list[str]]:
    """Return a row with the accuracy of the same recipes under other seeds, if there are any."""
    tests = [
        [part(run, "test") for run in runs_of(folder) if run != metrics]
        for folder, metrics in sources.items()
    ]
    if not any(tests):
        return []
    cells = (", ".join(shown(number(test, "accuracy"), ".2%") for test in of) or NONE for of in tests)
    return [["accuracy with other seeds", counts(itertools.chain(*tests)), *cells]]


def _head(label: str, sources: Sources) -> list[str]:
    return [label, "n", *(code(folder.name) for folder in sources)]


def _split(sources: Sources, split: str) -> list[Figures]:
    return [part(metrics, split) for metrics in sources.values()]


def _shares(label: str, figures: Sequence[Figures]) -> list[str]:
    return [label, counts(figures), *map(share, figures)]


def _numbers(label: str, figures: Sequence[Figures], key: str) -> list[str]:
    return [label, counts(figures), *(shown(number(found, key), ".3f") for found in figures)]


def _parameters(metrics: Figures) -> str:
    features = number(metrics, "features")
    parameters = shown(number(metrics, "parameters"), ",.0f")
    return parameters if features is None else f"{features:,.0f} features"


def _megabytes(folder: Path) -> str:
    size = bytes_on_disk(folder)
    return NONE if size is None else f"{size / 1e6:.1f} MB"


def _article(assets: Path) -> str:
    runs = runs_of(assets / "article")
    watched = [_watched(run) for run in runs]
    if not runs or not all(watched):
        return "The article's recipe has not been measured yet.\n"
    rows = [
        [name, f"{reported:.2%}", spread(found, ".2%"), *(f"{accuracy:.2%}" for accuracy in found)]
        for name, reported, found in (
            ("best epoch", ARTICLE_BEST, [max(run) for run in watched]),
            ("last epoch (kept)", ARTICLE_LAST, [run[-1] for run in watched]),
        )
    ]
    seeds = [f"seed {number(run, 'training', 'seed')}" for run in runs]
    text = table(["test accuracy", "article", f"ours, mean ± SD of {len(runs)}", *seeds], rows)
    n = counts(part(run, "test") for run in runs)
    return (
        f"{text}\nAll accuracies are for the official test split (n = {n}), evaluated after every epoch as "
        "in the article. The best epoch is therefore chosen on the test split, and its accuracy is "
        "optimistic.\n"
    )


def _watched(run: Figures) -> list[float]:
    """Return the test accuracy after every epoch."""
    history = run.get("history")
    epochs = history if isinstance(history, list) else []
    return [a for epoch in epochs if (a := number(epoch, "test", "accuracy")) is not None]


def _recipes(_: Path) -> str:
    rows = [_recipe(preset) for preset in PRESETS.values() if preset not in LADDER]
    units = {rung.model.direction: rung.model.units for rung in LADDER}
    readers = (
        f"each cell: bidirectional, {units['bidirectional']} units; one reader, {units['forward']} units"
    )
    rows.append([code("ladder-…"), readers, *_recipe(LADDER[0])[2:]])
    head = ["preset", "readers", "vocabulary", "words read", "pretraining", "teacher", "epochs"]
    return table([*head, "epoch kept"], rows)


def _methods(_: Path) -> str:
    rows = [
        [
            code(explanation.name),
            explanation.question,
            ", ".join(code(f"--{s.name} {s.form}") for s in explanation.settings),
            ", ".join(explanation.needs),
        ]
        for explanation in EXPLANATIONS.values()
    ]
    return table([code("--method"), "the question it answers", "settings", "needs"], rows)


def _recipe(preset: Preset) -> list[str]:
    model, training = preset.model, preset.training
    before = (f"{stage.epochs} epochs" if stage else NONE for stage in (preset.pretraining, preset.teacher))
    return [
        code(preset.name),
        f"{model.direction} {CELLS[model.cell]}, {model.units} units",
        f"{model.vocabulary_size:,}",
        f"{'last' if model.keep == 'end' else 'first'} {model.max_words:,}",
        *before,
        str(training.epochs),
        "last" if training.selection == "last" else "lowest log-loss on held-out films",
    ]


_TABLES: dict[str, Callable[[Path], str]] = {
    "models": _models,
    "lengths": _lengths,
    "short": _short,
    "ladder": ladder,
    "article": _article,
    "recipes": _recipes,
    "methods": _methods,
}

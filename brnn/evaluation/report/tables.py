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
    Source,
    by_length,
    by_tag,
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

FIGURES = {
    "f1": ("F1", ".3f"),
    "roc_auc": ("ROC AUC", ".3f"),
    "log_loss": ("log-loss", ".3f"),
    "calibration_error": ("calibration error", ".3f"),
}
"""The scalar results of `measures.measure`: their names and formats."""

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
    rows = []
    for label in labels:
        figures = [kind.get(label, {}) for kind in kinds]
        rows.append([label, counts(figures), *map(share, figures)])
    return rows


def _models(assets: Path) -> str:
    sources = compared(assets)
    if not sources:
        return "No model has been measured yet.\n"
    text = table(
        _head("on the official test split", sources),
        [
            ["accuracy (95% interval)", *_shares(sources, "test")],
            *_other_seeds(sources),
            *(_row(sources, label, form, "test", key) for key, (label, form) in FIGURES.items()),
            ["accuracy without repeated texts", *_shares(sources, "test_without_repeats")],
            ["parameters", "", *map(_parameters, sources)],
            ["weights and vocabulary on disk", "", *map(_megabytes, sources)],
            [
                "training time in seconds",
                "",
                *(shown(seconds_of(s.metrics), ",.0f") for s in sources),
            ],
        ],
    )
    measured = [source.name for source in sources]
    missing = [code(name) for name in COMPARED if name not in measured]
    return f"{text}\nNot measured yet: {', '.join(missing)}.\n" if missing else text


def _lengths(assets: Path) -> str:
    sources = compared(assets)
    rows = breakdown([by_length(source.metrics) for source in sources])
    if not rows:
        return "No model has been measured by length of the review yet.\n"
    return table(_head("words of the review", sources), rows)


def _short(assets: Path) -> str:
    sources = compared(assets)
    if not any(part(source.metrics, "short_reviews") for source in sources):
        return "No model has been measured on the short reviews yet.\n"
    rows = [
        ["all", *_shares(sources, "short_reviews")],
        *breakdown([by_tag(source.metrics) for source in sources]),
        _row(sources, "log-loss (all)", ".3f", "short_reviews", "log_loss"),
        _row(
            sources,
            "log-loss (all) before calibration",
            ".3f",
            "short_reviews_uncalibrated",
            "log_loss",
        ),
    ]
    return table(_head("short reviews", sources), rows)


def _other_seeds(sources: Sequence[Source]) -> list[list[str]]:
    """Return a row with the accuracy of the same recipes under other seeds, if there are any."""
    others = [
        [run for run in runs_of(source.folder) if run != source.metrics] for source in sources
    ]
    tests = [[part(run, "test") for run in runs] for runs in others]
    if not any(tests):
        return []
    cells = [
        ", ".join(shown(number(test, "accuracy"), ".2%") for test in found) or NONE
        for found in tests
    ]
    return [["accuracy with other seeds", counts(itertools.chain(*tests)), *cells]]


def _head(label: str, sources: Sequence[Source]) -> list[str]:
    return [label, "n", *(code(source.name) for source in sources)]


def _shares(sources: Sequence[Source], split: str) -> list[str]:
    figures = [part(source.metrics, split) for source in sources]
    return [counts(figures), *map(share, figures)]


def _row(sources: Sequence[Source], label: str, form: str, split: str, key: str) -> list[str]:
    n = counts(part(source.metrics, split) for source in sources)
    return [label, n, *(shown(number(source.metrics, split, key), form) for source in sources)]


def _parameters(source: Source) -> str:
    features = number(source.metrics, "features")
    parameters = shown(number(source.metrics, "parameters"), ",.0f")
    return parameters if features is None else f"{features:,.0f} features"


def _megabytes(source: Source) -> str:
    size = source.bytes_on_disk
    return shown(None if size is None else size / 1e6, ".1f") + " MB" * (size is not None)


def _article(assets: Path) -> str:
    runs = runs_of(assets / "article")
    accuracies = [_watched(run) for run in runs]
    if not runs or not all(accuracies):
        return "The article's recipe has not been measured yet.\n"
    best, last = [max(run) for run in accuracies], [run[-1] for run in accuracies]
    seeds = [f"seed {number(run, 'training', 'seed')}" for run in runs]
    text = table(
        ["test accuracy", "article", f"ours, mean ± SD of {len(runs)}", *seeds],
        [
            ["best epoch", f"{ARTICLE_BEST:.2%}", spread(best, ".2%"), *_percent(best)],
            ["last epoch (kept)", f"{ARTICLE_LAST:.2%}", spread(last, ".2%"), *_percent(last)],
        ],
    )
    return (
        f"{text}\nAll accuracies are for the official test split "
        f"(n = {counts(part(run, 'test') for run in runs)}), evaluated after every epoch as in the "
        "article. The best epoch is therefore chosen on the test split, and its accuracy is "
        "optimistic.\n"
    )


def _watched(run: Figures) -> list[float]:
    """Return the test accuracy after every epoch."""
    history = run.get("history")
    epochs = history if isinstance(history, list) else []
    found = [number(epoch, "test", "accuracy") for epoch in epochs]
    return [accuracy for accuracy in found if accuracy is not None]


def _recipes(_: Path) -> str:
    rows = [_recipe(preset) for preset in PRESETS.values() if preset not in LADDER]
    two, one = (
        "/".join(sorted({str(rung.model.units) for rung in LADDER if _is_pair(rung) is pair}))
        for pair in (True, False)
    )
    readers = f"each cell: bidirectional, {two} units; one reader, {one} units"
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


def _is_pair(preset: Preset) -> bool:
    return preset.model.direction == "bidirectional"


def _recipe(preset: Preset) -> list[str]:
    model, training, pretraining = preset.model, preset.training, preset.pretraining
    return [
        code(preset.name),
        f"{model.direction} {CELLS[model.cell]}, {model.units} units",
        f"{model.vocabulary_size:,}",
        f"{'last' if model.keep == 'end' else 'first'} {model.max_words:,}",
        f"{pretraining.epochs} epochs" if pretraining else "–",
        f"{preset.teacher.epochs} epochs" if preset.teacher else "–",
        str(training.epochs),
        "last" if training.selection == "last" else "lowest log-loss on held-out films",
    ]


def _percent(shares: Sequence[float]) -> list[str]:
    return [f"{share:.2%}" for share in shares]


_TABLES: dict[str, Callable[[Path], str]] = {
    "models": _models,
    "lengths": _lengths,
    "short": _short,
    "ladder": ladder,
    "article": _article,
    "recipes": _recipes,
    "methods": _methods,
}

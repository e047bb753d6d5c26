"""The tables of README.md: models side by side, recipes, the article's results, explanations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from brnn.evaluation.report import faithfulness, recipes, sources
from brnn.evaluation.report.guesses import guesses
from brnn.evaluation.report.ladder import ladder
from brnn.evaluation.report.markdown import NONE, code, counts, share, shown, spread, table, with_interval
from brnn.evaluation.report.measured import learnt_from
from brnn.evaluation.report.sources import Figures, ReportError
from brnn.evaluation.report.speed import speed
from brnn.model.measures import wilson_interval

ARTICLE_BEST, ARTICLE_LAST = 0.7858, 0.7314
"""Test accuracies that the article reports: of its best epoch and of its last."""

_SCALED = ("log_loss", "calibration_error")
_CALIBRATED = {"test": "test reviews", "test_crops": "excerpts of test reviews"}

Models = Mapping[Path, Figures]
Rows = list[list[str]]
_SECTION = re.compile(r"(<!-- figures: (?P<name>[a-z-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def fill(text: str, assets: Path) -> str:
    """Return `text` with every figures section regenerated. Raises ReportError."""

    def section(found: re.Match[str]) -> str:
        if found["name"] not in _TABLES:
            raise ReportError(f"there is no table {found['name']}, only {', '.join(_TABLES)}")
        return found[1] + (_TABLES[found["name"]](assets) or "Nothing has been measured yet.\n") + found[3]

    return _SECTION.sub(section, text)


def _models(assets: Path) -> str:
    models = sources.compared(assets)
    metrics, tests = models.values(), _split(models, "test")
    rows = [
        _row("accuracy (95% interval)", tests, share),
        *_other_seeds(models),
        *(_row(label, tests, _score(key)) for key, label in sources.SCORES.items()),
        _row("accuracy without repeated texts", _split(models, "test_without_repeats"), share),
        ["parameters", "", *map(_parameters, metrics)],
        ["weights and vocabulary on disk", "", *map(_megabytes, models)],
        [
            "training time in seconds, all stages",
            "",
            *(shown(sources.seconds_of(found)) for found in metrics),
        ],
    ]
    missing = ", ".join(code(name) for name in sources.COMPARED if assets / name not in models)
    note = f"\nNot measured yet: {missing}.\n" if missing else ""
    return _side_by_side("on the official test split", models, rows) + note if models else ""


def _lengths(assets: Path) -> str:
    models = sources.compared(assets)
    return _side_by_side("words of the review", models, _breakdown(map(sources.by_length, models.values())))


def _short(assets: Path) -> str:
    """Return the results on short texts, those of other people first."""
    columns = {code(folder.name): found for folder, found in sources.compared(assets).items()}
    if without := sources.read_if_there(assets / sources.NO_SYNTHETIC):
        columns["`default` without synthetic sentences"] = without
    metrics = list(columns.values())
    others = dict.fromkeys(itertools.chain(*map(sources.texts_of, metrics)))
    of_ours = [sources.part(found, "short_reviews") for found in metrics]
    rows = [
        *(
            _row(sources.title_of(name), [sources.part(found, "texts", name) for found in metrics], share)
            for name in others
        ),
        _row("our short reviews", of_ours, share),
        *_breakdown(map(sources.by_tag, metrics)),
        _row("for comparison: the test split", [sources.part(found, "test") for found in metrics], share),
    ]
    return table(["short texts", "n", *columns], rows) if any(of_ours) else ""


def _doubtful(assets: Path) -> str:
    """Return the share of the texts of each kind that each model answers with "hard to say"."""
    models = {folder: found for folder, found in sources.compared(assets).items() if "doubtful" in found}
    kinds = [
        {
            **sources.part(found, "doubtful"),
            **{
                sources.title_of(name): sources.part(found, "texts", name, "doubtful")
                for name in sources.texts_of(found)
            },
        }
        for found in models.values()
    ]
    rows = [
        _row(kind, [sources.part(found, kind) for found in kinds], _hard_to_say)
        for kind in dict.fromkeys(itertools.chain(*kinds))
    ]
    return _side_by_side('share answered "hard to say"', models, rows)


def _hard_to_say(found: Figures) -> str:
    doubted, n = sources.number(found, "told"), sources.number(found, "n")
    if doubted is None or not n:
        return NONE
    return with_interval(doubted / n, list(wilson_interval(int(doubted), int(n))), ".1%")


def _learned(assets: Path) -> str:
    """Return what each model was trained on, by kind of text."""
    models = sources.compared(assets)
    rows = [[label, *counts_] for label, counts_ in learnt_from(list(models.values())).items()]
    return table(["trained on", *(code(folder.name) for folder in models)], rows) if models else ""


def _calibration(assets: Path) -> str:
    """Return the results of the default model before and after calibration, and of its temperature."""
    metrics = sources.read_if_there(assets / "default" / sources.METRICS)
    rows = [
        [
            title,
            shown(after.get("n")),
            *(shown(of.get(key), ".4f") for key in _SCALED for of in (before, after)),
        ]
        for title, before, after in sources.calibrated(metrics, _CALIBRATED)
    ]
    head = ["`default` on", "n", "log-loss before", "after", "calibration error before", "after"]
    return table(head, rows) if rows else ""


def _side_by_side(label: str, models: Models, rows: Rows) -> str:
    return table([label, "n", *(code(folder.name) for folder in models)], rows) if rows else ""


def _split(models: Models, split: str) -> list[Figures]:
    return [sources.part(metrics, split) for metrics in models.values()]


def _row(label: str, figures: Sequence[Figures], form: Callable[[Figures], str]) -> list[str]:
    return [label, counts(figures), *map(form, figures)]


def _score(key: str) -> Callable[[Figures], str]:
    return lambda found: shown(found.get(key), ".3f")


def _breakdown(columns: Iterable[Mapping[str, Figures]]) -> Rows:
    """Return a row for every label of the columns: n, and each column's accuracy with its interval."""
    kinds = list(columns)
    labels = dict.fromkeys(itertools.chain(*kinds))
    return [_row(label, [kind.get(label, {}) for kind in kinds], share) for label in labels]


def _other_seeds(models: Models) -> Rows:
    """Return a row with the accuracy of the same recipes under other seeds, if there are any."""
    tests = [
        [sources.part(run, "test") for run in sources.runs_of(folder) if run != metrics]
        for folder, metrics in models.items()
    ]
    cells = (", ".join(shown(test.get("accuracy"), ".2%") for test in of) or NONE for of in tests)
    return [["accuracy with other seeds", counts(itertools.chain(*tests)), *cells]] if any(tests) else []


def _parameters(metrics: Figures) -> str:
    features = sources.number(metrics, "features")
    return shown(metrics.get("parameters")) if features is None else f"{features:,.0f} features"


def _megabytes(folder: Path) -> str:
    size = sources.bytes_on_disk(folder)
    return NONE if size is None else f"{size / 1e6:.1f} MB"


def _article(assets: Path) -> str:
    runs = sources.runs_of(assets / "article")
    watched = [_watched(run) for run in runs]
    if not runs or not all(watched):
        return ""
    rows = [
        [name, f"{reported:.2%}", spread(found, ".2%"), *(f"{accuracy:.2%}" for accuracy in found)]
        for name, reported, found in (
            ("best epoch", ARTICLE_BEST, [max(run) for run in watched]),
            ("last epoch (kept)", ARTICLE_LAST, [run[-1] for run in watched]),
        )
    ]
    seeds = [f"seed {sources.number(run, 'training', 'seed')}" for run in runs]
    n = counts(sources.part(run, "test") for run in runs)
    return (
        table(["test accuracy", "article", f"our `article`, mean ± SD of {len(runs)}", *seeds], rows)
        + f"\nAll accuracies are for the official test split (n = {n}), evaluated after every epoch as in "
        "the article. The best epoch is therefore chosen on the test split, and its accuracy is optimistic. "
        "These accuracies are of the weights before they were rounded for the disk.\n"
    )


def _watched(run: Figures) -> list[float]:
    """Return the test accuracy after every epoch."""
    history = run.get("history")
    epochs = history if isinstance(history, list) else []
    return [a for epoch in epochs if (a := sources.number(epoch, "test", "accuracy")) is not None]


def _faithfulness(assets: Path) -> str:
    models = {path.name: metrics for path, metrics in sources.compared(assets).items()}
    found = faithfulness.table_of(models)
    files = (folder / sources.METRICS for folder in sources.model_folders(assets))
    said = faithfulness.sentence([sources.read_json(file) for file in files if file.is_file()])
    return "\n".join(filter(None, (found, said)))


_TABLES: dict[str, Callable[[Path], str]] = {
    "models": _models,
    "lengths": _lengths,
    "short": _short,
    "doubtful": _doubtful,
    "learned": _learned,
    "calibration": _calibration,
    "faithfulness": _faithfulness,
    "ladder": ladder,
    "guesses": guesses,
    "speed": speed,
    "article": _article,
    "recipes": recipes.recipes,
    "methods": recipes.methods,
}

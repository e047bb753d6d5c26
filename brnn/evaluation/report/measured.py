"""The page "How this was measured": from every published figure to its file and its command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brnn.evaluation.report import ladder, sources
from brnn.evaluation.report.markdown import NONE, code, render, share, shown, with_interval
from brnn.evaluation.report.sources import Figures, number, part

PAGE = "README.md"
_TEXTS = {
    "labelled reviews": "train",
    "unlabelled reviews": "unlabelled",
    "excerpts, with soft labels": "excerpts",
    "single words, with soft labels": "single_words",
    "synthetic sentences about negation": "generated_sentences",
    "held out, not trained on": "validation",
}
_NO_SYNTHETIC = "train.py --preset default --negations 0 --output FOLDER"
_AGAIN = {
    "default": "python -m brnn.evaluation --data DATA",
    "article": "python -m brnn.evaluation --model article --data DATA",
    "baseline": 'make baseline ARGS="--data DATA --texts FILE"',
}


def measured(assets: Path) -> str:
    """Return the page. Raises ReportError."""
    models = {folder.name: found for folder, found in sources.compared(assets).items()}
    default = models.get("default", {})
    files = {title: part(default, "texts", name) for name, title in sources.texts_of(default).items()}
    values: dict[str, object] = {
        "figures": [*_models(models), *_rest(assets)],
        "trained": [code(name) for name in models],
        "texts": learnt_from(list(models.values())),
        "held_out": number(default, "sizes", "validation"),
        "judged": number(default, "committee", "members", "reviews", "together", "n"),
        "others": {title: found.get("sha256", NONE) for title, found in files.items()},
        "looks": ladder.LOOKS,
        "repeats": number(default, "test_without_repeats", "repeats"),
        "test": part(default, "test"),
        "once": part(default, "test_without_repeats"),
    }
    return render("measured.md", values, share) + "\n"


def learnt_from(metrics: Sequence[Figures]) -> dict[str, list[str]]:
    """Return how many texts of each kind each model learned from, by kind; no kind that none learned from."""
    counts = {label: [number(found, "sizes", key) or 0 for found in metrics] for label, key in _TEXTS.items()}
    return {label: [shown(count) for count in of_kind] for label, of_kind in counts.items() if any(of_kind)}


def _models(models: dict[str, Figures]) -> list[Sequence[str]]:
    """Return a row for each main figure of the models that README compares."""
    rows: list[Sequence[str]] = []
    for name, found in models.items():
        file, again = code(f"{name}/metrics.json"), code(_AGAIN[name])
        rows.append((f"{name}: accuracy", file, code("test.accuracy"), again, share(part(found, "test"))))
        error = shown(number(found, "test", "calibration_error"), ".4f")
        rows.append((f"{name}: calibration error", file, code("test.calibration_error"), again, error))
        if part(found, "faithfulness"):
            pair = ("faithfulness", "crops", "together", "ledger_occlusion", "same_sign")
            signs = part(found, *pair)
            value = with_interval(signs.get("share"), signs.get("interval"), ".1%")
            rows.append((f"{name}: colours and deletion", file, code(".".join(pair)), again, value))
        for key, title in sources.texts_of(found).items():
            command = (
                _AGAIN[name]
                if name == "baseline"
                else f"python -m brnn.evaluation --model {name} --texts FILE --save"
            )
            figures = share(part(found, "texts", key))
            rows.append((f"{name}: {title}", file, code(f"texts.{key}.accuracy"), code(command), figures))
    return rows


def _other_seeds(name: str) -> Sequence[str]:
    """Return a row for the repeats of a model's recipe."""
    command = code(f"train.py --preset {name} --seed N --metrics-only")
    return f"{name}, other seeds", code(f"repeats/{name}-seed-*.json"), code("test"), command, ""


def _rest(assets: Path) -> list[Sequence[str]]:
    """Return a row for the other files of figures."""
    runs, seeds = ladder.size(assets)
    climb = code(f'make ladder ARGS="--seeds {seeds}"' if seeds else "make ladder")
    study = sources.read_if_there(assets / "study" / "figures.json")
    n = number(study, "settings", "test_reviews")
    top1 = ("guesses", "rows", "both", "all")
    guesses = part(sources.read_if_there(assets / "guess" / sources.METRICS), *top1)
    hits = with_interval(guesses.get("top1"), guesses.get("top1_interval"), ".1%")
    return [
        (
            "guess: first guess right, from both sides",
            code("guess/metrics.json"),
            code(".".join((*top1, "top1"))),
            code("make guess"),
            f"{hits}, n = {shown(guesses.get('n'))}",
        ),
        ("ladder", code(f"ladder/{ladder.FILE}"), code("runs"), climb, f"{shown(runs)} runs"),
        ("study", code("study/figures.json"), "all", code("make study"), f"{shown(n)} test reviews"),
        ("models of the ladder", code("ladder/*/metrics.json"), code("test"), climb, ""),
        *map(_other_seeds, ("default", "article")),
        (
            "default, no synthetic sentences",
            code(sources.NO_SYNTHETIC.as_posix()),
            "all",
            f"{code(_NO_SYNTHETIC)}, then the command for texts; the file is the folder's `metrics.json`",
            "",
        ),
    ]

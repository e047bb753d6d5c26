"""Model cards: the README.md of a model's folder, in the format of the Hugging Face Hub."""

from __future__ import annotations

from pathlib import Path

from huggingface_hub import EvalResult, ModelCardData

from brnn.config import ModelConfig
from brnn.evaluation.report import prose
from brnn.evaluation.report.markdown import NONE, code, counts, share, shown, table
from brnn.evaluation.report.sources import (
    METRICS,
    Figures,
    by_length,
    by_tag,
    config_of,
    number,
    part,
    read_json,
    seconds_of,
)
from brnn.evaluation.report.tables import FIGURES, breakdown

CARD = "README.md"
DATASET = "stanfordnlp/imdb"
_SPLITS = {
    "test": "test",
    "test_without_repeats": "test without repeated texts",
    "validation": "validation",
    "short_validation": "held-out short reviews",
    "short_reviews": "short reviews",
}


def write_card(folder: Path) -> None:
    """Write the card into a model's folder. Raises ReportError if the folder holds no model."""
    (folder / CARD).write_text(card(folder), "utf-8", newline="\n")


def card(folder: Path) -> str:
    """Return the card of a model, built from the settings and metrics in its folder."""
    name, config = config_of(folder)
    metrics = read_json(folder / METRICS)
    sections = {
        "What it is": prose.what_it_is(config, metrics),
        "Intended use": prose.INTENDED_USE,
        "Limits": prose.limits(config),
        "Bias": prose.BIAS,
        "Data": prose.data(metrics),
        "Training": prose.selection(metrics) + "\n\n" + _settings(metrics),
        "Results": _results(metrics),
        "Confusion matrix": _confusion(metrics),
        "Calibration": prose.calibration(metrics),
        "How to load it": prose.HOW_TO_LOAD,
        "Citation": prose.citation(config, metrics),
    }
    body = "\n".join(f"## {title}\n\n{text.strip()}\n" for title, text in sections.items())
    front = _front_matter(name, config, metrics)
    return f"---\n{front}\n---\n\n# {code(name)}\n\n{body}"


def _front_matter(name: str, config: ModelConfig, metrics: Figures) -> str:
    results = [
        EvalResult(
            task_type="text-classification",
            dataset_type=DATASET,
            dataset_name="IMDb (Large Movie Review Dataset)",
            dataset_split="test",
            metric_type=key,
            metric_value=round(value, 5),
        )
        for key in ("accuracy", "f1", "roc_auc")
        if (value := number(metrics, "test", key)) is not None
    ]
    return ModelCardData(
        license="apache-2.0",
        language="en",
        library_name="keras",
        pipeline_tag="text-classification",
        tags=["sentiment-analysis", "interpretability", "rnn", config.cell, config.direction],
        datasets=[DATASET],
        metrics=["accuracy", "f1", "roc_auc"],
        model_name=name,
        eval_results=results or None,
    ).to_yaml(line_break="\n")


def _settings(metrics: Figures) -> str:
    stages = {
        "pretraining": part(metrics, "pretraining", "settings"),
        "teacher": part(metrics, "committee", "settings"),
        "model": part(metrics, "training"),
    }
    rows = [[stage, code(name), code(value)] for stage in stages for name, value in stages[stage].items()]
    settings = table(["stage", "setting", "value"], rows) if rows else "No settings were recorded.\n"
    versions = [f"{code(name)} {code(version)}" for name, version in part(metrics, "versions").items()]
    preset = f"Preset: {code(metrics['preset'])}. " if "preset" in metrics else ""
    return (
        f"{settings}\n{preset}Training time, all stages together: "
        f"{shown(seconds_of(metrics), ',.0f')} seconds. Versions: {', '.join(versions) or NONE}."
    )


def _results(metrics: Figures) -> str:
    splits = {title: found for split, title in _SPLITS.items() if (found := part(metrics, split))}
    if not splits:
        return "This model has not been measured."
    rows = [
        ["n", *(counts([found]) for found in splits.values())],
        ["accuracy (95% interval)", *map(share, splits.values())],
    ]
    for key, label in FIGURES.items():
        rows.append([label, *(shown(number(found, key), ".3f") for found in splits.values())])
    tables = [table(["", *splits], rows), f"{prose.MEANING}\n"]
    for title, figures in (("words of the review", by_length), ("short reviews", by_tag)):
        if lines := breakdown([figures(metrics)]):
            tables.append(table([title, "n", "accuracy (95% interval)"], lines))
    return "\n".join(tables)


def _confusion(metrics: Figures) -> str:
    found = part(metrics, "test", "confusion")
    if not found:
        return "The confusion matrix was not recorded."
    rows = [
        [label, *(shown(number(found, key), ",.0f") for key in keys)]
        for label, *keys in (
            ("negative", "true_negative", "false_positive"),
            ("positive", "false_negative", "true_positive"),
        )
    ]
    head = ["label", "predicted negative", "predicted positive"]
    return f"{table(head, rows)}\nTest split, n = {counts([part(metrics, 'test')])}."

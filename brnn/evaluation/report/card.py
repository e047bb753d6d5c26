"""Model cards: the README.md of a model's folder, in the format of the Hugging Face Hub, from card.md."""

from __future__ import annotations

from pathlib import Path

from huggingface_hub import EvalResult, ModelCardData
from jinja2 import ChainableUndefined

from brnn.config import CELLS, ModelConfig
from brnn.evaluation.report import faithfulness, guesses, sources
from brnn.evaluation.report.markdown import render, share
from brnn.evaluation.report.sources import Figures

DATASET = "stanfordnlp/imdb"
_SPLITS = {
    "test": "test split",
    "test_without_repeats": "test split without repeated texts",
    "test_crops": "excerpts of test reviews",
    "validation": "validation reviews",
    "validation_crops": "excerpts of validation reviews",
    "short_reviews": "synthetic short reviews",
}
_STAGES = {
    "pretraining": ("pretraining", "settings"),
    "teacher's encoder": ("committee", "settings"),
    "model": ("training",),
}
"""Where the settings of each stage are in the metrics."""


def card(folder: Path) -> str:
    """Return the card of the model in a folder. Raises ReportError if it holds none."""
    settings = sources.read_json(folder / sources.CONFIG)
    write = guess_card_text if settings.get("task") == "guess" else card_text
    return write(*sources.config_of(folder), sources.read_json(folder / sources.METRICS))


def guess_card_text(name: str, config: ModelConfig, metrics: Figures) -> str:
    """Return the card of a model that guesses words, built from its settings and metrics."""
    front = ModelCardData(
        license="apache-2.0",
        language="en",
        library_name="keras",
        pipeline_tag="fill-mask",
        tags=["interpretability", "rnn", config.cell, config.direction],
        datasets=[DATASET],
        model_name=name,
    )
    values = {
        "front": front.to_yaml(line_break="\n"),
        "name": name,
        "config": config,
        "cells": CELLS,
        "metrics": metrics,
        "sources": sources,
        "main": guesses.main_table(metrics) if sources.part(metrics, "guesses") else "",
        "gains": guesses.gains([metrics]) if sources.part(metrics, "guesses", "gains") else "",
        "kinds": guesses.kinds(metrics),
        "settings": [
            (stage, *setting)
            for stage in ("pretraining", "heads")
            for setting in sources.part(metrics, stage, "settings").items()
        ],
    }
    return render("guess_card.md", values, missing=ChainableUndefined)


def card_text(name: str, config: ModelConfig, metrics: Figures) -> str:
    """Return the card of a model, built from its settings and metrics."""
    splits = {name: sources.part(metrics, "texts", key) for key, name in sources.texts_of(metrics).items()}
    splits |= {title: sources.part(metrics, split) for split, title in _SPLITS.items()}
    values = {
        "front": _front_matter(name, config, metrics),
        "name": name,
        "config": config,
        "cells": CELLS,
        "metrics": metrics,
        "sources": sources,
        "splits": {title: found for title, found in splits.items() if found},
        "calibrated": sources.calibrated(metrics, _SPLITS),
        "most_lost": _most_lost(sources.part(metrics, "own_temperatures")),
        "faithfulness": faithfulness.table_of({name: metrics}, by_reader=len(config.readers) > 1),
        "settings": [
            (stage, *setting)
            for stage, path in _STAGES.items()
            for setting in sources.part(metrics, *path).items()
        ],
    }
    return render("card.md", values, share, missing=ChainableUndefined)


def _most_lost(own: Figures) -> float:
    """Return the most that log-loss would fall, in nats, if a group of texts had a temperature of its own."""
    pairs = [(sources.number(own, n, "log_loss"), sources.number(own, n, "log_loss_with_own")) for n in own]
    return max((a - b for a, b in pairs if a is not None and b is not None), default=0.0)


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
        if (value := sources.number(metrics, "test", key)) is not None
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

"""Model cards: the README.md of a model's folder, in the format of the Hugging Face Hub, from card.md."""

from __future__ import annotations

from pathlib import Path

from huggingface_hub import EvalResult, ModelCardData
from jinja2 import ChainableUndefined

from brnn.config import CELLS, ModelConfig
from brnn.evaluation.report.markdown import render, share
from brnn.evaluation.report.sources import (
    METRICS,
    SCORES,
    Figures,
    by_length,
    by_tag,
    config_of,
    number,
    part,
    read_json,
    seconds_of,
)

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
    stages = {
        "pretraining": part(metrics, "pretraining", "settings"),
        "teacher": part(metrics, "committee", "settings"),
        "model": part(metrics, "training"),
    }
    values = {
        "front": _front_matter(name, config, metrics),
        "name": name,
        "config": config,
        "cells": CELLS,
        "metrics": metrics,
        "sizes": part(metrics, "sizes"),
        "settings": [(stage, *setting) for stage, of in stages.items() for setting in of.items()],
        "seconds": seconds_of(metrics),
        "versions": part(metrics, "versions"),
        "splits": {title: found for split, title in _SPLITS.items() if (found := part(metrics, split))},
        "scores": SCORES,
        "breakdowns": {"words of the review": by_length(metrics), "short reviews": by_tag(metrics)},
    }
    return render("card.md", values, share, missing=ChainableUndefined)


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

"""Analyses and statistics made by hand: what figures and pages show needs no network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from brnn.config import ModelConfig
from brnn.explain import evidence
from brnn.explain.evidence import UnitLedger
from brnn.model.statistics import ReaderStatistics, Statistics
from brnn.records import Analysis, Reading
from brnn.text.vocabulary import Vocabulary

KNOWN = ("a", "but", "fine", "good", "it", "lovely", "slow", "start", "the", "was")


def analysis_of(
    text: str, config: ModelConfig | None = None, known: tuple[str, ...] = KNOWN, bias: float = 0.25
) -> Analysis:
    """An analysis of `text` whose memories and weights are distinct random numbers."""
    return read_by_hand(text, config, known, bias)[0]


def weights_of(config: ModelConfig) -> tuple[np.ndarray, np.ndarray]:
    """The head's weights of each reader, in all that is made by hand."""
    rng = np.random.default_rng(config.units)
    forward, backward = (
        rng.normal(size=config.units * there).astype(np.float32)
        for there in (config.has_forward, config.has_backward)
    )
    return forward, backward


def read_by_hand(
    text: str, config: ModelConfig | None = None, known: tuple[str, ...] = KNOWN, bias: float = 0.25
) -> tuple[Analysis, UnitLedger]:
    """Both of the above."""
    config = config or ModelConfig(units=5)
    encoded = Vocabulary(known).encode(text, config)
    rng = np.random.default_rng(len(encoded.words))
    sizes = [config.units * config.has_forward, config.units * config.has_backward]
    memories = [rng.uniform(-1, 1, (len(encoded.words), size)).astype(np.float32) for size in sizes]
    weights = weights_of(config)
    finals = [memories[0][-1:], memories[1][:1]]
    logit = bias + sum(float((final @ weight).sum()) for final, weight in zip(finals, weights, strict=True))
    reading = Reading(*memories, logit)
    analysis = Analysis(encoded, reading, evidence.ledger(reading, *weights, bias))
    return analysis, evidence.by_unit(reading, *weights, bias)


def statistics_of(config: ModelConfig, ids: int, reviews: int = 30) -> Statistics:
    """Statistics of distinct random numbers, that a model with so many ids could have."""
    rng = np.random.default_rng(reviews)
    labels = rng.integers(0, 2, reviews, dtype=np.uint8)
    bins, top = 8, 3

    def reader(units: int) -> ReaderStatistics:
        counts = [rng.multinomial(n, [1 / bins] * bins, units) for n in np.bincount(labels)]
        return ReaderStatistics(
            mean_evidence=np.array(rng.normal() * (units > 0)),
            mean_memory=rng.uniform(-1, 1, units).astype(np.float32),
            evidence=rng.normal(size=reviews).astype(np.float32) * (units > 0),
            histogram=np.stack(counts, axis=1).astype(np.int32),
            words=rng.integers(2, ids, (units, 2, top), dtype=np.int32),
            word_changes=rng.uniform(-1, 1, (units, 2, top)).astype(np.float32),
            word_counts=rng.integers(20, 90, (units, 2, top), dtype=np.int32),
        )

    return Statistics(
        reader(config.units * config.has_forward),
        reader(config.units * config.has_backward),
        labels,
        np.linspace(-1, 1, bins + 1, dtype=np.float32),
        np.array(3 * reviews),
        np.array(2 * reviews),
    )


LADDER = {
    ("scratch", "simple", "forward"): (0.81, 0.82, 0.83),
    ("scratch", "simple", "backward"): (0.81, 0.55, 0.60),
    ("scratch", "simple", "bidirectional"): (0.82, 0.83, 0.83),
    ("scratch", "gru", "forward"): (0.86, 0.87, 0.865),
    ("scratch", "gru", "backward"): (0.85, 0.855, 0.86),
    ("scratch", "gru", "bidirectional"): (0.86, 0.865, 0.87),
    ("pretrained", "gru", "forward"): (0.89, 0.88, 0.885),
    ("pretrained", "gru", "bidirectional"): (0.89, 0.895, 0.9),
}
"""Test accuracies of a made ladder: by series, cell and direction, a seed each."""


def write_ladder(
    assets: Path, shares: Mapping[tuple[str, str, str], Sequence[float]], learnt: float = 0.9
) -> list[dict]:
    """Write runs.json of a ladder: test accuracies by series, cell and direction, a seed each.

    A run whose accuracy is below 0.8 has failed on the validation reviews, too; of the others, a share
    of `learnt` is right.
    """
    runs = [
        {
            **dict(zip(("series", "cell", "direction"), name, strict=True)),
            "seed": seed,
            "units": 64 if name[2] == "bidirectional" else 100,
            "reader_weights": 990 if name[2] == "bidirectional" else 1_000,
            "learning_rate": 0.001,
            "kept_epoch": 3,
            "seconds": 200.0 + seed,
            "validation": {"n": 2_500, "accuracy": learnt if accuracy >= 0.8 else 0.5, "log_loss": 0.3},
            "test": {"n": 1_234, "accuracy": accuracy, "log_loss": 0.25},
        }
        for name, accuracies in shares.items()
        for seed, accuracy in enumerate(accuracies)
    ]
    (assets / "ladder").mkdir(parents=True, exist_ok=True)
    content = {"format": 1, "reviews": "checksum", "rates": [0.001], "runs": runs[::-1]}
    (assets / "ladder" / "runs.json").write_text(json.dumps(content))
    return runs

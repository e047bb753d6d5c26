"""Analyses and statistics made by hand: what figures and pages show needs no network."""

from __future__ import annotations

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

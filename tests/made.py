"""Analyses made by hand from random memories: what figures and page show needs no network."""

from __future__ import annotations

import numpy as np

from brnn import evidence
from brnn.config import ModelConfig
from brnn.records import Analysis, Reading
from brnn.vocabulary import Vocabulary

KNOWN = ("a", "but", "fine", "good", "it", "lovely", "slow", "start", "the", "was")


def analysis_of(
    text: str, config: ModelConfig | None = None, known: tuple[str, ...] = KNOWN, bias: float = 0.25
) -> Analysis:
    """An analysis of `text` whose memories and weights are distinct random numbers."""
    config = config or ModelConfig(units=5)
    encoded = Vocabulary(known).encode(text, config)
    rng = np.random.default_rng(len(encoded.words))
    sizes = [config.units * config.has_forward, config.units * config.has_backward]
    memories = [rng.uniform(-1, 1, (len(encoded.words), size)).astype(np.float32) for size in sizes]
    weights = [rng.normal(size=size).astype(np.float32) for size in sizes]
    finals = [memories[0][-1:], memories[1][:1]]
    logit = bias + sum(
        float((final @ weight).sum()) for final, weight in zip(finals, weights, strict=True)
    )
    reading = Reading(*memories, logit)
    return Analysis(encoded, reading, evidence.ledger(reading, *weights, bias))

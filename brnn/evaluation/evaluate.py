"""Evaluate a trained network: on the splits, on short reviews, and the remainder of its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.corpus import Examples
from brnn.data.exam import Exam
from brnn.evaluation.exam import short_figures, split_figures
from brnn.explain.evidence import ledger
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import measure
from brnn.model.network import Network
from brnn.model.readers import Readers
from brnn.text.vocabulary import Vocabulary

LEDGERS = 1_000
"""Number of test reviews whose ledger is checked."""


def evaluate(
    reading: CompiledNetwork,
    vocabulary: Vocabulary,
    examples: dict[str, Examples],
    exam: Exam,
    test_logits: NDArray[np.float32],
    temperature: float = 1.0,
) -> dict[str, Any]:
    """Return the results of a network for its metrics, ready for JSON.

    examples: "test", and "validation" and "short_validation" if reviews were held out.
    test_logits: float32 (reviews,), its logits for the test reviews, so that they are read once.
    temperature: the number by which the head was divided; 1.0 if it was not calibrated.
    """
    figures: dict[str, Any] = {"reader_weights": reader_weights(reading.network), "temperature": temperature}
    for name in ("validation", "short_validation"):
        if name in examples:
            figures[name] = measure(reading.logits(examples[name].ids), examples[name].labels)
    figures |= split_figures(exam, test_logits)
    config, labels = reading.network.config, exam.short.labels
    logits = reading.logits([vocabulary.encode(text, config).ids for text in exam.short.texts])
    figures["short_reviews"] = short_figures(exam.short, logits)
    if temperature != 1.0:
        before = measure(logits * temperature, labels)
        kept = ("n", "log_loss", "calibration_error")
        figures["short_reviews_uncalibrated"] = {name: before[name] for name in kept}
    checked = examples["test"].ids[:LEDGERS]
    remainder = largest_remainder(Readers(config, reading.network.to_arrays()), checked)
    figures["ledger"] = {"n": len(checked), "largest_remainder": remainder}
    return figures


def largest_remainder(readers: Readers, texts: Sequence[NDArray[np.int32]]) -> float:
    """Return the largest absolute remainder of the texts' ledgers, in log-odds."""
    head = (*readers.head_weights(), readers.bias)
    return max((abs(ledger(readers.read(ids), *head).remainder) for ids in texts), default=0.0)


def reader_weights(network: Network) -> int:
    """Return the number of weights of readers and head, that is, all except the word vectors."""
    return int(network.count_params() - network.embedding.count_params())

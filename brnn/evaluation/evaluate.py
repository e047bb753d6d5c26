"""Evaluate logits, whatever model gave them, on the exam; and a trained network, with its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.corpus import Examples
from brnn.data.exam import Exam
from brnn.data.short_reviews import ShortReviews
from brnn.explain.evidence import ledger
from brnn.model.measures import Logits, hits, measure
from brnn.model.readers import Readers
from brnn.text.vocabulary import Vocabulary

if TYPE_CHECKING:  # the baseline does without TensorFlow
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.network import Network

LEDGERS = 1_000
"""Number of test reviews whose ledger is checked."""
LENGTHS = ((1, 100), (101, 200), (201, 400), (401, None))
"""Groups of reviews by number of words, both ends included."""


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
    config = reading.network.config
    logits = reading.logits([vocabulary.encode(text, config).ids for text in exam.short.texts])
    figures |= split_figures(exam, test_logits) | {"short_reviews": short_figures(exam.short, logits)}
    if temperature != 1.0:
        before = measure(logits * temperature, exam.short.labels)
        kept = ("n", "log_loss", "calibration_error")
        figures["short_reviews_uncalibrated"] = {name: before[name] for name in kept}
    checked = examples["test"].ids[:LEDGERS]
    remainder = largest_remainder(Readers(config, reading.network.to_arrays()), checked)
    return figures | {"ledger": {"n": len(checked), "largest_remainder": remainder}}


def split_figures(exam: Exam, logits: Logits) -> dict[str, Any]:
    """Return the results "test", which include "by_length", and "test_without_repeats".

    logits: (reviews,), of the test reviews in their order.
    """
    by_length = []
    for first, last in LENGTHS:
        group = (exam.words >= first) & (exam.words <= (last or np.inf))
        if group.any():
            found = hits(logits[group], exam.labels[group])
            by_length.append({"from": first, "to": last, **found})
    once, repeats = ~exam.repeated, int(np.count_nonzero(exam.repeated))
    return {
        "test": {**measure(logits, exam.labels), "by_length": by_length},
        "test_without_repeats": {**measure(logits[once], exam.labels[once]), "repeats": repeats},
    }


def short_figures(short: ShortReviews, logits: Logits) -> dict[str, Any]:
    """Return the results on the short reviews, including "by_tag". logits: (reviews,)."""
    tags = np.array(short.tags)
    by_tag = {tag: hits(logits[tags == tag], short.labels[tags == tag]) for tag in dict.fromkeys(short.tags)}
    return {**measure(logits, short.labels), "by_tag": by_tag}


def largest_remainder(readers: Readers, texts: Sequence[NDArray[np.int32]]) -> float:
    """Return the largest absolute remainder of the texts' ledgers, in log-odds."""
    head = (*readers.head_weights(), readers.bias)
    return max((abs(ledger(readers.read(ids), *head).remainder) for ids in texts), default=0.0)


def reader_weights(network: Network) -> int:
    """Return the number of weights of readers and head, that is, all except the word vectors."""
    return int(network.count_params() - network.embedding.count_params())

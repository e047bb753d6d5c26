"""A probability that means what it says: one temperature for all logits, folded into the head.

    p = sigmoid(z / T)      T minimises the log-loss on reviews held out (Guo et al. 2017)

z is linear in the head, so dividing kernel and bias by T divides every logit and every piece of
evidence: the sum still adds up, and no verdict changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.corpus import Examples
from brnn.model.compiled import CompiledNetwork

MOST = 100.0
"""Largest temperature, and its inverse the smallest: logits without one error ask for zero."""
_HALVINGS = 60


def calibrate(reading: CompiledNetwork, kinds: Sequence[Examples]) -> float:
    """Divide a network's head by the temperature that suits texts held out; return it.

    kinds: of texts, each of which counts alike, however many they are: reviews, crops of them and
        short ones, since people type these. (No test review and no short review of the exam.)
    """
    logits = np.concatenate([reading.logits(kind.ids) for kind in kinds])
    labels = np.concatenate([kind.labels for kind in kinds])
    shares = np.concatenate([np.full(len(kind), 1 / len(kind)) for kind in kinds])
    temperature = best_temperature(logits, labels, shares)
    for weights in (reading.network.head.kernel, reading.network.head.bias):
        weights.assign(weights.numpy() / np.float32(temperature))
    return temperature


def best_temperature(
    logits: NDArray[np.floating[Any]],
    labels: NDArray[np.integer[Any]],
    shares: NDArray[np.floating[Any]] | None = None,
) -> float:
    """Return the T between 1 / MOST and MOST that minimises the log-loss of logits / T.

    logits: (reviews,), log-odds of "positive". labels: (reviews,), 0 or 1.
    shares: (reviews,), how much each counts; None: all alike.
    The log-loss is convex in 1 / T: its slope has one change of sign, found by halving.
    """
    signed = np.where(labels == 1, 1.0, -1.0) * logits.astype(np.float64)
    if not signed.any():
        return 1.0  # every temperature is as good

    def slope(inverse: float) -> float:
        wrong = 1 / (1 + np.exp(np.clip(inverse * signed, -500, 500)))
        return -float(np.average(wrong * signed, weights=shares))

    low, high = -np.log(MOST), np.log(MOST)  # of 1 / T
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if slope(np.exp(middle)) > 0 else (middle, high)
    return float(np.clip(np.exp(-(low + high) / 2), 1 / MOST, MOST))

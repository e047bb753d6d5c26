"""Temperature scaling: calibrate the probabilities with one temperature, folded into the head.

    p = sigmoid(z / T)      T minimises the log-loss on held-out reviews (Guo et al. 2017)

The logit is linear in the head's weights. Dividing the head's kernel and bias by T therefore
divides every logit and all evidence by T: the sum still adds up, and no verdict changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brnn.data.corpus import Examples
from brnn.model.measures import Labels, Logits

if TYPE_CHECKING:  # the best temperature is found without TensorFlow
    from brnn.model.compiled import CompiledNetwork

MOST = 100.0
"""Largest temperature; its inverse is the smallest. Logits without errors would drive T to zero."""
_HALVINGS = 60


def calibrate(reading: CompiledNetwork, held_out: Examples) -> float:
    """Divide a network's head by the best temperature on held-out reviews. Returns the temperature.

    Excerpts are none of them, as their labels are those of whole reviews (see `committee.SURER`); nor are
    texts of our own, as their style is not that of other people.
    """
    temperature = best_temperature(reading.logits(held_out.ids), held_out.labels)
    for weights in (reading.network.head.kernel, reading.network.head.bias):
        weights.assign(weights.numpy() / np.float32(temperature))
    return temperature


def best_temperature(logits: Logits, labels: Labels) -> float:
    """Return the T between 1 / MOST and MOST that minimises the log-loss of logits / T.

    The log-loss is convex in 1 / T, so its slope changes sign once; bisection finds the place.

    logits: (reviews,), log-odds of "positive". labels: (reviews,), 0 or 1.
    """
    signed = np.where(labels == 1, 1.0, -1.0) * logits.astype(np.float64)
    if not signed.any():
        return 1.0  # all temperatures are equally good

    def slope(inverse: float) -> float:
        wrong = 1 / (1 + np.exp(np.clip(inverse * signed, -500, 500)))
        return -float(np.mean(wrong * signed))

    low, high = -np.log(MOST), np.log(MOST)  # bounds of log(1 / T)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if slope(np.exp(middle)) > 0 else (middle, high)
    return float(np.clip(np.exp(-(low + high) / 2), 1 / MOST, MOST))

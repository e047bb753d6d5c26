"""Logits and labels → figures, each with its n."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def measure(logits: NDArray[np.floating[Any]], labels: NDArray[np.integer[Any]]) -> dict[str, Any]:
    """Return n, accuracy (share) with its 95% Wilson interval, and log-loss (nats).

    logits: (reviews,), log-odds of "positive". labels: (reviews,), 0 or 1.
    Raises ValueError if there is nothing to measure.
    """
    n = len(labels)
    if n == 0 or len(logits) != n:
        raise ValueError(f"logits and labels must be as many, at least one; got {len(logits)}, {n}")
    correct = int(np.count_nonzero((logits > 0) == (labels == 1)))
    return {
        "n": n,
        "accuracy": correct / n,
        "accuracy_interval": list(wilson_interval(correct, n)),
        "log_loss": log_loss(logits, labels),
    }


def log_loss(logits: NDArray[np.floating[Any]], labels: NDArray[np.integer[Any]]) -> float:
    """Return the mean of −ln p(label), stable for logits of any size."""
    signed = np.where(labels == 1, -1.0, 1.0) * logits.astype(np.float64)
    return float(np.logaddexp(0.0, signed).mean())


def wilson_interval(correct: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the interval of a share (Wilson 1927), 95% by default."""
    share = correct / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Exact at the ends, where rounding would step over them.
    return max(0.0, min(share, float(centre - half))), min(1.0, max(share, float(centre + half)))

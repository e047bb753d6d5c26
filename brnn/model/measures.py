"""Performance measures of logits against labels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.floating[Any]]
Labels = NDArray[np.integer[Any]]

Z = 1.959964
"""Half of the width of a 95% interval, in standard errors."""


def measure(logits: Logits, labels: Labels) -> dict[str, Any]:
    """Return n, accuracy with its 95% Wilson interval, and further measures.

    log_loss is in nats. f1 is for the class "positive". roc_auc is the probability that a positive
    review gets a higher logit than a negative one, None if a class is missing. calibration_error
    uses 15 bins. confusion counts reviews by label and verdict. Without reviews there is only n.

    logits: (reviews,), log-odds of "positive". labels: (reviews,), 0 or 1.
    Raises ValueError if they are not as many.
    """
    n = len(labels)
    if len(logits) != n:
        raise ValueError(f"need as many logits as labels; got {len(logits)} and {n}")
    if n == 0:
        return {"n": 0}
    found = confusion(logits, labels)
    true = found["true_positive"]
    return {
        **hits(logits, labels),
        "log_loss": log_loss(logits, labels),
        "f1": 2 * true / max(1, n + true - found["true_negative"]),
        "roc_auc": roc_auc(logits, labels),
        "calibration_error": calibration_error(logits, labels),
        "confusion": found,
    }


def hits(logits: Logits, labels: Labels) -> dict[str, Any]:
    """Return only n and accuracy with its interval, for small groups of reviews."""
    n, right = len(labels), int(np.count_nonzero((logits > 0) == (labels == 1)))
    return {"n": n, "accuracy": right / n, "accuracy_interval": list(wilson_interval(right, n))}


def confusion(logits: Logits, labels: Labels) -> dict[str, int]:
    """Return the confusion matrix as counts, for example "false_positive"."""
    said, is_so = logits > 0, labels == 1
    return {
        "true_negative": int(np.count_nonzero(~said & ~is_so)),
        "false_positive": int(np.count_nonzero(said & ~is_so)),
        "false_negative": int(np.count_nonzero(~said & is_so)),
        "true_positive": int(np.count_nonzero(said & is_so)),
    }


def roc_auc(logits: Logits, labels: Labels) -> float | None:
    """Return the area under the ROC curve, with ties counted half; None if a class is missing."""
    positive = int(np.count_nonzero(labels == 1))
    negative = len(labels) - positive
    if not positive or not negative:
        return None
    above = float(ranks(logits)[labels == 1].sum()) - positive * (positive + 1) / 2
    return above / (positive * negative)


def ranks(values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return the rank of each value, from 1; equal values share their mean rank."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place], np.float64)


def calibration_error(logits: Logits, labels: Labels, bins: int = 15) -> float:
    """Return the mean gap between the confidence of the verdicts and their accuracy.

    Verdicts are grouped by their probability into bins of equal width (Guo et al. 2017).
    """
    sure = 1 / (1 + np.exp(-np.abs(logits.astype(np.float64))))
    right = (logits > 0) == (labels == 1)
    group = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = np.bincount(group, sure - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def in_words(figures: dict[str, Any]) -> str:
    """Return the results of `measure` as a line for the terminal."""
    if not figures["n"]:
        return "there are no reviews, so nothing was measured"
    low, high = figures["accuracy_interval"]
    return (
        f"{figures['accuracy']:.2%} of {figures['n']:,} reviews "
        f"(95% interval {low:.2%} to {high:.2%}), log-loss {figures['log_loss']:.3f}"
    )


def log_loss(logits: Logits, labels: Labels) -> float:
    """Return the mean of −ln p(label), numerically stable for large logits."""
    signed = np.where(labels == 1, -1.0, 1.0) * logits.astype(np.float64)
    return float(np.logaddexp(0.0, signed).mean())


def wilson_interval(correct: int, n: int) -> tuple[float, float]:
    """Return the 95% Wilson interval of a share (Wilson 1927)."""
    share = correct / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    # Clipped, because rounding could exceed the bounds.
    return max(0.0, min(share, float(centre - half))), min(1.0, max(share, float(centre + half)))

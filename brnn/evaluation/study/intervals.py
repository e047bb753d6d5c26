"""Summarise one value per review as a figure with its n and 95% interval, ready for JSON.

Without values, the figure is None. If the values do not allow an interval, the interval is None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.model.measures import Z, wilson_interval

Figure = dict[str, Any]
RESAMPLES = 2_000
"""Number of bootstrap resamples."""


def share(hits: NDArray[np.bool_]) -> Figure:
    """Return n, the share of hits and its Wilson interval. hits: bool (reviews,)."""
    n, count = len(hits), int(np.count_nonzero(hits))
    return {
        "n": n,
        "share": count / n if n else None,
        "interval": list(wilson_interval(count, n)) if n else None,
    }


def mean(values: NDArray[np.floating[Any]]) -> Figure:
    """Return n, the mean and its normal interval; no interval if all values are equal.

    values: (reviews,), one per review: reviews are independent, two readings of one are not.
    """
    n, interval = len(values), None
    centre = float(values.mean()) if n else None
    if centre is not None and np.ptp(values):
        half = Z * float(values.std(ddof=1)) / n**0.5
        interval = [centre - half, centre + half]
    return {"n": n, "mean": centre, "interval": interval}


def mean_share(shares: NDArray[np.floating[Any]], seed: int) -> Figure:
    """Return n, the mean share and its bootstrap interval; no interval if all shares are equal.

    shares: (reviews,), one per review, from 0 to 1. seed: random seed of the resamples.
    """
    n = len(shares)
    return {
        "n": n,
        "share": float(shares.mean()) if n else None,
        "interval": _resampled(shares, np.mean, seed) if n and np.ptp(shares) else None,
    }


def quartiles(values: NDArray[np.floating[Any]], seed: int) -> Figure:
    """Return n, the three quartiles and the bootstrap interval of the median.

    values: (reviews,). seed: random seed of the resamples.
    """
    n = len(values)
    return {
        "n": n,
        "quartiles": np.percentile(values, [25, 50, 75]).tolist() if n else None,
        "interval": _resampled(values, np.median, seed) if n > 1 else None,
    }


def _resampled(values: NDArray[np.floating[Any]], statistic: Callable[..., Any], seed: int) -> list[float]:
    """Return the 2.5th and 97.5th percentiles of a statistic over the resamples."""
    rng, n = np.random.default_rng(seed), len(values)
    found = [statistic(values[rng.integers(0, n, n)]) for _ in range(RESAMPLES)]
    return [float(end) for end in np.percentile(found, [2.5, 97.5])]

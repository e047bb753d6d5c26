"""Summarise one value per review as a figure with its n and intervals, ready for JSON.

Reviews of one film are alike, so the intervals come from a bootstrap over films: every resample
draws films with replacement, each with all its reviews (cluster bootstrap, percentile intervals).

    "interval"  the 95% interval, for tables
    "joint"     only in figures on which a sentence rests: an interval wide enough that all CLAIMS of
                them hold together with 95% (Bonferroni)

Without values, the figure is None; if all resamples give the same, the intervals are None.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Figure = dict[str, Any]
Rows = NDArray[np.bool_]
Values = NDArray[np.floating[Any]] | Rows

RESAMPLES = 10_000
"""Number of resamples: enough for the ends of the joint intervals, which lie far out."""
CLAIMS = 12
"""Number of figures with a joint interval in a study."""
ERROR = 0.05


class Films:
    """The films of some reviews, resampled. The same films and seed give the same resamples.

    films: the film, or group of films, of each review.
    """

    def __init__(self, films: NDArray[np.str_], seed: int) -> None:
        names, self._film = np.unique(films, return_inverse=True)
        rng, n = np.random.default_rng(seed), len(names)
        self._drawn = np.empty((RESAMPLES, n), np.float32)  # how often a resample has a film
        for counts in self._drawn:
            counts[:] = np.bincount(rng.integers(0, n, n), minlength=n)

    def share(self, hits: Values, among: Rows | None = None, claim: bool = False) -> Figure:
        """Return n, the share of hits and its intervals. See `mean`."""
        return self._figure("share", hits, among, claim)

    def mean(self, values: Values, among: Rows | None = None, claim: bool = False) -> Figure:
        """Return n, the mean and its intervals.

        values: (reviews,), one per review. among: bool (reviews,), the reviews that count; None: all.
        claim: whether a sentence rests on the figure.
        """
        return self._figure("mean", values, among, claim)

    def gap(self, hits: Rows, one: Rows, other: Rows) -> Figure:
        """Return n, the share of hits among `one` minus that among `other`, and its intervals."""
        found: Figure = {
            "n": int(np.count_nonzero(one | other)),
            "mean": None,
            "interval": None,
            "joint": None,
        }
        if one.any() and other.any():
            means = self._means(hits, one) - self._means(hits, other)
            found |= {"mean": float(hits[one].mean() - hits[other].mean()), **_intervals(means, True)}
        return found

    def ratio(self, values: Values, others: Values, among: Rows | None = None) -> Figure:
        """Return n, the ratio of two means over the same rows, and its interval. See `mean`."""
        rows = np.ones(len(values), bool) if among is None else among
        found: Figure = {"n": int(np.count_nonzero(rows)), "ratio": None, "interval": None}
        if rows.any() and others[rows].any():
            found["ratio"] = float(values[rows].mean() / others[rows].mean())
            below = self._means(others, rows)
            below[below == 0] = np.nan  # a resample without a ratio
            found |= _intervals(self._means(values, rows) / below, False)
        return found

    def quartiles(self, values: Values, among: Rows | None = None) -> Figure:
        """Return n, the three quartiles and the 95% interval of the median. See `mean`."""
        rows = np.arange(len(values)) if among is None else np.flatnonzero(among)
        rows = rows[np.argsort(values[rows], kind="stable")]
        found: Figure = {"n": len(rows), "quartiles": None, "interval": None}
        if len(rows):
            found["quartiles"] = np.percentile(values[rows], [25, 50, 75]).tolist()
            medians = [_median(values[rows], counts[self._film[rows]]) for counts in self._drawn]
            found |= _intervals(np.array(medians), False)
        return found

    def _figure(self, name: str, values: Values, among: Rows | None, claim: bool) -> Figure:
        rows = np.ones(len(values), bool) if among is None else among
        found: Figure = {"n": int(np.count_nonzero(rows)), name: None, "interval": None}
        found |= {"joint": None} if claim else {}
        if rows.any():
            found[name] = float(values[rows].mean())
            found |= _intervals(self._means(values, rows), claim)
        return found

    def _means(self, values: Values, rows: Rows) -> NDArray[np.float64]:
        """Return the mean of every resample, (resamples,); NaN for one without any of the reviews."""
        film, films = self._film[rows], self._drawn.shape[1]
        totals = np.stack(
            [np.bincount(film, values[rows], films), np.bincount(film, minlength=films)], axis=1
        )
        sums, counts = (self._drawn @ totals.astype(np.float32)).astype(np.float64).T
        with np.errstate(invalid="ignore"):
            means: NDArray[np.float64] = sums / counts
        return means


def _intervals(found: NDArray[np.float64], claim: bool) -> Figure:
    """Return the intervals of a statistic from its values in the resamples."""
    found = found[~np.isnan(found)]
    errors = {"interval": ERROR} | ({"joint": ERROR / CLAIMS} if claim else {})
    if np.allclose(found, found[:1], atol=1e-6):  # the same but for rounding
        return dict.fromkeys(errors)
    return {name: np.quantile(found, [error / 2, 1 - error / 2]).tolist() for name, error in errors.items()}


def _median(values: Values, counts: NDArray[np.float32]) -> float:
    """Return the median of ascending values, each counted so many times; NaN if none is."""
    upto = np.cumsum(counts)
    if not upto[-1]:
        return np.nan
    middle = (np.searchsorted(upto, upto[-1] / 2, side) for side in ("left", "right"))
    return float(np.mean([values[place] for place in middle]))

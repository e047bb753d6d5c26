"""A judge that knows no readers: words, pairs and triples, weighed by how they tell labels apart.

    x_g = ln (share of g in positive reviews / share of g in negative ones)
    z = b + Σ_g w_g x_g    over the grams g of the review; w, b by logistic regression

NB-weighted n-grams (Wang & Manning 2012), on the ids that the network reads. scikit-learn fits the
weights; it is wanted for training only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 3
"""Words of the longest gram."""
LEAST_REVIEWS = 2
"""Reviews that a gram must stand in to count."""
STRENGTH = 0.3
"""C of the logistic regression: the larger, the less the weights are held back."""
_BASE = 1 << 18  # more than there are ids: a gram is written as a number of up to three digits


class Grams:
    """A linear model of the grams of reviews, fitted when made.

    texts: of each review int32 (words,). labels: (reviews,), 0 or 1, both of them present.
    Raises ModuleNotFoundError if scikit-learn is missing.
    """

    def __init__(self, texts: Sequence[NDArray[np.int32]], labels: NDArray[np.uint8]) -> None:
        from sklearn.linear_model import LogisticRegression

        known, counts = np.unique(np.concatenate(list(map(_grams, texts))), return_counts=True)
        self._known: NDArray[np.int64] = known[counts >= LEAST_REVIEWS]
        features = self._features(texts)
        positive, negative = (
            1.0 + np.asarray(features[labels == label].sum(axis=0)).ravel() for label in (1, 0)
        )
        ratios = np.log((positive / positive.sum()) / (negative / negative.sum()))
        model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=1_000)
        model.fit(features.multiply(ratios).tocsr(), labels)
        self._weights: NDArray[np.float64] = ratios * model.coef_[0]
        self._bias = float(model.intercept_[0])

    def logits(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the log-odds of "positive" of some texts, float32 (texts,)."""
        return np.asarray(self._features(texts) @ self._weights + self._bias, dtype=np.float32)

    def _features(self, texts: Sequence[NDArray[np.int32]]) -> Any:
        """Return which known grams stand in which text, a sparse matrix of 0 and 1."""
        from scipy import sparse

        columns, ends = [], [0]
        for ids in texts:
            grams = _grams(ids)
            places = np.searchsorted(self._known, grams)
            places[places == len(self._known)] = 0
            found = places[self._known[places] == grams] if len(self._known) else places[:0]
            columns.append(found)
            ends.append(ends[-1] + len(found))
        joined = np.concatenate([np.zeros(0, np.int64), *columns])
        ones = np.ones(len(joined), np.float32)
        return sparse.csr_matrix((ones, joined, ends), shape=(len(texts), len(self._known)))


def _grams(ids: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the distinct grams of a text, sorted, each as one number."""
    digits = ids.astype(np.int64) + 1  # no digit is zero, so that lengths stay apart
    grams = [digits]
    for _ in range(1, LONGEST):
        longer = grams[-1][:-1] * _BASE + digits[len(digits) - len(grams[-1]) + 1 :]
        grams.append(longer)
    return np.unique(np.concatenate(grams))

"""A linear model of n-grams, the second member of the committee: words, pairs and triples.

    x_g = ln (share of g in positive reviews / share of g in negative reviews)
    z = b + Σ_g w_g x_g    over the n-grams g of a review; w and b by logistic regression

These are naive-Bayes features (Wang & Manning 2012) of the ids that the network reads. scikit-learn
fits the weights; it is needed only for training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 3
"""Number of words in the longest n-gram."""
LEAST_REVIEWS = 2
"""The smallest number of reviews in which an n-gram must occur to be a feature."""
STRENGTH = 0.3
"""C of the logistic regression; larger values regularise less."""
_BASE = 1 << 18  # exceeds the number of ids: an n-gram becomes a number of up to three digits


class Grams:
    """A linear model of the n-grams of reviews. The constructor fits it.

    texts: ids of each review, int32 (words,). labels: (reviews,), containing both 0 and 1.
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
        """Return the log-odds of "positive" for some texts, float32 (texts,)."""
        return np.asarray(self._features(texts) @ self._weights + self._bias, dtype=np.float32)

    def _features(self, texts: Sequence[NDArray[np.int32]]) -> Any:
        """Return which known n-grams occur in which text, as a sparse matrix of zeros and ones."""
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
    """Return the distinct n-grams of a text, sorted, each encoded as one number."""
    digits = ids.astype(np.int64) + 1  # no digit is zero, so n-grams of different lengths differ
    grams = [digits]
    for _ in range(1, LONGEST):
        longer = grams[-1][:-1] * _BASE + digits[len(digits) - len(grams[-1]) + 1 :]
        grams.append(longer)
    return np.unique(np.concatenate(grams))

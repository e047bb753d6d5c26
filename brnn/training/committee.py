"""Soft labels from a committee of models, for unlabelled reviews and for excerpts of all reviews.

    p = sigmoid(b + Σ_j a_j z_j)        z_j: the log-odds that member j of the committee gives

Members of different kinds make different mistakes. A member would only recite the labels that it was
fitted on, so the committee is fitted FOLDS times, each time without one fold of the films
(cross-fitting). A training review and its excerpt are judged by the members that saw no review of
its film, an unlabelled review by the mean of all. The weights a_j and the bias b are fitted on
these log-odds of the training reviews, once for whole reviews and once for excerpts, which contain
less information. Labelled reviews keep their labels. A network that trains on the result sees three
times as many reviews, and short texts too. (Self-training with soft labels; Hinton et al. 2015)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.archive import DataError
from brnn.data.corpus import Examples
from brnn.data.crops import crops_of
from brnn.model.measures import measure

Member = Callable[[Sequence[NDArray[np.int32]]], NDArray[np.float32]]
"""A function from texts, each int32 (words,), to their log-odds of "positive", float32 (texts,)."""
FOLDS = 5
_KINDS = ("reviews", "crops")


class Committee:
    """The texts that a committee judges, and what its members said about them.

    examples: "train" and "unlabelled".
    films: the film, or group of films, of each training review.
    ends: int32, the ids of the punctuation marks that end a sentence.

    Raises DataError unless there are reviews of both labels outside every fold.
    """

    def __init__(
        self, examples: dict[str, Examples], films: Sequence[str], ends: NDArray[np.int32], seed: int
    ) -> None:
        self._train, unlabelled = examples["train"], examples["unlabelled"]
        reviews = [*self._train.ids, *unlabelled.ids]
        self._texts = (reviews, crops_of(reviews, ends, seed))
        self._fold = folds(films, seed)
        if not all({0, 1} <= {*self.others(fold).labels.tolist()} for fold in range(FOLDS)):
            raise DataError("the committee needs reviews of both labels outside every fold of films")

    def others(self, fold: int) -> Examples:
        """Return the training reviews outside a fold, on which its members are fitted."""
        rows = np.flatnonzero(self._fold != fold)
        return Examples([self._train.ids[row] for row in rows], self._train.labels[rows])

    def judge(self, fold: int, members: Mapping[str, Member]) -> dict[str, NDArray[np.float32]]:
        """Return what the members of a fold say, each float32 (2, texts).

        The texts are the fold's training reviews and all unlabelled reviews, whole and as excerpts.
        """
        rows = self._judged(fold)
        return {
            name: np.stack([member([texts[row] for row in rows]) for texts in self._texts])
            for name, member in members.items()
        }

    def soft_labels(self, said: Sequence[dict[str, NDArray[np.float32]]]) -> tuple[Examples, dict[str, Any]]:
        """Return examples to train on, and the members' results on the training reviews, ready for JSON.

        said: for each fold what `judge` returned.

        The examples are the training reviews with their labels, the unlabelled reviews with the
        probability that they are positive, and an excerpt of each of these with its probability.
        """
        labels, figures = [self._train.labels.astype(np.float32)], {}
        for kind, name in enumerate(_KINDS):
            logits = {member: self._mean(kind, [of[member] for of in said]) for member in said[0]}
            probabilities, figures[name] = _combined(logits, self._train.labels)
            labels.append(probabilities if kind else probabilities[len(self._train) :])
        return Examples([text for texts in self._texts for text in texts], np.concatenate(labels)), figures

    def _judged(self, fold: int) -> NDArray[np.intp]:
        """Return the rows of the reviews that the members of a fold judge."""
        unlabelled = np.arange(len(self._train), len(self._texts[0]))
        return np.concatenate([np.flatnonzero(self._fold == fold), unlabelled])

    def _mean(self, kind: int, said: Sequence[NDArray[np.float32]]) -> NDArray[np.float64]:
        """Return the log-odds that one member gives each text of a kind, mean over the folds."""
        total, count = np.zeros((2, len(self._texts[kind])))
        for fold, logits in enumerate(said):
            rows = self._judged(fold)
            total[rows] += logits[kind]
            count[rows] += 1
        return total / count


def folds(films: Sequence[str], seed: int) -> NDArray[np.intp]:
    """Return the fold of each review, intp (reviews,). All reviews of a film are in one fold."""
    names, film = np.unique(np.array(films, str), return_inverse=True)
    return (np.random.default_rng(seed).permutation(len(names)) % FOLDS)[film]


def _combined(
    logits: Mapping[str, NDArray[np.float64]], labels: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], dict[str, Any]]:
    """Return the probability of each text, float32 (texts,), and the members' results.

    logits: float64 (texts,) of each member. labels: of the first texts, on which weights are fitted.
    """
    from sklearn.linear_model import LogisticRegression

    asked = np.stack(list(logits.values()), axis=1)
    known = asked[: len(labels)]
    weights = LogisticRegression(C=100.0).fit(known, labels)
    figures = {
        name: {"weight": float(weight), **measure(own, labels)}
        for name, weight, own in zip(logits, weights.coef_[0], known.T, strict=True)
    }
    together = measure(weights.decision_function(known), labels)
    return weights.predict_proba(asked)[:, 1].astype(np.float32), figures | {"together": together}

"""Soft labels from a committee of models, for unlabelled reviews and for excerpts of all reviews.

    p = sigmoid(b + Σ_j a_j z_j)        z_j: the log-odds that member j of the committee gives

Members of different kinds make different mistakes. Their weights a_j and the bias b are fitted on
held-out reviews, once for whole reviews and once for excerpts, which contain less information.
Labelled reviews keep their labels. A network that trains on the result sees three times as many
reviews, and short texts too. (Self-training with soft labels; Hinton et al. 2015)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.corpus import Examples
from brnn.data.crops import crops_of
from brnn.model.measures import measure

Member = Callable[[Sequence[NDArray[np.int32]]], NDArray[np.float32]]
"""A function from texts, each int32 (words,), to their log-odds of "positive", float32 (texts,)."""


def soft_labels(
    members: Mapping[str, Member], examples: dict[str, Examples], ends: NDArray[np.int32], seed: int
) -> tuple[Examples, dict[str, Any]]:
    """Return examples to train on, and the committee's validation results, ready for JSON.

    examples: "train", "validation", "unlabelled".
    ends: int32, the ids of the punctuation marks that end a sentence.

    The examples returned are the training reviews with their labels, the unlabelled reviews with
    the probability that they are positive, and an excerpt of each of these with its probability.
    """
    train, validation = examples["train"], examples["validation"]
    reviews = [*train.ids, *examples["unlabelled"].ids]
    crops = crops_of(reviews, ends, seed)
    cropped = Examples(crops_of(validation.ids, ends, seed), validation.labels)
    of_reviews, on_reviews = _combined(members, validation, examples["unlabelled"].ids)
    of_crops, on_crops = _combined(members, cropped, crops)
    labels = np.concatenate([train.labels.astype(np.float32), of_reviews, of_crops])
    return Examples([*reviews, *crops], labels), {"reviews": on_reviews, "crops": on_crops}


def _combined(
    members: Mapping[str, Member], validation: Examples, texts: Sequence[NDArray[np.int32]]
) -> tuple[NDArray[np.float32], dict[str, Any]]:
    """Return the probability of each text, float32 (texts,), and the members' results."""
    from sklearn.linear_model import LogisticRegression

    known = np.stack([member(validation.ids) for member in members.values()], axis=1)
    weights = LogisticRegression(C=100.0).fit(known, validation.labels)
    asked = np.stack([member(texts) for member in members.values()], axis=1)
    figures = {
        name: {"weight": float(weight), **measure(logits, validation.labels)}
        for name, weight, logits in zip(members, weights.coef_[0], known.T, strict=True)
    }
    together = measure(weights.decision_function(known), validation.labels)
    return weights.predict_proba(asked)[:, 1].astype(np.float32), figures | {"together": together}

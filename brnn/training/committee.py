"""Soft labels from a committee of models, for unlabelled reviews, excerpts from them, and single words.

    p = sigmoid(b + Σ_j a_j z_j)        z_j: the log-odds that member j of the committee gives

Members of different kinds make different mistakes. They are fitted on the labelled reviews but for those of
some films. On these reviews, which no member has seen, the weights a_j and the bias b are fitted, once for
whole reviews and once for excerpts, which contain less information. A network that trains on the result
sees many more reviews, and short texts too, down to every word of its vocabulary alone. (Self-training
with soft labels; Hinton et al. 2015)

The label of an excerpt is its review's, which the rest of the review can contradict; people who write as few
words as a whole put their verdict in them. The log-odds of excerpts and words are therefore multiplied by
SURER.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.archive import DataError
from brnn.data.corpus import Examples
from brnn.data.crops import crops_of
from brnn.model.measures import measure

HELD_OUT = 0.1
"""Share of the labelled reviews on which the weights are fitted."""
EXCERPTS = 6
"""Number of excerpts of each unlabelled review."""
SURER = 1.45
"""How many times more log-odds a short review gives its label than an excerpt with as many words.

Measured on 547 labelled reviews of fewer than 60 words (95% interval 1.20 to 1.81); see
`tests/benchmarks/whole_texts.py`.
"""
_SEED = 0  # of films and excerpts: the same for every training, so that all can share soft labels
Logits = NDArray[np.float32]


class Committee:
    """The texts that a committee learns from, and those that it judges.

    examples: "train" and "unlabelled".
    films: the film, or group of films, of each training review.
    ends: int32, the ids of the punctuation marks that end a sentence.
    words: int32, the ids of the words that are judged alone, as the shortest excerpts.

    fitted: the labelled reviews that its members are fitted on.
    texts: what each member judges: the labelled reviews held out and the unlabelled ones; then an
        excerpt of each of the former, EXCERPTS of each of the latter, and the words.

    Raises DataError unless reviews of both labels are fitted and held out.
    """

    def __init__(
        self,
        examples: dict[str, Examples],
        films: Sequence[str],
        ends: NDArray[np.int32],
        words: NDArray[np.int32],
    ) -> None:
        train, unlabelled = examples["train"], examples["unlabelled"].ids
        held_out = _held_out(films)
        self.fitted = _take(train, np.flatnonzero(~held_out))
        self._known = _take(train, np.flatnonzero(held_out))
        if not all({0, 1} <= {*part.labels.tolist()} for part in (self.fitted, self._known)):
            raise DataError("the committee needs reviews of both labels, on more films")
        known = self._known.ids
        excerpts = [text for seed in range(1, EXCERPTS + 1) for text in crops_of(unlabelled, ends, seed)]
        self._kinds = (known, unlabelled), (crops_of(known, ends, _SEED), [*excerpts, *words[:, None]])
        self.texts = [text for kind in self._kinds for part in kind for text in part]

    def soft_labels(self, said: Mapping[str, Logits]) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """Return the soft labels, float32 (unlabelled texts,), and the members' results, ready for JSON.

        said: what each member said about `texts`, by its name.
        """
        labels, figures, first = [], {}, 0
        for name, (known, new) in zip(("reviews", "excerpts"), self._kinds, strict=True):
            middle, last = first + len(known), first + len(known) + len(new)
            heard = {member: (logits[first:middle], logits[middle:last]) for member, logits in said.items()}
            log_odds, figures[name] = _combined(heard, self._known.labels)
            surer = SURER if name == "excerpts" else 1.0
            labels.append(1 / (1 + np.exp(-surer * log_odds)))
            first = last
        return np.concatenate(labels), figures

    def examples(self, labelled: Examples, labels: NDArray[np.float32]) -> Examples:
        """Return labelled reviews, and the unlabelled ones and their excerpts with soft labels."""
        texts = [text for _, new in self._kinds for text in new]
        known = labelled.labels.astype(np.float32)
        return Examples([*labelled.ids, *texts], np.concatenate([known, labels]))


def _held_out(films: Sequence[str]) -> NDArray[np.bool_]:
    """Return which reviews are held out, bool (reviews,): all reviews of a film, or none."""
    names, film = np.unique(np.array(films, str), return_inverse=True)
    order = np.random.default_rng(_SEED).permutation(len(names))
    return (order < round(HELD_OUT * len(names)))[film]


def _take(examples: Examples, rows: NDArray[np.intp]) -> Examples:
    return Examples([examples.ids[row] for row in rows], examples.labels[rows])


def _combined(
    heard: Mapping[str, tuple[Logits, Logits]], labels: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], dict[str, Any]]:
    """Return the log-odds of texts without labels, float32 (texts,), and the members' results.

    heard: what each member said about texts with these labels, and about those without.
    """
    from sklearn.linear_model import LogisticRegression

    known, new = (np.stack([pair[place] for pair in heard.values()], axis=1) for place in (0, 1))
    weights = LogisticRegression(C=100.0).fit(known, labels)
    figures = {
        name: {"weight": float(weight), **measure(own, labels)}
        for name, weight, own in zip(heard, weights.coef_[0], known.T, strict=True)
    }
    together = measure(weights.decision_function(known), labels)
    return weights.decision_function(new).astype(np.float32), figures | {"together": together}

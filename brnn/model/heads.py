"""The heads of a model that guesses words, in NumPy, float32: from the states around a word to scores.

    s(w) = c_w + g_w·A→h→_{t−1} + g_w·A←h←_{t+1}     the score of word w; p = softmax(s)

h→_{t−1} is the forward reader's state before word t, h←_{t+1} the backward reader's state after it, so that
neither has read word t. The head "past" has the first of the two products alone, "future" the second. The
mean of each term over all known words is zero, see `centred`, so a term says how much more, or less, it
speaks for a word than for the average one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig
from brnn.model.cells import Array
from brnn.model.one_thread import one_thread
from brnn.model.weights import HEADS, Weights, heads_of
from brnn.records import Head, Reader, Reading

_AT_ONCE = 64  # places; the scores of all words there fit into the processor's cache


class Terms(NamedTuple):
    """The terms of the scores that one head gives to all known words, float32 (known words,) each.

    forward, backward: what each reader says; zeros if the head does not listen to it.
    scores: from the network's own sum, so that the terms can be checked against it.
    """

    bias: Array
    forward: Array
    backward: Array
    scores: Array


class Judged(NamedTuple):
    """How a head guesses some words, (n,) each.

    logs: float32, their log-probabilities, in nats. ranks: int32, their places among all known words, from
        1 on. A word that is not known has NaN and 0.
    best: int32, the index of the most probable word at each place, among the known words.
    """

    logs: NDArray[np.float32]
    ranks: NDArray[np.int32]
    best: NDArray[np.int32]


class Heads:
    """The heads of one model. States are those of each reader, float32 (n, units)."""

    def __init__(self, config: ModelConfig, weights: Weights) -> None:
        self._weights = weights
        self.names = heads_of(config)

    @one_thread
    def scores(self, head: Head, states: dict[Reader, Array]) -> Array:
        """Return the scores of all known words at n places, float32 (n, known words)."""
        weights = self._weights
        said = [states[reader] @ weights[f"{head}/{reader}"] for reader in HEADS[head]]
        heard = said[0] if len(said) == 1 else said[0] + said[1]
        return np.asarray(heard @ weights[f"{head}/words"].T + weights[f"{head}/bias"])

    def judge(self, head: Head, states: dict[Reader, Array], words: NDArray[np.integer]) -> Judged:
        """Return how a head guesses one word at each of n places, and its first guess there.

        words: (n,), indices among the known words; a negative one is not judged.
        """
        logs, ranks = np.full(len(words), np.nan, np.float32), np.zeros(len(words), np.int32)
        best = np.zeros(len(words), np.int32)
        for first in range(0, len(words), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            scores = self.scores(head, {reader: own[part] for reader, own in states.items()})
            best[part] = scores.argmax(axis=1)
            known = np.flatnonzero(words[part] >= 0)
            scores = scores[known]
            own = scores[np.arange(len(known)), words[part][known], np.newaxis]
            ranks[first + known] = 1 + (scores > own).sum(axis=1)
            logs[first + known] = -np.log(np.exp(scores - own).sum(axis=1))
        return Judged(logs, ranks, best)

    @one_thread
    def terms(self, head: Head, states: dict[Reader, Array]) -> Terms:
        """Return the terms of all scores at one place, the same, bit for bit, wherever the place is.

        states: float32 (units,) each.
        """
        weights = self._weights
        words, bias = weights[f"{head}/words"], weights[f"{head}/bias"]
        said = {reader: np.vecmat(states[reader], weights[f"{head}/{reader}"]) for reader in HEADS[head]}
        by_reader = {reader: np.matvec(words, vector) for reader, vector in said.items()}
        nothing = np.zeros_like(bias)
        scores = np.matvec(words, sum(said.values(), np.zeros(words.shape[1], np.float32))) + bias
        return Terms(bias, by_reader.get("forward", nothing), by_reader.get("backward", nothing), scores)

    @one_thread
    def said(
        self, head: Head, states: dict[Reader, Array], words: NDArray[np.integer]
    ) -> dict[Reader, Array]:
        """Return what each reader says for one word at each of n places, float32 (n,), see `Terms`.

        words: as in `judge`; of a negative one, NaN is said.
        """
        weights, known = self._weights, words >= 0
        vectors = weights[f"{head}/words"][np.where(known, words, 0)]
        return {
            reader: np.where(
                known, np.vecdot(states[reader] @ weights[f"{head}/{reader}"], vectors), np.nan
            ).astype(np.float32)
            for reader in HEADS[head]
        }


def beside(reading: Reading, places: NDArray[np.intp]) -> dict[Reader, Array]:
    """Return each reader's state next to some words, which has not read them: float32 (places, units)."""
    before, after = (
        np.zeros((1, states.shape[1]), np.float32) for states in (reading.forward, reading.backward)
    )
    return {
        "forward": np.concatenate([before, reading.forward])[places],
        "backward": np.concatenate([reading.backward, after])[places + 1],
    }


def centred(weights: Weights) -> Weights:
    """Return the weights of a model that guesses, with terms that have a mean of zero over the known words.

    No probability changes: all scores of a place change by the same number.
    """
    found = dict(weights)
    for name in weights:
        if name.endswith(("/words", "/bias")) and name.partition("/")[0] in HEADS:
            found[name] = weights[name] - weights[name].mean(axis=0, dtype=np.float64).astype(np.float32)
    return found

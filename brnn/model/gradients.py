"""Gradients of each reader's final evidence with respect to the word vectors.

    ∂E→(T)/∂x_t      ∂E←(1)/∂x_t      x_t: the vector of word t

Computed in NumPy by backpropagation through time (Werbos, 1990): a reader's steps forward, then the chain
rule through the same steps from the last one to the first. `cells` has the equations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig
from brnn.model.cells import CELLS, Array
from brnn.model.one_thread import one_thread
from brnn.model.weights import Weights
from brnn.records import Reader
from brnn.text.vocabulary import UNKNOWN

Baseline = Literal["zero", "unknown"]

_MOST_WORDS = 8_000  # per batch: what the way back needs is about 6 KB a word for 128 gated units


class Slopes(NamedTuple):
    """The final evidence of one reader for some texts, and its gradients.

    evidence: float32 (texts,), log-odds.
    gradients: float32 (texts, words, embedding_size), log-odds per unit of a word vector.
    """

    evidence: Array
    gradients: Array


class Gradients:
    """The gradients of a model's readers, for any number and length of texts."""

    def __init__(self, config: ModelConfig, weights: Weights) -> None:
        self._cell, self._embedding = CELLS[config.cell], weights["embedding"]
        heads = np.split(weights["head/kernel"][:, 0], len(config.readers))
        self._readers = {
            reader: (
                weights[f"{reader}/kernel"],
                weights[f"{reader}/recurrent"],
                weights[f"{reader}/bias"],
                head,
            )
            for reader, head in zip(config.readers, heads, strict=True)
        }

    def vectors(self, ids: NDArray[np.int32]) -> Array:
        """Return the vectors of a text's words, float32 (words, embedding_size)."""
        return self._embedding[ids]

    def baseline(self, name: Baseline, words: int) -> Array:
        """Return the vectors of a text to compare with, float32 (words, embedding_size).

        name: "zero" for zero vectors, "unknown" for the vector of the unknown word.
        """
        if name not in get_args(Baseline):
            raise ValueError(f'a baseline must be "zero" or "unknown", got {name!r}')
        vectors = self.vectors(np.full(words, UNKNOWN, np.int32))
        return vectors if name == "unknown" else np.zeros_like(vectors)

    @one_thread
    def slopes(self, reader: Reader, vectors: Array) -> Slopes:
        """Return a reader's final evidence for texts of equal length, and its gradients.

        vectors: float32 (texts, words, embedding_size), all processed at once; `batches` keeps the
            memory limited. If the model lacks the reader, everything is zero.
        """
        if reader not in self._readers or not vectors.size:
            return Slopes(np.zeros(len(vectors), np.float32), np.zeros_like(vectors))
        kernel, recurrent, bias, head = self._readers[reader]
        bias = bias.reshape(self._cell.biases, -1)
        b, c = bias[0], bias[1:].sum(axis=0)
        inputs = vectors.swapaxes(0, 1) @ kernel + b  # (words, texts, gates · units)
        places = range(len(inputs))[:: -1 if reader == "backward" else 1]
        states = [np.zeros((len(vectors), len(recurrent)), np.float32)] * self._cell.states
        steps = []
        for place in places:
            steps.append((inputs[place], states[0] @ recurrent + c, *states))
            states = [*self._cell.step(*steps[-1])]
        evidence, slopes = states[0] @ head, [np.zeros_like(state) for state in states]
        slopes[0] += head
        for place in reversed(places):
            inputs[place], hu, *slopes = self._cell.vjp(*steps.pop(), *slopes)
            slopes[0] += hu @ recurrent.T
        return Slopes(evidence, (inputs @ kernel.T).swapaxes(0, 1))

    @staticmethod
    def batches(texts: int, words: int) -> Iterator[slice]:
        """Yield slices of the texts, each small enough for its gradients to fit into memory."""
        size = max(1, _MOST_WORDS // max(1, words))
        for start in range(0, texts, size):
            yield slice(start, start + size)

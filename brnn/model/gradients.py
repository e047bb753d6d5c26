"""Gradients of each reader's final evidence with respect to the word vectors.

    ∂E→(T)/∂x_t      ∂E←(1)/∂x_t      x_t: the vector of word t

Computed by automatic differentiation through all steps of a reader (backpropagation through time;
Werbos, 1990). This costs about as much as a training step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from brnn.model.backend import keras, tf
from brnn.model.network import Network
from brnn.records import Reader
from brnn.text.vocabulary import UNKNOWN

Baseline = Literal["zero", "unknown"]

_MOST_WORDS = 8_000  # per batch: the backward pass takes about 20 KB a word for 128 gated units


class Slopes(NamedTuple):
    """The final evidence of one reader for some texts, and its gradients.

    evidence: float32 (texts,), log-odds.
    gradients: float32 (texts, words, embedding_size), log-odds per unit of a word vector.
    """

    evidence: NDArray[np.float32]
    gradients: NDArray[np.float32]


class Gradients:
    """Gradients of a network, compiled once per reader for any number and length of texts."""

    def __init__(self, network: Network) -> None:
        self.network = network
        units = network.config.units
        self._readers = {
            "forward": self._compiled(network.forward_reader, slice(units)),
            "backward": self._compiled(network.backward_reader, slice(-units, None)),
        }

    def vectors(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the vectors of a text's words, float32 (words, embedding_size)."""
        return np.asarray(self.network.embedding(ids))

    def baseline(self, name: Baseline, words: int) -> NDArray[np.float32]:
        """Return the vectors of a text to compare with, float32 (words, embedding_size).

        name: "zero" for zero vectors, "unknown" for the vector of the unknown word.
        """
        if name not in get_args(Baseline):
            raise ValueError(f'a baseline must be "zero" or "unknown", got {name!r}')
        vectors = self.vectors(np.full(words, UNKNOWN, np.int32))
        return vectors if name == "unknown" else np.zeros_like(vectors)

    def slopes(self, reader: Reader, vectors: NDArray[np.float32]) -> Slopes:
        """Return a reader's final evidence for texts of equal length, and its gradients.

        vectors: float32 (texts, words, embedding_size), all processed at once; `batches` keeps the
            memory limited. If the model lacks the reader, everything is zero.
        """
        compiled = self._readers[reader]
        if compiled is None or not vectors.size:
            return Slopes(np.zeros(len(vectors), np.float32), np.zeros_like(vectors))
        evidence, gradients = compiled(vectors)
        return Slopes(evidence.numpy(), gradients.numpy())

    @staticmethod
    def batches(texts: int, words: int) -> Iterator[slice]:
        """Yield slices of the texts, each small enough for its gradients to fit into memory."""
        size = max(1, _MOST_WORDS // max(1, words))
        for start in range(0, texts, size):
            yield slice(start, start + size)

    def _compiled(
        self, reader: keras.layers.Layer | None, units: slice
    ) -> Callable[[NDArray[np.float32]], tuple[tf.Tensor, tf.Tensor]] | None:
        if reader is None:
            return None

        def slopes(vectors: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                tape.watch(vectors)
                _, memory, *_ = reader(vectors)
                evidence = tf.matmul(memory, self.network.head.kernel[units])[:, 0]
            return evidence, tape.gradient(evidence, vectors)

        size = self.network.config.embedding_size
        signature = [tf.TensorSpec((None, None, size), tf.float32)]
        return tf.function(slopes, input_signature=signature, autograph=False)  # type: ignore[no-any-return]

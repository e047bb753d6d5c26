"""The one place that runs a network to read: ids → memories and logit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from brnn.backend import tf
from brnn.network import Network, mask_of
from brnn.records import Reading
from brnn.vocabulary import pad

_BATCH = 256


class CompiledNetwork:
    """A network compiled once for texts of any number and length.

    One text is read alone and unpadded, so its memories depend on nothing else. Many texts are
    read in masked batches of like length, for their logits.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        any_ids = tf.TensorSpec((None, None), tf.int32)
        self._memories = tf.function(
            lambda ids: network.memories(network.embedding(ids)), input_signature=[any_ids]
        )
        self._logits = tf.function(
            lambda ids: network(ids, mask=mask_of(ids)), input_signature=[any_ids]
        )

    def read(self, ids: NDArray[np.int32]) -> Reading:
        """Read one text. ids: int32 (words,); no words give memories of shape (0, units)."""
        if not len(ids):
            config = self.network.config
            return Reading(
                forward=np.zeros((0, config.units * config.has_forward), np.float32),
                backward=np.zeros((0, config.units * config.has_backward), np.float32),
                logit=self.bias,
            )
        forward, backward, logits = self._memories(ids[np.newaxis])
        return Reading(forward.numpy()[0], backward.numpy()[0], float(logits[0]))

    def logits(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the logits of many texts, float32 (texts,), in the order given."""
        logits = np.full(len(texts), self.bias, dtype=np.float32)
        lengths = np.array([len(ids) for ids in texts], dtype=np.int64)
        order = np.argsort(lengths, kind="stable")[np.count_nonzero(lengths == 0) :]
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            logits[rows] = self._logits(pad([texts[row] for row in rows])).numpy()
        return logits

    @property
    def bias(self) -> float:
        """The head's bias, in log-odds: the logit of a text without words."""
        return float(self.network.head.bias.numpy()[0])

    def head_weights(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head's weights of the forward and of the backward reader, float32 (units,)."""
        config = self.network.config
        weights = self.network.head.kernel.numpy()[:, 0]
        forward = config.units * config.has_forward
        return weights[:forward], weights[forward:]

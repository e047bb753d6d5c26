"""Read thousands of texts with the Keras network, compiled by TensorFlow, in padded batches.

This is for training and evaluation. Single texts are read with `readers`, which agrees to 1e-5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.model.backend import tf
from brnn.model.network import Network, mask_of
from brnn.model.readers import FinalStates
from brnn.text.vocabulary import pad

_BATCH = 256


class CompiledNetwork:
    """A network, compiled once for any number and length of texts. Uses its current weights."""

    def __init__(self, network: Network) -> None:
        self.network = network
        any_ids = tf.TensorSpec((None, None), tf.int32)
        # A lambda, because TensorFlow would report a shared method as retraced for each network.
        self._final = tf.function(lambda ids: self._read(ids), input_signature=[any_ids], autograph=False)

    def logits(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the logits of many texts, float32 (texts,), in the given order."""
        return self.final(texts).logits

    def final(self, texts: Sequence[NDArray[np.int32]], desc: str | None = None) -> FinalStates:
        """Return the final states of many texts, in the given order.

        texts: ids, int32 (words,) each; padding is masked.
        desc: label of a progress bar; None for no bar.
        """
        config = self.network.config
        states = np.zeros((len(texts), config.units * len(config.readers)), np.float32)
        logits = np.full(len(texts), self.network.head.bias.numpy()[0])
        lengths = np.array([len(ids) for ids in texts], dtype=np.int64)
        order = np.argsort(lengths, kind="stable")[np.count_nonzero(lengths == 0) :]
        with tqdm(desc=desc, total=len(order), unit=" reviews", disable=desc is None) as bar:
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                final, batch_logits = self._final(pad([texts[row] for row in rows]))
                states[rows], logits[rows] = final.numpy(), batch_logits.numpy()
                bar.update(len(rows))
        forward = config.units * config.has_forward
        return FinalStates(states[:, :forward], states[:, forward:], logits)

    def _read(self, ids: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        network = self.network
        final = network.final_states(network.embedding(ids), mask_of(ids))
        return final, network.head(final)[:, 0]

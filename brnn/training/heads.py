"""Fit the heads that guess words. The readers are trained already and no longer change.

Every head has vectors and biases of its own and is fitted alike: to the same words of the same reviews, with
the softmax over all known words. `brnn.model.heads` has the formula.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from brnn.config import HeadsConfig
from brnn.model.backend import keras, tf
from brnn.model.heads import centred
from brnn.model.network import Network, mask_of
from brnn.model.weights import HEADS, Weights, heads_of
from brnn.records import Head, Reader
from brnn.text.vocabulary import MARKS, SPECIAL, pad
from brnn.training.stage import Stage, Texts

_FIRST = len(SPECIAL)  # the id of the most frequent word


class HeadsFit(Stage):
    """The stage that fits all heads. Its history counts the words guessed; their loss is that of all heads.

    start: output vectors and biases of the pretrained readers, see `Pretraining.predicted`.
    """

    config: HeadsConfig

    def __init__(
        self,
        network: Network,
        config: HeadsConfig,
        start: tuple[NDArray[np.float32], NDArray[np.float32]],
        seed: int,
    ) -> None:
        self._classes = len(start[1]) - len(MARKS)
        words, mixing = _factors(start[0][: self._classes], network.config.embedding_size)
        self.heads: list[Head] = heads_of(network.config)
        self._variables_of: dict[str, keras.Variable] = {}
        for head in self.heads:
            initial = {"words": words, "bias": start[1][: self._classes]}
            for part, values in (initial | dict.fromkeys(HEADS[head], mixing)).items():
                self._variables_of[f"{head}/{part}"] = keras.Variable(values, name=f"{head}_{part}")
        self._trained = [*self._variables_of.values()]
        optimizer = keras.optimizers.Adam(config.learning_rate, global_clipnorm=1.0)
        optimizer.build(self._trained)
        super().__init__(network, config, optimizer, self._trained)
        self._seed = seed
        signature = [tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None, 2), tf.int32)]
        self._step = tf.function(self._update, signature, autograph=False)
        self._measure = tf.function(
            lambda ids, places: self._losses(*self._read(ids, places)), signature, autograph=False
        )

    def run(
        self,
        texts: Texts,
        held_out: Texts,
        after_epoch: Callable[[], None] = lambda: None,
    ) -> None:
        """Train the remaining epochs. After each, measure the heads on reviews that are held out.

        texts: ids of each review with their marks, int32 (words,).
        """
        for number in range(len(self.history) + 1, self.config.epochs + 1):
            rng = np.random.default_rng([self._seed, number])

            def step(
                rows: NDArray[np.intp], rng: np.random.Generator = rng
            ) -> tuple[float, *tuple[float, ...]]:
                ids = pad([texts[row] for row in rows])
                places = self.places(ids, rng)
                return len(places), float(np.sum(self._step(ids, places)))

            epoch = self._run_epoch(step, texts, number, self._seed)
            self.history.append(epoch | {"validation": self.losses(held_out)})
            after_epoch()

    def places(self, ids: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int32]:
        """Draw places of known words. Returns int32 (places, 2): text and word."""
        known = np.argwhere((ids >= _FIRST) & (ids < _FIRST + self._classes)).astype(np.int32)
        if len(known) <= self.config.guesses:
            return known
        return known[np.sort(rng.choice(len(known), self.config.guesses, replace=False))]

    def losses(self, texts: Texts) -> dict[str, float]:
        """Return every head's mean loss over some words of each batch, in nats, and their number."""
        rng, n, sums = np.random.default_rng(self._seed), 0, np.zeros(len(self.heads))
        order = np.argsort([len(ids) for ids in texts], kind="stable")
        for first in range(0, len(order), self.config.batch_size):
            ids = pad([texts[row] for row in order[first : first + self.config.batch_size]])
            places = self.places(ids, rng)
            n, sums = n + len(places), sums + np.array(self._measure(ids, places))
        means = (sums / max(n, 1)).tolist()
        return {"n": n, **dict(zip(self.heads, means, strict=True))}

    def to_arrays(self) -> Weights:
        """Return the weights of the readers and of all heads, their terms centred, by name."""
        arrays = {name: w for name, w in self.network.to_arrays().items() if not name.startswith("head/")}
        return centred(arrays | {name: variable.numpy() for name, variable in self._variables_of.items()})

    def _update(self, ids: tf.Tensor, places: tf.Tensor) -> tf.Tensor:
        states, classes = self._read(ids, places)  # outside the tape: the readers do not change
        with tf.GradientTape() as tape:
            losses = self._losses(states, classes)
            count = tf.cast(tf.shape(places)[0], tf.float32)
            loss = tf.math.divide_no_nan(tf.reduce_sum(losses), count)
        self.optimizer.apply(tape.gradient(loss, self._trained), self._trained)
        return losses

    def _read(self, ids: tf.Tensor, places: tf.Tensor) -> tuple[dict[Reader, tf.Tensor], tf.Tensor]:
        """Return each reader's state next to some words, float32 (places, units), and the words' classes."""
        mask, vectors = mask_of(ids), self.network.embedding(ids)
        states: dict[Reader, tf.Tensor] = {}
        # Before its first word, a reader is in a state of zeros. So is the backward reader in the padding,
        # which is on the right.
        if self.network.forward_reader:
            forward = self.network.forward_reader(vectors, mask=mask)[0]
            states["forward"] = tf.gather_nd(tf.pad(forward, [[0, 0], [1, 0], [0, 0]]), places)
        if self.network.backward_reader:
            backward = tf.reverse(self.network.backward_reader(vectors, mask=mask)[0], axis=[1])
            after = tf.add(places, [[0, 1]])
            states["backward"] = tf.gather_nd(tf.pad(backward, [[0, 0], [0, 1], [0, 0]]), after)
        return states, tf.gather_nd(ids, places) - _FIRST

    def _losses(self, states: dict[Reader, tf.Tensor], classes: tf.Tensor) -> tf.Tensor:
        """Return the sum of the losses of some guesses, of every head, float32 (heads,)."""
        losses = []
        for head in self.heads:
            weights = {part: self._variables_of[f"{head}/{part}"] for part in ("words", "bias", *HEADS[head])}
            said = tf.add_n([tf.matmul(states[reader], weights[reader]) for reader in HEADS[head]])
            scores = tf.matmul(said, weights["words"], transpose_b=True) + weights["bias"]
            losses.append(tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(classes, scores)))
        return tf.stack(losses)


def _factors(vectors: NDArray[np.float32], size: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return g, float32 (words, size), and A, float32 (units, size), so that A·g is nearly the vectors.

    With as many dimensions as the vectors have, A·g is the vectors (Eckart & Young 1936).
    """
    left, scales, right = np.linalg.svd(vectors.astype(np.float64), full_matrices=False)
    words, mixing = np.zeros((len(vectors), size)), np.zeros((vectors.shape[1], size))
    kept = min(size, len(scales))
    words[:, :kept], mixing[:, :kept] = (
        left[:, :kept] * np.sqrt(scales[:kept]),
        right[:kept].T * np.sqrt(scales[:kept]),
    )
    return words.astype(np.float32), mixing.astype(np.float32)

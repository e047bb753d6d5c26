"""Pretrain the readers as language models: each predicts the next word in its own direction.

    p→(w | w_1 … w_t) ∝ exp(s g_w·h→_t + c_w)      the forward reader predicts word t + 1
    p←(w | w_t … w_T) ∝ exp(s g_w·h←_t + c_w)      the backward reader predicts word t − 1

s is a constant. Each known word w has an output vector g_w and a bias c_w; unknown words are read, but not
predicted. Both readers share these vectors, which after pretraining only a model that guesses words needs.
They are separate from the input word vectors, which serve another purpose. The softmax runs over the true
word and a sample of words that is shared by the whole batch (Jean et al. 2015). No labels are used, so
unlabelled reviews help too (Dai & Le 2015).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from brnn.config import PretrainingConfig
from brnn.model.backend import keras, tf
from brnn.model.network import Network, mask_of
from brnn.text.vocabulary import UNKNOWN, pad
from brnn.training.stage import Stage, Texts

_SCALE = 4.0  # hidden states lie within ±1 and would give a flat softmax
_WORD_DEVIATION = 0.1  # standard deviation of the initial word vectors
_FIRST = UNKNOWN + 1  # the id of the most frequent word


class Pretraining(Stage):
    """The stage that pretrains a network's word vectors and readers to predict words.

    Its history counts the words predicted; their loss is over the sampled words.
    """

    config: PretrainingConfig

    def __init__(self, network: Network, config: PretrainingConfig, seed: int) -> None:
        ids, size = network.embedding.embeddings.shape
        rng = np.random.default_rng(seed)
        network.embedding.embeddings.assign(rng.normal(0, _WORD_DEVIATION, (ids, size)))
        predicted = rng.normal(0, _WORD_DEVIATION, (ids - _FIRST, network.config.units))
        self._predicted = keras.Variable(predicted.astype(np.float32), name="predicted")
        self._biases = keras.Variable(np.zeros(len(predicted), np.float32), name="biases")
        learnt = [v for part in (network.embedding, *network.readers) for v in part.trainable_variables]
        self._trained = [*learnt, self._predicted, self._biases]
        optimizer = keras.optimizers.Adam(config.learning_rate, global_clipnorm=1.0)
        optimizer.build(self._trained)
        super().__init__(network, config, optimizer, self._trained)
        self._seed = seed
        self._step = tf.function(self._update, [tf.TensorSpec((None, None), tf.int32)], autograph=False)

    @property
    def predicted(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The output vectors of all words, float32 (ids − 2, units), with the scale, and their biases."""
        return _SCALE * self._predicted.numpy(), self._biases.numpy()

    def run(self, texts: Texts, after_epoch: Callable[[], None] = lambda: None) -> None:
        """Train the remaining epochs. texts: ids of each review, int32 (words,)."""
        texts = [ids for ids in texts if len(ids) > 1]  # a single word predicts no other

        def step(rows: NDArray[np.intp]) -> tuple[float, float]:
            loss, words = self._step(pad([texts[row] for row in rows]))
            return float(words), float(loss)

        for number in range(len(self.history) + 1, self.config.epochs + 1):
            self.history.append(self._run_epoch(step, texts, number, self._seed))
            after_epoch()

    def _update(self, ids: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            losses = self._losses(ids)
            # Zero, not NaN, where only unknown words follow one another.
            loss = tf.math.divide_no_nan(tf.reduce_sum(losses), tf.cast(tf.size(losses), tf.float32))
        self.optimizer.apply(tape.gradient(loss, self._trained), self._trained)
        return tf.reduce_sum(losses), tf.size(losses)

    def _losses(self, ids: tf.Tensor) -> tf.Tensor:
        """Return the loss of every prediction of both readers, float32 (predictions,)."""
        mask, known = mask_of(ids), ids >= _FIRST
        vectors = tf.nn.dropout(self.network.embedding(ids), self.config.dropout)
        memories, words = [], []
        if self.network.forward_reader:
            forward = self.network.forward_reader(vectors, mask=mask)[0]
            memories.append(tf.boolean_mask(forward[:, :-1], known[:, 1:]))
            words.append(tf.boolean_mask(ids[:, 1:], known[:, 1:]))
        if self.network.backward_reader:
            backward = tf.reverse(self.network.backward_reader(vectors, mask=mask)[0], axis=[1])
            has_next = known[:, :-1] & mask[:, 1:]  # texts are padded on the right
            memories.append(tf.boolean_mask(backward[:, 1:], has_next))
            words.append(tf.boolean_mask(ids[:, :-1], has_next))
        memory = tf.nn.dropout(tf.concat(memories, axis=0), self.config.dropout)
        return self._sampled_softmax(_SCALE * memory, tf.concat(words, axis=0) - _FIRST)

    def _sampled_softmax(self, memory: tf.Tensor, classes: tf.Tensor) -> tf.Tensor:
        """Return the loss of predictions of known words, counted from the most frequent one.

        TensorFlow draws words as if the vocabulary were sorted by frequency, as ours is, and leaves out
        of the sample of each prediction the word that is right.
        """
        words = self._biases.shape[0]
        return tf.nn.sampled_softmax_loss(
            weights=self._predicted.value,
            biases=self._biases.value,
            labels=tf.cast(classes, tf.int64)[:, tf.newaxis],
            inputs=memory,
            num_sampled=min(self.config.sampled_words, words - 1),
            num_classes=words,
        )

"""The network: word vectors → two recurrent readers → one linear unit on their last memories.

    e_t = embedding[id_t]
    h→_t = cell→(e_t, h→_{t−1})    h→_0 = 0         the forward reader, from the first word on
    h←_t = cell←(e_t, h←_{t+1})    h←_{T+1} = 0     the backward reader, from the last word on
    z = b + w→·h→_T + w←·h←_1                       the logit

This is `Embedding → Bidirectional(cell) → Dense(1)` with the two readers kept apart by name.
One recurrent layer and a linear head: that is what lets the evidence add up exactly.
"""

from __future__ import annotations

from brnn.config import ModelConfig
from brnn.model.backend import keras, tf
from brnn.text.vocabulary import PADDING

_CELLS = {"simple": keras.layers.SimpleRNN, "gru": keras.layers.GRU, "lstm": keras.layers.LSTM}


class Network(keras.Model):
    """A classifier of reviews by one or two recurrent readers.

    Args:
        config: cell, direction and sizes.
        ids: number of ids of its vocabulary, padding and unknown included.
        dropout: share of the final memories that is dropped while training.
        embedding_dropout: share of the word vectors' numbers dropped while training, the same
            for all words of a text.
        dtype: of the weights; float32, but for a copy on disk.

    """

    def __init__(
        self,
        config: ModelConfig,
        ids: int,
        dropout: float = 0.0,
        embedding_dropout: float = 0.0,
        dtype: str = "float32",
    ) -> None:
        super().__init__(name="brnn", dtype=dtype)
        self.config = config
        self.supports_masking = True
        cell = _CELLS[config.cell]
        self.embedding = keras.layers.Embedding(
            ids, config.embedding_size, dtype=dtype, name="embedding"
        )
        self.embedding_dropout = keras.layers.SpatialDropout1D(
            embedding_dropout, dtype=dtype, name="embedding_dropout"
        )
        # Sequences and states: pages show every memory, the head weighs the last one, which in a
        # padded batch is not the last of the sequence.
        reader = {"return_sequences": True, "return_state": True, "dtype": dtype}
        self.forward_reader = (
            cell(config.units, name="forward_reader", **reader) if config.has_forward else None
        )
        self.backward_reader = (
            cell(config.units, name="backward_reader", go_backwards=True, **reader)
            if config.has_backward
            else None
        )
        self.dropout = keras.layers.Dropout(dropout, dtype=dtype, name="dropout")
        self.head = keras.layers.Dense(1, dtype=dtype, name="head")
        self._make_weights()

    def _make_weights(self) -> None:
        # By shape and not by a call on an example, so that a copy in any dtype costs no reading.
        words = (None, None, self.config.embedding_size)
        self.embedding.build((None, None))
        for reader in self.readers:
            reader.build(words)
        self.head.build((None, self.config.units * len(self.readers)))
        self.built = True

    @property
    def readers(self) -> list[keras.layers.Layer]:
        """The readers there are, forward before backward."""
        return [r for r in (self.forward_reader, self.backward_reader) if r is not None]

    def call(
        self, ids: tf.Tensor, mask: tf.Tensor | None = None, training: bool = False
    ) -> tf.Tensor:
        """Return the logits, float32 (texts,).

        ids: int32 (texts, words), padded on either side with PADDING.
        mask: bool (texts, words), true where there is a word; None if nothing is padded.
        """
        vectors = self.embedding_dropout(self.embedding(ids), training=training)
        _, final = self._read(vectors, mask)
        return self._weigh(final, training)

    def memories(self, vectors: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Return every memory of texts of one length, and their logits.

        vectors: float32 (texts, words, embedding_size), the word vectors, nothing padded.

        Returns forward and backward, float32 (texts, words, units), both in reading order of the
        text (zero units for a reader that is missing), and logits, float32 (texts,).
        """
        sequences, final = self._read(vectors, None)
        none = tf.zeros((*tf.unstack(tf.shape(vectors)[:2]), 0))
        forward = sequences.pop(0) if self.forward_reader else none
        # Keras gives the steps of a `go_backwards` layer in the order in which it took them.
        backward = tf.reverse(sequences.pop(0), axis=[1]) if self.backward_reader else none
        return forward, backward, self._weigh(final, training=False)

    def reseed(self, *seeds: int) -> None:
        """Set what dropout draws next: two non-negative whole numbers."""
        for layer in (self.embedding_dropout, self.dropout):
            if layer.rate:
                layer.seed_generator.state.assign(seeds)

    def _read(
        self, vectors: tf.Tensor, mask: tf.Tensor | None
    ) -> tuple[list[tf.Tensor], list[tf.Tensor]]:
        sequences, final = [], []
        for reader in self.readers:
            sequence, memory, *_ = reader(vectors, mask=mask)
            sequences.append(sequence)
            final.append(memory)
        return sequences, final

    def _weigh(self, final: list[tf.Tensor], training: bool) -> tf.Tensor:
        joined = keras.ops.concatenate(final, axis=-1)
        return self.head(self.dropout(joined, training=training))[:, 0]


def count_weights(config: ModelConfig, ids: int) -> int:
    """Return how many numbers a network has, without making it."""
    gates = {"simple": 1, "gru": 3, "lstm": 4}[config.cell]
    biases = 2 if config.cell == "gru" else 1
    reader = gates * config.units * (config.embedding_size + config.units + biases)
    readers = config.has_forward + config.has_backward
    return ids * config.embedding_size + readers * (reader + config.units) + 1


def mask_of(ids: tf.Tensor) -> tf.Tensor:
    """Return bool (texts, words), true where there is a word and not padding."""
    return tf.not_equal(ids, PADDING)

"""The network: word vectors → two recurrent readers → one linear unit on their last memories.

    e_t = embedding[id_t]
    h→_t = cell→(e_t, h→_{t−1})    h→_0 = 0         the forward reader, from the first word on
    h←_t = cell←(e_t, h←_{t+1})    h←_{T+1} = 0     the backward reader, from the last word on
    z = b + w→·h→_T + w←·h←_1                       the logit

This is `Embedding → Bidirectional(cell) → Dense(1)` with the two readers kept apart by name.
One recurrent layer and a linear head: that is what lets the evidence add up exactly.
"""

from __future__ import annotations

from brnn.config import Cell, ModelConfig
from brnn.model.backend import keras, tf
from brnn.model.weights import Weights, shapes
from brnn.text.vocabulary import PADDING

_LAYERS: dict[Cell, type[keras.layers.RNN]] = {
    "simple": keras.layers.SimpleRNN,
    "gru": keras.layers.GRU,
    "lstm": keras.layers.LSTM,
}


class Network(keras.Model):
    """A classifier of reviews by one or two recurrent readers.

    Args:
        config: cell, direction and sizes.
        ids: number of ids of its vocabulary, padding and unknown included.
        dropout: share of the final memories that is dropped while training.
        embedding_dropout: share of the word vectors' numbers dropped while training, the same
            for all words of a text.

    """

    def __init__(
        self,
        config: ModelConfig,
        ids: int,
        dropout: float = 0.0,
        embedding_dropout: float = 0.0,
    ) -> None:
        super().__init__(name="brnn")
        self.config = config
        self.supports_masking = True
        cell = _LAYERS[config.cell]
        self.embedding = keras.layers.Embedding(ids, config.embedding_size, name="embedding")
        self.embedding_dropout = keras.layers.SpatialDropout1D(
            embedding_dropout, name="embedding_dropout"
        )
        # Sequences and states: pretraining learns from every state, the head weighs the last one,
        # which in a padded batch is not the last of the sequence.
        reader = {"return_sequences": True, "return_state": True}
        self.forward_reader = (
            cell(config.units, name="forward_reader", **reader) if config.has_forward else None
        )
        self.backward_reader = (
            cell(config.units, name="backward_reader", go_backwards=True, **reader)
            if config.has_backward
            else None
        )
        self.dropout = keras.layers.Dropout(dropout, name="dropout")
        self.head = keras.layers.Dense(1, name="head")
        self._make_weights()

    def _make_weights(self) -> None:
        # By shape and not by a call on an example, which would cost a reading.
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
        final = self.final_states(vectors, mask)
        return self.head(self.dropout(final, training=training))[:, 0]

    def final_states(self, vectors: tf.Tensor, mask: tf.Tensor | None) -> tf.Tensor:
        """Return what texts leave the readers with, side by side: float32 (texts, all units).

        vectors: float32 (texts, words, embedding_size), the word vectors. mask: as in `call`.
        """
        final = [reader(vectors, mask=mask)[1] for reader in self.readers]
        return keras.ops.concatenate(final, axis=-1)

    def to_arrays(self) -> Weights:
        """Return a copy of the weights as they are now, by name."""
        names = shapes(self.config, self.embedding.input_dim)
        return dict(zip(names, self.get_weights(), strict=True))

    def reseed(self, *seeds: int) -> None:
        """Set what dropout draws next: two non-negative whole numbers."""
        for layer in (self.embedding_dropout, self.dropout):
            if layer.rate:
                layer.seed_generator.state.assign(seeds)


def mask_of(ids: tf.Tensor) -> tf.Tensor:
    """Return bool (texts, words), true where there is a word and not padding."""
    return tf.not_equal(ids, PADDING)

"""The network in Keras: word vectors → two recurrent readers → one linear unit.

    e_t = embedding[id_t]
    h→_t = cell→(e_t, h→_{t−1})    h→_0 = 0         the forward reader, from the first word on
    h←_t = cell←(e_t, h←_{t+1})    h←_{T+1} = 0     the backward reader, from the last word on
    z = b + w→·h→_T + w←·h←_1                       the logit

This is `Embedding → Bidirectional(cell) → Dense(1)`, with the two readers as separate layers. The
evidence adds up exactly because there is only one recurrent layer and the head is linear.
"""

from __future__ import annotations

from brnn.config import Cell, ModelConfig
from brnn.model.backend import keras, tf
from brnn.model.folder import Model
from brnn.model.weights import Weights, shapes
from brnn.text.vocabulary import PADDING

_LAYERS: dict[Cell, type[keras.layers.RNN]] = {
    "simple": keras.layers.SimpleRNN,
    "gru": keras.layers.GRU,
    "lstm": keras.layers.LSTM,
}


class Network(keras.Model):
    """A classifier of reviews with one or two recurrent readers.

    config: cell, direction and sizes.
    ids: number of ids of the vocabulary, including padding and unknown words.
    dropout: dropout rate of the final hidden states in training.
    embedding_dropout: dropout rate of the word vectors in training; the same dimensions are dropped for
        all words of a text.
    """

    def __init__(
        self, config: ModelConfig, ids: int, dropout: float = 0.0, embedding_dropout: float = 0.0
    ) -> None:
        super().__init__(name="brnn")
        self.config = config
        self.supports_masking = True
        self.embedding = keras.layers.Embedding(ids, config.embedding_size, name="embedding")
        self.embedding_dropout = keras.layers.SpatialDropout1D(embedding_dropout, name="embedding_dropout")
        # Return sequences and states: pretraining uses every state, the head only the final one, which is not
        # the last of the sequence in a padded batch.
        cell, returned = _LAYERS[config.cell], {"return_sequences": True, "return_state": True}
        self.forward_reader = self.backward_reader = None
        if config.has_forward:
            self.forward_reader = cell(config.units, name="forward_reader", **returned)
        if config.has_backward:
            self.backward_reader = cell(config.units, name="backward_reader", go_backwards=True, **returned)
        self.dropout = keras.layers.Dropout(dropout, name="dropout")
        self.head = keras.layers.Dense(1, name="head")
        # Built from shapes, because calling the network on an example would cost time.
        self.embedding.build((None, None))
        for layer in self.readers:
            layer.build((None, None, config.embedding_size))
        self.head.build((None, config.units * len(self.readers)))
        self.built = True

    @classmethod
    def of(cls, model: Model) -> Network:
        """Return the network of a model, with its weights."""
        network = cls(model.config, len(model.vocabulary))
        network.set_weights(list(model.weights.values()))
        return network

    @property
    def readers(self) -> list[keras.layers.Layer]:
        """The readers of the model, forward before backward."""
        return [r for r in (self.forward_reader, self.backward_reader) if r is not None]

    def call(self, ids: tf.Tensor, mask: tf.Tensor | None = None, training: bool = False) -> tf.Tensor:
        """Return the logits, float32 (texts,).

        ids: int32 (texts, words), padded on either side with PADDING.
        mask: bool (texts, words), true for words; None if nothing is padded.
        """
        vectors = self.embedding_dropout(self.embedding(ids), training=training)
        final = self.final_states(vectors, mask)
        return self.head(self.dropout(final, training=training))[:, 0]

    def final_states(self, vectors: tf.Tensor, mask: tf.Tensor | None) -> tf.Tensor:
        """Return the final hidden states of all readers, float32 (texts, all units).

        vectors: float32 (texts, words, embedding_size), the word vectors. mask: as in `call`.
        """
        final = [reader(vectors, mask=mask)[1] for reader in self.readers]
        return keras.ops.concatenate(final, axis=-1)

    def to_arrays(self) -> Weights:
        """Return a copy of the current weights, by name."""
        names = shapes(self.config, self.embedding.input_dim)
        return dict(zip(names, self.get_weights(), strict=True))

    def reseed(self, *seeds: int) -> None:
        """Set the random state of dropout. seeds: two non-negative integers."""
        for layer in (self.embedding_dropout, self.dropout):
            if layer.rate:
                layer.seed_generator.state.assign(seeds)


def mask_of(ids: tf.Tensor) -> tf.Tensor:
    """Return the mask of padded texts, bool (texts, words): true for words."""
    return tf.not_equal(ids, PADDING)

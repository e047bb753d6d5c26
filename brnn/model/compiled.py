"""The one place that runs a network to read: ids → memories and logit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.model.backend import keras, tf
from brnn.model.network import Network, mask_of
from brnn.records import Reading
from brnn.text.vocabulary import pad

_BATCH = 256
_MOST_NUMBERS = 8_000_000  # in a batch whose memories are all asked for: 32 MB


class FinalMemories(NamedTuple):
    """What each of many texts leaves the readers with.

    forward, backward: float32 (texts, units), the memory of each reader after the whole text; zero
        for a text without words; zero units for a reader that is missing.
    logits: float32 (texts,), log-odds of "positive", from the network's own head.
    """

    forward: NDArray[np.float32]
    backward: NDArray[np.float32]
    logits: NDArray[np.float32]


class Changes(NamedTuple):
    """How each word of some texts changed the memories.

    ids: int32 (words,), the words of these texts.
    forward, backward: float32 (words, units), a reader's memory after the word less its memory
        before it; zero units for a reader that is missing.
    """

    ids: NDArray[np.int32]
    forward: NDArray[np.float32]
    backward: NDArray[np.float32]


class CompiledNetwork:
    """A network compiled once for texts of any number and length.

    One text is read alone and unpadded, so its memories depend on nothing else. Many texts are
    read in masked batches of like length, for what is left at their end.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        any_ids = tf.TensorSpec((None, None), tf.int32)
        self._memories = tf.function(
            lambda ids: network.memories(network.embedding(ids)), input_signature=[any_ids]
        )
        # A lambda: a method's first use by each network would count as a retracing of one.
        self._final = tf.function(lambda ids: self._final_memories(ids), input_signature=[any_ids])
        ids_of_one = tf.TensorSpec((None,), tf.int32)
        self._without, self._after = (
            tf.function(
                lambda ids, copy=copy: self._joining(ids, copy), input_signature=[ids_of_one]
            )
            for copy in (True, False)
        )

    def read(self, ids: NDArray[np.int32]) -> Reading:
        """Read one text. ids: int32 (words,); no words give memories of shape (0, units)."""
        if not len(ids):
            forward, backward = (np.zeros((0, units), np.float32) for units in self._units)
            return Reading(forward, backward, logit=self.bias)
        forward, backward, logits = self._memories(ids[np.newaxis])
        return Reading(forward.numpy()[0], backward.numpy()[0], float(logits[0]))

    def logits(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the logits of many texts, float32 (texts,), in the order given."""
        return self.final_memories(texts).logits

    def final_memories(
        self, texts: Sequence[NDArray[np.int32]], desc: str | None = None
    ) -> FinalMemories:
        """Return what each of many texts leaves the readers with, in the order given.

        desc: what a progress bar says; without it there is none.
        """
        memories = np.zeros((len(texts), sum(self._units)), np.float32)
        logits = np.full(len(texts), self.bias, dtype=np.float32)
        lengths = np.array([len(ids) for ids in texts], dtype=np.int64)
        order = np.argsort(lengths, kind="stable")[np.count_nonzero(lengths == 0) :]
        with tqdm(desc=desc, total=len(order), unit=" reviews", disable=desc is None) as bar:
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                final, batch_logits = self._final(pad([texts[row] for row in rows]))
                memories[rows], logits[rows] = final.numpy(), batch_logits.numpy()
                bar.update(len(rows))
        forward, _ = self._units
        return FinalMemories(memories[:, :forward], memories[:, forward:], logits)

    def changes(self, texts: Sequence[NDArray[np.int32]]) -> Iterator[Changes]:
        """Yield how every word of many texts changed the memories, some texts at a time.

        Texts of exactly one length are read together, so that nothing is padded.
        """
        of_length: dict[int, list[NDArray[np.int32]]] = {}
        for text_ids in texts:
            of_length.setdefault(len(text_ids), []).append(text_ids)
        of_length.pop(0, None)
        for length, same in of_length.items():
            batch = max(1, _MOST_NUMBERS // (length * sum(self._units)))
            for start in range(0, len(same), batch):
                ids = np.stack(same[start : start + batch])
                forward, backward, _ = self._memories(ids)
                empty = np.float32(0)  # both readers start from an empty memory
                changes = (
                    np.diff(forward.numpy(), axis=1, prepend=empty),
                    -np.diff(backward.numpy(), axis=1, append=empty),
                )
                yield Changes(ids.ravel(), *(change.reshape(ids.size, -1) for change in changes))

    def without_each_word(self, ids: NDArray[np.int32]) -> FinalMemories:
        """Return what a text leaves the readers with when one word is taken out.

        ids: int32 (words,). Row t of the answer is the text without its word t.

        Up to the word a reader is where it was, so only the words after it are read anew, all such
        readings at once and none of them padded.
        """
        if not len(ids):
            return self.final_memories([])
        forward, backward = (memories.numpy()[1:] for memories in self._without(ids))
        return self._weighed(forward, backward[::-1])

    def endings(
        self, ids: NDArray[np.int32], reading: Reading
    ) -> tuple[FinalMemories, FinalMemories]:
        """Return what every beginning and every end of a text leaves the readers with.

        ids: int32 (words,). Row t: of the beginning that ends with word t, and of the end that
            starts with it.
        reading: what `read` makes of the text. It knows half of the answer already: what the
            forward reader makes of a beginning, and the backward reader of an end, is what it held
            at that word. The other half is read anew, all at once and none of it padded.
        """
        if not len(ids):
            return self.final_memories([]), self.final_memories([])
        forward, backward = (memories.numpy()[:-1] for memories in self._after(ids))
        return (
            self._weighed(reading.forward, backward[::-1]),
            self._weighed(forward, reading.backward),
        )

    def final_evidence(
        self, memories: FinalMemories
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return E→(T) and E←(1) of final memories, each float64 (texts,), log-odds."""
        forward, backward = self.head_weights()
        return (
            memories.forward.astype(np.float64) @ forward.astype(np.float64),
            memories.backward.astype(np.float64) @ backward.astype(np.float64),
        )

    @property
    def bias(self) -> float:
        """The head's bias, in log-odds: the logit of a text without words."""
        return float(self.network.head.bias.numpy()[0])

    def head_weights(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head's weights of the forward and of the backward reader, float32 (units,)."""
        weights = self.network.head.kernel.numpy()[:, 0]
        forward, _ = self._units
        return weights[:forward], weights[forward:]

    @property
    def _units(self) -> tuple[int, int]:
        """How many units the forward and the backward reader have."""
        config = self.network.config
        return config.units * config.has_forward, config.units * config.has_backward

    def _weighed(
        self, forward: NDArray[np.float32], backward: NDArray[np.float32]
    ) -> FinalMemories:
        logits = self.network.head(np.concatenate([forward, backward], axis=1))[:, 0]
        return FinalMemories(forward, backward, logits.numpy())

    def _joining(self, ids: tf.Tensor, copy: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Read a text with each reader, in its order, while a row joins after every word.

        Row 0 reads every word. Row t joins after the t-th, and reads all that follow: it starts as
        row 0 was before that word if `copy`, which leaves the word out, else with an empty memory.
        Each step is one word for all the rows there are.

        Returns final memories, float32 (words + 1, units) of each reader.
        """
        network, vectors = self.network, self.network.embedding(ids)
        ordered = (vectors, tf.reverse(vectors, axis=[0]))
        pairs = zip((network.forward_reader, network.backward_reader), ordered, strict=True)
        missing = tf.zeros((tf.shape(ids)[0] + 1, 0))
        forward, backward = (
            missing if reader is None else _read_joining(reader.cell, words, copy)
            for reader, words in pairs
        )
        return forward, backward

    def _final_memories(self, ids: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        network, mask = self.network, mask_of(ids)
        vectors = network.embedding(ids)
        final = tf.concat([reader(vectors, mask=mask)[1] for reader in network.readers], axis=1)
        return final, network.head(final)[:, 0]


def _read_joining(cell: keras.layers.Layer, vectors: tf.Tensor, copy: bool) -> tf.Tensor:
    empty = cell.get_initial_state(batch_size=1)

    def step(word: tf.Tensor, states: list[tf.Tensor]) -> tuple[tf.Tensor, list[tf.Tensor]]:
        joining = [state[:1] for state in states] if copy else empty
        _, states_after = cell(vectors[word][tf.newaxis], states)
        return word + 1, [
            tf.concat(rows, axis=0) for rows in zip(states_after, joining, strict=True)
        ]

    _, final = tf.while_loop(
        lambda word, _: word < tf.shape(vectors)[0],
        step,
        (0, empty),
        shape_invariants=(tf.TensorShape([]), [tf.TensorShape((None, cell.units))] * len(empty)),
    )
    return final[0]  # an LSTM's second state is no memory that the head weighs

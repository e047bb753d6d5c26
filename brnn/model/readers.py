"""The readers in NumPy, float32: from ids to hidden states and logit, without TensorFlow.

    x_t = embedding[id_t]
    h→_t = cell→(x_t W→ + b→, h→_{t−1} U→ + c→)    h→_0 = 0         the forward reader
    h←_t = cell←(x_t W← + b←, h←_{t+1} U← + c←)    h←_{T+1} = 0     the backward reader
    z = b + w→·h→_T + w←·h←_1                                       the logit

`cells` has the equations of each cell. Several texts can be read at once, and the numbers of a text
are the same, bit for bit, whatever else is read with it. To guarantee this, every row of a matrix
product is computed on its own (`np.vecmat`), on one thread, because two would split a row. Many rows at
once would be up to three times faster, but BLAS would round a row differently depending on their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig
from brnn.model.cells import CELLS, Array
from brnn.model.one_thread import one_thread
from brnn.model.weights import Weights
from brnn.records import Reader, Reading

Ids = NDArray[np.int32]
Rows = list[NDArray[np.intp]]
_BATCH = 64  # rows at once; their states fit into the processor's cache


class FinalStates(NamedTuple):
    """The final states of the readers for many texts.

    forward, backward: float32 (texts, units), the hidden state of each reader after the whole text:
        zero for a text without words, zero units for a reader that the model lacks.
    logits: float32 (texts,), log-odds of "positive", from the network's own head.
    """

    forward: Array
    backward: Array
    logits: Array


class Readers:
    """The readers of one model and its head.

    Texts are ids, int32 (words,). Padding in them is read like a word.
    """

    def __init__(self, config: ModelConfig, weights: Weights) -> None:
        self._cell, self._units, self._names = CELLS[config.cell], config.units, config.readers
        self._embedding = weights["embedding"]
        # Both readers in one array, so that a step is one product: (readers, …).
        self._kernel, self._recurrent, bias = (
            np.stack([weights[f"{reader}/{part}"] for reader in self._names])[:, np.newaxis]
            for part in ("kernel", "recurrent", "bias")
        )
        bias = bias.reshape(len(self._names), self._cell.biases, 1, -1)
        self._b, self._c = bias[:, 0], bias[:, 1:].sum(axis=1)  # c is zero for cells with one bias
        # A model that guesses words gives no verdict: its logit is zero.
        none = np.zeros((len(self._names) * self._units, 1), np.float32)
        self._head = weights.get("head/kernel", none)[:, 0]
        self._bias = weights.get("head/bias", np.zeros(1, np.float32))

    @property
    def bias(self) -> float:
        """The head's bias, in log-odds: the logit of a text without words."""
        return float(self._bias[0])

    def head_weights(self) -> tuple[Array, Array]:
        """Return the head's weights for the forward and the backward reader, float32 (units,)."""
        return self._by_reader(self._head.reshape(-1, self._units))

    def read(self, ids: Ids) -> Reading:
        """Read one text. Without words, the states have the shape (0, units)."""
        return self.read_all([ids])[0]

    @one_thread
    def read_all(self, texts: Sequence[Ids]) -> list[Reading]:
        """Read several texts at once."""
        found: dict[int, Reading] = {}
        for batch, lengths in _batches(texts):
            inputs, rows = self._inputs([texts[place] for place in batch])
            every = self._trace(inputs, rows)[0]
            logits = self._final(every[:, np.arange(len(batch)), lengths]).logits
            for row, (place, length) in enumerate(zip(batch, lengths, strict=True)):
                forward, backward = self._by_reader(every[:, row, 1 : length + 1])
                found[place] = Reading(forward.copy(), backward[::-1].copy(), float(logits[row]))
        return [found[place] for place in range(len(texts))]

    @one_thread
    def states(self, ids: Ids) -> dict[Reader, list[Array]]:
        """Return all states of each reader before its first word and after every word that it has read.

        Each is float32 (words + 1, units), in the order of the reader; the first is the hidden state.
        """
        every = self._trace(*self._inputs([ids]))
        return {name: [states[r, 0] for states in every] for r, name in enumerate(self._names)}

    @one_thread
    def final(self, texts: Sequence[Ids]) -> FinalStates:
        """Return the final states of many texts, in the given order."""
        inputs, rows = self._inputs(texts)
        return self._final([self._finish(r, inputs, rows[r]) for r in range(len(rows))])

    @one_thread
    def without(self, ids: Ids, spans: Sequence[tuple[int, int]]) -> FinalStates:
        """Return the final states of a text without each of some spans of words.

        Before a span, a reader is in the same state as in the whole text, so only the words after
        the span are read again.

        spans: first and last (exclusive) word of each span.
        """
        inputs, rows = self._inputs([ids])
        every, final = self._trace(inputs, rows), []
        for reader, name in enumerate(self._names):
            first, last = np.array(spans, np.intp).reshape(-1, 2).T
            if name == "backward":
                first, last = len(ids) - last, len(ids) - first
            after = [rows[reader][0][place:] for place in last]
            starts = [states[reader, 0, first] for states in every]
            final.append(self._finish(reader, inputs, after, starts))
        return self._final(final)

    @one_thread
    def endings(self, ids: Ids) -> tuple[FinalStates, FinalStates]:
        """Return the final states of every beginning and every end of a text.

        Row t belongs to the beginning that ends with word t, or to the end that starts with it. The
        forward reader's final state for a beginning is its state at word t of the whole text, and
        so is the backward reader's for an end. Only the other reader has to read again.
        """
        inputs, rows = self._inputs([ids])
        every, beginnings, ends = self._trace(inputs, rows)[0], [], []
        for reader, name in enumerate(self._names):
            known = every[reader, 0, 1:]
            anew = [rows[reader][0][place:] for place in range(len(ids))]
            read = self._finish(reader, inputs, anew)
            if name == "backward":
                known, read = read[::-1], known[::-1]
            beginnings.append(known)
            ends.append(read)
        return self._final(beginnings), self._final(ends)

    def _steps(self, readers: slice, inputs: Array, rows: list[Rows], states: list[Array]) -> Iterator[int]:
        """Run readers over rows of words. After each step, yield the number of rows it updated.

        rows: for each reader, the longest row first, the index in `inputs` of each word of a row,
            in the order of the reader.
        states: float32 (readers, rows, units) each, the initial states, which are updated in place.
        """
        recurrent, c = self._recurrent[readers], self._c[readers]
        words = np.stack([_stacked(of_reader) for of_reader in rows], axis=1)
        lengths = np.array([len(row) for row in rows[0]])
        steps = np.arange(len(words))[:, np.newaxis]
        for at, active in zip(words, (lengths > steps).sum(axis=1).tolist(), strict=True):
            before = [state[:, :active] for state in states]
            xw = inputs.take(at[:, :active], axis=0)
            hu = np.vecmat(before[0], recurrent) + c
            for state, after in zip(before, self._cell.step(xw, hu, *before), strict=True):
                state[...] = after
            yield active

    def _trace(self, inputs: Array, rows: list[Rows]) -> list[Array]:
        """Return the states of all readers before the first word and after every word.

        Each is float32 (readers, rows, steps + 1, units), in the order of the reader.
        """
        states = self._empty(len(rows[0]))
        steps = max(map(len, rows[0]))
        every = [np.zeros((*s.shape[:2], steps + 1, self._units), np.float32) for s in states]
        for step, active in enumerate(self._steps(slice(None), inputs, rows, states), 1):
            for kept, state in zip(every, states, strict=True):
                kept[:, :active, step] = state[:, :active]
        return every

    def _finish(self, reader: int, inputs: Array, rows: Rows, starts: list[Array] | None = None) -> Array:
        """Return the final states of one reader, float32 (rows, units).

        rows: as in `_steps`, in any order.
        starts: float32 (rows, units) each, the initial states; None for zeros.
        """
        starts = starts or [states[reader] for states in self._empty(len(rows))]
        final = np.empty_like(starts[0])
        for batch, _ in _batches(rows):
            states = [start[np.newaxis, batch] for start in starts]
            some = [[rows[place] for place in batch]]
            for _ in self._steps(slice(reader, reader + 1), inputs, some, states):
                pass
            final[batch] = states[0][0]
        return final

    def _inputs(self, texts: Sequence[Ids]) -> tuple[Array, list[Rows]]:
        """Return x W + b for the words of some texts and every reader, and the rows of the texts.

        They are float32 (n, gates · units), and for each reader as in `_steps`.
        """
        words = np.concatenate([np.zeros(0, np.int32), *texts])
        distinct, found = np.unique(words, return_inverse=True)
        inputs = np.vecmat(self._embedding[distinct], self._kernel) + self._b
        ends = np.cumsum([len(ids) for ids in texts], dtype=np.intp)
        forward = [found[end - len(ids) : end] for ids, end in zip(texts, ends, strict=True)]
        rows = [
            [row[:: -1 if name == "backward" else 1] + reader * len(distinct) for row in forward]
            for reader, name in enumerate(self._names)
        ]
        return inputs.reshape(-1, inputs.shape[-1]), rows

    def _empty(self, rows: int) -> list[Array]:
        """Return the initial states of the readers: zeros."""
        shape = (len(self._names), rows, self._units)
        return [np.zeros(shape, np.float32) for _ in range(self._cell.states)]

    def _final(self, states: Array | Sequence[Array]) -> FinalStates:
        """Apply the head to the final states of each reader, float32 (rows, units)."""
        logits = np.vecdot(np.concatenate(list(states), axis=-1), self._head) + self._bias
        return FinalStates(*self._by_reader(states), logits)

    def _by_reader(self, arrays: Array | Sequence[Array]) -> tuple[Array, Array]:
        """Split arrays (…, units) of the readers into those of the forward and backward reader."""
        missing = np.zeros((*arrays[0].shape[:-1], 0), np.float32)
        found = dict(zip(self._names, arrays, strict=True))
        return found.get("forward", missing), found.get("backward", missing)


def _stacked(rows: Rows) -> NDArray[np.intp]:
    """Stack rows of different lengths: (steps, rows). Values after the end of a row are unused."""
    stacked = np.zeros((len(rows[0]), len(rows)), np.intp)
    for column, row in zip(stacked.T, rows, strict=True):
        column[: len(row)] = row
    return stacked


def _batches(rows: Sequence[NDArray[np.integer]]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield batches of rows as their indices and lengths, the longest rows first."""
    lengths = np.array([len(row) for row in rows], np.intp)
    order = np.argsort(-lengths, kind="stable")
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        yield batch, lengths[batch]

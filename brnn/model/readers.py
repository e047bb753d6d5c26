"""The readers in NumPy, float32: from ids to hidden states and logit, without TensorFlow.

    x_t = embedding[id_t]
    h→_t = cell→(x_t W→ + b→, h→_{t−1} U→ + c→)    h→_0 = 0         the forward reader
    h←_t = cell←(x_t W← + b←, h←_{t+1} U← + c←)    h←_{T+1} = 0     the backward reader
    z = b + w→·h→_T + w←·h←_1                                       the logit

`cells` has the equations of each cell. Several texts can be read at once, and the numbers of a text
are the same, bit for bit, whatever else is read with it. To guarantee this, every row of a matrix
product is computed on its own (`_times`), and BLAS uses one thread, because two would split a row.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import ContextDecorator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from brnn.config import ModelConfig
from brnn.model.cells import CELLS, Array
from brnn.model.weights import Weights
from brnn.records import Reading

Ids = NDArray[np.int32]
Places = NDArray[np.intp]
_BATCH = 64


class FinalStates(NamedTuple):
    """The final states of the readers for many texts.

    forward, backward: float32 (texts, units), the hidden state of each reader after the whole text:
        zero for a text without words, zero units for a reader that the model lacks.
    logits: float32 (texts,), log-odds of "positive", from the network's own head.
    """

    forward: Array
    backward: Array
    logits: Array


class _OneThread(ContextDecorator):
    """Limits BLAS to one thread while any reading runs, and then restores the former limit."""

    def __init__(self) -> None:
        self._lock, self._inside = threading.Lock(), 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = self._blas.limit(limits=1)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()

    @cached_property
    def _blas(self) -> ThreadpoolController:
        # Created once, because it inspects all libraries of the process.
        return ThreadpoolController().select(user_api="blas")


_one_thread = _OneThread()


class Readers:
    """The readers of one model and its head.

    Texts are ids, int32 (words,). Padding in them is read like a word.
    """

    def __init__(self, config: ModelConfig, weights: Weights) -> None:
        self._cell, self._units, self._names = CELLS[config.cell], config.units, config.readers
        self._embedding = weights["embedding"]
        # Both readers in one array, so that a step is one product: (readers, …).
        self._kernel, self._recurrent, bias = (
            np.stack([weights[f"{reader}/{part}"] for reader in self._names])
            for part in ("kernel", "recurrent", "bias")
        )
        bias = bias.reshape(len(self._names), self._cell.biases, 1, -1)
        self._b, self._c = bias[:, 0], bias[:, 1:].sum(axis=1)  # c is zero for cells with one bias
        self._head, self._bias = weights["head/kernel"][:, 0], weights["head/bias"]

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

    @_one_thread
    def read_all(self, texts: Sequence[Ids]) -> list[Reading]:
        """Read several texts at once."""
        found: dict[int, Reading] = {}
        for rows, lengths in _batches(texts):
            inputs, words = self._inputs([texts[row] for row in rows])
            every = self._trace(inputs, words, lengths)[0]
            logits = self._final(every[:, np.arange(len(rows)), lengths]).logits
            for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
                forward, backward = self._by_reader(every[:, place, 1 : length + 1])
                found[row] = Reading(forward.copy(), backward[::-1].copy(), float(logits[place]))
        return [found[row] for row in range(len(texts))]

    @_one_thread
    def final(self, texts: Sequence[Ids]) -> FinalStates:
        """Return the final states of many texts, in the given order."""
        final = np.empty((len(self._names), len(texts), self._units), np.float32)
        for rows, lengths in _batches(texts):
            inputs, words = self._inputs([texts[row] for row in rows])
            states = self._empty(len(rows))
            for _ in self._steps(slice(None), inputs, words, lengths, states):
                pass
            final[:, rows] = states[0]
        return self._final(final)

    @_one_thread
    def without(self, ids: Ids, spans: Sequence[tuple[int, int]]) -> FinalStates:
        """Return the final states of a text without each of some spans of words.

        Before a span, a reader is in the same state as in the whole text, so only the words after
        the span are read again.

        spans: first and last (exclusive) word of each span.
        """
        inputs, words = self._inputs([ids])
        every = self._trace(inputs, words, np.array([len(ids)]))
        first, last = np.array(spans, np.intp).reshape(-1, 2).T
        final = []
        for reader, name in enumerate(self._names):
            if name == "backward":
                first, last = len(ids) - last, len(ids) - first
            starts = [states[reader, 0, first] for states in every]
            final.append(self._resume(reader, inputs, words[reader, 0], last, starts))
        return self._final(np.stack(final))

    @_one_thread
    def endings(self, ids: Ids) -> tuple[FinalStates, FinalStates]:
        """Return the final states of every beginning and every end of a text.

        Row t belongs to the beginning that ends with word t, or to the end that starts with it. The
        forward reader's final state for a beginning is its state at word t of the whole text, and
        so is the backward reader's for an end. Only the other reader has to read again.
        """
        inputs, words = self._inputs([ids])
        every = self._trace(inputs, words, np.array([len(ids)]))[0]
        beginnings, ends = [], []
        for reader, name in enumerate(self._names):
            starts = [state[0] for state in self._empty(len(ids))]
            known = every[reader, 0, 1:]
            anew = self._resume(reader, inputs, words[reader, 0], np.arange(len(ids)), starts)
            if name == "backward":
                known, anew = anew[::-1], known[::-1]
            beginnings.append(known)
            ends.append(anew)
        return self._final(np.stack(beginnings)), self._final(np.stack(ends))

    def _steps(
        self, readers: slice, inputs: Array, words: Places, lengths: Places, states: list[Array]
    ) -> Iterator[int]:
        """Run readers over rows of words. After each step, yield the number of rows it updated.

        words: intp (readers, rows, steps), the index in `inputs` of each word of a row, in the
            order of the reader.
        lengths: intp (rows,), number of words in each row, in descending order.
        states: float32 (readers, rows, units) each, the initial states, which are updated in place.
        """
        recurrent, c = self._recurrent[readers, np.newaxis], self._c[readers]
        for step in range(words.shape[-1]):
            rows = int(np.count_nonzero(lengths > step))
            before = [state[:, :rows] for state in states]
            x, u = inputs[words[:, :rows, step]], _times(before[0], recurrent) + c
            for state, after in zip(before, self._cell.step(x, u, *before), strict=True):
                state[...] = after
            yield rows

    def _trace(self, inputs: Array, words: Places, lengths: Places) -> list[Array]:
        """Return the states of all readers before the first word and after every word.

        Each is float32 (readers, rows, steps + 1, units), in the order of the reader.
        """
        readers, rows, steps = words.shape
        states = self._empty(rows)
        every = [np.zeros((readers, rows, steps + 1, self._units), np.float32) for _ in states]
        for step, some in enumerate(self._steps(slice(None), inputs, words, lengths, states), 1):
            for kept, state in zip(every, states, strict=True):
                kept[:, :some, step] = state[:, :some]
        return every

    def _resume(
        self, reader: int, inputs: Array, words: Places, firsts: Places, starts: list[Array]
    ) -> Array:
        """Return the final states of a reader that starts at several words of a text.

        words: intp (words,), as in `_steps`.
        firsts: intp (rows,), the word at which each row starts.
        starts: float32 (rows, units) each, the initial states.
        """
        final = np.empty_like(starts[0])
        suffixes = [words[first:] for first in firsts]
        for rows, lengths in _batches(suffixes):
            states = [start[np.newaxis, rows] for start in starts]
            some = _stacked([suffixes[row] for row in rows])[np.newaxis]
            for _ in self._steps(slice(reader, reader + 1), inputs, some, lengths, states):
                pass
            final[rows] = states[0][0]
        return final

    def _inputs(self, texts: Sequence[Ids]) -> tuple[Array, Places]:
        """Return x W + b for every word of some texts and every reader, and the index of each word.

        Returns float32 (n, gates · units), and the words of each reader, as in `_steps`.
        """
        distinct, found = np.unique(np.concatenate(texts), return_inverse=True)
        inputs = _times(self._embedding[distinct], self._kernel[:, np.newaxis]) + self._b
        rows = np.split(found, np.cumsum([len(ids) for ids in texts])[:-1])
        words = [
            _stacked([row[::-1] if name == "backward" else row for row in rows])
            + reader * len(distinct)
            for reader, name in enumerate(self._names)
        ]
        return inputs.reshape(-1, inputs.shape[-1]), np.stack(words)

    def _empty(self, rows: int) -> list[Array]:
        """Return the initial states of the readers: zeros."""
        shape = (len(self._names), rows, self._units)
        return [np.zeros(shape, np.float32) for _ in range(self._cell.states)]

    def _final(self, states: Array) -> FinalStates:
        """Apply the head to final states, float32 (readers, rows, units)."""
        joined = np.concatenate(list(states), axis=-1)
        return FinalStates(*self._by_reader(states), np.vecdot(joined, self._head) + self._bias)

    def _by_reader(self, arrays: Array) -> tuple[Array, Array]:
        """Split an array (readers, …, units) into the forward and the backward reader's part."""
        missing = np.zeros((*arrays.shape[1:-1], 0), np.float32)
        found = dict(zip(self._names, arrays, strict=True))
        return found.get("forward", missing), found.get("backward", missing)


def _times(rows: Array, matrix: Array) -> Array:
    """Return rows @ matrix, with each row multiplied on its own.

    Multiplying many rows at once would be up to three times faster, but BLAS would then round a row
    differently depending on the number of rows.
    """
    products: Array = np.matmul(rows[..., np.newaxis, :], matrix)[..., 0, :]
    return products


def _stacked(rows: Sequence[Places]) -> Places:
    """Stack rows of different lengths. The values after the end of a row are never used."""
    stacked = np.zeros((len(rows), max(map(len, rows), default=0)), np.intp)
    for place, row in zip(stacked, rows, strict=True):
        place[: len(row)] = row
    return stacked


def _batches(texts: Sequence[NDArray[np.integer]]) -> Iterator[tuple[Places, Places]]:
    """Yield batches of texts as their indices and lengths, the longest texts first."""
    lengths = np.array([len(text) for text in texts], np.intp)
    order = np.argsort(-lengths, kind="stable")
    for start in range(0, len(order), _BATCH):
        rows = order[start : start + _BATCH]
        yield rows, lengths[rows]

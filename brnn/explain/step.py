"""One step of a reader, for one unit: what the word and the state before it contribute.

    simple  h = tanh(a)
    GRU     z, r = σ(a)       g = tanh(a)    h = z h_before + (1 − z) g
    LSTM    i, f, o = σ(a)    g = tanh(a)    s = f s_before + i g    h = o tanh(s)

Each a is a sum of its own, x W + h_before U + b. In the candidate g of a GRU, the reset gate r multiplies
h_before U + c, where c is a second bias (`reset_after` in Keras); elsewhere b includes c.

The state before is the reader's own: for the backward reader, it is the state at the next word of the text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brnn.explain.units import check_reader
from brnn.model.cells import CELLS, Gate, sigmoid
from brnn.model.folder import Model
from brnn.model.readers import Readers
from brnn.records import Analysis, Reader

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Sum:
    """A gate, a candidate, or the state of a simple cell: a squashed sum, for one unit.

    from_word: the unit's entry of x W, a sum over the dimensions of the word vector.
    from_memory: the unit's entry of h_before U, a sum over the units; after the reset gate, if one
        multiplies it.
    unreset: the same before the reset gate; None where there is no such gate.
    bias: the unit's entry of b.
    value: the squashed sum.
    mean: the mean value over all units of the reader.
    """

    name: Gate
    from_word: float
    from_memory: float
    unreset: float | None
    bias: float
    value: float
    mean: float

    @property
    def total(self) -> float:
        """The sum, before it is squashed."""
        return self.from_word + self.from_memory + self.bias


@dataclass(frozen=True)
class Step:
    """How one unit gets from its state before a word to that after it.

    reader, word, unit: which reader, word and unit; words and units are counted from 0.
    sums: by the cell's gates, in the order of Keras.
    before, state: the unit's hidden state before and after the word, as the network itself computes it.
    cell_before, cell: likewise, the cell state of an LSTM; None for other cells.
    kept, written: the two parts of the new state of a GRU, or of the new cell state of an LSTM: what is
        left of the old one, and what is new; None for a simple cell.
    """

    reader: Reader
    word: int
    unit: int
    sums: tuple[Sum, ...]
    before: float
    state: float
    cell_before: float | None
    cell: float | None
    kept: float | None
    written: float | None
    method: str = "step"

    @property
    def remainder(self) -> float:
        """Difference between `state` and the equations: only the rounding of float32."""
        if self.kept is None or self.written is None:
            return self.state - self.sums[0].value
        new = self.kept + self.written
        return self.state - (new if self.cell is None else self.sums[-1].value * math.tanh(new))


def step(model: Model, readers: Readers, analysis: Analysis, reader: Reader, word: int, unit: int) -> Step:
    """Return the step of one unit at one word.

    Raises ValueError for a reader, word or unit that does not exist.
    """
    check_reader(reader)
    words, units = getattr(analysis.reading, reader).shape
    if not (0 <= word < words and 0 <= unit < units):
        raise ValueError(f"the {reader} reader has no unit {unit} at word {word}")
    cell, read = CELLS[model.config.cell], word if reader == "forward" else words - 1 - word
    (hidden, state), *inner = (own[read : read + 2] for own in readers.states(analysis.encoded.ids)[reader])
    kernel, recurrent, bias = (
        model.weights[f"{reader}/{part}"].astype(np.float64) for part in ("kernel", "recurrent", "bias")
    )
    vector = model.weights["embedding"][analysis.encoded.ids[word]]
    blocks = len(cell.gates), units  # the columns of all gates stand side by side
    sums = _sums(
        cell.gates,
        (vector @ kernel).reshape(blocks),
        (hidden @ recurrent).reshape(blocks),
        bias.reshape(cell.biases, *blocks),
        unit,
    )
    before = float(hidden[unit])
    cell_before, cell_state = (float(s[unit]) for s in inner[0]) if inner else (None, None)
    kept, written = _parts({name: own.value for name, own in sums.items()}, before, cell_before)
    found = (*sums.values(),)
    after = float(state[unit])
    return Step(reader, word, unit, found, before, after, cell_before, cell_state, kept, written)


def _sums(
    names: Sequence[Gate], from_word: Numbers, from_memory: Numbers, biases: Numbers, unit: int
) -> dict[Gate, Sum]:
    """Return the sums of a unit by name.

    from_word, from_memory: x W and h_before U, float64 (gates, units).
    biases: b, or b and c, float64 (biases, gates, units).
    """
    found: dict[Gate, Sum] = {}
    reset = None
    for place, name in enumerate(names):
        word, memory, bias, unreset = from_word[place], from_memory[place], biases[:, place].sum(axis=0), None
        if name == "candidate" and reset is not None:
            b, c = biases[:, place]
            unreset = memory + c
            memory, bias = reset * unreset, b
        squash = np.tanh if name in ("state", "candidate") else sigmoid
        values = squash(word + memory + bias)
        if name == "reset":
            reset = values
        found[name] = Sum(
            *(name, float(word[unit]), float(memory[unit])),
            *(None if unreset is None else float(unreset[unit]), float(bias[unit])),
            *(float(values[unit]), float(values.mean())),
        )
    return found


def _parts(
    value: dict[Gate, float], before: float, cell_before: float | None
) -> tuple[float | None, float | None]:
    """Return what is kept and what is written, see `Step`. value: of each gate."""
    if cell_before is not None:
        return value["forget"] * cell_before, value["input"] * value["candidate"]
    if "update" in value:
        return value["update"] * before, (1 - value["update"]) * value["candidate"]
    return None, None

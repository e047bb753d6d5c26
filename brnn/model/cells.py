"""The recurrent cells: their sizes, and their equations in NumPy.

x is the vector of a word and h the hidden state before it. W and U hold the columns of all gates
side by side, in the order of Keras.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.config import Cell

Array = NDArray[np.float32]
_HALF = np.array(0.5, np.float32)  # an array: with a scalar, NumPy takes a microsecond longer each time
Gate = Literal["state", "update", "reset", "input", "forget", "candidate", "output"]


@dataclass(frozen=True)
class CellType:
    """The properties of a recurrent cell.

    gates: names of the blocks of columns in W and U; each block has one column per unit. "state" and
        "candidate" are squashed by tanh, the others, which are gates, by σ.
    biases: 1 for b only, 2 for b and c.
    states: number of states that a reader carries from word to word; the first is the hidden state.
    step: a function from xw = x W + b, hu = h U + c and the states before a word to those after
        it. The arrays are float32 (…, gates · units) and (…, units).
    """

    gates: tuple[Gate, ...]
    biases: int
    states: int
    step: Callable[..., tuple[Array, ...]]


def _simple(xw: Array, hu: Array, h: Array) -> tuple[Array, ...]:
    """Elman (1990): h = tanh(x W + b + h U)."""
    return (np.tanh(xw + hu),)


def _gru(xw: Array, hu: Array, h: Array) -> tuple[Array, ...]:
    """Cho et al. (2014), with the reset gate after the product.

    z, r = σ(x W + b + h U + c)    g = tanh(x W + b + r (h U + c))    h = z h + (1 − z) g
    """
    units, zr = h.shape[-1], 2 * h.shape[-1]
    gates = sigmoid(xw[..., :zr] + hu[..., :zr])
    z, r = gates[..., :units], gates[..., units:]
    g = np.tanh(xw[..., zr:] + r * hu[..., zr:])
    return (g + z * (h - g),)


def _lstm(xw: Array, hu: Array, h: Array, s: Array) -> tuple[Array, ...]:
    """Hochreiter and Schmidhuber (1997), with a forget gate.

    i, f, o = σ(x W + b + h U)    g = tanh(x W + b + h U)    s = f s + i g    h = o tanh(s)
    """
    sums = xw + hu
    i, f, _, o = _gates(sigmoid(sums), 4)
    g = np.tanh(_gates(sums, 4)[2])
    s = f * s + i * g
    return o * np.tanh(s), s


CELLS: dict[Cell, CellType] = {
    "simple": CellType(gates=("state",), biases=1, states=1, step=_simple),
    "gru": CellType(gates=("update", "reset", "candidate"), biases=2, states=1, step=_gru),
    "lstm": CellType(gates=("input", "forget", "candidate", "output"), biases=1, states=2, step=_lstm),
}
"""Every cell of `config.Cell`. The corresponding Keras layers are in `network`."""


def _gates(columns: Array, number: int) -> list[Array]:
    units = columns.shape[-1] // number
    return [columns[..., gate * units : (gate + 1) * units] for gate in range(number)]


def sigmoid(x: Array) -> Array:
    """Return σ(x) = 1 / (1 + exp(−x)) = (1 + tanh(x / 2)) / 2, which never overflows."""
    found: Array = _HALF + _HALF * np.tanh(_HALF * x)
    return found

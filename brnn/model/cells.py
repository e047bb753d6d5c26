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
    vjp: its vector-Jacobian product: a function from its arguments and the gradients of its results
        to the gradients of its arguments.
    """

    gates: tuple[Gate, ...]
    biases: int
    states: int
    step: Callable[..., tuple[Array, ...]]
    vjp: Callable[..., tuple[Array, ...]]


def _simple(xw: Array, hu: Array, h: Array) -> tuple[Array, ...]:
    """Elman (1990): h = tanh(x W + b + h U)."""
    return (np.tanh(xw + hu),)


def _simple_vjp(xw: Array, hu: Array, h: Array, dh: Array) -> tuple[Array, ...]:
    sums = dh * (1 - np.tanh(xw + hu) ** 2)
    return sums, sums, np.zeros_like(h)


def _gru(xw: Array, hu: Array, h: Array) -> tuple[Array, ...]:
    """Cho et al. (2014), with the reset gate after the product.

    z, r = σ(x W + b + h U + c)    g = tanh(x W + b + r (h U + c))    h = z h + (1 − z) g
    """
    z, _, g = _gru_gates(xw, hu)
    return (g + z * (h - g),)


def _gru_vjp(xw: Array, hu: Array, h: Array, dh: Array) -> tuple[Array, ...]:
    z, r, g = _gru_gates(xw, hu)
    dz = dh * (h - g) * z * (1 - z)
    dg = dh * (1 - z) * (1 - g**2)
    dr = dg * _gates(hu, 3)[2] * r * (1 - r)
    return np.concatenate([dz, dr, dg], -1), np.concatenate([dz, dr, dg * r], -1), dh * z


def _gru_gates(xw: Array, hu: Array) -> tuple[Array, Array, Array]:
    zr = xw.shape[-1] // 3 * 2
    z, r = _gates(sigmoid(xw[..., :zr] + hu[..., :zr]), 2)
    return z, r, np.tanh(xw[..., zr:] + r * hu[..., zr:])


def _lstm(xw: Array, hu: Array, h: Array, s: Array) -> tuple[Array, ...]:
    """Hochreiter and Schmidhuber (1997), with a forget gate.

    i, f, o = σ(x W + b + h U)    g = tanh(x W + b + h U)    s = f s + i g    h = o tanh(s)
    """
    i, f, g, o = _lstm_gates(xw, hu)
    s = f * s + i * g
    return o * np.tanh(s), s


def _lstm_vjp(xw: Array, hu: Array, h: Array, s: Array, dh: Array, ds: Array) -> tuple[Array, ...]:
    i, f, g, o = _lstm_gates(xw, hu)
    squashed = np.tanh(f * s + i * g)
    ds = ds + dh * o * (1 - squashed**2)
    di, df, do = ds * g * i * (1 - i), ds * s * f * (1 - f), dh * squashed * o * (1 - o)
    sums = np.concatenate([di, df, ds * i * (1 - g**2), do], -1)
    return sums, sums, np.zeros_like(h), ds * f


def _lstm_gates(xw: Array, hu: Array) -> tuple[Array, Array, Array, Array]:
    sums = xw + hu
    i, f, _, o = _gates(sigmoid(sums), 4)
    return i, f, np.tanh(_gates(sums, 4)[2]), o


CELLS: dict[Cell, CellType] = {
    "simple": CellType(gates=("state",), biases=1, states=1, step=_simple, vjp=_simple_vjp),
    "gru": CellType(gates=("update", "reset", "candidate"), biases=2, states=1, step=_gru, vjp=_gru_vjp),
    "lstm": CellType(
        gates=("input", "forget", "candidate", "output"), biases=1, states=2, step=_lstm, vjp=_lstm_vjp
    ),
}
"""Every cell of `config.Cell`. The corresponding Keras layers are in `network`."""


def _gates(columns: Array, number: int) -> list[Array]:
    units = columns.shape[-1] // number
    return [columns[..., gate * units : (gate + 1) * units] for gate in range(number)]


def sigmoid(x: Array) -> Array:
    """Return σ(x) = 1 / (1 + exp(−x)) = (1 + tanh(x / 2)) / 2, which never overflows."""
    found: Array = _HALF + _HALF * np.tanh(_HALF * x)
    return found

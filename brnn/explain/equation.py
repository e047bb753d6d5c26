"""The equation of a simple cell for one unit at one word, with its numbers filled in.

    h_t = tanh(x_t W + h_before U + b)

h_before is the hidden state before the reader reads the word. For the backward reader, it is the
state at the next word of the text.
"""

import math
from dataclasses import dataclass

import numpy as np

from brnn.model.folder import Model
from brnn.records import Analysis, Reader


@dataclass(frozen=True)
class Equation:
    """The terms of one unit of a simple cell at one word.

    reader, word, unit: which reader, word and unit; words and units are counted from 0.
    from_word: the unit's entry of x_t W, a sum over the dimensions of the word vector.
    from_memory: the unit's entry of h_before U, a sum over the units.
    bias: the unit's entry of b.
    memory: the unit's entry of h_t, as computed by the network itself.
    """

    reader: Reader
    word: int
    unit: int
    from_word: float
    from_memory: float
    bias: float
    memory: float
    method: str = "equation"

    @property
    def total(self) -> float:
        """The argument of the hyperbolic tangent."""
        return self.from_word + self.from_memory + self.bias

    @property
    def remainder(self) -> float:
        """Difference between `memory` and the equation: only the rounding of float32."""
        return self.memory - math.tanh(self.total)


def equation(model: Model, analysis: Analysis, reader: Reader, word: int, unit: int) -> Equation:
    """Return the equation of one unit at one word.

    Raises ValueError for a gated cell, which has several equations, and for a reader, word or unit
    that does not exist.
    """
    if model.config.cell != "simple":
        raise ValueError("only a simple cell has this equation")
    memories = getattr(analysis.reading, reader)
    words, units = memories.shape
    if not (0 <= word < words and 0 <= unit < units):
        raise ValueError(f"the {reader} reader has no unit {unit} at word {word}")
    kernel, recurrent, bias = (
        model.weights[f"{reader}/{part}"].astype(np.float64) for part in ("kernel", "recurrent", "bias")
    )
    vector = model.weights["embedding"][analysis.encoded.ids[word]]
    at = word - 1 if reader == "forward" else word + 1
    before = memories[at] if 0 <= at < words else np.zeros(units, np.float32)
    return Equation(
        reader,
        word,
        unit,
        from_word=float(vector.astype(np.float64) @ kernel[:, unit]),
        from_memory=float(before.astype(np.float64) @ recurrent[:, unit]),
        bias=float(bias[unit]),
        memory=float(memories[word, unit]),
    )

"""The equation of a simple cell at one word, for one unit, with the numbers that stand in it.

    h_t = tanh(x_t W + h_before U + b)

h_before: the memory before the word, which for the backward reader is that of the word after it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from brnn.model.folder import Model
from brnn.records import Analysis, Reader


@dataclass(frozen=True)
class Equation:
    """What one unit of a simple cell sums at one word.

    reader, word, unit: of whom, where, which; counted from 0.
    from_word: x_t W, of as many products as a word vector has numbers.
    from_memory: h_before U, of as many products as there are units.
    bias: b. memory: h_t of the unit, as the network itself holds it.
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
        """What the hyperbolic tangent is taken of."""
        return self.from_word + self.from_memory + self.bias

    @property
    def remainder(self) -> float:
        """What the equation leaves unexplained: rounding of float32, nothing else."""
        return self.memory - math.tanh(self.total)


def equation(model: Model, analysis: Analysis, reader: Reader, word: int, unit: int) -> Equation:
    """Return the equation of one unit at one word.

    Raises ValueError for a cell with gates, which has more equations than this one, and for a
    reader, word or unit that there is not.
    """
    if model.config.cell != "simple":
        raise ValueError("the equation is that of a simple cell")
    memories = getattr(analysis.reading, reader)
    words, units = memories.shape
    if not (0 <= word < words and 0 <= unit < units):
        raise ValueError(f"there is no unit {unit} of the {reader} reader at word {word}")
    kernel, recurrent, bias = (
        model.weights[f"{reader}/{part}"].astype(np.float64)
        for part in ("kernel", "recurrent", "bias")
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

"""The equation of a simple cell for one unit at one word, with its numbers filled in.

    h_t = tanh(x_t W + h_before U + b)

h_before is the hidden state before the reader reads the word. For the backward reader, it is the
state at the next word of the text.
"""

from dataclasses import dataclass

from brnn.explain.step import Step
from brnn.records import Reader


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


def equation(step: Step) -> Equation:
    """Return a step of a simple cell as its equation. Raises ValueError for one of a gated cell."""
    first, *others = step.sums
    if others:
        raise ValueError("only a simple cell has this equation")
    terms = first.from_word, first.from_memory, first.bias
    return Equation(step.reader, step.word, step.unit, *terms, step.state)

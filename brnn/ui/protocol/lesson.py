"""The answer to "lesson"."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own

from brnn.records import Reader
from brnn.ui.protocol.models import Ladder
from brnn.ui.protocol.packing import Numbers
from brnn.ui.protocol.reading import Reading


class Reached(TypedDict):
    """How far a reader reaches back.

    slopes: (words,), the gradient norm of its final evidence for each word. half: how many of the
    words it read last account for half of the total.
    """

    slopes: Numbers
    half: int


class Equation(TypedDict):
    """A unit of a simple cell at one word: state = tanh(from_word + from_memory + bias)."""

    reader: Reader
    word: int
    unit: int
    from_word: float
    from_memory: float
    bias: float
    state: float


class Mirrored(TypedDict):
    """The reading of the mirrored words by the mirrored network; state_gap: the largest of any."""

    reading: Reading
    state_gap: float


class Contrasted(TypedDict):
    """A text compared with another that has the same beginning.

    distances: (words shared at the start,), Euclidean, between a reader's hidden states after each;
        zero means the same bit for bit.
    shifts: final evidence of the text minus that of the other.
    """

    distances: dict[Reader, Numbers]
    shifts: dict[Reader, float]


class Lesson(TypedDict):
    """The answer to "lesson": a reading, and what the step shows beside it.

    reading: None for the ladder. The others: None unless asked for; equation: also without words
    or for a cell with gates.
    """

    kind: Literal["lesson"]
    reading: Reading | None
    reach: dict[Reader, Reached] | None
    equation: Equation | None
    mirror: Mirrored | None
    contrast: Contrasted | None
    ladder: Ladder | None

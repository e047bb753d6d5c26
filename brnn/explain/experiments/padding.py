"""Padding: what happens to a reading when padding is read as if it were words.

Demos pad reviews to one length and forget the mask. The readers then go on reading: with pads after
the text the forward reader's memory of it fades, and the backward reader starts among pads; with
pads before it, the other way round. With the mask, any number of pads changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.explain.outcomes import Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis, Reader, check_array
from brnn.text.vocabulary import PADDING

Side = Literal["before", "after"]
MOST_PADS = 400
NUMBERS = (0, 1, 2, 5, 10, 20, 50, 100, 200, MOST_PADS)


@dataclass(frozen=True, eq=False)
class Padding:
    """One text with some numbers of pads on one side, read without a mask and with it.

    side: where the pads stand. pads: int32 (numbers,), how many.
    unmasked: the network reads pads like words: evidence and logit for each number of pads.
    masked: the same padded ids, of which the readers skip the pads.
    forward_distance, backward_distance: float64 (numbers,), Euclidean distance of a reader's final
        hidden state, without the mask, from its final hidden state of the text alone.
    """

    side: Side
    pads: NDArray[np.int32]
    unmasked: Outcomes
    masked: Outcomes
    forward_distance: NDArray[np.float64]
    backward_distance: NDArray[np.float64]
    method: str = "padding"

    def __post_init__(self) -> None:
        shape = (len(self.pads),)
        check_array(self.pads, "pads", np.int32, shape)
        for name in ("forward_distance", "backward_distance"):
            check_array(getattr(self, name), name, np.float64, shape)
        if len(self.unmasked) != len(self.pads) or len(self.masked) != len(self.pads):
            raise ValueError("there must be one reading of each kind for each number of pads")


def padding(
    readers: Readers,
    analysis: Analysis,
    side: Side = "after",
    numbers: Sequence[int] = NUMBERS,
) -> Padding:
    """Read an analysed text with pads on one side, without a mask and with it.

    Raises ValueError for a side that is none, and for a number of pads below 0 or over MOST_PADS.
    """
    if side not in ("before", "after"):
        raise ValueError(f"side must be before or after, got {side!r}")
    if not all(0 <= number <= MOST_PADS for number in numbers):
        raise ValueError(f"numbers of pads must be from 0 to {MOST_PADS}")
    ids = analysis.encoded.ids
    around = [(number, 0) if side == "before" else (0, number) for number in numbers]
    padded = [np.pad(ids, pads, constant_values=PADDING) for pads in around]
    unmasked = readers.final(padded)
    masked = readers.final([row[row != PADDING] for row in padded])

    def distance(reader: Reader) -> NDArray[np.float64]:
        change = getattr(unmasked, reader).astype(np.float64) - getattr(masked, reader)
        return np.asarray(np.linalg.norm(change, axis=1))

    return Padding(
        side,
        np.array(numbers, dtype=np.int32),
        Outcomes.of(readers, unmasked),
        Outcomes.of(readers, masked),
        distance("forward"),
        distance("backward"),
    )

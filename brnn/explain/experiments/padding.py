"""Padding: what happens to a reading if padding is read like words.

Many demos pad reviews to the same length but do not mask the padding, so the readers read it. If the padding
comes after the text, the forward reader's memory of the text fades, and the backward reader starts in the
padding; if it comes before the text, the other way round. With a mask, padding changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.explain.outcomes import Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis, Record, array, length
from brnn.text.vocabulary import PADDING

Side = Literal["before", "after"]
MOST_PADS = 400
NUMBERS = (0, 1, 2, 5, 10, 20, 50, 100, 200, MOST_PADS)


@dataclass(frozen=True, eq=False)
class Padding(Record):
    """One text with different amounts of padding on one side, read without and with a mask.

    side: the side of the text that is padded.
    pads: int32 (numbers,), the amounts of padding.
    unmasked: the outcomes if padding is read like words.
    masked: the outcomes if padding is skipped.
    forward_distance, backward_distance: float64 (numbers,), Euclidean distance between a reader's
        final hidden states without and with the mask.
    """

    side: Side
    pads: NDArray[np.int32] = field(metadata=array(np.int32, "numbers"))
    unmasked: Outcomes = field(metadata=length("numbers"))
    masked: Outcomes = field(metadata=length("numbers"))
    forward_distance: NDArray[np.float64] = field(metadata=array(np.float64, "numbers"))
    backward_distance: NDArray[np.float64] = field(metadata=array(np.float64, "numbers"))
    method: str = "padding"


def padding(
    readers: Readers, analysis: Analysis, side: Side = "after", numbers: Sequence[int] = NUMBERS
) -> Padding:
    """Read an analysed text with padding on one side, without and with a mask.

    Raises ValueError for an unknown side, or a number of pads below 0 or above MOST_PADS.
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
    distances = (
        np.linalg.norm(one.astype(np.float64) - other, axis=1)
        for one, other in zip(unmasked[:2], masked[:2], strict=True)
    )
    pads = np.array(numbers, dtype=np.int32)
    return Padding(side, pads, Outcomes.of(readers, unmasked), Outcomes.of(readers, masked), *distances)

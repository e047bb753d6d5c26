"""Reach: how strongly a reader's final evidence still depends on each word.

‖∂E/∂x_t‖      x_t: the vector of word t; E: E→(T) or E←(1)
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brnn.model.gradients import Gradients
from brnn.records import READERS, Analysis, Record, array


@dataclass(frozen=True, eq=False)
class Reach(Record):
    """How strongly each reader's final evidence depends on each word.

    forward: float64 (words,), ‖∂E→(T)/∂x_t‖.
    backward: float64 (words,), ‖∂E←(1)/∂x_t‖. Both are in log-odds per unit of the word vector; the
        norm is Euclidean.
    """

    forward: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    method: str = "reach"

    @property
    def forward_half_reach(self) -> int:
        """Number of words at the end of the text that account for half of the total.

        0 if the total is zero, as for a reader that the model lacks.
        """
        return _half_reach(self.forward[::-1])

    @property
    def backward_half_reach(self) -> int:
        """Number of words at the start of the text that account for half of the total, likewise."""
        return _half_reach(self.backward)


def reach(gradients: Gradients, analysis: Analysis) -> Reach:
    """Return how strongly each reader's final evidence depends on each word."""
    vectors = gradients.vectors(analysis.encoded.ids)[np.newaxis]
    slopes = (gradients.slopes(reader, vectors).gradients[0] for reader in READERS)
    return Reach(*(np.linalg.norm(own.astype(np.float64), axis=1) for own in slopes))


def _half_reach(norms: NDArray[np.float64]) -> int:
    carried = np.cumsum(norms)
    return int(np.searchsorted(carried, carried[-1] / 2)) + 1 if norms.any() else 0

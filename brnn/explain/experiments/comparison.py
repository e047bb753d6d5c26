"""Two readings side by side: two texts, or one text under two models, word by word.

The sum behind a verdict holds for both, so their difference is a sum, too:

    z₂ − z₁ = (b₂ − b₁) + Σ over rows (Δ→₂ − Δ→₁) + (Δ←₂ − Δ←₁)

where a word that is read in one of the two alone added nothing in the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brnn.explain.experiments.alignment import NOWHERE, Row, align
from brnn.records import READERS, Analysis, Reader, check_array


@dataclass(frozen=True, eq=False)
class Comparison:
    """How the second reading differs from the first: always second less first, log-odds.

    first, second: the analyses, by one model or by two.
    rows: the words read in either, aligned, in reading order of both; see `alignment`.
    forward, backward: float64 (rows,), what a row's words added for that reader. A word that is
        read in one alone counts as nothing in the other, and so does a reader that is not there.
    bias: of the heads. logit: of the verdicts; bias and all rows add up to it.
    """

    first: Analysis
    second: Analysis
    rows: tuple[Row, ...]
    forward: NDArray[np.float64]
    backward: NDArray[np.float64]
    bias: float
    logit: float
    method: str = "comparison"

    def __post_init__(self) -> None:
        for reader in READERS:
            check_array(getattr(self, reader), reader, np.float64, (len(self.rows),))

    @property
    def added(self) -> NDArray[np.float64]:
        """What a row's words added for both readers together, float64 (rows,)."""
        return self.forward + self.backward

    @property
    def same(self) -> NDArray[np.bool_]:
        """Whether a row's word is the same in both and read in both, bool (rows,)."""
        return np.array([row.kind == "same" for row in self.rows], dtype=bool)

    @property
    def readers(self) -> tuple[Reader, ...]:
        """The readers that at least one of the two has."""
        both = (self.first.reading, self.second.reading)
        return tuple(r for r in READERS if any(getattr(one, r).shape[1] for one in both))

    @property
    def remainder(self) -> float:
        """What the sum leaves unexplained: rounding of the networks' float32, nothing else."""
        return self.logit - (self.bias + float(self.added.sum()))


def comparison(first: Analysis, second: Analysis) -> Comparison:
    """Return how the second reading differs from the first; no network is needed."""
    rows = tuple(align(first.encoded, second.encoded))
    one = np.array([row.before for row in rows], dtype=np.intp)
    other = np.array([row.after for row in rows], dtype=np.intp)
    forward, backward = (
        _at(getattr(second.ledger, reader), other) - _at(getattr(first.ledger, reader), one)
        for reader in READERS
    )
    return Comparison(
        first,
        second,
        rows,
        forward,
        backward,
        second.ledger.bias - first.ledger.bias,
        second.ledger.logit - first.ledger.logit,
    )


def _at(added: NDArray[np.float64], places: NDArray[np.intp]) -> NDArray[np.float64]:
    found = np.zeros(len(places))
    there = places != NOWHERE
    found[there] = added[places[there]]
    return found

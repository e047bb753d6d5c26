"""Compare two readings word by word: two texts, or one text under two models.

The sum behind a verdict holds for both readings, so their difference is also a sum:

    z₂ − z₁ = (b₂ − b₁) + Σ over rows (Δ→₂ − Δ→₁) + (Δ←₂ − Δ←₁)

A word that only one of the readings contains added nothing in the other.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brnn.explain.experiments.alignment import NOWHERE, Row, align
from brnn.records import READERS, Analysis, Reader, Record, array, length


@dataclass(frozen=True, eq=False)
class Comparison(Record):
    """Differences between two readings: always second minus first, log-odds.

    first, second: the analyses, by one model or by two.
    rows: the words read in either text, aligned, in text order; see `alignment`.
    forward, backward: float64 (rows,), difference in what the row's word added for that reader. A
        word that is not read, or a reader that a model lacks, counts as zero.
    bias: difference of the biases.
    logit: difference of the logits; the bias and all rows add up to it.
    """

    first: Analysis
    second: Analysis
    rows: tuple[Row, ...] = field(metadata=length("rows"))
    forward: NDArray[np.float64] = field(metadata=array(np.float64, "rows"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "rows"))
    bias: float
    logit: float
    method: str = "comparison"

    @property
    def added(self) -> NDArray[np.float64]:
        """Difference in what the row's word added for both readers together, float64 (rows,)."""
        return self.forward + self.backward

    @property
    def same(self) -> NDArray[np.bool_]:
        """Whether the row's word is the same in both texts and read in both, bool (rows,)."""
        return np.array([row.kind == "same" for row in self.rows], dtype=bool)

    @property
    def readers(self) -> tuple[Reader, ...]:
        """The readers that at least one of the models has."""
        both = (self.first.reading, self.second.reading)
        return tuple(r for r in READERS if any(getattr(one, r).shape[1] for one in both))

    @property
    def remainder(self) -> float:
        """Difference between `logit` and the sum: only the rounding of float32."""
        return self.logit - (self.bias + float(self.added.sum()))


def comparison(first: Analysis, second: Analysis) -> Comparison:
    """Return how the second reading differs from the first. Needs no network."""
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

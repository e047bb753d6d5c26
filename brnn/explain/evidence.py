"""Compute the ledger of a verdict, word by word or unit by unit, from states and head weights.

    E→(t) = w→·h→_t              E←(t) = w←·h←_t              running evidence
    Δ→_t = E→(t) − E→(t−1)       Δ←_t = E←(t) − E←(t+1)       what word t added
    z = b + Σ_t (Δ→_t + Δ←_t)

Both readers start with a hidden state of zero, so E→(0) = E←(T+1) = 0 and the sum is exact. It is also exact
for single units, E→(t) = Σ_j w→_j h→_tj, and for centred evidence, where each reader's mean over the training
reviews moves from its evidence to the bias:

    z = (b + μ→ + μ←) + (E→(T) − μ→) + (E←(1) − μ←)

The split of z into b, E→ and E← has an arbitrary offset, so readers are compared by their centred evidence.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.model.statistics import Statistics
from brnn.records import READERS, Ledger, Reader, Reading, Record, array, by_reader


class UnitTotal(NamedTuple):
    """The contribution of one unit to a verdict. unit: from 0. evidence: log-odds."""

    reader: Reader
    unit: int
    evidence: float


@dataclass(frozen=True, eq=False)
class UnitLedger(Record):
    """The sum behind a verdict, unit by unit, all in log-odds.

        logit = bias + sum(forward_total) + sum(backward_total)

    forward, backward: float64 (words, units), what each word added through each unit.
    forward_evidence, backward_evidence: float64 (words, units), running evidence of each unit: its
        value times its weight in the head.
    forward_start, backward_start: float64 (units,), the evidence of each unit before the first
        word. It is zero, or minus the mean in a ledger centred on the training means, whose `bias`
        then includes the means.
    bias, logit: as in `Ledger`.
    """

    forward: NDArray[np.float64] = field(metadata=array(np.float64, "words", "forward units"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "words", "backward units"))
    forward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words", "forward units"))
    backward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words", "backward units"))
    forward_start: NDArray[np.float64] = field(metadata=array(np.float64, "forward units"))
    backward_start: NDArray[np.float64] = field(metadata=array(np.float64, "backward units"))
    bias: float
    logit: float

    @property
    def forward_total(self) -> NDArray[np.float64]:
        """Contribution of each unit of the forward reader to the logit, float64 (units,)."""
        return self.forward_evidence[-1] if len(self.forward) else self.forward_start

    @property
    def backward_total(self) -> NDArray[np.float64]:
        """Contribution of each unit of the backward reader to the logit, float64 (units,)."""
        return self.backward_evidence[0] if len(self.backward) else self.backward_start

    @property
    def remainder(self) -> float:
        """Difference between the logit and the sum: only the rounding of float32."""
        total = self.bias
        for name in READERS:
            total += float(getattr(self, f"{name}_start").sum() + getattr(self, name).sum())
        return self.logit - total

    @cached_property
    def ranking(self) -> tuple[UnitTotal, ...]:
        """The units of both readers by the size of their contribution, of either sign."""
        totals = [
            UnitTotal(reader, unit, float(evidence))
            for reader, evidences in by_reader(self, "_total").items()
            for unit, evidence in enumerate(evidences)
        ]
        return tuple(sorted(totals, key=lambda total: -abs(total.evidence)))

    def ranking_at(self, reader: Reader, word: int) -> tuple[UnitTotal, ...]:
        """The units of one reader by the size of their evidence after a word, of either sign."""
        evidence = getattr(self, f"{reader}_evidence")[word]
        order = np.argsort(-np.abs(evidence), kind="stable").tolist()
        return tuple(UnitTotal(reader, unit, float(evidence[unit])) for unit in order)

    def order(self, reader: Reader) -> NDArray[np.intp]:
        """Return the units of one reader in the order of `ranking`, intp (units,)."""
        return np.array([total.unit for total in self.ranking if total.reader == reader], np.intp)


def ledger(
    reading: Reading, forward_weights: NDArray[np.float32], backward_weights: NDArray[np.float32], bias: float
) -> Ledger:
    """Return the sum behind a reading, in log-odds.

    forward_weights, backward_weights: float32 (units,), the head's weights for each reader.
    """
    forward, backward = (
        np.vecdot(states.astype(np.float64), weights.astype(np.float64))
        for states, weights in ((reading.forward, forward_weights), (reading.backward, backward_weights))
    )
    return Ledger(
        forward=np.diff(forward, prepend=0.0),
        backward=-np.diff(backward, append=0.0),
        forward_evidence=forward,
        backward_evidence=backward,
        bias=bias,
        logit=reading.logit,
    )


def centred(raw: Ledger, statistics: Statistics) -> Ledger:
    """Return a ledger whose evidence is centred on each reader's mean over the training reviews.

    What each word added stays the same; only the starting values and the bias change.
    """
    forward, backward = (float(reader.mean_evidence) for reader in (statistics.forward, statistics.backward))
    return replace(
        raw,
        forward_evidence=raw.forward_evidence - forward,
        backward_evidence=raw.backward_evidence - backward,
        forward_start=raw.forward_start - forward,
        backward_start=raw.backward_start - backward,
        bias=raw.bias + forward + backward,
    )


def by_unit(
    reading: Reading,
    forward_weights: NDArray[np.float32],
    backward_weights: NDArray[np.float32],
    bias: float,
    statistics: Statistics | None = None,
) -> UnitLedger:
    """Return the sum behind a reading, unit by unit; centred if statistics are given.

    forward_weights, backward_weights: float32 (units,), the head's weights for each reader.
    """
    weights = [w.astype(np.float64) for w in (forward_weights, backward_weights)]
    forward, backward = reading.forward * weights[0], reading.backward * weights[1]
    means = [np.zeros_like(w) for w in weights]
    if statistics:
        readers = (statistics.forward, statistics.backward)
        means = [w * reader.mean_memory for w, reader in zip(weights, readers, strict=True)]
    return UnitLedger(
        forward=np.diff(forward, axis=0, prepend=0.0),
        backward=-np.diff(backward, axis=0, append=0.0),
        forward_evidence=forward - means[0],
        backward_evidence=backward - means[1],
        forward_start=-means[0],
        backward_start=-means[1],
        bias=bias + float(means[0].sum() + means[1].sum()),
        logit=reading.logit,
    )

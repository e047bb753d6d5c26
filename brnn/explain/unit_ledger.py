"""The sum behind a verdict, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.records import READERS, Reader, Record, array, by_reader


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

    def order(self, reader: Reader) -> NDArray[np.intp]:
        """Return the units of one reader in the order of `ranking`, intp (units,)."""
        return np.array([total.unit for total in self.ranking if total.reader == reader], np.intp)

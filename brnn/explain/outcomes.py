"""The outcomes of readings: the final evidence of each reader, and the logit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brnn.model.readers import FinalStates, Readers
from brnn.records import Ledger, Record, array


@dataclass(frozen=True)
class Outcome:
    """The outcome of one reading: forward is E→(T), backward E←(1), logit z; all in log-odds."""

    forward: float
    backward: float
    logit: float

    @classmethod
    def of(cls, ledger: Ledger) -> Outcome:
        """Return the outcome of the reading behind a ledger."""
        return cls(ledger.forward_total, ledger.backward_total, ledger.logit)


@dataclass(frozen=True, eq=False)
class Outcomes(Record):
    """The outcomes of several readings, in log-odds: logits = bias + forward + backward.

    forward: float64 (readings,), E→(T). backward: float64 (readings,), E←(1).
    logits: float64 (readings,), z, from the network's own head.
    """

    forward: NDArray[np.float64] = field(metadata=array(np.float64, "readings"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "readings"))
    logits: NDArray[np.float64] = field(metadata=array(np.float64, "readings"))

    def __len__(self) -> int:
        return len(self.logits)

    def __getitem__(self, place: int) -> Outcome:
        return Outcome(float(self.forward[place]), float(self.backward[place]), float(self.logits[place]))

    def mean(self) -> Outcome:
        """Return the mean over the readings."""
        return Outcome(*(float(values.mean()) for values in self._columns))

    def sd(self) -> Outcome:
        """Return the sample standard deviation over the readings. Needs at least two."""
        return Outcome(*(float(values.std(ddof=1)) for values in self._columns))

    @classmethod
    def of(cls, readers: Readers, final: FinalStates) -> Outcomes:
        """Return the outcomes of readings with these final states."""
        forward, backward = (
            np.vecdot(states.astype(np.float64), weights.astype(np.float64))
            for states, weights in zip(final[:2], readers.head_weights(), strict=True)
        )
        return cls(forward, backward, final.logits.astype(np.float64))

    @property
    def _columns(self) -> tuple[NDArray[np.float64], ...]:
        return self.forward, self.backward, self.logits

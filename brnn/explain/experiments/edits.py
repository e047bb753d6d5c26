"""Edits: how an edit of a text changes the hidden states of each reader.

The light cone of an edit: it cannot change the forward reader's states before it or the backward
reader's states after it. These stay the same, bit for bit.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brnn.explain.experiments.alignment import NOWHERE, Kind, align
from brnn.records import Analysis, Record, array, length

FADED = 0.01
"""A change has faded once it stays below this share of the largest change."""


@dataclass(frozen=True, eq=False)
class Edits(Record):
    """The effects of an edit. A row is a word that is read before the edit, after it, or both.

    before, after: the analyses of the two texts, by the same model.
    places_before, places_after: int32 (rows,), the row's index among the words read, -1 if it is not read.
    kinds: the kind of each row: "same", "replaced", "inserted" or "deleted"; "moved in" or "moved out" if the
        word is in both texts, but the edit shifted the range that is read.
    changed: bool (rows,), whether the readers' input changed there.
    forward_change, backward_change: float64 (rows,), Euclidean distance between the hidden states at the word
        before and after the edit; NaN if the word is not read in both texts.
    forward_evidence, backward_evidence: float64 (rows,), running evidence at the word after the edit minus
        that before it, log-odds; NaN if the word is not read in both texts.
    faded: share of the largest change below which a change has faded.
    """

    before: Analysis
    after: Analysis
    places_before: NDArray[np.int32] = field(metadata=array(np.int32, "rows"))
    places_after: NDArray[np.int32] = field(metadata=array(np.int32, "rows"))
    kinds: tuple[Kind, ...] = field(metadata=length("rows"))
    changed: NDArray[np.bool_] = field(metadata=array(np.bool_, "rows"))
    forward_change: NDArray[np.float64] = field(metadata=array(np.float64, "rows"))
    backward_change: NDArray[np.float64] = field(metadata=array(np.float64, "rows"))
    forward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "rows"))
    backward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "rows"))
    faded: float = FADED
    method: str = "edits"

    @property
    def window_moved(self) -> bool:
        """Whether the edit shifted the range that is read of a long text."""
        return any(kind in ("moved in", "moved out") for kind in self.kinds)

    @property
    def forward_untouched(self) -> NDArray[np.bool_]:
        """Rows before the first change, bool (rows,): the forward states there are the same."""
        return ~np.logical_or.accumulate(self.changed)

    @property
    def backward_untouched(self) -> NDArray[np.bool_]:
        """Rows after the last change, bool (rows,): the backward states there are the same."""
        return ~np.logical_or.accumulate(self.changed[::-1])[::-1]

    @property
    def forward_fades(self) -> int | None:
        """Number of words after the last change until the forward reader's change has faded.

        The smallest distance, 1 for the next word, from which the change stays below `faded` times
        the largest change. None if it never fades or if no state changed.
        """
        return self._fades(self.forward_change, self.backward_untouched)

    @property
    def backward_fades(self) -> int | None:
        """Number of words before the first change until the backward reader's change has faded."""
        return self._fades(self.backward_change[::-1], self.forward_untouched[::-1])

    @property
    def forward_shift(self) -> float:
        """E→(T) after the edit minus before it, log-odds."""
        return self.after.ledger.forward_total - self.before.ledger.forward_total

    @property
    def backward_shift(self) -> float:
        """E←(1) after the edit minus before it, log-odds."""
        return self.after.ledger.backward_total - self.before.ledger.backward_total

    @property
    def logit_shift(self) -> float:
        """Logit after the edit minus before it: forward_shift + backward_shift."""
        return self.after.ledger.logit - self.before.ledger.logit

    def _fades(self, change: NDArray[np.float64], beyond: NDArray[np.bool_]) -> int | None:
        """Return the distance at which a change has faded.

        change: the changes in the reader's own order. beyond: the rows that it reads after the last
            change; all of them are read before and after the edit.
        """
        largest = change[~np.isnan(change)].max(initial=0.0)
        left = np.flatnonzero(change[beyond] >= self.faded * largest)
        distance = int(left[-1]) + 2 if len(left) else 1
        return distance if largest > 0 and distance <= np.count_nonzero(beyond) else None


def edits(before: Analysis, after: Analysis) -> Edits:
    """Return what changed between two texts, analysed by the same model. Needs no network."""
    rows = align(before.encoded, after.encoded)
    one = np.array([row.before for row in rows], dtype=np.int32)
    other = np.array([row.after for row in rows], dtype=np.int32)
    both = (one != NOWHERE) & (other != NOWHERE)
    changed = ~both
    changed[both] = before.encoded.ids[one[both]] != after.encoded.ids[other[both]]

    def paired(values: NDArray[np.floating], new: NDArray[np.floating]) -> NDArray[np.float64]:
        found = np.full(len(rows), np.nan)
        difference = new[other[both]].astype(np.float64) - values[one[both]]
        found[both] = np.linalg.norm(difference, axis=1) if values.ndim == 2 else difference
        return found

    return Edits(
        before,
        after,
        one,
        other,
        tuple(row.kind for row in rows),
        changed,
        paired(before.reading.forward, after.reading.forward),
        paired(before.reading.backward, after.reading.backward),
        paired(before.ledger.forward_evidence, after.ledger.forward_evidence),
        paired(before.ledger.backward_evidence, after.ledger.backward_evidence),
    )

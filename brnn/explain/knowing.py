"""Who knew first: the word from which a reader stays on the side on which it ends.

Evidence is centred on the training means: otherwise a reader's side at a word would depend on how
the head happens to split its bias. A side also needs a margin: evidence that hovers around the mean
is undecided.

    side(e) = +1 from e = MARGIN on, −1 from e = −MARGIN down, otherwise 0: undecided
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.model.statistics import Statistics
from brnn.records import Ledger, check_array

MARGIN = 1.0
"""How far evidence must be from its training mean, in log-odds, to count as a side."""


@dataclass(frozen=True)
class Turn:
    """The side on which a reader ends, and the word from which it stays there.

    words_read: how many words the reader had read by then, from 1.
    word: the last of them, as an index into the words of the text that are read.
    sign: 1 (positive), −1 (negative), or 0 for a reader that ends undecided.
    """

    words_read: int
    word: int
    sign: int


@dataclass(frozen=True, eq=False)
class Knowing:
    """Which reader knew first for one text.

    method: name of the method; its settings are centred_on and margin.
    centred_on: how many training reviews the means are taken over.
    forward_evidence, backward_evidence: float64 (words,), centred running evidence after each
        word, log-odds, in the order of the text.
    forward, backward: the turn of each reader; None without such a reader or without words.
    disagreements: spans (first, last) of words, the last excluded, where the readers are on
        opposite sides.
    margin: the distance from the mean, in log-odds, at which a side begins.
    """

    centred_on: int
    forward_evidence: NDArray[np.float64]
    backward_evidence: NDArray[np.float64]
    forward: Turn | None
    backward: Turn | None
    disagreements: tuple[tuple[int, int], ...]
    margin: float = MARGIN
    method: str = "who knew first"

    def __post_init__(self) -> None:
        shape = (len(self.forward_evidence),)
        for name in ("forward_evidence", "backward_evidence"):
            check_array(getattr(self, name), name, np.float64, shape)

    @property
    def first(self) -> Literal["forward", "backward", "both"] | None:
        """The reader that settled after fewer words; None unless both end on a side."""
        if self.forward is None or self.backward is None:
            return None
        if not self.forward.sign or not self.backward.sign:
            return None
        if self.forward.words_read == self.backward.words_read:
            return "both"
        return "forward" if self.forward.words_read < self.backward.words_read else "backward"


def who_knew_first(raw: Ledger, statistics: Statistics) -> Knowing:
    """Return the word at which each reader settles, and where the readers disagree.

    raw: from `evidence.ledger`.
    """
    found = evidence.centred(raw, statistics)
    forward, backward = _sides(found.forward_evidence), _sides(found.backward_evidence)
    order = np.arange(len(forward))
    has_forward = bool(len(order) and len(statistics.forward.mean_memory))
    has_backward = bool(len(order) and len(statistics.backward.mean_memory))
    return Knowing(
        centred_on=int(statistics.train_reviews),
        forward_evidence=found.forward_evidence,
        backward_evidence=found.backward_evidence,
        forward=_turn(forward, order) if has_forward else None,
        backward=_turn(backward, order[::-1]) if has_backward else None,
        disagreements=_runs(forward * backward < 0) if has_forward and has_backward else (),
    )


def _sides(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the side of centred evidence: 1, −1, or 0 within the margin."""
    return np.where(np.abs(evidence) >= MARGIN, np.sign(evidence), 0.0)


def _turn(sides: NDArray[np.float64], order: NDArray[np.intp]) -> Turn:
    """Return the word from which a reader stays on its final side.

    order: the words in the order in which the reader reads them.
    """
    own = sides[order]
    others = np.flatnonzero(own != own[-1])
    step = int(others[-1]) + 1 if len(others) else 0
    return Turn(words_read=step + 1, word=int(order[step]), sign=int(own[-1]))


def _runs(there: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Return the spans of consecutive true values."""
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))

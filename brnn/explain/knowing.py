"""Who knew first: from which word on a reader kept the side on which it ends.

Evidence is centred on the training means: without that, the side on which a reader stands at a word
would depend on how the head happens to split its bias. And a side takes a margin: evidence that
wavers about the mean has not decided anything.

    side(e) = +1 from e = MARGIN on, −1 from e = −MARGIN down, else 0: undecided
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
"""How far from its training mean evidence must be, in log-odds, to be on a side."""


@dataclass(frozen=True)
class Turn:
    """The side on which a reader ends, and from which word on it kept it.

    words_read: how many words the reader had read by then, from 1.
    word: the last of them, as an index of the words read, in reading order of the text.
    sign: of the side: 1, −1, or 0 for a reader that ends undecided.
    """

    words_read: int
    word: int
    sign: int


@dataclass(frozen=True, eq=False)
class Knowing:
    """Which reader knew first, under one text.

    method: name of the method; its settings are what evidence is centred on, and the margin.
    centred_on: how many training reviews the means are of.
    forward_evidence, backward_evidence: float64 (words,), centred running evidence after each
        word, log-odds, in reading order of the text.
    forward, backward: of each reader; None if the model has no such reader, or without words.
    disagreements: spans (first, last) of the words, the last not included, at which the readers
        are on opposite sides.
    margin: log-odds from which on evidence is on a side.
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
        """The reader that needed fewer words to keep its side; None unless both ended on one."""
        if self.forward is None or self.backward is None:
            return None
        if not self.forward.sign or not self.backward.sign:
            return None
        if self.forward.words_read == self.backward.words_read:
            return "both"
        return "forward" if self.forward.words_read < self.backward.words_read else "backward"


def who_knew_first(raw: Ledger, statistics: Statistics) -> Knowing:
    """Return from which word on each reader kept its side, and where the readers disagree.

    raw: as `evidence.ledger` makes it.
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
    """Return from which word on a reader's side is the one on which it ends.

    order: the words as the reader takes them.
    """
    own = sides[order]
    others = np.flatnonzero(own != own[-1])
    step = int(others[-1]) + 1 if len(others) else 0
    return Turn(words_read=step + 1, word=int(order[step]), sign=int(own[-1]))


def _runs(there: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Return the spans of neighbours that are all true."""
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))

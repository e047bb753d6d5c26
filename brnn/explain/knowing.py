"""Who knew first: from which word on a reader is on the side on which it ends.

Evidence is centred on the training means: without that, which reader is on which side of zero at
a word would be a matter of how the head happens to split its bias.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.model.statistics import Statistics
from brnn.records import Ledger, check_array


@dataclass(frozen=True)
class Turn:
    """From where on a reader's centred evidence never changes its sign again.

    words_read: how many words the reader had read by then, from 1.
    word: the last of them, as an index of the words read, in reading order of the text.
    sign: of the evidence from there on: 1, −1, or 0 where it ends at the very mean.
    """

    words_read: int
    word: int
    sign: int


@dataclass(frozen=True, eq=False)
class Knowing:
    """Which reader knew first, under one text.

    method: name of the method; its only setting is what evidence is centred on.
    centred_on: how many training reviews the means are of.
    forward_evidence, backward_evidence: float64 (words,), centred running evidence after each
        word, log-odds, in reading order of the text.
    forward, backward: of each reader; None if the model has no such reader, or without words.
    disagreements: spans (first, last) of the words, the last not included, at which one reader's
        centred evidence is above zero and the other's below.
    """

    centred_on: int
    forward_evidence: NDArray[np.float64]
    backward_evidence: NDArray[np.float64]
    forward: Turn | None
    backward: Turn | None
    disagreements: tuple[tuple[int, int], ...]
    method: str = "who knew first"

    def __post_init__(self) -> None:
        shape = (len(self.forward_evidence),)
        for name in ("forward_evidence", "backward_evidence"):
            check_array(getattr(self, name), name, np.float64, shape)

    @property
    def first(self) -> Literal["forward", "backward", "both"] | None:
        """The reader that needed fewer words; None if there are not two turns to compare."""
        if self.forward is None or self.backward is None:
            return None
        if self.forward.words_read == self.backward.words_read:
            return "both"
        return "forward" if self.forward.words_read < self.backward.words_read else "backward"


def who_knew_first(raw: Ledger, statistics: Statistics) -> Knowing:
    """Return from which word on each reader was sure of its side, and where they disagree.

    raw: as `evidence.ledger` makes it.
    """
    found = evidence.centred(raw, statistics)
    signs = [np.sign(found.forward_evidence), np.sign(found.backward_evidence)]
    order = np.arange(len(signs[0]))
    forward = backward = None
    if len(order) and len(statistics.forward.mean_memory):
        forward = _turn(signs[0], order)
    if len(order) and len(statistics.backward.mean_memory):
        backward = _turn(signs[1], order[::-1])
    return Knowing(
        centred_on=int(statistics.train_reviews),
        forward_evidence=found.forward_evidence,
        backward_evidence=found.backward_evidence,
        forward=forward,
        backward=backward,
        disagreements=_runs(signs[0] * signs[1] < 0) if forward and backward else (),
    )


def _turn(signs: NDArray[np.float64], order: NDArray[np.intp]) -> Turn:
    """Return where the signs of evidence have become the last one for good.

    order: the words as the reader takes them. Where it stands before its first word is a
    constant, and so no knowledge.
    """
    own = signs[order]
    others = np.flatnonzero(own != own[-1])
    step = int(others[-1]) + 1 if len(others) else 0
    return Turn(words_read=step + 1, word=int(order[step]), sign=int(own[-1]))


def _runs(there: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Return the spans of neighbours that are all true."""
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))

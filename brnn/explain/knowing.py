"""Who knew first: the word from which a reader stays on the side on which it ends.

Evidence is centred on the training means: otherwise a reader's side at a word would depend on how the head
happens to split its bias. A side also needs a margin: evidence that hovers around the mean is undecided.

    side(e) = +1 from e = margin on, −1 from e = −margin down, otherwise 0: undecided
"""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.model.statistics import Statistics
from brnn.records import Ledger, Reader, Record, array, by_reader

MARGIN = 1.0
"""The usual margin: how far evidence must be from its training mean, in log-odds, to count as a side."""


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


@dataclass(frozen=True)
class Course:
    """A reader's course over a text: on which side of its average it is, and from where for good.

    sign: 1 (positive) or −1 (negative), the side on which it ends; 0 if it ends within the margin.
    word: the word from which its evidence stays above or below its average, as in `Turn`.
    same: after how many of the words that count its evidence is on that side of its average.
    end: centred evidence after the last word that it reads, log-odds.
    most: how far its evidence gets from its average, log-odds; within the margin, it never takes a side.
    """

    sign: int
    word: int
    same: int
    end: float
    most: float


@dataclass(frozen=True, eq=False)
class Knowing(Record):
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
    forward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    backward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    forward: Turn | None
    backward: Turn | None
    disagreements: tuple[tuple[int, int], ...]
    margin: float = MARGIN
    method: str = "knowing"

    @property
    def first(self) -> Literal["forward", "backward", "both"] | None:
        """The reader that settled after fewer words; None unless both end on a side."""
        if not (self.forward and self.backward and self.forward.sign and self.backward.sign):
            return None
        lead = self.backward.words_read - self.forward.words_read
        return "forward" if lead > 0 else "backward" if lead < 0 else "both"


def who_knew_first(raw: Ledger, statistics: Statistics, margin: float = MARGIN) -> Knowing:
    """Return the word at which each reader settles, and where the readers disagree.

    raw: from `evidence.ledger`. margin: see `Knowing`.
    """
    found = evidence.centred(raw, statistics)
    sides = {
        reader: np.where(np.abs(own) >= margin, np.sign(own), 0.0)
        for reader, own in by_reader(found, "_evidence").items()
        if len(own) and len(getattr(statistics, reader).mean_memory)
    }
    order = np.arange(len(found.forward))
    return Knowing(
        centred_on=int(statistics.train_reviews),
        forward_evidence=found.forward_evidence,
        backward_evidence=found.backward_evidence,
        forward=_turn(sides["forward"], order) if "forward" in sides else None,
        backward=_turn(sides["backward"], order[::-1]) if "backward" in sides else None,
        disagreements=_runs(np.prod([*sides.values()], axis=0) < 0) if len(sides) == 2 else (),
        margin=margin,
    )


def course(
    centred: NDArray[np.float64],
    reader: Reader,
    margin: float = MARGIN,
    counts: NDArray[np.bool_] | None = None,
) -> Course | None:
    """Return the course of a reader; None for a text without words.

    centred: float64 (words,), centred running evidence, in the order of the text. counts: (words,), which
    of them `same` counts; None: all.
    """
    if not len(centred):
        return None
    counted = np.full(len(centred), True) if counts is None else counts
    own, counted = (centred, counted) if reader == "forward" else (centred[::-1], counted[::-1])
    end, above = float(own[-1]), own > 0
    step = _settled(above)
    return Course(
        sign=int(np.sign(end)) if abs(end) >= margin else 0,
        word=step if reader == "forward" else len(own) - 1 - step,
        same=int(np.count_nonzero((above == above[-1]) & counted)),
        end=end,
        most=float(np.abs(own).max()),
    )


def _turn(sides: NDArray[np.float64], order: NDArray[np.intp]) -> Turn:
    """Return a reader's turn. order: the words in the order in which the reader reads them."""
    own = sides[order]
    step = _settled(own)
    return Turn(words_read=step + 1, word=int(order[step]), sign=int(own[-1]))


def _settled(sides: NDArray[Any]) -> int:
    """Return after which step, from 0, a side stays what it is in the end."""
    others = np.flatnonzero(sides != sides[-1])
    return int(others[-1]) + 1 if len(others) else 0


def _runs(there: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    return tuple((int(first), int(last)) for first, last in edges.reshape(-1, 2))

"""The agreement plane: all test reviews, placed by the evidence of each reader.

The coordinates of a review are its centred final evidence (E→(T) − μ→, E←(1) − μ←). The four quadrants are
the four combinations of sides that the readers can take. The verdict changes on the line

    (E→ − μ→) + (E← − μ←) = −(b + μ→ + μ←)
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.model.measures import wilson_interval
from brnn.model.statistics import Statistics
from brnn.records import LABELS, Label, Ledger, Record, array


@dataclass(frozen=True)
class Quadrant:
    """The test reviews with one combination of sides.

    forward, backward: the side that each reader takes; None if the model lacks the reader.
    reviews, right: number of reviews, and of those with the right verdict, by index into LABELS.
    """

    forward: Label | None
    backward: Label | None
    reviews: tuple[int, int]
    right: tuple[int, int]

    @property
    def n(self) -> int:
        """Number of test reviews in the quadrant."""
        return sum(self.reviews)

    @property
    def accuracy(self) -> float | None:
        """Accuracy of their verdicts; None if n is 0."""
        return sum(self.right) / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% Wilson interval of the accuracy; None if n is 0."""
        return wilson_interval(sum(self.right), self.n) if self.n else None


@dataclass(frozen=True, eq=False)
class Agreement(Record):
    """The positions of the test reviews, and of one text among them.

    centred_on: number of training reviews behind the means.
    forward, backward: float64 (reviews,), centred final evidence of every test review, log-odds; zero for a
        reader that the model lacks.
    labels: uint8 (reviews,), indices into LABELS.
    boundary: the sum of both coordinates at which the verdict changes, log-odds; larger sums are positive.
    quadrants: every combination of sides, negative before positive.
    text: the text's own centred evidence (forward, backward); None without a text.
    """

    centred_on: int
    forward: NDArray[np.float64] = field(metadata=array(np.float64, "reviews"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "reviews"))
    labels: NDArray[np.uint8] = field(metadata=array(np.uint8, "reviews"))
    boundary: float
    quadrants: tuple[Quadrant, ...]
    text: tuple[float, float] | None = None
    method: str = "agreement"


def agreement(statistics: Statistics, bias: float, raw: Ledger | None = None) -> Agreement:
    """Return the plane of a model, with a text on it.

    bias: bias of the head. raw: the text's ledger from `evidence.ledger`.
    """
    readers = (statistics.forward, statistics.backward)
    forward, backward = (r.evidence.astype(np.float64) - r.mean_evidence for r in readers)
    boundary = -(bias + float(sum(r.mean_evidence for r in readers)))
    own = None if raw is None else evidence.centred(raw, statistics)
    return Agreement(
        centred_on=int(statistics.train_reviews),
        forward=forward,
        backward=backward,
        labels=statistics.labels,
        boundary=boundary,
        quadrants=tuple(_quadrants(statistics, forward, backward, boundary)),
        text=None if own is None else (own.forward_total, own.backward_total),
    )


def _quadrants(
    statistics: Statistics, forward: NDArray[np.float64], backward: NDArray[np.float64], boundary: float
) -> list[Quadrant]:
    labels = statistics.labels
    right = (forward + backward > boundary) == (labels == 1)
    readers = (statistics.forward, statistics.backward)
    sides = [LABELS if len(reader.mean_memory) else (None,) for reader in readers]
    found = []
    for own, other in product(*sides):
        here = _on_side(forward, own) & _on_side(backward, other)
        found.append(Quadrant(own, other, _by_label(labels[here]), _by_label(labels[here & right])))
    return found


def _by_label(labels: NDArray[np.uint8]) -> tuple[int, int]:
    negative, positive = np.bincount(labels, minlength=len(LABELS))
    return int(negative), int(positive)


def _on_side(centred: NDArray[np.float64], side: Label | None) -> NDArray[np.bool_]:
    if side is None:
        return np.ones(len(centred), np.bool_)
    return centred > 0 if side == "positive" else centred <= 0

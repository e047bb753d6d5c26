"""The agreement plane: every test review at what each reader made of it.

A review lies at its centred final evidence (E→(T) − μ→, E←(1) − μ←). The four quadrants are the
four ways in which two readers can take sides; the verdict changes on one line, where

    (E→ − μ→) + (E← − μ←) = −(b + μ→ + μ←)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.model.measures import wilson_interval
from brnn.model.statistics import Statistics
from brnn.records import LABELS, Label, Ledger, check_array


@dataclass(frozen=True)
class Quadrant:
    """The test reviews on which the readers take a pair of sides.

    forward, backward: the side of each reader; None if the model has no such reader.
    reviews, right: how many there are, and how many have the right verdict, by label as in LABELS.
    """

    forward: Label | None
    backward: Label | None
    reviews: tuple[int, int]
    right: tuple[int, int]

    @property
    def n(self) -> int:
        """How many test reviews lie here."""
        return sum(self.reviews)

    @property
    def accuracy(self) -> float | None:
        """Share of them with the right verdict; None where no review lies."""
        return sum(self.right) / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% Wilson interval of the accuracy; None where no review lies."""
        return wilson_interval(sum(self.right), self.n) if self.n else None


@dataclass(frozen=True, eq=False)
class Agreement:
    """Where the test reviews lie, and one text among them.

    method: name of the method; its only setting is what evidence is centred on.
    centred_on: how many training reviews the means are of.
    forward, backward: float64 (reviews,), centred final evidence of every test review, log-odds;
        zero for a reader that is missing.
    labels: uint8 (reviews,), as in LABELS.
    boundary: what both sum to on the line between the verdicts, log-odds; above it is positive.
    quadrants: each of the sides that the readers can take, negative before positive.
    text: the text's own centred evidence (forward, backward); None if there was no text.
    """

    centred_on: int
    forward: NDArray[np.float64]
    backward: NDArray[np.float64]
    labels: NDArray[np.uint8]
    boundary: float
    quadrants: tuple[Quadrant, ...]
    text: tuple[float, float] | None = None
    method: str = "agreement"

    def __post_init__(self) -> None:
        shape = (len(self.labels),)
        check_array(self.labels, "labels", np.uint8, shape)
        check_array(self.forward, "forward", np.float64, shape)
        check_array(self.backward, "backward", np.float64, shape)


def agreement(statistics: Statistics, bias: float, raw: Ledger | None = None) -> Agreement:
    """Return the plane of a model, with a text on it.

    bias: of the head. raw: the text's ledger, as `evidence.ledger` makes it.
    """
    readers = (statistics.forward, statistics.backward)
    forward, backward = (r.evidence.astype(np.float64) - r.mean_evidence for r in readers)
    boundary = -(bias + float(sum(r.mean_evidence for r in readers)))
    text = None
    if raw is not None:
        own = evidence.centred(raw, statistics)
        text = (own.forward_total, own.backward_total)
    return Agreement(
        centred_on=int(statistics.train_reviews),
        forward=forward,
        backward=backward,
        labels=statistics.labels,
        boundary=boundary,
        quadrants=tuple(_quadrants(statistics, forward, backward, boundary)),
        text=text,
    )


def _quadrants(
    statistics: Statistics,
    forward: NDArray[np.float64],
    backward: NDArray[np.float64],
    boundary: float,
) -> list[Quadrant]:
    labels = statistics.labels
    right = (forward + backward > boundary) == (labels == 1)
    sides = [
        LABELS if len(reader.mean_memory) else (None,)
        for reader in (statistics.forward, statistics.backward)
    ]
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

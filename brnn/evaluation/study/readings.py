"""Figures of the reviews that the study reads: who knew first, half-reach, order.

Each function takes one record per review. Reviews without words are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.evaluation.study.intervals import Figure, mean, mean_share, quartiles, share
from brnn.explain.experiments.order import Order
from brnn.explain.knowing import MARGIN, Knowing, Turn
from brnn.explain.reach import Reach
from brnn.records import READERS

LATE = 0.5
"""A reader knew late if it needed more than this share of the words."""


class Orders(NamedTuple):
    """One review with its words in several orders.

    order: the record from `experiments.order`.
    change: what the verdict sentence added in its original place, both readers together, log-odds.
    words: number of words read.
    positive: whether the review is positive.
    """

    order: Order
    change: float
    words: int
    positive: bool


def knowing_figures(found: Sequence[Knowing], seed: int) -> Figure:
    """Return from when each reader kept its side, and how often each was first.

    A reader that ends undecided counts as such and in no other figure; who was first is asked
    where both readers end on a side.
    """
    some = [k for k in found if len(k.forward_evidence)]
    counts = [(_words_read(k.forward), _words_read(k.backward), len(k.forward_evidence)) for k in some]
    forward, backward, words = np.array(counts, np.float64).reshape(-1, 3).T
    sooner = (backward - forward)[~np.isnan(forward + backward)]
    return {
        "margin": MARGIN,
        "forward": _knew(forward, words, seed),
        "backward": _knew(backward, words, seed),
        "forward_first": share(sooner > 0),
        "backward_first": share(sooner < 0),
        "tied": share(sooner == 0),
        "forward_first_of_untied": share(sooner[sooner != 0] > 0),
    }


def _words_read(turn: Turn | None) -> float:
    return turn.words_read if turn and turn.sign else np.nan


def _knew(read: NDArray[np.float64], words: NDArray[np.float64], seed: int) -> Figure:
    """Return one reader's figures. read: (reviews,), NaN where it ends undecided."""
    decided = ~np.isnan(read)
    share_read = (read / words)[decided]
    return {
        "undecided": share(~decided),
        "words_read": quartiles(read[decided], seed),
        "share_read": quartiles(share_read, seed),
        "late": share(share_read > LATE),
    }


def memory_figures(found: Sequence[Reach], seed: int) -> Figure:
    """Return the half-reach of each reader, in words and as a share of the words."""
    reaches = [(m.forward_half_reach, m.backward_half_reach, len(m.forward)) for m in found]
    forward, backward, words = np.array([r for r in reaches if r[2]], np.float64).reshape(-1, 3).T

    def half_reach(reach: NDArray[np.float64]) -> Figure:
        return {"half_reach": quartiles(reach, seed), "share_of_words": quartiles(reach / words, seed)}

    return {
        "words": quartiles(words, seed),
        "forward": half_reach(forward),
        "backward": half_reach(backward),
        "forward_less_backward": mean(forward - backward),
    }


def order_figures(found: Sequence[Orders], seed: int) -> Figure:
    """Return how many verdicts another order changes, and where each reader weighs a sentence more.

    Shifts are in log-odds and in the sentence's own direction: they are positive if the new place
    strengthens what the sentence added in its original place.
    """
    some = [review for review in found if review.words]
    typed, positive = _verdicts(some, "as_typed"), np.array([r.positive for r in some], bool)
    shuffled = [r.order.shuffles.logits > 0 for r in some]
    kept, right = (
        np.array([(s == v).mean() for s, v in zip(shuffled, verdicts, strict=True)], np.float64)
        for verdicts in (typed, positive)
    )
    return {
        "shuffled": {
            "flipped": mean_share(1 - kept, seed),
            "right_as_typed": share(typed == positive),
            "right_shuffled": mean_share(right, seed),
            "loss": mean((typed == positive) - right),
        },
        "at_start": _flipped([r for r in some if r.order.sentence[0] > 0], "at_start"),
        "at_end": _flipped([r for r in some if r.order.sentence[1] < r.words], "at_end"),
        "shifts": _shifts([r for r in some if r.order.sentence != (0, r.words)]),
    }


def _flipped(moved: Sequence[Orders], place: str) -> Figure:
    """Return the share of verdicts that the move changes. moved: reviews whose order it changes."""
    return share(_verdicts(moved, "as_typed") != _verdicts(moved, place))


def _shifts(movable: Sequence[Orders]) -> Figure:
    """Return how much each reader's evidence changes when the sentence is moved.

    last_less_first: the evidence if the reader meets the sentence last, minus that if first.
    """
    direction = np.sign([r.change for r in movable])
    found: Figure = {}
    for reader in READERS:
        typed, start, end = (
            direction * np.array([getattr(getattr(r.order, place), reader) for r in movable])
            for place in ("as_typed", "at_start", "at_end")
        )
        last_less_first = end - start if reader == "forward" else start - end
        found[reader] = {
            "at_start": mean(start - typed),
            "at_end": mean(end - typed),
            "last_less_first": mean(last_less_first),
        }
    return found


def _verdicts(reviews: Sequence[Orders], place: str) -> NDArray[np.bool_]:
    """Return whether each verdict is "positive" with the sentence in this place."""
    return np.array([getattr(r.order, place).logit for r in reviews], np.float64) > 0

"""Figures of the reviews that the study reads: who knew first, half-reach, order.

Each function takes one record per review, and their films. Reviews without words are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.evaluation.study.intervals import Figure, Films, Rows
from brnn.explain.experiments.order import Order
from brnn.explain.knowing import MARGIN, Knowing, Turn
from brnn.explain.reach import Reach
from brnn.records import READERS

MARGINS = (0.5, MARGIN, 2.0)
"""Margins, in log-odds, at which to ask who knew first: the answer may depend on the margin."""
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


def knowing_figures(found: Mapping[float, Sequence[Knowing]], films: Films) -> Figure:
    """Return each reader's evidence after one word and after all, and who knew first at every margin.

    found: the records of the reviews, by margin.
    """
    reviews = next(iter(found.values()))
    some = np.array([len(k.forward_evidence) > 0 for k in reviews])
    ends = [
        _ends(k) if any_words else np.full((2, 2), np.nan) for k, any_words in zip(reviews, some, strict=True)
    ]
    first, last = np.array(ends).transpose(1, 2, 0)
    return {
        "margin": MARGIN,
        **{
            reader: {
                "after_one_word": films.quartiles(one, some),
                "positive_after_one_word": films.share(one > 0, some),
                "final_size": films.quartiles(np.abs(all_), some),
            }
            for reader, one, all_ in zip(READERS, first, last, strict=True)
        },
        "by_margin": [
            {"margin": margin, **_at_margin(found[margin], np.abs(first) >= margin, some, films)}
            for margin in found
        ],
    }


def _ends(found: Knowing) -> NDArray[np.float64]:
    """Return the evidence of each reader after its first and after its last word, (2, readers)."""
    forward, backward = found.forward_evidence, found.backward_evidence[::-1]
    return np.array([[forward[place], backward[place]] for place in (0, -1)])


def _at_margin(found: Sequence[Knowing], at_once: Rows, some: Rows, films: Films) -> Figure:
    """Return from when each reader kept its side, and how often each was first.

    A reader that ends undecided counts as such and in no other figure; who was first is asked
    where both readers end on a side.

    at_once: bool (readers, reviews), whether a reader is on a side after one word.
    some: bool (reviews,), whether a review has words.
    """
    words = np.array([len(k.forward_evidence) for k in found], np.float64)
    read = np.array([[_words_read(k.forward), _words_read(k.backward)] for k in found]).T
    sides = np.array([[getattr(turn, "sign", 0) for turn in (k.forward, k.backward)] for k in found]).T
    both, (forward, backward) = ~np.isnan(read).any(axis=0), read
    untied = both & (forward != backward)
    figures: Figure = {
        reader: _knew(own, words, some, films) | {"at_once": films.share(early, some)}
        for reader, own, early in zip(READERS, read, at_once, strict=True)
    }
    return figures | {
        "forward_first": films.share(forward < backward, both),
        "backward_first": films.share(backward < forward, both),
        "tied": films.share(forward == backward, both),
        "forward_first_of_untied": films.share(forward < backward, untied, claim=True),
        "forward_first_of_positive": films.share(forward < backward, untied & (sides > 0).all(axis=0)),
        "forward_first_of_negative": films.share(forward < backward, untied & (sides < 0).all(axis=0)),
    }


def _words_read(turn: Turn | None) -> float:
    return turn.words_read if turn and turn.sign else np.nan


def _knew(read: NDArray[np.float64], words: NDArray[np.float64], some: Rows, films: Films) -> Figure:
    """Return one reader's figures. read: (reviews,), NaN where it ends undecided."""
    decided = ~np.isnan(read)
    share_read = read / np.maximum(words, 1)
    return {
        "undecided": films.share(~decided, some),
        "words_read": films.quartiles(read, decided),
        "share_read": films.quartiles(share_read, decided),
        "late": films.share(share_read > LATE, decided),
    }


def memory_figures(found: Sequence[Reach], films: Films) -> Figure:
    """Return the half-reach of each reader, in words and as a share of the words."""
    words = np.array([len(m.forward) for m in found], np.float64)
    some = words > 0
    reaches = {
        reader: np.array([getattr(m, f"{reader}_half_reach") for m in found], np.float64)
        for reader in READERS
    }
    return {
        "words": films.quartiles(words, some),
        **{
            reader: {
                "half_reach": films.quartiles(own, some),
                "share_of_words": films.quartiles(own / np.maximum(words, 1), some),
            }
            for reader, own in reaches.items()
        },
        "forward_less_backward": films.mean(reaches["forward"] - reaches["backward"], some, claim=True),
    }


def order_figures(found: Sequence[Orders], films: Films) -> Figure:
    """Return how many verdicts another order changes, and what moving a sentence does to each reader.

    Shifts are in log-odds and in the sentence's own direction: they are positive if the new place
    moves the reader's final evidence to where the sentence moved it in its original place. They are
    taken where the sentence stands at neither end: it was chosen for what it did in its place, so
    a place that it keeps would have an advantage.
    """
    some = np.array([r.words > 0 for r in found])
    positive = np.array([r.positive for r in found], bool)
    typed, at_start, at_end = (_verdicts(found, place) for place in ("as_typed", "at_start", "at_end"))
    shuffled = [r.order.shuffles.logits > 0 for r in found]
    kept, right = (
        np.array([(s == v).mean() for s, v in zip(shuffled, verdicts, strict=True)], np.float64)
        for verdicts in (typed, positive)
    )
    after = np.array([r.order.sentence[0] > 0 for r in found])
    before = np.array([r.order.sentence[1] < r.words for r in found])
    return {
        "shuffled": {
            "flipped": films.share(1 - kept, some),
            "right_as_typed": films.share(typed == positive, some),
            "right_shuffled": films.share(right, some),
            "loss": films.mean((typed == positive) - right, some, claim=True),
        },
        "at_start": films.share(typed != at_start, some & after),
        "at_end": films.share(typed != at_end, some & before),
        "shifts": _shifts(found, some & after & before, films),
    }


def _shifts(found: Sequence[Orders], movable: Rows, films: Films) -> Figure:
    """Return how much each reader's evidence changes when the sentence is moved.

    last_less_first: the evidence if the reader meets the sentence last, minus that if first.
    """
    direction = np.sign([r.change for r in found])
    figures: Figure = {}
    for reader in READERS:
        typed, start, end = (
            direction * np.array([getattr(getattr(r.order, place), reader) for r in found])
            for place in ("as_typed", "at_start", "at_end")
        )
        last_less_first = end - start if reader == "forward" else start - end
        figures[reader] = {
            "at_start": films.mean(start - typed, movable),
            "at_end": films.mean(end - typed, movable),
            "last_less_first": films.mean(last_less_first, movable, claim=True),
        }
    return figures


def _verdicts(reviews: Sequence[Orders], place: str) -> NDArray[np.bool_]:
    """Return whether each verdict is "positive" with the sentence in this place."""
    return np.array([getattr(r.order, place).logit for r in reviews], np.float64) > 0

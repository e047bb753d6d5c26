"""Score logits on the exam. The results are comparable, whatever model produced the logits."""

from __future__ import annotations

from typing import Any

import numpy as np

from brnn.data.exam import Exam
from brnn.data.short_reviews import ShortReviews
from brnn.model.measures import Logits, hits, measure

LENGTHS = ((1, 100), (101, 200), (201, 400), (401, None))
"""Groups of reviews by number of words, both ends included."""


def split_figures(exam: Exam, logits: Logits) -> dict[str, Any]:
    """Return the results "test", which include "by_length", and "test_without_repeats".

    logits: (reviews,), of the test reviews in their order.
    """
    by_length = []
    for first, last in LENGTHS:
        group = (exam.words >= first) & (exam.words <= (last or np.inf))
        if group.any():
            found = hits(logits[group], exam.labels[group])
            by_length.append({"from": first, "to": last, **found})
    once, repeats = ~exam.repeated, int(np.count_nonzero(exam.repeated))
    return {
        "test": {**measure(logits, exam.labels), "by_length": by_length},
        "test_without_repeats": {**measure(logits[once], exam.labels[once]), "repeats": repeats},
    }


def short_figures(short: ShortReviews, logits: Logits) -> dict[str, Any]:
    """Return the results on the short reviews, including "by_tag". logits: (reviews,)."""
    tags = np.array(short.tags)
    by_tag = {tag: hits(logits[tags == tag], short.labels[tags == tag]) for tag in dict.fromkeys(short.tags)}
    return {**measure(logits, short.labels), "by_tag": by_tag}

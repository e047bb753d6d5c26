"""What every model is measured on: the test split, its groups, and short reviews of our own.

Neural or not, a model brings its logits and gets figures that compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn import remarks
from brnn.corpus import Reviews, stand_in
from brnn.measures import hits, measure
from brnn.remarks import Remarks
from brnn.tokens import Tokens, word_counts

SHORT_REVIEWS = Path(__file__).resolve().parent.parent / "tests" / "data" / "short_reviews.csv"
"""Reviews as people type them, for measuring: never to train on, never to choose by."""
LENGTHS = ((1, 100), (101, 200), (201, 400), (401, None))
"""Groups of reviews by their words, both ends included."""

Logits = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Exam:
    """Labels of the test reviews and what groups them.

    labels: uint8 (reviews,), 0 negative, 1 positive.
    words: int64 (reviews,), words of the whole review, punctuation marks not counted.
    repeated: bool (reviews,), whether the same text stands among the training reviews.
    short: the short reviews; None where the file is not there.
    """

    labels: NDArray[np.uint8]
    words: NDArray[np.int64]
    repeated: NDArray[np.bool_]
    short: Remarks | None

    @classmethod
    def of(cls, train: Reviews, test: Reviews, test_tokens: Tokens) -> Exam:
        """Make the exam of a dataset. train: all of it, the films held out included."""
        short = remarks.read(SHORT_REVIEWS) if SHORT_REVIEWS.is_file() else None
        return cls(test.labels, word_counts(test_tokens), stand_in(test, train), short)

    def test_figures(self, logits: Logits) -> dict[str, Any]:
        """Return "test" with its "by_length", and "test_without_repeats".

        logits: (reviews,), of the test reviews in their order.
        """
        by_length = []
        for first, last in LENGTHS:
            group = (self.words >= first) & (self.words <= (last or np.inf))
            if group.any():
                found = hits(logits[group], self.labels[group])
                by_length.append({"from": first, "to": last, **found})
        once = ~self.repeated
        return {
            "test": {**measure(logits, self.labels), "by_length": by_length},
            "test_without_repeats": {
                **measure(logits[once], self.labels[once]),
                "repeats": int(np.count_nonzero(self.repeated)),
            },
        }


def short_figures(short: Remarks, logits: Logits) -> dict[str, Any]:
    """Return the figures of the short reviews, with those "by_tag". logits: (reviews,)."""
    tags = np.array(short.tags)
    by_tag = {
        tag: hits(logits[tags == tag], short.labels[tags == tag])
        for tag in dict.fromkeys(short.tags)
    }
    return {**measure(logits, short.labels), "by_tag": by_tag}

"""What every model is measured on: labels of the test reviews, what groups them, short reviews."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brnn.data import short_reviews
from brnn.data.corpus import Reviews, repeated_in
from brnn.data.short_reviews import ShortReviews
from brnn.text.tokens import Tokens, word_counts


@dataclass(frozen=True, eq=False)
class Exam:
    """Labels of the test reviews and what groups them.

    labels: uint8 (reviews,), 0 negative, 1 positive.
    words: int64 (reviews,), words of the whole review, punctuation marks not counted.
    repeated: bool (reviews,), whether the same text stands among the training reviews.
    short: short reviews of our own.
    """

    labels: NDArray[np.uint8]
    words: NDArray[np.int64]
    repeated: NDArray[np.bool_]
    short: ShortReviews

    @classmethod
    def of(cls, train: Reviews, test: Reviews, test_tokens: Tokens) -> Exam:
        """Make the exam of a dataset. train: all of it, the films held out included."""
        short = short_reviews.read(short_reviews.TEST)
        return cls(test.labels, word_counts(test_tokens), repeated_in(train, test), short)

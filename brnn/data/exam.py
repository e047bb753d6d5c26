"""The exam on which every model is measured: the test reviews and the short test reviews."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brnn.data import short_reviews
from brnn.data.corpus import Reviews, repeated_in
from brnn.data.labelled import LabelledTexts, read
from brnn.text.tokens import Tokens, word_counts


@dataclass(frozen=True, eq=False)
class Exam:
    """The labels of the test reviews, their groups, and the short test reviews.

    labels: uint8 (reviews,), 0 for negative, 1 for positive.
    words: int64 (reviews,), number of words in the whole review, without punctuation marks.
    repeated: bool (reviews,), whether the text also occurs among the training reviews.
    short: the short test reviews.
    """

    labels: NDArray[np.uint8]
    words: NDArray[np.int64]
    repeated: NDArray[np.bool_]
    short: LabelledTexts

    @classmethod
    def of(cls, train: Reviews, test: Reviews, test_tokens: Tokens) -> Exam:
        """Make the exam of a dataset. train: the whole split, including the held-out films."""
        short = read(short_reviews.TEST)
        return cls(test.labels, word_counts(test_tokens), repeated_in(train, test), short)

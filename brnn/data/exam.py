"""The exam on which every model is measured: the test reviews and the short test reviews."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brnn.data.corpus import Reviews, repeated_in
from brnn.data.labelled import LabelledTexts, read
from brnn.text.tokens import Tokens, word_counts

SHORT_REVIEWS = Path(__file__).with_name("short_reviews.csv")
"""Short reviews as people type them, which a language model wrote and labelled for this project.

Only for measuring: never used for training or for choosing anything.
"""


@dataclass(frozen=True, eq=False)
class Exam:
    """The labels of the test reviews, their groups, and the short test reviews.

    labels: uint8 (reviews,), 0 for negative, 1 for positive.
    words: int64 (reviews,), number of words in the whole review, without punctuation marks.
    repeated: bool (reviews,), whether the text also occurs in the splits that a training reads.
    short: the short test reviews.
    repeats_of: the names of these splits.
    films: the film that each review is about; "" if the dataset does not say.
    """

    labels: NDArray[np.uint8]
    words: NDArray[np.int64]
    repeated: NDArray[np.bool_]
    short: LabelledTexts
    repeats_of: tuple[str, ...] = ("train",)
    films: tuple[str, ...] = ()

    @classmethod
    def of(cls, reviews: dict[str, Reviews], test_tokens: Tokens) -> Exam:
        """Make the exam of a dataset, from the splits that `corpus.load` returned for the training.

        Texts repeated from the held-out films count too: they chose the epoch.
        """
        others = {name: split for name, split in reviews.items() if name != "test"}
        test, short = reviews["test"], read(SHORT_REVIEWS)
        repeated = np.any([repeated_in(split, test) for split in others.values()], axis=0)
        return cls(test.labels, word_counts(test_tokens), repeated, short, tuple(others), test.films)

"""Short reviews, like those that people type into a text box, for training and for measuring.

train.csv is used for training, validation.csv for fitting the temperature, and test.csv for the
exam only. The reviews were written for this project, one by one, and labelled by hand. No review is
in two of the files, and none comes from the dataset.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brnn.data.archive import DataError
from brnn.records import LABELS

TRAIN = Path(__file__).with_name("train.csv")
VALIDATION = Path(__file__).with_name("validation.csv")
TEST = Path(__file__).with_name("test.csv")
"""Only for measuring: never used for training or for choosing anything."""


@dataclass(frozen=True, eq=False)
class ShortReviews:
    """Labelled short reviews.

    texts: the reviews as written.
    labels: uint8 (reviews,), 0 for negative, 1 for positive.
    tags: the difficulty that each review poses: "negation", "contrast", …
    """

    texts: tuple[str, ...]
    labels: NDArray[np.uint8]
    tags: tuple[str, ...]


def read(path: Path) -> ShortReviews:
    """Read a CSV file with the columns text, label (negative or positive) and tag.

    Raises DataError, whose message names the line, if the file has another form.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        reviews: list[Sequence[str]] = []
        for row in rows:
            whole = list(row) == ["text", "label", "tag"] and all(row.values())
            if not whole or row["label"] not in LABELS:
                expected = f"text, label ({' or '.join(LABELS)}) and tag"
                raise DataError(f"{path}, line {rows.line_num}: expected {expected}, got {row}")
            reviews.append((row["text"], row["label"], row["tag"]))
    if not reviews:
        raise DataError(f"{path} holds no reviews")
    texts, labels, tags = zip(*reviews, strict=True)
    return ShortReviews(texts, np.array([LABELS.index(label) for label in labels], np.uint8), tags)

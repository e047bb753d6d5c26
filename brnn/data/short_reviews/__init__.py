"""Short reviews of our own, as people type them into a text box.

`learnt.csv` is learnt from, `held_out.csv` is chosen by (epoch, temperature). Both were written for
this project, one by one, and labelled by hand; none stands among the short reviews of the exam.
The folder holds no review of the dataset.
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
"""Reviews as people type them, for measuring: never to train on, never to choose by."""


@dataclass(frozen=True, eq=False)
class ShortReviews:
    """Short reviews with a label each.

    texts: as written.
    labels: uint8 (reviews,), 0 negative, 1 positive.
    tags: of each what it is hard for: "negation", "contrast", …
    """

    texts: tuple[str, ...]
    labels: NDArray[np.uint8]
    tags: tuple[str, ...]


def read(path: Path) -> ShortReviews:
    """Read a CSV file with the columns text, label (negative or positive) and tag.

    Raises DataError, which names the line, if it is something else.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        reviews: list[Sequence[str]] = []
        for row in rows:
            whole = list(row) == ["text", "label", "tag"] and all(row.values())
            if not whole or row["label"] not in LABELS:
                raise DataError(
                    f"{path}, line {rows.line_num}: expected text, label "
                    f"({' or '.join(LABELS)}) and tag, got {row}"
                )
            reviews.append((row["text"], row["label"], row["tag"]))
    if not reviews:
        raise DataError(f"{path} holds no reviews")
    texts, labels, tags = zip(*reviews, strict=True)
    return ShortReviews(texts, np.array([LABELS.index(label) for label in labels], np.uint8), tags)

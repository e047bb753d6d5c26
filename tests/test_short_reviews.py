"""The short reviews of our own are a sound exam: balanced, short, and no two of them are alike."""

from __future__ import annotations

from collections import Counter

import pytest

from brnn.data.exam import SHORT_REVIEWS
from brnn.data.labelled import read
from brnn.text.words import forms


@pytest.fixture(scope="module")
def exam():
    return read(SHORT_REVIEWS)


def test_they_are_read_whole(exam):
    assert len(exam.texts) == len(exam.labels) == len(exam.tags) == 600
    assert exam.labels.mean() == pytest.approx(0.5, abs=0.02)
    assert all(exam.texts)
    assert all(exam.tags)


def test_no_review_stands_twice_and_all_are_short(exam):
    bare = [forms(review, punctuation=False) for review in exam.texts]
    counted = Counter(map(" ".join, bare))
    assert not [review for review, times in counted.items() if times > 1]
    lengths = sorted(map(len, bare))
    assert lengths[-1] <= 60
    assert lengths[len(lengths) // 2] <= 15

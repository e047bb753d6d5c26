"""The short reviews of our own: sound files, balanced, and none of the exam's among them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from brnn.data import short_reviews
from brnn.data.labelled import read
from brnn.text.words import forms


@pytest.fixture(scope="module")
def files():
    paths = {
        "learnt": short_reviews.TRAIN,
        "held out": short_reviews.VALIDATION,
        "exam": short_reviews.TEST,
    }
    return {name: read(path) for name, path in paths.items()}


def bare(review: str) -> str:
    return " ".join(forms(review, punctuation=False))


def test_the_files_are_read_whole(files):
    assert len(files["exam"].texts) == 600
    assert len(files["held out"].texts) > 350
    assert len(files["learnt"].texts) > 10_000
    for found in files.values():
        assert len(found.texts) == len(found.labels) == len(found.tags)
        assert found.labels.mean() == pytest.approx(0.5, abs=0.02)
        assert all(found.texts)


def test_no_review_stands_twice(files):
    counted = Counter(bare(review) for found in files.values() for review in found.texts)
    assert not [review for review, times in counted.items() if times > 1]


def test_none_has_five_words_in_a_row_in_common_with_the_exam(files):
    def runs(review: str) -> set[tuple[str, ...]]:
        words = bare(review).split()
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    measured = set().union(*map(runs, files["exam"].texts))
    assert len(measured) > 1_000
    for name in ("learnt", "held out"):
        assert not [review for review in files[name].texts if runs(review) & measured]


def test_they_are_short(files):
    lengths = [len(bare(r).split()) for name in ("learnt", "held out") for r in files[name].texts]
    assert max(lengths) <= 60
    assert sorted(lengths)[len(lengths) // 2] <= 15


@pytest.mark.parametrize("word", ["not", "no", "never", "but", "n't"])
def test_no_small_word_gives_the_verdict_away(files, word):
    learnt = files["learnt"]
    labels = [
        label
        for review, label in zip(learnt.texts, learnt.labels, strict=True)
        if word in bare(review).replace("n't", " n't").split()
    ]
    assert len(labels) > 100
    assert np.mean(labels) == pytest.approx(0.5, abs=0.1)

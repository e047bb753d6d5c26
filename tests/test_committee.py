"""Judges are weighed by what they are worth; what they say becomes labels of the right texts."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.data.corpus import UNLABELLED, Examples
from brnn.data.crops import crops_of
from brnn.model.measures import log_loss
from brnn.training.committee import soft_labels

ENDS = np.array([2], np.int32)
BAD, GOOD = 10, 20


def reviews(n: int, seed: int, unlabelled: bool = False) -> Examples:
    """Texts of one kind of word each, with a mark after every few."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n).astype(np.uint8)
    texts = [np.full(40, GOOD if label else BAD, np.int32) for label in labels]
    for text in texts:
        text[9::10] = ENDS[0]
    return Examples(texts, np.full(n, UNLABELLED, np.uint8) if unlabelled else labels)


EXAMPLES = {
    "train": reviews(30, 1),
    "validation": reviews(400, 2),
    "unlabelled": reviews(50, 3, unlabelled=True),
}


def knower(texts):
    """Right about seven texts in eight, by a noise that depends on the text's place alone."""
    sign = np.array([1.0 if (text == GOOD).any() else -1.0 for text in texts])
    wrong = np.arange(len(texts)) % 8 == 0
    return (np.where(wrong, -1, 1) * sign * 5).astype(np.float32)


def guesser(texts):
    return np.random.default_rng(0).normal(0, 5, len(texts)).astype(np.float32)


@pytest.fixture(scope="module")
def lesson():
    return soft_labels({"knower": knower, "guesser": guesser}, EXAMPLES, ENDS, seed=4)


def test_every_review_and_one_crop_of_each_is_learnt_from(lesson):
    learnt, _ = lesson
    whole = [*EXAMPLES["train"].ids, *EXAMPLES["unlabelled"].ids]
    expected = [*whole, *crops_of(whole, ENDS, 4)]
    assert len(learnt) == len(learnt.labels) == 160
    for found, text in zip(learnt.ids, expected, strict=True):
        np.testing.assert_array_equal(found, text)


def test_a_review_keeps_its_label_and_the_others_get_a_probability(lesson):
    labels = lesson[0].labels
    np.testing.assert_array_equal(labels[:30], EXAMPLES["train"].labels)
    assert labels.dtype == np.float32
    given = labels[30:]
    assert ((given > 0) & (given < 1)).all(), "no label 255 is left"
    positive = np.array([(text == GOOD).any() for text in lesson[0].ids[30:]])
    right = (given > 0.5) == positive
    assert 0.8 < right.mean() < 0.95, "as often as the judge that knows"


def test_a_judge_weighs_what_it_is_worth(lesson):
    for judged in (lesson[1]["reviews"], lesson[1]["crops"]):
        assert judged["knower"]["weight"] > 10 * abs(judged["guesser"]["weight"])
        assert judged["together"]["accuracy"] == judged["knower"]["accuracy"] == 0.875
        assert judged["guesser"]["n"] == 400


def test_labels_are_as_sure_as_the_judges_are_right(lesson):
    given = lesson[0].labels[30:]
    sure = np.maximum(given, 1 - given)
    assert sure.mean() == pytest.approx(0.875, abs=0.03)  # not sigmoid(5), 0.993
    together, alone = (lesson[1]["reviews"][name] for name in ("together", "knower"))
    assert together["log_loss"] < alone["log_loss"]
    assert alone["log_loss"] == pytest.approx(
        log_loss(knower(EXAMPLES["validation"].ids), EXAMPLES["validation"].labels)
    )

"""The judge without readers: which grams there are, what they weigh; it knows an order."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from brnn.training.grams import STRENGTH, Grams

# Of two texts, "not good" and "good not", the words are the same.
GOOD, NOT, BAD, FILM = 2, 3, 4, 5
LABELLED = [
    ([NOT, GOOD, FILM], 0),
    ([GOOD, FILM, NOT], 1),
    ([FILM, NOT, BAD], 1),
    ([BAD, FILM, NOT], 0),
] * 6


def texts_of(*words: list[int]) -> list[np.ndarray]:
    return [np.array(text, np.int32) for text in words]


@pytest.fixture(scope="module")
def judge() -> Grams:
    return Grams(texts_of(*(words for words, _ in LABELLED)), np.array([y for _, y in LABELLED]))


def test_it_tells_texts_of_the_same_words_apart(judge):
    logits = judge.logits(texts_of(*(words for words, _ in LABELLED)))
    assert ((logits > 0) == [label for _, label in LABELLED]).all()


def test_nothing_known_is_the_bias(judge):
    empty, unseen = judge.logits(texts_of([], [77, 78, 79]))
    assert empty == unseen
    assert judge.logits([]).shape == (0,)


def test_a_gram_of_one_review_does_not_count():
    texts = texts_of([GOOD, FILM], [GOOD, FILM], [BAD, FILM], [BAD, FILM], [BAD, 99])
    judge = Grams(texts, np.array([1, 1, 0, 0, 0]))
    with_it, without = judge.logits(texts_of([GOOD, FILM, 99], [GOOD, FILM]))
    assert with_it == without


def test_a_gram_counts_once_a_review():
    texts = texts_of([GOOD, FILM], [GOOD, FILM], [BAD, FILM], [BAD, FILM])
    judge = Grams(texts, np.array([1, 1, 0, 0]))
    once, twice, never = judge.logits(texts_of([GOOD], [GOOD, GOOD], []))
    assert once == twice
    assert once > never + 0.1


def test_logits_are_those_of_a_regression_on_the_written_out_features(judge):
    texts = [words for words, _ in LABELLED]
    labels = np.array([label for _, label in LABELLED])

    def grams(words):
        return {tuple(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}

    known = sorted(set().union(*map(grams, texts)))
    there = np.array([[float(gram in grams(words)) for gram in known] for words in texts])
    up, down = (1 + there[labels == label].sum(axis=0) for label in (1, 0))
    weighed = there * np.log((up / up.sum()) / (down / down.sum()))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, max_iter=1_000)
    expected = model.fit(weighed, labels).decision_function(weighed)
    assert judge.logits(texts_of(*texts)) == pytest.approx(expected, abs=1e-2)

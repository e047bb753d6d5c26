"""Judges are weighed by what they are worth, never judge what they learnt, and label the right texts."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.data.archive import DataError
from brnn.data.corpus import UNLABELLED, Examples
from brnn.data.crops import crops_of
from brnn.model.measures import log_loss
from brnn.training.committee import FOLDS, Committee, folds

ENDS = np.array([2], np.int32)
BAD, GOOD, FIRST_FILM = 10, 20, 100


def reviews(n: int, seed: int, unlabelled: bool = False) -> Examples:
    """Texts of one kind of word each, with a mark after every few. Four reviews in a row are of one film.

    The word before each mark is the film's own.
    """
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n).astype(np.uint8)
    texts = [np.full(40, GOOD if label else BAD, np.int32) for label in labels]
    for place, text in enumerate(texts):
        text[9::10], text[8::10] = ENDS[0], FIRST_FILM + place // 4 + 1_000 * seed
    return Examples(texts, np.full(n, UNLABELLED, np.uint8) if unlabelled else labels)


def film_of(text) -> int:
    (film,) = {int(word) for word in text if word >= FIRST_FILM} or {0}
    return film


EXAMPLES = {"train": reviews(400, 2), "unlabelled": reviews(50, 3, unlabelled=True)}
FILMS = [f"tt{film_of(text)}" for text in EXAMPLES["train"].ids]


def knower(texts):
    """Right about seven texts in eight, by a noise that depends on the text's place alone."""
    sign = np.array([1.0 if (text == GOOD).any() else -1.0 for text in texts])
    wrong = np.arange(len(texts)) % 8 == 0
    return (np.where(wrong, -1, 1) * sign * 5).astype(np.float32)


def guesser(texts):
    return np.random.default_rng(0).normal(0, 5, len(texts)).astype(np.float32)


def reciter(learnt: Examples):
    """Knows the label of every film that it was fitted on, and nothing else."""
    label_of: dict[int, float] = {}
    for text, label in zip(learnt.ids, learnt.labels, strict=True):
        label_of[film_of(text)] = 5.0 if label else -5.0
    return lambda texts: np.array([label_of.get(film_of(text), 0.0) for text in texts], np.float32)


def asked(**members):
    """A committee, and what its members say in every fold."""
    committee = Committee(EXAMPLES, FILMS, ENDS, seed=4)
    return committee, [committee.judge(fold, members) for fold in range(FOLDS)]


@pytest.fixture(scope="module")
def lesson():
    committee, said = asked(knower=knower, guesser=guesser)
    return committee.soft_labels(said)


def test_a_film_is_in_one_fold_and_every_fold_has_films():
    found = folds(FILMS, seed=1)
    assert {*found.tolist()} == {*range(FOLDS)}
    for film in {*FILMS}:
        assert len({fold for fold, of in zip(found.tolist(), FILMS, strict=True) if of == film}) == 1
    assert (np.bincount(found) == 80).all(), "films of equal size make folds of equal size"
    assert not np.array_equal(found, folds(FILMS, seed=2))


def test_no_judge_labels_a_text_of_a_film_that_it_was_fitted_on():
    committee, judged = Committee(EXAMPLES, FILMS, ENDS, seed=4), []
    for fold in range(FOLDS):
        learnt = {film_of(text) for text in committee.others(fold).ids}
        texts: list[np.ndarray] = []
        committee.judge(fold, {"spy": lambda asked, texts=texts: (texts.extend(asked), guesser(asked))[1]})
        named = {film_of(text) for text in texts} - {0}  # a crop can lack its film's word
        assert named
        assert not named & learnt
        judged += [text for text in texts if 2_000 < film_of(text) < 3_000 and len(text) == 40]
    assert len(judged) == len(EXAMPLES["train"]), "each training review by the judges of one fold"


def test_a_judge_that_recites_what_it_learnt_is_worth_nothing():
    committee = Committee(EXAMPLES, FILMS, ENDS, seed=4)
    said = [
        committee.judge(fold, {"knower": knower, "reciter": reciter(committee.others(fold))})
        for fold in range(FOLDS)
    ]
    for judged in committee.soft_labels(said)[1].values():
        assert judged["reciter"]["weight"] == pytest.approx(0, abs=1e-6)
        assert judged["reciter"]["log_loss"] == pytest.approx(np.log(2))


def test_every_review_and_one_crop_of_each_is_learnt_from(lesson):
    learnt, _ = lesson
    whole = [*EXAMPLES["train"].ids, *EXAMPLES["unlabelled"].ids]
    expected = [*whole, *crops_of(whole, ENDS, 4)]
    assert len(learnt) == len(learnt.labels) == 900
    for found, text in zip(learnt.ids, expected, strict=True):
        np.testing.assert_array_equal(found, text)


def test_a_review_keeps_its_label_and_the_others_get_a_probability(lesson):
    labels = lesson[0].labels
    np.testing.assert_array_equal(labels[:400], EXAMPLES["train"].labels)
    assert labels.dtype == np.float32
    given = labels[400:]
    assert ((given > 0) & (given < 1)).all(), "no label 255 is left"
    positive = np.array([(text == GOOD).any() for text in lesson[0].ids[400:]])
    right = (given > 0.5) == positive
    assert 0.8 < right.mean() < 0.95, "as often as the judge that knows"


def test_an_unlabelled_review_is_judged_by_all_folds_together():
    committee = Committee(EXAMPLES, FILMS, ENDS, seed=4)
    # The folds disagree about unlabelled reviews, and each is right about its own.
    said = []
    for fold in range(FOLDS):
        offset = 10.0 if fold == 0 else 0.0
        lean = lambda texts, offset=offset: np.array(  # noqa: E731
            [offset if film_of(t) > 3_000 else (1.0 if (t == GOOD).any() else -1.0) for t in texts],
            np.float32,
        )
        said.append(committee.judge(fold, {"only": lean}))
    learnt, figures = committee.soft_labels(said)
    weight = figures["reviews"]["only"]["weight"]
    given = learnt.labels[400:450]
    rest = np.log(given / (1 - given)) - 2.0 * weight  # the mean of 10, 0, 0, 0 and 0
    assert weight > 1
    np.testing.assert_allclose(rest, rest[0], atol=1e-3)
    assert abs(rest[0]) < 1, "only the bias is left"


def test_a_judge_weighs_what_it_is_worth(lesson):
    for judged in (lesson[1]["reviews"], lesson[1]["crops"]):
        assert judged["knower"]["weight"] > 10 * abs(judged["guesser"]["weight"])
        assert judged["together"]["accuracy"] == judged["knower"]["accuracy"] == 0.875
        assert judged["guesser"]["n"] == 400


def test_labels_are_as_sure_as_the_judges_are_right(lesson):
    given = lesson[0].labels[450:850]  # crops of the training reviews
    sure = np.maximum(given, 1 - given)
    assert sure.mean() == pytest.approx(0.875, abs=0.03)  # not sigmoid(5), 0.993
    together, alone = (lesson[1]["reviews"][name] for name in ("together", "knower"))
    assert together["log_loss"] < alone["log_loss"]
    _, said = asked(knower=knower)
    found, rows = np.zeros(400), folds(FILMS, 4)
    for fold, of in enumerate(said):
        found[rows == fold] = of["knower"][0, :80]
    assert alone["log_loss"] == pytest.approx(log_loss(found, EXAMPLES["train"].labels))


def test_reviews_of_one_label_are_refused_before_anything_is_fitted():
    one = Examples(EXAMPLES["train"].ids, np.ones(400, np.uint8))
    with pytest.raises(DataError, match="both labels outside every fold"):
        Committee(EXAMPLES | {"train": one}, FILMS, ENDS, seed=4)

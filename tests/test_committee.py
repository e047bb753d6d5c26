"""Members are weighed by what they are worth, on films that none has seen, and label the right texts."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.data.archive import DataError
from brnn.data.corpus import UNLABELLED, Examples
from brnn.model.measures import log_loss
from brnn.training.committee import EXCERPTS, SURER, Committee

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


WORDS = np.array([BAD, GOOD], np.int32)
EXAMPLES = {"train": reviews(2_000, 2), "unlabelled": reviews(50, 3, unlabelled=True)}
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


@pytest.fixture
def committee():
    return Committee(EXAMPLES, FILMS, ENDS, WORDS)


@pytest.fixture
def lesson(committee):
    """The soft labels, and the members' results."""
    return committee.soft_labels({"knower": knower(committee.texts), "guesser": guesser(committee.texts)})


def test_no_member_is_weighed_on_a_film_that_it_was_fitted_on(committee):
    fitted = {film_of(text) for text in committee.fitted.ids}
    judged = {film_of(text) for text in committee.texts} - {0}  # an excerpt can lack its film's word
    assert fitted
    assert not fitted & judged
    trained = {film_of(text) for text in EXAMPLES["train"].ids}
    assert len(trained - fitted) == 50, "a tenth of the 500 films"


def test_a_member_that_recites_what_it_learnt_is_worth_nothing(committee):
    said = {"knower": knower(committee.texts), "reciter": reciter(committee.fitted)(committee.texts)}
    for results in committee.soft_labels(said)[1].values():
        assert results["reciter"]["weight"] == pytest.approx(0, abs=1e-6)
        assert results["reciter"]["log_loss"] == pytest.approx(np.log(2))


def test_what_is_judged_is_what_is_learnt_from(committee, lesson):
    labels, _ = lesson
    learnt = committee.examples(EXAMPLES["train"], labels)
    new = [*EXAMPLES["unlabelled"].ids, *committee.texts[-50 * EXCERPTS - 2 :]]
    assert len(labels) == len(new) == 50 * (1 + EXCERPTS) + len(WORDS)
    for found, text in zip(learnt.ids, [*EXAMPLES["train"].ids, *new], strict=True):
        np.testing.assert_array_equal(found, text)
    np.testing.assert_array_equal(learnt.labels, [*EXAMPLES["train"].labels, *labels])
    assert learnt.labels.dtype == np.float32
    excerpts = new[50:-2]
    assert [text.tolist() for text in new[-2:]] == [[BAD], [GOOD]]
    assert max(map(len, excerpts)) <= 30
    whole = [bytes(text) for text in EXAMPLES["unlabelled"].ids]
    for place, excerpt in enumerate(excerpts):
        assert bytes(excerpt) in whole[place % 50], (
            "the excerpts of a review follow those of the one before it"
        )
    assert any(not np.array_equal(a, b) for a, b in zip(excerpts[:50], excerpts[50:100], strict=True))


def test_a_label_is_a_probability_and_right_as_often_as_the_member_that_knows(committee, lesson):
    labels = lesson[0]
    assert ((labels > 0) & (labels < 1)).all()
    new = [*EXAMPLES["unlabelled"].ids, *committee.texts[-50 * EXCERPTS - 2 :]]
    positive = np.array([(text == GOOD).any() for text in new])
    assert 0.8 < ((labels > 0.5) == positive).mean() < 0.95


def test_a_member_weighs_what_it_is_worth(committee, lesson):
    for results in lesson[1].values():
        assert results["knower"]["weight"] > 5 * abs(results["guesser"]["weight"])
        assert results["together"]["accuracy"] == results["knower"]["accuracy"] > 0.85
        assert results["guesser"]["n"] == 2_000 - len(committee.fitted)


def test_labels_are_as_sure_as_the_members_are_right(committee, lesson):
    log_odds = np.abs(np.log(lesson[0] / (1 - lesson[0])))
    reviews, excerpts = log_odds[:50].mean(), log_odds[50:].mean()
    assert reviews == pytest.approx(np.log(0.875 / 0.125), abs=0.3)  # not 5
    assert excerpts == pytest.approx(SURER * reviews, abs=0.2)
    together, alone = (lesson[1]["reviews"][name] for name in ("together", "knower"))
    assert together["log_loss"] < alone["log_loss"]
    n = 2_000 - len(committee.fitted)
    known = np.array([(text == GOOD).any() for text in committee.texts[:n]])
    assert alone["log_loss"] == pytest.approx(log_loss(knower(committee.texts)[:n], known))


def test_reviews_of_one_label_are_refused_before_anything_is_fitted():
    one = Examples(EXAMPLES["train"].ids, np.ones(2_000, np.uint8))
    with pytest.raises(DataError, match="both labels, on more films"):
        Committee(EXAMPLES | {"train": one}, FILMS, ENDS, WORDS)

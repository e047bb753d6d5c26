"""Sentences that turn a word round carry the right label, and "not" alone gives nothing away."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from brnn.data import negations
from brnn.data.exam import SHORT_REVIEWS
from brnn.data.negations import sentences
from brnn.text.words import forms
from brnn.training.presets import PRESETS


@pytest.fixture(scope="module")
def made():
    return sentences(2 * PRESETS["default"].training.negations, 0)


def test_the_same_seed_gives_the_same_sentences(made):
    again, other = sentences(50, 0), sentences(50, 1)
    assert again == (made[0][:50], made[1][:50])
    assert again != other


def test_every_slot_is_filled_with_words(made):
    assert not [t for t in made[0] if "{" in t or "}" in t or "  " in t or t != t.strip()]
    lengths = [len(forms(t, True)) for t in made[0]]
    assert min(lengths) >= 1
    assert max(lengths) <= 40
    assert len(set(made[0])) > 10_000


def test_not_alone_gives_nothing_away(made):
    texts, labels = made[0], np.array(made[1])
    assert abs(labels.mean() - 0.5) < 0.02
    negated = np.array([bool({"not", "never", "no"} & set(t.split())) for t in texts])
    assert 0.2 < negated.mean() < 0.8
    assert abs(labels[negated].mean() - 0.5) < 0.03


@pytest.mark.parametrize("form", ["turns", "keeps"])
def test_a_label_is_that_of_the_word_turned_round_or_kept(monkeypatch, form):
    monkeypatch.setattr(negations, "_TURNING", ("turns {adj} .",))
    monkeypatch.setattr(negations, "_KEEPING", ("keeps {adj} .",))
    good, bad = set(negations._GOOD["adj"]), set(negations._BAD["adj"])
    assert not good & bad
    seen = set()
    for sentence, label in zip(*sentences(2_000, 0), strict=True):
        words = sentence.replace(",", " ").split()
        if form in words:
            word = words[words.index(form) + 1]
            seen.add((word in good, word in bad))
            assert label == ((word in good) != (form == "turns"))
            # What comes after "but" says what the label says.
            for other in words[words.index(form) + 2 :]:
                assert other not in (bad if label else good)
    assert seen == {(True, False), (False, True)}


def test_no_word_is_said_of_good_and_bad_films():
    for slot, words in negations._GOOD.items():
        assert not set(words) & set(negations._BAD[slot]), slot


def test_none_of_the_short_reviews_is_among_them(made):  # twice as many as the default recipe takes
    def bare(sentence: str) -> str:
        return " ".join(forms(sentence, punctuation=False))

    with SHORT_REVIEWS.open(encoding="utf-8") as file:
        measured = {bare(row["text"]) for row in csv.DictReader(file)}
    assert not measured & {bare(sentence) for sentence in made[0]}

"""What a recipe adds to the reviews: texts of our own, under their own labels."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.config import ModelConfig, TrainingConfig
from brnn.data import short_reviews
from brnn.data.labelled import read
from brnn.data.negations import sentences
from brnn.text.vocabulary import Vocabulary
from brnn.text.words import forms
from brnn.training.recipe import SURE, short_texts

MODEL = ModelConfig(punctuation=True)


@pytest.fixture(scope="module")
def vocabulary():
    texts = [*read(short_reviews.VALIDATION).texts, *sentences(50, 3)[0]]
    return Vocabulary(sorted({form for text in texts for form in forms(text, True)}))


def test_every_text_of_our_own_comes_as_often_as_asked_for_and_nearly_sure(vocabulary, monkeypatch):
    monkeypatch.setattr(short_reviews, "TRAIN", short_reviews.VALIDATION)
    written, (made, made_labels) = read(short_reviews.VALIDATION), sentences(50, 3)
    found = short_texts(TrainingConfig(short_review_repeats=2, negations=50, seed=3), vocabulary, MODEL)
    texts = [*made, *written.texts, *written.texts]
    labels = np.array([*made_labels, *written.labels, *written.labels])
    assert len(found.ids) == len(texts)
    for ids, text in zip(found.ids, texts, strict=True):
        assert ids.tolist() == vocabulary.encode(text, MODEL).ids.tolist()
    assert found.labels == pytest.approx(np.where(labels == 1, SURE, 1 - SURE))
    assert SURE > 0.5


def test_nothing_is_added_unless_asked_for(vocabulary):
    assert len(short_texts(TrainingConfig(), vocabulary, MODEL)) == 0

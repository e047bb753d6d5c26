"""What a recipe adds to the reviews: texts of our own, under their own labels."""

from __future__ import annotations

import numpy as np
import pytest

from brnn import remarks
from brnn.config import ModelConfig, TrainingConfig
from brnn.negations import sentences
from brnn.recipe import SURE, our_own
from brnn.text import forms
from brnn.vocabulary import Vocabulary

MODEL = ModelConfig(punctuation=True)


@pytest.fixture(scope="module")
def vocabulary():
    texts = [*remarks.read(remarks.HELD_OUT).texts, *sentences(50, 3)[0]]
    return Vocabulary(sorted({form for text in texts for form in forms(text, True)}))


def test_every_text_of_our_own_comes_as_often_as_asked_for_and_nearly_sure(vocabulary, monkeypatch):
    monkeypatch.setattr(remarks, "LEARNT", remarks.HELD_OUT)
    written, (made, made_labels) = remarks.read(remarks.HELD_OUT), sentences(50, 3)
    found = our_own(TrainingConfig(remarks=2, negations=50, seed=3), vocabulary, MODEL)
    texts = [*made, *written.texts, *written.texts]
    labels = np.array([*made_labels, *written.labels, *written.labels])
    assert len(found.ids) == len(texts)
    for ids, text in zip(found.ids, texts, strict=True):
        assert ids.tolist() == vocabulary.encode(text, MODEL).ids.tolist()
    assert found.labels == pytest.approx(np.where(labels == 1, SURE, 1 - SURE))
    assert SURE > 0.5


def test_nothing_is_added_unless_asked_for(vocabulary):
    assert len(our_own(TrainingConfig(), vocabulary, MODEL)) == 0

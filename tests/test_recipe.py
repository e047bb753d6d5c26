"""What a recipe adds to the reviews: generated sentences, under their own labels."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.config import ModelConfig, TrainingConfig
from brnn.data.negations import sentences
from brnn.text.vocabulary import Vocabulary
from brnn.text.words import forms
from brnn.training.recipe import SURE, generated

MODEL = ModelConfig(punctuation=True)


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(sorted({form for text in sentences(50, 3)[0] for form in forms(text, True)}))


def test_as_many_sentences_come_as_asked_for_and_nearly_sure(vocabulary):
    texts, labels = sentences(50, 3)
    found = generated(TrainingConfig(negations=50, seed=3), vocabulary, MODEL)
    assert len(found.ids) == len(texts)
    for ids, text in zip(found.ids, texts, strict=True):
        assert ids.tolist() == vocabulary.encode(text, MODEL).ids.tolist()
    assert found.labels == pytest.approx(np.where(np.array(labels) == 1, SURE, 1 - SURE))
    assert SURE > 0.5


def test_nothing_is_added_unless_asked_for(vocabulary):
    assert len(generated(TrainingConfig(), vocabulary, MODEL)) == 0

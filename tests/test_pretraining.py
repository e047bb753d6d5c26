"""Readers learn to guess words, each in its own direction, and go on after a stop."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from brnn.config import ModelConfig, PretrainingConfig
from brnn.model.backend import keras, tf
from brnn.model.network import Network
from brnn.text.vocabulary import UNKNOWN, pad
from brnn.training.pretraining import Pretraining

QUICK = PretrainingConfig(epochs=3, batch_size=4, learning_rate=0.02, dropout=0.0, sampled_words=9)
WORDS = 12
TEXTS = [np.array([2, 3, 4, 5] * repeats, np.int32) for repeats in (1, 2, 3, 3)] * 6


def pretraining(direction="bidirectional", config=QUICK, **sizes) -> Pretraining:
    sizes = {"units": 6, "embedding_size": 6} | sizes
    keras.utils.set_random_seed(1)
    model = ModelConfig(cell="gru", direction=direction, vocabulary_size=WORDS - 2, **sizes)
    return Pretraining(Network(model, WORDS), config, seed=1)


@pytest.fixture
def exact(monkeypatch):
    """The softmax over all words, so that a loss depends on nothing that is drawn."""

    def softmax(self, memory, classes):
        logits = tf.matmul(memory, self._predicted, transpose_b=True)
        return tf.nn.sparse_softmax_cross_entropy_with_logits(classes, logits)

    monkeypatch.setattr(Pretraining, "_sampled_softmax", softmax)


# A word vector may be as long as a memory, shorter or longer.
@pytest.mark.parametrize(("direction", "size"), [("forward", 5), ("backward", 6), ("bidirectional", 7)])
def test_guessing_gets_better_and_counts_every_guess(direction, size):
    run = pretraining(direction, embedding_size=size)
    run.run(TEXTS)
    losses = [epoch["loss"] for epoch in run.history]
    assert losses[-1] < losses[0]
    readers = 2 if direction == "bidirectional" else 1
    assert {epoch["n"] for epoch in run.history} == {readers * sum(len(t) - 1 for t in TEXTS)}


def test_no_reader_sees_the_word_that_it_guesses(exact):
    run = pretraining()
    one, other = (run._losses(np.array([[2, 3, 4, last]], np.int32)).numpy() for last in (5, 6))
    forward, backward = slice(0, 3), slice(3, 6)
    assert one[forward][:2].tolist() == other[forward][:2].tolist()  # words 2 and 3 are guessed
    assert (one[backward] != other[backward]).all()  # every guess follows from the last word
    one, other = (run._losses(np.array([[first, 3, 4, 5]], np.int32)).numpy() for first in (2, 6))
    assert one[backward][1:].tolist() == other[backward][1:].tolist()
    assert (one[forward] != other[forward]).all()


def test_padding_and_company_change_no_guess(exact):
    run = pretraining()
    together = run._losses(pad(TEXTS[:3])).numpy()
    alone = [run._losses(ids[np.newaxis]).numpy() for ids in TEXTS[:3]]
    forward = np.concatenate([losses[: len(losses) // 2] for losses in alone])
    backward = np.concatenate([losses[len(losses) // 2 :] for losses in alone])
    assert together == pytest.approx(np.concatenate([forward, backward]), abs=1e-5)


def test_unknown_words_are_read_but_not_predicted(exact):
    run = pretraining()
    known, unknown = (run._losses(np.array([[2, 3, word, 5]], np.int32)).numpy() for word in (4, UNKNOWN))
    assert (len(known), len(unknown)) == (6, 4)
    assert unknown[0] == known[0]  # the forward reader predicts the 3 from the 2 alone
    assert unknown[1] != known[2]  # it has read the unknown word


def test_texts_without_a_known_word_change_nothing():
    run = pretraining("backward")
    before = [variable.numpy() for variable in run._trained]
    run.run([np.array([UNKNOWN] * 3, np.int32)] * 4)
    assert run.history[-1]["n"] == 0
    for variable, was in zip(run._trained, before, strict=True):
        assert variable.numpy().tolist() == was.tolist()


def test_a_prediction_that_is_right_loses_nothing_to_the_sample():
    run = pretraining(config=dataclasses.replace(QUICK, sampled_words=WORDS - 3))  # nearly every word
    run._biases.assign(np.arange(WORDS - 2) == 3)
    run._biases.assign(40 * run._biases)
    memory = np.zeros((1, 6), np.float32)
    losses = [float(run._sampled_softmax(memory, np.array([3]))[0]) for _ in range(20)]
    assert max(losses) < 1e-6  # against itself in the sample, the right word would reach log 2


def test_a_run_goes_on_where_it_stopped(tmp_path):
    run = pretraining("forward")
    with pytest.raises(KeyboardInterrupt):
        run.run(TEXTS, lambda: [run.save(tmp_path / "state.npz", {}), interrupt()])
    again = pretraining("forward")
    again.restore(tmp_path / "state.npz", {})
    assert again.history == run.history
    for one, other in zip(again._variables, run._variables, strict=True):
        assert one.numpy().tobytes() == other.numpy().tobytes()
    again.run(TEXTS)
    assert [epoch["epoch"] for epoch in again.history] == [1, 2, 3]


def interrupt():
    raise KeyboardInterrupt

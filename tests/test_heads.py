"""The heads that guess words are fitted to readers that do not change."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.config import HeadsConfig, ModelConfig
from brnn.explain.guessing import Guesser
from brnn.model.backend import keras
from brnn.model.folder import Model
from brnn.model.network import Network
from brnn.model.weights import HEADS, shapes
from brnn.text.vocabulary import UNKNOWN, Vocabulary
from brnn.training.heads import HeadsFit, _factors

WORDS = ("a", "b", "c", "d", "e", "f")
VOCABULARY = Vocabulary(WORDS).with_marks()
QUICK = HeadsConfig(epochs=10, batch_size=4, learning_rate=0.1, schedule="constant", guesses=40)
TEXTS = ["a b c d e f", "a b c d", "c d e f a b c", "f a b c d e", "b c d"] * 6


def fit(direction="bidirectional", config=QUICK, size=5, units=6) -> HeadsFit:
    keras.utils.set_random_seed(1)
    model = ModelConfig("gru", direction, units=units, embedding_size=size, vocabulary_size=len(WORDS))
    rng = np.random.default_rng(3)
    start = rng.normal(0, 0.5, (len(VOCABULARY) - 2, units)), rng.normal(0, 0.5, len(VOCABULARY) - 2)
    vectors, biases = (array.astype(np.float32) for array in start)
    return HeadsFit(Network(model, len(VOCABULARY)), config, (vectors, biases), seed=1)


def ids_of(text: str, config: ModelConfig) -> np.ndarray:
    return VOCABULARY.mark(VOCABULARY.encode(text, config).ids, config)


def marked(run: HeadsFit, texts=TEXTS) -> list[np.ndarray]:
    return [ids_of(text, run.network.config) for text in texts]


def guesser_of(run: HeadsFit) -> Guesser:
    weights = run.to_arrays()
    config = run.network.config
    assert {n: w.shape for n, w in weights.items()} == shapes(config, len(VOCABULARY), "guess")
    return Guesser(Model("fitted", config, VOCABULARY, weights, task="guess"))


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_the_loss_is_that_of_the_words_as_the_page_guesses_them(direction):
    run = fit(direction)
    texts = ["a b zebra d", "f", "c d e f a b c"]
    found, guesser = run.losses(marked(run, texts)), guesser_of(run)
    each = [guesser.guesses(text) for text in texts]
    assert found["n"] == 11  # the unknown word and the marks are not guessed
    for row, head in enumerate(run.heads):
        shares = np.concatenate([one.probabilities[row] for one in each])
        assert found[head] == pytest.approx(-np.log(shares[np.isfinite(shares)]).mean(), abs=1e-5)


def test_guesses_get_better_and_the_readers_stay_as_they_were():
    run = fit()
    before = [w.copy() for w in run.network.get_weights()]
    run.run(marked(run), marked(run, ["a b c", "d e f"]))
    losses = [epoch["loss"] for epoch in run.history]
    assert losses[-1] < 0.8 * losses[0]
    for one, other in zip(before, run.network.get_weights(), strict=True):
        assert one.tobytes() == other.tobytes()
    shown = run.history[-1]["validation"]
    assert shown["n"] == 6
    assert max(shown[head] for head in HEADS) < np.log(len(WORDS))
    assert guesser_of(run).guesses("a b c d e f").ranks[1, 1:-1].tolist() == [1] * 4


def test_padding_and_company_change_no_loss():
    run = fit()
    texts = marked(run, TEXTS[:5])
    alone = [run.losses([ids]) for ids in texts]
    together = run.losses(texts)
    for head in run.heads:
        total = sum(one["n"] * one[head] for one in alone)
        assert together["n"] * together[head] == pytest.approx(total, abs=1e-3)


def test_some_known_words_of_a_batch_are_guessed():
    run, rng = fit(config=HeadsConfig(guesses=3)), np.random.default_rng(0)
    ids = np.array([[*ids_of("a b c d", run.network.config), 0], [2, UNKNOWN, 3, 4, 5, 6, 7]], np.int32)
    drawn = {tuple(place) for _ in range(50) for place in run.places(ids, rng).tolist()}
    known = {(0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6)}
    assert drawn == known
    assert len(run.places(ids, rng)) == 3


def test_heads_begin_with_what_the_readers_have_learnt():
    vectors = np.random.default_rng(0).normal(size=(40, 6)).astype(np.float32)
    words, mixing = _factors(vectors, 8)
    assert mixing @ words.T == pytest.approx(vectors.T, abs=1e-5)
    words, mixing = _factors(vectors, 3)
    assert (words.shape, mixing.shape) == ((40, 3), (6, 3))
    left = np.linalg.norm(mixing @ words.T - vectors.T)
    assert left < np.linalg.norm(vectors)
    assert left == pytest.approx(np.linalg.norm(np.linalg.svd(vectors)[1][3:]), abs=1e-4)


def test_a_run_goes_on_where_it_stopped(tmp_path):
    whole = fit()
    whole.run(marked(whole), [])
    run = fit()
    with pytest.raises(KeyboardInterrupt):
        run.run(marked(run), [], lambda: [run.save(tmp_path / "state.npz", {}), interrupt()])
    again = fit()
    again.restore(tmp_path / "state.npz", {})
    again.run(marked(again), [])
    for one, other in zip(again._variables, whole._variables, strict=True):
        assert one.numpy() == pytest.approx(other.numpy(), abs=1e-6)


def interrupt():
    raise KeyboardInterrupt

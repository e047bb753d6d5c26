"""Slopes against finite differences in float64, and sums that must come out."""

from __future__ import annotations

from functools import cache

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import KINDS, WORDS, random_analyzer, weights_of

from brnn.explain.integrated_gradients import integrated_gradients
from brnn.explain.reach import Reach, reach
from brnn.model import gradients
from brnn.model.gradients import Gradients

READERS = ("forward", "backward")
lengths = st.sampled_from([0, 1, 2, 3, 50]) | st.integers(0, 20)


@cache
def gradients_of(*kind) -> Gradients:
    model = random_analyzer(*kind).model
    return Gradients(model.config, model.weights)


def drawn(kind, length: int, seed: int):
    words = np.random.default_rng(seed).choice([*WORDS, "unheard"], length)
    return random_analyzer(*kind).analyze(" ".join(words))


def evidence(kind, reader, vectors) -> float:
    """Final evidence by the oracle, float64. vectors: float64 (words, size)."""
    weights = weights_of(random_analyzer(*kind).model)
    if not weights[reader]:
        return 0.0
    step = {"simple": oracle.simple_step, "gru": oracle.gru_step, "lstm": oracle.lstm_step}
    order = vectors if reader == "forward" else vectors[::-1]
    units = weights[reader][1].shape[0]
    head = weights["head"][0][:, 0].astype(np.float64)
    head = head[:units] if reader == "forward" else head[-units:]
    return float(oracle.read(step[kind[0]], list(order), weights[reader])[-1] @ head)


def differences(kind, reader, vectors, step=1e-5):
    """The gradient by central differences."""
    slopes = np.zeros_like(vectors)
    for place in np.ndindex(vectors.shape):
        for sign in (-1, 1):
            moved = vectors.copy()
            moved[place] += sign * step
            slopes[place] += sign * evidence(kind, reader, moved) / (2 * step)
    return slopes


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_slopes_are_the_finite_differences_of_the_oracle(kind, reader):
    texts = [gradients_of(*kind).vectors(drawn(kind, 7, seed).encoded.ids) for seed in (1, 2)]
    found = gradients_of(*kind).slopes(reader, np.stack(texts))
    for row, vectors in enumerate(texts):
        exact = vectors.astype(np.float64)
        expected = differences(kind, reader, exact)
        np.testing.assert_allclose(found.gradients[row], expected, rtol=1e-3, atol=1e-5)
        assert found.evidence[row] == pytest.approx(evidence(kind, reader, exact), abs=1e-5)
    assert found.gradients.any() == (kind[1] in (reader, "bidirectional"))


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99))
def test_memory_is_the_norm_of_the_slopes_and_half_of_it_lies_in_half_reach(kind, length, seed):
    analysis = drawn(kind, length, seed)
    found = reach(gradients_of(*kind), analysis)
    vectors = gradients_of(*kind).vectors(analysis.encoded.ids)[np.newaxis]
    for reader, carried, half_reach in (
        ("forward", found.forward[::-1], found.forward_half_reach),
        ("backward", found.backward, found.backward_half_reach),
    ):
        slopes = gradients_of(*kind).slopes(reader, vectors).gradients[0]
        norms = np.sqrt((slopes.astype(np.float64) ** 2).sum(axis=1))
        np.testing.assert_allclose(getattr(found, reader), norms, rtol=1e-12)
        assert half_reach == next(
            (k for k in range(1, length + 1) if carried.sum() and carried[:k].sum() >= carried.sum() / 2),
            0,
        )


def test_half_reach_is_counted_from_the_readers_last_word():
    found = Reach(np.array([1.0, 0, 2, 3]), np.array([1.0, 0, 2, 3]))
    assert found.forward_half_reach == 1  # the text's last word carries 3 of 6
    assert found.backward_half_reach == 3  # the first carries 1, the first three carry 3
    assert Reach(np.zeros(4), np.zeros(4)).forward_half_reach == 0
    assert Reach(np.zeros(0), np.zeros(0)).backward_half_reach == 0


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99), st.sampled_from(["zero", "unknown"]))
def test_integrated_gradients_sum_to_the_shift_from_the_baseline(kind, length, seed, baseline):
    analysis = drawn(kind, length, seed)
    found = integrated_gradients(gradients_of(*kind), analysis, baseline)
    size = random_analyzer(*kind).model.config.embedding_size
    embedding = weights_of(random_analyzer(*kind).model)["embedding"][0].astype(np.float64)
    nothing = np.zeros((length, size)) if baseline == "zero" else embedding[[1] * length]
    assert found.complete
    for reader in READERS:
        words, shift, gap = (getattr(found, name) for name in (reader, f"{reader}_shift", f"{reader}_gap"))
        assert words.shape == (length,)
        assert gap == pytest.approx(shift - words.sum(), abs=1e-9)
        assert abs(gap) <= max(0.01 * abs(shift), 1e-3)
        expected = 0.0
        if length:
            text = embedding[analysis.encoded.ids]
            expected = evidence(kind, reader, text) - evidence(kind, reader, nothing)
        assert shift == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("cell", oracle.CELLS)
def test_integrated_gradients_are_those_of_a_fine_sum_by_the_oracle(cell, reader):
    kind = (cell, "bidirectional")
    analysis = drawn(kind, 3, 5)
    vectors = gradients_of(*kind).vectors(analysis.encoded.ids).astype(np.float64)
    places = (np.arange(40) + 0.5) / 40
    mean = sum(differences(kind, reader, place * vectors) for place in places) / len(places)
    found = integrated_gradients(gradients_of(*kind), analysis)
    np.testing.assert_allclose(getattr(found, reader), (mean * vectors).sum(axis=1), atol=2e-3)


@pytest.mark.parametrize("cell", oracle.CELLS)
def test_the_gap_falls_as_steps_grow(cell):
    kind = (cell, "bidirectional")
    gaps = []
    for steps in (1, 4, 16, 64):
        found = [
            integrated_gradients(gradients_of(*kind), drawn(kind, 20, seed), "zero", steps, steps)
            for seed in range(5)
        ]
        assert {f.forward_steps for f in found} == {f.backward_steps for f in found} == {steps}
        gaps.append(sum(abs(f.forward_gap) + abs(f.backward_gap) for f in found))
    assert gaps[0] > 5 * gaps[1] > 25 * gaps[2]
    assert gaps[3] < 1e-4


def test_the_way_is_halved_where_the_gap_is_largest_until_it_is_small_or_steps_run_out():
    kind = ("simple", "bidirectional")
    analysis = drawn(kind, 50, 3)
    plain = integrated_gradients(gradients_of(*kind), analysis, steps=2, most_steps=2)
    assert not plain.complete
    halved = integrated_gradients(gradients_of(*kind), analysis, steps=2)
    assert halved.complete
    assert 2 < halved.forward_steps < 200
    for reader in READERS:
        fine = getattr(integrated_gradients(gradients_of(*kind), analysis, steps=256), reader)
        np.testing.assert_allclose(getattr(halved, reader), fine, atol=0.05)
    few = integrated_gradients(gradients_of(*kind), analysis, steps=2, most_steps=7)
    assert max(few.forward_steps, few.backward_steps) == 6


class Jump:
    """Stands for gradients whose evidence jumps from −1 to 1 at 0.3 of the way."""

    batches = staticmethod(Gradients.batches)

    def vectors(self, ids):
        return np.ones((1, 1), np.float32)

    def baseline(self, name, words):
        return np.zeros((1, 1), np.float32)

    def slopes(self, reader, vectors):
        evidence = np.tanh(1_000 * (vectors - 0.3))
        return gradients.Slopes(evidence[:, 0, 0], 1_000 * (1 - evidence**2))


def test_a_jump_of_the_evidence_is_found_with_few_steps():
    analysis = drawn(("gru", "forward"), 1, 0)
    assert abs(integrated_gradients(Jump(), analysis, most_steps=32).forward_gap) > 0.5
    found = integrated_gradients(Jump(), analysis)
    assert found.complete
    assert found.forward.sum() == pytest.approx(2, abs=0.02)
    assert found.forward_steps <= 32 * (1 + 2 * 8)  # eight halvings; even steps would take 2,000


@pytest.mark.parametrize("kind", KINDS)
def test_small_batches_give_the_same(kind, monkeypatch):
    analysis = drawn(kind, 9, 1)
    whole = integrated_gradients(gradients_of(*kind), analysis)
    monkeypatch.setattr(gradients, "_MOST_WORDS", 20)  # two texts of nine words
    small = integrated_gradients(gradients_of(*kind), analysis)
    np.testing.assert_allclose(small.forward, whole.forward, atol=1e-5)
    np.testing.assert_allclose(small.backward, whole.backward, atol=1e-5)


def test_batches_are_small_and_leave_nothing_out():
    for texts, words in ((34, 200), (34, 2_000), (3, 9_000), (5, 0), (0, 7)):
        parts = [range(texts)[part] for part in Gradients.batches(texts, words)]
        assert [row for part in parts for row in part] == list(range(texts))
        assert all(len(part) == 1 or len(part) * words <= 8_000 for part in parts)


def test_settings_that_make_no_sense_say_so():
    kind = ("gru", "bidirectional")
    analysis = drawn(kind, 3, 0)
    with pytest.raises(ValueError, match='"zero" or "unknown", got \'grey\''):
        integrated_gradients(gradients_of(*kind), analysis, "grey")
    with pytest.raises(ValueError, match="from 1 to 2,048, got 0"):
        integrated_gradients(gradients_of(*kind), analysis, steps=0)


def test_every_result_carries_its_method_and_settings():
    kind = ("gru", "bidirectional")
    found = integrated_gradients(gradients_of(*kind), drawn(kind, 3, 0), "unknown")
    assert (found.method, found.baseline) == ("gradients", "unknown")
    assert (found.forward_steps, found.backward_steps) == (32, 32)
    assert found.rule.startswith("Gauss–Legendre")
    assert reach(gradients_of(*kind), drawn(kind, 3, 0)).method == "reach"

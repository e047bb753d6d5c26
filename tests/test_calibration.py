"""The temperature found is the best one, changes no verdict, and leaves the ledger exact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import random_model

from brnn.data.corpus import Examples
from brnn.evaluation.evaluate import largest_remainder
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import log_loss
from brnn.model.network import Network
from brnn.model.readers import Readers
from brnn.training.calibration import MOST, best_temperature, calibrate

scored = st.lists(
    st.tuples(st.floats(-9, 9).filter(lambda z: z == 0 or abs(z) > 1e-3), st.integers(0, 1)),
    min_size=1,
    max_size=30,
)


@given(scored)
def test_no_other_temperature_has_a_lower_log_loss(pairs):
    logits, labels = np.array([z for z, _ in pairs]), np.array([y for _, y in pairs])
    found = best_temperature(logits, labels)
    assert 1 / MOST <= found <= MOST
    best = log_loss(logits / found, labels)
    for other in np.geomspace(1 / MOST, MOST, 200):
        assert best <= log_loss(logits / other, labels) + 1e-9


def test_logits_made_too_large_are_brought_back():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 50_000)
    labels = (rng.uniform(size=len(logits)) < 1 / (1 + np.exp(-logits))).astype(np.uint8)
    assert best_temperature(logits, labels) == pytest.approx(1, rel=0.03)
    assert best_temperature(3 * logits, labels) == pytest.approx(3, rel=0.03)
    assert best_temperature(logits / 4, labels) == pytest.approx(1 / 4, rel=0.03)


def test_the_temperature_is_bounded_where_the_reviews_set_no_bound():
    assert best_temperature(np.array([1.0, -2.0]), np.array([1, 0])) == pytest.approx(1 / MOST)
    assert best_temperature(np.array([1.0, -2.0]), np.array([0, 1])) == pytest.approx(MOST)
    assert best_temperature(np.zeros(2), np.array([0, 1])) == 1.0
    assert best_temperature(np.array([5000.0, -3e5]), np.array([0, 1])) == pytest.approx(MOST)


@pytest.fixture
def reading():
    return CompiledNetwork(Network.of(random_model("gru")))


@pytest.fixture
def validation(reading):
    """Texts, and labels that are mostly right: the temperature has a say."""
    rng = np.random.default_rng(5)
    size = reading.network.embedding.input_dim
    ids = [rng.integers(1, size, rng.integers(4, 45)).astype(np.int32) for _ in range(60)]
    said = reading.logits(ids) > np.median(reading.logits(ids))
    return Examples(ids, (said ^ (rng.uniform(size=60) < 0.2)).astype(np.uint8))


def test_the_head_is_divided_and_no_verdict_changes(reading, validation):
    before, head = reading.logits(validation.ids), reading.network.head.get_weights()
    temperature = calibrate(reading, validation)
    assert abs(temperature - 1) > 0.05
    after = reading.logits(validation.ids)
    np.testing.assert_allclose(after, before / temperature, rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(after > 0, before > 0)
    for now, then in zip(reading.network.head.get_weights(), head, strict=True):
        np.testing.assert_allclose(now, then / temperature, rtol=1e-6)
    readers = Readers(reading.network.config, reading.network.to_arrays())
    assert largest_remainder(readers, validation.ids) < 1e-5

"""The network computes the equations: an independent oracle and Keras's own layers agree."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from oracle import (
    CELLS,
    DIRECTIONS,
    KINDS,
    oracle_reading,
    random_analyzer,
    random_model,
    weights_of,
)

from brnn.model.compiled import CompiledNetwork
from brnn.model.network import Network, count_weights, mask_of

LENGTHS = (0, 1, 2, 50, 500)


def random_ids(length, ids=20, seed=1):
    return np.random.default_rng(seed).integers(1, ids, length, dtype=np.int32)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(("cell", "direction"), KINDS)
def test_memories_and_logit_equal_the_numpy_oracle(cell, direction, length):
    model = random_analyzer(cell, direction).model
    ids = random_ids(length)
    expected = oracle_reading(ids, model.config, weights_of(model.network))
    reading = random_analyzer(cell, direction)._network.read(ids)
    assert reading.forward.shape == expected.forward.shape
    assert reading.backward.shape == expected.backward.shape
    np.testing.assert_allclose(reading.forward, expected.forward, rtol=0, atol=1e-5)
    np.testing.assert_allclose(reading.backward, expected.backward, rtol=0, atol=1e-5)
    assert reading.logit == pytest.approx(expected.logit, abs=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_memories_equal_keras_bidirectional_on_the_same_weights(cell):
    model = random_analyzer(cell).model
    weights, ids = weights_of(model.network), random_ids(30)
    layer = {
        "simple": keras.layers.SimpleRNN,
        "gru": keras.layers.GRU,
        "lstm": keras.layers.LSTM,
    }[cell]
    both = keras.layers.Bidirectional(layer(model.config.units, return_sequences=True))
    both.build((None, None, model.config.embedding_size))
    both.set_weights([*weights["forward"], *weights["backward"]])
    outputs = both(weights["embedding"][0][ids][np.newaxis]).numpy()[0]
    reading = random_analyzer(cell)._network.read(ids)
    np.testing.assert_allclose(
        np.hstack([reading.forward, reading.backward]), outputs, rtol=0, atol=1e-6
    )


@pytest.mark.parametrize(("cell", "direction"), KINDS)
def test_a_missing_reader_has_no_units(cell, direction):
    analyzer = random_analyzer(cell, direction)
    reading = analyzer.analyze("a slow start").reading
    units = analyzer.model.config.units
    assert reading.forward.shape == (3, 0 if direction == "backward" else units)
    assert reading.backward.shape == (3, 0 if direction == "forward" else units)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_words_leave_the_bias_alone(direction):
    network = random_analyzer("gru", direction)._network
    nothing = random_ids(0)
    assert network.read(nothing).logit == network.bias
    assert network.logits([nothing, random_ids(3)])[0] == np.float32(network.bias)
    assert len(network.logits([])) == 0


@pytest.mark.parametrize(("cell", "direction"), KINDS)
def test_weights_are_counted_without_making_a_network(cell, direction):
    model = random_analyzer(cell, direction).model
    assert count_weights(model.config, len(model.vocabulary)) == model.network.count_params()


def test_random_weights_are_distinct_and_contract():
    weights = weights_of(random_model("lstm").network)
    for part in weights.values():
        for array in part:
            assert len(np.unique(array)) == array.size
            assert array.all()
    for reader in ("forward", "backward"):
        for gate in np.split(weights[reader][1], 4, axis=1):
            assert np.abs(np.linalg.eigvals(gate)).max() <= 1


def test_dropout_acts_in_training_only():
    model = random_model()
    network = Network(model.config, len(model.vocabulary), dropout=0.5)
    network.set_weights(model.network.get_weights())
    ids = random_ids(5)[np.newaxis]
    same = [float(network(ids)[0]) for _ in range(3)]
    assert len(set(same)) == 1
    assert same[0] == pytest.approx(CompiledNetwork(model.network).read(ids[0]).logit, abs=1e-6)
    assert len({float(network(ids, training=True)[0]) for _ in range(8)}) > 1


def test_the_mask_is_true_where_there_is_a_word():
    assert mask_of(np.array([[0, 1, 2]], np.int32)).numpy().tolist() == [[False, True, True]]

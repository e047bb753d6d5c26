"""The network computes the equations: an independent oracle and Keras's own layers agree."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from oracle import (
    CELLS,
    KINDS,
    random_analyzer,
    random_model,
    weights_of,
)

from brnn.model.compiled import CompiledNetwork
from brnn.model.network import Network, mask_of


def random_ids(length, ids=20, seed=1):
    return np.random.default_rng(seed).integers(1, ids, length, dtype=np.int32)


@pytest.mark.parametrize("cell", CELLS)
def test_memories_equal_keras_bidirectional_on_the_same_weights(cell):
    model = random_analyzer(cell).model
    weights, ids = weights_of(model), random_ids(30)
    layer = {
        "simple": keras.layers.SimpleRNN,
        "gru": keras.layers.GRU,
        "lstm": keras.layers.LSTM,
    }[cell]
    both = keras.layers.Bidirectional(layer(model.config.units, return_sequences=True))
    both.build((None, None, model.config.embedding_size))
    both.set_weights([*weights["forward"], *weights["backward"]])
    outputs = both(weights["embedding"][0][ids][np.newaxis]).numpy()[0]
    reading = random_analyzer(cell)._readers.read(ids)
    np.testing.assert_allclose(np.hstack([reading.forward, reading.backward]), outputs, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("cell", "direction"), KINDS)
def test_arrays_go_into_a_network_and_come_out_by_the_same_names(cell, direction):
    model = random_model(cell, direction)
    found = Network.of(model).to_arrays()
    assert list(found) == list(model.weights)
    for name, array in found.items():
        assert array.tobytes() == model.weights[name].tobytes()


def test_random_weights_are_distinct_and_contract():
    weights = weights_of(random_model("lstm"))
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
    network.set_weights(list(model.weights.values()))
    ids = random_ids(5)[np.newaxis]
    same = [float(network(ids)[0]) for _ in range(3)]
    assert len(set(same)) == 1
    assert same[0] == pytest.approx(CompiledNetwork(Network.of(model)).logits(ids)[0], abs=1e-6)
    assert len({float(network(ids, training=True)[0]) for _ in range(8)}) > 1


def test_the_mask_is_true_where_there_is_a_word():
    assert mask_of(np.array([[0, 1, 2]], np.int32)).numpy().tolist() == [[False, True, True]]

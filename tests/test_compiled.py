"""A network compiled by TensorFlow: many texts at once, any length, one compilation."""

from __future__ import annotations

import numpy as np
import pytest
from oracle import KINDS, compiled, random_analyzer, random_model

from brnn.model.compiled import _BATCH, CompiledNetwork
from brnn.model.network import Network


def texts_of(lengths):
    random = np.random.default_rng(3)
    return [random.integers(1, 20, length, dtype=np.int32) for length in lengths]


@pytest.mark.parametrize("kind", KINDS)
def test_both_implementations_leave_the_readers_in_the_same_states(kind):
    texts = texts_of([3, 0, 40, 1, 7, 0, 500])
    found, expected = compiled(*kind).final(texts), random_analyzer(*kind)._readers.final(texts)
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype == np.float32
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5)
    assert (compiled(*kind).logits(texts) == found.logits).all()


def test_logits_come_in_the_order_given_over_several_batches():
    network = compiled("gru")
    texts = texts_of(np.random.default_rng(4).integers(0, 25, _BATCH + 50))
    logits = network.logits(texts)
    expected = random_analyzer("gru")._readers.final(texts).logits
    np.testing.assert_allclose(logits, expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(network.logits(texts[::-1])[::-1], logits, rtol=0, atol=1e-5)


def test_no_words_leave_the_bias_alone():
    network, nothing = compiled("gru"), np.zeros(0, np.int32)
    bias = random_analyzer("gru").model.weights["head/bias"][0]
    assert network.logits([nothing, *texts_of([3])])[0] == bias
    assert len(network.logits([])) == 0


def test_another_length_does_not_compile_again():
    network = CompiledNetwork(Network.of(random_model()))
    for length in (1, 2, 7, 300):
        network.logits(texts_of([length, 3]))
    assert network._final.experimental_get_tracing_count() == 1

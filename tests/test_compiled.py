"""The one place that runs a network: many texts at once, any length, one compilation."""

from __future__ import annotations

import numpy as np
import pytest
from oracle import KINDS, random_analyzer, random_model

from brnn.model import compiled as reading
from brnn.model.compiled import _BATCH, CompiledNetwork


def texts_of(lengths):
    random = np.random.default_rng(3)
    return [random.integers(1, 20, length, dtype=np.int32) for length in lengths]


def test_logits_come_in_the_order_given_over_several_batches():
    network = random_analyzer("gru")._network
    texts = texts_of(np.random.default_rng(4).integers(0, 25, _BATCH + 50))
    logits = network.logits(texts)
    for place in range(0, len(texts), 13):
        assert logits[place] == pytest.approx(network.read(texts[place]).logit, abs=1e-5)
    backwards = network.logits(texts[::-1])
    np.testing.assert_allclose(backwards[::-1], logits, rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_final_memories_of_many_texts_are_those_of_each_text_alone(kind):
    network = random_analyzer(*kind)._network
    texts = texts_of([3, 0, 40, 1, 7, 0, 22])
    final = network.final_memories(texts)
    assert final.forward.shape == (7, 6 * (kind[1] != "backward"))
    assert final.backward.shape == (7, 6 * (kind[1] != "forward"))
    for place, ids in enumerate(texts):
        alone = network.read(ids)
        np.testing.assert_allclose(
            final.forward[place], alone.forward[-1] if len(ids) else 0, atol=1e-6
        )
        np.testing.assert_allclose(
            final.backward[place], alone.backward[0] if len(ids) else 0, atol=1e-6
        )
        assert final.logits[place] == pytest.approx(alone.logit, abs=1e-5)
    assert (network.logits(texts) == final.logits).all()


@pytest.mark.parametrize("kind", KINDS)
def test_changes_are_the_steps_from_one_memory_to_the_next(kind, monkeypatch):
    network = random_analyzer(*kind)._network
    texts = texts_of([3, 0, 5, 3, 5, 3, 1])
    monkeypatch.setattr(reading, "_MOST_NUMBERS", 40)  # so that like lengths take several batches
    found = sorted(
        (int(i), *forward.round(4), *backward.round(4))
        for batch in network.changes(texts)
        for i, forward, backward in zip(*batch, strict=True)
    )
    expected = []
    for ids in texts:
        alone = network.read(ids)
        zero = [np.zeros((1, array.shape[1])) for array in (alone.forward, alone.backward)]
        forward = alone.forward - np.concatenate([zero[0], alone.forward])[:-1]
        backward = alone.backward - np.concatenate([alone.backward, zero[1]])[1:]
        expected += [(int(i), *f, *b) for i, f, b in zip(ids, forward, backward, strict=True)]
    np.testing.assert_allclose(found, sorted(expected), atol=1e-4)


def test_nothing_to_read_has_no_changes():
    assert list(random_analyzer()._network.changes(texts_of([0, 0]))) == []


def test_another_length_does_not_compile_again():
    network = CompiledNetwork(random_model().network)
    for length in (1, 2, 7, 300):
        network.read(*texts_of([length]))
        network.logits(texts_of([length, 3]))
    assert network._memories.experimental_get_tracing_count() == 1
    assert network._final.experimental_get_tracing_count() == 1


def test_reading_twice_gives_the_same_bits():
    network, (ids,) = random_analyzer("lstm")._network, texts_of([40])
    one, other = network.read(ids), network.read(ids)
    assert one.forward.tobytes() == other.forward.tobytes()
    assert one.backward.tobytes() == other.backward.tobytes()
    assert one.logit == other.logit


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_head_weights_belong_to_the_reader_that_they_weigh(direction):
    analyzer = random_analyzer("simple", direction)
    kernel = analyzer.model.network.head.kernel.numpy()[:, 0]
    forward, backward = analyzer._network.head_weights()
    assert np.concatenate([forward, backward]).tolist() == kernel.tolist()
    assert len(forward) == (0 if direction == "backward" else 6)
    assert len(backward) == (0 if direction == "forward" else 6)

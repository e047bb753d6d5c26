"""The ledger in numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured import measured_analyzer
from oracle import KINDS, WORDS, oracle_reading, weights_of

from brnn.explain.evidence import by_unit, centred, ledger
from brnn.records import Reading


def made(words: int, seed: int = 0):
    random = np.random.default_rng(seed)
    forward, backward = random.normal(size=(2, words, 3)).astype(np.float32)
    weights = random.normal(size=(2, 3)).astype(np.float32)
    return ledger(Reading(forward, backward, 0.0), *weights, 0.25), forward, backward, weights


def test_every_word_gets_what_it_added_in_the_order_of_its_reader():
    reading = Reading(np.float32([[1], [3], [2]]), np.float32([[5], [1], [2]]), logit=17.5)
    result = ledger(reading, np.float32([1]), np.float32([3]), 0.5)
    assert result.forward.tolist() == [1, 2, -1]
    assert result.backward.tolist() == [12, -3, 6]  # the backward reader starts at the last word
    assert result.forward_evidence.tolist() == [1, 3, 2]
    assert result.backward_evidence.tolist() == [15, 3, 6]
    assert (result.forward_total, result.backward_total) == (2, 15)
    assert result.remainder == 0


@given(st.integers(0, 20), st.integers(0, 99))
def test_running_evidence_is_the_sum_of_what_was_read_so_far(words, seed):
    result, forward, backward, weights = made(words, seed)
    np.testing.assert_allclose(np.cumsum(result.forward), result.forward_evidence, atol=1e-12)
    np.testing.assert_allclose(np.cumsum(result.backward[::-1])[::-1], result.backward_evidence, atol=1e-12)
    np.testing.assert_allclose(result.forward_evidence, forward @ weights[0], atol=1e-5)
    np.testing.assert_allclose(result.backward_evidence, backward @ weights[1], atol=1e-5)


def test_no_words_leave_the_bias():
    result = made(0)[0]
    assert (result.forward_total, result.backward_total, result.bias) == (0, 0, 0.25)
    assert len(result.forward) == len(result.backward) == 0


def test_a_missing_reader_adds_nothing():
    reading = Reading(np.zeros((2, 0), np.float32), np.float32([[2], [1]]), logit=2.5)
    result = ledger(reading, np.zeros(0, np.float32), np.float32([1]), 0.5)
    assert result.forward.tolist() == [0, 0]
    assert result.remainder == 0


texts = st.sampled_from([0, 1, 2, 50]).flatmap(
    lambda n: st.lists(st.sampled_from([*WORDS, "unheard"]), min_size=n, max_size=n).map(" ".join)
)
kinds = st.sampled_from(KINDS)


@given(kinds, texts)
def test_a_centred_ledger_adds_up_to_the_same_logit(kind, text):
    analyzer = measured_analyzer(*kind)
    raw, found = analyzer.analyze(text).ledger, analyzer.model.statistics
    result = centred(raw, found)
    total = result.bias + result.forward_total + result.backward_total
    assert total == pytest.approx(raw.logit, abs=1e-5)
    assert result.remainder == pytest.approx(0, abs=1e-5)
    assert (result.forward == raw.forward).all()
    assert (result.backward == raw.backward).all()
    for reader in ("forward", "backward"):
        mean = getattr(found, reader).mean_evidence
        lower = getattr(raw, f"{reader}_evidence") - getattr(result, f"{reader}_evidence")
        np.testing.assert_allclose(lower, mean, atol=1e-12)
        assert getattr(result, f"{reader}_start") == -mean


@given(kinds, texts, st.booleans())
def test_units_add_up_to_their_reader_at_every_word(kind, text, is_centred):
    analyzer = measured_analyzer(*kind)
    analysis, found = analyzer.analyze(text), analyzer.model.statistics
    weights, bias = analyzer._readers.head_weights(), analyzer._readers.bias
    units = by_unit(analysis.reading, *weights, bias, found if is_centred else None)
    whole = centred(analysis.ledger, found) if is_centred else analysis.ledger
    for name in ("forward", "backward", "forward_evidence", "backward_evidence"):
        sums = getattr(units, name).sum(axis=1)
        np.testing.assert_allclose(sums, getattr(whole, name), atol=1e-5)
    assert units.forward_total.sum() == pytest.approx(whole.forward_total, abs=1e-5)
    assert units.backward_total.sum() == pytest.approx(whole.backward_total, abs=1e-5)
    assert units.bias == pytest.approx(whole.bias, abs=1e-5)
    assert units.remainder == pytest.approx(0, abs=1e-5)


@given(kinds, texts)
def test_what_a_word_added_through_a_unit_is_the_oracles(kind, text):
    analyzer = measured_analyzer(*kind)
    analysis, weights = analyzer.analyze(text), weights_of(analyzer.model)
    units = by_unit(analysis.reading, *analyzer._readers.head_weights(), 0.0)
    expected = oracle_reading(analysis.encoded.ids, analyzer.model.config, weights)
    head = weights["head"][0][:, 0]
    for name, step in (("forward", 1), ("backward", -1)):
        memories = getattr(expected, name)[::step]
        before = np.zeros(memories.shape[1])
        for word, memory in enumerate(memories):
            place = word if step == 1 else len(memories) - 1 - word
            own = head[: len(memory)] if name == "forward" else head[-len(memory) or len(head) :]
            np.testing.assert_allclose(getattr(units, name)[place], own * (memory - before), atol=1e-5)
            before = memory


def test_units_are_ranked_by_what_they_contribute_of_either_sign():
    reading = Reading(np.float32([[9, 9], [1, -3]]), np.float32([[2, 0.5], [9, 9]]), logit=0.0)
    units = by_unit(reading, np.float32([1, 1]), np.float32([-1, 1]), 0.0)
    assert units.ranking == (
        ("forward", 1, -3),
        ("backward", 0, -2),
        ("forward", 0, 1),
        ("backward", 1, 0.5),
    )
    assert units.order("forward").tolist() == [1, 0]
    assert units.order("backward").tolist() == [0, 1]

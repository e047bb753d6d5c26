"""The ledger in numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from brnn.evidence import ledger
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
    np.testing.assert_allclose(
        np.cumsum(result.backward[::-1])[::-1], result.backward_evidence, atol=1e-12
    )
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

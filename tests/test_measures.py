"""Figures mean what their names say, and come with their n."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brnn.model.measures import calibration_error, in_words, log_loss, measure, roc_auc, wilson_interval


def test_accuracy_counts_the_right_verdicts():
    figures = measure(np.array([2.0, -1.0, 0.5, -3.0]), np.array([1, 0, 0, 0], np.uint8))
    assert figures["n"] == 4
    assert figures["accuracy"] == 0.75
    assert figures["accuracy_interval"] == list(wilson_interval(3, 4))


def test_a_logit_of_zero_is_no_positive_verdict():
    assert measure(np.zeros(2), np.array([0, 1]))["accuracy"] == 0.5
    assert measure(np.zeros(1), np.array([0]))["accuracy"] == 1.0


@given(st.lists(st.tuples(st.floats(-20, 20), st.integers(0, 1)), min_size=1))
def test_log_loss_is_the_mean_of_minus_ln_p_of_the_label(pairs):
    logits, labels = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs], np.uint8)
    expected = [-math.log(1 / (1 + math.exp(-z)) if y else 1 / (1 + math.exp(z))) for z, y in pairs]
    assert log_loss(logits, labels) == pytest.approx(np.mean(expected), abs=1e-6)


def test_log_loss_is_finite_for_logits_of_any_size():
    logits, labels = np.array([1e30, -1e30], np.float32), np.array([0, 0], np.uint8)
    assert log_loss(logits, labels) == pytest.approx(0.5e30, rel=1e-6)


def test_the_interval_is_wilsons():
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson).
    for correct, n, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ]:
        assert wilson_interval(correct, n) == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 10**9), share=st.floats(0, 1))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(n, share):
    correct = round(share * n)
    low, high = wilson_interval(correct, n)
    assert 0 <= low <= correct / n <= high <= 1


@pytest.mark.parametrize(("logits", "labels"), [([1.0], []), ([1.0], [1, 0])])
def test_logits_without_labels_are_refused(logits, labels):
    with pytest.raises(ValueError, match="as many"):
        measure(np.array(logits), np.array(labels))


@pytest.mark.field_case(6)
def test_of_no_reviews_there_is_only_their_number():
    assert measure(np.array([]), np.array([])) == {"n": 0}
    assert in_words({"n": 0}) == "there are no reviews, so nothing was measured"


scored = st.lists(st.tuples(st.integers(-4, 4), st.integers(0, 1)), min_size=1, max_size=40)


@given(scored)
def test_the_area_is_the_share_of_pairs_in_the_right_order(pairs):
    logits, labels = np.array([float(z) for z, _ in pairs]), np.array([y for _, y in pairs])
    order = [(a > b) + (a == b) / 2 for a in logits[labels == 1] for b in logits[labels == 0]]
    assert roc_auc(logits, labels) == (pytest.approx(np.mean(order)) if order else None)


@given(scored)
def test_the_confusion_counts_every_review_once_and_gives_f1(pairs):
    logits, labels = np.array([float(z) for z, _ in pairs]), np.array([y for _, y in pairs])
    figures = measure(logits, labels)
    found = figures["confusion"]
    assert sum(found.values()) == figures["n"] == len(pairs)
    assert found["true_positive"] + found["false_negative"] == labels.sum()
    assert found["true_positive"] + found["false_positive"] == (logits > 0).sum()
    said, real = found["true_positive"] + found["false_positive"], labels.sum()
    assert figures["f1"] == pytest.approx(2 * found["true_positive"] / max(1, said + real))


def test_a_model_that_is_as_sure_as_it_is_right_is_calibrated():
    sure = np.log(0.8 / 0.2)  # 80%
    right_four_times_in_five = np.array([1, 1, 1, 1, 0])
    assert calibration_error(np.full(5, sure), right_four_times_in_five) == pytest.approx(0)
    assert calibration_error(np.full(5, -sure), 1 - right_four_times_in_five) == pytest.approx(0)
    assert calibration_error(np.full(5, sure), np.ones(5)) == pytest.approx(0.2)
    assert calibration_error(np.full(5, 50.0), np.zeros(5)) == pytest.approx(1)

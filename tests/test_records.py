"""Records refuse what does not fit together, and stay as they were made."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from brnn import Analysis, Encoded, Ledger, Reading, Verdict
from brnn.explain.evidence import UnitLedger
from brnn.records import LABELS, TextWord

READERS = ("forward", "backward")
GOOD_FILM = (TextWord("good", 0, 4, "read"), TextWord("film", 5, 9, "unknown"))


def encoded(**changes):
    values = {
        "text": "good film",
        "words": ("good", "film"),
        "ids": np.array([2, 1], np.int32),
        "text_words": GOOD_FILM,
    }
    return Encoded(**{**values, **changes})


def reading(**changes):
    values = {"forward": np.zeros((2, 3), np.float32), "backward": np.zeros((2, 3), np.float32)}
    return Reading(**{**values, "logit": 0.5, **changes})


def ledger(**changes):
    names = ("forward", "backward", "forward_evidence", "backward_evidence")
    return Ledger(**{**{name: np.ones(2) for name in names}, "bias": 0.5, "logit": 4.5, **changes})


def unit_ledger(**changes):
    values = {f"{r}{part}": np.ones((2, 3)) for r in READERS for part in ("", "_evidence")}
    starts = {f"{r}_start": np.zeros(3) for r in READERS}
    return UnitLedger(**{**values, **starts, "bias": 0.5, "logit": 12.5, **changes})


@pytest.mark.parametrize(
    ("make", "changes", "message"),
    [
        (encoded, {"ids": np.array([2], np.int32)}, r"ids must be int32 \(2,\), got int32 \(1,\)"),
        (encoded, {"ids": np.array([2, 1])}, "ids must be int32"),
        (encoded, {"words": ("good",), "ids": np.array([2], np.int32)}, "same words"),
        (encoded, {"text": "bad film!"}, "0:4 does not give back"),
        (reading, {"forward": np.zeros((2, 3))}, "forward must be float32"),
        (reading, {"backward": np.zeros((3, 3), np.float32)}, r"backward must be float32 \(2, 3\)"),
        (reading, {"backward": np.zeros(2, np.float32)}, "backward must have 2 axes, got 1"),
        (reading, {"forward": np.zeros((2, 3, 1), np.float32)}, "forward must have 2 axes, got 3"),
        (ledger, {"forward": np.ones(2, np.float32)}, "forward must be float64"),
        (ledger, {"backward_evidence": np.ones(3)}, r"backward_evidence must be float64 \(2,\)"),
        (unit_ledger, {"forward": np.ones((3, 3))}, r"float64 \(3, 3\), got float64 \(2, 3\)"),
        (unit_ledger, {"backward": np.ones((2, 1))}, r"backward_evidence must be float64 \(2, 1\)"),
        (unit_ledger, {"backward_start": np.zeros((3, 1))}, "backward_start must have 1 axes, got 2"),
    ],
)
def test_arrays_of_another_shape_or_type_are_refused(make, changes, message):
    make()
    with pytest.raises(ValueError, match=message):
        make(**changes)


def test_parts_of_an_analysis_have_the_same_words():
    Analysis(encoded(), reading(), ledger())
    one = reading(forward=np.zeros((1, 3), np.float32), backward=np.zeros((1, 3), np.float32))
    with pytest.raises(ValueError, match="must have 2 words"):
        Analysis(encoded(), one, ledger())


@pytest.mark.parametrize(
    ("record", "name"),
    [(encoded(), "ids"), (reading(), "forward"), (reading(), "backward"), (ledger(), "forward")],
)
def test_records_and_their_arrays_are_frozen(record, name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, None)
    with pytest.raises(ValueError, match="read-only"):
        getattr(record, name)[0] = 1


@pytest.mark.parametrize("logit", [-1e4, -745.2, -40.0, -0.3, 0.0, 0.3, 40.0, 745.2, 1e4])
def test_probability_is_the_sigmoid_of_the_logit_and_never_overflows(logit):
    verdict = Verdict(logit)
    assert 0 <= verdict.probability <= 1
    assert verdict.probability == pytest.approx(1 - Verdict(-logit).probability)
    if abs(logit) < 100:
        assert verdict.probability == pytest.approx(1 / (1 + np.exp(-logit)))
    assert verdict.label == ("positive" if verdict.probability > 0.5 else "negative")


def test_label_0_is_negative_and_label_1_positive():
    assert LABELS == ("negative", "positive")
    assert [Verdict(z).label for z in (-1.0, 0.0, 1.0)] == ["negative", "negative", "positive"]


def test_the_remainder_is_what_the_sum_leaves_of_the_logit():
    assert ledger().remainder == 0
    assert ledger(logit=5.0).remainder == 0.5
    assert ledger(forward_start=-0.5, backward_start=0.25).remainder == 0.25
    assert unit_ledger().remainder == 0
    assert unit_ledger(forward_start=np.full(3, -1.0)).remainder == 3


def test_without_words_a_reader_is_where_it_starts():
    none = {name: np.zeros(0) for name in ("forward", "backward")}
    none |= {f"{name}_evidence": np.zeros(0) for name in READERS}
    found = ledger(**none, logit=0.5, forward_start=-2.0)
    assert (found.forward_total, found.backward_total) == (-2, 0)

"""Who knew first, in numbers that can be checked by hand and against a plain loop."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import statistics_of
from measured import measured_analyzer
from oracle import KINDS, WORDS

from brnn.config import ModelConfig
from brnn.explain.knowing import Knowing, Turn, who_knew_first
from brnn.records import Ledger

CONFIG = ModelConfig(units=4)
STATISTICS = statistics_of(CONFIG, 20)


def ledger_of(forward, backward, statistics=STATISTICS):
    """A ledger whose evidence is this once it is centred."""
    forward = np.array(forward, np.float64) + statistics.forward.mean_evidence
    backward = np.array(backward, np.float64) + statistics.backward.mean_evidence
    changes = np.diff(forward, prepend=0.0), -np.diff(backward, append=0.0)
    return Ledger(*changes, forward, backward, bias=0.0, logit=0.0)


def test_a_reader_knows_from_the_word_after_its_last_change_of_side():
    found = who_knew_first(ledger_of([1, -1, 2, 3, 1], [-2, -1, -1, 1, -1]), STATISTICS)
    assert found.forward == Turn(words_read=3, word=2, sign=1)
    assert found.backward == Turn(words_read=3, word=2, sign=-1)  # of the words 4, 3, 2, 1, 0
    assert found.first == "both"
    assert found.disagreements == ((0, 1), (2, 3), (4, 5))
    assert found.centred_on == STATISTICS.train_reviews


@pytest.mark.parametrize(
    ("forward", "backward", "first"),
    [
        ([1, 1, 1], [-1, 1, 1], "forward"),
        ([-1, -1, 1], [-1, 1, 1], "both"),
        ([-1, 1, -1], [-1, -1, 1], "backward"),
    ],
)
def test_the_first_needed_fewer_words(forward, backward, first):
    assert who_knew_first(ledger_of(forward, backward), STATISTICS).first == first


def test_nobody_disagrees_with_a_reader_that_is_at_its_mean():
    level = float(STATISTICS.forward.mean_evidence)
    forward = np.array([level - 1, level, level + 1])
    raw = ledger_of([0, 0, 0], [1, 1, -1])
    raw = dataclasses.replace(raw, forward_evidence=forward)
    assert who_knew_first(raw, STATISTICS).disagreements == ((0, 1), (2, 3))


@pytest.mark.parametrize(
    ("direction", "forward", "backward"),
    [("forward", Turn(2, 1, -1), None), ("backward", None, Turn(2, 0, 1))],
)
def test_a_single_reader_has_nobody_to_disagree_with(direction, forward, backward):
    statistics = statistics_of(ModelConfig(units=4, direction=direction), 20)
    found = who_knew_first(ledger_of([1, -1], [1, -1], statistics), statistics)
    assert (found.forward, found.backward) == (forward, backward)
    assert (found.first, found.disagreements) == (None, ())


def test_without_words_nobody_knows():
    found = who_knew_first(ledger_of([], []), STATISTICS)
    assert (found.forward, found.backward, found.first, found.disagreements) == (None,) * 3 + ((),)


def test_evidence_of_other_shapes_is_refused():
    with pytest.raises(ValueError, match="backward_evidence must be float64"):
        Knowing(3, np.zeros(2), np.zeros(3), None, None, ())


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=50))
def test_it_is_what_a_plain_loop_finds(kind, words):
    analyzer = measured_analyzer(*kind)
    ledger, statistics = analyzer.analyze(" ".join(words)).ledger, analyzer.model.statistics
    found = who_knew_first(ledger, statistics)
    for reader, evidence in (
        ("forward", ledger.forward_evidence),
        ("backward", ledger.backward_evidence[::-1]),
    ):
        turn = getattr(found, reader)
        if kind[1] not in (reader, "bidirectional"):
            assert turn is None
            continue
        above = [e > getattr(statistics, reader).mean_evidence for e in evidence]
        words_read = len(above)
        while words_read > 1 and above[words_read - 2] == above[-1]:
            words_read -= 1
        assert turn.words_read == words_read
        assert turn.sign == (1 if above[-1] else -1)
        place = words_read - 1 if reader == "forward" else len(words) - words_read
        assert turn.word == place
    apart = [
        kind[1] == "bidirectional" and f * b < 0
        for f, b in zip(found.forward_evidence, found.backward_evidence, strict=True)
    ]
    spans = [False] * len(words)
    for first, last in found.disagreements:
        spans[first:last] = [True] * (last - first)
    assert spans == apart

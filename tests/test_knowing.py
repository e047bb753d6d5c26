"""Who knew first, in numbers that can be checked by hand and against the definition."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import statistics_of
from measured import measured_analyzer
from oracle import KINDS, WORDS

from brnn import Analyzer
from brnn.config import ModelConfig
from brnn.data.exam import SHORT_REVIEWS
from brnn.data.labelled import read
from brnn.explain.knowing import MARGIN, Course, Knowing, Turn, course, who_knew_first
from brnn.records import READERS, Ledger

CONFIG = ModelConfig(units=4)
STATISTICS = statistics_of(CONFIG, 20)


def ledger_of(forward, backward, statistics=STATISTICS):
    """A ledger whose evidence is this once it is centred; sums of floats may miss it by a hair."""
    forward = np.array(forward, np.float64) + statistics.forward.mean_evidence
    backward = np.array(backward, np.float64) + statistics.backward.mean_evidence
    changes = np.diff(forward, prepend=0.0), -np.diff(backward, append=0.0)
    return Ledger(*changes, forward, backward, bias=0.0, logit=0.0)


def test_a_reader_keeps_its_side_from_the_word_after_the_last_on_another():
    found = who_knew_first(ledger_of([2, -2, 2, 3, 1.1], [-2, -4, -2, 2, -2]), STATISTICS)
    assert found.forward == Turn(words_read=3, word=2, sign=1)
    assert found.backward == Turn(words_read=3, word=2, sign=-1)  # of the words 4, 3, 2, 1, 0
    assert found.first == "both"
    assert found.disagreements == ((0, 1), (2, 3), (4, 5))
    assert found.centred_on == STATISTICS.train_reviews


@pytest.mark.parametrize(
    ("evidence", "turn"),
    [
        ([0.9, 0.9, 1.1], Turn(3, 2, 1)),  # on the right side of the mean throughout, but by little
        ([1.1, 0.9, 1.1, 3], Turn(3, 2, 1)),  # back within the margin: it wavered
        ([5, 5, 0.9], Turn(3, 2, 0)),
        ([0.9, -0.9, 0.3], Turn(1, 0, 0)),
        ([-5, 0.9, -0.9], Turn(2, 1, 0)),
        ([-1.1, 1.1, -1.1], Turn(3, 2, -1)),
        ([-1.1, -7, -1.1], Turn(1, 0, -1)),
    ],
)
def test_a_side_takes_one_log_odds(evidence, turn):
    assert who_knew_first(ledger_of(evidence, evidence[::-1]), STATISTICS).forward == turn


@pytest.mark.parametrize("sign", [1, -1])
def test_the_margin_itself_is_on_a_side(sign):
    level = dataclasses.replace(STATISTICS.forward, mean_evidence=np.array(0.25))  # a sum is exact
    statistics = dataclasses.replace(STATISTICS, forward=level)
    for evidence, side in ((sign * MARGIN, sign), (sign * 0.999, 0)):
        found = who_knew_first(ledger_of([evidence], [0], statistics), statistics)
        assert found.forward.sign == side


@pytest.mark.parametrize(
    ("forward", "backward", "first"),
    [
        ([2, 2, 2], [-2, 2, 2], "forward"),
        ([-2, -2, 2], [-2, 2, 2], "both"),
        ([-2, 2, -2], [-2, -2, 2], "backward"),
        ([2, 2, 2], [0.5, 2, 2], None),  # the backward reader ends at word 0, undecided
        ([2, 2, 0.5], [2, 2, 2], None),
    ],
)
def test_the_first_needed_fewer_words_and_both_ended_on_a_side(forward, backward, first):
    assert who_knew_first(ledger_of(forward, backward), STATISTICS).first == first


def test_nobody_disagrees_with_a_reader_that_is_undecided():
    raw = ledger_of([-2, -0.5, 0.5, 2], [2, 2, -2, -0.5])
    assert who_knew_first(raw, STATISTICS).disagreements == ((0, 1),)


@pytest.mark.parametrize(
    ("direction", "forward", "backward"),
    [("forward", Turn(2, 1, -1), None), ("backward", None, Turn(2, 0, 1))],
)
def test_a_single_reader_has_nobody_to_disagree_with(direction, forward, backward):
    statistics = statistics_of(ModelConfig(units=4, direction=direction), 20)
    found = who_knew_first(ledger_of([2, -2], [2, -2], statistics), statistics)
    assert (found.forward, found.backward) == (forward, backward)
    assert (found.first, found.disagreements) == (None, ())


def test_without_words_nobody_knows():
    found = who_knew_first(ledger_of([], []), STATISTICS)
    assert (found.forward, found.backward, found.first, found.disagreements) == (None,) * 3 + ((),)


def test_evidence_of_other_shapes_is_refused():
    with pytest.raises(ValueError, match="backward_evidence must be float64"):
        Knowing(3, np.zeros(2), np.zeros(3), None, None, ())


# The definition, written out


def side(centred: float) -> int:
    return 1 if centred >= 1 else -1 if centred <= -1 else 0


def kept_from(sides: list[int]) -> int:
    """The fewest words after which every side is the last one."""
    return min(n for n in range(1, len(sides) + 1) if set(sides[n - 1 :]) == {sides[-1]})


def assert_as_defined(ledger, statistics, found, direction="bidirectional"):
    words = len(ledger.forward)
    forward, backward = (
        [side(value) for value in evidence - float(mean)]
        for evidence, mean in (
            (ledger.forward_evidence, statistics.forward.mean_evidence),
            (ledger.backward_evidence, statistics.backward.mean_evidence),
        )
    )
    if direction != "backward":
        n = kept_from(forward)
        assert found.forward == Turn(n, n - 1, forward[-1])
    if direction != "forward":
        n = kept_from(backward[::-1])
        assert found.backward == Turn(n, words - n, backward[0])
    apart = {i for span in found.disagreements for i in range(*span)}
    opposite = {i for i in range(words) if {forward[i], backward[i]} == {1, -1}}
    assert apart == (opposite if direction == "bidirectional" else set())


near = st.floats(-3, 3).filter(lambda value: abs(abs(value) - 1) > 1e-9)


@given(st.lists(st.tuples(near, near), min_size=1, max_size=30))
def test_any_curves_give_what_the_definition_says(curves):
    ledger = ledger_of(*zip(*curves, strict=True))
    assert_as_defined(ledger, STATISTICS, who_knew_first(ledger, STATISTICS))


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=50))
def test_any_model_gives_what_the_definition_says(kind, words):
    analyzer = measured_analyzer(*kind)
    ledger, statistics = analyzer.analyze(" ".join(words)).ledger, analyzer.model.statistics
    found = who_knew_first(ledger, statistics)
    assert_as_defined(ledger, statistics, found, kind[1])
    for reader in {"forward", "backward"} - {kind[1]} if kind[1] != "bidirectional" else ():
        assert getattr(found, reader) is None


def by_hand(evidence, reader):
    """Side, words on it, and the word from which it is kept: word by word, in the reader's order."""
    places = [*range(len(evidence))][:: 1 if reader == "forward" else -1]
    end = evidence[places[-1]]
    side = [(evidence[place] > 0) == (end > 0) for place in places]
    kept = places[-1]
    for place, own in zip(places[::-1], side[::-1], strict=True):
        if not own:
            break
        kept = place
    most = max(map(abs, evidence))
    return (1 if end > 0 else -1) * (abs(end) >= MARGIN), kept, sum(side), end, most


def test_the_course_of_a_reader_is_that_of_its_curve():
    analyzer, texts = Analyzer.load(), read(SHORT_REVIEWS).texts[:300]
    assert len(texts) == 300
    seen = set()
    for text in texts:
        found = analyzer.knowing(text)
        for reader in READERS:
            evidence = getattr(found, f"{reader}_evidence")
            sign, word, same, end, most = by_hand(evidence.tolist(), reader)
            assert course(evidence, reader) == Course(sign, word, same, end, most)
            seen.add((sign, 2 * same > len(evidence)))
    assert seen == {(sign, most) for sign in (-1, 0, 1) for most in (True, False)}, "all kinds occur"


@pytest.mark.parametrize("reader", READERS)
def test_a_course_counts_only_words_that_count(reader):
    evidence, counts = np.array([2.0, -1.0, 3.0, 1.0]), np.array([True, True, True, False])
    assert course(evidence, reader, counts=counts).same == 2


def test_a_text_without_words_has_no_course():
    assert course(np.zeros(0), "forward") is None

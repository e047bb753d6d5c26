"""What the model says of every beginning and every end: as if each had been typed alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import KINDS, WORDS, random_analyzer

from brnn.explain.endings import Endings, endings
from brnn.explain.outcomes import Outcomes

lengths = st.sampled_from([0, 1, 2, 3, 50]) | st.integers(0, 20)


def drawn(length: int, seed: int) -> str:
    return " ".join(np.random.default_rng(seed).choice([*WORDS, "unheard"], length))


def near(outcomes, expected):
    """Outcomes are those of these analyses."""
    for name in ("forward", "backward"):
        alone = [getattr(analysis.ledger, f"{name}_total") for analysis in expected]
        np.testing.assert_allclose(getattr(outcomes, name), alone, rtol=0, atol=1e-5)
    alone = [analysis.verdict.logit for analysis in expected]
    np.testing.assert_allclose(outcomes.logits, alone, rtol=0, atol=1e-5)


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99))
def test_every_beginning_and_every_end_is_read_as_if_alone(kind, length, seed):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(drawn(length, seed))
    found = endings(analyzer._readers, analysis)
    words = analysis.encoded.words
    near(found.beginnings, [analyzer.analyze(" ".join(words[: t + 1])) for t in range(length)])
    near(found.ends, [analyzer.analyze(" ".join(words[t:])) for t in range(length)])
    assert found.bias == pytest.approx(analyzer.analyze("").verdict.logit)
    if length:  # both readers forget: an error far from the end would not be felt otherwise
        assert found.beginnings.logits[-1] == pytest.approx(analysis.verdict.logit, abs=1e-5)
        assert found.ends.logits[0] == pytest.approx(analysis.verdict.logit, abs=1e-5)


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99))
def test_evidence_and_bias_add_up_to_the_logit_of_every_ending(kind, length, seed):
    analyzer = random_analyzer(*kind)
    found = endings(analyzer._readers, analyzer.analyze(drawn(length, seed)))
    for part in (found.beginnings, found.ends):
        total = found.bias + part.forward + part.backward
        np.testing.assert_allclose(total, part.logits, rtol=0, atol=1e-5)


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99))
def test_half_of_it_is_the_running_evidence_of_the_text(kind, length, seed):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(drawn(length, seed))
    found = endings(analyzer._readers, analysis)
    assert (found.beginnings.forward == analysis.ledger.forward_evidence).all()
    assert (found.ends.backward == analysis.ledger.backward_evidence).all()


def test_running_evidence_of_both_readers_is_no_prediction():
    analyzer = random_analyzer("gru")
    analysis = analyzer.analyze("not a good film but a lovely plot")
    ledger = analysis.ledger
    unread = ledger.bias + ledger.forward_evidence + ledger.backward_evidence
    found = endings(analyzer._readers, analysis)
    assert np.abs(unread - found.beginnings.logits)[:-1].min() > 1e-3


def test_a_beginning_and_an_end_for_every_word():
    one, two = (Outcomes(*(np.zeros(n) for _ in range(3))) for n in (1, 2))
    with pytest.raises(ValueError, match="ends must have the length"):
        Endings(one, two, 0.0)

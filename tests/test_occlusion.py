"""What is lost without a word: against the plain loop that types the shorter text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import KINDS, WORDS, oracle_reading, random_analyzer, weights_of

from brnn.explain.occlusion import Occlusion, occlusion
from brnn.explain.outcomes import Outcome, Outcomes

lengths = st.sampled_from([0, 1, 2, 3, 50]) | st.integers(0, 20)


def drawn(length: int, seed: int) -> str:
    return " ".join(np.random.default_rng(seed).choice([*WORDS, "unheard"], length))


def loop(analyzer, analysis, spans):
    """Loss of the forward evidence, the backward evidence and the logit, one text at a time."""
    losses, words = [], analysis.encoded.words
    for first, last in spans:
        shorter = analyzer.analyze(" ".join(words[:first] + words[last:]))
        losses.append(
            (
                analysis.ledger.forward_total - shorter.ledger.forward_total,
                analysis.ledger.backward_total - shorter.ledger.backward_total,
                analysis.verdict.logit - shorter.verdict.logit,
            )
        )
    return np.array(losses).reshape(len(spans), 3).T


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99))
def test_each_word_is_lost_as_in_the_plain_loop(kind, length, seed):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(drawn(length, seed))
    found = occlusion(analyzer._readers, analysis)
    assert found.spans == tuple((word, word + 1) for word in range(length))
    expected = loop(analyzer, analysis, found.spans)
    for losses, plain in zip((found.forward, found.backward, found.logit), expected, strict=True):
        np.testing.assert_allclose(losses, plain, rtol=0, atol=1e-5)


@given(st.sampled_from(KINDS), st.integers(1, 20), st.integers(0, 99), st.data())
def test_spans_are_lost_as_in_the_plain_loop(kind, length, seed, data):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(drawn(length, seed))
    ends = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda s: s[0] != s[1])
    spans = [tuple(sorted(span)) for span in data.draw(st.lists(ends, max_size=5))]
    found = occlusion(analyzer._readers, analysis, spans)
    expected = loop(analyzer, analysis, spans)
    for losses, plain in zip((found.forward, found.backward, found.logit), expected, strict=True):
        np.testing.assert_allclose(losses, plain, rtol=0, atol=1e-5)


@given(st.sampled_from(KINDS), lengths, st.integers(0, 99))
def test_what_the_readers_lose_is_what_the_logit_loses(kind, length, seed):
    analyzer = random_analyzer(*kind)
    found = occlusion(analyzer._readers, analyzer.analyze(drawn(length, seed)))
    np.testing.assert_allclose(found.remainder, 0, rtol=0, atol=1e-5)
    missing = {"forward": found.backward, "backward": found.forward}.get(kind[1])
    assert missing is None or not missing.any()


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_against_the_prediction_that_is_shown(kind):
    analyzer = random_analyzer(*kind, max_words=6)
    analysis = analyzer.analyze("a great film but not a good plot and a slow start")
    found = occlusion(analyzer._readers, analysis)
    assert found.whole.logit == analysis.verdict.logit
    ids, weights = analysis.encoded.ids, weights_of(analyzer.model)
    config = analyzer.model.config
    assert len(ids) == 6  # five are read of a text without one of them: no sixth moves up
    for word in range(6):
        expected = oracle_reading(np.delete(ids, word), config, weights).logit
        assert found.without.logits[word] == pytest.approx(expected, abs=1e-5)


def test_the_last_word_of_all_leaves_the_bias():
    analyzer = random_analyzer("lstm")
    found = occlusion(analyzer._readers, analyzer.analyze("lovely"))
    assert found.without.logits == pytest.approx([analyzer._readers.bias])
    assert found.without.forward.tolist() == found.without.backward.tolist() == [0]


@pytest.mark.parametrize("span", [(2, 2), (3, 1), (-1, 2), (0, 4)])
def test_a_span_beyond_the_words_says_so(span):
    analyzer = random_analyzer()
    analysis = analyzer.analyze("a good film")
    with pytest.raises(ValueError, match="must lie within 0:3"):
        occlusion(analyzer._readers, analysis, [(0, 1), span])


def test_one_reading_without_each_span():
    one = Outcomes(*(np.zeros(1) for _ in range(3)))
    with pytest.raises(ValueError, match="without must have the length"):
        Occlusion(((0, 1), (1, 2)), Outcome(0, 0, 0), one)

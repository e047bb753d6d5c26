"""What must hold for every text and every weight, whatever the cell and the direction."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import KINDS, WORDS, compiled, random_analyzer

from brnn.analyzer import Analyzer

kinds = st.sampled_from(KINDS)
words = st.lists(st.sampled_from([*WORDS, "unheard"]), min_size=1, max_size=12)


@given(kinds, st.lists(words, min_size=1, max_size=4), st.integers(0, 30), st.booleans())
def test_padding_and_company_leave_the_logit_unchanged(kind, texts, padding, on_the_left):
    analyzer = random_analyzer(*kind)
    alone = [analyzer.analyze(" ".join(text)) for text in texts]
    longest = max(map(len, texts)) + padding
    batch = np.zeros((len(texts), longest), np.int32)
    for row, analysis in zip(batch, alone, strict=True):
        ids = analysis.encoded.ids
        start = longest - len(ids) if on_the_left else 0
        row[start : start + len(ids)] = ids
    logits = compiled(*kind).logits(batch)
    assert logits == pytest.approx([analysis.reading.logit for analysis in alone], abs=1e-5)


@given(kinds, st.lists(words.map(" ".join) | st.just(""), max_size=6))
def test_classify_equals_analyze_whatever_else_is_in_the_batch(kind, texts):
    analyzer = random_analyzer(*kind)
    logits = [verdict.logit for verdict in analyzer.classify(texts)]
    alone = [analyzer.analyze(text).verdict.logit for text in texts]
    assert logits == alone


def mirrored(analyzer: Analyzer) -> Analyzer:
    """The same weights, read from the other end."""
    model = analyzer.model
    other = {"forward": "backward", "backward": "forward"}
    weights = {}
    for reader in model.config.readers:
        for part in ("kernel", "recurrent", "bias"):
            weights[f"{other[reader]}/{part}"] = model.weights[f"{reader}/{part}"]
    halves = np.split(model.weights["head/kernel"], len(model.config.readers))
    config = dataclasses.replace(
        model.config,
        direction=other.get(model.config.direction, "bidirectional"),
        keep="start" if model.config.keep == "end" else "end",
    )
    weights = {**model.weights, **weights, "head/kernel": np.concatenate(halves[::-1])}
    return Analyzer(dataclasses.replace(model, config=config, weights=weights))


@pytest.mark.parametrize("kind", KINDS)
def test_a_mirrored_network_gives_the_mirrored_review_the_same_logit(kind):
    analyzer = random_analyzer(*kind, max_words=8)
    mirror = mirrored(analyzer)

    @given(words)
    def check(text):
        there = analyzer.analyze(" ".join(text))
        back = mirror.analyze(" ".join(reversed(text)))
        assert back.verdict.logit == pytest.approx(there.verdict.logit, abs=1e-5)
        assert back.encoded.words == there.encoded.words[::-1]
        np.testing.assert_allclose(back.reading.forward, there.reading.backward[::-1], atol=1e-6)
        np.testing.assert_allclose(back.ledger.backward, there.ledger.forward[::-1], atol=1e-5)

    check()


@given(kinds, words, words, words)
def test_an_edit_leaves_the_states_that_cannot_know_of_it_bit_for_bit(kind, before, edit, after):
    one, other = (
        random_analyzer(*kind).analyze(" ".join([*before, *middle, *after])).reading for middle in (edit, [])
    )
    assert one.forward[: len(before)].tobytes() == other.forward[: len(before)].tobytes()
    assert one.backward[-len(after) :].tobytes() == other.backward[-len(after) :].tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_word_changes_the_memories_from_it_on(kind):
    one, other = (
        random_analyzer(*kind).analyze(f"a slow {word} but lovely").reading for word in ("start", "plot")
    )
    assert (one.forward[2:] != other.forward[2:]).all()
    assert (one.backward[:3] != other.backward[:3]).all()


@given(kinds, words, st.data())
def test_evidence_at_a_word_is_the_final_evidence_of_what_was_read_so_far(kind, text, data):
    analyzer = random_analyzer(*kind)
    length = data.draw(st.integers(1, len(text)))
    whole, prefix, suffix = (
        analyzer.analyze(" ".join(part)) for part in (text, text[:length], text[-length:])
    )
    assert whole.reading.forward[:length].tobytes() == prefix.reading.forward.tobytes()
    assert whole.reading.backward[-length:].tobytes() == suffix.reading.backward.tobytes()
    assert whole.ledger.forward_evidence[length - 1] == prefix.ledger.forward_total
    assert whole.ledger.backward_evidence[-length] == suffix.ledger.backward_total


@given(kinds, words)
def test_the_ledger_adds_up_to_the_logit_of_the_network(kind, text):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(" ".join(text))
    network, ids = compiled(*kind).network, analysis.encoded.ids[np.newaxis]
    ledger = analysis.ledger
    total = ledger.bias + ledger.forward.sum() + ledger.backward.sum()
    assert total == pytest.approx(float(network(ids)[0]), abs=1e-5)
    assert ledger.remainder == pytest.approx(0, abs=1e-5)
    assert analysis.verdict.logit == analysis.reading.logit == ledger.logit

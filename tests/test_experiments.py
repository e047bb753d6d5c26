"""Mirror, padding, order, mute: records against plain loops, for all cells and directions."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import statistics_of
from oracle import (
    KINDS,
    WORDS,
    gru_step,
    lstm_step,
    oracle_reading,
    random_analyzer,
    random_model,
    simple_step,
    weights_of,
)
from oracle import read as oracle_read

from brnn.analyzer import Analyzer
from brnn.config import ModelConfig
from brnn.explain.experiments.mirror import mirror, mirrored
from brnn.explain.experiments.mute import mute, mute_scores
from brnn.explain.experiments.order import order, sentences, verdict_sentence
from brnn.explain.experiments.padding import padding
from brnn.explain.outcomes import Outcomes
from brnn.model.measures import wilson_interval
from brnn.model.readers import Readers
from brnn.text.vocabulary import PADDING, Vocabulary

LENGTHS = (0, 1, 2, 50)
STEPS = {"simple": simple_step, "gru": gru_step, "lstm": lstm_step}
kinds = st.sampled_from(KINDS)
texts = st.lists(st.sampled_from([*WORDS, "unheard", "good.", "film! "]), max_size=12).map(" ".join)


def text_of(length: int) -> str:
    """A text of so many words."""
    return " ".join(np.random.default_rng(length).choice(WORDS, length))


def ends(analyzer: Analyzer, ids) -> tuple[float, float, float]:
    """E→(T), E←(1) and the logit of ids, by the oracle."""
    model = analyzer.model
    weights = weights_of(model)
    reading = oracle_reading(ids, model.config, weights)
    kernel, half = weights["head"][0][:, 0].astype(np.float64), reading.forward.shape[1]
    if not len(ids):
        return 0.0, 0.0, reading.logit
    return (
        float(reading.forward[-1] @ kernel[:half]),
        float(reading.backward[0] @ kernel[half:]),
        reading.logit,
    )


# Mirror


@pytest.mark.parametrize("kind", KINDS)
def test_the_mirror_image_of_a_review_gets_the_same_logit_and_memories(kind):
    analyzer = random_analyzer(*kind)
    model = mirrored(analyzer.model)
    image = Readers(model.config, model.weights)

    @given(texts)
    def check(text):
        analysis = analyzer.analyze(text)
        found = mirror(image, analysis)
        assert found.method == "mirror"
        assert found.words == analysis.encoded.words
        assert found.reading is analysis.reading
        assert max(found.logit_difference, found.memory_difference) < 1e-5

    check()
    palindrome, other = analyzer.analyze("good not good"), analyzer.analyze("good not dull")
    found = mirror(image, palindrome)
    assert max(found.logit_difference, found.memory_difference) < 1e-5
    # No image at all would pass for a palindrome, but not here.
    assert abs(analyzer.analyze("dull not good").verdict.logit - other.verdict.logit) > 1e-3
    assert mirror(image, other).logit_difference < 1e-5


def test_differences_of_a_mirror_are_the_largest_there_are():
    analyzer = random_analyzer("gru")
    found = analyzer.mirror("a slow start")
    forward = found.mirrored.forward.copy()
    forward[1, 2] += 0.5
    changed = dataclasses.replace(found.mirrored, forward=forward, logit=found.reading.logit - 0.25)
    found = dataclasses.replace(found, mirrored=changed)
    assert found.logit_difference == pytest.approx(0.25)
    assert found.memory_difference == pytest.approx(0.5, abs=1e-5)


@pytest.mark.parametrize("keep", ["start", "end"])
def test_a_mirrored_network_keeps_the_other_end_of_a_long_review(keep):
    model = random_model("gru", max_words=3, keep=keep)
    image = mirrored(model)
    words = ["a", "slow", "start", "but", "lovely", "film"]
    there = Analyzer(model).analyze(" ".join(words))
    back = Analyzer(image).analyze(" ".join(reversed(words)))
    assert back.encoded.words == there.encoded.words[::-1]
    assert back.verdict.logit == pytest.approx(there.verdict.logit, abs=1e-6)


# Padding


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_unmasked_pads_are_read_like_words_and_masked_ones_are_not(kind, length, side):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(text_of(length))
    numbers = (0, 1, 7, 60)
    found = padding(analyzer._readers, analysis, side, numbers)
    assert (found.method, found.side, found.pads.tolist()) == ("padding", side, list(numbers))
    alone = ends(analyzer, analysis.encoded.ids)
    model, weights = analyzer.model, weights_of(analyzer.model)
    for place, number in enumerate(numbers):
        pads = [PADDING] * number
        ids = [*pads, *analysis.encoded.ids] if side == "before" else [*analysis.encoded.ids, *pads]
        unmasked, masked = found.unmasked[place], found.masked[place]
        assert dataclasses.astuple(unmasked) == pytest.approx(ends(analyzer, ids), abs=1e-4)
        assert dataclasses.astuple(masked) == pytest.approx(alone, abs=1e-4)
        vectors = [weights["embedding"][0][i].astype(np.float64) for i in ids]
        for reader, turn in (("forward", 1), ("backward", -1)):
            final = [
                oracle_read(STEPS[model.config.cell], read[::turn], weights[reader])[-1:].sum(0)
                for read in (vectors, [weights["embedding"][0][i] for i in analysis.encoded.ids])
            ]
            distance = np.sqrt(((final[0] - final[1]) ** 2).sum()) if number else 0
            assert getattr(found, f"{reader}_distance")[place] == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_many_pads_move_the_unmasked_logit_and_the_padded_reader_forgets(kind):
    analyzer = random_analyzer(*kind)
    texts = [analyzer.analyze(text) for text in ("a good film", "dull and slow")]
    for side, reader in (("after", "forward"), ("before", "backward")):
        one, other = (padding(analyzer._readers, text, side, [0, 400]) for text in texts)
        assert abs(np.diff(one.masked.logits)[0]) < 1e-5
        if kind[1] in (reader, "bidirectional"):
            assert abs(np.diff(getattr(one.unmasked, reader))[0]) > 1e-2
            # Whatever the text was, after so many pads a contracting reader holds the same.
            at_start, at_end = zip(*(getattr(f.unmasked, reader) for f in (one, other)), strict=True)
            assert abs(np.diff(at_start)[0]) > 1e-2
            assert abs(np.diff(at_end)[0]) < 1e-4


@pytest.mark.parametrize("settings", [{"side": "left"}, {"numbers": [-1]}, {"numbers": [401]}])
def test_impossible_padding_is_refused(settings):
    analyzer = random_analyzer()
    with pytest.raises(ValueError, match="must be"):
        padding(analyzer._readers, analyzer.analyze("good"), **settings)


# Order


@given(kinds, texts, st.data())
def test_orders_are_those_that_they_say(kind, text, data):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(text)
    ids = analysis.encoded.ids.tolist()
    first = data.draw(st.integers(0, len(ids)))
    last = data.draw(st.integers(first, len(ids)))
    found = order(analyzer._readers, analysis, (first, last), shuffles=3, seed=5)
    assert (found.method, found.sentence, found.seed) == ("order", (first, last), 5)
    moved, others = ids[first:last], ids[:first] + ids[last:]
    rng = np.random.default_rng(5)
    expected = [
        ids,
        moved + others,
        others + moved,
        *([ids[i] for i in rng.permutation(len(ids))] for _ in range(3)),
    ]
    outcomes = [found.as_typed, found.at_start, found.at_end, *found.shuffles]
    assert len(outcomes) == len(expected)
    for outcome, in_order in zip(outcomes, expected, strict=True):
        assert dataclasses.astuple(outcome) == pytest.approx(ends(analyzer, in_order), abs=1e-4)
    assert found.as_typed.logit == analysis.verdict.logit


def test_shuffles_are_repeated_by_their_seed_and_summed_up():
    analyzer = random_analyzer("gru")
    analysis = analyzer.analyze(text_of(12))
    one, same, other = (
        order(analyzer._readers, analysis, seed=seed, shuffles=9).shuffles for seed in (1, 1, 2)
    )
    assert one.logits.tolist() == same.logits.tolist() != other.logits.tolist()
    mean, sd = dataclasses.astuple(one.mean()), dataclasses.astuple(one.sd())
    for place, values in enumerate((one.forward, one.backward, one.logits)):
        assert mean[place] == pytest.approx(sum(values) / 9)
        squares = sum((value - mean[place]) ** 2 for value in values)
        assert sd[place] == pytest.approx((squares / 8) ** 0.5)
        assert sd[place] > 0
    assert mean[2] == pytest.approx(analyzer._readers.bias + mean[0] + mean[1], abs=1e-5)


@pytest.mark.parametrize(
    "settings", [{"sentence": (2, 1)}, {"sentence": (0, 4)}, {"shuffles": 1}, {"shuffles": 1_001}]
)
def test_impossible_orders_are_refused(settings):
    analyzer = random_analyzer()
    with pytest.raises(ValueError, match="must"):
        order(analyzer._readers, analyzer.analyze("a good film"), **settings)


SPLIT = [
    ("A slow start. But lovely!  It was", ["A slow start", "But lovely", "It was"]),
    ('He said "no." (Twice.) Then...so', ["He said no", "Twice", "Then so"]),
    ("One<br /><br />two\n \nthree\nthree", ["One", "two", "three three"]),
    ("It costs 3.5 euros?! Yes… no", ["It costs 3 5 euros", "Yes", "no"]),
    ("... a", ["a"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
@pytest.mark.parametrize("punctuation", [True, False])
def test_sentences_end_where_marks_and_line_breaks_say(text, expected, punctuation):
    encoded = Vocabulary(WORDS).encode(text, ModelConfig(punctuation=punctuation))
    found = [" ".join(encoded.words[first:last]) for first, last in sentences(encoded)]
    if punctuation:  # marks belong to the sentence that they end
        letters = [" ".join(w for w in part.split() if w[0].isalnum()) for part in found]
        assert [part for part in letters if part] == expected
        assert all(not part.startswith(("!", "?", ")")) for part in found)
    else:
        assert found == expected


@given(st.text("ab .!?\n\"')<>br/…", max_size=60), st.booleans(), st.integers(1, 9))
def test_sentences_part_the_words_read_without_gaps(text, punctuation, max_words):
    config = ModelConfig(punctuation=punctuation, max_words=max_words)
    encoded = Vocabulary(("a", "b")).encode(text, config)
    found = sentences(encoded)
    assert all(first < last for first, last in found)
    edges = [0, *(last for _, last in found)]
    assert [first for first, _ in found] == edges[:-1]
    assert edges[-1] == len(encoded.words)


@given(kinds)
def test_the_verdict_sentence_is_that_at_which_the_evidence_changed_most(kind):
    analyzer = random_analyzer(*kind)
    text = "It was a film. Lovely and not dull! The plot was good? I liked it."
    analysis = analyzer.analyze(text)
    ledger = analysis.ledger
    changes = {
        (first, last): abs(sum(ledger.forward[t] + ledger.backward[t] for t in range(first, last)))
        for first, last in ((0, 4), (4, 8), (8, 12), (12, 15))
    }
    assert verdict_sentence(analysis) == max(changes, key=changes.get)
    assert order(analyzer._readers, analysis).sentence == verdict_sentence(analysis)


def test_outcomes_must_be_as_many_of_each():
    one, two = np.zeros(1), np.zeros(2)
    with pytest.raises(ValueError, match="backward must be float64"):
        Outcomes(one, two, two)


# Mute


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_muted_reader_says_its_mean_whatever_it_read(kind, length):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(text_of(length))
    statistics = statistics_of(analyzer.model.config, len(analyzer.model.vocabulary))
    means = [float(r.mean_evidence) for r in (statistics.forward, statistics.backward)]
    found = mute(analysis.ledger, statistics, analysis.doubt)
    assert found.unmuted == analysis.verdict
    forward, backward, logit = ends(analyzer, analysis.encoded.ids)
    bias = analyzer._readers.bias
    assert found.unmuted.logit == analysis.verdict.logit
    assert found.forward_muted.logit == pytest.approx(bias + means[0] + backward, abs=1e-4)
    assert found.backward_muted.logit == pytest.approx(bias + forward + means[1], abs=1e-4)
    assert (found.forward_mean, found.backward_mean) == tuple(means)
    assert found.centred_on == statistics.train_reviews
    for reader, muted in (("forward", found.forward_muted), ("backward", found.backward_muted)):
        if kind[1] not in (reader, "bidirectional"):
            assert muted.logit == pytest.approx(logit, abs=1e-4)


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_accuracy_with_a_muted_reader_is_counted_over_all_test_reviews(direction):
    statistics = statistics_of(ModelConfig(direction=direction, units=4), 20, reviews=203)
    forward, backward, bias = statistics.forward, statistics.backward, 0.3
    found = mute_scores(statistics, bias)
    right = {"unmuted": 0, "forward_muted": 0, "backward_muted": 0}
    for label, one, other in zip(statistics.labels, forward.evidence, backward.evidence, strict=True):
        right["unmuted"] += (bias + one + other > 0) == label
        right["forward_muted"] += (bias + forward.mean_evidence + other > 0) == label
        right["backward_muted"] += (bias + one + backward.mean_evidence > 0) == label
    for name, count in right.items():
        score = getattr(found, name)
        assert (score["n"], score["accuracy"]) == (203, count / 203)
        assert score["accuracy_interval"] == list(wilson_interval(int(count), 203))
    if direction == "bidirectional":
        assert len(set(right.values())) == 3
    assert found.centred_on == statistics.train_reviews


def test_scores_of_no_review_are_refused():
    some = statistics_of(ModelConfig(units=2), 20)
    forward, backward = (
        dataclasses.replace(r, evidence=r.evidence[:0], histogram=0 * r.histogram)
        for r in (some.forward, some.backward)
    )
    none = dataclasses.replace(some, forward=forward, backward=backward, labels=some.labels[:0])
    with pytest.raises(ValueError, match="no test review"):
        mute_scores(none, 0.0)

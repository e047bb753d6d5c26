"""What the Experiments page is given: the numbers of the records, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made import statistics_of
from oracle import random_analyzer, random_model
from sent import replied

from brnn import figures
from brnn.analyzer import Analyzer
from brnn.explain.experiments.order import permutations, rearranged
from brnn.ui.answers import experiments as page
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.protocol import unpack

TEXT = "A slow start. It was good, but not great! I liked it."
DIRECTIONS = ("bidirectional", "forward", "backward")


@pytest.fixture(scope="module")
def analyzers() -> dict[str, Analyzer]:
    """A model of each direction, with statistics."""
    found = {}
    for direction in DIRECTIONS:
        model = random_model("gru", direction)
        statistics = statistics_of(model.config, len(model.vocabulary))
        found[direction] = Analyzer(replace(model, statistics=statistics))
    return found


def answer(name: str, analyzer: Analyzer, **question):
    """The answer to a question, as the page gets it."""
    asked = Asked("m", analyzer, Question({"text": TEXT, "number": 0} | question))
    return replied(name, asked)


def ordered(analyzer: Analyzer, places) -> float:
    """The logit of the words in that order, read as a text of its own."""
    return analyzer.analyze(" ".join(analyzer.analyze(TEXT).encoded.words[i] for i in places)).reading.logit


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_words_in_another_order_are_read_as_a_text_in_that_order_is(analyzers, direction):
    analyzer = analyzers[direction]
    analysis = analyzer.analyze(TEXT)
    places = np.random.default_rng(1).permutation(len(analysis.encoded.words))
    found = analyzer.rearranged(analysis, places)
    assert found.encoded.words == tuple(analysis.encoded.words[i] for i in places)
    assert found.reading.logit == ordered(analyzer, places)
    assert abs(found.ledger.remainder) < 1e-4
    same = analyzer.rearranged(analysis, np.arange(len(places)))
    assert same.reading.logit == analysis.reading.logit
    unknown = analyzer.analyze("zyzzy qwzx")
    assert analyzer.rearranged(unknown, np.array([1, 0])).doubt == unknown.doubt == "unknown words"


@pytest.mark.parametrize("places", [[0, 0, 1], [0, 1], [0, 1, 3], [0, 1, 2, 3]])
def test_an_order_must_name_every_word_once(analyzers, places):
    analyzer = analyzers["bidirectional"]
    with pytest.raises(ValueError, match="each of the 3 words"):
        rearranged(analyzer._readers, analyzer.analyze("it was good"), np.array(places))


@pytest.mark.parametrize("number", [0, 1, 19])
def test_a_shuffle_that_is_shown_is_one_of_those_in_the_record(analyzers, number):
    analyzer = analyzers["bidirectional"]
    found = answer("order", analyzer, arrangement="shuffle", number=number)
    words = analyzer.analyze(TEXT).encoded.words
    *_, places = (p for p, _ in zip(permutations(len(words)), range(number + 1), strict=False))
    assert found["words"] == [words[i] for i in places]
    assert found["shown"] == ordered(analyzer, places)
    assert found["shown"] == pytest.approx(unpack(found["shuffles"])[number], abs=1e-4)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("arrangement", ["shuffle", "start", "end"])
def test_the_numbers_of_order_are_those_of_the_record(analyzers, direction, arrangement):
    analyzer = analyzers[direction]
    found = answer("order", analyzer, arrangement=arrangement, number=2)
    analysis, record = analyzer.analyze(TEXT), analyzer.order(TEXT, shuffles=page.SHUFFLES)
    logits = {
        "shuffle": record.shuffles.logits[2],
        "start": record.at_start.logit,
        "end": record.at_end.logit,
    }
    assert unpack(found["shuffles"]) == pytest.approx(record.shuffles.logits)
    assert found["logit"] == analysis.ledger.logit
    for name in ("start", "end"):
        assert found[name] == logits[name]
    assert found["shown"] == pytest.approx(logits[arrangement], abs=1e-4)
    bias = analysis.ledger.bias
    assert unpack(found["added"]).sum() == pytest.approx(found["shown"] - bias, abs=1e-4)
    assert sum(found["totals"].values()) == pytest.approx(found["logit"] - bias, abs=1e-4)
    assert sum(found["shown_totals"].values()) == pytest.approx(found["shown"] - bias, abs=1e-4)
    readers = analyzer.model.config.readers
    assert list(found["totals"]) == list(found["shown_totals"]) == list(readers)


def test_a_shuffle_that_is_none_is_refused(analyzers):
    with pytest.raises(BadQuestion):
        answer("order", analyzers["bidirectional"], number=20)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("side", ["before", "after"])
def test_padding_has_the_failing_beside_the_masked_reading(analyzers, direction, side):
    analyzer = analyzers[direction]
    found = answer("padding", analyzer, side=side)
    record = analyzer.padding(TEXT, side, page.PADS)
    assert (found["side"], found["pads"]) == (side, list(page.PADS))
    assert found["words"] == len(analyzer.analyze(TEXT).encoded.words)
    unmasked, masked = unpack(found["unmasked"]), unpack(found["masked"])
    assert unmasked == pytest.approx(record.unmasked.logits, abs=1e-5)
    assert masked == pytest.approx(found["logit"], abs=1e-5)
    assert unmasked[0] == pytest.approx(found["logit"], abs=1e-5)
    assert np.abs(unmasked - found["logit"]).max() > 1e-4


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_mute_has_the_readers_that_there_are(analyzers, direction):
    analyzer = analyzers[direction]
    found = answer("mute", analyzer)
    record, scores = analyzer.mute(TEXT), analyzer.mute_scores()
    readers = list(analyzer.model.config.readers)
    assert list(found["muted"]) == list(found["muted_accuracy"]) == readers
    assert found["logit"] == record.unmuted.logit
    assert (found["n"], found["accuracy"]) == (scores.unmuted["n"], scores.unmuted["accuracy"])
    for reader in readers:
        assert found["muted"][reader] == getattr(record, f"{reader}_muted").logit
        accuracy = getattr(scores, f"{reader}_muted")["accuracy"]
        assert found["muted_accuracy"][reader] == accuracy


def test_without_statistics_mute_says_so():
    found = answer("mute", random_analyzer("gru", "bidirectional"))
    assert (found["kind"], found["about"]) == ("message", "noStatistics")


@pytest.mark.parametrize("name", ["order", "padding", "mute"])
@pytest.mark.parametrize("text", ["", " ?! "])
def test_without_a_word_there_is_nothing_to_try(analyzers, name, text):
    found = answer(name, analyzers["bidirectional"], text=text)
    assert (found["kind"], found["about"]) == ("message", "noWords")


def test_the_figures_have_the_records_numbers(analyzers):
    analyzer = analyzers["bidirectional"]
    record = analyzer.order(TEXT, shuffles=20)
    dots, texts = figures.order(record, 3).data
    assert dots.x[3:] == pytest.approx(record.shuffles.logits)
    assert list(dots.selectedpoints) == [3 + 3]
    assert [i for i, text in enumerate(texts.text) if text] == [0, 1, 2, 6]
    start = figures.order(record, "start").data[0]
    assert start.x[start.selectedpoints[0]] == record.at_start.logit
    muted = analyzer.mute(TEXT)
    assert list(figures.mute(muted, "backward").data[0].x) == [
        muted.unmuted.logit,
        muted.backward_muted.logit,
    ]
    padded = analyzer.padding(TEXT, "before", page.PADS)
    lines = {trace["name"]: trace for trace in figures.padding(padded, 5).data}
    for name in ("masked", "unmasked"):
        assert lines[name].y == pytest.approx(getattr(padded, name).logits)
        assert list(lines[name].x) == list(page.PADS)
        assert list(lines[name].selectedpoints) == [5]

"""What the Experiments page says: the record's numbers, and the right answer to a prediction."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from made import statistics_of
from oracle import random_analyzer, random_model

from brnn import figures
from brnn.analyzer import Analyzer
from brnn.explain.experiments import rearranged
from brnn.explain.experiments.order import permutations
from brnn.records import Verdict
from brnn.text.numbers import signed
from brnn.ui.answers import experiments as page
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.texts import experiments as said

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


def asked(analyzer: Analyzer, **question) -> Asked:
    return Asked("m", analyzer, Question({"text": TEXT, "number": 0} | question))


def ordered(analyzer: Analyzer, places) -> float:
    """The logit of the words in that order, read as a text of its own."""
    return analyzer.analyze(
        " ".join(analyzer.analyze(TEXT).encoded.words[i] for i in places)
    ).reading.logit


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


@pytest.mark.parametrize("places", [[0, 0, 1], [0, 1], [0, 1, 3], [0, 1, 2, 3]])
def test_an_order_must_name_every_word_once(analyzers, places):
    analyzer = analyzers["bidirectional"]
    with pytest.raises(ValueError, match="each of the 3 words"):
        rearranged(analyzer._readers, analyzer.analyze("it was good"), np.array(places))


@pytest.mark.parametrize("number", [0, 1, 19])
def test_a_shuffle_that_is_shown_is_one_of_those_in_the_record(analyzers, number):
    analyzer = analyzers["bidirectional"]
    record = analyzer.order(TEXT, shuffles=20)
    part = page.order(asked(analyzer, arrangement="shuffle", number=number))
    *_, places = (
        p for p, _ in zip(permutations(len(part["words"])), range(number + 1), strict=False)
    )
    assert ordered(analyzer, places) == pytest.approx(record.shuffles.logits[number], abs=1e-4)
    words = analyzer.analyze(TEXT).encoded.words
    assert part["words"] == [words[i] for i in places]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("arrangement", ["shuffle", "start", "end"])
def test_order_says_what_became_of_the_verdict(analyzers, direction, arrangement):
    analyzer = analyzers[direction]
    part = page.order(asked(analyzer, arrangement=arrangement, number=2))
    json.dumps(part, allow_nan=False)
    record = analyzer.order(TEXT, shuffles=20)
    found = {
        "shuffle": record.shuffles[2],
        "start": record.at_start,
        "end": record.at_end,
    }[arrangement]
    before, after = Verdict(record.as_typed.logit), Verdict(found.logit)
    assert part["result"] == ("stays" if before.label == after.label else "turns")
    assert set(part["choices"]) == {"stays", "turns"}
    assert sum(part["added"]) == pytest.approx(
        found.logit - analyzer.analyze(TEXT).ledger.bias, abs=1e-4
    )
    turned = sum(Verdict(float(z)).label != before.label for z in record.shuffles.logits)
    count = {0: "None", 1: "1"}.get(turned, str(turned))
    assert f"{count} of 20 shuffles turn" in part["sentence"]
    for reader, arrow in (("forward", "→"), ("backward", "←")):
        there = direction in ("bidirectional", reader)
        assert (arrow in part["sentence"]) == there or "as the text does" in part["sentence"]


def test_one_word_has_one_order(analyzers):
    part = page.order(asked(analyzers["bidirectional"], text="good"))
    assert (part["result"], part["sentence"]) == ("stays", said.ONE_WORD)


def test_a_shuffle_that_is_none_is_refused(analyzers):
    with pytest.raises(BadQuestion):
        page.order(asked(analyzers["bidirectional"], number=20))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("side", ["before", "after"])
def test_padding_shows_the_failing_beside_the_masked_reading(analyzers, direction, side):
    analyzer = analyzers[direction]
    part = page.padding(asked(analyzer, side=side))
    json.dumps(part, allow_nan=False)
    record = analyzer.padding(TEXT, side, page.PADS)
    shown = analyzer.analyze(TEXT).verdict
    assert [stop["pads"] for stop in part["stops"]] == list(page.PADS)
    for stop, logit in zip(part["stops"], record.unmasked.logits, strict=True):
        after = Verdict(float(logit))
        still = abs(after.logit - shown.logit) < page.WITHIN
        turned = after.label != shown.label
        assert stop["result"] == ("turns" if turned else "stays" if still else "moves")
        assert signed(shown.logit) in stop["sentence"]
        if stop["pads"]:
            assert f"{side} the text" in stop["sentence"]
            assert signed(after.logit) in stop["sentence"]
    assert part["stops"][0]["result"] == "stays"
    lines = {trace["name"]: trace for trace in figures.padding(record).data}
    assert np.ptp(lines["masked"].y) < 1e-4
    assert lines["unmasked"].y == pytest.approx(record.unmasked.logits, abs=1e-5)


@pytest.mark.parametrize("reader", ["forward", "backward"])
def test_mute_says_what_became_of_the_verdict_and_of_the_test_reviews(analyzers, reader):
    analyzer = analyzers["bidirectional"]
    part = page.mute(asked(analyzer, reader=reader))
    json.dumps(part, allow_nan=False)
    record, scores = analyzer.mute(TEXT), analyzer.mute_scores()
    after = getattr(record, f"{reader}_muted")
    assert part["result"] == ("stays" if after.label == record.unmuted.label else "turns")
    assert f"from {signed(record.unmuted.logit)} to {signed(after.logit)}" in part["sentence"]
    accuracy = getattr(scores, f"{reader}_muted")["accuracy"]
    assert f"{accuracy:.1%} with this reader muted" in part["sentence"]
    assert part["readers"] == ["forward", "backward"]


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_model_with_one_reader_mutes_that_one(analyzers, direction):
    other = "backward" if direction == "forward" else "forward"
    part = page.mute(asked(analyzers[direction], reader=other))
    assert part["readers"] == [part["reader"]] == [direction]
    assert "no other reader" in part["sentence"]
    assert other not in json.dumps(part)


def test_without_statistics_mute_says_why_it_is_silent():
    part = page.mute(asked(random_analyzer("gru", "bidirectional")))
    assert (part["state"], part["title"]) == ("message", said.NO_STATISTICS)


@pytest.mark.parametrize("answer", [page.order, page.padding, page.mute])
@pytest.mark.parametrize("text", ["", " ?! "])
def test_without_a_word_there_is_nothing_to_try(analyzers, answer, text):
    part = answer(asked(analyzers["bidirectional"], text=text))
    assert (part["state"], part["title"]) == ("message", said.NOTHING)


def test_the_order_that_is_shown_is_marked_in_the_figure(analyzers):
    record = analyzers["bidirectional"].order(TEXT, shuffles=20)
    shuffles = figures.order(record, 3).data[-1]
    assert shuffles.x == pytest.approx(record.shuffles.logits, abs=1e-5)
    assert int(np.argmax(shuffles.marker.size)) == 3
    start = figures.order(record, "start").data[1]
    assert start.marker.size[0] > figures.order(record).data[1].marker.size[0]

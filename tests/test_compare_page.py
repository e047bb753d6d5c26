"""Two readings side by side: a difference that adds up, in numbers and in figures."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import KNOWN, analysis_of
from oracle import random_analyzer
from sent import as_sent

from brnn import figures
from brnn.config import ModelConfig
from brnn.explain.experiments.comparison import comparison
from brnn.figures.colours import DARK, LIGHT
from brnn.ui.answers.compare import compare
from brnn.ui.answers.question import Asked, Question
from brnn.ui.answers.reading import FEW_UNITS
from brnn.ui.protocol import unpack
from brnn.ui.texts.compare import COMPARE, READY
from brnn.ui.texts.experiments import EXPERIMENTS

DIRECTIONS = ("forward", "bidirectional", "backward")
CONFIGS = [
    ModelConfig(units=5),
    ModelConfig(units=7, direction="forward"),
    ModelConfig(units=3, direction="backward", punctuation=True),
]
words = st.lists(st.sampled_from([*KNOWN, "zzz", "good."]), max_size=12).map(" ".join)


def compared(one, other, first=CONFIGS[0], second=CONFIGS[0], bias=0.25):
    return comparison(analysis_of(one, first), analysis_of(other, second, bias=bias))


@given(words, words, st.sampled_from(CONFIGS), st.sampled_from(CONFIGS), st.floats(-2, 2))
def test_biases_and_words_add_up_to_the_difference_of_the_verdicts(one, other, first, second, bias):
    found = compared(one, other, first, second, bias)
    assert abs(found.remainder) < 1e-5
    assert found.logit == found.second.ledger.logit - found.first.ledger.logit


@given(words, words)
def test_every_word_read_has_one_row_and_what_it_added_is_there(one, other):
    found = compared(one, other)
    for analysis, places in (
        (found.first, [row.before for row in found.rows]),
        (found.second, [row.after for row in found.rows]),
    ):
        assert [place for place in places if place >= 0] == list(range(len(analysis.encoded.words)))
    for i, row in enumerate(found.rows):
        for reader in ("forward", "backward"):
            before = getattr(found.first.ledger, reader)[row.before] if row.before >= 0 else 0
            after = getattr(found.second.ledger, reader)[row.after] if row.after >= 0 else 0
            assert getattr(found, reader)[i] == after - before


def test_the_readers_are_those_that_one_of_the_two_has():
    one, other = CONFIGS[1], CONFIGS[2]
    assert compared("good", "good", one, other).readers == ("forward", "backward")
    assert compared("good", "good", one, one).readers == ("forward",)


@pytest.mark.parametrize("first", CONFIGS)
@pytest.mark.parametrize("second", CONFIGS)
def test_the_answer_has_both_readings_and_what_differs(first, second):
    one, other = (random_analyzer(config.cell, config.direction) for config in (first, second))
    question = Question({"text": "it was good", "otherText": "was it slow"})
    answer = as_sent("compare", compare(Asked("one", one, question, ("other", other))))
    record = comparison(one.analyze("it was good"), other.analyze("was it slow"))
    both = (("one", one, record.first), ("other", other, record.second))
    for side, (name, analyzer, analysis) in zip(answer["sides"], both, strict=True):
        assert (side["model"], side["text"]) == (name, analysis.encoded.text)
        assert side["logit"] == analysis.ledger.logit
        for part in side["readers"].values():
            assert unpack(part["states"]).shape[0] == min(FEW_UNITS, analyzer.model.config.units)
    rows = zip(answer["before"], answer["after"], answer["kinds"], strict=True)
    assert list(rows) == [tuple(row) for row in record.rows]
    assert list(answer["added"]) == list(record.readers)
    for reader, added in answer["added"].items():
        assert unpack(added) == pytest.approx(getattr(record, reader))
    assert (answer["bias"], answer["logit"]) == (record.bias, record.logit)


def test_without_another_model_both_texts_are_read_by_one():
    analyzer = random_analyzer()
    question = Question({"text": "it was good", "otherText": "it was slow"})
    answer = as_sent("compare", compare(Asked("m", analyzer, question)))
    assert [side["model"] for side in answer["sides"]] == ["m", "m"]
    assert answer["bias"] == 0


@pytest.mark.parametrize("lanes", [True, False])
@pytest.mark.parametrize("directions", [DIRECTIONS[:2], DIRECTIONS[1:], DIRECTIONS[::2]])
def test_two_stages_have_their_rows_and_scales_in_common(directions, lanes):
    analyses = [
        analysis_of(text, ModelConfig(units=5, direction=direction))
        for text, direction in zip(("it was good", "slow " * 9), directions, strict=True)
    ]
    both = [figures.compare(*analyses, lanes=lanes)[i] for i in (0, 1)]
    layouts = [figure.layout for figure in both]
    rows = [[name for name in layout if name.startswith("yaxis")] for layout in layouts]
    assert rows[0] == rows[1]
    assert [layouts[0][row].domain for row in rows[0]] == [layouts[1][row].domain for row in rows[0]]
    (axis,) = {trace.yaxis for figure in both for trace in figure.data if trace.type == "scatter"}
    ranges = [layout[f"yaxis{axis[1:]}"].range for layout in layouts]
    assert ranges[0] == ranges[1]
    lines = [t.y for figure in both for t in figure.data if t.type == "scatter"]
    assert all(ranges[0][0] < line.min() <= line.max() < ranges[0][1] for line in lines)
    largest = max(
        np.abs(getattr(analysis.ledger, reader)).max()
        for analysis in analyses
        for reader in ("forward", "backward")
    )
    assert [layout.coloraxis2.cmax for layout in layouts] == [largest, largest]


def test_the_bars_are_the_differences_in_the_colour_of_their_sign():
    found = compared("the start was slow but lovely", "lovely was the start")
    above, below = figures.difference(found).data
    assert above.y.min() >= 0 > below.y.max()
    drawn = {
        int(x): (y, w) for bars in (above, below) for x, y, w in zip(bars.x, bars.y, bars.width, strict=True)
    }
    assert sorted(drawn) == list(range(1, len(found.rows) + 1))
    for x, (y, width) in drawn.items():
        assert y == pytest.approx(found.added[x - 1], abs=1e-6)
        assert (width > 0.5) == found.same[x - 1]
    for dark, palette in ((False, LIGHT), (True, DARK)):
        template = figures.difference(found, dark=dark).layout.template.data.bar
        colours = [palette.scale[-2], palette.scale[1]]
        assert [bar.marker.color for bar in template] == colours


def test_a_row_is_named_after_both_words():
    words = figures.difference(compared("it was good", "it is slow indeed")).layout.xaxis.ticktext
    assert list(words) == ["it", "was / is", "good / slow", "· / indeed"]


def test_every_ready_comparison_is_of_two_texts_or_of_one_under_two_models():
    for ready in READY:
        assert ("texts" in ready) != ("models" in ready)
        assert len(set(ready.get("texts", ("a", "b")))) == 2
        assert len(set(ready.get("models", ("a", "b")))) == 2


@pytest.mark.parametrize("texts", [COMPARE, EXPERIMENTS])
def test_texts_travel_as_json(texts):
    assert json.loads(json.dumps(texts)) == texts

"""Two readings side by side: a difference that adds up, one scale, a sentence that is true."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import KNOWN, analysis_of

from brnn import figures
from brnn.config import ModelConfig
from brnn.explain.experiments import comparison
from brnn.figures.colours import DARK, LIGHT
from brnn.text.numbers import signed
from brnn.ui.answers.compare import difference, sentence
from brnn.ui.texts import compare as said

TEXTS = [
    ("it was good", "it was slow"),
    ("it was good", "it was good"),
    ("it was good", ""),
    ("", "it was good"),
    ("the start was slow but lovely", "lovely was the start"),
    ("zzz " * 60, "zzz " * 10),
]
CONFIGS = [
    ModelConfig(units=5),
    ModelConfig(units=7, direction="forward"),
    ModelConfig(units=3, direction="backward", punctuation=True),
]
words = st.lists(st.sampled_from([*KNOWN, "zzz", "good."]), max_size=12).map(" ".join)


def compared(one, other, first=CONFIGS[0], second=CONFIGS[0], bias=0.25):
    return comparison(analysis_of(one, first), analysis_of(other, second, bias=bias))


def hundredths(printed: str) -> int:
    return round(float(printed.replace("−", "-")) * 100)


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


@pytest.mark.parametrize("configs", [(CONFIGS[0], CONFIGS[0]), (CONFIGS[1], CONFIGS[0])])
def test_two_stages_have_one_scale_of_evidence_and_one_of_what_words_added(configs):
    one, other = analysis_of("it was good", configs[0]), analysis_of("slow " * 9, configs[1])
    both = figures.compare(one, other)
    axes = [
        next(
            figure.layout[f"yaxis{trace.yaxis[1:]}"]
            for trace in figure.data
            if trace.type == "scatter"
        )
        for figure in both
    ]
    assert axes[0].range == axes[1].range
    assert axes[0].ticktext == axes[1].ticktext
    scales = [figure.layout.coloraxis2 for figure in both]
    assert scales[0] == scales[1]
    largest = max(
        np.abs(getattr(analysis.ledger, reader)).max(initial=0)
        for analysis in (one, other)
        for reader in ("forward", "backward")
    )
    assert (scales[0].cmin, scales[0].cmid, scales[0].cmax) == (-largest, 0, largest)
    low, high = axes[0].range
    for analysis in (one, other):
        evidence = analysis.ledger.forward_evidence
        assert low < evidence.min() <= evidence.max() < high


def test_the_bars_are_the_differences_in_the_colour_of_their_sign():
    found = compared("the start was slow but lovely", "lovely was the start")
    above, below = figures.difference(found).data
    assert above.y.min() >= 0 > below.y.max()
    drawn = {
        int(x): (y, w)
        for bars in (above, below)
        for x, y, w in zip(bars.x, bars.y, bars.width, strict=True)
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
    found = compared("it was good", "it is slow indeed")
    assert figures.row_names(found) == ["it", "was / is", "good / slow", "· / indeed"]


@pytest.mark.parametrize(("one", "other"), TEXTS)
@pytest.mark.parametrize("first", CONFIGS)
def test_the_part_is_plain_json_and_its_sum_is_that_of_the_printed_verdicts(one, other, first):
    found = compared(one, other, first, CONFIGS[0], 0.5)
    part = difference(found)
    json.dumps(part, allow_nan=False)
    terms, total = part["sum"]["terms"], part["sum"]["total"]["value"]
    assert sum(hundredths(term["value"]) for term in terms) == hundredths(total)
    verdicts = [hundredths(signed(side.ledger.logit)) for side in (found.first, found.second)]
    assert hundredths(total) == verdicts[1] - verdicts[0]
    expected = {
        "same": found.added[found.same].sum(),
        "other": found.added[~found.same].sum(),
        "bias": found.bias,
    }
    for term in terms:  # what rounding leaves over is a hundredth or two, not a term
        (name,) = (name for name in expected if said.TERMS[name] == term["name"])
        assert hundredths(term["value"]) / 100 == pytest.approx(expected[name], abs=0.0201)
    assert len(part["words"]) == len(found.rows)


def test_nothing_on_either_side_says_so():
    part = difference(compared("", "?!"))
    assert part == {"state": "empty", "note": said.NOTHING_DIFFERENT}


@given(words, words, st.floats(-3, 3))
def test_the_sentence_says_what_is_in_the_record(one, other, bias):
    found = compared(one, other, bias=bias)
    said_of_it = sentence(found)
    first, second = (side.verdict.label for side in (found.first, found.second))
    if first != second:
        assert said_of_it.startswith(f"A says {first}, B says {second}: ")
    else:
        assert said_of_it.startswith(f"Both say {first}")
        gap = round(found.second.ledger.logit, 2) - round(found.first.ledger.logit, 2)
        if abs(gap) > 0.005:
            assert (
                f"log-odds {'more' if (gap > 0) == (first == 'positive') else 'less'}."
                in said_of_it
            )
    if " at “" in said_of_it or " where " in said_of_it:
        gap = round(found.second.ledger.logit, 2) - round(found.first.ledger.logit, 2)
        row = found.rows[int((found.added * np.sign(gap)).argmax())]
        for side, place in ((found.first, row.before), (found.second, row.after)):
            if place >= 0:
                added = side.ledger.forward[place] + side.ledger.backward[place]
                assert f"\u2068{side.encoded.words[place]}\u2069" in said_of_it
                assert signed(added) in said_of_it


def test_the_same_reading_twice_is_alike():
    assert sentence(compared("it was good", "it was good")).endswith("with the same log-odds.")


def test_every_ready_comparison_is_of_two_texts_or_of_one_under_two_models():
    for ready in said.READY:
        assert ("texts" in ready) != ("models" in ready)
        assert len(set(ready.get("texts", ("a", "b")))) == 2
        assert all(one != other for one, other in ready.get("models", []))


def test_what_the_page_is_given_has_names_for_keys():
    from brnn.ui.texts.experiments import EXPERIMENTS

    for texts in (said.COMPARE, EXPERIMENTS):
        assert json.loads(json.dumps(texts)) == texts


@pytest.mark.parametrize("lanes", [True, False])
@pytest.mark.parametrize("directions", [("forward", "bidirectional"), ("forward", "backward")])
def test_rows_stand_side_by_side_whatever_readers_there_are(directions, lanes):
    analyses = [analysis_of("it was good", ModelConfig(units=5, direction=d)) for d in directions]
    places: list[dict[str, float]] = []
    for figure in figures.compare(*analyses, lanes=lanes):
        named = [note for note in figure.layout.annotations if note.name]
        places.append({note.name: note.y for note in named})
        tops = sorted(
            figure.layout[f"yaxis{i or ''}"].domain[1] for i in (0, *range(2, len(named) + 1))
        )
        assert tops == sorted(note.y for note in named)
    shared = places[0].keys() & places[1].keys()
    assert "evidence" in shared
    assert all(places[0][name] == places[1][name] for name in shared)
    everywhere = [y for row in places for y in row.values()]
    assert len(set(everywhere)) == len(places[0].keys() | places[1].keys())

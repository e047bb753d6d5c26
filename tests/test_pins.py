"""What is pinned and what is edited: answers are the record's own numbers."""

from __future__ import annotations

import json

import numpy as np
import pytest
from measured import measured_analyzer
from oracle import KINDS, random_analyzer
from sent import as_sent

from brnn import figures
from brnn.explain.experiments.edits import edits
from brnn.model.network import Network
from brnn.ui.answers.edit import edit, edited
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.answers.unit import unit
from brnn.ui.answers.word import gradients, occlusion, word
from brnn.ui.protocol import unpack

TEXT = "a slow start but the film was very good"


def ask(answer, analyzer, **entries) -> dict:
    return as_sent(answer.__name__, answer(Asked("m", analyzer, Question(entries))))


def readers(kind) -> list[str]:
    return [name for name in ("forward", "backward") if kind[1] in (name, "bidirectional")]


# A word


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_the_effect_of_a_word_is_the_text_with_it_less_the_text_without_it(kind, place):
    analyzer = random_analyzer(*kind)
    words = TEXT.split()
    with_it = analyzer.analyze(TEXT).ledger
    without = analyzer.analyze(" ".join(words[:place] + words[place + 1 :])).ledger
    found = ask(word, analyzer, text=TEXT, word=place)
    assert list(found["effect"]) == readers(kind)
    for reader in readers(kind):
        effect = getattr(with_it, f"{reader}_total") - getattr(without, f"{reader}_total")
        assert found["effect"][reader] == pytest.approx(effect, abs=1e-5)
    assert found["of_logit"] == pytest.approx(with_it.logit - without.logit, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_effects_of_all_words_are_those_of_each(kind):
    analyzer = random_analyzer(*kind)
    found = ask(occlusion, analyzer, text=TEXT)["readers"]
    assert list(found) == readers(kind)
    each = [ask(word, analyzer, text=TEXT, word=place)["effect"] for place in range(9)]
    for reader, part in found.items():
        assert unpack(part["words"]) == pytest.approx([effect[reader] for effect in each], abs=1e-6)


def test_nothing_to_read_has_no_effects():
    found = ask(occlusion, random_analyzer("gru"), text="?!")["readers"]
    assert unpack(found["backward"]["words"]).shape == (0,)


@pytest.mark.parametrize("kind", KINDS)
def test_the_strongest_units_of_a_word_are_those_furthest_from_zero(kind):
    analyzer = random_analyzer(*kind)
    reading = analyzer.analyze(TEXT).reading
    found = ask(word, analyzer, text=TEXT, word=3)["strongest"]
    assert list(found) == readers(kind)
    for reader, units in found.items():
        states = getattr(reading, reader)[3]
        shown = [entry["unit"] for entry in units]
        assert np.abs(states[shown]).min() >= np.delete(np.abs(states), shown).max()
        assert [entry["state"] for entry in units] == states[shown].tolist()


def test_the_only_word_can_be_pinned():
    assert ask(word, random_analyzer("gru"), text="good", word=0)["kind"] == "word"


@pytest.mark.parametrize(
    "entries",
    [
        {"text": "", "word": 0},
        {"text": "?!", "word": 0},
        {"text": TEXT, "word": 9},
        {"text": TEXT, "word": -1},
        {"text": TEXT, "word": True},
        {"text": TEXT, "word": "0"},
        {"text": TEXT},
        {"text": 3, "word": 0},
    ],
)
def test_a_word_that_is_not_there_is_a_bad_question(entries):
    with pytest.raises(BadQuestion):
        ask(word, random_analyzer("gru"), **entries)


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_of_all_words_add_up_to_their_shift_but_for_the_gap(kind):
    analyzer = random_analyzer(*kind)
    found = ask(gradients, analyzer, text=TEXT)
    assert list(found["readers"]) == readers(kind)
    assert found["complete"]
    record = analyzer.gradients(TEXT)
    network = Network.of(analyzer.model)
    zeros = np.zeros((1, len(analyzer.analyze(TEXT).encoded.words), analyzer.model.config.embedding_size))
    at_zero = network.head(network.final_states(zeros.astype(np.float32), None))
    assert found["baseline_logit"] == pytest.approx(float(at_zero[0, 0]), abs=1e-5)
    for reader, part in found["readers"].items():
        words = unpack(part["words"])
        np.testing.assert_array_equal(words, getattr(record, reader).astype(np.float32))
        assert words.sum() == pytest.approx(part["shift"] - part["gap"], abs=1e-5)
        assert part["steps"] == 32


def test_nothing_to_read_has_no_gradients():
    found = ask(gradients, random_analyzer("gru"), text="")
    assert unpack(found["readers"]["forward"]["words"]).shape == (0,)


# A unit


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_has_the_numbers_of_the_record(kind):
    analyzer = measured_analyzer(*kind)
    analysis = analyzer.analyze(TEXT)
    ranking = analyzer.units(analysis).ranking
    for reader in readers(kind):
        for place in range(6):
            record = analyzer.unit(analysis, reader, place)
            found = ask(unit, analyzer, text=TEXT, reader=reader, unit=place)
            np.testing.assert_array_equal(unpack(found["states"]), record.memory)
            assert (found["weight"], found["total"]) == (record.weight, record.total)
            ranked = ranking[found["rank"] - 1]
            assert (ranked.reader, ranked.unit, found["units"]) == (reader, place, len(ranking))
            statistics = found["statistics"]
            assert statistics["reviews"] == record.sampled_reviews
            for side in ("rises", "falls"):
                shown = [(m["word"], m["change"], m["times"]) for m in statistics[side]]
                movers = getattr(record, side)[:3]
                assert shown == [(mover.word, mover.change, mover.times) for mover in movers]
            np.testing.assert_array_equal(unpack(statistics["counts"]), record.histogram)
            np.testing.assert_array_equal(unpack(statistics["edges"]), record.edges)


def test_the_mean_of_a_label_weighs_the_bins_by_their_reviews():
    analyzer = measured_analyzer("gru")
    record = analyzer.unit(TEXT, "forward", 0)
    means = ask(unit, analyzer, text=TEXT, reader="forward", unit=0)["statistics"]["means"]
    middles = (record.edges[1:] + record.edges[:-1]) / 2
    assert means == pytest.approx(
        [np.repeat(middles, counts).mean() for counts in record.histogram], abs=1e-5
    )


def test_the_histogram_shows_the_shares_of_both_labels_on_two_sides_of_a_line():
    analyzer = measured_analyzer("gru")
    record = analyzer.unit(TEXT, "backward", 2)
    figure = figures.unit(record)
    positive, negative, here = figure.data
    shares = record.histogram / record.histogram.sum(axis=1, keepdims=True)
    assert positive.y == pytest.approx(shares[1], abs=1e-6)
    assert negative.y == pytest.approx(-shares[0], abs=1e-6)
    assert positive.customdata.tolist() == record.histogram[1].tolist()
    assert set(here.x) == {float(record.memory[0])}
    middles = (record.edges[1:] + record.edges[:-1]) / 2
    assert positive.x == pytest.approx(middles)
    bins = positive.xbins
    places = (positive.x - bins.start) / bins.size
    assert np.floor(places).astype(int).tolist() == list(range(len(middles)))


def test_the_colours_of_the_histogram_come_from_the_template_alone():
    record = measured_analyzer("gru").unit(TEXT, "forward", 0)
    plain = json.loads(figures.unit(record).to_json())
    assert all("marker" not in trace for trace in plain["data"])
    light, dark = (figures.template(dark=dark)["data"]["histogram"] for dark in (False, True))
    assert light[0]["marker"]["color"] != light[1]["marker"]["color"]
    assert light[0]["marker"]["color"] != dark[0]["marker"]["color"]


def test_a_model_without_statistics_sends_none():
    found = ask(unit, random_analyzer("gru"), text=TEXT, reader="forward", unit=1)
    assert found["statistics"] is None
    assert unpack(found["states"]).shape == (9,)


def test_a_unit_of_a_text_with_nothing_to_read_adds_nothing():
    found = ask(unit, measured_analyzer("gru"), text="", reader="backward", unit=0)
    assert unpack(found["states"]).shape == (0,)
    assert found["total"] == 0


@pytest.mark.parametrize(
    "entries",
    [
        {"reader": "forward", "unit": 6},
        {"reader": "forward", "unit": -1},
        {"reader": "forward", "unit": 0.0},
        {"reader": "backward", "unit": 0},
        {"reader": "sideways", "unit": 0},
        {"reader": ["forward"], "unit": 0},
        {"unit": 0},
    ],
)
def test_a_unit_that_is_not_there_is_a_bad_question(entries):
    with pytest.raises(BadQuestion):
        ask(unit, measured_analyzer("gru", "forward"), text=TEXT, **entries)


# An edit


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_has_the_numbers_of_the_record_at_the_words_of_the_new_text(kind):
    analyzer = random_analyzer(*kind)
    after = TEXT.replace("start but", "plot and")
    record = analyzer.edits(TEXT, after)
    found = ask(edit, analyzer, before=TEXT, after=after)
    assert found["words"] == [
        {"kind": "replaced", "before": "start", "after": "plot"},
        {"kind": "replaced", "before": "but", "after": "and"},
    ]
    assert found["span"] == [2, 4]
    assert found["logit_shift"] == record.logit_shift
    assert found["logit"] == analyzer.analyze(after).verdict.logit
    assert list(found["readers"]) == readers(kind)
    for reader, part in found["readers"].items():
        assert part["shift"] == getattr(record, f"{reader}_shift")
        change = unpack(part["change"])
        np.testing.assert_allclose(change, getattr(record, f"{reader}_change"), rtol=1e-6)
        assert not change[slice(0, 2) if reader == "forward" else slice(4, 9)].any()
        assert part["same"]


def test_a_deleted_word_leaves_a_seam_and_an_inserted_one_is_new():
    analyzer = random_analyzer("gru")
    shorter = TEXT.replace("slow ", "")
    gone = ask(edit, analyzer, before=TEXT, after=shorter)
    assert gone["words"] == [{"kind": "deleted", "before": "slow", "after": None}]
    assert gone["span"] == [1, 1]
    assert not np.isnan(unpack(gone["readers"]["forward"]["change"])).any()
    back = ask(edit, analyzer, before=shorter, after=TEXT)
    assert back["words"] == [{"kind": "inserted", "before": None, "after": "slow"}]
    assert back["span"] == [1, 2]
    for part in back["readers"].values():
        assert np.flatnonzero(np.isnan(unpack(part["change"]))).tolist() == [1]


def test_before_the_first_word_no_state_is_the_same():
    found = ask(edit, random_analyzer("gru"), before=TEXT, after="the" + TEXT[1:])
    assert not found["readers"]["forward"]["same"]
    assert found["readers"]["backward"]["same"]


def test_what_differs_in_its_last_bit_is_not_the_same():
    record = edits(*map(random_analyzer("gru").analyze, (TEXT, TEXT.replace("slow", "dull"))))
    moved = record.forward_change.copy()
    moved[0] = 1e-9
    object.__setattr__(record, "forward_change", moved)
    found = edited(record, ["forward", "backward"], 400)["readers"]
    assert not found["forward"]["same"]
    assert found["backward"]["same"]


def test_an_edit_that_the_model_cannot_see_changes_nothing():
    found = ask(edit, random_analyzer("gru"), before="a zzz film", after="a qqq film")
    assert found["span"] is None
    assert [row["after"] for row in found["words"]] == ["qqq"]
    assert not unpack(found["readers"]["forward"]["change"]).any()


@pytest.mark.parametrize(("before", "after"), [("", "good"), ("good", ""), ("", ""), ("?", "!")])
def test_edits_from_and_to_nothing_are_answered(before, after):
    found = ask(edit, random_analyzer("gru"), before=before, after=after)
    assert len(unpack(found["readers"]["forward"]["change"])) == len(after) // 4


def test_an_edit_that_moves_what_is_read_says_which_words_moved():
    analyzer = random_analyzer("gru", max_words=4)
    found = ask(edit, analyzer, before="a film was good", after="a film was very good")
    assert found["max_words"] == 4
    assert found["words"] == [
        {"kind": "moved out", "before": "a", "after": None},
        {"kind": "inserted", "before": None, "after": "very"},
    ]
    assert len(unpack(found["readers"]["forward"]["change"])) == 4


@pytest.mark.parametrize("entries", [{"before": 1, "after": ""}, {"before": "", "after": None}])
def test_an_edit_of_what_is_no_text_is_a_bad_question(entries):
    with pytest.raises(BadQuestion):
        ask(edit, random_analyzer("gru"), **entries)

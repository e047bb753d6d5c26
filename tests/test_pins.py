"""What is pinned and what is edited: answers have the record's numbers and claim no more."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from measured import measured_analyzer
from oracle import KINDS, random_analyzer

from brnn import figures
from brnn.explain.experiments import edits
from brnn.text.numbers import add_up, signed
from brnn.ui.answers.edit import cone, edit, sentence
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.answers.unit import unit
from brnn.ui.answers.word import word
from brnn.ui.texts import pins

TEXT = "a slow start but the film was very good"
ARROWS = {"forward": "→", "backward": "←"}


def ask(answer, analyzer, **entries) -> dict:
    """The answer as it goes out: JSON."""
    return json.loads(json.dumps(answer(Asked("m", analyzer, Question(entries)))))


def readers(kind) -> list[str]:
    return [name for name in ("forward", "backward") if kind[1] in (name, "bidirectional")]


# A word


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_a_word_gets_what_the_methods_say_of_it_and_the_terms_add_up(kind, place):
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze(TEXT)
    found = ask(word, analyzer, text=TEXT, word=place)
    occlusion, gradients = analyzer.occlusion(analysis), analyzer.gradients(analysis)
    for name, record in (("lost", occlusion), ("gradients", gradients)):
        values = [float(getattr(record, reader)[place]) for reader in readers(kind)]
        total = float(occlusion.logit[place]) if name == "lost" else sum(values)
        printed, whole = add_up(values, total)
        terms = [(ARROWS[r], value) for r, value in zip(readers(kind), printed, strict=True)]
        terms += [("=", whole)] if len(values) > 1 else []
        assert [(term["arrow"], term["value"]) for term in found[name]["terms"]] == terms


@pytest.mark.parametrize("kind", KINDS)
def test_the_memories_of_a_word_are_its_strongest_units_counted_from_zero(kind):
    analyzer = random_analyzer(*kind)
    reading = analyzer.analyze(TEXT).reading
    found = ask(word, analyzer, text=TEXT, word=3)["memories"]
    assert [memory["reader"] for memory in found] == readers(kind)
    for memory in found:
        values = getattr(reading, memory["reader"])[3]
        shown = [entry["unit"] for entry in memory["units"]]
        assert np.abs(values[shown]).min() >= np.delete(np.abs(values), shown).max()
        assert [entry["value"] for entry in memory["units"]] == [
            signed(float(values[place])) for place in shown
        ]
        assert f"Unit {shown[0] + 1} of the" in memory["units"][0]["title"]


def test_the_title_of_the_gradients_names_baseline_steps_and_gap():
    found = ask(word, random_analyzer("gru"), text=TEXT, word=0)["gradients"]
    assert "zero" in found["title"]
    assert "32 steps" in found["title"]
    assert re.search(r"lack \S+ of what they should add up to", found["title"])
    assert found["note"] == ""


def test_the_only_word_can_be_pinned():
    found = ask(word, random_analyzer("gru"), text="good", word=0)
    assert len(found["lost"]["terms"]) == 3


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
            assert found["memory"] == record.memory.tolist()
            assert found["total"]["value"] == signed(record.total)
            last = float(record.memory[-1 if reader == "forward" else 0])
            assert found["total"]["sum"] == pins.UNIT_SUM.format(
                memory=signed(last), weight=signed(record.weight)
            )
            rank = [(total.reader, total.unit) for total in ranking].index((reader, place))
            assert f"place {rank + 1} of {len(ranking)}" in found["total"]["rank"]
            for side in ("rises", "falls"):
                movers = getattr(record, side)[:3]
                shown = [(m["word"], m["change"]) for m in found["movers"][side]["words"]]
                names = [(mover.word, signed(mover.change)) for mover in movers]
                assert shown == (names or [(pins.NO_MOVERS, "")])
            assert f"{record.histogram.sum():,} test reviews" in found["histogram"]["name"]


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
    plain = json.loads(figures.unit(record, bare=True).to_json())
    assert all("marker" not in trace for trace in plain["data"])
    light, dark = (figures.template(dark=dark)["data"]["histogram"] for dark in (False, True))
    assert light[0]["marker"]["color"] != light[1]["marker"]["color"]
    assert light[0]["marker"]["color"] != dark[0]["marker"]["color"]


def test_a_model_without_statistics_says_so_and_shows_the_rest():
    analyzer = random_analyzer("gru")
    found = ask(unit, analyzer, text=TEXT, reader="forward", unit=1)
    assert found["missing"] == pins.NO_STATISTICS
    assert "movers" not in found
    assert len(found["memory"]) == 9
    assert re.fullmatch(r"[+−]?\d\.\d\d", found["total"]["value"])


def test_a_unit_of_a_text_with_nothing_to_read_holds_nothing():
    found = ask(unit, measured_analyzer("gru"), text="", reader="backward", unit=0)
    assert found["memory"] == []
    assert found["total"]["value"] == "0.00"


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
def test_the_sentence_of_an_edit_has_the_shifts_and_calls_the_same_what_is_the_same(kind):
    analyzer = random_analyzer(*kind)
    after = TEXT.replace("slow", "dull")
    record = analyzer.edits(TEXT, after)
    found = ask(edit, analyzer, before=TEXT, after=after)
    said = found["sentence"].replace("\u2068", "").replace("\u2069", "")
    assert said.startswith("Replacing “slow” by “dull” moves the ")
    shifts = [getattr(record, f"{reader}_shift") for reader in readers(kind)]
    printed, _ = add_up(shifts, record.logit_shift)
    for reader, shift in zip(readers(kind), printed, strict=True):
        assert f"the {reader} reader by {shift}" in said
    assert ("before it the forward memories" in said) == ("forward" in readers(kind))
    assert ("after it the backward memories" in said) == ("backward" in readers(kind))
    assert said.endswith("are the same bit for bit.")


@pytest.mark.parametrize("kind", KINDS)
def test_the_cone_has_a_share_for_each_word_and_none_where_the_memory_is_the_same(kind):
    analyzer = random_analyzer(*kind)
    after = TEXT.replace("start but", "plot and")
    record = analyzer.edits(TEXT, after)
    found = ask(edit, analyzer, before=TEXT, after=after)
    assert found["span"] == [2, 4]
    assert sorted(found["changed"]) == sorted(readers(kind))
    largest = max(getattr(record, f"{reader}_change").max() for reader in readers(kind))
    for reader in readers(kind):
        shares = found["changed"][reader]
        change = getattr(record, f"{reader}_change")
        assert shares == pytest.approx(change / largest, abs=1e-4)
        untouched = slice(0, 2) if reader == "forward" else slice(4, 9)
        assert not any(shares[untouched])


def test_a_deleted_word_leaves_a_seam_and_a_word_put_in_is_new():
    analyzer = random_analyzer("gru")
    shorter = TEXT.replace("slow ", "")
    gone = ask(edit, analyzer, before=TEXT, after=shorter)
    assert gone["span"] == [1, 1]
    assert len(gone["changed"]["forward"]) == 8
    assert "Deleting “" in gone["sentence"]
    back = ask(edit, analyzer, before=shorter, after=TEXT)
    assert back["span"] == [1, 2]
    assert back["changed"]["forward"][1] == back["changed"]["backward"][1] == 1
    assert "Putting in “" in back["sentence"]


def test_the_first_word_has_nothing_before_it():
    said = ask(edit, random_analyzer("gru"), before=TEXT, after="the" + TEXT[1:])["sentence"]
    assert "forward memories" not in said
    assert "after it the backward memories are the same bit for bit" in said


def test_what_is_not_the_same_bit_for_bit_is_not_called_so():
    record = edits(*map(random_analyzer("gru").analyze, (TEXT, TEXT.replace("slow", "dull"))))
    moved = record.forward_change.copy()
    moved[0] = 1e-9
    object.__setattr__(record, "forward_change", moved)
    said = sentence(record, ["forward", "backward"], 400)
    assert "forward memories" not in said
    assert "after it the backward memories" in said


def test_an_edit_that_the_model_cannot_see_changes_nothing():
    analyzer = random_analyzer("gru")
    found = ask(edit, analyzer, before="a zzz film", after="a qqq film")
    assert "changes nothing" in found["sentence"]
    assert found["span"] is None
    assert found["rim"] == ""
    assert not any(found["changed"]["forward"])


@pytest.mark.parametrize(("before", "after"), [("", "good"), ("good", ""), ("", ""), ("?", "!")])
def test_edits_from_and_to_nothing_are_answered(before, after):
    found = ask(edit, random_analyzer("gru"), before=before, after=after)
    assert found["sentence"].endswith(".")
    assert len(found["changed"]["forward"]) == len(after) // 4


def test_several_words_are_counted():
    found = ask(edit, random_analyzer("gru"), before=TEXT, after=TEXT.replace("slow start", "dull"))
    assert found["sentence"].startswith("This edit of 2 words moves ")


def test_an_edit_that_moves_what_is_read_says_so():
    analyzer = random_analyzer("gru", max_words=4)
    before, after = "a film was good", "a film was very good"
    found = ask(edit, analyzer, before=before, after=after)
    assert "up to 4 words, so the edit also moved what is read" in found["sentence"]
    assert len(cone(analyzer.edits(before, after), ["forward"])["changed"]["forward"]) == 4


@pytest.mark.parametrize("entries", [{"before": 1, "after": ""}, {"before": "", "after": None}])
def test_an_edit_of_what_is_no_text_is_a_bad_question(entries):
    with pytest.raises(BadQuestion):
        ask(edit, random_analyzer("gru"), **entries)

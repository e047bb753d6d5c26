"""The lesson: short words, claims that the shipped models bear out, and the models' own numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from measured import measured_analyzer
from oracle import random_model
from sent import as_sent

from brnn.explain.guessing import Guesser
from brnn.ui.answers.guess import guess
from brnn.ui.answers.lesson import lesson
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.answers.reading import FEW_UNITS, reading
from brnn.ui.protocol import unpack
from brnn.ui.texts.lesson import GLOSSARY, STEPS

TEXT = "a slow start but a lovely film"
SHOWN = ("reading", "reach", "equation", "mirror", "guess", "ladder")
READERS = ("forward", "backward")
HEADS, FIGURES = ("past", "both", "future"), ("top1", "top5", "perplexity")


def ask(shows: str, analyzer=None, folder=None, guesser=None, **question) -> dict:
    chosen = {} if shows == "guess" else {"word": -1, "unit": -1}
    entries = Question.of({"shows": shows, "text": TEXT} | chosen | question)
    sources = [str(folder)] if folder else []
    asked = Asked("mine", analyzer or measured_analyzer(), entries, None, sources, guesser)
    return as_sent("lesson", lesson(asked))


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return Guesser(random_model("gru", task="guess"))


# What it says


def test_every_step_has_few_words_and_something_to_show():
    assert len({step["title"] for step in STEPS}) == len(STEPS) == 10
    for step in STEPS:
        words = " ".join(step["words"]).split()
        assert 40 <= len(words) <= 85
        assert len(step["words"]) == 3
        assert step["shows"] in SHOWN
        assert step["examples"] or step["shows"] == "ladder"


def test_what_is_repeated_beside_a_figure_is_said_above_it_and_fits_a_line():
    for step in STEPS[:-1]:
        assert step["look"] in " ".join(step["words"])
        assert len(step["look"]) <= 85


def test_one_reader_is_shown_until_the_second_is_introduced():
    second = [step["title"] for step in STEPS].index("A second reader knows what comes next")
    for number, step in enumerate(STEPS):
        assert step.get("readers") == (["forward"] if number < second else None)
        told = " ".join([step["title"], *step["words"]])
        assert number >= second or not {"second", "backward", "both", "two"} & set(told.lower().split())
        assert number >= second or "sum" not in step  # one reader of two gives no verdict


def test_the_glossary_explains_what_the_lesson_says_without_explaining_it():
    terms = " ".join(term for term, _ in GLOSSARY).lower()
    told = " ".join(" ".join(step["words"]) for step in STEPS).lower()
    for word in ("unit", "gradient", "gate", "logit", "log-odds", "sigmoid", "bias", "evidence", "cell"):
        assert word in terms, word
        assert word in told, word
    assert all(meaning.endswith(".") for _, meaning in GLOSSARY)


# What it shows


@pytest.mark.parametrize("direction", ["bidirectional", "forward", "backward"])
@pytest.mark.parametrize("cell", ["simple", "gru"])
@pytest.mark.parametrize("text", [TEXT, "film", "zzz", ""])
def test_everything_is_answered_for_every_kind_of_model_and_text(tmp_path, guesser, cell, direction, text):
    analyzer = measured_analyzer(cell, direction)
    for shows in SHOWN:
        found = ask(shows, analyzer, tmp_path, guesser, text=text)
        assert (found["reading"] is None) == (shows in ("ladder", "guess"))


def test_the_reading_is_that_of_read():
    analyzer = measured_analyzer()
    expected = as_sent("read", reading(analyzer, analyzer.analyze(TEXT), "mine"))
    assert ask("mirror")["reading"] == expected


def test_what_nobody_asks_for_is_not_there():
    found = ask("reading")
    assert [name for name, part in found.items() if part is not None] == ["kind", "reading"]
    assert ask("else", word="x") == found


@pytest.mark.parametrize("entry", [{"word": "1"}, {"unit": 99}, {"unit": 1.5}])
def test_a_unit_that_there_is_not_is_refused(entry):
    with pytest.raises(BadQuestion):
        ask("equation", **entry)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("word", [0, 3, 6])
def test_the_equation_gives_the_state_that_the_network_holds(reader, word):
    analyzer = measured_analyzer()
    analysis = analyzer.analyze(TEXT)
    for unit in range(analyzer.model.config.units):
        found = ask("equation", word=word, unit=unit, reader=reader)["equation"]
        assert (found["reader"], found["word"], found["unit"]) == (reader, word, unit)
        assert found["memory"] == float(getattr(analysis.reading, reader)[word, unit])
        total = found["from_word"] + found["from_memory"] + found["bias"]
        assert math.tanh(total) == pytest.approx(found["memory"], abs=1e-6)
        first = word == (0 if reader == "forward" else len(analysis.encoded.words) - 1)
        assert (found["from_memory"] == 0) == first


@pytest.mark.parametrize(
    ("cell", "reader", "word", "unit"),
    [
        ("gru", "forward", 0, 0),
        ("simple", "forward", 7, 0),
        ("simple", "forward", -1, 0),
        ("simple", "backward", 0, 6),
        ("simple", "backward", 0, -1),
    ],
)
def test_there_is_no_equation_of_what_is_not_there(cell, reader, word, unit):
    with pytest.raises(ValueError, match=r"equation|no unit"):
        measured_analyzer(cell).equation(TEXT, reader, word, unit)


def test_without_a_choice_the_equation_is_of_the_strongest_word_and_unit_that_are_drawn():
    analyzer = measured_analyzer(units=3 * FEW_UNITS)
    analysis = analyzer.analyze(TEXT)
    assert ask("equation", analyzer)["equation"]["word"] == int(np.abs(analysis.ledger.forward).argmax())
    for word, units in enumerate(np.abs(analyzer.units(analysis).forward)):
        answer = ask("equation", analyzer, word=word)
        drawn = answer["reading"]["readers"]["forward"]["rows"]
        assert len(drawn) == FEW_UNITS
        assert answer["equation"]["unit"] == drawn[units[drawn].argmax()]


def test_a_cell_with_gates_has_no_single_equation():
    assert ask("equation", measured_analyzer("gru"))["equation"] is None


def test_the_reach_is_that_of_the_record():
    record = measured_analyzer().reach(TEXT)
    found = ask("reach")["reach"]
    for reader in READERS:
        slopes = unpack(found[reader]["slopes"])
        assert slopes == pytest.approx(getattr(record, reader), rel=1e-6)
        assert found[reader]["half"] == getattr(record, f"{reader}_half_reach")


@pytest.mark.parametrize("direction", ["bidirectional", *READERS])
def test_the_mirror_image_is_the_same_reading_turned_round(direction):
    found = ask("mirror", measured_analyzer("simple", direction))
    own, image = found["reading"], found["mirror"]["reading"]
    typed = [answer["text"].split() for answer in (own, image)]
    assert typed[1] == typed[0][::-1]
    assert image["logit"] == pytest.approx(own["logit"], abs=1e-5)
    other = {"forward": "backward", "backward": "forward"}
    assert set(image["readers"]) == {other[reader] for reader in own["readers"]}
    for reader, part in own["readers"].items():
        turned = image["readers"][other[reader]]
        assert turned["rows"] == part["rows"]  # the same units, so that the picture is turned round, too
        assert turned["mean"] == part["mean"]
        mirrored = unpack(image["readers"][other[reader]]["evidence"])[::-1]
        assert mirrored == pytest.approx(unpack(part["evidence"]), abs=1e-5)
    assert 0 <= found["mirror"]["state_gap"] < 1e-5


def test_the_guesses_are_those_of_the_guess_page(guesser):
    asked = Asked("mine", measured_analyzer(), Question({"text": TEXT, "word": 2}), guesser=guesser)
    found = ask("guess", guesser=guesser, word=2)
    assert found["guess"] == as_sent("guess", guess(asked))
    assert found["guess"]["chosen"]["word"] == 2


def test_without_a_model_that_guesses_the_step_says_so():
    with pytest.raises(BadQuestion, match="no model that guesses words"):
        ask("guess")


def test_what_directions_are_worth_for_a_word_comes_from_the_metrics(tmp_path, guesser):
    assert ask("ladder", folder=tmp_path)["directions"] is None
    unknown = ask("ladder", folder=tmp_path, guesser=guesser)["directions"]
    assert unknown == {"n": None, "rows": dict.fromkeys(HEADS, dict.fromkeys(FIGURES))}
    rows = {
        head: {"all": {"n": 90} | {figure: 10.0 * row + place for place, figure in enumerate(FIGURES)}}
        for row, head in enumerate(HEADS)
    }
    measured = replace(guesser.model, metrics={"guesses": {"rows": rows}})
    found = ask("ladder", folder=tmp_path, guesser=Guesser(measured))["directions"]
    assert found["n"] == 90
    assert found["rows"] == {head: {f: rows[head]["all"][f] for f in FIGURES} for head in HEADS}

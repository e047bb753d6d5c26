"""The lesson: short words, and live examples whose numbers are the model's own."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from measured import measured_analyzer

from brnn.text.numbers import signed
from brnn.ui import texts as page_texts
from brnn.ui.answers.lesson import lesson
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.texts import lesson as texts

TEXT = "a slow start but a lovely film"
APPLE = ("I liked the plot, it was great", "I liked the plot, it was dull")


def ask(step: int, analyzer=None, folder=None, **question) -> dict:
    entries = {"step": step, "text": TEXT, "word": -1, "unit": -1, "mirrored": 0, "against": ""}
    entries["width"] = 700
    found = Asked(
        "mine", analyzer or measured_analyzer(), Question.of(entries | question), None, folder
    )
    return json.loads(json.dumps(lesson(found), allow_nan=False))


def printed(value: str) -> float:
    return float(value.split()[-1].replace("−", "-"))


def test_there_are_eight_steps_of_at_most_ninety_words_and_each_has_something_to_read():
    assert len(texts.STEPS) == 8
    for step in texts.STEPS:
        assert 40 <= len(step["words"].split()) <= 90
        assert step["examples"] or step is texts.STEPS[-1]


@pytest.mark.parametrize("direction", ["bidirectional", "forward", "backward"])
@pytest.mark.parametrize("cell", ["simple", "gru"])
@pytest.mark.parametrize("text", [TEXT, "film", "zzz", ""])
def test_every_step_answers_for_every_kind_of_model_and_text(tmp_path, cell, direction, text):
    analyzer = measured_analyzer(cell, direction)
    for step in range(1, 9):
        for mirrored in (0, 1):
            found = ask(step, analyzer, tmp_path, text=text, mirrored=mirrored)
            assert found["state"] == "lesson"


@pytest.mark.parametrize("step", [0, 9, -1, "1", None, 1.5])
def test_there_is_no_other_step(step):
    with pytest.raises(BadQuestion):
        ask(step)


@pytest.mark.parametrize("reader", ["forward", "backward"])
@pytest.mark.parametrize("word", [0, 3, 6])
def test_the_equation_gives_the_memory_that_the_network_holds(reader, word):
    analyzer = measured_analyzer()
    analysis = analyzer.analyze(TEXT)
    for unit in range(analyzer.model.config.units):
        found = analyzer.equation(analysis, reader, word, unit)
        assert found.memory == getattr(analysis.reading, reader)[word, unit]
        assert abs(found.remainder) < 1e-6
        first = word == (0 if reader == "forward" else len(analysis.encoded.words) - 1)
        assert (found.from_memory == 0) == first


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


def test_the_printed_equation_adds_up_and_ends_at_the_memory():
    analysis = measured_analyzer().analyze(TEXT)
    found = ask(4, word=2, unit=3, reader="backward")
    cell, verdict = found["rows"]
    *terms, total, memory = [printed(term["value"]) for term in cell["terms"]]
    assert round(sum(terms), 2) == total
    assert memory == pytest.approx(math.tanh(total), abs=0.011)
    assert memory == pytest.approx(float(analysis.reading.backward[2, 3]), abs=0.0051)
    assert "Unit 4 of the backward reader" in cell["title"]
    assert found["unit"] == {"reader": "backward", "unit": 3}
    *parts, logit, _ = [term["value"] for term in verdict["terms"]]
    assert round(sum(printed(part) for part in parts), 2) == printed(logit)
    assert printed(logit) == pytest.approx(analysis.ledger.logit, abs=0.0051)


def test_without_a_choice_the_equation_is_of_the_strongest_word_and_unit():
    analyzer = measured_analyzer()
    analysis = analyzer.analyze(TEXT)
    found = ask(4)
    assert found["pinned"] == int(np.abs(analysis.ledger.forward).argmax())
    assert found["unit"]["unit"] == int(
        np.abs(analyzer.units(analysis).forward[found["pinned"]]).argmax()
    )


def test_a_cell_with_gates_is_said_to_have_more_equations():
    found = ask(4, measured_analyzer("gru"))
    assert found["sentences"] == [texts.GATES]
    assert found["rows"] == []


def test_what_is_felt_is_the_memory_record():
    analyzer = measured_analyzer()
    memory = analyzer.reach(TEXT)
    found = ask(2)
    for trace, reader in zip(found["figure"]["data"], ("forward", "backward"), strict=True):
        norms = getattr(memory, reader)
        assert trace["customdata"] == pytest.approx(norms / norms.max())
    for reader, sentence in zip(("forward", "backward"), found["sentences"], strict=True):
        reach = getattr(memory, f"{reader}_half_reach")
        said = f"its last {reach} of 7 words" if reach > 1 else "its last word alone, of 7"
        assert said in sentence


@pytest.mark.parametrize("direction", ["bidirectional", "forward", "backward"])
def test_the_mirror_image_is_the_same_reading_turned_round(direction):
    analyzer = measured_analyzer("simple", direction)
    own, image = ask(6, analyzer), ask(6, analyzer, mirrored=1)
    labels = [[word["label"] for word in found["stage"]["words"]] for found in (own, image)]
    assert labels[1] == labels[0][::-1]
    other = {"forward": "backward", "backward": "forward"}
    assert set(image["stage"]["readers"]) == {other[r] for r in own["stage"]["readers"]}
    for reader in own["stage"]["readers"]:
        mirrored = image["stage"]["delta"][other[reader]][::-1]
        assert mirrored == pytest.approx(own["stage"]["delta"][reader], abs=1e-5)
    assert own["sentences"] == image["sentences"]
    assert "they differ by" in own["sentences"][0]


def test_before_a_change_the_forward_memory_is_the_same_and_the_backward_one_is_not():
    analyzer = measured_analyzer()
    found = ask(7, text=APPLE[0], against=APPLE[1])
    one, other = (analyzer.analyze(text) for text in APPLE)
    place = len(one.encoded.words) - 2  # the last word that both share
    assert found["pinned"] == place
    distance = np.linalg.norm(one.reading.backward[place] - other.reading.backward[place])
    assert f"the forward memory is {texts.BIT_FOR_BIT}" in found["sentences"][0]
    assert (
        f"the backward memory {texts.ANOTHER.format(distance=f'{distance:.2f}')}"
        in (found["sentences"][0])
    )
    shift = one.ledger.forward_total - other.ledger.forward_total
    assert f"{signed(shift)} to the forward reader" in found["sentences"][1]


def test_the_apple_is_the_word_that_is_looked_at():
    analyzer = measured_analyzer(words=("apple", "i", "like", "it", "is", "very", "healthy", "bad"))
    first, second = texts.STEPS[6]["examples"]
    found = ask(7, analyzer, text=first, against=second)
    assert found["pinned"] == 2
    assert "apple" in found["sentences"][0]


def test_texts_that_share_no_beginning_are_said_to():
    found = ask(7, text="film a", against="dull film")
    assert found["sentences"] == [texts.NOTHING_SHARED.format(other="dull film")]


def test_the_joined_memories_add_up_to_the_verdict():
    (row,) = ask(5)["rows"]
    analysis = measured_analyzer().analyze(TEXT)
    assert row["title"] == page_texts.LABELS[analysis.verdict.label]
    *parts, logit, _ = [term["value"] for term in row["terms"]]
    assert round(sum(printed(part) for part in parts), 2) == printed(logit)

"""What the scripts make of the answers on pins and edits, without the page."""

from __future__ import annotations

import math

import numpy as np
import pytest
from measured import measured_analyzer
from oracle import random_analyzer
from sent import as_sent

from brnn.text.numbers import add_up, signed
from brnn.ui.answers.edit import edit
from brnn.ui.answers.question import Asked, Question
from brnn.ui.answers.word import gradients
from brnn.ui.protocol import pack
from brnn.ui.texts.pins import PINS

pytestmark = pytest.mark.browser

TEXT = "a slow start but the film was very good"
ARROWS = PINS["arrows"]


def test_printed_terms_add_up_to_the_printed_sum(scripts):
    shown = scripts.call("lib/pins.js", "terms", {"forward": 0.004, "backward": 0.004}, 0.008, ARROWS)
    assert shown == ["→ +0.01", "← 0.00", "= +0.01"]
    alone = scripts.call("lib/pins.js", "terms", {"backward": -0.456}, -0.456, ARROWS)
    assert alone == ["← −0.46"]


def test_gradients_of_a_word_come_with_the_gap_of_all_words(scripts):
    analyzer = random_analyzer("gru")
    answer = as_sent("gradients", gradients(Asked("m", analyzer, Question({"text": TEXT}))))
    texts = PINS["word"]["gradients"]
    shown = scripts.call("lib/pins.js", "gradientsOf", answer, 3, texts, ARROWS)
    record = analyzer.gradients(TEXT)
    values = [float(record.forward[3]), float(record.backward[3])]
    terms, total = add_up(values, sum(values))
    assert shown["terms"] == [f"→ {terms[0]}", f"← {terms[1]}", f"= {total}"]
    assert "32 steps" in shown["title"]
    start = analyzer.analyze(TEXT).verdict.logit - record.forward_shift - record.backward_shift
    assert f"At zero vectors, which nobody can type, the log-odds are {signed(start)};" in shown["title"]
    assert "by <0.01" in shown["title"]
    assert shown["note"] == ""


def test_rough_gradients_say_by_how_much_they_miss(scripts):
    part = {"words": pack([0.5, 0.25]), "shift": 1.0, "gap": 0.25, "steps": 2048}
    other = part | {"gap": -0.1}
    answer = {"readers": {"forward": part, "backward": other}, "complete": False, "baseline_logit": 0.5}
    shown = scripts.call("lib/pins.js", "gradientsOf", answer, 1, PINS["word"]["gradients"], ARROWS)
    assert "0.35" in shown["note"]
    assert "2,048 steps" in shown["title"]


# The word that is pinned, in the next text


@pytest.mark.parametrize(
    ("place", "after", "expected"),
    [
        (1, "a slow start", 1),
        (1, "what a slow start", 2),
        (2, "a start", 1),
        (1, "a start", 1),  # deleted: the edit is told where it was
        (2, "a slow", 1),
        (1, "a quick start", 1),
        (1, "a very quick start", 1),
        (0, "a slow start but lovely", 0),
        (1, "it was a film", None),
        (2, "", None),
    ],
)
def test_a_pin_stays_with_its_word(scripts, place, after, expected):
    words = [[{"word": word} for word in text.split()] for text in ("a slow start", after)]
    assert scripts.call("lib/pins.js", "followed", place, *words) == expected


def test_the_pin_of_a_single_word_goes_with_it_unless_another_takes_its_place(scripts):
    one, other = [{"word": "superb"}], [{"word": "the"}]
    assert scripts.call("lib/pins.js", "followed", 0, one, other) == 0
    assert scripts.call("lib/pins.js", "followed", 0, one, [*other, {"word": "film"}]) is None


# The histogram of a unit


def test_bars_are_shares_of_their_label_positive_upwards(scripts):
    edges = [-1, 0, 1]
    found = scripts.call("lib/histogram.js", "outlines", [[3, 1], [0, 10]], edges)
    assert found == {
        "negative": "M-1 0V0.75H0V0.25H1V0Z",  # SVG counts downwards
        "positive": "M-1 0V0H0V-1H1V0Z",
    }


def test_a_unit_without_reviews_has_flat_bars(scripts):
    found = scripts.call("lib/histogram.js", "outlines", [[0, 0], [0, 0]], [-1, 0, 1])
    assert "NaN" not in "".join(found.values())


# Edits


def answer_to(analyzer, before: str, after: str) -> dict:
    question = Question({"before": before, "after": after})
    return as_sent("edit", edit(Asked("m", analyzer, question)))


def sentence(scripts, answer: dict) -> str:
    said = scripts.call("lib/pins.js", "editSentence", answer, PINS["edit"])
    return said.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
def test_the_sentence_of_an_edit_has_the_shifts_and_what_stayed_the_same(scripts, direction):
    analyzer = random_analyzer("gru", direction)
    after = TEXT.replace("slow", "dull")
    said = sentence(scripts, answer_to(analyzer, TEXT, after))
    record = analyzer.edits(TEXT, after)
    readers = analyzer.model.config.readers
    shifts = [getattr(record, f"{reader}_shift") for reader in readers]
    old, new = (analyzer.analyze(text).verdict for text in (TEXT, after))
    # As the two verdicts beside them are printed.
    printed, _ = add_up(shifts, round(new.logit, 2) - round(old.logit, 2))
    assert said.startswith("Replacing “slow” with “dull” shifts the ")
    for reader, shift in zip(readers, printed, strict=True):
        assert f"the {reader} reader by {shift}" in said
    verdicts = [f"{one.label}, {max(one.probability, 1 - one.probability):.0%}" for one in (old, new)]
    told = f"was {verdicts[0]} and is now {verdicts[1]}." if len({*verdicts}) > 1 else f"still {verdicts[1]}."
    assert f"The verdict {told}" in said.replace("is still", "still")
    assert ("the forward memory before" in said) == ("forward" in readers)
    assert ("the backward memory after" in said) == ("backward" in readers)


@pytest.mark.parametrize(
    ("before", "after", "start"),
    [
        (TEXT, TEXT.replace("slow ", ""), "Deleting “slow” shifts"),
        (TEXT.replace("slow ", ""), TEXT, "Inserting “slow” shifts"),
        (TEXT, TEXT.replace("slow start", "dull"), "This edit of 2 words shifts"),
        ("a zzz film", "a qqq film", "Replacing “zzz” with “qqq” changes nothing"),
    ],
)
def test_an_edit_is_called_what_it_is(scripts, before, after, start):
    assert sentence(scripts, answer_to(random_analyzer("gru"), before, after)).startswith(start)


def test_what_was_not_the_same_is_not_called_so(scripts):
    answer = answer_to(random_analyzer("gru"), TEXT, TEXT.replace("slow", "dull"))
    answer["readers"]["forward"]["same"] = False
    said = sentence(scripts, answer)
    assert "forward memory" not in said
    assert "bit for bit: the backward memory after it" in said


def test_an_edit_that_moves_what_is_read_says_so(scripts):
    analyzer = random_analyzer("gru", max_words=4)
    said = sentence(scripts, answer_to(analyzer, "a film was good", "a film was very good"))
    assert said.startswith("Inserting “very” shifts")
    assert said.endswith("at most 4 words and marks, so the edit also shifted the part it reads.")


def test_the_largest_change_and_a_new_word_fill_the_cone(scripts):
    change = {"forward": [0, 0.5, math.nan], "backward": [2, 1, 0]}
    readers = {reader: {"change": pack(values)} for reader, values in change.items()}
    found = scripts.call("lib/pins.js", "coneOf", {"readers": readers, "span": [1, 3]})
    assert found["changed"] == {"forward": [0, 0.25, 1], "backward": [1, 0.5, 0]}
    assert found["span"] == [1, 3]


def test_a_cone_is_flat_where_the_memory_is_the_same(scripts):
    analyzer = measured_analyzer("gru")
    after = TEXT.replace("film", "plot")
    found = scripts.call("lib/pins.js", "coneOf", answer_to(analyzer, TEXT, after))
    record = analyzer.edits(TEXT, after)
    for reader, shares in found["changed"].items():
        change = getattr(record, f"{reader}_change")
        np.testing.assert_array_equal(np.array(shares) > 0, change > 0)
        assert max(shares) <= 1


# Words that are deleted and come back

ORDERS = """async () => {
    const { History } = await import("/lib/history.js");
    const text = "😀 A slow, (very) slow start -- but lovely in the end.", bad = [];
    let seed = 1;
    const random = (n) => (seed = (seed * 16807) % 2147483647) % n;
    for (let turn = 0; turn < 300; turn += 1) {
        const history = new History();
        history.begin(text);
        for (let i = 0; i < 6; i += 1) {
            const words = [...history.text.matchAll(/\\p{L}+|[.,()]/gu)];
            const found = words[random(words.length)];
            const at = [...history.text.slice(0, found.index)].length; // spans count code points
            history.delete(at, at + [...found[0]].length);
        }
        while (history.gaps.length) history.restore(history.gaps[random(history.gaps.length)]);
        if (history.text !== text) bad.push(history.text);
    }
    return bad;
}"""
ONE_MARK = """async (text) => {
    const { History } = await import("/lib/history.js");
    const history = new History(), at = text.search(/[-.,]/);
    history.begin(text);
    history.delete(at, at + 1);
    const shorter = history.text;
    history.restore(history.gaps[0]);
    return [shorter, history.text];
}"""


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("well-made film", "well made film"),
        ("end.Next", "end Next"),
        ("slow, dull", "slow dull"),
    ],
)
def test_words_never_run_into_one_another(scripts, text, shorter):
    assert scripts.page.evaluate(ONE_MARK, text) == [shorter, text]


def test_all_words_deleted_and_restored_in_any_order_give_back_the_text(scripts):
    assert scripts.page.evaluate(ORDERS) == []

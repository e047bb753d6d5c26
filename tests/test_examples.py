"""Every example text of the page shows what the words beside it say, with the models that ship."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from places import ROOT

from brnn.analyzer import Analyzer
from brnn.explain.guessing import Candidate, Guesser
from brnn.records import READERS, Head, Reader
from brnn.ui.examples import EXAMPLES
from brnn.ui.texts import guess as guess_texts
from brnn.ui.texts.compare import READY
from brnn.ui.texts.lesson import STEPS

NEGATIVE, POSITIVE = "negative", "positive"
BOTH = ("default", "article")
TEXTS = {example.name: example.text for example in EXAMPLES}
READY_BY_NAME = {ready["name"]: ready for ready in READY}
STEPS_BY_TITLE = {step["title"]: step for step in STEPS}
GUESSED = {example["name"]: example["text"] for example in guess_texts.EXAMPLES}
HEADS: tuple[Head, ...] = ("past", "both", "future")
NO_CLAIM = {TEXTS["Apple"], TEXTS["Unknown"]}
"""Texts of which the page says nothing that a verdict could refute: not about a film, or not English."""
MEANT: dict[str, tuple[str, tuple[str, ...]]] = {
    TEXTS["Two turns"]: (NEGATIVE, BOTH),
    TEXTS["One turn"]: (POSITIVE, BOTH),
    TEXTS["Not bad"]: (POSITIVE, ("default",)),  # that the article's model errs is what Compare shows
    TEXTS["Faint praise"]: (NEGATIVE, BOTH),
    TEXTS["Long"]: (NEGATIVE, BOTH),
    "The film was good.": (POSITIVE, BOTH),
    "The film was not good.": (NEGATIVE, BOTH),
    "The start is dull, but the end is wonderful.": (POSITIVE, BOTH),
    "The start is wonderful, but the end is dull.": (NEGATIVE, BOTH),
    "A film with a good cast.": (POSITIVE, BOTH),
    "A film with a bad cast.": (NEGATIVE, BOTH),
    "I laughed a lot, but I want my money back.": (NEGATIVE, ("ladder/gru-bidirectional",)),
    "The script is terrible, but the ending is wonderful.": (POSITIVE, ("ladder/gru-backward",)),
    "Although I laughed a lot, I fell asleep.": (NEGATIVE, ("ladder/gru-bidirectional",)),
    "A weak start, but a great and wonderful ending.": (POSITIVE, BOTH),
    "A slow start, but a great ending.": (POSITIVE, BOTH),
    "A great start, but a terrible ending.": (NEGATIVE, BOTH),
    "Not good, just long.": (NEGATIVE, BOTH),
    "Not long, just good.": (POSITIVE, BOTH),
    "Superb acting, boring plot.": (NEGATIVE, BOTH),
    STEPS_BY_TITLE["Early words fade"]["examples"][0]: (POSITIVE, BOTH),
}
"""What the author of each text meant, and the models that understand it so."""


@cache
def model(name: str) -> Analyzer:
    return Analyzer.load(ROOT / "assets" / name)


def label(text: str, name: str) -> str:
    return model(name).classify([text])[0].label


def course(text: str, name: str, reader: Reader, margin: float) -> list[int]:
    """Return the sides on which a reader is, in its own order, each once, without what is undecided."""
    evidence = getattr(model(name).knowing(text), f"{reader}_evidence")
    sides = np.sign(np.where(np.abs(evidence) < margin, 0, evidence)).astype(int)
    sides = [one for one in sides[:: 1 if reader == "forward" else -1].tolist() if one]
    return [one for one, before in zip(sides, [0, *sides], strict=False) if one != before]


def test_every_example_of_the_page_is_checked_here():
    shown = {example.text for example in EXAMPLES}
    shown |= {text for ready in READY for text in ready.get("texts", [ready.get("text")])}
    shown |= {text for step in STEPS if step["shows"] != "guess" for text in step["examples"]}
    assert shown == {*MEANT, *NO_CLAIM}


@pytest.mark.parametrize("text", MEANT)
def test_a_model_understands_an_example_as_its_author_meant_it(text):
    meant, names = MEANT[text]
    assert {name: label(text, name) for name in names} == dict.fromkeys(names, meant)


# The Read page


def test_the_page_opens_with_a_review_of_two_turns_and_both_readers_turn_twice():
    text = EXAMPLES[0].text
    assert EXAMPLES[0].name == "Two turns"
    for reader in READERS:
        assert course(text, "default", reader, margin=0.5) == [-1, 1, -1]


def test_deleting_the_darkest_word_of_the_opening_text_moves_the_verdict_as_its_colour_says():
    analyzer = model("default")
    analysis = analyzer.analyze(EXAMPLES[0].text)
    added = analysis.ledger.forward + analysis.ledger.backward
    darkest = int(np.abs(added).argmax())
    assert analysis.encoded.words[darkest] == "awful"
    lost = analyzer.occlusion(analysis).logit
    assert added[darkest] < -1
    assert lost[darkest] < -1
    assert np.abs(lost).argmax() == darkest


def test_the_texts_that_name_a_course_take_it():
    assert course(TEXTS["One turn"], "default", "forward", margin=0.5) == [-1, 1]
    first, *_, last = course(TEXTS["Faint praise"], "default", "forward", margin=0.5)
    assert (first, last) == (1, -1)
    assert len(TEXTS["Long"].split()) > 100


def test_most_words_of_the_unknown_text_are_unknown():
    analysis = model("default").analyze(TEXTS["Unknown"])
    words = [word for word in analysis.encoded.words_read if word.text.isalpha()]
    assert sum(word.status == "unknown" for word in words) > len(words) / 2
    assert analysis.doubt == "unknown words"


# The Compare page


@pytest.mark.parametrize("ready", [ready for ready in READY if "texts" in ready], ids=lambda r: r["name"])
@pytest.mark.parametrize("name", BOTH)
def test_two_texts_that_are_compared_get_different_verdicts(ready, name):
    assert len({label(text, name) for text in ready["texts"]}) == 2


@pytest.mark.parametrize("ready", [ready for ready in READY if "models" in ready], ids=lambda r: r["name"])
def test_of_two_models_that_are_compared_one_is_wrong(ready):
    assert len({label(ready["text"], name) for name in ready["models"]}) == 2


def test_two_readers_are_right_where_one_is_wrong():
    assert READY_BY_NAME["One reader or two"]["models"] == [
        "ladder/gru-forward",
        "ladder/gru-bidirectional",
    ]


# The lesson


@pytest.mark.parametrize("name", BOTH)
def test_word_order_decides_the_final_evidence_of_the_forward_reader(name):
    bad, good = STEPS_BY_TITLE["Word order carries meaning"]["examples"]
    assert sorted(bad.lower()) == sorted(good.lower())
    low, high = (model(name).knowing(text).forward_evidence[-1] for text in (bad, good))
    assert low < 0
    assert high - low > 1
    assert high > 0 or name == "article"  # which has one reader that is more negative than the other


def test_early_words_fade_in_the_simple_cell_and_less_so_with_gates():
    step = STEPS_BY_TITLE["Early words fade"]
    first = {}
    for name, _ in step["models"]:
        found = model(name).reach(step["examples"][0]).forward
        first[name] = found[0] / found.max()
    assert first["article"] < 0.1 < 0.3 < first["default"]


def test_the_model_of_the_equations_reads_no_punctuation_and_has_a_simple_cell():
    step = STEPS_BY_TITLE["Two equations describe a network with simple cells"]
    assert "It reads no punctuation." in " ".join(step["words"])
    for name, _ in step["models"]:
        config = model(name).model.config
        assert (config.cell, config.punctuation) == ("simple", False)


def test_the_circles_of_the_first_step_are_as_blue_and_orange_as_their_evidence_and_no_units():
    step = STEPS_BY_TITLE["A recurrent network reads one word at a time"]
    evidence = model("default").knowing(step["examples"][0]).forward_evidence
    assert evidence.min() < -1  # no unit is
    assert evidence.max() > 1
    assert "one number computed from its memory: the evidence" in " ".join(step["words"])


def test_the_words_after_a_blank_narrow_down_what_the_words_before_it_allow():
    for text in STEPS_BY_TITLE["A second reader knows what comes next"]["examples"]:
        past, both = best(text, "past"), best(text, "both")
        assert past.word != both.word
        assert rank_of(text, both.word, "past") > 10


def test_a_new_ending_leaves_what_the_past_says_and_turns_the_guess_from_waste_to_joy():
    waste, joy = STEPS_BY_TITLE["A new ending leaves the past alone"]["examples"]
    says_the_same_of_the_past(waste, joy)
    assert (best(waste, "both").word, best(joy, "both").word) == ("waste", "joy")


# The Guess page


@cache
def guesser() -> Guesser:
    return Guesser.load(ROOT / "assets" / "guess")


def blank(text: str) -> int:
    return next(place for place, word in enumerate(guesser().guesses(text).encoded.words) if word == "___")


def best(text: str, head: Head) -> Candidate:
    return guesser().guess(text, blank(text)).candidates[head][0]


def rank_of(text: str, word: str, head: Head) -> int:
    return int(guesser().guesses(text.replace("___", word)).ranks[HEADS.index(head)][blank(text)])


def says_the_same_of_the_past(one: str, other: str) -> None:
    """Two texts with the same beginning: no candidate of the past differs, bit for bit, and others do."""
    found, compared = (guesser().guess(text, blank(text), most=50) for text in (one, other))
    assert found.candidates["past"] == compared.candidates["past"]
    assert found.candidates["future"] != compared.candidates["future"]


def test_the_guess_page_opens_with_a_word_that_both_sides_guess_and_none_alone():
    found = guesser().guesses(GUESSED["A cop"])
    assert next(iter(GUESSED)) == "A cop"
    past, both, future = found.surprise
    word = int(np.nanargmax(np.minimum(past, future) - both))
    assert found.encoded.words[word] == "who"
    assert found.ranks[:, word].tolist() == [2, 1, 2]
    assert found.probabilities[1, word] > 3 * found.probabilities[[0, 2], word].max()


def test_two_endings_turn_the_guess_of_the_same_beginning():
    says_the_same_of_the_past(GUESSED["Of time"], GUESSED["To watch"])
    says_the_same_of_the_past(GUESSED["Healthy"], GUESSED["Expensive"])
    assert best(GUESSED["Of time"], "both").word == "waste"
    assert best(GUESSED["To watch"], "both").word == "joy"


def test_who_knows_the_hidden_word_is_who_the_example_says():
    text = GUESSED["The past knows"]
    assert best(text, "past").word == best(text, "both").word == "seen"
    assert best(text, "past").probability > 5 * best(text, "future").probability
    text = GUESSED["The future knows"]
    assert best(text, "future").word == best(text, "both").word == "one"
    assert best(text, "past").word != "one"
    text = GUESSED["Only both"]
    assert best(text, "both").word == "rather"
    assert min(rank_of(text, "rather", head) for head in ("past", "future")) > 10

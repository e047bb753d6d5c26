"""What the scripts make of the answer to "guess", without the page."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import random_analyzer, random_model
from sent import as_sent

from brnn.explain.guessing import Guesser
from brnn.text.numbers import percent, signed
from brnn.ui.answers.guess import guess
from brnn.ui.answers.question import Asked, Question
from brnn.ui.texts.guess import GUESS

pytestmark = pytest.mark.browser

SCRIPT = "lib/guesses.js"
DIRECTIONS = ("bidirectional", "forward", "backward")
WORDS = ("the", "film", "was", "slow", "good", "zebra", "___", "very")
CALL = """([script, answer, texts, name, given]) => import(script).then((found) => {
    const picture = found.guessesOf(answer);
    return found[name](picture, ...given, texts);
})"""
PICTURE = """([script, answer]) => import(script).then(({ guessesOf }) => {
    const { words, heads, cut } = guessesOf(answer);
    return { words, heads, cut };
})"""
COLUMNS = """([script, answer, texts]) => import(script).then((found) => {
    const { heads, chosen } = found.guessesOf(answer);
    return Object.fromEntries(heads.map((head) => [head, found.columnOf(chosen, head)
        .map((one) => ({ ...one, terms: found.scoreOf(one, head, texts) }))]));
})"""
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


@cache
def guesser(direction: str) -> Guesser:
    return Guesser(random_model("gru", direction, task="guess"))


def answer(text: str, word: int | None = None, direction: str = "bidirectional") -> dict:
    entries = {"text": text} | ({} if word is None else {"word": word})
    asked = Asked("one", random_analyzer(), Question(entries), guesser=guesser(direction))
    return as_sent("guess", guess(asked))


def call(scripts, name: str, found: dict, *arguments):
    return scripts.page.evaluate(CALL, [f"/{SCRIPT}", found, GUESS, name, arguments])


def columns(scripts, found: dict) -> dict:
    return scripts.page.evaluate(COLUMNS, [f"/{SCRIPT}", found, GUESS])


def hundredths(printed: str) -> int:
    return round(float(printed.replace("−", "-")) * 100)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.sampled_from(DIRECTIONS))
def test_every_known_word_has_its_surprise_in_bits_and_no_other_has_one(scripts, text, direction):
    found = guesser(direction).guesses(text)
    picture = scripts.page.evaluate(PICTURE, [f"/{SCRIPT}", answer(text, direction=direction)])
    assert picture["heads"] == list(found.heads)
    assert not picture["cut"]
    for place, word in enumerate(picture["words"]):
        known = word["word"] not in ("zebra", "___")
        assert word["word"] == text.split()[place]
        assert (word["unknown"], word["blank"]) == (not known, word["word"] == "___")
        if known:
            expected = dict(zip(found.heads, found.surprise[:, place].tolist(), strict=True))
            assert word["bits"] == pytest.approx(expected, abs=1e-4)
        else:
            assert word["bits"] is None


def test_a_text_that_goes_on_beyond_what_is_read_is_known_to(scripts):
    picture = scripts.page.evaluate(PICTURE, [f"/{SCRIPT}", answer("good " * 510)])
    assert picture["cut"]
    assert len(picture["words"]) == 500


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.sampled_from(DIRECTIONS))
def test_the_printed_terms_of_every_candidate_add_up_to_its_printed_score(scripts, text, direction):
    found = answer(text, direction=direction)
    for head, listed in columns(scripts, found).items():
        for candidate in listed:
            *terms, total, probability = candidate["terms"]
            assert [term["of"] for term in terms] == ["bias", *READS[head]]
            assert sum(hundredths(term["value"]) for term in terms) == hundredths(total["value"])
            assert total["value"] == signed(candidate["score"])
            for term in terms:
                assert hundredths(term["value"]) == pytest.approx(100 * candidate[term["of"]], abs=1.01)
            assert candidate["word"] in terms[0]["name"]
            assert re.fullmatch(r"[<>]?\d+%", probability["value"])


READS = {"past": ["forward"], "both": ["forward", "backward"], "future": ["backward"]}


def test_the_word_in_the_text_is_marked_and_stands_last_if_it_is_not_among_the_eight(scripts):
    text, places = "the film was slow but good very", set()
    for word in range(7):
        found = answer(text, word)
        for head, listed in columns(scripts, found).items():
            truth = found["chosen"]["truth"][head]
            marked = [one for one in listed if one["true"]]
            if not truth:
                assert (len(listed), marked) == (8, [])
                continue
            assert [one["word"] for one in marked] == [truth["word"]]
            assert len(listed) == (8 if truth["rank"] <= 8 else 9)
            assert listed.index(marked[0]) == min(truth["rank"], 9) - 1
            places.add(truth["rank"] > 8)
    assert places == {True, False}
    assert all(len(listed) == 8 for listed in columns(scripts, answer("the ___ was")).values())


def test_the_sums_are_those_of_what_was_asked_for_or_of_the_word_in_the_text_or_of_the_best_guess(scripts):
    found = answer("the film was slow", 1)
    picture = """([script, answer, asked]) => import(script)
        .then(({ guessesOf, candidateOf }) => candidateOf(guessesOf(answer), asked))"""

    def candidate(asked: str | None) -> str:
        return scripts.page.evaluate(picture, [f"/{SCRIPT}", found, asked])

    listed = found["chosen"]["candidates"]["future"][3]["word"]
    assert candidate(listed) == listed
    assert candidate("nowhere") == candidate(None) == "film"
    found = answer("the ___ was slow", 1)
    assert candidate(None) == found["chosen"]["candidates"]["both"][0]["word"]
    found = answer("the ___ was slow", 1, "backward")
    assert candidate(None) == found["chosen"]["candidates"]["future"][0]["word"]


def test_a_column_says_what_its_head_has_read(scripts):
    found = answer("the film was very slow but it was good", 4)
    assert call(scripts, "contextOf", found, 4, "past") == "reads … film was very ___"
    assert call(scripts, "contextOf", found, 4, "both") == "reads … was very ___ but it …"
    assert call(scripts, "contextOf", found, 4, "future") == "reads ___ but it was …"
    assert call(scripts, "contextOf", found, 0, "past") == "nothing comes before it"
    assert call(scripts, "contextOf", found, 8, "future") == "nothing comes after it"
    assert call(scripts, "contextOf", found, 0, "both") == "reads ___ film was …"


def test_a_sentence_has_the_ranks_of_the_word_in_the_text(scripts):
    found = answer("the film was slow", 1)
    truth = found["chosen"]["truth"]
    for head, rank in (("past", 312), ("future", 21), ("both", 3)):
        truth[head]["rank"] = rank
    assert call(scripts, "chosenSentence", found) == (
        "“⁨film⁩” is the 312th guess from the words before it, the 21st from those after it and the 3rd from "
        "both sides."
    )
    found = answer("the film was slow", 1, "backward")
    found["chosen"]["truth"]["future"]["rank"] = 12
    assert call(scripts, "chosenSentence", found) == "“⁨film⁩” is the 12th guess from the words after it."


def test_of_a_blank_and_of_an_unknown_word_a_sentence_has_the_best_guesses(scripts):
    best = re.compile(
        r"Best guess from the words before it: “⁨(\S+)⁩” \(\d+%\); from the words after it: “⁨(\S+)⁩” "
        r"\(\d+%\); from both sides: “⁨(\S+)⁩” \(\d+%\)\."
    )
    for text, before in (
        ("the ___ was", ""),
        ("the zebra was", "The model does not know “⁨zebra⁩”, so it cannot guess it. "),
    ):
        found = answer(text, 1)
        said = call(scripts, "chosenSentence", found)
        assert said.startswith(before)
        words = best.fullmatch(said.removeprefix(before)).groups()
        candidates = found["chosen"]["candidates"]
        assert list(words) == [candidates[head][0]["word"] for head in ("past", "future", "both")]


def test_the_sentence_on_the_whole_text_has_the_mean_surprise_of_its_known_words(scripts):
    text = "the film ___ zebra slow"
    past, both, future = np.nanmean(guesser("bidirectional").guesses(text).surprise, axis=1)
    assert call(scripts, "wholeSentence", answer(text)) == (
        "Average surprise of the 3 known words and marks here: "
        f"past {past:.1f} bits, future {future:.1f}, both together {both:.1f}."
    )
    assert call(scripts, "wholeSentence", answer("___ zebra")) == ""
    (past,) = guesser("forward").guesses("film").surprise[:, 0]
    assert call(scripts, "wholeSentence", answer("film", direction="forward")) == (
        f"Surprise of the one known word or mark here: past {past:.1f} bits."
    )


def test_what_a_visitor_guessed_is_found_in_each_column_or_not(scripts):
    found = answer("the film was slow", 1)
    ones = found["chosen"]["candidates"]
    for head, rank in (("past", 1), ("both", 2)):
        ones[head][rank - 1]["word"] = "own"
    ones["future"][0] |= {"word": "theirs", "rank": 1}
    found["chosen"]["elsewhere"]["past"] = [ones["past"][0] | {"word": "theirs", "rank": 33}]
    assert call(scripts, "ownSentence", found, " Own ") == (
        "You guessed “⁨Own⁩”, but the word is “⁨film⁩”. Your word’s rank: → past 1st; both 2nd; ← future not "
        "among the most likely."
    )
    assert "→ past 33rd; both not" in call(scripts, "ownSentence", found, "theirs")
    assert call(scripts, "ownSentence", found, "film").startswith("You guessed “⁨film⁩”, and you were right.")
    blank = answer("the ___ was slow", 1)
    assert call(scripts, "ownSentence", blank, "zzz") == (
        "You guessed “⁨zzz⁩”. Its rank: → past not among the most likely; both not among the most likely; "
        "← future not among the most likely."
    )


def test_the_table_has_a_line_for_each_word_with_what_each_head_makes_of_it(scripts):
    text = "the zebra slow"
    found = guesser("bidirectional").guesses(text)
    head, *lines = call(scripts, "guessTable", answer(text))
    assert head == [
        "word", "text", *(f"{name}_{what}" for name in found.heads for what in ("bits", "rank", "best"))
    ]  # fmt: skip
    assert [line[:2] for line in lines] == [[1, "the"], [2, "zebra"], [3, "slow"]]
    words = guesser("bidirectional").model.vocabulary.words
    for place, line in enumerate(lines):
        for row in range(3):
            bits, rank, best = line[2 + 3 * row : 5 + 3 * row]
            assert best == words[found.best[row, place]]
            if place == 1:
                assert bits == rank == ""
            else:
                assert bits == pytest.approx(found.surprise[row, place], abs=1e-4)
                assert rank == found.ranks[row, place]


@pytest.mark.parametrize(
    ("place", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st"),
     (112, "112th"), (1003, "1,003rd")],
)  # fmt: skip
def test_a_place_is_written_as_people_say_it(scripts, place, written):
    assert scripts.call("lib/numbers.js", "ordinal", place) == written


@pytest.mark.parametrize(
    ("printed", "written"),
    [("+10.58", "+10.6"), ("−12.04", "−12.0"), ("+9.99", "+9.99"), ("0.00", "0.00"), ("+10.00", "+10.0")],
)
def test_from_ten_on_a_circle_has_one_decimal(scripts, printed, written):
    assert scripts.call("lib/numbers.js", "short", printed) == written


# The network with its outputs

OUTPUTS = """([script, guesses, answer, at, candidate, texts, alone]) =>
    Promise.all([import(script), import(guesses)])
        .then(([{ outputsOf }, { guessesOf }]) =>
            outputsOf(guessesOf(answer), at, candidate, texts, alone))"""


def outputs(scripts, found: dict, at: int, candidate: str | None, alone: bool = False) -> dict:
    given_ = ["/lib/outputs.js", f"/{SCRIPT}", found, at, candidate, GUESS, alone]
    return scripts.page.evaluate(OUTPUTS, given_)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.sampled_from(DIRECTIONS))
def test_a_memory_shows_what_it_says_for_the_next_word_that_its_reader_reads(scripts, text, direction):
    model = guesser(direction)
    head = "both" if direction == "bidirectional" else {"forward": "past", "backward": "future"}[direction]
    chosen = model.guess(text, 0).candidates[head][0]
    found = outputs(scripts, answer(text, 0, direction), 0, chosen.word)
    assert found["before"] == 1  # the mark of the text's beginning
    assert [word["label"] for word in found["words"]] == [
        GUESS["marks"]["begin"], "___", *text.split()[1:], GUESS["marks"]["end"]
    ]  # fmt: skip
    for reader in found["readers"]:
        step = 1 if reader == "forward" else -1
        for column in range(len(found["words"])):
            word = column - 1 + step
            truth = model.guess(text, word).truth[head] if 0 <= word < len(text.split()) else None
            says = getattr(chosen if word == 0 else truth, reader, None)
            printed = found["says"]["told"][reader][column]
            spoken = found["says"]["spoken"][reader][column]
            if says is None:
                assert printed is spoken is None
            else:
                whole, _, _ = spoken.partition(" for ")
                assert hundredths(whole) == pytest.approx(100 * says, abs=1)
                assert scripts.call("lib/numbers.js", "short", whole) == printed


def test_alone_a_reader_has_the_probability_it_gives_to_the_word_and_for_a_blank_its_best_guess(scripts):
    text = "the film was slow ___"
    model = guesser("bidirectional")
    found = outputs(scripts, answer(text, 4), 4, None, alone=True)
    for reader, step, head in (("forward", 1, "past"), ("backward", -1, "future")):
        said = found["says"]["told"][reader]
        for column in range(len(found["words"])):
            word = column - 1 + step
            if not 0 <= word < 5:
                assert said[column] is None
            elif word == 4:
                best = model.guess(text, 4).candidates[head][0]
                assert said[column] == [best.word, percent(best.probability)]
            else:
                assert said[column] == percent(model.guess(text, word).truth[head].probability)
    held = found["held"]
    assert (held["ends"], held["from"]) == (["0%", "100%"], 0)


def test_a_box_has_the_probability_of_its_word_and_the_hidden_one_the_candidate(scripts):
    text = "the film zebra slow ___"
    truth = guesser("bidirectional").guess(text, 1).truth["both"]
    found = outputs(scripts, answer(text, 1), 1, "film")
    none, first, hidden, unknown, slow, blank, end = found["outputs"]
    assert none is None
    assert end is None
    assert hidden == {"hidden": True, "lines": ["film", percent(truth.probability)]}
    share = guesser("bidirectional").guesses(text).probabilities[1]
    assert first == {"hidden": False, "lines": [percent(share[0])]}
    assert slow == {"hidden": False, "lines": [percent(share[3])]}
    assert unknown["lines"] == blank["lines"] == [GUESS["unmeasured"]]
    covered = outputs(scripts, answer(text, 1), 1, None)  # somebody guesses first
    assert covered["outputs"][2] == {"hidden": True, "lines": ["___"]}
    assert covered["tips"][2] == GUESS["covered"]
    assert not any(said and "film" in said for said in covered["says"]["spoken"]["forward"])

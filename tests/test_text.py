"""Words and their places in what was typed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brnn.text.words import MAX_CHARACTERS, TextTooLong, clean, forms, normalise, split

# Any code point, surrogates too, and pieces in which a tokenizer goes wrong.
pieces = st.sampled_from(
    [
        "<br />",
        "<BR>",
        "<br",
        "don't",
        "it’s",
        "'",
        "’",
        "...",
        "…",
        "👨‍👩‍👧",
        "🇳🇱",
        "👍🏽",
        "नमस्ते",
        "e\u0301",
    ]
)
texts = st.lists(pieces | st.text(st.characters(), max_size=8), max_size=8).map("".join)


def words(text: str, punctuation: bool = True) -> list[str]:
    """The words as typed."""
    text = clean(text)
    return [text[word.start : word.end] for word in split(text, punctuation)]


@settings(max_examples=300)
@given(texts, st.booleans())
@example("<br />\ud800’", True)
def test_words_and_the_gaps_between_them_give_back_the_text(text, punctuation):
    text = clean(text)
    rebuilt, end = "", 0
    for word in split(text, punctuation):
        assert end <= word.start < word.end
        assert word.form == normalise(text[word.start : word.end])
        rebuilt += text[end : word.start] + text[word.start : word.end]
        end = word.end
    assert rebuilt + text[end:] == text


@settings(max_examples=300)
@given(texts)
def test_nothing_visible_is_left_between_words(text):
    text = clean(text)
    covered = {i for word in split(text, punctuation=True) for i in range(word.start, word.end)}
    breaks = {i for found in re.finditer("(?i)<br ?/?>", text) for i in range(*found.span())}
    for place in set(range(len(text))) - covered - breaks:
        assert unicodedata.category(text[place])[0] in "CZ", text[place]


@settings(max_examples=300)
@given(texts, st.booleans())
def test_training_and_reading_split_words_alike(text, punctuation):
    text = clean(text)
    assert forms(text, punctuation) == [word.form for word in split(text, punctuation)]


@given(texts)
def test_without_punctuation_the_other_words_stay_the_same(text):
    text = clean(text)
    kept = split(text, punctuation=False)
    marks = [word for word in split(text, punctuation=True) if word not in kept]
    assert set(kept) <= set(split(text, punctuation=True))
    for mark in marks:
        assert unicodedata.category(text[mark.start])[0] in "PS"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A slow start, but lovely!", ["A", "slow", "start", ",", "but", "lovely", "!"]),
        ("don't it’s rock'n'roll", ["don't", "it’s", "rock'n'roll"]),
        ("'quoted' ’tis dogs'", ["'", "quoted", "'", "’", "tis", "dogs", "'"]),
        ("well-made -- yes", ["well", "-", "made", "-", "-", "yes"]),
        ("snake_case", ["snake", "_", "case"]),
        ("7.5/10", ["7", ".", "5", "/", "10"]),
        ("wait...... what…", ["wait", "......", "what", "…"]),
        ("one<br /><br/>two<BR>three<br\n>", ["one", "two", "three"]),
        ("a<b>c</b>", ["a", "<", "b", ">", "c", "<", "/", "b", ">"]),
        ("good👍🏽film", ["good", "👍🏽", "film"]),
        ("👨‍👩‍👧👨‍👩‍👧", ["👨‍👩‍👧", "👨‍👩‍👧"]),
        ("🇳🇱🇧🇪", ["🇳🇱", "🇧🇪"]),
        ("❤️❤️", ["❤️", "❤️"]),
        ("cafe\u0301 e\u0301te\u0301", ["cafe\u0301", "e\u0301te\u0301"]),
        ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया", "।"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("zero\u200bwidth", ["zero", "width"]),
        ("\ud800x\udfff", ["\ufffd", "x", "\ufffd"]),
        ("", []),
        (" \t\r\n\u2028\x85\x00", []),
    ],
)
def test_words_of(text, expected):
    assert words(text) == expected


def test_lookup_ignores_case_and_the_kind_of_apostrophe():
    assert forms("DON’T Don't don't", punctuation=False) == ["don't"] * 3
    assert forms("wait… wait...", punctuation=True) == ["wait", "..."] * 2


def test_lone_surrogates_become_replacement_characters_and_keep_every_place():
    assert clean("a\ud800b\udc00") == "a\ufffdb\ufffd"
    assert clean("😀") == "😀"


def test_a_text_over_the_limit_is_refused_with_its_length():
    assert clean("a" * MAX_CHARACTERS)
    with pytest.raises(TextTooLong, match=r"100,000 characters; this one has 100,001"):
        clean("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("value", [None, 5, b"bytes", ["list"], float("nan")])
def test_what_is_no_string_is_refused_by_its_type(value):
    with pytest.raises(TypeError, match=type(value).__name__):
        clean(value)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "'",
        "a'",
        "’a",
        ".",
        "<br ",
        "<",
        "<br />",
        "\u0301",
        "a\u0301",
        "\u200d",
        "👨\u200d",
        "🇳",
        "é",
        "\ufffd",
    ],
)
def test_a_hundred_thousand_nasty_characters_are_split(piece):
    # No time is asserted: a pattern that backtracks would not come back at all.
    text = (piece * MAX_CHARACTERS)[:MAX_CHARACTERS]
    assert len(forms(text, punctuation=True)) == len(split(text, punctuation=True))

"""Words and their places in what was typed."""

from __future__ import annotations

import re
import time
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
        " n't",
        " 's",
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


def ignorable(letter: str) -> bool:
    """Whether a character is nothing by itself: it is dropped inside a word."""
    return forms(f"a{letter}b", punctuation=True) == ["ab"]


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
        assert unicodedata.category(text[place])[0] in "CZ" or ignorable(text[place]), text[place]


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
        assert unicodedata.category(mark.form[0])[0] in "PS"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A slow start, but lovely!", ["A", "slow", "start", ",", "but", "lovely", "!"]),
        ("don't it’s rock'n'roll", ["don't", "it’s", "rock'n'roll"]),
        ("'quoted' ’tis dogs'", ["'", "quoted", "'", "’", "tis", "dogs", "'"]),
        ("well-made -- yes", ["well", "-", "made", "--", "yes"]),
        ("it does n't , they 've", ["it", "does n't", ",", "they 've"]),
        (
            "say 'so', the 's' , his 70 's'",
            ["say", "'", "so", "'", ",", "the", "'", "s", "'", ",", "his", "70", "'", "s", "'"],
        ),
        ("snake_case", ["snake", "_", "case"]),
        ("7.5/10", ["7", ".", "5", "/", "10"]),
        ("wait...... what…", ["wait", "......", "what", "…"]),
        ("one<br /><br/>two<BR>three<br\n>", ["one", "two", "three"]),
        ("a<b>c</b> <p class='x'>d", ["a", "c", "d"]),
        ("<!-- hidden --><script>let x;</script>seen<style>p {}</style>", ["seen"]),
        ("a <3 b, x<y, <film>", ["a", "<", "3", "b", ",", "x", "<", "y", ",", "<", "film", ">"]),
        (
            "isn&#39;t &quot;it&quot; &amp; &bogus;",
            ["isn&#39;t", "&quot;", "it", "&quot;", "&amp;", "&", "bogus", ";"],
        ),
        ("good👍🏽film", ["good", "👍🏽", "film"]),
        ("👨‍👩‍👧👨‍👩‍👧", ["👨‍👩‍👧", "👨‍👩‍👧"]),
        ("🇳🇱🇧🇪", ["🇳🇱", "🇧🇪"]),
        ("❤️❤️", ["❤️", "❤️"]),
        ("cafe\u0301 e\u0301te\u0301", ["cafe\u0301", "e\u0301te\u0301"]),
        ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया", "।"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("zero\u200bwidth", ["zero\u200bwidth"]),
        ("\ud800x\udfff", ["\ufffd", "x", "\ufffd"]),
        ("", []),
        (" \t\r\n\u2028\x00", []),
    ],
)
def test_words_of(text, expected):
    assert words(text) == expected


def test_lookup_ignores_case_and_the_kind_of_apostrophe():
    assert forms("DON’T Don't don't", punctuation=False) == ["don't"] * 3
    assert forms("wait… wait...", punctuation=True) == ["wait", "..."] * 2


ALIKE = {  # what stands for what; the first is the plain form
    "apostrophe": (
        "isn't",
        "isn’t",
        "isn‘t",
        "isn`t",
        "isn´t",
        "isnʼt",
        "isn＇t",
        "isn&#39;t",
        "isn&apos;t",
        "isn&rsquo;t",
        "isn&#x2019;t",
        "isn&#39t",
        "isn&#00000039;t",
        "isn&amp;#39;t",
        "isn&amp;rsquo;t",
        "isn\u1ffdt",
        "isnꞌt",
    ),
    "contraction": (
        "it isn't, it's, we've, they'd",
        "it is n't, it 's, we 've, they 'd",
        "IT IS N’T, IT ’S, WE ’VE, THEY ’D",
    ),
    "quotation mark": (
        'a "b" c',
        "a “b” c",
        "a „b‟ c",
        "a «b» c",
        "a &quot;b&quot; c",
        "a ＂b＂ c",
        "a &amp;quot;b&quot; c",
        "a 「b」 c",
    ),
    "dash": (
        "a - b",
        "a – b",
        "a — b",
        "a ‐ b",
        "a ‑ b",
        "a − b",
        "a -- b",
        "a &mdash; b",
        "a \x97 b",
        "a &#151; b",
    ),
    "markup": (
        "it isn't fine",
        "<p>it isn&#39;t <b>fine</b></p>",
        "it<br/>isn&apos;t&nbsp;fine<!-- x -->",
        f"<!DOCTYPE html><style>{'p {} ' * 999}</style><o:p>it isn't</o:p> <figure>fine</figure>",
        f"""<!--{"x " * 2_000}--><p title="a>b" lang='en'>it isn't fine</p>""",
    ),
    "accent": ("clichéd café", "cliche\u0301d cafe\u0301", "clich&eacute;d caf&#233;"),
    "ligature": ("terrific film", "terriﬁc ﬁlm"),
    "width": ("good 10", "ｇｏｏｄ １０"),
    "entity and mark": ("clichéd", "cliche&#769;d", "clich&#101;\u0301d"),
    "control": ("wonderful", "won\x00der\x08ful\x7f"),
    "invisible": (
        "wonderful",
        "won\xadder\xadful",
        "won\u200bder\u2060ful",
        "\ufeffwonder\u200dful",
    ),
    "ellipsis": ("so...", "so…", "so&hellip;", "so\x85"),
    "space": ("a b c", "a\xa0b\u2009c", "a&nbsp;b\u3000c", "a\r\nb\tc"),
    "Hangul": ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
    "emoji": ("❤ so", "❤️ so"),
    "case": ("ÉTÉ film", "été FILM"),
}
FIELD_CASES = {
    "apostrophe": 15,
    "accent": 16,
    "invisible": 17,
    "ligature": 18,
    "markup": 19,
    "width": 18,
    "quotation mark": 20,
    "dash": 20,
}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[pytest.mark.field_case(FIELD_CASES[kind])] if kind in FIELD_CASES else [])
        for kind in ALIKE
    ],
)
@pytest.mark.parametrize("punctuation", [False, True])
def test_what_looks_alike_is_looked_up_alike(kind, punctuation):
    plain, *others = ALIKE[kind]
    for other in others:
        assert forms(other, punctuation) == forms(plain, punctuation), other
        typed = [clean(other)[word.start : word.end] for word in split(other, punctuation)]
        assert all(typed), other


@pytest.mark.parametrize(
    "piece", ["\u0315\u0300", "<!--", "<script>", '<a "', "&", "&amp;", "&#0", "-", "\u200d"]
)
def test_no_text_takes_quadratic_time(piece):
    def steps(length):
        text = ("a" + piece * length)[:length]
        started = time.process_time()
        split(text, punctuation=True)
        return time.process_time() - started

    # A hundred thousand characters would take minutes if time grew with the square.
    assert steps(MAX_CHARACTERS) < 10


@pytest.mark.parametrize("mark", ["½", "℃", "ﷺ", "①②", "㏒"])
def test_a_compatibility_form_never_makes_several_words_of_one(mark):
    found = split(f"a {mark} b", punctuation=True)
    assert [(word.start, word.end) for word in found[1:-1]] == [
        (i, i + 1) for i in range(2, 2 + len(mark))
    ] or len(found) == 3


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

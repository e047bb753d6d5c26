"""A review → its words, each with its place in what was typed. Pure Python.

One tokenizer serves training and reading, so a word means the same in both:

- letters, digits and combining marks make words; an apostrophe between them belongs to the word
  ("don't", "it’s"), other punctuation parts them ("well-made" is two words);
- a pictograph (emoji, with its joiners, flags and skin tones) is a word of its own;
- every other visible mark is punctuation, a word only where the model reads punctuation;
- `<br>`, which the dataset uses for line breaks, is white space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MAX_CHARACTERS = 100_000
"""Longest text that is accepted, in code points; the longest review of IMDb has about 14,000."""

_LAST_ASSIGNED_SYMBOL = 0x1FFFF
_VARIATION_SELECTORS = range(0xE0100, 0xE01F0)
_LINE_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")


class TextTooLong(ValueError):
    """A text of more than MAX_CHARACTERS; the message says how long it is."""


class Word(NamedTuple):
    """A word and its place: `text[start:end]` is the word as typed, `form` as it is looked up."""

    form: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return `text` with lone surrogates as U+FFFD, so that it can be encoded; length is kept.

    Raises TypeError if `text` is no string and TextTooLong if it is over MAX_CHARACTERS.
    """
    if not isinstance(text, str):
        raise TypeError(f"a review must be a string, got {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(
            f"a review may have up to {MAX_CHARACTERS:,} characters, this one has {len(text):,}"
        )
    return _SURROGATES.sub("\ufffd", text)


def normalise(word: str) -> str:
    """Return the form under which a word is looked up: lower case, straight apostrophes."""
    return word.lower().replace("’", "'").replace("…", "...")


def split(text: str, punctuation: bool) -> list[Word]:
    """Return the words of `text` in order, punctuation marks among them if asked for."""
    return [
        Word(normalise(match.group()), match.start(), match.end())
        for match in _pattern(punctuation).finditer(_blank_line_breaks(text))
    ]


def forms(text: str, punctuation: bool) -> list[str]:
    """Return the forms of `split` alone, which is faster on a whole corpus."""
    return [normalise(word) for word in _pattern(punctuation).findall(_blank_line_breaks(text))]


def _blank_line_breaks(text: str) -> str:
    # As many spaces as there were characters, so that every word keeps its place.
    return _LINE_BREAK.sub(lambda match: " " * len(match.group()), text)


@lru_cache(maxsize=2)
def _pattern(punctuation: bool) -> re.Pattern[str]:
    marks = _character_class("Mn", "Mc", "Me")
    letters = rf"(?:[^\W_]+[{marks}]*|[{marks}]+)+"  # \w alone would cut words at combining marks
    word = rf"{letters}(?:['’\u200c\u200d]{letters})*"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    pictograph = rf"[{_character_class('So')}][\U0001f3fb-\U0001f3ff{marks}]*"
    pictographs = rf"{pictograph}(?:\u200d{pictograph})*"
    alternatives = [word, flag, pictographs]
    if punctuation:
        symbols = _character_class("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk")
        alternatives += [r"\.\.+", f"[{symbols}]"]
    return re.compile("|".join(alternatives))


def _character_class(*categories: str) -> str:
    """The characters of some Unicode categories, as the inside of a regular expression's [...]."""
    wanted = set(categories)
    ranges: list[list[int]] = []
    for code in (*range(_LAST_ASSIGNED_SYMBOL + 1), *_VARIATION_SELECTORS):
        if unicodedata.category(chr(code)) in wanted:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)

"""The tokenizer: split a review into words and their positions in the text. Pure Python.

Training and reading use the same tokenizer, so a word means the same in both:

- Letters, digits and combining marks form words. An apostrophe between letters belongs to the word
  ("don't", "it’s"); other punctuation separates words ("well-made" is two words).
- A pictograph (an emoji with its joiners and skin tones, or a flag) is a word of its own.
- Every other visible mark is punctuation, which is a word only if the model reads punctuation.
- `<br>`, which the dataset uses for line breaks, is white space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MAX_CHARACTERS = 100_000
"""Maximum length of a text in code points. The longest review of IMDb has about 14,000."""

_LAST_ASSIGNED_SYMBOL = 0x1FFFF
_VARIATION_SELECTORS = range(0xE0100, 0xE01F0)
_LINE_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")


class TextTooLong(ValueError):
    """The text has more than MAX_CHARACTERS characters. The message gives its length."""


class Word(NamedTuple):
    """A word: `text[start:end]` is the word as typed, `form` is what the vocabulary looks up."""

    form: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return `text` with lone surrogates replaced by U+FFFD, so that it can be encoded.

    The length stays the same. Raises TypeError if `text` is not a string, TextTooLong if it has
    more than MAX_CHARACTERS characters.
    """
    if not isinstance(text, str):
        raise TypeError(f"a review must be a string, got {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(
            f"a review may have up to {MAX_CHARACTERS:,} characters; this one has {len(text):,}"
        )
    return _SURROGATES.sub("\ufffd", text)


def normalise(word: str) -> str:
    """Return the form of a word that is looked up: lower case, with straight apostrophes."""
    return word.lower().replace("’", "'").replace("…", "...")


def split(text: str, punctuation: bool) -> list[Word]:
    """Return the words of `text` in order, including punctuation marks on request."""
    return [
        Word(normalise(match.group()), match.start(), match.end())
        for match in _pattern(punctuation).finditer(_blank_line_breaks(text))
    ]


def forms(text: str, punctuation: bool) -> list[str]:
    """Return only the forms of the words in `text`. Faster than `split` on a whole corpus."""
    return [normalise(word) for word in _pattern(punctuation).findall(_blank_line_breaks(text))]


def _blank_line_breaks(text: str) -> str:
    # The same number of spaces, so that every word keeps its position.
    return _LINE_BREAK.sub(lambda match: " " * len(match.group()), text)


@lru_cache(maxsize=2)
def _pattern(punctuation: bool) -> re.Pattern[str]:
    marks = _character_class("Mn", "Mc", "Me")
    letters = rf"(?:[^\W_]+[{marks}]*|[{marks}]+)+"  # \w alone would split words at combining marks
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
    """Return the characters of some Unicode categories, for use inside [] in a pattern."""
    wanted = set(categories)
    ranges: list[list[int]] = []
    for code in (*range(_LAST_ASSIGNED_SYMBOL + 1), *_VARIATION_SELECTORS):
        if unicodedata.category(chr(code)) in wanted:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)

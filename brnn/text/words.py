"""The tokenizer: split a review into words and their positions in the text. Pure Python.

One tokenizer serves training, reading and the baseline, so a word means the same in all of them:

- Letters, digits and combining marks form words. An apostrophe between letters belongs to the word
  ("don't", "it’s"); other punctuation separates words ("well-made" is two words).
- A pictograph (an emoji with its joiners and skin tones, or a flag) is a word of its own.
- Every other visible mark is punctuation, which is a word only if the model reads punctuation.
- HTML tags and comments are white space: `<br>` is the line break of the dataset.

Words are looked up in the normal form of `normal_form`, but a span always points into what was
typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from brnn.text.normal_form import character_class, plain

MAX_CHARACTERS = 100_000
"""Maximum length of a text in code points. The longest review of IMDb has about 14,000."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK = "__+"


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
    """Return the form under which a word is looked up."""
    return plain(word).text.lower()


def split(text: str, punctuation: bool, blanks: bool = False) -> list[Word]:
    """Return the words of `text` in order, on request also punctuation marks, and `___` as one word."""
    found = plain(text)
    return [
        Word(match.group().lower(), *found.span(*match.span()))
        for match in _pattern(punctuation, blanks).finditer(found.text)
    ]


def forms(text: str, punctuation: bool) -> list[str]:
    """Return the forms of `split` alone, which is faster on a whole corpus."""
    return [word.lower() for word in _pattern(punctuation).findall(plain(text).text)]


def is_blank(word: str) -> bool:
    """Return whether a word, as typed, is a blank: two or more underscores."""
    return bool(re.fullmatch(_BLANK, normalise(word)))


def is_word(form: str) -> bool:
    """Return whether people would count this form as a word: punctuation marks they do not."""
    return bool(forms(form, punctuation=False))


@lru_cache
def _pattern(punctuation: bool, blanks: bool = False) -> re.Pattern[str]:
    marks = character_class("Mn", "Mc", "Me")
    letters = rf"(?:[^\W_]+[{marks}]*|[{marks}]+)+"  # \w alone would split words at combining marks
    word = rf"{letters}(?:'{letters})*"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    pictograph = rf"[{character_class('So')}][\U0001f3fb-\U0001f3ff{marks}]*"
    pictographs = rf"{pictograph}(?:\u200d{pictograph})*"
    alternatives = [word, flag, pictographs]
    if blanks:
        alternatives.append(_BLANK)
    if punctuation:
        symbols = character_class("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk")
        alternatives += [r"\.\.+", f"[{symbols}]"]
    return re.compile("|".join(alternatives))

"""Settings of explanations: each describes what it accepts and parses it from text.

The command line and programs both pass text. In it, words are counted from 1 and a span includes
both ends; an explanation gets them counted from 0, with the last excluded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any

from brnn.config import Range, SettingError
from brnn.records import READERS, Analysis

Span = tuple[int, int]
"""First and last word of a span, counted from 0, the last excluded."""


@dataclass(frozen=True)
class Setting:
    """A setting of an explanation.

    about: what it sets. accepts: the valid values. form: how to write it; empty for a flag.
    convert: text → value; raises ValueError for an invalid value.
    choices: the valid values, if there are only a few.
    """

    name: str
    about: str
    accepts: str
    form: str
    convert: Callable[[str], Any]
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> Any:
        """Return the value. Raises SettingError, which says what is accepted."""
        try:
            return self.convert(text)
        except ValueError:
            raise SettingError(f"{self.name} must be {self.accepts}, got {shortened(text)}") from None


def flag(name: str, about: str) -> Setting:
    """Return a setting that is "yes" or "no"."""
    return Setting(name, about, "yes or no", "", lambda text: bool(("no", "yes").index(text)))


def choice(name: str, about: str, *choices: str) -> Setting:
    """Return a setting that is one of a few words."""

    def convert(text: str) -> str:
        return choices[choices.index(text)]

    return Setting(name, about, " or ".join(choices), "|".join(choices), convert, choices)


def whole(name: str, about: str, low: int, high: int) -> Setting:
    """Return a setting that is a whole number, both ends included."""
    accepts = Range(low, high)
    return Setting(name, about, str(accepts), "N", lambda text: _within(accepts, text))


def wholes(name: str, about: str, low: int, high: int) -> Setting:
    """Return a setting that is a list of whole numbers."""
    accepts = Range(low, high)

    def convert(text: str) -> list[int]:
        return [_within(accepts, number) for number in text.split(",")]

    each = f"whole numbers from {low:,} to {high:,}, separated by commas"
    return Setting(name, about, each, "N,…", convert)


def span(name: str, about: str) -> Setting:
    """Return a setting that is a range of words."""
    accepts = "a word or a range of words, counted from 1, such as 3:5"
    return Setting(name, about, accepts, "FIRST:LAST", _span)


def spans(name: str, about: str) -> Setting:
    """Return a setting that is one or more ranges of words."""
    accepts = "ranges of words, counted from 1, such as 3:5 or 3:5,8"
    return Setting(name, about, accepts, "FIRST:LAST,…", lambda t: [*map(_span, t.split(","))])


def unit(name: str, about: str) -> Setting:
    """Return a setting that is one unit of a reader: (reader, number)."""
    accepts = f"{' or '.join(READERS)} and a unit number, such as forward:0"
    return Setting(name, about, accepts, "READER:N", _unit)


def check_spans(name: str, spans: Sequence[Span] | None, analysis: Analysis) -> None:
    """Raise SettingError for a span that extends past the words read."""
    words = len(analysis.encoded.words)
    for first, last in spans or ():
        if last > words:
            there = f"within words 1 to {words:,}" if words else "of a text that has words"
            raise SettingError(f"{name} must be {there}, got {first + 1}:{last}")


def _within(accepts: Range, text: str) -> int:
    number = int(text)
    accepts.check("", number)
    return number


def _span(text: str) -> Span:
    first, _, last = text.partition(":")
    start, end = int(first) - 1, int(last or first)
    if not 0 <= start < end:
        raise ValueError
    return start, end


def _unit(text: str) -> tuple[str, int]:
    reader, _, number = text.partition(":")
    return READERS[READERS.index(reader)], int(number)  # type: ignore[arg-type]

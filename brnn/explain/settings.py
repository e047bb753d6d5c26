"""Settings of explanations: each describes what it accepts and parses it from text.

The command line and programs both pass text. In it, words are counted from 1 and a span includes
both ends; an explanation gets them counted from 0, with the last excluded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any, NamedTuple

from brnn.config import ModelConfig, Range, SettingError
from brnn.records import READERS, Analysis, Reader

_MOST = 100  # values in a list: each is a reading of its own
Span = tuple[int, int]
"""First and last word of a span, counted from 0, the last excluded."""


class Kind(NamedTuple):
    """A kind of value. accepts: what is valid. form: how to write it; empty for a flag.

    convert: text → value; raises ValueError for an invalid value.
    choices: the valid values, if there are only a few.
    """

    accepts: str
    form: str
    convert: Callable[[str], Any]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """A setting of an explanation.

    default: its value, as text, if it is not given; empty for None.
    unset: what None means.
    """

    name: str
    about: str
    kind: Kind
    default: str = ""
    unset: str = ""

    def read(self, text: str | None) -> Any:
        """Return the value; None: the default. Raises SettingError, which says what is accepted."""
        if text is None:
            return self.kind.convert(self.default) if self.default else None
        try:
            return self.kind.convert(text)
        except ValueError:
            raise SettingError(f"{self.name} must be {self.kind.accepts}, got {shortened(text)}") from None


def choice(*choices: str) -> Kind:
    """Return the kind of a setting that is one of a few words."""
    return Kind(" or ".join(choices), "|".join(choices), lambda text: choices[choices.index(text)], choices)


def whole(low: int, high: int) -> Kind:
    """Return the kind of a setting that is a whole number, both ends included."""
    accepts = Range(low, high)
    return Kind(str(accepts), "N", lambda text: _within(accepts, text))


def wholes(low: int, high: int) -> Kind:
    """Return the kind of a setting that is a list of whole numbers."""
    accepts = f"up to {_MOST} whole numbers from {low:,} to {high:,}, separated by commas"
    return Kind(accepts, "N,…", lambda text: [_within(Range(low, high), n) for n in _listed(text)])


def check_spans(name: str, spans: Sequence[Span] | None, analysis: Analysis) -> None:
    """Raise SettingError for a span that extends past the words read."""
    words = len(analysis.encoded.words)
    for first, last in spans or ():
        if last > words:
            there = f"within words 1 to {words:,}" if words else "of a text that has words"
            got = f"{first + 1}:{last}" if last > first + 1 else str(last)
            raise SettingError(f"{name} must be {there}, got {got}")


def check_unit(unit: tuple[Reader, int], config: ModelConfig) -> None:
    """Raise SettingError for a unit that the model does not have."""
    reader, number = unit
    if reader not in config.readers or not 0 <= number < config.units:
        allowed = " or ".join(f"{own}:0 to {own}:{config.units - 1}" for own in config.readers)
        raise SettingError(f"unit must be {allowed}, got {reader}:{number}")


def _listed(text: str) -> list[str]:
    if len(listed := text.split(",")) > _MOST:
        raise ValueError
    return listed


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


def _word(text: str) -> int:
    if (word := int(text)) < 1:
        raise ValueError
    return word - 1


def _unit(text: str) -> tuple[str, int]:
    reader, _, number = text.partition(":")
    return READERS[READERS.index(reader)], int(number)  # type: ignore[arg-type]


FLAG = Kind("yes or no", "", lambda text: bool(("no", "yes").index(text)))
WORD = Kind("the number of a word, counted from 1", "N", _word)
SPAN = Kind("the number of a word, or a range such as 3:5, counted from 1", "FIRST:LAST", _span)
SPANS = Kind(
    f"up to {_MOST} ranges of words, counted from 1, such as 3:5 or 3:5,8",
    "FIRST:LAST,…",
    lambda text: [*map(_span, _listed(text))],
)
UNIT = Kind(f"{' or '.join(READERS)} and a unit number, such as forward:0", "READER:N", _unit)
"""One unit of a reader: (reader, number)."""

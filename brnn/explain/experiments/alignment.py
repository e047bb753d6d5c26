"""Two texts that differ by an edit → their words, side by side.

The words of the whole texts are aligned, not only those that are read: so a word that an edit
elsewhere pushed out of what is read, or let in, is told apart from one that was edited.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from typing import Literal, NamedTuple

from brnn.records import Encoded

Kind = Literal["same", "replaced", "inserted", "deleted", "moved in", "moved out"]
NOWHERE = -1
_MOST_PAIRS = 1_000_000
"""Words in one text times words in the other between the first and the last difference. Beyond it
all between them counts as one replacement: on adverse texts difflib's time is cubic."""


class Row(NamedTuple):
    """A word before, after, or both: its places among the words read, NOWHERE where not read."""

    before: int
    after: int
    kind: Kind


def align(before: Encoded, after: Encoded) -> list[Row]:
    """Return the words read of both texts as rows, in reading order of both.

    "same" and "replaced" stand in both texts and are read in both, "inserted" and "deleted" in one
    text; "moved in" and "moved out" stand in both but are read in one, after the edit or before it.
    """
    first_before, first_after = _first_read(before), _first_read(after)
    rows = []
    for kind, place_before, place_after in _pairs(_words(before), _words(after)):
        one = _place(place_before, first_before, before)
        other = _place(place_after, first_after, after)
        if one == other == NOWHERE:
            continue
        if kind in ("same", "replaced") and NOWHERE in (one, other):
            kind = "moved in" if one == NOWHERE else "moved out"
        rows.append(Row(one, other, kind))
    return rows


def _pairs(before: list[str], after: list[str]) -> Iterator[tuple[Kind, int | None, int | None]]:
    """Yield kind and place of every word, first before and then after the edit."""
    for tag, first, last, first_after, last_after in _blocks(before, after):
        kind: Kind = "same" if tag == "equal" else "replaced"
        for one, other in zip_longest(range(first, last), range(first_after, last_after)):
            yield ("inserted" if one is None else "deleted" if other is None else kind), one, other


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield blocks as difflib's opcodes are, what both texts begin and end with taken off first."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    one, other = before[start : len(before) - end], after[start : len(after) - end]
    yield "equal", 0, start, 0, start
    if len(one) * len(other) > _MOST_PAIRS:
        yield "replace", start, start + len(one), start, start + len(other)
    else:
        for tag, *places in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            first, last, first_after, last_after = (start + place for place in places)
            yield tag, first, last, first_after, last_after
    yield "equal", len(before) - end, len(before), len(after) - end, len(after)


def _common(one: list[str], other: list[str]) -> int:
    """Return how many words two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _words(encoded: Encoded) -> list[str]:
    return [word.text for word in encoded.text_words]


def _first_read(encoded: Encoded) -> int:
    statuses = (word.status != "cut off" for word in encoded.text_words)
    return next((place for place, read in enumerate(statuses) if read), 0)


def _place(place: int | None, first_read: int, encoded: Encoded) -> int:
    """Return the place among the words read of a place among the words of the text."""
    if place is None or not 0 <= place - first_read < len(encoded.words):
        return NOWHERE
    return place - first_read

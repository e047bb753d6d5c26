"""Align the words of two texts that differ by an edit.

The alignment covers all words, not only those that are read. A word that an edit elsewhere moved
into or out of the range that is read is therefore distinguished from a word that was edited.
"""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import count, takewhile, zip_longest
from typing import Literal, NamedTuple

from brnn.records import Encoded

Kind = Literal["same", "replaced", "inserted", "deleted", "moved in", "moved out"]
NOWHERE = -1
_MOST_STEPS = 20_000_000
"""Limit on the steps of difflib at worst: for each word of the shorter text between the first and the last
difference, all pairs of equal words. Beyond it, these words count as one replacement."""


class Row(NamedTuple):
    """A word of either text or both: its indices among the words read, NOWHERE if not read."""

    before: int
    after: int
    kind: Kind


def align(before: Encoded, after: Encoded) -> list[Row]:
    """Return the words read in either text as rows, in text order.

    Words that are "same" or "replaced" are read in both texts. "inserted" and "deleted" words occur
    in one text only. "moved in" and "moved out" words occur in both, but are read only after or
    only before the edit.
    """
    places_before, places_after = _places(before), _places(after)
    rows = []
    for kind, index_before, index_after in _pairs(_words(before), _words(after)):
        one = NOWHERE if index_before is None else places_before[index_before]
        other = NOWHERE if index_after is None else places_after[index_after]
        if one == other == NOWHERE:
            continue
        if kind in ("same", "replaced") and NOWHERE in (one, other):
            kind = "moved in" if one == NOWHERE else "moved out"
        rows.append(Row(one, other, kind))
    return rows


def _pairs(before: list[str], after: list[str]) -> Iterator[tuple[Kind, int | None, int | None]]:
    """Yield the kind of every word and its index before and after the edit."""
    for tag, first, last, first_after, last_after in _blocks(before, after):
        kind: Kind = "same" if tag == "equal" else "replaced"
        for one, other in zip_longest(range(first, last), range(first_after, last_after)):
            yield ("inserted" if one is None else "deleted" if other is None else kind), one, other


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield blocks like difflib's opcodes, after removing the common start and end."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    one, other = before[start : len(before) - end], after[start : len(after) - end]
    yield "equal", 0, start, 0, start
    times, times_after = Counter(one), Counter(other)
    pairs = sum(n * times_after[word] for word, n in times.items())
    if pairs * min(len(one), len(other)) > _MOST_STEPS:
        yield "replace", start, start + len(one), start, start + len(other)
    else:
        for tag, *places in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            first, last, first_after, last_after = (start + place for place in places)
            yield tag, first, last, first_after, last_after
    yield "equal", len(before) - end, len(before), len(after) - end, len(after)


def _common(one: list[str], other: list[str]) -> int:
    """Return the number of words at the start that two texts have in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _words(encoded: Encoded) -> list[str]:
    return [word.text for word in encoded.text_words]


def _places(encoded: Encoded) -> list[int]:
    """Return the index of every word among the words read, NOWHERE if it is not read."""
    place = count()
    return [NOWHERE if word.status == "cut off" else next(place) for word in encoded.text_words]

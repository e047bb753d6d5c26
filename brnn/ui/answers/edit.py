"""The answer to "edit": what it changed in each reader, and where nothing changed."""

from collections.abc import Sequence
from typing import Literal

from brnn.explain.experiments.alignment import Kind
from brnn.explain.experiments.edits import Edits
from brnn.records import Reader
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import Numbers, TypedDict, pack


class EditedWord(TypedDict):
    """A place where the words differ. before, after: None where no word is read."""

    kind: Kind
    before: str | None
    after: str | None


class ReaderChange(TypedDict):
    """What an edit changed in one reader.

    change: (words of the new text,), Euclidean distance between the hidden states before and after
        the edit; NaN at a word that was not read before.
    shift: final evidence after the edit minus that before it.
    same: whether the reader reads words before it reaches the edit, and every state there is the
        same bit for bit.
    """

    change: Numbers
    shift: float
    same: bool


class Edited(TypedDict):
    """The answer to "edit".

    span: changed words of the new text, last excluded; empty where words were deleted;
        None: the model's input is unchanged.
    logit: of the new text.
    max_words: how many words of a text the model reads.
    """

    kind: Literal["edit"]
    words: list[EditedWord]
    span: tuple[int, int] | None
    readers: dict[Reader, ReaderChange]
    logit: float
    logit_shift: float
    max_words: int


def edit(asked: Asked) -> Edited:
    """Return what changed from the text `before` to the text `after`."""
    found = asked.analyzer.edits(asked.question.text("before"), asked.question.text("after"))
    return edited(found, asked.readers, asked.config.max_words)


def edited(found: Edits, readers: Sequence[Reader], max_words: int) -> Edited:
    """Return the answer about an edit, for the readers that the model has."""
    old, new = found.before.encoded.words, found.after.encoded.words
    rows = zip(found.kinds, found.places_before, found.places_after, strict=True)
    return {
        "kind": "edit",
        "words": [
            {
                "kind": kind,
                "before": old[before] if before >= 0 else None,
                "after": new[after] if after >= 0 else None,
            }
            for kind, before, after in rows
            if kind != "same"
        ],
        "span": _span(found),
        "readers": {reader: _change(found, reader) for reader in readers},
        "logit": found.after.reading.logit,
        "logit_shift": found.logit_shift,
        "max_words": max_words,
    }


def _span(found: Edits) -> tuple[int, int] | None:
    if not found.changed.any():
        return None
    places = found.places_after[found.changed]
    there = places[places >= 0]
    if len(there):
        return int(there.min()), int(there.max()) + 1
    seam = int((found.places_after[found.forward_untouched] >= 0).sum())
    return seam, seam


def _change(found: Edits, reader: Reader) -> ReaderChange:
    change = getattr(found, f"{reader}_change")
    untouched = change[getattr(found, f"{reader}_untouched")]
    return {
        "change": pack(change[found.places_after >= 0]),
        "shift": getattr(found, f"{reader}_shift"),
        "same": len(untouched) > 0 and not untouched.any(),
    }

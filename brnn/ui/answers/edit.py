"""The answer to an edit: what it changed in each reader, and what it cannot have changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from brnn.records import Reader
from brnn.text.numbers import add_up
from brnn.ui import payload, texts
from brnn.ui.answers.question import Asked
from brnn.ui.answers.word import readers_of
from brnn.ui.sentences import quoted
from brnn.ui.texts import pins

if TYPE_CHECKING:
    from brnn.explain.experiments.edits import Edits


def edit(asked: Asked) -> payload.Part:
    """Return the light cone of an edit, from the text `before` to the text `after`."""
    analyzer, question = asked.analyzer, asked.question
    found = analyzer.edits(question.text("before"), question.text("after"))
    readers = readers_of(found.after) or readers_of(found.before)
    return {
        "state": "edit",
        "sentence": sentence(found, readers, analyzer.model.config.max_words),
        "rim": pins.RIM if found.changed.any() else "",
        **cone(found, readers),
    }


def cone(found: Edits, readers: Sequence[Reader]) -> payload.Part:
    """Return how much each memory changed at each word of the new text, 0 … 1, and where it began.

    The largest change of either reader is 1, and so is a word that has no counterpart. `span`: the
    words that were given to the readers anew, last excluded; where words are gone it is empty.
    """
    shares = {reader: _by_word(found, getattr(found, f"{reader}_change")) for reader in readers}
    largest = max((float(np.nanmax(share, initial=0)) for share in shares.values()), default=0) or 1
    places = found.places_after[found.changed]
    span = None
    if found.changed.any():
        there = places[places >= 0]
        gone = int((found.places_after[found.forward_untouched] >= 0).sum())
        span = [int(there.min()), int(there.max()) + 1] if len(there) else [gone, gone]
    return {
        "changed": {
            reader: [
                round(float(value), 4) for value in np.nan_to_num(share, nan=largest) / largest
            ]
            for reader, share in shares.items()
        },
        "span": span,
    }


def _by_word(found: Edits, changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the changes of the rows that are words of the new text, in its order."""
    values: NDArray[np.float64] = changes[found.places_after >= 0]
    return values


def sentence(found: Edits, readers: Sequence[Reader], limit: int) -> str:
    """Return one sentence on an edit. It calls the same only what was compared bit for bit."""
    what = _what(found)
    if not found.changed.any():
        return pins.EDIT_NOTHING.format(what=what) + "."
    shifts = [getattr(found, f"{reader}_shift") for reader in readers]
    printed, _ = add_up(shifts, found.logit_shift)
    moves = pins.AND.join(
        pins.EDIT_MOVES.format(reader=texts.READER_NAMES[reader], shift=shift)
        for reader, shift in zip(readers, printed, strict=True)
    )
    same = [
        pins.EDIT_SAME[reader]
        for reader in readers
        if _is_same(getattr(found, f"{reader}_change")[getattr(found, f"{reader}_untouched")])
    ]
    return pins.EDIT.format(
        what=what,
        moves=moves,
        same=pins.SAME.format(places=pins.AND.join(same)) if same else "",
    ) + (pins.EDIT_WINDOW.format(limit=limit) if found.window_moved else "")


def _is_same(change: NDArray[np.float64]) -> bool:
    return len(change) > 0 and not change.any()


def _what(found: Edits) -> str:
    rows = [row for row, kind in enumerate(found.kinds) if kind != "same"]
    own = [row for row in rows if found.kinds[row] in ("replaced", "inserted", "deleted")]
    before = [int(found.places_before[row]) for row in own if found.places_before[row] >= 0]
    after = [int(found.places_after[row]) for row in own if found.places_after[row] >= 0]
    if len(own) != 1:
        return texts.counted(pins.EDITING, len(own) or len(rows))
    old = quoted(found.before.encoded.words, before[0]) if before else ""
    new = quoted(found.after.encoded.words, after[0]) if after else ""
    form = pins.REPLACING if old and new else pins.DELETING if old else pins.INSERTING
    return form.format(before=old, after=new)

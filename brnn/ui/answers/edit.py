"""The answer to "edit": what it changed in each reader, and where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from brnn.explain.experiments.edits import Edits
from brnn.records import Reader
from brnn.ui.answers.question import Asked
from brnn.ui.protocol.packing import pack
from brnn.ui.protocol.pins import Edited, ReaderChange


def edit(asked: Asked) -> Edited:
    """Return what changed from the text `before` to the text `after`."""
    analyzer, question = asked.analyzer, asked.question
    config = analyzer.model.config
    found = analyzer.edits(question.text("before"), question.text("after"))
    return edited(found, config.readers, config.max_words)


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
    change: NDArray[np.float64] = getattr(found, f"{reader}_change")
    untouched = change[getattr(found, f"{reader}_untouched")]
    return {
        "change": pack(change[found.places_after >= 0]),
        "shift": getattr(found, f"{reader}_shift"),
        "same": len(untouched) > 0 and not untouched.any(),
    }

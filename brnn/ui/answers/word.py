"""The answers about a pinned word: its effect, its strongest units, its integrated gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from brnn.records import Analysis, Reader
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol.packing import pack
from brnn.ui.protocol.pins import Attributions, PinnedWord, UnitState

if TYPE_CHECKING:
    from brnn.explain.occlusion import Occlusion

_STRONGEST = 2
"""How many units of each reader are listed."""


def word(asked: Asked) -> PinnedWord:
    """Return the effect of one word and the units that are strongest after it."""
    analysis = asked.analyzer.analyze(asked.question.text())
    if analysis.nothing_to_read:
        raise BadQuestion("there is no word in this text")
    place = asked.question.number("word", 0, len(analysis.encoded.words) - 1)
    found = asked.analyzer.occlusion(analysis, [(place, place + 1)])
    return pinned(analysis, asked.analyzer.model.config.readers, place, found, 0)


def pinned(analysis: Analysis, readers: list[Reader], place: int, found: Occlusion, row: int) -> PinnedWord:
    """Return the answer about one word. row: index of the word's span in `found`."""
    return {
        "kind": "word",
        "effect": {reader: float(getattr(found, reader)[row]) for reader in readers},
        "of_logit": float(found.logit[row]),
        "strongest": {reader: _strongest(getattr(analysis.reading, reader)[place]) for reader in readers},
    }


def _strongest(states: NDArray[np.float32]) -> list[UnitState]:
    order = np.argsort(-np.abs(states), kind="stable")[:_STRONGEST]
    return [{"unit": int(unit), "state": float(states[unit])} for unit in order]


def gradients(asked: Asked) -> Attributions:
    """Return the integrated gradients of all words; the slowest of all answers."""
    found = asked.analyzer.gradients(asked.question.text())
    return {
        "kind": "gradients",
        "baseline": found.baseline,
        "readers": {
            reader: {
                "words": pack(getattr(found, reader)),
                "shift": getattr(found, f"{reader}_shift"),
                "gap": getattr(found, f"{reader}_gap"),
                "steps": getattr(found, f"{reader}_steps"),
            }
            for reader in asked.analyzer.model.config.readers
        },
        "complete": found.complete,
    }

"""Crops: short excerpts of reviews. People type single sentences, but reviews are long."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from brnn.text.vocabulary import UNKNOWN, Vocabulary

SHORTEST, LONGEST = 3, 30
"""Bounds on the words of a crop, about as many as people type into a demo."""
_ENDS = ".!?"


def sentence_ends(vocabulary: Vocabulary) -> NDArray[np.int32]:
    """Return the ids of the punctuation marks that end a sentence; none if marks are not words."""
    ids = {vocabulary.id_of(mark) for mark in _ENDS} - {UNKNOWN}
    return np.array(sorted(ids), dtype=np.int32)


def crop(ids: NDArray[np.int32], ends: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int32]:
    """Return an excerpt that starts with a sentence and, if possible, consists of whole sentences.

    The maximum length is drawn at random between SHORTEST and LONGEST words. A text of at most
    SHORTEST words is returned unchanged.

    ids: int32 (words,). ends: int32, the ids of the marks that end a sentence.
    """
    if len(ids) <= SHORTEST:
        return ids
    stops = np.flatnonzero(np.isin(ids, ends)) + 1
    room = int(rng.integers(SHORTEST, LONGEST, endpoint=True))
    starts = np.append(0, stops[stops <= len(ids) - SHORTEST])
    start = int(rng.choice(starts))
    fitting = stops[(stops >= start + SHORTEST) & (stops <= start + room)]
    return ids[start : fitting[-1] if len(fitting) else start + room]


def crops_of(
    texts: Sequence[NDArray[np.int32]], ends: NDArray[np.int32], seed: int
) -> list[NDArray[np.int32]]:
    """Return one crop of each text. The same seed gives the same crops."""
    rng = np.random.default_rng(seed)
    return [crop(ids, ends, rng) for ids in texts]

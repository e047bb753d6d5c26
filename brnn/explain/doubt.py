"""Whether a model has reason for its verdict: does it know the words, and does any of them tell it anything?

A verdict is doubtful if

    no words        the text has none, only punctuation marks and pictographs;
    unknown words   many of them are unknown to the model;
    no opinion      its log-odds are near zero, and those of each single word on its own are, too.

The last rule needs both: in "not bad", each word on its own says much, and in "I laughed and I cried" all
words together do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from brnn.model.readers import Readers
from brnn.records import Doubt, Encoded
from brnn.text.vocabulary import UNKNOWN

MANY_UNKNOWN = 0.34
"""Share of unknown words from which a verdict is doubtful."""
NEAR_ZERO, LITTLE = 1.0, 0.6
"""Largest log-odds, of a text and of its words, that are no opinion."""


class Opinions:
    """What a model says of single words, each read once."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers
        self._found: dict[int, float] = {}  # by id

    def strongest(self, ids: NDArray[np.int32]) -> float:
        """Return the largest absolute log-odds of a known word on its own, without the bias."""
        known = {*ids.tolist()} - {UNKNOWN}
        if new := sorted(known - self._found.keys()):
            logits = self._readers.final([np.array([word], np.int32) for word in new]).logits
            opinions = np.abs(logits - self._readers.bias).tolist()
            self._found.update(zip(new, opinions, strict=True))
        return max((self._found[word] for word in known), default=0.0)


def doubt(opinions: Opinions, encoded: Encoded, logit: float) -> Doubt | None:
    """Return why a verdict is doubtful, or None if it is not. logit: of the text."""
    unknown = [word.status == "unknown" for word in encoded.words_read if word.text[0].isalnum()]
    if not unknown:
        return "no words"
    if sum(unknown) >= MANY_UNKNOWN * len(unknown):
        return "unknown words"
    if abs(logit) < NEAR_ZERO and opinions.strongest(encoded.ids) < LITTLE:
        return "no opinion"
    return None

"""Occlusion: what is lost when a word, or a span of words, is taken out of a text.

    E→(T) of the text − E→(T) of the text without it, and so for E←(1) and for z

The base is the very prediction that is shown; each shorter text is read as a text of its own.
Zeiler and Fergus (2014), on pictures. Deleting is another question than the ledger's: there, a
word has what the evidence moved by while it was read; here, also what it did to the words after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brnn.explain.outcomes import Outcome, Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What is lost when words are taken out of a text: evidence with them less without them.

    spans: first and last (not included) of the words taken out, as indices of the words read.
    whole: where the reading of the whole text ends: the prediction that is shown.
    without: (spans,), where it ends without each span.
    forward, backward: float64 (spans,), log-odds, what is lost of each reader's final evidence;
        above zero where the span spoke for "positive".
    logit: float64 (spans,), log-odds, what is lost of the logit: forward + backward.
    method: name of the method; its only setting is which spans are taken out.

    The words are those that are read: nothing that was cut off moves up.
    """

    spans: tuple[tuple[int, int], ...]
    whole: Outcome
    without: Outcomes
    method: str = "occlusion"

    def __post_init__(self) -> None:
        if len(self.without) != len(self.spans):
            raise ValueError("there must be one reading without each span")

    @property
    def forward(self) -> NDArray[np.float64]:
        """What each span's absence takes from the forward reader's final evidence."""
        return self.whole.forward - self.without.forward

    @property
    def backward(self) -> NDArray[np.float64]:
        """What each span's absence takes from the backward reader's final evidence."""
        return self.whole.backward - self.without.backward

    @property
    def logit(self) -> NDArray[np.float64]:
        """What each span's absence takes from the logit."""
        return self.whole.logit - self.without.logits

    @property
    def remainder(self) -> NDArray[np.float64]:
        """What the sum over the readers leaves unexplained: rounding of float32, nothing else."""
        return self.logit - (self.forward + self.backward)


def occlusion(
    readers: Readers,
    analysis: Analysis,
    spans: Sequence[tuple[int, int]] | None = None,
) -> Occlusion:
    """Return what is lost when words are taken out of a text.

    spans: first and last (not included) of the words of each; else every single word.

    Raises ValueError for a span that is empty or reaches beyond the words.
    """
    ids = analysis.encoded.ids
    if spans is None:
        spans = [(word, word + 1) for word in range(len(ids))]
    for first, last in spans:
        if not 0 <= first < last <= len(ids):
            raise ValueError(f"a span must lie within 0:{len(ids)}, got {first}:{last}")
    return Occlusion(
        tuple((first, last) for first, last in spans),
        Outcome.of(analysis.ledger),
        Outcomes.of(readers, readers.without(ids, spans)),
    )

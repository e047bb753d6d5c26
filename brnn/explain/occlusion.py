"""Occlusion: how the evidence changes if a word, or a span of words, is removed from a text.

    E→(T) of the text − E→(T) of the text without it; likewise for E←(1) and z

Each shorter text is read as a text of its own (Zeiler and Fergus, 2014, on images). Occlusion and
the ledger answer different questions. The ledger gives a word the change of the evidence while it
was read; occlusion also includes the word's effect on the words after it.
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
    """The evidence lost without some words: evidence of the whole text minus that without them.

    spans: first and last (exclusive) of the words removed, as indices of the words read.
    whole: the outcome of the whole text.
    without: (spans,), the outcome without each span.
    forward, backward: float64 (spans,), loss of each reader's final evidence, log-odds; positive if
        the span spoke for "positive".
    logit: float64 (spans,), loss of the logit, log-odds: forward + backward.
    method: name of the method; its only setting is the spans.

    Only words that were read are used: words that were cut off do not move up.
    """

    spans: tuple[tuple[int, int], ...]
    whole: Outcome
    without: Outcomes
    method: str = "occlusion"

    def __post_init__(self) -> None:
        if len(self.without) != len(self.spans):
            raise ValueError("there must be one outcome for each span")

    @property
    def forward(self) -> NDArray[np.float64]:
        """Loss of the forward reader's final evidence without each span."""
        return self.whole.forward - self.without.forward

    @property
    def backward(self) -> NDArray[np.float64]:
        """Loss of the backward reader's final evidence without each span."""
        return self.whole.backward - self.without.backward

    @property
    def logit(self) -> NDArray[np.float64]:
        """Loss of the logit without each span."""
        return self.whole.logit - self.without.logits

    @property
    def remainder(self) -> NDArray[np.float64]:
        """Difference between `logit` and the sum of the readers: only the rounding of float32."""
        return self.logit - (self.forward + self.backward)


def occlusion(
    readers: Readers, analysis: Analysis, spans: Sequence[tuple[int, int]] | None = None
) -> Occlusion:
    """Return how the outcome changes without words of a text.

    spans: first and last (exclusive) word of each span; None for every single word.

    Raises ValueError for a span that is empty or extends beyond the words.
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

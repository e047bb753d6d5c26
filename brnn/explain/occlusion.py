"""Occlusion: how the evidence changes if a word, or a span of words, is removed from a text.

    E→(T) of the text − E→(T) of the text without it; likewise for E←(1) and z

Each shorter text is read as a text of its own (Zeiler and Fergus, 2014, on images). Occlusion and
the ledger answer different questions. The ledger gives a word the change of the evidence while it
was read; occlusion also includes the word's effect on the words after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brnn.explain.outcomes import Outcome, Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis, Record, length


@dataclass(frozen=True, eq=False)
class Occlusion(Record):
    """The evidence lost without some words: evidence of the whole text minus that without them.

    spans: first and last (exclusive) of the words removed, as indices of the words read.
    whole: the outcome of the whole text.
    without: (spans,), the outcome without each span.
    method: name of the method; its only setting is the spans.

    Only words that were read are used: words that were cut off do not move up.
    """

    spans: tuple[tuple[int, int], ...] = field(metadata=length("spans"))
    whole: Outcome
    without: Outcomes = field(metadata=length("spans"))
    method: str = "occlusion"

    @property
    def forward(self) -> NDArray[np.float64]:
        """Loss of E→(T) without each span, float64 (spans,), log-odds; positive: it favoured "positive"."""
        return self.whole.forward - self.without.forward

    @property
    def backward(self) -> NDArray[np.float64]:
        """Loss of E←(1) without each span, float64 (spans,), likewise."""
        return self.whole.backward - self.without.backward

    @property
    def logit(self) -> NDArray[np.float64]:
        """Loss of the logit without each span, float64 (spans,): forward + backward."""
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

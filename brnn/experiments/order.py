"""Order: how much the order of the words matters, to the verdict and to each reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brnn.experiments.sentences import sentences
from brnn.outcomes import Outcome, Outcomes
from brnn.records import Analysis

if TYPE_CHECKING:
    from brnn.reading import CompiledNetwork

MOST_SHUFFLES = 1_000


@dataclass(frozen=True, eq=False)
class Order:
    """One text in several orders of the words that are read.

    sentence: range first, last (last excluded) of the words read that were moved together.
    seed: of the shuffles; texts of as many words are shuffled alike, whatever the model.
    as_typed: the prediction that is shown.
    at_start, at_end: with the sentence before, or after, all other words.
    shuffles: with all words in random orders, at least two; `mean()` and `sd()` over them.
    """

    sentence: tuple[int, int]
    seed: int
    as_typed: Outcome
    at_start: Outcome
    at_end: Outcome
    shuffles: Outcomes
    method: str = "order"


def order(
    network: CompiledNetwork,
    analysis: Analysis,
    sentence: tuple[int, int] | None = None,
    shuffles: int = 20,
    seed: int = 0,
) -> Order:
    """Let `network` read the words of an analysis in other orders, all in one batch.

    sentence: range of the words read, last excluded; without one it is `verdict_sentence`.
    Raises ValueError for a range outside the words read, and for a number of shuffles below 2 or
    over MOST_SHUFFLES.
    """
    ids = analysis.encoded.ids
    first, last = sentence = verdict_sentence(analysis) if sentence is None else sentence
    if not 0 <= first <= last <= len(ids):
        raise ValueError(f"a sentence must lie within 0 and {len(ids)}, got {first} to {last}")
    if not 2 <= shuffles <= MOST_SHUFFLES:
        raise ValueError(f"shuffles must be from 2 to {MOST_SHUFFLES:,}, got {shuffles}")
    moved, others = ids[first:last], np.concatenate([ids[:first], ids[last:]])
    rng = np.random.default_rng(seed)
    found = Outcomes.read(
        network,
        [
            np.concatenate([moved, others]),
            np.concatenate([others, moved]),
            *(ids[rng.permutation(len(ids))] for _ in range(shuffles)),
        ],
    )
    return Order(
        sentence,
        seed,
        Outcome.of(analysis.ledger),
        found[0],
        found[1],
        Outcomes(found.forward[2:], found.backward[2:], found.logits[2:]),
    )


def verdict_sentence(analysis: Analysis) -> tuple[int, int]:
    """Return the range of the sentence at which the evidence changed most, both readers summed.

    (0, 0) for a text without words; the first of those that changed it alike.
    """
    change = analysis.ledger.forward + analysis.ledger.backward
    spans = sentences(analysis.encoded)
    return max(spans, key=lambda span: abs(change[slice(*span)].sum()), default=(0, 0))

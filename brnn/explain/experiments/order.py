"""Order: how much the order of the words matters to the verdict and to each reader."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.explain.doubt import doubt
from brnn.explain.outcomes import Outcome, Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis, Encoded

MOST_SHUFFLES = 1_000
# Closing quotes and brackets belong to the sentence; a mark inside a number does not end one. The look-behind
# prevents a new search at every mark of a long row of marks.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s|<br)|<br\s{0,3}/?>|\n\s*\n", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Order:
    """The outcomes of one text with its words in several orders.

    sentence: range first, last (exclusive) of the words that were moved together.
    seed: random seed of the shuffles. Texts of equal length get the same shuffles, in any model.
    as_typed: the outcome in the original order.
    at_start, at_end: the outcomes with the sentence before or after all other words.
    shuffles: the outcomes of at least two random orders of all words.
    """

    sentence: tuple[int, int]
    seed: int
    as_typed: Outcome
    at_start: Outcome
    at_end: Outcome
    shuffles: Outcomes
    method: str = "order"


def order(
    readers: Readers,
    analysis: Analysis,
    sentence: tuple[int, int] | None = None,
    shuffles: int = 20,
    seed: int = 0,
) -> Order:
    """Read the words of an analysis in other orders.

    sentence: range first, last (exclusive) of the words to move; None for `verdict_sentence`.
    Raises ValueError for a range outside the words read, and for a number of shuffles below 2 or
    above MOST_SHUFFLES.
    """
    ids = analysis.encoded.ids
    first, last = sentence = verdict_sentence(analysis) if sentence is None else sentence
    if not 0 <= first <= last <= len(ids):
        raise ValueError(f"a sentence must lie within 0 and {len(ids)}, got {first} to {last}")
    if not 2 <= shuffles <= MOST_SHUFFLES:
        raise ValueError(f"shuffles must be from 2 to {MOST_SHUFFLES:,}, got {shuffles}")
    moved, others = ids[first:last], np.concatenate([ids[:first], ids[last:]])
    orders = [
        np.concatenate([moved, others]),
        np.concatenate([others, moved]),
        *(ids[places] for places in islice(permutations(len(ids), seed), shuffles)),
    ]
    found = Outcomes.of(readers, readers.final(orders))
    shuffled = Outcomes(found.forward[2:], found.backward[2:], found.logits[2:])
    return Order(sentence, seed, Outcome.of(analysis.ledger), found[0], found[1], shuffled)


def verdict_sentence(analysis: Analysis) -> tuple[int, int]:
    """Return the range of the sentence over which the evidence of both readers changed most.

    Returns the first such sentence, or (0, 0) for a text without words.
    """
    change = analysis.ledger.forward + analysis.ledger.backward
    spans = sentences(analysis.encoded)
    return max(spans, key=lambda span: abs(change[slice(*span)].sum()), default=(0, 0))


def sentences(encoded: Encoded) -> tuple[tuple[int, int], ...]:
    """Return the sentences as ranges first, last (exclusive) of the words read.

    The rule is simple: a sentence ends with . ! ? or … before white space, with `<br>`, or with an empty
    line. It therefore also ends after "Mr.". A sentence that is only partly read counts with the words that
    are read. The marks are found in the text, so this works for models that do not read punctuation.
    """
    ends = [match.end() for match in _END.finditer(encoded.text)]
    ranges, first = [], 0
    for _, words in groupby(bisect_right(ends, word.start) for word in encoded.words_read):
        last = first + len(list(words))
        ranges.append((first, last))
        first = last
    return tuple(ranges)


def permutations(words: int, seed: int = 0) -> Iterator[NDArray[np.intp]]:
    """Yield endlessly the random orders that `order` uses for a text of this length."""
    rng = np.random.default_rng(seed)
    while True:
        yield rng.permutation(words)


def rearranged(readers: Readers, analysis: Analysis, places: NDArray[np.integer]) -> Analysis:
    """Read the words of an analysis in another order.

    places: the old position of each word in the new order. Raises ValueError unless it contains
        every position once.
    """
    old = analysis.encoded
    if sorted(places) != list(range(len(old.words))):
        raise ValueError(f"places must name each of the {len(old.words)} words read once")
    words, start = [], 0
    for word in (old.words_read[place] for place in places):
        words.append(replace(word, start=start, end=start + len(word.text)))
        start = words[-1].end + 1
    texts = tuple(word.text for word in words)
    encoded = Encoded(" ".join(texts), texts, old.ids[places], tuple(words))
    reading = readers.read(encoded.ids)
    ledger = evidence.ledger(reading, *readers.head_weights(), readers.bias)
    return Analysis(encoded, reading, ledger, doubt(encoded, ledger))

"""Inspect one unit: its values in a text, and what moves it in other reviews."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brnn.model.statistics import Statistics
from brnn.records import READERS, Reader, Reading, array, check_arrays
from brnn.text.vocabulary import PADDING, Vocabulary


@dataclass(frozen=True)
class Mover:
    """A word that moves a unit.

    word: the word as in the vocabulary.
    change: mean change of the unit at that word, over the sampled training reviews.
    times: number of occurrences of the word in them.
    """

    word: str
    change: float
    times: int


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit of one reader, in one text and over many reviews.

    reader, unit: which unit; units are counted from 0.
    weight: its weight in the head, log-odds for a value of 1.
    memory: float32 (words,), its value after each word, in text order.
    evidence: float64 (words,), memory × weight, log-odds.
    added: float64 (words,), what each word added through this unit, log-odds; the sum is `total`.
    total: its contribution to the logit, log-odds.
    falls, rises: the words at which the unit falls and rises most, the strongest first.
    histogram: int32 (2, bins), test reviews by label (index into LABELS) and final value.
    edges: float32 (bins + 1,), edges of the bins.
    sampled_reviews: number of training reviews in which falls and rises were counted.
    """

    reader: Reader
    unit: int
    weight: float
    memory: NDArray[np.float32] = field(metadata=array(np.float32, "words"))
    evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    added: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    total: float
    falls: tuple[Mover, ...]
    rises: tuple[Mover, ...]
    histogram: NDArray[np.int32] = field(metadata=array(np.int32, 2, "bins"))
    edges: NDArray[np.float32] = field(metadata=array(np.float32, "edges"))
    sampled_reviews: int
    method: str = "unit"

    def __post_init__(self) -> None:
        check_arrays(self, sizes={"bins": len(self.edges) - 1})


def by_influence(statistics: Statistics, reader: Reader, weights: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the units of a reader, intp (units,), those first that move verdicts most.

    A unit's influence is its weight in the head, times the standard deviation of its final state over the
    test reviews, without its sign. So the order is the same for every text.

    weights: float32 (units,), the head's weights for that reader.
    """
    counts = getattr(statistics, reader).histogram.sum(axis=1).astype(np.float64)
    middles = (statistics.edges[1:] + statistics.edges[:-1]) / 2.0
    shares = counts / np.maximum(1.0, counts.sum(axis=1, keepdims=True))
    mean = shares @ middles
    spread = np.sqrt(np.maximum(0.0, shares @ middles**2 - mean**2))
    return np.argsort(-np.abs(weights) * spread, kind="stable")


def check_reader(reader: object) -> None:
    """Raise ValueError for anything but the name of a reader."""
    if reader not in READERS:
        raise ValueError(f"reader must be {' or '.join(READERS)}, got {reader!r}")


def inspect_unit(
    reading: Reading,
    reader: Reader,
    unit: int,
    weights: NDArray[np.float32],
    statistics: Statistics,
    vocabulary: Vocabulary,
) -> Unit:
    """Return the record of one unit.

    weights: float32 (units,), the head's weights for that reader.
    Raises ValueError if the model lacks the reader, or the reader the unit.
    """
    check_reader(reader)
    if not 0 <= unit < len(weights):
        there = f"has the units 0 to {len(weights) - 1}" if len(weights) else "is missing"
        raise ValueError(f"the {reader} reader of this model {there}; there is no unit {unit}")
    memory = getattr(reading, reader)[:, unit].copy()  # the record freezes its arrays
    weight = float(weights[unit])
    evidence = memory.astype(np.float64) * weight
    forward = reader == "forward"
    added = np.diff(evidence, prepend=0.0) if forward else -np.diff(evidence, append=0.0)
    of_reader = getattr(statistics, reader)
    arrays = (of_reader.words, of_reader.word_changes, of_reader.word_counts)
    falls, rises = (
        tuple(
            Mover(_word(vocabulary, word), float(change), int(times))
            for word, change, times in zip(*(array[unit, side] for array in arrays), strict=True)
            if word != PADDING
        )
        for side in (0, 1)
    )
    return Unit(
        reader=reader,
        unit=unit,
        weight=weight,
        memory=memory,
        evidence=evidence,
        added=added,
        total=float(evidence[-1 if forward else 0]) if len(evidence) else 0.0,
        falls=falls,
        rises=rises,
        histogram=of_reader.histogram[unit].copy(),
        edges=statistics.edges,
        sampled_reviews=int(statistics.sampled_reviews),
    )


def _word(vocabulary: Vocabulary, word_id: int) -> str:
    special = len(vocabulary) - len(vocabulary.words)
    return vocabulary.words[word_id - special] if word_id >= special else "[unknown]"

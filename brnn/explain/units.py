"""The unit inspector: one number of a memory, what it holds and what it is for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brnn.model.statistics import Statistics
from brnn.records import Reader, Reading, check_array
from brnn.text.vocabulary import PADDING, Vocabulary


@dataclass(frozen=True)
class Mover:
    """A word that moves a unit.

    word: as the vocabulary has it.
    change: mean change of the unit's memory at that word, over the sampled training reviews.
    times: how often the word was seen in them.
    """

    word: str
    change: float
    times: int


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit of one reader, under one text and over many reviews.

    method: name of the method; sampled_reviews: how many training reviews the words were sought in.
    reader, unit: which one, from 0.
    weight: its weight in the verdict, log-odds for a memory of 1.
    memory: float32 (words,), what it holds after each word, in reading order of the text.
    evidence: float64 (words,), memory × weight, log-odds.
    added: float64 (words,), what each word added through it, log-odds, in the reader's own order
        of reading: they sum to what the unit brings to the verdict.
    total: what it brings to the verdict, log-odds.
    falls, rises: the words at which its memory falls and rises most, the strongest first.
    histogram: int32 (2, bins), how many test reviews of each label (as in LABELS) leave its memory
        in each bin.
    edges: float32 (bins + 1,), of the bins.
    """

    reader: Reader
    unit: int
    weight: float
    memory: NDArray[np.float32]
    evidence: NDArray[np.float64]
    added: NDArray[np.float64]
    total: float
    falls: tuple[Mover, ...]
    rises: tuple[Mover, ...]
    histogram: NDArray[np.int32]
    edges: NDArray[np.float32]
    sampled_reviews: int
    method: str = "unit"

    def __post_init__(self) -> None:
        words, bins = len(self.memory), len(self.edges) - 1
        check_array(self.memory, "memory", np.float32, (words,))
        check_array(self.evidence, "evidence", np.float64, (words,))
        check_array(self.added, "added", np.float64, (words,))
        check_array(self.histogram, "histogram", np.int32, (2, bins))
        check_array(self.edges, "edges", np.float32, (bins + 1,))


def inspect_unit(
    reading: Reading,
    reader: Reader,
    unit: int,
    weights: NDArray[np.float32],
    statistics: Statistics,
    vocabulary: Vocabulary,
) -> Unit:
    """Return all that is known of one unit.

    weights: float32 (units,), the head's weights of that reader.
    Raises ValueError if the model has no such reader or the reader no such unit.
    """
    if not 0 <= unit < len(weights):
        there = f"has the units 0 to {len(weights) - 1}" if len(weights) else "is missing"
        raise ValueError(f"the {reader} reader of this model {there}; there is no unit {unit}")
    memory = getattr(reading, reader)[:, unit].copy()  # the record freezes its arrays
    weight = float(weights[unit])
    evidence = memory.astype(np.float64) * weight
    forward = reader == "forward"
    added = np.diff(evidence, prepend=0.0) if forward else -np.diff(evidence, append=0.0)
    of_reader = getattr(statistics, reader)
    falls, rises = (
        tuple(
            Mover(_word(vocabulary, word), float(change), int(times))
            for word, change, times in zip(
                of_reader.words[unit, side],
                of_reader.word_changes[unit, side],
                of_reader.word_counts[unit, side],
                strict=True,
            )
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

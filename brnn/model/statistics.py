"""Statistics of a model over many reviews, collected once after training and kept in one file.

    μ→ = mean of E→(T), μ← = mean of E←(1)      over the training reviews; centred evidence is E − μ

Only `collect` needs a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig
from brnn.model.readers import FinalStates, Readers
from brnn.records import LABELS, READERS, array, check_arrays
from brnn.text.vocabulary import PADDING, UNKNOWN

if TYPE_CHECKING:
    from brnn.data.corpus import Examples
    from brnn.model.compiled import CompiledNetwork

_BINS = 40
_BATCH = 64


@dataclass(frozen=True, eq=False)
class ReaderStatistics:
    """Statistics of one reader. A reader that the model lacks has zero units and zero evidence.

    mean_evidence: float64 (), μ, its mean final evidence over the training reviews, log-odds.
    mean_memory: float32 (units,), its mean final hidden state over the training reviews.
    evidence: float32 (reviews,), its final evidence for every test review, log-odds.
    histogram: int32 (units, 2, bins), number of test reviews by label (index into LABELS) and by
        the unit's final value.
    words: int32 (units, 2, top), ids of the words at which a unit falls most ([:, 0]) and rises
        most ([:, 1]), the strongest first, filled up with PADDING.
    word_changes: float32 (units, 2, top), mean change of the unit at that word.
    word_counts: int32 (units, 2, top), number of occurrences of the word.
    """

    mean_evidence: NDArray[np.float64] = field(metadata=array(np.float64))
    mean_memory: NDArray[np.float32] = field(metadata=array(np.float32, "units"))
    evidence: NDArray[np.float32] = field(metadata=array(np.float32, "reviews"))
    histogram: NDArray[np.int32] = field(metadata=array(np.int32, "units", 2, "bins"))
    words: NDArray[np.int32] = field(metadata=array(np.int32, "units", 2, "top"))
    word_changes: NDArray[np.float32] = field(metadata=array(np.float32, "units", 2, "top"))
    word_counts: NDArray[np.int32] = field(metadata=array(np.int32, "units", 2, "top"))


@dataclass(frozen=True, eq=False)
class Statistics:
    """Statistics of both readers over the reviews of the dataset.

    The logit of a test review is the sum of the bias and both readers' evidence.

    forward, backward: the statistics of each reader.
    labels: uint8 (reviews,), labels of the test reviews, indices into LABELS.
    edges: float32 (bins + 1,), edges of the histograms' bins, from −1 to 1.
    train_reviews: int64 (), number of training reviews behind the means.
    sampled_reviews: int64 (), number of training reviews used for `words`.
    """

    forward: ReaderStatistics
    backward: ReaderStatistics
    labels: NDArray[np.uint8] = field(metadata=array(np.uint8, "reviews"))
    edges: NDArray[np.float32] = field(metadata=array(np.float32, "edges"))
    train_reviews: NDArray[np.int64] = field(metadata=array(np.int64))
    sampled_reviews: NDArray[np.int64] = field(metadata=array(np.int64))

    def __post_init__(self) -> None:
        sizes: dict[str, int] = {}
        check_arrays(self, "", sizes)
        sizes["bins"] = sizes["edges"] - 1
        kinds = np.bincount(self.labels, minlength=len(LABELS))
        if len(kinds) != len(LABELS) or not (np.diff(self.edges) > 0).all():
            raise ValueError("labels must be 0 or 1, and edges must ascend")
        for name in READERS:
            reader = getattr(self, name)
            sizes.pop("units", None)
            check_arrays(reader, f"{name}_", sizes)
            if (reader.histogram < 0).any() or (reader.histogram.sum(axis=2) != kinds).any():
                raise ValueError(f"{name}_histogram must count every test review once per unit")

    def check_fits(self, config: ModelConfig, ids: int) -> None:
        """Raise ValueError unless the statistics fit a model with these settings and ids."""
        for name in READERS:
            reader = getattr(self, name)
            found, expected = len(reader.mean_memory), config.units * (name in config.readers)
            if found != expected:
                raise ValueError(f"{name} has {found} units, the settings ask for {expected}")
            if reader.words.size and not 0 <= reader.words.min() <= reader.words.max() < ids:
                raise ValueError(f"{name}_words has ids that are not in the vocabulary")

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return all statistics as arrays by name."""
        shared = {name: getattr(self, name) for name in _SHARED}
        own = {f"{r}_{name}": getattr(getattr(self, r), name) for r in READERS for name in _OF_READER}
        return shared | own

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Statistics:
        """Build the record from the arrays of `to_arrays`. Raises ValueError if they do not fit."""
        forward, backward = (
            ReaderStatistics(**{name: arrays[f"{reader}_{name}"] for name in _OF_READER})
            for reader in READERS
        )
        return cls(forward, backward, **{name: arrays[name] for name in _SHARED})


_OF_READER = [found.name for found in fields(ReaderStatistics)]
_SHARED = [found.name for found in fields(Statistics) if found.metadata]
NAMES = {*_SHARED, *(f"{reader}_{name}" for reader in READERS for name in _OF_READER)}
"""The names of the arrays of `to_arrays`."""


def collect(
    network: CompiledNetwork,
    train: Examples,
    test: Examples,
    test_states: FinalStates | None = None,
    sample: int = 2_000,
    top: int = 10,
) -> Statistics:
    """Return a model's statistics: one pass over each split and one over the sample.

    test_states: the final states of the test reviews, if already known.
    sample: number of training reviews in which to look for the words that move a unit. A word
        counts if it occurs at least once per hundred reviews.
    top: number of words to keep per unit and direction.
    """
    learnt = network.final(train.ids, "Statistics: train")
    final = test_states or network.final(test.ids, "Statistics: test")
    # Evenly spaced, because the split is sorted by label.
    rows = np.linspace(0, len(train) - 1, min(sample, len(train))).astype(np.intp)
    readers = Readers(network.network.config, network.network.to_arrays())
    movers = _movers(readers, [train.ids[row] for row in rows], top)
    edges = np.linspace(-1, 1, _BINS + 1, dtype=np.float32)

    def reader(name: str, weights: NDArray[np.float32]) -> ReaderStatistics:
        mean_memory = getattr(learnt, name).mean(axis=0, dtype=np.float64)
        memories = getattr(final, name)
        return ReaderStatistics(
            mean_evidence=np.array(mean_memory @ weights.astype(np.float64)),
            mean_memory=mean_memory.astype(np.float32),
            evidence=(memories.astype(np.float64) @ weights).astype(np.float32),
            histogram=_histogram(memories, test.labels, edges),
            **movers[name],
        )

    forward_weights, backward_weights = readers.head_weights()
    return Statistics(
        forward=reader("forward", forward_weights),
        backward=reader("backward", backward_weights),
        labels=test.labels.copy(),  # the record freezes its arrays
        edges=edges,
        train_reviews=np.array(len(train), np.int64),
        sampled_reviews=np.array(len(rows), np.int64),
    )


def _histogram(
    memories: NDArray[np.float32], labels: NDArray[np.uint8], edges: NDArray[np.float32]
) -> NDArray[np.int32]:
    """Count texts by unit, label and final value in [−1, 1]: int32 (units, 2, bins)."""
    bins, units = len(edges) - 1, memories.shape[1]
    bin_of = np.clip(np.searchsorted(edges, memories, side="right") - 1, 0, bins - 1)
    place = (np.arange(units) * len(LABELS) + labels[:, np.newaxis]) * bins + bin_of
    counts = np.bincount(place.ravel(), minlength=units * len(LABELS) * bins)
    return counts.astype(np.int32).reshape(units, len(LABELS), bins)


def _movers(readers: Readers, texts: list[NDArray[np.int32]], top: int) -> dict[str, dict[str, Any]]:
    """Return the words that move the units of each reader most, as fields of its record.

    The change at a word is the hidden state after it minus that before it, averaged over all its occurrences.
    """
    ids = max((int(text.max(initial=0)) for text in texts), default=0) + 1
    counts = np.zeros(ids, np.int64)
    totals = [np.zeros((ids, len(weights))) for weights in readers.head_weights()]
    start = np.float32(0)  # both readers start from zero
    for first in range(0, len(texts), _BATCH):
        some = texts[first : first + _BATCH]
        for words, reading in zip(some, readers.read_all(some), strict=True):
            np.add.at(counts, words, 1)
            np.add.at(totals[0], words, np.diff(reading.forward, axis=0, prepend=start))
            np.add.at(totals[1], words, -np.diff(reading.backward, axis=0, append=start))
    known = np.arange(ids) > max(PADDING, UNKNOWN)
    seen = np.flatnonzero(known & (counts >= max(1, len(texts) / 100)))
    return {
        name: _strongest(seen, total[seen] / counts[seen, np.newaxis], counts[seen], top)
        for name, total in zip(READERS, totals, strict=True)
    }


def _strongest(
    ids: NDArray[np.intp], means: NDArray[np.float64], counts: NDArray[np.int64], top: int
) -> dict[str, Any]:
    """Return the words with the lowest and with the highest mean change for every unit."""
    shape = (means.shape[1], 2, top)
    words, seen = np.full(shape, PADDING, np.int32), np.zeros(shape, np.int32)
    changes = np.zeros(shape, np.float32)
    for side, sign in enumerate((-1, 1)):
        order = np.argsort(-sign * means, axis=0, kind="stable")[:top].T
        change = np.take_along_axis(means.T, order, axis=1)
        moves = sign * change > 0
        place = (slice(None), side, slice(order.shape[1]))
        words[place] = np.where(moves, ids[order], PADDING)
        changes[place] = np.where(moves, change, 0)
        seen[place] = np.where(moves, counts[order], 0)
    return {"words": words, "word_changes": changes, "word_counts": seen}

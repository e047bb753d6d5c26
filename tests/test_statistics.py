"""Numbers for the pages: what both readers do over many reviews, against plain NumPy."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import numpy as np
import pytest
from made import statistics_of
from oracle import KINDS, compiled, oracle_reading, random_analyzer, weights_of

from brnn.config import ModelConfig
from brnn.data.corpus import Examples
from brnn.model import statistics
from brnn.model.statistics import NAMES, Statistics

IDS, EMPTY = 22, 5
MEMORIES = ("forward", "backward")


def examples(n: int, seed: int) -> Examples:
    rng = np.random.default_rng(seed)
    ids = [rng.integers(1, IDS, length, dtype=np.int32) for length in rng.integers(1, 20, n)]
    ids[EMPTY] = np.zeros(0, np.int32)
    return Examples(ids, rng.integers(0, 2, n, dtype=np.uint8))


TRAIN, TEST = examples(40, 1), examples(30, 2)


def collected(kind, **settings) -> Statistics:
    return statistics.collect(compiled(*kind), TRAIN, TEST, **settings)


def oracle_memories(kind, split):
    """Of each review what the oracle reads: forward and backward (words, units)."""
    model = random_analyzer(*kind).model
    weights = weights_of(model)
    return [oracle_reading(ids, model.config, weights) for ids in split.ids]


def oracle_final(kind, split, reader) -> np.ndarray:
    """float64 (reviews, units)."""
    units = 6 * (kind[1] in (reader, "bidirectional"))
    end = -1 if reader == "forward" else 0
    memories = [getattr(reading, reader) for reading in oracle_memories(kind, split)]
    return np.array([m[end] if len(m) else np.zeros(units) for m in memories])


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_and_bias_sum_to_the_logits_of_the_test_reviews(kind):
    network = random_analyzer(*kind)._readers
    found = collected(kind)
    total = network.bias + found.forward.evidence + found.backward.evidence
    logits = [network.read(ids).logit for ids in TEST.ids]
    np.testing.assert_allclose(total, logits, atol=1e-5)
    assert found.forward.evidence[EMPTY] == found.backward.evidence[EMPTY] == 0
    assert found.labels.tolist() == TEST.labels.tolist()
    assert TEST.labels.flags.writeable


@pytest.mark.parametrize("kind", KINDS)
def test_means_are_those_of_the_training_reviews(kind):
    network = random_analyzer(*kind)._readers
    found = collected(kind)
    for reader, weights in zip(MEMORIES, network.head_weights(), strict=True):
        final, of_reader = oracle_final(kind, TRAIN, reader), getattr(found, reader)
        np.testing.assert_allclose(of_reader.mean_memory, final.mean(axis=0), atol=1e-6)
        mean = (final @ weights).mean()
        assert of_reader.mean_evidence == pytest.approx(mean, abs=1e-6)
    assert found.train_reviews == len(TRAIN)


@pytest.mark.parametrize("kind", KINDS)
def test_histograms_count_the_test_reviews_by_unit_label_and_memory(kind):
    found = collected(kind)
    assert found.edges[[0, -1]].tolist() == [-1, 1]
    for reader in MEMORIES:
        final, of_reader = oracle_final(kind, TEST, reader), getattr(found, reader)
        assert len(of_reader.histogram) == final.shape[1]
        for unit, counts in enumerate(of_reader.histogram):
            for label in (0, 1):
                memories = final[TEST.labels == label, unit]
                expected, _ = np.histogram(memories, found.edges.astype(np.float64))
                assert counts[label].tolist() == expected.tolist()


def test_memories_at_either_end_are_counted():
    edges = np.linspace(-1, 1, 5, dtype=np.float32)
    memories = np.array([[-1], [1], [-0.5], [0.999]], np.float32)
    counts = statistics._histogram(memories, np.array([0, 0, 1, 1], np.uint8), edges)
    assert counts.tolist() == [[[1, 0, 0, 1], [0, 1, 0, 1]]]


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_move_a_unit_are_those_with_the_largest_mean_change(kind):
    found = collected(kind, top=3)
    for reader in MEMORIES:
        steps: dict[int, list[np.ndarray]] = {}
        for ids, reading in zip(TRAIN.ids, oracle_memories(kind, TRAIN), strict=True):
            order = slice(None) if reader == "forward" else slice(None, None, -1)
            memories = getattr(reading, reader)[order]
            for place, word in enumerate(ids[order]):
                before = memories[place - 1] if place else 0
                steps.setdefault(int(word), []).append(memories[place] - before)
        known = sorted(word for word in steps if word > 1)
        means = np.array([np.mean(steps[word], axis=0) for word in known])
        of_reader = getattr(found, reader)
        assert len(of_reader.words) == means.shape[1]
        for unit, words in enumerate(of_reader.words):
            order = np.argsort(means[:, unit])
            falls = [place for place in order if means[place, unit] < 0][:3]
            rises = [place for place in order[::-1] if means[place, unit] > 0][:3]
            for side, places in enumerate((falls, rises)):
                there = words[side] > 0
                assert words[side][there].tolist() == [known[place] for place in places]
                changes = of_reader.word_changes[unit, side][there]
                np.testing.assert_allclose(changes, means[places, unit], atol=1e-5)
                counts = [len(steps[known[place]]) for place in places]
                assert of_reader.word_counts[unit, side][there].tolist() == counts


def test_where_fewer_words_move_a_unit_the_rest_is_padding():
    found = statistics._strongest(
        np.array([4, 7, 9]), np.array([[0.5], [-0.25], [0.0]]), np.array([3, 2, 8]), 2
    )
    assert found["words"].tolist() == [[[7, 0], [4, 0]]]
    assert found["word_changes"].tolist() == [[[-0.25, 0], [0.5, 0]]]
    assert found["word_counts"].tolist() == [[[2, 0], [3, 0]]]


def test_a_word_counts_if_it_is_seen_once_in_a_hundred_reviews():
    twice, thrice = 4, 9
    ids = [np.array([3, 3], np.int32)] * 245
    ids += [np.array([twice], np.int32)] * 2 + [np.array([thrice], np.int32)] * 3
    train = Examples(ids, np.zeros(250, np.uint8))
    network = compiled()
    words = statistics.collect(network, train, TEST).forward.words
    assert set(words.ravel().tolist()) == {0, 3, thrice}


def test_the_sample_is_spread_over_the_training_reviews():
    labels = np.repeat(np.array([0, 1], np.uint8), 20)
    ids = [np.array([3 if label else 4], np.int32) for label in labels]
    found = statistics.collect(compiled(), Examples(ids, labels), TEST, sample=4)
    assert found.sampled_reviews == 4
    counts = dict(zip(found.forward.words.ravel(), found.forward.word_counts.ravel(), strict=True))
    assert counts == {0: 0, 3: 2, 4: 2}


def test_the_test_reviews_are_not_read_again_if_their_memories_are_known(monkeypatch):
    network = compiled()
    known = network.final(TEST.ids)
    read = []
    final = type(network).final

    def watched(self, texts, *arguments):
        read.append(texts)
        return final(self, texts, *arguments)

    monkeypatch.setattr(type(network), "final", watched)
    found = statistics.collect(network, TRAIN, TEST, known)
    assert read == [TRAIN.ids]
    assert found.forward.evidence.tolist() == collected(("simple", "bidirectional")).forward.evidence.tolist()


# The record


CONFIG = ModelConfig(units=5)
MADE = statistics_of(CONFIG, IDS)


def arrays_with(**changes):
    return MADE.to_arrays() | changes


def test_arrays_make_the_record_again():
    arrays = MADE.to_arrays()
    assert set(arrays) == NAMES
    again = Statistics.from_arrays(arrays).to_arrays()
    for name, array in arrays.items():
        assert again[name].tobytes() == array.tobytes()


WRONG = [
    ("forward_mean_memory", np.zeros(4, np.float32), r"must be int32 \(4, 2, 8\), got"),
    ("forward_mean_evidence", np.zeros(1), "must have 0 axes, got 1"),
    ("backward_evidence", np.zeros(29, np.float32), r"must be float32 \(30,\), got"),
    ("forward_histogram", MADE.forward.histogram[:, :, :-1], r"must be int32 \(5, 2, 8\), got"),
    ("backward_histogram", MADE.backward.histogram + np.int32(1), "must count every test review"),
    ("backward_words", MADE.backward.words[:, 0], "must have 3 axes, got 2"),
    ("forward_words", MADE.forward.words.astype(np.int64), r"must be int32 \(5, 2, 3\), got"),
    ("forward_word_changes", MADE.forward.word_changes[:, :, 1:], r"must be float32 \(5, 2, 3\)"),
    ("backward_word_counts", MADE.backward.word_counts[:, :1], r"must be int32 \(5, 2, 3\), got"),
    ("labels", np.full(30, 2, np.uint8), "must be 0 or 1"),
    ("labels", np.zeros(30, np.int64), r"must be uint8 \(30,\), got int64"),
    ("edges", MADE.edges[::-1], "must ascend"),
    ("train_reviews", np.array(3.0), r"must be int64 \(\), got float64"),
    ("sampled_reviews", np.array([3]), "must have 0 axes, got 1"),
]


@pytest.mark.parametrize(("name", "array", "reason"), WRONG)
def test_arrays_that_do_not_fit_are_refused(name, array, reason):
    with pytest.raises(ValueError, match=reason):
        Statistics.from_arrays(arrays_with(**{name: array}))


@pytest.mark.parametrize("edges", [np.zeros(0, np.float32), np.zeros(1, np.float32)])
def test_edges_without_bins_are_refused(edges):
    with pytest.raises(ValueError, match="forward_histogram"):
        Statistics.from_arrays(arrays_with(edges=edges))


def test_a_record_is_frozen():
    with pytest.raises(ValueError, match="read-only"):
        MADE.forward.words[0] = 1


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_statistics_of_another_model_are_refused(direction):
    MADE.check_fits(CONFIG, IDS)
    missing = "backward" if direction == "forward" else "forward"
    with pytest.raises(ValueError, match=f"{missing} has 5 units, the settings ask for 0"):
        MADE.check_fits(ModelConfig(direction=direction, units=5), IDS)
    with pytest.raises(ValueError, match="forward has 5 units, the settings ask for 6"):
        MADE.check_fits(ModelConfig(units=6), IDS)
    with pytest.raises(ValueError, match="not in the vocabulary"):
        MADE.check_fits(CONFIG, int(MADE.backward.words.max()))
    below = dataclasses.replace(MADE.forward, words=MADE.forward.words - np.int32(IDS))
    with pytest.raises(ValueError, match="forward_words has ids that are not in the vocabulary"):
        dataclasses.replace(MADE, forward=below).check_fits(CONFIG, IDS)


def test_whoever_shows_statistics_needs_no_network():
    code = "import sys, brnn.model.statistics; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

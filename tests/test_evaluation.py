"""A network's figures are those of its verdicts, group by group, and its ledger adds up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from oracle import KINDS, random_model

from brnn.data.corpus import Examples, Reviews
from brnn.data.exam import Exam
from brnn.data.labelled import LabelledTexts
from brnn.evaluation.evaluate import (
    evaluate,
    largest_remainder,
    reader_weights,
    split_figures,
    text_figures,
)
from brnn.model import weights
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import hits, measure
from brnn.model.network import Network
from brnn.model.readers import Readers
from brnn.text.tokens import tokenise

SHORT = LabelledTexts(
    ("A lovely film", "not good", "dull", "I liked it", "the plot, was good"),
    np.array([1, 0, 0, 1, 1], np.uint8),
    ("plain", "negation", "plain", "plain", "negation"),
)


@pytest.fixture(scope="module")
def model():
    return random_model("gru", "bidirectional")


@pytest.fixture(scope="module")
def reading(model):
    return CompiledNetwork(Network.of(model))


def examples_of(reading: CompiledNetwork, n: int, seed: int) -> Examples:
    rng = np.random.default_rng(seed)
    size = reading.network.embedding.input_dim
    ids = [rng.integers(1, size, rng.integers(0, 30)).astype(np.int32) for _ in range(n)]
    return Examples(ids, rng.integers(0, 2, n).astype(np.uint8))


@pytest.fixture(scope="module")
def examples(reading):
    return {
        "test": examples_of(reading, 12, 1),
        "validation": examples_of(reading, 7, 2),
    }


@pytest.fixture(scope="module")
def exam(examples):
    words = np.array([1, 40, 100, 101, 150, 200, 201, 399, 400, 401, 900, 5_000])
    return Exam(examples["test"].labels, words, np.arange(12) % 5 == 0, SHORT)


def evaluated(reading, model, examples, exam, **more):
    logits = reading.logits(examples["test"].ids)
    return evaluate(reading, model.vocabulary, examples, exam, logits, **more)


# The exam


def test_reviews_are_grouped_by_length_with_both_ends_inside(exam):
    logits = np.linspace(-1, 1, 12)
    groups = split_figures(exam, logits)["test"]["by_length"]
    assert [(g["from"], g["to"]) for g in groups] == [(1, 100), (101, 200), (201, 400), (401, None)]
    for place, group in enumerate(groups):
        three = slice(3 * place, 3 * place + 3)
        expected = hits(logits[three], exam.labels[three])
        assert {name: group[name] for name in expected} == expected


def test_a_length_without_reviews_has_no_figure(exam):
    short = dataclasses.replace(exam, words=np.full(12, 7))
    groups = split_figures(short, np.ones(12))["test"]["by_length"]
    assert [(g["from"], g["n"]) for g in groups] == [(1, 12)]


def test_repeats_are_left_out_and_counted(exam):
    logits = np.linspace(-1, 1, 12)
    figures = split_figures(exam, logits)["test_without_repeats"]
    once = [row for row in range(12) if row not in (0, 5, 10)]
    assert figures == {**measure(logits[once], exam.labels[once]), "repeats": 3, "repeats_of": ["train"]}


def reviews(*texts: str) -> Reviews:
    return Reviews(texts, np.arange(len(texts), dtype=np.uint8) % 2, ("",) * len(texts))


def test_an_exam_knows_which_test_texts_stand_in_train_and_how_long_they_are():
    test = reviews("one two, three!", "the same", "...", "the same ")
    splits = {"train": reviews("other", "the same"), "test": test}
    for punctuation in (False, True):
        exam = Exam.of(splits, tokenise(test.texts, punctuation))
        assert exam.repeated.tolist() == [False, True, False, False]
        assert exam.words.tolist() == [3, 2, 0, 2]
        assert exam.repeats_of == ("train",)


def test_a_text_that_was_read_without_its_label_is_a_repeat_too():
    test = reviews("in train", "in neither", "unlabelled")
    splits = {"train": reviews("in train"), "test": test, "unlabelled": reviews("x", "unlabelled")}
    exam = Exam.of(splits, tokenise(test.texts, True))
    assert exam.repeated.tolist() == [True, False, True]
    assert exam.repeats_of == ("train", "unlabelled")


def test_short_reviews_are_told_apart_by_tag():
    figures = text_figures(SHORT, np.array([2.0, 1.0, -1.0, -3.0, 1.0]))
    assert figures["n"] == 5
    assert figures["accuracy"] == 3 / 5
    assert list(figures["by_tag"]) == ["plain", "negation"]
    assert [(g["n"], g["accuracy"]) for g in figures["by_tag"].values()] == [(3, 2 / 3), (2, 1 / 2)]
    assert all(low < high for low, high in (g["accuracy_interval"] for g in figures["by_tag"].values()))


# A network's figures


def test_every_split_is_measured_as_the_network_reads_it(model, reading, examples, exam):
    figures = evaluated(reading, model, examples, exam)
    for name in ("test", "validation"):
        expected = measure(reading.logits(examples[name].ids), examples[name].labels)
        assert {key: figures[name][key] for key in expected} == expected
    ids = [model.vocabulary.encode(text, model.config).ids for text in SHORT.texts]
    assert figures["short_reviews"] == text_figures(SHORT, reading.logits(ids))
    assert "uncalibrated" not in figures
    only_test = evaluated(reading, model, {"test": examples["test"]}, exam)
    assert "validation" not in only_test


def test_figures_before_calibration_are_those_of_the_head_before(model, reading, examples, exam):
    figures = evaluated(reading, model, examples, exam, temperature=2.5)
    ids = [model.vocabulary.encode(text, model.config).ids for text in SHORT.texts]
    before = measure(2.5 * reading.logits(ids), SHORT.labels)
    expected = {name: before[name] for name in ("n", "log_loss", "calibration_error")}
    assert figures["uncalibrated"]["short_reviews"] == pytest.approx(expected)
    assert figures["uncalibrated"]["short_reviews"] != figures["short_reviews"]
    assert {"test", "test_crops", "validation", "validation_crops"} < set(figures["uncalibrated"])
    temperatures = figures["own_temperatures"]
    assert sum(found["n"] for found in temperatures.values()) == sum(
        len(ids) > 0 for ids in examples["validation"].ids
    )
    for found in temperatures.values():
        assert found["log_loss_with_own"] <= found["log_loss"] + 1e-9


def test_the_ledger_is_checked_on_the_first_test_reviews(model, reading, examples, exam, monkeypatch):
    monkeypatch.setattr("brnn.evaluation.evaluate.LEDGERS", 5)
    found = evaluated(reading, model, examples, exam)["ledger"]
    assert found["n"] == 5
    assert found["largest_remainder"] == largest_remainder(
        Readers(model.config, model.weights), examples["test"].ids[:5]
    )
    assert 0 <= found["largest_remainder"] < 1e-4


def test_the_remainder_is_the_largest_of_all_whatever_its_sign(model, examples, monkeypatch):
    class Off(Readers):
        def read(self, ids):
            reading = super().read(ids)
            error = {0: 0.0, 1: 0.25, 2: -0.5}[len(ids)]
            return dataclasses.replace(reading, logit=reading.logit + error)

    texts = [np.full(n, 3, np.int32) for n in (0, 1, 2, 1)]
    off = Off(model.config, model.weights)
    assert largest_remainder(off, texts) == pytest.approx(0.5, abs=1e-5)
    assert largest_remainder(off, []) == 0.0


@pytest.mark.parametrize(("cell", "direction"), KINDS)
def test_reader_weights_are_all_but_the_word_vectors(cell, direction):
    network = Network.of(random_model(cell, direction))
    ids, size = network.embedding.embeddings.shape
    assert reader_weights(network) == weights.count(network.config, ids) - ids * size

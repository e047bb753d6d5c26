"""The unit inspector: a unit under one text, and over many reviews."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from measured import measured_analyzer
from oracle import KINDS

from brnn.explain.units import Mover, inspect_unit
from brnn.text.vocabulary import PADDING, UNKNOWN

TEXT = "a slow start but the film was very good"


def inspected(analyzer, reader, unit, text=TEXT, statistics=None):
    weights = dict(zip(("forward", "backward"), analyzer._readers.head_weights(), strict=True))
    return inspect_unit(
        analyzer.analyze(text).reading,
        reader,
        unit,
        weights[reader],
        statistics or analyzer.model.statistics,
        analyzer.model.vocabulary,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_holds_its_column_and_weighs_what_the_head_says(kind):
    analyzer = measured_analyzer(*kind)
    analysis, statistics = analyzer.analyze(TEXT), analyzer.model.statistics
    total, head = 0.0, analyzer.model.weights["head/kernel"][:, 0].tolist()
    for reader in ("forward", "backward"):
        for unit in range(6 * (kind[1] in (reader, "bidirectional"))):
            found = inspected(analyzer, reader, unit)
            memory = getattr(analysis.reading, reader)[:, unit]
            assert found.memory.tolist() == memory.tolist()
            assert found.weight == head.pop(0)
            np.testing.assert_allclose(found.evidence, memory * found.weight, atol=1e-6)
            assert found.added.sum() == pytest.approx(found.total, abs=1e-6)
            added = found.added if reader == "forward" else found.added[::-1]
            evidence = found.evidence if reader == "forward" else found.evidence[::-1]
            np.testing.assert_allclose(np.cumsum(added), evidence, atol=1e-6)
            counts = getattr(statistics, reader).histogram[unit]
            assert found.histogram.tolist() == counts.tolist()
            total += found.total
    assert total + analysis.ledger.bias == pytest.approx(analysis.verdict.logit, abs=1e-5)
    assert head == []


def test_the_words_that_move_it_are_words_the_strongest_first_and_no_padding():
    analyzer = measured_analyzer("gru")
    vocabulary, statistics = analyzer.model.vocabulary, analyzer.model.statistics
    lovely, dull = vocabulary.id_of("lovely"), vocabulary.id_of("dull")
    words = statistics.backward.words.copy()
    words[2] = [[lovely, UNKNOWN, PADDING], [dull, PADDING, PADDING]]
    changes = np.zeros_like(statistics.backward.word_changes)
    changes[2] = [[-0.5, -0.25, 0], [0.75, 0, 0]]
    counts = np.full_like(statistics.backward.word_counts, 30)
    backward = dataclasses.replace(statistics.backward, words=words, word_changes=changes, word_counts=counts)
    statistics = dataclasses.replace(statistics, backward=backward)
    found = inspected(analyzer, "backward", 2, statistics=statistics)
    assert found.falls == (Mover("lovely", -0.5, 30), Mover("[unknown]", -0.25, 30))
    assert found.rises == (Mover("dull", 0.75, 30),)


def test_without_words_a_unit_brings_nothing():
    found = inspected(measured_analyzer("lstm"), "backward", 0, text="?!")
    assert (found.memory.shape, found.total) == ((0,), 0)


@pytest.mark.parametrize(
    ("reader", "unit", "message"),
    [
        ("forward", 6, "the forward reader of this model has the units 0 to 5; there is no unit 6"),
        ("forward", -1, "there is no unit -1"),
        ("backward", 0, "the backward reader of this model is missing"),
    ],
)
def test_a_unit_that_is_not_there_is_named(reader, unit, message):
    with pytest.raises(ValueError, match=message):
        inspected(measured_analyzer("simple", "forward"), reader, unit)


def test_inspecting_leaves_the_reading_and_the_statistics_as_they_were():
    analyzer = measured_analyzer("simple")
    before = analyzer.model.statistics.forward.histogram.copy()
    inspected(analyzer, "forward", 0)
    assert (analyzer.model.statistics.forward.histogram == before).all()

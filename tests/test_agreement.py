"""The agreement plane: where test reviews lie, what divides them, how often verdicts are right."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made import statistics_of
from measured import measured_analyzer
from oracle import KINDS

from brnn.config import ModelConfig
from brnn.explain.agreement import Agreement, agreement
from brnn.model.measures import hits, wilson_interval


def made(forward, backward, labels, means=(0.0, 0.0)):
    """Statistics of test reviews with this raw evidence."""
    found = statistics_of(ModelConfig(units=2), 20, len(labels))
    parts = {
        name: dataclasses.replace(
            getattr(found, name),
            evidence=np.float32(evidence),
            mean_evidence=np.array(mean),
            histogram=np.tile(np.bincount(labels, minlength=2)[:, np.newaxis], (2, 1, 1)).astype(np.int32),
        )
        for name, evidence, mean in zip(("forward", "backward"), (forward, backward), means, strict=True)
    }
    return dataclasses.replace(found, **parts, labels=np.uint8(labels), edges=np.float32([-1, 1]))


def test_quadrants_count_reviews_by_the_sides_of_both_readers_once_centred():
    statistics = made(
        forward=[0.5, 0.5, 3, 3, 3, 0.5],
        backward=[-3, 0, -3, 0, 0, 0],
        labels=[0, 1, 1, 1, 0, 0],
        means=(1.0, -2.0),
    )
    plane = agreement(statistics, bias=1.25)
    assert plane.forward.tolist() == [-0.5, -0.5, 2, 2, 2, -0.5]
    assert plane.backward.tolist() == [-1, 2, -1, 2, 2, 2]
    assert plane.boundary == -0.25
    found = {(q.forward, q.backward): (q.n, q.accuracy, q.interval) for q in plane.quadrants}
    assert found == {
        ("negative", "negative"): (1, 1.0, wilson_interval(1, 1)),
        ("negative", "positive"): (2, 0.5, wilson_interval(1, 2)),
        ("positive", "negative"): (1, 1.0, wilson_interval(1, 1)),
        ("positive", "positive"): (2, 0.5, wilson_interval(1, 2)),
    }


def test_an_empty_quadrant_has_no_accuracy():
    plane = agreement(made([1, 1], [1, 1], [0, 1]), bias=0.0)
    assert [(q.n, q.accuracy, q.interval) for q in plane.quadrants][:3] == [(0, None, None)] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_boundary_parts_the_verdicts_and_the_text_lies_where_its_logit_says(kind):
    analyzer = measured_analyzer(*kind)
    statistics, bias = analyzer.model.statistics, analyzer._readers.bias
    analysis = analyzer.analyze("a slow start but lovely")
    plane = agreement(statistics, bias, analysis.ledger)
    raw = bias + statistics.forward.evidence + statistics.backward.evidence
    np.testing.assert_allclose(plane.forward + plane.backward - plane.boundary, raw, atol=1e-5)
    assert sum(plane.text) - plane.boundary == pytest.approx(analysis.verdict.logit, abs=1e-5)
    sides = 4 if kind[1] == "bidirectional" else 2
    assert len(plane.quadrants) == sides
    assert sum(q.n for q in plane.quadrants) == len(statistics.labels)
    right = sum(q.n * q.accuracy for q in plane.quadrants if q.n)
    assert right / len(raw) == pytest.approx(hits(raw, statistics.labels)["accuracy"])


def test_a_missing_reader_takes_no_side():
    analyzer = measured_analyzer("gru", "backward")
    plane = agreement(analyzer.model.statistics, analyzer._readers.bias)
    assert [(q.forward, q.backward) for q in plane.quadrants] == [
        (None, "negative"),
        (None, "positive"),
    ]
    assert not plane.forward.any()
    assert plane.text is None


def test_arrays_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="backward must be float64"):
        Agreement(3, np.zeros(2), np.zeros(3), np.zeros(2, np.uint8), 0.0, ())

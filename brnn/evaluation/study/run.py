"""Run the study: from a model and the test reviews to all figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.analyzer import Analyzer
from brnn.data.corpus import Reviews
from brnn.evaluation.report.sources import part
from brnn.evaluation.report.study import FORMAT
from brnn.evaluation.study.intervals import Figure
from brnn.evaluation.study.plane import agreement_figures, mute_figures
from brnn.evaluation.study.readings import Orders, knowing_figures, memory_figures, order_figures
from brnn.explain.knowing import Knowing
from brnn.model.folder import Model

_SAME = 0.02
"""Allowed difference from a logit in the statistics, in log-odds: weights are rounded on disk."""


class StudyError(ValueError):
    """The study cannot be run on this model or these reviews. The message says why."""


@dataclass(frozen=True)
class Settings:
    """What a study reads.

    reviews: number of test reviews for who knew first.
    slow_reviews: how many of these, at most, are used for half-reach and order.
    shuffles: number of random orders per review.
    seed: random seed of the sample, the shuffles and the bootstrap.
    """

    reviews: int = 1_000
    slow_reviews: int = 300
    shuffles: int = 20
    seed: int = 0


def check(model: Model) -> None:
    """Raise StudyError if the model's readers cannot be compared."""
    if model.config.direction != "bidirectional":
        reason = f"has only a {model.config.direction} reader, but the study compares two: choose a "
        raise StudyError(f"the model {model.name} {reason}bidirectional model")
    if model.statistics is None:
        reason = "has no statistics, which the study needs: train it again with this version of train.py"
        raise StudyError(f"the model {model.name} {reason}")


def study(analyzer: Analyzer, test: Reviews, settings: Settings) -> Figure:
    """Return all figures, ready for JSON. Raises StudyError.

    test: the test reviews that the model's statistics describe, in the dataset's order.
    """
    check(analyzer.model)
    plane = analyzer.agreement()
    if not np.array_equal(plane.labels, test.labels):
        raise StudyError(
            f"the statistics of {analyzer.model.name} describe {len(plane.labels):,} test reviews, "
            f"not these {len(test):,}"
        )
    drawn = np.random.default_rng(settings.seed).permutation(len(test))[: settings.reviews]
    slow, seed = drawn[: settings.slow_reviews], settings.seed
    knowing = _knowing(analyzer, test, drawn, plane.forward + plane.backward - plane.boundary)
    orders = _orders(analyzer, test, slow, settings)
    reaches = [analyzer.reach(test.texts[row]) for row in _bar(slow, "Half-reach")]
    return {
        "format": FORMAT,
        "model": identity(analyzer.model),
        "settings": asdict(settings) | {"test_reviews": len(test)},
        "agreement": agreement_figures(plane),
        "knowing": knowing_figures(knowing, seed),
        "memory": memory_figures(reaches, seed),
        "mute": mute_figures(plane),
        "order": order_figures(orders, seed),
    }


def identity(model: Model) -> dict[str, Any]:
    """Return what identifies a model: settings, test results, a checksum of its weights."""
    digest = hashlib.sha256()
    for array in model.weights.values():
        digest.update(np.ascontiguousarray(array).tobytes())
    test = part(model.metrics, "test")
    return {
        "name": model.name,
        **{key: getattr(model.config, key) for key in ("cell", "units", "max_words", "keep")},
        "preset": model.metrics.get("preset"),
        "seed": part(model.metrics, "training").get("seed"),
        "test": {key: test.get(key) for key in ("n", "accuracy", "accuracy_interval")},
        "weights_sha256": digest.hexdigest(),
    }


def _knowing(
    analyzer: Analyzer, test: Reviews, rows: NDArray[np.intp], logits: NDArray[np.float64]
) -> list[Knowing]:
    found = []
    for row in _bar(rows, "Who knew first"):
        analysis = analyzer.analyze(test.texts[row])
        if abs(analysis.verdict.logit - logits[row]) > _SAME:
            raise StudyError(
                f"the statistics of {analyzer.model.name} describe other test reviews: for number "
                f"{row + 1} they give {logits[row]:+.2f} log-odds, but the model reads it as "
                f"{analysis.verdict.logit:+.2f}"
            )
        found.append(analyzer.knowing(analysis))
    return found


def _orders(analyzer: Analyzer, test: Reviews, rows: NDArray[np.intp], settings: Settings) -> list[Orders]:
    found = []
    for row in _bar(rows, "Order"):
        analysis = analyzer.analyze(test.texts[row])
        order = analyzer.order(analysis, shuffles=settings.shuffles, seed=settings.seed)
        span, ledger, words = slice(*order.sentence), analysis.ledger, len(analysis.encoded.words)
        change = float(ledger.forward[span].sum() + ledger.backward[span].sum())
        found.append(Orders(order, change, words, bool(test.labels[row] == 1)))
    return found


def _bar(rows: NDArray[np.intp], desc: str) -> Iterator[int]:
    yield from tqdm(rows.tolist(), desc=desc, unit=" reviews")

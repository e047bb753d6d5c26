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
from brnn.data.corpus import Reviews, film_groups
from brnn.evaluation.report.sources import part
from brnn.evaluation.report.study import FORMAT
from brnn.evaluation.study.intervals import CLAIMS, RESAMPLES, Figure, Films
from brnn.evaluation.study.plane import agreement_figures, mute_figures
from brnn.evaluation.study.readings import (
    MARGINS,
    Orders,
    knowing_figures,
    memory_figures,
    order_figures,
)
from brnn.explain.knowing import Knowing, who_knew_first
from brnn.model.folder import Model
from brnn.model.statistics import Statistics

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

    reviews: int = 5_000
    slow_reviews: int = 500
    shuffles: int = 20
    seed: int = 0


def check(model: Model) -> Statistics:
    """Return the model's statistics. Raises StudyError if its readers cannot be compared."""
    if model.config.direction != "bidirectional":
        reason = f"has only a {model.config.direction} reader, but the study compares two: choose a "
        raise StudyError(f"the model {model.name} {reason}bidirectional model")
    if model.statistics is None:
        reason = "has no statistics, which the study needs: train it again with this version of train.py"
        raise StudyError(f"the model {model.name} {reason}")
    return model.statistics


def study(analyzer: Analyzer, test: Reviews, settings: Settings) -> Figure:
    """Return all figures, ready for JSON. Raises StudyError, and DataError without the films.

    test: the test reviews that the model's statistics describe, in the dataset's order.
    """
    statistics, plane = check(analyzer.model), analyzer.agreement()
    if not np.array_equal(plane.labels, test.labels):
        raise StudyError(
            f"the statistics of {analyzer.model.name} describe {len(plane.labels):,} test reviews, "
            f"not these {len(test):,}"
        )
    groups = np.array(film_groups(test))
    drawn = np.random.default_rng(settings.seed).permutation(len(test))[: settings.reviews]
    slow = drawn[: settings.slow_reviews]
    logits = plane.forward + plane.backward - plane.boundary
    knowing = _knowing(analyzer, statistics, test, drawn, logits)
    orders = _orders(analyzer, test, slow, settings)
    reaches = [analyzer.reach(test.texts[row]) for row in _bar(slow, "Half-reach")]
    films, films_drawn, films_slow = (
        Films(groups[rows], settings.seed) for rows in (np.arange(len(test)), drawn, slow)
    )
    return {
        "format": FORMAT,
        "model": identity(analyzer.model),
        "settings": asdict(settings)
        | {"test_reviews": len(test), "films": len({*groups}), "resamples": RESAMPLES, "claims": CLAIMS},
        "agreement": agreement_figures(plane, films),
        "knowing": knowing_figures(knowing, films_drawn),
        "memory": memory_figures(reaches, films_slow),
        "mute": mute_figures(plane, films),
        "order": order_figures(orders, films_slow),
    }


def identity(model: Model) -> dict[str, Any]:
    """Return what identifies a model: settings and a checksum of its weights."""
    digest = hashlib.sha256()
    for array in model.weights.values():
        digest.update(np.ascontiguousarray(array).tobytes())
    return {
        "name": model.name,
        **{key: getattr(model.config, key) for key in ("cell", "units", "max_words", "keep")},
        "preset": model.metrics.get("preset"),
        "seed": part(model.metrics, "training").get("seed"),
        "weights_sha256": digest.hexdigest(),
    }


def _knowing(
    analyzer: Analyzer,
    statistics: Statistics,
    test: Reviews,
    rows: NDArray[np.intp],
    logits: NDArray[np.float64],
) -> dict[float, list[Knowing]]:
    """Return a record for each of the rows, at every margin. logits: those that the statistics give."""
    found: dict[float, list[Knowing]] = {margin: [] for margin in MARGINS}
    for row in _bar(rows, "Who knew first"):
        analysis = analyzer.analyze(test.texts[row])
        if abs(analysis.verdict.logit - logits[row]) > _SAME:
            raise StudyError(
                f"the statistics of {analyzer.model.name} describe other test reviews: for number "
                f"{row + 1} they give {logits[row]:+.2f} log-odds, but the model reads it as "
                f"{analysis.verdict.logit:+.2f}"
            )
        for margin, records in found.items():
            records.append(who_knew_first(analysis.ledger, statistics, margin))
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

"""The answer to "agreement": a model's two readers on the test reviews."""

from __future__ import annotations

import numpy as np

from brnn import figures
from brnn.explain import agreement as explained
from brnn.model.measures import hits
from brnn.records import LABELS
from brnn.ui.answers.question import Asked
from brnn.ui.protocol.models import Agreement, Quadrant, Reliability
from brnn.ui.protocol.packing import Message, pack


def agreement(asked: Asked) -> Agreement | Message:
    """Return where the test reviews lie, which verdicts are right, and how confident they are."""
    analyzer = asked.analyzer
    if analyzer.model.statistics is None:
        return {"kind": "message", "about": "noStatistics", "details": []}
    found = analyzer.agreement()
    cells = figures.cells_of(found)
    return {
        "kind": "agreement",
        "model": asked.model,
        "readers": analyzer.model.config.readers,
        "counts": {label: pack(counts) for label, counts in zip(LABELS, cells.counts, strict=True)},
        "edge": cells.edge,
        "boundary": found.boundary,
        "quadrants": [_quadrant(quadrant) for quadrant in found.quadrants],
        "reliability": _reliability(found),
    }


def _quadrant(found: explained.Quadrant) -> Quadrant:
    return {
        "forward": found.forward,
        "backward": found.backward,
        "reviews": dict(zip(LABELS, found.reviews, strict=True)),
        "right": dict(zip(LABELS, found.right, strict=True)),
        "interval": None if found.interval is None else list(found.interval),
    }


def _reliability(found: explained.Agreement) -> Reliability:
    logits = found.forward + found.backward - found.boundary
    bins = figures.bins_of(logits, found.labels)
    return {
        "said": pack(bins.said),
        "positive": pack(bins.positive),
        "low": pack(bins.low),
        "high": pack(bins.high),
        "reviews": pack(bins.counts),
        "sure": float(np.mean(1 / (1 + np.exp(-np.abs(logits))))),
        "right": hits(logits, found.labels)["accuracy"],
    }

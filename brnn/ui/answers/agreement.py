"""The answer to "agreement": a model's two readers on the test reviews."""

from typing import Literal

import numpy as np

from brnn import figures
from brnn.model.measures import hits
from brnn.records import LABELS, Label, Reader
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import Numbers, TypedDict, pack


class Quadrant(TypedDict):
    """Test reviews on which the readers take these sides; None: no such reader.

    reviews, right: by label, how many there are and how many verdicts are right.
    interval: 95%, of the accuracy; None without reviews.
    """

    forward: Label | None
    backward: Label | None
    reviews: dict[Label, int]
    right: dict[Label, int]
    interval: list[float] | None


class Reliability(TypedDict):
    """Test reviews in bins of equal width by the probability of positive; NaN: an empty bin.

    said: mean probability; positive: share that is positive, with low and high, its 95% interval.
    sure: mean probability of the verdict over all reviews; right: share of right verdicts.
    """

    said: Numbers
    positive: Numbers
    low: Numbers
    high: Numbers
    reviews: Numbers
    sure: float
    right: float


class Agreement(TypedDict):
    """The answer to "agreement": the test reviews by each reader's centred final evidence.

    counts: reviews of each label in square cells from −edge to +edge, (backward, forward); of a
        model with one reader, (cells,). Reviews beyond the edge count in the outermost cells.
    boundary: what the readers' evidence sums to on the line between the verdicts.
    """

    kind: Literal["agreement"]
    model: str
    readers: list[Reader]
    counts: dict[Label, Numbers]
    edge: float
    boundary: float
    quadrants: list[Quadrant]
    reliability: Reliability


def agreement(asked: Asked) -> Agreement:
    """Return where the test reviews lie, which verdicts are right, and how confident they are."""
    found = asked.analyzer.agreement()
    cells = figures.cells_of(found)
    logits = found.forward + found.backward - found.boundary
    bins = figures.bins_of(logits, found.labels)
    return {
        "kind": "agreement",
        "model": asked.model,
        "readers": asked.readers,
        "counts": {label: pack(counts) for label, counts in zip(LABELS, cells.counts, strict=True)},
        "edge": cells.edge,
        "boundary": found.boundary,
        "quadrants": [
            {
                "forward": quadrant.forward,
                "backward": quadrant.backward,
                "reviews": dict(zip(LABELS, quadrant.reviews, strict=True)),
                "right": dict(zip(LABELS, quadrant.right, strict=True)),
                "interval": None if quadrant.interval is None else list(quadrant.interval),
            }
            for quadrant in found.quadrants
        ],
        "reliability": {
            "said": pack(bins.said),
            "positive": pack(bins.positive),
            "low": pack(bins.low),
            "high": pack(bins.high),
            "reviews": pack(bins.counts),
            "sure": float(np.mean(1 / (1 + np.exp(-np.abs(logits))))),
            "right": hits(logits, found.labels)["accuracy"],
        },
    }

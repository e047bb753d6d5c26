"""Mute a reader: its final evidence is replaced by its mean over the training reviews.

    forward muted:  z − E→(T) + μ→        backward muted:  z − E←(1) + μ←

The mean and not zero: how the logit is split between the readers and the bias has an arbitrary
offset, and the mean is what a reader says that knows nothing of this review.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from brnn.model.measures import hits
from brnn.model.statistics import Statistics
from brnn.records import Ledger, Verdict


@dataclass(frozen=True)
class Mute:
    """The verdict on one text, and what it would be with one reader muted.

    unmuted: the prediction that is shown. forward_muted, backward_muted: with that reader muted;
        to mute a reader that the model does not have changes nothing.
    forward_mean, backward_mean: μ→ and μ←, log-odds.
    centred_on: how many training reviews the means are of.
    """

    unmuted: Verdict
    forward_muted: Verdict
    backward_muted: Verdict
    forward_mean: float
    backward_mean: float
    centred_on: int
    method: str = "mute"


@dataclass(frozen=True)
class MuteScores:
    """How often verdicts on the test split are right, unmuted and with one reader muted.

    Each is as `measures.hits` gives it: n, accuracy and accuracy_interval (95%, Wilson), as shares.
    centred_on: how many training reviews the means are of that stand for a muted reader.
    """

    unmuted: dict[str, Any]
    forward_muted: dict[str, Any]
    backward_muted: dict[str, Any]
    centred_on: int
    method: str = "mute"


def mute(raw: Ledger, statistics: Statistics) -> Mute:
    """Return the verdicts on one text with one reader muted.

    raw: its ledger, as `evidence.ledger` makes it.
    """
    forward = float(statistics.forward.mean_evidence)
    backward = float(statistics.backward.mean_evidence)
    return Mute(
        Verdict(raw.logit),
        Verdict(raw.logit - raw.forward_total + forward),
        Verdict(raw.logit - raw.backward_total + backward),
        forward,
        backward,
        int(statistics.train_reviews),
    )


def mute_scores(statistics: Statistics, bias: float) -> MuteScores:
    """Return how verdicts on the whole test split fare, from statistics alone.

    bias: the head's, log-odds. Raises ValueError if the statistics hold no test review.
    """
    forward, backward = (
        reader.evidence.astype(np.float64) for reader in (statistics.forward, statistics.backward)
    )
    labels = statistics.labels
    if not len(labels):
        raise ValueError("these statistics hold no test review")
    return MuteScores(
        hits(bias + forward + backward, labels),
        hits(bias + statistics.forward.mean_evidence + backward, labels),
        hits(bias + forward + statistics.backward.mean_evidence, labels),
        int(statistics.train_reviews),
    )

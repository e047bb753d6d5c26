"""Mute a reader: its final evidence is replaced by its mean over the training reviews.

    forward muted:  z − E→(T) + μ→        backward muted:  z − E←(1) + μ←

The replacement is the mean, not zero, because the split of the logit between the readers and the
bias has an arbitrary offset. The mean is what a reader says without any information about a review.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from brnn.model.measures import hits
from brnn.model.statistics import Statistics
from brnn.records import Doubt, Ledger, Verdict


@dataclass(frozen=True)
class Mute:
    """The verdict on one text, and the verdicts with one reader muted.

    unmuted: the model's verdict.
    forward_muted, backward_muted: the verdicts with that reader muted. Muting a reader that the
        model lacks changes nothing.
    forward_mean, backward_mean: μ→ and μ←, log-odds.
    centred_on: number of training reviews behind the means.
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
    """The accuracy of the verdicts on the test split, unmuted and with one reader muted.

    unmuted, forward_muted, backward_muted: results of `measures.hits`.
    centred_on: number of training reviews behind the means that replace a muted reader.
    """

    unmuted: dict[str, Any]
    forward_muted: dict[str, Any]
    backward_muted: dict[str, Any]
    centred_on: int
    method: str = "mute"


def mute(raw: Ledger, statistics: Statistics, doubt: Doubt | None = None) -> Mute:
    """Return the verdicts on one text with one reader muted.

    raw: its ledger from `evidence.ledger`. doubt: why the model's own verdict is doubtful.
    """
    forward, backward = (float(reader.mean_evidence) for reader in (statistics.forward, statistics.backward))
    return Mute(
        Verdict(raw.logit, doubt),
        Verdict(raw.logit - raw.forward_total + forward),
        Verdict(raw.logit - raw.backward_total + backward),
        forward,
        backward,
        int(statistics.train_reviews),
    )


def mute_scores(statistics: Statistics, bias: float) -> MuteScores:
    """Return the accuracy on the whole test split, computed from the statistics alone.

    bias: bias of the head, log-odds. Raises ValueError if the statistics contain no test reviews.
    """
    forward, backward = (
        reader.evidence.astype(np.float64) for reader in (statistics.forward, statistics.backward)
    )
    labels = statistics.labels
    if not len(labels):
        raise ValueError("these statistics contain no test reviews")
    return MuteScores(
        hits(bias + forward + backward, labels),
        hits(bias + statistics.forward.mean_evidence + backward, labels),
        hits(bias + forward + statistics.backward.mean_evidence, labels),
        int(statistics.train_reviews),
    )

"""Agreement and muting, from the final evidence of both readers for every test review.

A reader takes the side, positive or negative, of its centred final evidence. To mute a reader is to
set this evidence to zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from brnn.evaluation.study.intervals import Figure, mean, share
from brnn.explain.agreement import Agreement
from brnn.records import READERS


def agreement_figures(plane: Agreement) -> Figure:
    """Return how often the readers take the same side, and how often each of them is right."""
    forward, backward = plane.forward > 0, plane.backward > 0
    positive, verdict = plane.labels == 1, _verdicts(plane.forward + plane.backward, plane)
    right, agree = verdict == positive, forward == backward
    stronger = np.where(np.abs(plane.forward) >= np.abs(plane.backward), forward, backward)
    return {
        "centred_on": plane.centred_on,
        "agree": share(agree),
        "right": share(right),
        "right_where_agree": share(right[agree]),
        "right_where_disagree": share(right[~agree]),
        "forward_right_where_disagree": share((forward == positive)[~agree]),
        "stronger_right_where_disagree": share((stronger == positive)[~agree]),
        "verdict_of_stronger_where_disagree": share((verdict == stronger)[~agree]),
        "both_wrong_of_wrong_verdicts": share((agree & (forward != positive))[~right]),
        "quadrants": [
            {
                "forward": quadrant.forward,
                "backward": quadrant.backward,
                "n": quadrant.n,
                "share": quadrant.accuracy,
                "interval": quadrant.interval and list(quadrant.interval),
            }
            for quadrant in plane.quadrants
        ],
    }


def mute_figures(plane: Agreement) -> Figure:
    """Return the accuracy of the verdicts with one reader muted, paired with the unmuted ones.

    A loss is the accuracy with both readers minus that with one, paired by review.
    """
    positive = plane.labels == 1
    both = _verdicts(plane.forward + plane.backward, plane)
    alone = {reader: _verdicts(getattr(plane, reader), plane) for reader in READERS}
    return {
        "centred_on": plane.centred_on,
        "both": share(both == positive),
        **{
            f"{reader}_alone": {
                "right": share(verdict == positive),
                "loss": mean(1.0 * (both == positive) - (verdict == positive)),
                "same_verdict": share(verdict == both),
            }
            for reader, verdict in alone.items()
        },
        "forward_less_backward": mean(1.0 * (alone["forward"] == positive) - (alone["backward"] == positive)),
    }


def _verdicts(evidence: NDArray[np.float64], plane: Agreement) -> NDArray[np.bool_]:
    return evidence > plane.boundary

"""Agreement and muting, from the final evidence of both readers for every test review.

A reader takes the side, positive or negative, of its centred final evidence. To mute a reader is to
set this evidence to zero.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from brnn.evaluation.study.intervals import Figure, Films
from brnn.explain.agreement import Agreement
from brnn.records import LABELS, READERS


def agreement_figures(plane: Agreement, films: Films) -> Figure:
    """Return how often the readers take the same side, and how often each of them is right.

    films: those of the reviews in the plane.
    """
    forward, backward = plane.forward > 0, plane.backward > 0
    positive, verdict = plane.labels == 1, _verdicts(plane.forward + plane.backward, plane)
    right, agree = verdict == positive, forward == backward
    stronger = np.where(np.abs(plane.forward) >= np.abs(plane.backward), forward, backward)
    sides = dict(zip(LABELS, (False, True), strict=True))
    return {
        "centred_on": plane.centred_on,
        "agree": films.share(agree),
        "right_where_agree": films.share(right, agree),
        "right_where_disagree": films.share(right, ~agree),
        "agree_less_disagree": films.gap(right, agree, ~agree),
        "forward_right_where_disagree": films.share(forward == positive, ~agree, claim=True),
        "stronger_right_where_disagree": films.share(stronger == positive, ~agree),
        "verdict_of_stronger_where_disagree": films.share(verdict == stronger, ~agree),
        "both_wrong_of_wrong_verdicts": films.share(agree & (forward != positive), ~right),
        "quadrants": [
            {
                "forward": one,
                "backward": other,
                "of_all": films.share(here := (forward == sides[one]) & (backward == sides[other])),
                "right": films.share(right, here),
            }
            for one, other in product(LABELS, LABELS)
        ],
    }


def mute_figures(plane: Agreement, films: Films) -> Figure:
    """Return the accuracy of the verdicts with one reader muted, paired with the unmuted ones.

    A loss is the accuracy with both readers minus that with one, paired by review.
    films: those of the reviews in the plane.
    """
    verdicts = {reader: _verdicts(getattr(plane, reader), plane) for reader in READERS}
    both = _verdicts(plane.forward + plane.backward, plane)
    right = {reader: verdict == (plane.labels == 1) for reader, verdict in verdicts.items()}
    right_both = both == (plane.labels == 1)
    return {
        "both": films.share(right_both),
        **{
            f"{reader}_alone": {
                "right": films.share(right[reader]),
                "loss": films.mean(1.0 * right_both - right[reader], claim=True),
                "same_verdict": films.share(verdicts[reader] == both),
            }
            for reader in READERS
        },
        "forward_less_backward": films.mean(1.0 * right["forward"] - right["backward"], claim=True),
    }


def _verdicts(evidence: NDArray[np.float64], plane: Agreement) -> NDArray[np.bool_]:
    return evidence > plane.boundary

"""Compute the ledger of a verdict from hidden states and head weights.

    E→(t) = w→·h→_t              E←(t) = w←·h←_t              running evidence
    Δ→_t = E→(t) − E→(t−1)       Δ←_t = E←(t) − E←(t+1)       what word t added
    z = b + Σ_t (Δ→_t + Δ←_t)

Both readers start with a hidden state of zero, so E→(0) = E←(T+1) = 0 and the sum is exact. It is
also exact for single units, E→(t) = Σ_j w→_j h→_tj, and for centred evidence, where each reader's
mean over the training reviews moves from its evidence to the bias:

    z = (b + μ→ + μ←) + (E→(T) − μ→) + (E←(1) − μ←)

The split of z into b, E→ and E← has an arbitrary offset, so readers are compared by their centred
evidence.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from brnn.explain.unit_ledger import UnitLedger
from brnn.model.statistics import Statistics
from brnn.records import Ledger, Reading


def ledger(
    reading: Reading, forward_weights: NDArray[np.float32], backward_weights: NDArray[np.float32], bias: float
) -> Ledger:
    """Return the sum behind a reading, in log-odds.

    forward_weights, backward_weights: float32 (units,), the head's weights for each reader.
    """
    forward, backward = (
        np.vecdot(states.astype(np.float64), weights.astype(np.float64))
        for states, weights in ((reading.forward, forward_weights), (reading.backward, backward_weights))
    )
    return Ledger(
        forward=np.diff(forward, prepend=0.0),
        backward=-np.diff(backward, append=0.0),
        forward_evidence=forward,
        backward_evidence=backward,
        bias=bias,
        logit=reading.logit,
    )


def centred(raw: Ledger, statistics: Statistics) -> Ledger:
    """Return a ledger whose evidence is centred on each reader's mean over the training reviews.

    What each word added stays the same; only the starting values and the bias change.
    """
    forward, backward = (float(reader.mean_evidence) for reader in (statistics.forward, statistics.backward))
    return replace(
        raw,
        forward_evidence=raw.forward_evidence - forward,
        backward_evidence=raw.backward_evidence - backward,
        forward_start=raw.forward_start - forward,
        backward_start=raw.backward_start - backward,
        bias=raw.bias + forward + backward,
    )


def by_unit(
    reading: Reading,
    forward_weights: NDArray[np.float32],
    backward_weights: NDArray[np.float32],
    bias: float,
    statistics: Statistics | None = None,
) -> UnitLedger:
    """Return the sum behind a reading, unit by unit; centred if statistics are given.

    forward_weights, backward_weights: float32 (units,), the head's weights for each reader.
    """
    weights = [w.astype(np.float64) for w in (forward_weights, backward_weights)]
    forward, backward = reading.forward * weights[0], reading.backward * weights[1]
    means = [np.zeros_like(w) for w in weights]
    if statistics:
        readers = (statistics.forward, statistics.backward)
        means = [w * reader.mean_memory for w, reader in zip(weights, readers, strict=True)]
    return UnitLedger(
        forward=np.diff(forward, axis=0, prepend=0.0),
        backward=-np.diff(backward, axis=0, append=0.0),
        forward_evidence=forward - means[0],
        backward_evidence=backward - means[1],
        forward_start=-means[0],
        backward_start=-means[1],
        bias=bias + float(means[0].sum() + means[1].sum()),
        logit=reading.logit,
    )

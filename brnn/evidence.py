"""Memories and head weights → the ledger of a verdict. NumPy only.

    E→(t) = w→·h→_t              E←(t) = w←·h←_t              running evidence
    Δ→_t = E→(t) − E→(t−1)       Δ←_t = E←(t) − E←(t+1)       what word t added
    z = b + Σ_t (Δ→_t + Δ←_t)

Both readers start from an empty memory, so E→(0) = E←(T+1) = 0 and the sum is exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from brnn.records import Ledger, Reading


def ledger(
    reading: Reading,
    forward_weights: NDArray[np.float32],
    backward_weights: NDArray[np.float32],
    bias: float,
) -> Ledger:
    """Return the sum behind a reading, in log-odds.

    forward_weights, backward_weights: float32 (units,), the head's weights of each reader.
    """
    forward = reading.forward.astype(np.float64) @ forward_weights.astype(np.float64)
    backward = reading.backward.astype(np.float64) @ backward_weights.astype(np.float64)
    return Ledger(
        forward=np.diff(forward, prepend=0.0),
        backward=-np.diff(backward, append=0.0),
        forward_evidence=forward,
        backward_evidence=backward,
        bias=bias,
        logit=reading.logit,
    )

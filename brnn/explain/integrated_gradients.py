"""Integrated gradients: what each word adds on the path from a baseline to the text.

    Σ_k (x_tk − b_tk) ∫ ∂E/∂x_tk (b + α (x − b)) dα,   α from 0 to 1

Computed for E→(T) and E←(1) separately, one for each reader. x_t is the vector of word t; b is the
baseline, as many words with the vector zero, or with that of the unknown word. No model need have
evidence of zero there. Over all words, integrated gradients (Sundararajan, Taly and Yan, 2017) add
up to E(text) − E(baseline). The difference is the numerical error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.model.gradients import Baseline, Gradients
from brnn.records import READERS, Analysis, Reader, Record, array

_GAP, _SHARE = 1e-3, 0.01  # tolerated gap: in log-odds, or as a share of the shift


@dataclass(frozen=True, eq=False)
class IntegratedGradients(Record):
    """What each word adds on the path from a baseline to the text.

    forward, backward: float64 (words,), integrated gradients of each reader, log-odds.
    forward_shift, backward_shift: E(text) − E(baseline) of each reader, log-odds.
    forward_gap, backward_gap: shift minus the sum over the words, log-odds.
    forward_steps, backward_steps: number of gradients computed.
    baseline: "zero" for zero vectors, "unknown" for the vector of the unknown word.
    method, rule: names of the method and of its quadrature.
    """

    forward: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    forward_shift: float
    backward_shift: float
    forward_gap: float
    backward_gap: float
    forward_steps: int
    backward_steps: int
    baseline: Baseline
    rule: str = "Gauss–Legendre, halved where the gap is largest"
    method: str = "gradients"

    @property
    def complete(self) -> bool:
        """Whether both gaps are within 1% of the shift or 0.001, whichever is larger."""
        gaps = (self.forward_gap, self.forward_shift), (self.backward_gap, self.backward_shift)
        return all(abs(gap) <= _tolerance(shift) for gap, shift in gaps)


def integrated_gradients(
    gradients: Gradients,
    analysis: Analysis,
    baseline: Baseline = "zero",
    steps: int = 32,
    most_steps: int = 2_048,
) -> IntegratedGradients:
    """Return what each word adds on the straight path from a baseline to a text, per reader.

    steps: number of gradients for the first pass, by the Gauss–Legendre rule. If evidence jumps, as
        in a simple RNN, these are too few: while the gap exceeds both 1% of the shift and 0.001,
        the segment with the largest gap is halved, and each half gets as many steps again.
    most_steps: limit on the number of gradients; equal to `steps` for no refinement.

    Raises ValueError for an unknown baseline, and for steps below 1 or above `most_steps`.
    """
    if not 1 <= steps <= most_steps:
        raise ValueError(f"steps must be from 1 to {most_steps:,}, got {steps:,}")
    end = gradients.vectors(analysis.encoded.ids)
    start = gradients.baseline(baseline, len(end))
    sums = (_follow(gradients, reader, start, end, steps, most_steps) for reader in READERS)
    values = [*chain.from_iterable(zip(*sums, strict=True)), baseline]  # forward, backward, forward_shift, …
    return IntegratedGradients(*values)


class _Stretch(NamedTuple):
    """A segment of the path: start and end (0 to 1), its integral by word, its shift and gap."""

    start: float
    end: float
    words: NDArray[np.float64]
    shift: float
    gap: float


def _follow(
    gradients: Gradients,
    reader: Reader,
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    steps: int,
    most_steps: int,
) -> tuple[Any, ...]:
    """Return the words, shift, gap and steps of one reader, as in IntegratedGradients.

    The evidence at both ends of every segment is known, and therefore also its exact gap.
    """
    way = (end - start).astype(np.float64)
    points, weights = np.polynomial.legendre.leggauss(steps)
    points = np.concatenate([[-1], points, [1]])  # both ends, only for their evidence
    weights = np.concatenate([[0], weights, [0]])

    def stretch(low: float, high: float) -> _Stretch:
        half = (high - low) / 2
        words, evidence = np.zeros(len(way)), np.zeros(len(points))
        for part in gradients.batches(len(points), len(way)):
            places = low + half * (1 + points[part, np.newaxis, np.newaxis])
            found = gradients.slopes(reader, (start + places * way).astype(np.float32))
            words += half * (np.tensordot(weights[part], found.gradients, axes=1) * way).sum(axis=1)
            evidence[part] = found.evidence
        shift = evidence[-1] - evidence[0]
        return _Stretch(low, high, words, shift, shift - words.sum())

    stretches, taken = [stretch(0, 1)], steps
    shift = float(stretches[0].shift)
    while True:
        gaps = np.array([part.gap for part in stretches])
        if abs(gaps.sum()) <= _tolerance(shift) or taken + 2 * steps > most_steps:
            words = np.sum([part.words for part in stretches], axis=0)
            return words, shift, float(gaps.sum()), taken
        worst = stretches.pop(int(np.abs(gaps).argmax()))
        middle = (worst.start + worst.end) / 2
        stretches += [stretch(worst.start, middle), stretch(middle, worst.end)]
        taken += 2 * steps


def _tolerance(shift: float) -> float:
    return max(_GAP, _SHARE * abs(shift))

"""Integrated gradients: what each word adds on the way from a text that says nothing to this one.

    Σ_k (x_tk − b_tk) ∫ ∂E/∂x_tk (b + α (x − b)) dα,   α from 0 to 1

Of each of E→(T) and of E←(1), so that the two readers are told apart. x_t: the vector of word t;
b: a baseline, a text of as many words that says nothing. Integrated gradients (Sundararajan, Taly
and Yan, 2017) sum over all words to E(text) − E(baseline): what the sum lacks is their error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brnn.records import Analysis, Reader, check_array

if TYPE_CHECKING:
    from brnn.model.gradients import Baseline, Gradients

_GAP, _SHARE = 1e-3, 0.01  # of a sum of integrated gradients: log-odds, or a share of the sum


class PathSum(NamedTuple):
    """Integrated gradients of one reader: by word, their sum is shift − gap.

    words: float64 (words,), log-odds.
    shift: E(text) − E(baseline), log-odds.
    gap: what the sum lacks of it, log-odds: the error of the quadrature.
    steps: how many gradients were taken.
    """

    words: NDArray[np.float64]
    shift: float
    gap: float
    steps: int


@dataclass(frozen=True, eq=False)
class IntegratedGradients:
    """What each word adds on the way from a text that says nothing to this one.

    forward, backward: float64 (words,), log-odds, of each reader.
    forward_shift, backward_shift: E(text) − E(baseline) of each reader, log-odds.
    forward_gap, backward_gap: shift less the sum over the words, log-odds.
    forward_steps, backward_steps: how many gradients were taken.
    baseline: "zero", of zero vectors, or "unknown", of words that the model does not know.
    method, rule: names of the method and of its quadrature.
    """

    forward: NDArray[np.float64]
    backward: NDArray[np.float64]
    forward_shift: float
    backward_shift: float
    forward_gap: float
    backward_gap: float
    forward_steps: int
    backward_steps: int
    baseline: Baseline
    rule: str = "Gauss–Legendre, halved where the gap is largest"
    method: str = "integrated gradients"

    def __post_init__(self) -> None:
        for name in ("forward", "backward"):
            check_array(getattr(self, name), name, np.float64, (len(self.forward),))

    @property
    def complete(self) -> bool:
        """Whether both gaps are within 1% of the shift or 0.001, whichever is larger."""
        return abs(self.forward_gap) <= _tolerance(self.forward_shift) and abs(
            self.backward_gap
        ) <= _tolerance(self.backward_shift)


def integrated_gradients(
    gradients: Gradients,
    analysis: Analysis,
    baseline: Baseline = "zero",
    steps: int = 32,
    most_steps: int = 2_048,
) -> IntegratedGradients:
    """Return what each word adds on the straight way from a baseline to a text, per reader.

    steps: gradients taken on the way at first, by the Gauss–Legendre rule. Where evidence jumps,
        as in a simple RNN, they are too few: while the gap is above 1% of the shift and above
        0.001, the stretch of the way with the largest gap is halved and each half gets as many.
    most_steps: gradients after which that ends; `steps` for the plain rule.

    Raises ValueError for another baseline, or less than one step.
    """
    if steps < 1:
        raise ValueError(f"steps must be at least 1, got {steps}")
    end = gradients.vectors(analysis.encoded.ids)
    start = gradients.baseline(baseline, len(end))
    forward = _follow(gradients, "forward", start, end, steps, most_steps)
    backward = _follow(gradients, "backward", start, end, steps, most_steps)
    return IntegratedGradients(
        forward.words,
        backward.words,
        forward.shift,
        backward.shift,
        forward.gap,
        backward.gap,
        forward.steps,
        backward.steps,
        baseline,
    )


class _Stretch(NamedTuple):
    """A stretch of the way: where it starts and ends (0 to 1), what it adds, what that lacks."""

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
) -> PathSum:
    """Integrate a reader's gradients on the straight way from one text's vectors to another's.

    The evidence at both ends of a stretch is known, and so, exactly, is what its sum lacks.
    """
    way = (end - start).astype(np.float64)
    points, weights = np.polynomial.legendre.leggauss(steps)
    points = np.concatenate([[-1], points, [1]])  # the ends: for their evidence alone
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
            return PathSum(words, shift, float(gaps.sum()), taken)
        worst = stretches.pop(int(np.abs(gaps).argmax()))
        middle = (worst.start + worst.end) / 2
        stretches += [stretch(worst.start, middle), stretch(middle, worst.end)]
        taken += 2 * steps


def _tolerance(shift: float) -> float:
    return max(_GAP, _SHARE * abs(shift))

"""Format numbers for people: signed, with two decimals, and so that terms add up to their sum."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MINUS = "−"


def signed(value: float) -> str:
    """Return a number in log-odds with two decimals and its sign: "+1.42", "−0.11", "0.00"."""
    return _hundredths(round(value * 100))


def add_up(terms: Sequence[float], total: float, constant: bool = False) -> tuple[list[str], str]:
    """Return terms and total as text, so that the printed terms add up to the printed total.

    All numbers are rounded to hundredths. The largest-remainder method then distributes the
    rounding error, one hundredth each, to the terms that were rounded most. If the terms
    themselves add up to the total, no printed term is off by more than a hundredth.

    constant: whether the last term is a constant, which must read the same in every sum; then another
        term may be off by half a hundredth more.
    """
    goal = round(total * 100)
    exact = [term * 100 for term in terms]
    printed = [round(value) for value in exact]
    missing = goal - sum(printed)
    step = 1 if missing > 0 else -1
    most_wronged = sorted(
        range(len(exact) - constant), key=lambda i: (exact[i] - printed[i]) * step, reverse=True
    )
    for turn in range(abs(missing)):
        printed[most_wronged[turn % len(most_wronged)]] += step
    return [_hundredths(value) for value in printed], _hundredths(goal)


def run_up(values: Sequence[float], start: float, end: str) -> tuple[list[str], list[str]]:
    """Return running values as text, and their steps from `start` on, so that the printed steps lead there.

    end: the last of them, as printed elsewhere.
    """
    printed = [round(value * 100) for value in (start, *values)]
    if values:
        printed[-1] = round(float(end.replace(MINUS, "-")) * 100)
    steps = [after - before for before, after in pairwise(printed)]
    return [_hundredths(value) for value in printed[1:]], [_hundredths(step) for step in steps]


def percent(probability: float) -> str:
    """Return a probability in whole percent; extreme values read "<1%" or ">99%"."""
    if probability < 0.005:
        return "<1%"
    if probability >= 0.995:
        return ">99%"
    return f"{probability:.0%}"


def _hundredths(value: int) -> str:
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value) / 100:.2f}"

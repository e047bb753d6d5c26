"""The ladder: one reader or two, for each cell; what the second direction adds and costs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from brnn.config import Cell, Direction
from brnn.evaluation.report.markdown import counts, shown, spread, table
from brnn.evaluation.report.sources import Figures, number, part, runs_of, seconds_of

CELLS = {"simple": "SimpleRNN", "gru": "GRU", "lstm": "LSTM"}
READERS = {
    "forward": "forward only",
    "backward": "backward only",
    "bidirectional": "bidirectional",
}

Runs = Sequence[Figures]
"""The metrics of one rung of the ladder, one run per seed."""

_HEAD = ["cell", "readers", "seeds", "n", "test accuracy", "log-loss"]
_HEAD += ["recurrent and head weights", "training time in seconds"]


def ladder(assets: Path) -> str:
    """Return the table of cells and directions, and a sentence about every cell."""
    rungs = rungs_in(assets)
    if not rungs:
        return "The ladder has not been trained yet.\n"
    rows = [
        [
            CELLS[cell],
            READERS[direction],
            str(len(runs)),
            counts(part(run, "test") for run in runs),
            spread([number(run, "test", "accuracy") for run in runs], ".2%"),
            spread([number(run, "test", "log_loss") for run in runs], ".3f"),
            spread([number(run, "reader_weights") for run in runs[:1]], ",.0f"),
            spread([seconds_of(run) for run in runs], ",.0f"),
        ]
        for (cell, direction), runs in rungs.items()
    ]
    said = [second_direction(cell, rungs) for cell in get_args(Cell)]
    sentences = "".join(f"- {sentence}\n" for sentence in said if sentence)
    caption = "Mean ± standard deviation over the seeds, on the official test split.\n"
    return f"{table(_HEAD, rows)}\n{caption}" + (f"\n{sentences}" if sentences else "")


def rungs_in(assets: Path) -> dict[tuple[str, str], Runs]:
    """Return the runs of every trained cell and direction. Raises ReportError."""
    return {
        (cell, direction): runs
        for cell in get_args(Cell)
        for direction in get_args(Direction)
        if (runs := runs_of(assets / "ladder" / f"{cell}-{direction}"))
    }


def second_direction(cell: str, rungs: Mapping[tuple[str, str], Runs]) -> str:
    """Compare two readers with the better single one; "" if a result is missing.

    rungs: the runs of every cell and direction.
    """
    of = {direction: _accuracies(rungs.get((cell, direction), [])) for direction in READERS}
    if not all(of.values()):
        return ""
    better = max(("forward", "backward"), key=lambda direction: statistics.mean(of[direction]))
    gain = statistics.mean(of["bidirectional"]) - statistics.mean(of[better])
    error = standard_error(of["bidirectional"], of[better])
    certainty = "one seed gives no standard error"
    if error is not None:
        size = "more than" if abs(gain) > 2 * error else "within"
        certainty = f"{size} two standard errors, each {100 * error:.2f} points"
    both, one = rungs[cell, "bidirectional"], rungs[cell, better]
    weights = [number(runs[0], "reader_weights") for runs in (both, one)]
    seconds = [_mean([seconds_of(run) for run in runs]) for runs in (both, one)]
    return (
        f"{CELLS[cell]}: compared with the better single reader ({READERS[better]}), the second "
        f"direction changes the test accuracy by {shown(100 * gain, '+.2f')} points ({certainty}). "
        f"It uses {_instead(weights, 'recurrent and head weights')} and takes "
        f"{_instead(seconds, 'seconds to train')}."
    )


def standard_error(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the standard error of a difference between means; None for fewer than two runs."""
    if min(len(one), len(other)) < 2:
        return None
    return math.sqrt(sum(statistics.variance(runs) / len(runs) for runs in (one, other)))


def _instead(values: Sequence[float | None], unit: str) -> str:
    both, one = values
    change = (both - one) / one if both is not None and one else None
    return f"{shown(both, ',.0f')} {unit} instead of {shown(one, ',.0f')} ({shown(change, '+.1%')})"


def _accuracies(runs: Runs) -> list[float]:
    found = [number(run, "test", "accuracy") for run in runs]
    return [accuracy for accuracy in found if accuracy is not None]


def _mean(values: Sequence[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return statistics.mean(numbers) if numbers else None

"""The ladder: one reader or two, for each cell; what the second direction adds and costs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brnn.config import CELLS, DIRECTIONS, Cell, Direction
from brnn.evaluation.report.markdown import counts, shown, spread, table
from brnn.evaluation.report.sources import Figures, number, part, runs_of, seconds_of
from brnn.records import READERS

Runs = Sequence[Figures]
"""The metrics of one rung of the ladder, one run per seed."""
Rungs = Mapping[tuple[Cell, Direction], Runs]
_HEAD = ["cell", "readers", "seeds", "n", "test accuracy", "log-loss"]
_HEAD += ["recurrent and head weights", "training time in seconds"]


@dataclass(frozen=True)
class SecondDirection:
    """What two readers of a cell gain over its better single one.

    single: which that is. gain: in test accuracy, mean over seeds; error: its standard error, None for a
    single seed. weights: in readers and head; seconds: of a training. Both are (two readers, one reader).
    """

    cell: Cell
    single: Direction
    gain: float
    error: float | None
    weights: tuple[float | None, float | None]
    seconds: tuple[float | None, float | None]

    def __str__(self) -> str:
        certainty = "one seed gives no standard error"
        if self.error is not None:
            size = "more than" if abs(self.gain) > 2 * self.error else "within"
            certainty = f"{size} two standard errors, each {100 * self.error:.2f} points"
        return (
            f"{CELLS[self.cell]}: compared with the better single reader ({DIRECTIONS[self.single]}), "
            f"the second direction changes the test accuracy by {shown(self.gain, '+.2f', 100)} points "
            f"({certainty}). It uses {_instead(self.weights, 'recurrent and head weights')} and takes "
            f"{_instead(self.seconds, 'seconds to train')}."
        )


def ladder(assets: Path) -> str:
    """Return the table of cells and directions, and a sentence about every cell; "" without a ladder."""
    rungs = rungs_in(assets)
    return "\n".join(filter(None, (table_of(rungs), sentences(rungs))))


def table_of(rungs: Rungs) -> str:
    """Return the table of cells and directions with its caption; "" without a ladder."""
    rows = [
        [
            CELLS[cell],
            DIRECTIONS[direction],
            str(len(runs)),
            counts(part(run, "test") for run in runs),
            spread([number(run, "test", "accuracy") for run in runs], ".2%"),
            spread([number(run, "test", "log_loss") for run in runs], ".3f"),
            spread([number(run, "reader_weights") for run in runs[:1]], ",.0f"),
            spread([seconds_of(run) for run in runs], ",.0f"),
        ]
        for (cell, direction), runs in rungs.items()
    ]
    caption = "Mean ± standard deviation over the seeds, on the official test split.\n"
    return f"{table(_HEAD, rows)}\n{caption}" if rows else ""


def sentences(rungs: Rungs) -> str:
    """Return a list with a sentence about the second direction of every cell that has all directions."""
    return "".join(f"- {found}\n" for found in second_directions(rungs))


def rungs_in(assets: Path) -> Rungs:
    """Return the runs of every trained cell and direction. Raises ReportError."""
    return {
        (cell, direction): runs
        for cell in CELLS
        for direction in DIRECTIONS
        if (runs := runs_of(assets / "ladder" / f"{cell}-{direction}"))
    }


def second_directions(rungs: Rungs) -> list[SecondDirection]:
    """Return what the second direction brings, for every cell with accuracies of all directions."""
    found = []
    for cell in CELLS:
        of = {direction: accuracies(rungs.get((cell, direction), [])) for direction in DIRECTIONS}
        if all(of.values()):
            single = max(READERS, key=lambda reader: statistics.mean(of[reader]))
            gain = statistics.mean(of["bidirectional"]) - statistics.mean(of[single])
            error = standard_error(of["bidirectional"], of[single])
            both, one = rungs[cell, "bidirectional"], rungs[cell, single]
            weights = number(both[0], "reader_weights"), number(one[0], "reader_weights")
            seconds = _mean_seconds(both), _mean_seconds(one)
            found.append(SecondDirection(cell, single, gain, error, weights, seconds))
    return found


def standard_error(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the standard error of a difference between means; None for fewer than two runs."""
    if min(len(one), len(other)) < 2:
        return None
    return math.sqrt(sum(statistics.variance(runs) / len(runs) for runs in (one, other)))


def accuracies(runs: Runs) -> list[float]:
    """Return the test accuracy of every run that has one."""
    return [a for run in runs if (a := number(run, "test", "accuracy")) is not None]


def _instead(values: Sequence[float | None], unit: str) -> str:
    both, one = values
    change = (both - one) / one if both is not None and one else None
    return f"{shown(both, ',.0f')} {unit} instead of {shown(one, ',.0f')} ({shown(change, '+.1%')})"


def _mean_seconds(runs: Runs) -> float | None:
    seconds = [value for run in runs if (value := seconds_of(run)) is not None]
    return statistics.mean(seconds) if seconds else None

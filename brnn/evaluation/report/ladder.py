"""The ladder: one reader or two, for each cell, and what the figures say about the difference."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from brnn.config import CELLS, DIRECTIONS, Cell, Direction
from brnn.evaluation.report.markdown import NONE, counts, shown, spread, table
from brnn.evaluation.report.sources import Figures, ReportError, number, part, read_json
from brnn.records import READERS

FILE, FORMAT = "runs.json", 1
"""What `brnn.evaluation.ladder` writes."""
SERIES = {
    "scratch": "Trained from scratch, with nearly the same number of weights",
    "units": "Trained from scratch, with the same number of units per reader",
    "pretrained": "Pretrained to predict words, with nearly the same number of weights",
}
"""The series of the ladder, with their titles."""
LEAST = 0.8
"""Validation accuracy below which a run failed to learn; such runs are counted, not averaged."""
LOOKS = 18
"""Comparisons: in each series, each cell with both readers against either single one."""
_T = {
    1: (12.7062, 229.1817),
    2: (4.3027, 18.9341),
    3: (3.1824, 9.1294),
    4: (2.7764, 6.5697),
    5: (2.5706, 5.4715),
    6: (2.4469, 4.8759),
    7: (2.3646, 4.5062),
    8: (2.3060, 4.2556),
    9: (2.2622, 4.0752),
}
"""Student's t by degrees of freedom, for a 95% interval: for one look, and for LOOKS (Bonferroni)."""

Runs = Sequence[Figures]
"""The runs of one model of the ladder, one per seed."""
Rungs = Mapping[tuple[Cell, Direction], Runs]
Finding = Literal["more", "fewer", "alone", "unclear"]
_HEAD = ["cell", "readers", "units", "weights", "learning rate", "seeds", "failed", "n", "test accuracy"]
_HEAD += ["log-loss", "seconds"]


@dataclass(frozen=True)
class SecondDirection:
    """How a cell's accuracy changes when a reader gets a second one beside it.

    single: the reader that it is compared with. seeds: the number of pairs of runs of the same seed, without
    those of which one failed. gain: the mean difference in test accuracy; interval: its 95% t interval;
    finding: whether two readers are right more often, from the interval that allows for LOOKS comparisons;
        "alone" if only the interval of this one comparison excludes zero.
    """

    cell: Cell
    single: Direction
    seeds: int
    gain: float
    interval: tuple[float, float] | None
    finding: Finding

    def __str__(self) -> str:
        certainty = "one seed gives no interval"
        if self.interval:
            low, high = map(_points, self.interval)
            certainty = f"95% interval {low} to {high}, {self.seeds} paired seeds"
        return (
            f"{CELLS[self.cell]}, both readers instead of {DIRECTIONS[self.single]}: {_points(self.gain)} "
            f"points of test accuracy ({certainty}). {FINDINGS[self.finding]}"
        )


FINDINGS: dict[Finding, str] = {
    "more": "On these test reviews, two readers are right more often.",
    "fewer": "On these test reviews, two readers are right less often.",
    "alone": f"Taken alone, this interval excludes zero; widened to allow for all {LOOKS} comparisons, it "
    "does not. So these runs do not show whether two readers are right more or less often.",
    "unclear": "These runs do not show whether two readers are right more or less often.",
}


def ladder(assets: Path) -> str:
    """Return the tables of all series, with a sentence on every comparison; "" without a ladder."""
    found = ((title, rungs_in(assets, series)) for series, title in SERIES.items())
    return "\n".join(f"{title}:\n\n{table_of(rungs)}\n{sentences(rungs)}" for title, rungs in found if rungs)


def table_of(rungs: Rungs) -> str:
    """Return the table of a series with its caption; "" without runs."""
    rows = []
    for (cell, direction), runs in rungs.items():
        learnt = [run for run in runs if not failed(run)]
        row = [
            CELLS[cell],
            DIRECTIONS[direction],
            *(_first(runs, key) for key in ("units", "reader_weights")),
        ]
        row += [_first(runs, "learning_rate", "g"), str(len(runs)), str(len(runs) - len(learnt))]
        row += [counts(part(run, "test") for run in runs)]
        row += [spread([number(run, "test", "accuracy") for run in learnt], ".2%")]
        row += [spread([number(run, "test", "log_loss") for run in learnt], ".3f")]
        rows.append([*row, spread([number(run, "seconds") for run in learnt], ",.0f")])
    trained = {cell for cell, _ in rungs}
    missing = ", ".join(name for cell, name in CELLS.items() if cell not in trained)
    caption = (
        "Mean ± standard deviation over the seeds, on the official test split. A run failed if it is "
        f"right on less than {LEAST:.0%} of the validation reviews; the means leave it out."
    )
    caption += f" Not trained yet: {missing}.\n" if missing else "\n"
    return f"{table(_HEAD, rows)}\n{caption}" if rows else ""


def sentences(rungs: Rungs) -> str:
    """Return a list with a sentence about every comparison, also where runs failed so that there is none."""
    found = {(one.cell, one.single): str(one) for one in second_directions(rungs)}
    for cell, direction in rungs:
        if direction != "bidirectional" and (cell, "bidirectional") in rungs:
            names = f"{CELLS[cell]}, both readers instead of {DIRECTIONS[direction]}"
            found.setdefault((cell, direction), f"{names}: not compared, since no pair of runs succeeded.")
    return "".join(f"- {sentence}\n" for sentence in found.values())


def rungs_in(assets: Path, series: str = "scratch") -> Rungs:
    """Return the runs of a series by cell and direction, sorted by seed. Raises ReportError."""
    runs = _runs_in(assets)
    found: dict[tuple[Cell, Direction], list[Figures]] = {}
    for cell in CELLS:
        for direction in DIRECTIONS:
            # In the series "units", two readers are the same models as in "scratch".
            of = "scratch" if series == "units" and direction == "bidirectional" else series
            some = [
                run for run in runs if (run["series"], run["cell"], run["direction"]) == (of, cell, direction)
            ]
            if some:
                found[cell, direction] = sorted(some, key=lambda run: number(run, "seed") or 0)
    return found if any(direction != "bidirectional" for _, direction in found) else {}


def size(assets: Path) -> tuple[int, int]:
    """Return how many runs there are, and of how many seeds; those that two series share count once.

    Raises ReportError.
    """
    runs = _runs_in(assets)
    return len(runs), len({run["seed"] for run in runs})


def _runs_in(assets: Path) -> Runs:
    """Return all runs of all series; none without a ladder. Raises ReportError."""
    path = assets / "ladder" / FILE
    if not path.is_file():
        return []
    content = read_json(path)
    runs = content.get("runs")
    if content.get("format") != FORMAT or not isinstance(runs, list) or not all(map(_is_run, runs)):
        raise ReportError(f"{path} holds no runs of this version: run `make ladder`")
    return runs


def second_directions(rungs: Rungs) -> list[SecondDirection]:
    """Return what both readers of a cell bring over either single one, where there are pairs of runs."""
    found = []
    for cell in CELLS:
        both = _by_seed(rungs.get((cell, "bidirectional"), []))
        for single in READERS:
            one = _by_seed(rungs.get((cell, single), []))
            pairs = [both[seed] - one[seed] for seed in both.keys() & one.keys()]
            if pairs:
                gain, (interval, wide) = statistics.mean(pairs), intervals(pairs)
                finding: Finding = "unclear"
                if _excludes_zero(wide):
                    finding = "more" if gain > 0 else "fewer"
                elif _excludes_zero(interval):
                    finding = "alone"
                found.append(SecondDirection(cell, single, len(pairs), gain, interval, finding))
    return found


def intervals(values: Sequence[float]) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Return the 95% t intervals of a mean: for one look, and for LOOKS; None for a single value."""
    df = min(len(values) - 1, max(_T))  # with more values, the intervals are a little too wide
    if df < 1:
        return None, None
    centre, error = statistics.mean(values), statistics.stdev(values) / math.sqrt(len(values))
    one, many = ((centre - t * error, centre + t * error) for t in _T[df])
    return one, many


def _excludes_zero(interval: tuple[float, float] | None) -> bool:
    return interval is not None and not interval[0] <= 0 <= interval[1]


def failed(run: Figures) -> bool:
    """Return whether a run failed to learn."""
    return (number(run, "validation", "accuracy") or 0) < LEAST


def accuracies(runs: Runs) -> list[float]:
    """Return the test accuracy of every run that did not fail."""
    return list(_by_seed(runs).values())


def _by_seed(runs: Runs) -> dict[object, float]:
    found = {run.get("seed"): number(run, "test", "accuracy") for run in runs if not failed(run)}
    return {seed: accuracy for seed, accuracy in found.items() if accuracy is not None}


def _is_run(run: object) -> bool:
    return isinstance(run, dict) and {"series", "cell", "direction", "seed"} <= run.keys()


def _first(runs: Runs, key: str, form: str = ",.0f") -> str:
    return shown(runs[0].get(key), form) if runs else NONE


def _points(share: float) -> str:
    return shown(share, "+.2f", 100)

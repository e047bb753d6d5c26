"""Train the ladder: one reader or two, for each cell, with all else equal.

    python -m brnn.evaluation.ladder --data aclImdb_v1.tar.gz

Three series of models are trained with several seeds each:

    scratch     from scratch; a single reader has more units, so that all models of a cell have nearly
                the same number of weights
    units       from scratch; a single reader has as many units as each of two
    pretrained  as "scratch", after the readers have learnt to predict words

All models learn from the same reviews and words, those of a seed in the same batches. The first seed
from scratch also chooses the learning rate for each cell and direction, by the log-loss on held-out films;
all other runs use it. The test split is read once for each model. Every result is added to
assets/ladder/runs.json at once, and the same command continues where it stopped. The models
from scratch of the first seed ship.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from brnn.config import CELLS, DIRECTIONS, Cell, Direction, Range, SettingError
from brnn.evaluation.report.ladder import FILE, FORMAT, SERIES
from brnn.evaluation.report.sources import ReportError, read_json
from brnn.model.files import check_writable, write_json
from brnn.text import streams
from brnn.training import presets
from brnn.training.presets import Preset

if TYPE_CHECKING:
    from brnn.data.preparation import Prepared

RATES = (3e-4, 1e-3, 3e-3)
_SEEDS = Range(1, 100)


class Rung(NamedTuple):
    """A model of the ladder: its series, cell and direction."""

    series: str
    cell: Cell
    direction: Direction

    @property
    def preset(self) -> Preset:
        """The recipe, without seed and learning rate."""
        units = 64 if self.series == "units" else None
        return presets.rung(self.cell, self.direction, units, pretrained=self.series == "pretrained")


@streams.command
def main(argv: list[str] | None = None) -> int:
    """Train what is missing. Returns the exit status."""
    prog, form = "python -m brnn.evaluation.ladder", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=prog, description=__doc__, formatter_class=form)
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument("--output", type=Path, default=Path("assets/ladder"), help="default: assets/ladder")
    parser.add_argument("--seeds", default="5", help=f"number of seeds: {_SEEDS} (default: 5)")
    parser.add_argument("--series", nargs="+", choices=SERIES, default=list(SERIES), help="default: all")
    parser.add_argument("--cells", nargs="+", choices=CELLS, default=list(CELLS), help="default: all")
    options = parser.parse_args(argv)
    try:
        seeds = _SEEDS.read("--seeds", options.seeds)
    except SettingError as error:
        parser.error(str(error))
    from brnn.data import archive
    from brnn.data.archive import DataError
    from brnn.training.checkpoint import CheckpointError

    errors, kept = (DataError, ReportError, CheckpointError, OSError), "the same command continues"
    with streams.ending(prog, *errors, interrupted=kept):
        check_writable(options.output, 200_000_000)
        wanted = [one for one in _all(options.series, seeds) if one[0].cell in options.cells]
        climb(options.data or archive.fetch(), options.output, wanted)
    return 0


def climb(reviews: Path, output: Path, wanted: Sequence[tuple[Rung, int]]) -> None:
    """Train every model, with its seed, that is missing from the file of the runs, one after the other.

    Raises DataError, ReportError, OSError.
    """
    from brnn.data.archive import DataError
    from brnn.data.preparation import prepare

    file = output / FILE
    before = read_json(file) if file.is_file() else {"runs": []}
    if not isinstance(before.get("runs"), list):
        raise ReportError(f"{file} has no list of runs")
    runs: list[dict[str, Any]] = [*before["runs"]]
    rates = {_key(run)[:3]: run["learning_rate"] for run in runs}
    missing = [(rung, seed) for rung, seed in wanted if (*rung, seed) not in map(_key, runs)]
    if not missing:
        return
    preset = missing[0][0].preset
    data = prepare(reviews, preset.model, preset.training, unlabelled=True)
    if runs and before.get("reviews") != data.checksum:
        raise DataError(f"{file} has runs on other reviews: choose another folder with --output")
    for rung, seed in missing:
        known = rates.get(rung) or rates.get(rung._replace(series="scratch"))
        run = _train(rung, seed, (known,) if known else RATES, data, output)
        rates[rung] = run["learning_rate"]
        runs.append(run)
        write_json(file, {"format": FORMAT, "reviews": data.checksum, "rates": RATES, "runs": runs})
        print(f"{' '.join(rung)}, seed {seed}: {run['test']['accuracy']:.2%}", flush=True)


def _all(series: Sequence[str], seeds: int) -> Iterator[tuple[Rung, int]]:
    for name in series:
        for seed in range(seeds):
            for cell in CELLS:
                for direction in DIRECTIONS:
                    if name != "units" or direction != "bidirectional":  # they are those of "scratch"
                        yield Rung(name, cell, direction), seed


def _key(run: dict[str, Any]) -> tuple[str, str, str, int]:
    return run["series"], run["cell"], run["direction"], run["seed"]


def _train(rung: Rung, seed: int, rates: tuple[float, ...], data: Prepared, output: Path) -> dict[str, Any]:
    """Train a model with every learning rate, and measure the best on the test split. Returns its record."""
    from brnn.evaluation.evaluate import reader_weights
    from brnn.evaluation.publish import publish
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.measures import measure
    from brnn.training import scratch
    from brnn.training.recipe import Run

    running = output / f"{'-'.join(rung)}-{seed}.training"
    trained: list[tuple[dict[str, Any], Run]] = []
    with scratch.hold(running):
        for rate in rates:
            (running / scratch.STATE).unlink(missing_ok=True)  # pretraining is kept for the next rate
            training = dataclasses.replace(rung.preset.training, seed=seed, learning_rate=rate)
            run = Run(dataclasses.replace(rung.preset, training=training), data, running, resume=True)
            run.train(after_epoch=lambda epoch: None)
            kept = run.fit.history[run.fit.kept_epoch - 1]
            record = {
                "learning_rate": rate,
                "kept_epoch": kept["epoch"],
                "validation": _few(kept["validation"]),
                "seconds": run.fit.seconds,
            }
            trained.append((record, run))
        chosen, run = min(trained, key=lambda one: one[0]["validation"]["log_loss"])
        test = data.examples["test"]
        if (rung.series, seed) == ("scratch", 0):
            found = publish(run.network, data, run.metrics(), output / f"{rung.cell}-{rung.direction}")[
                "test"
            ]
        else:
            found = measure(CompiledNetwork(run.network).logits(test.ids), test.labels)
        scratch.clear(running)
    return {
        **rung._asdict(),
        "seed": seed,
        "units": rung.preset.model.units,
        "reader_weights": reader_weights(run.network),
        **chosen,
        "test": _few(found),
        "pretraining_seconds": run.stages.get("pretraining", {}).get("seconds"),
        "tried": [record for record, _ in trained],
    }


def _few(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in ("n", "accuracy", "log_loss")}


if __name__ == "__main__":
    sys.exit(main())

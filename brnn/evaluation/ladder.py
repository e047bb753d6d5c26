"""Train the ladder: one reader or two, for each cell, with all else alike.

    python -m brnn.evaluation.ladder --data aclImdb_v1.tar.gz

Three series of models are trained with several seeds each:

    scratch     from scratch; a single reader has more units, so that all models of a cell have nearly
                the same number of weights
    units       from scratch; a single reader has as many units as each of two
    pretrained  as "scratch", after the readers have learnt to predict words

The models of a seed learn from the same reviews, words and batches. The first seed also chooses the
learning rate of every model, by the log-loss on held-out films; the others use it. The test split
is read once for each model. Every result is added to assets/ladder/runs.json when it is known; the
command continues where it stopped. The models of the first seed from "scratch" are saved to ship.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from brnn.config import CELLS, DIRECTIONS, Cell, Direction, Range, SettingError
from brnn.model.files import check_writable, write_json
from brnn.text import streams
from brnn.training.presets import Preset, rung

RATES = (3e-4, 1e-3, 3e-3)
SERIES = ("scratch", "units", "pretrained")
RUNS = "runs.json"
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
        return rung(self.cell, self.direction, units, pretrained=self.series == "pretrained")


@streams.command
def main(argv: list[str] | None = None) -> int:
    """Train what is missing. Returns the exit status."""
    prog, form = "python -m brnn.evaluation.ladder", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=prog, description=__doc__, formatter_class=form)
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument("--output", type=Path, default=Path("assets/ladder"), help="default: assets/ladder")
    parser.add_argument("--seeds", default="5", help=f"number of seeds: {_SEEDS} (default: 5)")
    parser.add_argument("--series", nargs="+", choices=SERIES, default=SERIES, help="default: all")
    options = parser.parse_args(argv)
    try:
        seeds = _SEEDS.read("--seeds", options.seeds)
    except SettingError as error:
        parser.error(str(error))
    from brnn.data import archive
    from brnn.data.archive import DataError

    try:
        check_writable(options.output, 200_000_000)
        climb(options.data or archive.fetch(), options.output, options.series, seeds)
    except (DataError, OSError, ValueError) as error:
        print(f"{prog}: {streams.reason(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n{prog}: interrupted; the same command continues", file=sys.stderr)
        return 130
    return 0


def climb(reviews: Path, output: Path, series: list[str], seeds: int) -> None:
    """Train every model that is missing from the file of the runs, one after the other."""
    from brnn.data.preparation import Prepared, prepare
    from brnn.evaluation.report.sources import read_json

    @cache
    def prepared(seed: int) -> Prepared:
        preset = _seeded(Rung("scratch", "gru", "forward").preset, seed, RATES[0])
        return prepare(reviews, preset.model, preset.training, unlabelled=True)

    file = output / RUNS
    runs: list[dict[str, Any]] = list(read_json(file)["runs"]) if file.is_file() else []
    rates = {_key(run)[:3]: run["learning_rate"] for run in runs}
    for each, seed in _all(series, seeds):
        if (*each, seed) in map(_key, runs):
            continue
        known = rates.get(each)
        run = _train(each, seed, (known,) if known else RATES, prepared(seed), output)
        rates[each] = run["learning_rate"]
        runs.append(run)
        output.mkdir(parents=True, exist_ok=True)
        write_json(file, {"format": 1, "reviews": prepared(seed).checksum, "rates": RATES, "runs": runs})
        print(f"{' '.join(each)}, seed {seed}: {run['test']['accuracy']:.2%}", flush=True)


def _all(series: list[str], seeds: int) -> Iterator[tuple[Rung, int]]:
    for name in series:
        for seed in range(seeds):
            for cell in CELLS:
                for direction in DIRECTIONS:
                    if name != "units" or direction != "bidirectional":
                        yield Rung(name, cell, direction), seed


def _key(run: dict[str, Any]) -> tuple[str, str, str, int]:
    return run["series"], run["cell"], run["direction"], run["seed"]


def _seeded(preset: Preset, seed: int, rate: float) -> Preset:
    training = dataclasses.replace(preset.training, seed=seed, learning_rate=rate)
    return dataclasses.replace(preset, training=training)


def _train(each: Rung, seed: int, rates: tuple[float, ...], data: Any, output: Path) -> dict[str, Any]:
    """Train a model with every learning rate and measure the best of them on the test split."""
    from brnn.evaluation.evaluate import reader_weights
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.measures import measure
    from brnn.training import scratch
    from brnn.training.recipe import Run

    running = output / f"{'-'.join(each)}-{seed}.training"
    tried, best = [], None
    with scratch.hold(running):
        for rate in rates:
            for name in (scratch.STATE, scratch.TEACHER):  # pretraining is kept for the next rate
                (running / name).unlink(missing_ok=True)
            run = Run(_seeded(each.preset, seed, rate), data, running, resume=True)
            run.train(after_epoch=lambda epoch: None)
            held_out = run.fit.history[run.fit.kept_epoch - 1]["validation"]
            tried.append(
                {
                    "learning_rate": rate,
                    "kept_epoch": run.fit.kept_epoch,
                    "validation": {k: held_out[k] for k in ("n", "accuracy", "log_loss")},
                    "seconds": run.fit.seconds,
                }
            )
            if best is None or held_out["log_loss"] < best[0]:
                best = held_out["log_loss"], run
        assert best is not None
        run = best[1]
        started = time.perf_counter()
        reading, test = CompiledNetwork(run.network), data.examples["test"]
        figures = measure(reading.logits(test.ids), test.labels)
        chosen = tried[[one["validation"]["log_loss"] for one in tried].index(best[0])]
        if each.series == "scratch" and seed == 0:
            _ship(each, run, data, output)
        scratch.clear(running)
        print(f"test: {time.perf_counter() - started:.0f} s", flush=True)
    config = run.preset.model
    return {
        **each._asdict(),
        "seed": seed,
        "units": config.units,
        "reader_weights": reader_weights(run.network),
        **chosen,
        "test": {k: figures[k] for k in ("n", "accuracy", "log_loss")},
        "pretraining_seconds": run.stages.get("pretraining", {}).get("seconds"),
        "tried": tried,
    }


def _ship(each: Rung, run: Any, data: Any, output: Path) -> None:
    """Save a trained model with its measurements, card and statistics."""
    from brnn.evaluation.evaluate import evaluate
    from brnn.evaluation.report import card_text
    from brnn.model import statistics
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.folder import Model, save
    from brnn.training.recipe import WEIGHTS_DTYPE

    name = f"{each.cell}-{each.direction}"
    reading, config = CompiledNetwork(run.network), run.preset.model
    final = reading.final(data.examples["test"].ids)
    metrics = run.metrics() | evaluate(reading, data.vocabulary, data.examples, data.exam, final.logits)
    found = statistics.collect(reading, data.examples["train"], data.examples["test"], final)
    model = Model(name, config, data.vocabulary, run.network.to_arrays(), metrics, found)
    save(model, output / name, WEIGHTS_DTYPE, card_text(name, config, metrics))


if __name__ == "__main__":
    sys.exit(main())

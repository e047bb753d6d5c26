"""Train a bidirectional RNN on IMDb reviews and save it to a folder that the app can load.

settings → data → network (see brnn/training/recipe.py) → evaluation → model folder
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from brnn.config import ModelConfig, SettingError, TrainingConfig
from brnn.training.options import add_flags, with_flags
from brnn.training.presets import PRESETS, Preset


def main(argv: list[str] | None = None) -> int:
    """Read the settings and run one training. Returns the exit status."""
    options = _parser().parse_args(argv)
    preset = PRESETS[options.preset]
    try:
        preset = dataclasses.replace(
            preset,
            model=with_flags(preset.model, options),
            training=with_flags(preset.training, options),
        )
    except SettingError as error:
        _parser().error(str(error))
    options.output = options.output or Path("assets") / preset.folder
    if not _may_be_replaced(options.output):
        _parser().error(f"--output must be a new folder or a model folder, got {options.output}")
    if preset.teacher and find_spec("sklearn") is None:
        install = f"{sys.executable} -m pip install scikit-learn"
        _parser().error(f"the preset {preset.name} needs scikit-learn; run: {install}")
    running = options.output.with_name(f"{options.output.name}.training")

    try:
        # Imported only now, so that --help and invalid settings are answered at once.
        from brnn.data.archive import DataError
        from brnn.training.checkpoint import CheckpointError

        try:
            train(preset, options, running)
        except (DataError, CheckpointError, OSError) as error:
            print(f"train.py: {error}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        saved = f"saved in {running}; continue with --resume" if running.exists() else "nothing saved"
        print(f"\ntrain.py: interrupted; {saved}", file=sys.stderr)
        return 130
    return 0


def train(preset: Preset, options: argparse.Namespace, running: Path) -> None:
    """Run one training, from the reviews to the saved model."""
    from brnn.data import archive
    from brnn.data.preparation import prepare
    from brnn.evaluation.evaluate import evaluate
    from brnn.evaluation.report import write_card
    from brnn.model import statistics
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.folder import Model, save, write_json
    from brnn.training.fit import table
    from brnn.training.recipe import WEIGHTS_DTYPE, Run
    from brnn.training.stage import Epoch

    unlabelled = preset.pretraining is not None
    data = prepare(options.data or archive.fetch(), preset.model, preset.training, unlabelled)
    run = Run(preset, data, running, options.resume)
    name = options.output.name

    # After every epoch, the best model so far is on disk.
    def keep(epoch: Epoch) -> None:
        if epoch["epoch"] == run.fit.kept_epoch:
            model = Model(name, preset.model, data.vocabulary, run.network.to_arrays(), run.metrics())
            save(model, running / "model", WEIGHTS_DTYPE)

    run.train(after_epoch=keep)

    # Evaluate and save. The test split is read here, once.
    examples, reading, metrics = data.examples, CompiledNetwork(run.network), run.metrics()
    final = reading.final(examples["test"].ids, "Test")
    metrics |= evaluate(reading, data.vocabulary, examples, data.exam, final.logits, run.temperature)
    if options.metrics_only:
        repeats = options.output.parent / "repeats"
        repeats.mkdir(parents=True, exist_ok=True)
        place = repeats / f"{name}-seed-{preset.training.seed}.json"
        write_json(place, metrics)
    else:
        place = options.output
        found = statistics.collect(reading, examples["train"], examples["test"], final)
        model = Model(name, preset.model, data.vocabulary, run.network.to_arrays(), metrics, found)
        save(model, place, WEIGHTS_DTYPE)
        write_card(place)
    shutil.rmtree(running, ignore_errors=True)
    print(table(metrics), f"\nSaved: {place}")


def _may_be_replaced(folder: Path) -> bool:
    """Return whether a model may be saved there: saving replaces the whole folder."""
    if folder.name in ("", ".."):
        return False
    is_model = (folder / "config.json").is_file()
    return is_model or not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="train.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    named = [preset for preset in PRESETS.values() if not preset.name.startswith("ladder-")]
    recipes = "".join(f"{preset.name}: {preset.about}; " for preset in named)
    ladder = "ladder-CELL-DIRECTION: a model of the ladder, such as ladder-gru-forward"
    parser.add_argument("--preset", metavar="NAME", choices=PRESETS, default="article", help=recipes + ladder)
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument("--output", type=Path, help="folder of the new model (default: assets/<preset>)")
    parser.add_argument("--resume", action="store_true", help="continue after the last complete epoch")
    parser.add_argument(
        "--metrics-only",
        action="store_true",
        help="save only the metrics, in repeats/ next to the output folder (for means over seeds)",
    )
    add_flags(parser, ModelConfig, "model")
    add_flags(parser, TrainingConfig, "training")
    return parser


if __name__ == "__main__":
    sys.exit(main())

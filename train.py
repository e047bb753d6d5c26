"""Train a bidirectional RNN on IMDb reviews and save it to a folder that the app can load.

settings → data → network (see brnn/training/recipe.py) → evaluation → model folder

    python train.py --preset gru --units 32 --output assets/mine
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brnn.config import ModelConfig, SettingError, TrainingConfig
from brnn.model.files import is_file
from brnn.text import streams
from brnn.training.options import add_flags, with_flags
from brnn.training.presets import CACHE, PRESETS, READERS, SOFT_LABELS, Preset

if TYPE_CHECKING:
    from brnn.data.preparation import Prepared
    from brnn.model.hub.address import Address

_ENCODER_MODULES = ("keras_hub", "safetensors", "tokenizers")


@streams.command
def main(argv: list[str] | None = None) -> int:
    """Read the settings and run one training. Returns the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    preset = PRESETS[options.preset]
    try:
        model, training = with_flags(preset.model, options), with_flags(preset.training, options)
        preset = dataclasses.replace(preset, model=model, training=training)
    except SettingError as error:
        parser.error(str(error))
    output = Path(os.path.realpath(options.output or Path("assets") / preset.folder))  # links are followed
    if not output.name or not output.name.isprintable():
        parser.error(f"--output must end with a printable name, got {str(output)!r}")
    missing = [] if find_spec("sklearn") else ["scikit-learn"]
    if preset.teacher and not is_file(options.cache / SOFT_LABELS):
        missing += [module.replace("_", "-") for module in _ENCODER_MODULES if not find_spec(module)]
    if preset.teacher and missing:
        install = f"{sys.executable} -m pip install {' '.join(missing)}"
        parser.error(f"the teacher of the preset {preset.name} needs {', '.join(missing)}; run: {install}")
    if options.push_to_hub and options.metrics_only:
        parser.error("--push-to-hub needs a whole model, but --metrics-only saves none")
    if options.private and not options.push_to_hub:
        parser.error("--private says how to push: it needs --push-to-hub")
    name = f"{output.name}-seed-{training.seed}" if options.metrics_only else output.name
    running = output.with_name(f"{name}.training")

    # Imported only now, so that --help and invalid settings are answered at once.
    from brnn.data import archive
    from brnn.data.archive import DataError
    from brnn.model.files import check_writable
    from brnn.model.folder import may_be_replaced
    from brnn.model.hub.address import HubError
    from brnn.training import scratch
    from brnn.training.checkpoint import CheckpointError

    try:
        push_to = _destination(options)
        if options.metrics_only:
            output = output.parent / "repeats" / f"{name}.json"
        elif not may_be_replaced(output):
            parser.error(f"--output must be a new folder or a folder with a brnn model, got {output}")
        for place in (running, output.parent if options.metrics_only else output):
            check_writable(place, scratch.space(preset))
        if preset.teacher and not all(is_file(options.cache / name) for name in (READERS, SOFT_LABELS)):
            check_writable(options.cache)
        data = options.data or archive.fetch()
        with scratch.hold(running):
            scratch.begin(running, options.resume, options.fresh)
            results = train(preset, data, output, running, options)
    except (DataError, CheckpointError, HubError, OSError) as error:
        print(f"train.py: {streams.reason(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        saved = f"saved in {running}; continue with --resume" if running.exists() else "nothing saved"
        print(f"\ntrain.py: interrupted; {saved}", file=sys.stderr)
        return 130
    print(results, f"\nSaved: {output}")
    return _push(output, push_to, options.private) if push_to else 0


def _destination(options: argparse.Namespace) -> Address | None:
    """Return where on the Hub the model goes. Raises HubError, before hours of training, if it cannot."""
    if not options.push_to_hub:
        return None
    from brnn.model.hub.address import Address
    from brnn.model.hub.upload import check_login

    address = Address.of(options.push_to_hub)
    check_login(address)
    return address


def _push(folder: Path, address: Address, private: bool) -> int:
    """Push a trained model, which is saved already. Returns the exit status."""
    from brnn.model.folder import files_of
    from brnn.model.hub.address import HubError
    from brnn.model.hub.upload import push

    try:
        pushed = push({**files_of(folder)}, address, private)
    except HubError as error:
        again = f"push it with: brnn push {folder} {address}{' --private' * private}"
        print(f"train.py: {error}; the model is saved: {again}", file=sys.stderr)
        return 1
    print(f"Pushed: {pushed.page}\nThis version: {pushed.pinned}")
    return 0


def train(preset: Preset, reviews: Path, output: Path, running: Path, options: argparse.Namespace) -> str:
    """Run one training, from the reviews to the saved model. Returns the results as a table.

    reviews: the archive or an aclImdb folder. running: the scratch folder.
    output: the model's folder, or the file of the metrics if only they are saved.
    """
    from brnn.data.preparation import prepare
    from brnn.model.files import write_json
    from brnn.training import scratch

    data = prepare(reviews, preset.model, preset.training, unlabelled=preset.pretraining is not None)
    train_one = _train_guesser if preset.heads else _train_classifier
    metrics, results = train_one(preset, data, output, running, options)
    if options.metrics_only:
        output.parent.mkdir(exist_ok=True)
        write_json(output, metrics)
    scratch.clear(running)
    return results


def _train_classifier(
    preset: Preset, data: Prepared, output: Path, running: Path, options: argparse.Namespace
) -> tuple[dict[str, Any], str]:
    """Train, measure and save a model that gives verdicts. Returns its metrics and a table of results."""
    from brnn.evaluation.publish import publish
    from brnn.model.folder import Model, save
    from brnn.training import scratch
    from brnn.training.fit import table
    from brnn.training.recipe import WEIGHTS_DTYPE, Run
    from brnn.training.stage import Epoch

    run = Run(preset, data, running, options.resume, options.cache)

    # After every epoch, the best model so far is on disk.
    def keep(epoch: Epoch) -> None:
        if epoch["epoch"] == run.fit.kept_epoch:
            model = Model(output.name, preset.model, data.vocabulary, run.network.to_arrays(), run.metrics())
            save(model, running / scratch.MODEL, WEIGHTS_DTYPE)

    run.train(after_epoch=keep)
    metrics = publish(run.network, data, run.metrics(), output, whole=not options.metrics_only)
    return metrics, table(metrics)


def _train_guesser(
    preset: Preset, data: Prepared, output: Path, running: Path, options: argparse.Namespace
) -> tuple[dict[str, Any], str]:
    """Train, measure and save a model that guesses words. Returns its metrics and a table of results."""
    from brnn.evaluation.guessing import publish, table
    from brnn.training.guess_recipe import GuessRun

    run = GuessRun(preset, data.marked(preset.model), running, options.resume)
    run.train()
    metrics = publish(run, output, whole=not options.metrics_only)
    return metrics, table(metrics)


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
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="FOLDER",
        default=CACHE,
        help="for presets with a teacher: the folder of pretrained readers and of the teacher's soft labels; "
        "what fits the run is used, and a file that is missing is made (default: assets/cache)",
    )
    interrupted = parser.add_mutually_exclusive_group()
    for flag, about in (("--resume", "continue after the last complete epoch"), ("--fresh", "start again")):
        interrupted.add_argument(flag, action="store_true", help=f"if a run was interrupted, {about}")
    parser.add_argument(
        "--metrics-only",
        action="store_true",
        help="save only the metrics, in repeats/ next to the output folder (for means over seeds)",
    )
    parser.add_argument(
        "--push-to-hub",
        metavar="user/name",
        help="afterwards, put the model on the Hugging Face Hub, as `brnn push` does",
    )
    parser.add_argument("--private", action="store_true", help="on the Hub, make a new repository private")
    add_flags(parser, ModelConfig, "model")
    add_flags(parser, TrainingConfig, "training")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""Train a bidirectional RNN on IMDb reviews and write it to a folder that the app can load.

settings → data → vocabulary → network → fit → measure → save
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from brnn.config import PRESETS, ModelConfig, PretrainingConfig, SettingError, TrainingConfig
from brnn.options import add_flags, with_flags

VALIDATION_SHARE = 0.1


def main(argv: list[str] | None = None) -> int:
    """Read the settings and run one training. Returns the exit status."""
    options = _parser().parse_args(argv)
    preset = PRESETS[options.preset]
    try:
        config = with_flags(preset.model, options)
        training = with_flags(preset.training, options)
    except SettingError as error:
        _parser().error(str(error))
    options.output = options.output or Path("assets") / preset.name
    if not _may_be_replaced(options.output):
        _parser().error(f"output must be a new folder or a model's, got {options.output}")
    running = options.output.with_name(f"{options.output.name}.training")

    try:
        # Imported only now, so that --help and a wrong setting are answered at once.
        from brnn.archive import DataError
        from brnn.state import StateError

        try:
            train(config, training, preset.pretraining, options, running)
        except (DataError, StateError, OSError) as error:
            print(f"train.py: {error}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        kept = f"kept in {running}; go on with --resume" if running.exists() else "nothing kept"
        print(f"\ntrain.py: stopped; {kept}", file=sys.stderr)
        return 130
    return 0


def train(
    config: ModelConfig,
    training: TrainingConfig,
    pretraining: PretrainingConfig | None,
    options: argparse.Namespace,
    running: Path,
) -> None:
    """Run one training, from the reviews to the saved model."""
    from brnn import archive, corpus
    from brnn.backend import keras
    from brnn.checkpoint import Model, save, write_json
    from brnn.network import Network
    from brnn.pretraining import Pretraining
    from brnn.training import Epoch, Fit, measure_network, record, table

    # Data. Where the epoch is chosen, it is chosen on films held out of the training reviews.
    reviews = corpus.load(options.data or archive.fetch(), unlabelled=pretraining is not None)
    checksum = corpus.checksum(reviews)
    if training.selection == "validation":
        reviews["train"], reviews["validation"] = corpus.hold_out_films(
            reviews["train"], VALIDATION_SHARE, training.seed
        )

    # Vocabulary: the most frequent words of the reviews that are trained on.
    tokens = {
        name: corpus.tokenise(split.texts, config.punctuation, f"Split into words: {name}")
        for name, split in reviews.items()
    }
    learnt_from = [tokens[name] for name in ("train", "unlabelled") if name in tokens]
    vocabulary = corpus.most_frequent(corpus.join(learnt_from), config.vocabulary_size)
    examples = {
        name: corpus.encode(tokens[name], split.labels, vocabulary, config)
        for name, split in reviews.items()
    }

    # Network.
    keras.utils.set_random_seed(training.seed)
    network = Network(config, len(vocabulary), training.dropout, training.embedding_dropout)
    settings = {**config.to_json(), **training.to_json(), "reviews": checksum}

    # Pretrain, where the recipe says so. No label is used, and no review of another split.
    guessed = []
    if pretraining:
        stage, place = Pretraining(network, pretraining, training.seed), running / "readers.npz"
        settings["pretraining"] = pretraining.to_json()
        if options.resume:
            stage.restore(place, settings)
        texts = examples["train"].ids + examples["unlabelled"].ids
        stage.run(texts, after_epoch=lambda: stage.save(place, settings))
        guessed = stage.history

    fit = Fit(network, training)
    if options.resume:
        fit.restore(running / "state.npz", settings)

    # Fit. Every whole epoch leaves the best model so far and a state that can be gone on from.
    def model() -> Model:
        metrics = {"preset": options.preset, "reviews": checksum, **record(fit, examples)}
        if pretraining:
            metrics["pretraining"] = {"settings": pretraining.to_json(), "history": guessed}
        return Model(options.output.name, config, vocabulary, network, metrics)

    def keep(epoch: Epoch) -> None:
        if epoch["epoch"] == fit.kept_epoch:
            save(model(), running / "model")
        fit.save(running / "state.npz", settings)

    # The article watches the test split; every other recipe sees it once, at the end.
    watched = "validation" if training.selection == "validation" else "test"
    fit.run(examples["train"], {watched: examples[watched]}, after_epoch=keep)

    # Measure and save.
    trained = model()
    for name in ("validation", "test"):
        if name in examples:
            trained.metrics[name] = measure_network(network, examples[name])
    if options.metrics_only:
        repeats = options.output.parent / "repeats"
        repeats.mkdir(parents=True, exist_ok=True)
        place = repeats / f"{options.output.name}-seed-{training.seed}.json"
        write_json(place, trained.metrics)
    else:
        place = options.output
        save(trained, place)
    shutil.rmtree(running, ignore_errors=True)
    print(table(trained.metrics), f"\nSaved: {place}")


def _may_be_replaced(folder: Path) -> bool:
    """Whether a model may be saved there: saving removes all that the folder held before."""
    if folder.name in ("", ".."):
        return False
    is_model = (folder / "config.json").is_file()
    return is_model or not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="train.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    recipes = "; ".join(f"{preset.name}: {preset.about}" for preset in PRESETS.values())
    parser.add_argument("--preset", choices=PRESETS, default="article", help=recipes)
    parser.add_argument("--data", type=Path, help="archive or folder aclImdb; else downloaded once")
    parser.add_argument("--output", type=Path, help="the model's folder (assets/<preset>)")
    parser.add_argument("--resume", action="store_true", help="go on after the last whole epoch")
    parser.add_argument(
        "--metrics-only",
        action="store_true",
        help="keep the figures alone, in repeats/ beside the output folder (for a mean over seeds)",
    )
    add_flags(parser, ModelConfig, "model")
    add_flags(parser, TrainingConfig, "training")
    return parser


if __name__ == "__main__":
    sys.exit(main())

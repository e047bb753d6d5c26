"""Time an epoch of `brnn` beside plain Keras code, in turn, on the same reviews.

Keras: Embedding → Bidirectional(cell) → Dense with a sigmoid, compiled with adam and binary
cross-entropy, fitted on arrays padded to the preset's length, with the preset's dropout. The first
epoch of each compiles and is not counted. The bars, as medians of ours / theirs: at most 1.05 for
the article's recipe, at most 1 / 1.5 for the default recipe's last stage.

    python tests/benchmarks/against_keras_fit.py --data aclImdb_v1.tar.gz
    python tests/benchmarks/against_keras_fit.py --preset default --reviews 6400 --data …
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from forward_pass import timed

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn.data import archive, corpus
from brnn.model.backend import keras
from brnn.model.network import Network
from brnn.text.tokens import most_frequent, tokenise
from brnn.training.fit import Fit
from brnn.training.presets import PRESETS


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="archive or folder; else the one in the cache")
    parser.add_argument("--preset", choices=PRESETS, default="article")
    parser.add_argument("--reviews", type=int, help="so many of the training reviews; else all")
    parser.add_argument("--epochs", type=int, default=5, help="epochs of each that are counted")
    options = parser.parse_args()
    pairs: list[tuple[float, float]] = []
    print("epoch     keras      brnn   ratio")
    for theirs, ours in epochs(options.preset, options.data, options.reviews, options.epochs):
        note = "" if pairs else "   (compiles; not counted)"
        print(f"{len(pairs):5}{theirs:8.2f} s{ours:8.2f} s{ours / theirs:8.3f}{note}", flush=True)
        pairs.append((theirs, ours))
    theirs, ours = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    print(f"median{theirs:7.2f} s{ours:8.2f} s{ours / theirs:8.3f}")
    print(f"median of the ratios: {statistics.median(b / a for a, b in pairs[1:]):.3f}")


def epochs(name: str, data: Path | None, count: int | None, number: int) -> Iterator[tuple[float, float]]:
    """Yield the seconds of Keras and ours for each epoch; the first one of each compiles.

    name: of the preset. data: archive or folder. count: so many of the reviews; None: all.
    number: of the epochs after the first.
    """
    preset = PRESETS[name]
    config, training = preset.model, dataclasses.replace(preset.training, selection="last")
    reviews = corpus.load(data or archive.fetch())["train"]
    order = np.random.default_rng(0).permutation(len(reviews))
    reviews = reviews.take(order[:count])
    tokens = tokenise(reviews.texts, config.punctuation)
    vocabulary = most_frequent(tokens, config.vocabulary_size)
    examples = corpus.encode(tokens, reviews.labels, vocabulary, config)
    padded = keras.utils.pad_sequences(examples.ids, maxlen=config.max_words)
    labels = examples.labels.astype(np.float32)

    cell = {
        "simple": keras.layers.SimpleRNN,
        "gru": keras.layers.GRU,
        "lstm": keras.layers.LSTM,
    }[config.cell]
    plain = keras.Sequential(
        [
            keras.layers.Embedding(len(vocabulary), config.embedding_size),
            keras.layers.SpatialDropout1D(training.embedding_dropout),
            keras.layers.Bidirectional(cell(config.units)),
            keras.layers.Dropout(training.dropout),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    plain.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    network = Network(config, len(vocabulary), training.dropout, training.embedding_dropout)
    fit = Fit(network, training)

    def keras_epoch() -> None:
        plain.fit(padded, labels, batch_size=training.batch_size, epochs=1, verbose=0)

    def our_epoch() -> None:
        fit.config = type(training).from_json(training.to_json() | {"epochs": len(fit.history) + 1})
        fit.run(examples, {})

    for epoch in range(number + 1):
        if epoch % 2:
            theirs = timed(keras_epoch)
            yield theirs, timed(our_epoch)
        else:
            ours = timed(our_epoch)
            yield timed(keras_epoch), ours


if __name__ == "__main__":
    main()

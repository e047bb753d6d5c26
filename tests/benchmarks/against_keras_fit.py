"""Time an epoch of `brnn` beside the article's own Keras code, in turn, on the same reviews.

The article: Embedding → Bidirectional(SimpleRNN) → Dense with a sigmoid, compiled with adam and
binary cross-entropy, fitted on arrays padded to 50. The first epoch of each compiles and is not
counted. The bar: a median ratio of at most 1.05.

    python tests/benchmarks/against_keras_fit.py --data ../shared/data/aclImdb_v1.tar.gz
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn import archive, corpus
from brnn.backend import keras
from brnn.config import PRESETS
from brnn.network import Network
from brnn.training import Fit


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="archive or folder; else the one in the cache")
    parser.add_argument("--epochs", type=int, default=5, help="epochs of each that are counted")
    options = parser.parse_args()

    preset = PRESETS["article"]
    config, training = preset.model, preset.training
    reviews = corpus.load(options.data or archive.fetch())["train"]
    tokens = corpus.tokenise(reviews.texts, config.punctuation)
    vocabulary = corpus.most_frequent(tokens, config.vocabulary_size)
    examples = corpus.encode(tokens, reviews.labels, vocabulary, config)
    padded = keras.utils.pad_sequences(examples.ids, maxlen=config.max_words)
    labels = examples.labels.astype(np.float32)

    article = keras.Sequential(
        [
            keras.layers.Embedding(len(vocabulary), config.embedding_size),
            keras.layers.Bidirectional(keras.layers.SimpleRNN(config.units)),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    article.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    fit = Fit(Network(config, len(vocabulary)), training)

    def article_epoch() -> None:
        article.fit(padded, labels, batch_size=training.batch_size, epochs=1, verbose=0)

    def our_epoch() -> None:
        fit.config = type(training).from_json(training.to_json() | {"epochs": len(fit.history) + 1})
        fit.run(examples, {})

    seconds: dict[str, list[float]] = {"article": [], "brnn": []}
    print("epoch   article      brnn   ratio")
    for number in range(options.epochs + 1):
        pair = [("article", article_epoch), ("brnn", our_epoch)]
        for name, epoch in pair if number % 2 else reversed(pair):
            started = time.perf_counter()
            epoch()
            seconds[name].append(time.perf_counter() - started)
        theirs, ours = seconds["article"][-1], seconds["brnn"][-1]
        note = "" if number else "   (compiles; not counted)"
        print(f"{number:5}{theirs:8.2f} s{ours:8.2f} s{ours / theirs:8.3f}{note}", flush=True)
    pairs = list(zip(seconds["article"][1:], seconds["brnn"][1:], strict=True))
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"median{theirs:7.2f} s{ours:8.2f} s{ours / theirs:8.3f}")
    print(f"median of the ratios: {statistics.median(b / a for a, b in pairs):.3f}")


if __name__ == "__main__":
    main()

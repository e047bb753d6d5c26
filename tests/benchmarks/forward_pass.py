"""Time `Analyzer.analyze` beside a bare pass compiled by TensorFlow: the yardstick of readings.

The bare pass is a `tf.function` over Keras's own layers (Embedding, the readers, Dense) with the
model's weights and one (None, None) signature; both readers' states and the logit are fetched as
arrays. It tokenises nothing and makes no ledger. Both read texts of the same ids, in turn, without
a cache. The bars: 0.8 of the bare pass at 20 words, 0.6 at 200. If the machine is busy, the fastest
runs say more than the medians.

    python tests/benchmarks/forward_pass.py --model assets/article
    python tests/benchmarks/forward_pass.py --random gru:128:1000
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn import Analyzer
from brnn.config import ModelConfig
from brnn.model.backend import keras, tf
from brnn.model.folder import Model
from brnn.model.network import Network
from brnn.text.vocabulary import Vocabulary

LENGTHS = (20, 60, 200, 400)
CELLS = {"simple": keras.layers.SimpleRNN, "gru": keras.layers.GRU, "lstm": keras.layers.LSTM}


def add_model_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, help="a model's folder; else the default model")
    parser.add_argument("--random", metavar="CELL:UNITS:MAXWORDS", help="a model of random weights instead")


def analyzer_of(options: argparse.Namespace) -> Analyzer:
    """The analyzer that the flags ask for."""
    if options.random:
        return Analyzer(random_model(*options.random.split(":")))
    return Analyzer.load(options.model)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_model_flags(parser)
    parser.add_argument("--runs", type=int, default=30, help="runs of each, in turn")
    options = parser.parse_args()

    analyzer = analyzer_of(options)
    model = analyzer.model
    bare = bare_pass(model)
    print(f"{model.name}: milliseconds, {options.runs} runs of each")
    print("           median                    fastest")
    print("words    bare  analyze   ratio    bare  analyze   ratio   largest difference of a state")
    for length in LENGTHS:
        if length > model.config.max_words:
            print(f"{length:5}   the model reads {model.config.max_words:,} at most")
            continue
        seconds, difference = timings(analyzer, bare, length, options.runs)
        line = f"{length:5}"
        for summary in (statistics.median, min):
            one, other = (1_000 * summary(times) for times in seconds)
            line += f"{one:8.2f}{other:9.2f}{other / one:8.2f}"
        print(f"{line}   {difference:.1e}")


def timings(
    analyzer: Analyzer, bare: Callable[[np.ndarray], list[np.ndarray]], words: int, runs: int
) -> tuple[tuple[list[float], list[float]], float]:
    """Return the seconds of both for a text of so many words, in turn, and how far their states differ.

    The first of the two lists is that of the bare pass. The words are random ones that the model knows.
    """
    model = analyzer.model
    text = " ".join(map(str, np.random.default_rng(words).choice(model.vocabulary.words, words)))
    ids = model.vocabulary.encode(text, model.config).ids[np.newaxis]
    analysis, (*states, _) = analyzer.analyze(text), bare(ids)
    pairs = zip(states, (analysis.reading.forward, analysis.reading.backward), strict=True)
    difference = max(np.abs(one[0] - other).max() for one, other in pairs if other.size)
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        seconds[0].append(timed(lambda: bare(ids)))
        seconds[1].append(timed(lambda: analyzer._read(analyzer._encode(text))))
    return seconds, float(difference)


def bare_pass(model: Model) -> Callable[[np.ndarray], list[np.ndarray]]:
    """The network again, of Keras's layers alone; ids → forward, backward, logit."""
    config, ids = model.config, len(model.vocabulary)
    units = config.units
    embedding = keras.layers.Embedding(ids, config.embedding_size)
    readers = [
        CELLS[config.cell](units, return_sequences=True, go_backwards=backwards)
        for backwards, there in ((False, config.has_forward), (True, config.has_backward))
        if there
    ]
    head = keras.layers.Dense(1)
    network = Network.of(model)
    embedding.build((None, None))
    head.build((None, units * len(readers)))
    for layer, source in zip(
        (embedding, *readers, head),
        (network.embedding, *network.readers, network.head),
        strict=True,
    ):
        if layer in readers:
            layer.build((None, None, config.embedding_size))
        layer.set_weights(source.get_weights())

    @tf.function(input_signature=[tf.TensorSpec((None, None), tf.int32)])
    def forward(ids: Any) -> Any:
        vectors = embedding(ids)
        sequences = [reader(vectors) for reader in readers]
        logit = head(tf.concat([sequence[:, -1] for sequence in sequences], axis=-1))
        if config.has_backward:
            sequences[-1] = tf.reverse(sequences[-1], axis=[1])
        if not config.has_forward:
            sequences.insert(0, sequences[0][:, :, :0])
        if not config.has_backward:
            sequences.append(sequences[0][:, :, :0])
        return [*sequences, logit]

    return lambda ids: [tensor.numpy() for tensor in forward(ids)]


def random_model(cell: str, units: str, max_words: str) -> Model:
    """A model of random weights, as Keras draws them."""
    words = [f"word{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{n // 676}" for n in range(2_000)]
    config = ModelConfig(
        cell=cell,  # type: ignore[arg-type]
        units=int(units),
        max_words=int(max_words),
        vocabulary_size=len(words),
    )
    keras.utils.set_random_seed(0)
    network = Network(config, len(words) + 2)
    return Model(f"random {cell}, {units} units", config, Vocabulary(words), network.to_arrays())


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""An independent reading in plain NumPy, float64, one word at a time, from the equations.

    simple  h = tanh(x W + h U + b)
    gru     z = σ(x Wz + bz + h Uz + cz)    r = σ(x Wr + br + h Ur + cr)
            c = tanh(x Wc + bc + r (h Uc + cc))    h = z h + (1 − z) c       (Cho et al. 2014, v3)
    lstm    i, f, o = σ(x W + h U + b)    g = tanh(x Wg + h Ug + bg)
            s = f s + i g    h = o tanh(s)                                   (Hochreiter 1997)

It shares no code with `brnn` and knows no TensorFlow: a network's weights come as arrays. Also
here: models with random weights on which every test may rely.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from brnn.config import Cell, Direction, End, ModelConfig, Task

CELLS: tuple[Cell, ...] = ("simple", "gru", "lstm")
DIRECTIONS: tuple[Direction, ...] = ("forward", "backward", "bidirectional")
KINDS = [(cell, direction) for cell in CELLS for direction in DIRECTIONS]
WORDS = (
    "a",
    "an",
    "and",
    "but",
    "don't",
    "dull",
    "film",
    "good",
    "great",
    "it",
    "i",
    "liked",
    "lovely",
    "not",
    "plot",
    "slow",
    "start",
    "the",
    "very",
    "was",
)
GATES = {"simple": 1, "gru": 3, "lstm": 4}


class OracleReading(NamedTuple):
    """forward, backward: float64 (words, units), in reading order of the text."""

    forward: np.ndarray
    backward: np.ndarray
    logit: float


def oracle_reading(ids, config: ModelConfig, weights: dict[str, list[np.ndarray]]) -> OracleReading:
    """Read one text. weights: of "embedding", "forward", "backward" and "head", as arrays."""
    step = {"simple": simple_step, "gru": gru_step, "lstm": lstm_step}[config.cell]
    (embedding,), (head, bias) = weights["embedding"], weights["head"]
    vectors = [embedding[i].astype(np.float64) for i in ids]
    forward = read(step, vectors, weights["forward"])
    backward = read(step, vectors[::-1], weights["backward"])[::-1]
    final = [memories[end] for memories, end in ((forward, -1), (backward, 0)) if len(memories)]
    memory = np.concatenate(final) if final else np.zeros(len(head))
    return OracleReading(forward, backward, float(memory @ head[:, 0] + bias[0]))


def read(step, vectors, weights) -> np.ndarray:
    """The memory after each word, in the order of reading; zero units for no reader."""
    if not weights:
        return np.zeros((len(vectors), 0))
    weights = [array.astype(np.float64) for array in weights]
    units = weights[1].shape[0]
    state, memories = (np.zeros(units), np.zeros(units)), []
    for vector in vectors:
        state = step(vector, *state, *weights)
        memories.append(state[0])
    return np.array(memories).reshape(len(vectors), units)


def simple_step(x, h, s, kernel, recurrent, bias):
    return np.tanh(x @ kernel + h @ recurrent + bias), s


def gru_step(x, h, s, kernel, recurrent, biases):
    wz, wr, wc = np.split(x @ kernel + biases[0], 3)
    uz, ur, uc = np.split(h @ recurrent + biases[1], 3)
    update, reset = sigmoid(wz + uz), sigmoid(wr + ur)
    return update * h + (1 - update) * np.tanh(wc + reset * uc), s


def lstm_step(x, h, s, kernel, recurrent, bias):
    into, keep, candidate, out = np.split(x @ kernel + h @ recurrent + bias, 4)
    s = sigmoid(keep) * s + sigmoid(into) * np.tanh(candidate)
    return sigmoid(out) * np.tanh(s), s


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def weights_of(model) -> dict[str, list[np.ndarray]]:
    """A model's weights by part; none for a reader that is missing."""
    parts: dict[str, list[np.ndarray]] = {part: [] for part in ("embedding", "forward", "backward", "head")}
    for name, array in model.weights.items():
        parts[name.partition("/")[0]].append(array)
    return parts


def random_model(
    cell: Cell = "simple",
    direction: Direction = "bidirectional",
    *,
    units: int = 6,
    max_words: int = 500,
    keep: End = "end",
    words: tuple[str, ...] = WORDS,
    seed: int = 0,
    task: Task = "verdict",
):
    """A model whose weights are all distinct, so that no two units can be taken for each other.

    Every gate's recurrent matrix is shrunk until it contracts: beyond that a simple RNN is chaotic,
    and float32 and float64 part ways after a few hundred words.
    """
    from brnn.model.folder import Model
    from brnn.model.weights import shapes
    from brnn.text.vocabulary import Vocabulary

    config = ModelConfig(
        cell,
        direction,
        units=units,
        embedding_size=5,
        vocabulary_size=len(words),
        max_words=max_words,
        keep=keep,
    )
    vocabulary = Vocabulary(words).with_marks() if task == "guess" else Vocabulary(words)
    random, weights = np.random.default_rng(seed), {}
    for name, shape in shapes(config, len(vocabulary), task).items():
        weights[name] = random.normal(0, 0.7, shape).astype(np.float32)
        if name.endswith("recurrent"):
            for gate in np.split(weights[name], GATES[cell], axis=1):
                gate /= np.linalg.norm(gate, 2) / 0.95  # largest singular value ≥ spectral radius
        weights[name].flags.writeable = False
    return Model("random", config, vocabulary, weights, {"n": 3}, task=task)


@cache
def random_analyzer(cell: Cell = "simple", direction: Direction = "bidirectional", **settings):
    """An analyzer of `random_model`, made once for all tests."""
    from brnn.analyzer import Analyzer

    return Analyzer(random_model(cell, direction, **settings))


@cache
def compiled(cell: Cell = "simple", direction: Direction = "bidirectional", **settings):
    """The network of `random_model` compiled by TensorFlow, made once for all tests."""
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.network import Network

    return CompiledNetwork(Network.of(random_analyzer(cell, direction, **settings).model))

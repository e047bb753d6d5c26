"""What the stages of training share: epochs of batches, a checkpoint after each, resuming from it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.config import EncoderConfig, HeadsConfig, PretrainingConfig, TrainingConfig
from brnn.model.backend import keras, tf
from brnn.training import checkpoint
from brnn.training.checkpoint import CheckpointError

_POOL = 50  # batches sorted by length together: similar lengths, still well shuffled
Epoch = dict[str, Any]
Texts = list[NDArray[np.int32]]
Config = TrainingConfig | PretrainingConfig | HeadsConfig | EncoderConfig


class Stage:
    """A stage of training that can be stopped after an epoch and resumed.

    network: the network in training. config: how it is trained.
    optimizer: an optimizer of the variables in training. variables: all others that a checkpoint keeps.
    history: for each complete epoch, its number, the n examples, their mean loss (nats) in training, the
        seconds, and whatever the stage adds. Means are missing if n is 0.
    best: weights of the best epoch so far, if the stage keeps any.
    """

    def __init__(
        self,
        network: keras.Model,
        config: Config,
        optimizer: keras.optimizers.Optimizer,
        variables: Sequence[keras.Variable],
    ) -> None:
        self.network, self.config, self.optimizer = network, config, optimizer
        self._variables = [*variables, *optimizer.variables]
        self.history: list[Epoch] = []
        self.best: list[NDArray[np.float32]] | None = None

    @property
    def seconds(self) -> float:
        """Seconds of all epochs together."""
        return round(sum(float(epoch["seconds"]) for epoch in self.history), 1)

    @property
    def record(self) -> dict[str, Any]:
        """The settings and the results of the stage, ready for JSON."""
        return {"settings": self.config.to_json(), "history": self.history, "seconds": self.seconds}

    def save(self, path: Path, settings: dict[str, Any]) -> None:
        """Write a checkpoint for `restore`, atomically."""
        variables = [keras.ops.convert_to_numpy(variable) for variable in self._variables]
        checkpoint.write(path, settings, self.history, {"variable": variables, "best": self.best or []})

    def kept_in(self, path: Path, settings: dict[str, Any], resume: bool) -> Callable[[], None]:
        """Resume from a checkpoint if asked to. Returns a function that writes the next one."""
        if resume:
            self.restore(path, settings)
        return lambda: self.save(path, settings)

    def restore(self, path: Path, settings: dict[str, Any]) -> None:
        """Resume from the checkpoint that `save` wrote; without one, start from the beginning.

        Raises CheckpointError if the file is damaged or belongs to another run.
        """
        if not path.exists():
            print(f"No checkpoint in {path}: this stage starts from the beginning.")
            return
        history, arrays = checkpoint.read(path, settings)
        best, values = list(arrays.get("best", [])) or None, arrays.get("variable", [])
        shapes = [tuple(variable.shape) for variable in self._variables]
        weights = [array.shape for array in self.network.get_weights()]
        if [value.shape for value in values] != shapes or (best and [b.shape for b in best] != weights):
            raise CheckpointError(f"{path} is damaged (the shapes of its arrays do not match)")
        for variable, value in zip(self._variables, values, strict=True):
            variable.assign(value)
        self.history, self.best = history, best

    def _run_epoch(
        self,
        step: Callable[[NDArray[np.intp]], tuple[float, ...]],
        texts: Texts,
        number: int,
        seed: int,
        figures: tuple[str, ...] = ("loss",),
    ) -> Epoch:
        """Take a step with every batch. Returns the record of the epoch. Raises CheckpointError.

        step: from the rows of a batch to their number and to the sums of the figures, in their order.
        """
        started, config = time.perf_counter(), self.config
        # Seeded by epoch, so that a resumed run equals an uninterrupted one.
        rng = np.random.default_rng([seed, number])
        batches = batches_of_like_length([len(ids) for ids in texts], config.batch_size, rng)
        n, sums = 0.0, np.zeros(len(figures))
        with tqdm(batches, desc=f"Epoch {number}/{config.epochs}", unit=" batches") as bar:
            for done, rows in enumerate(bar):
                progress = (number - 1 + done / len(batches)) / config.epochs
                self.optimizer.learning_rate.assign(learning_rate_at(progress, config))
                try:
                    count, *more = step(rows)
                except (MemoryError, tf.errors.ResourceExhaustedError):
                    batch = "--batch-size, " * isinstance(
                        config, TrainingConfig
                    )  # no flag sets that of others
                    advice = f"a smaller {batch}--max-words or --units needs less"
                    raise CheckpointError(f"there is too little memory: {advice}") from None
                n, sums = n + count, sums + more
                bar.set_postfix(loss=f"{sums[0] / max(n, 1):.3f}", refresh=False)
        if not np.isfinite(sums).all():
            raise CheckpointError(f"the loss of epoch {number} is not a number: try a lower --learning-rate")
        means = dict(zip(figures, (sums / n).tolist(), strict=True)) if n else {}
        seconds = round(time.perf_counter() - started, 1)
        return {"epoch": number, "n": int(n), **means, "seconds": seconds}


def learning_rate_at(progress: float, config: Config) -> float:
    """Return the learning rate when a share of the run is done: constant, or warm-up and cosine.

    The cosine ends at a hundredth of the peak (Loshchilov & Hutter 2017).
    """
    if config.schedule == "constant":
        return config.learning_rate
    share = 0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2
    return config.learning_rate * share * min(1.0, (progress + 0.001) / 0.05)


def batches_of_like_length(lengths: list[int], size: int, rng: np.random.Generator) -> list[NDArray[np.intp]]:
    """Return shuffled batches of rows whose texts have similar lengths, to keep padding short.

    Rows without words are left out.
    """
    words = np.array(lengths, dtype=np.int64)
    order = rng.permutation(np.flatnonzero(words))
    batches = []
    for start in range(0, len(order), size * _POOL):
        pool = order[start : start + size * _POOL]
        pool = pool[np.argsort(words[pool], kind="stable")]
        batches += [pool[first : first + size] for first in range(0, len(pool), size)]
    return [batches[index] for index in rng.permutation(len(batches))]

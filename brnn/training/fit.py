"""Fit a network: batches of similar length, a checkpoint after every epoch, resuming from it."""

from __future__ import annotations

import math
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.config import PretrainingConfig, TrainingConfig
from brnn.data.corpus import Examples, known_share
from brnn.model.backend import keras, tf
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import in_words, measure
from brnn.model.network import Network, mask_of
from brnn.text.vocabulary import UNKNOWN, pad
from brnn.training import checkpoint
from brnn.training.checkpoint import CheckpointError

_POOL = 50  # batches sorted by length together: similar lengths, still well shuffled
Epoch = dict[str, Any]


@dataclass
class Fit:
    """A training run: the network and everything needed to stop and resume.

    network: the network in training.
    config: how it is trained.
    history: for each complete epoch, its number, the n reviews trained on, their mean loss (nats)
        and accuracy during training, the seconds, and the results on the watched reviews.
    best: weights of the best epoch so far, if the epoch is chosen on validation reviews.
    """

    network: Network
    config: TrainingConfig
    history: list[Epoch] = field(default_factory=list)
    best: list[NDArray[np.float32]] | None = None

    def __post_init__(self) -> None:
        self.optimizer = keras.optimizers.Adam(self.config.learning_rate)
        self.optimizer.build(self.network.trainable_variables)
        self._hiding = keras.random.SeedGenerator(self.config.seed)
        vector = tf.TensorSpec((None,), tf.float32)
        signature = [tf.TensorSpec((None, None), tf.int32), vector]
        # A batch without padding needs no mask, and runs fewer operations without one.
        self._step = tf.function(lambda ids, y: self._update(ids, None, y), signature)
        self._masked_step = tf.function(lambda ids, y: self._update(ids, mask_of(ids), y), signature)

    @property
    def kept_epoch(self) -> int:
        """Number of the epoch whose weights are kept: the best on validation, or the last.

        The best epoch has the lowest log-loss, which is less noisy than accuracy on few reviews.
        """
        if self.config.selection == "last":
            return len(self.history)
        return 1 + int(np.argmin([epoch["validation"]["log_loss"] for epoch in self.history]))

    def run(
        self,
        train: Examples,
        watched: dict[str, Examples],
        after_epoch: Callable[[Epoch], None] = lambda epoch: None,
    ) -> None:
        """Train the remaining epochs and leave the network with the weights of the kept epoch.

        watched: reviews to evaluate after every epoch, by name; they must include "validation"
            unless the last epoch is kept.
        after_epoch: called with the record of each complete epoch.
        """
        reading = CompiledNetwork(self.network)
        for number in range(len(self.history) + 1, self.config.epochs + 1):
            epoch = self._train_epoch(train, number)
            for name, examples in watched.items():
                epoch[name] = measure(reading.logits(examples.ids), examples.labels)
            self.history.append(epoch)
            if self.config.selection == "validation" and self.kept_epoch == number:
                self.best = self.network.get_weights()
            after_epoch(epoch)
        if self.best is not None:
            self.network.set_weights(self.best)

    def save(self, path: Path, settings: dict[str, Any]) -> None:
        """Write a checkpoint for `restore`, atomically."""
        variables = [keras.ops.convert_to_numpy(variable) for variable in self._variables]
        checkpoint.write(path, settings, self.history, {"variable": variables, "best": self.best or []})

    def restore(self, path: Path, settings: dict[str, Any]) -> None:
        """Resume from the checkpoint that `save` wrote; without one, start from the beginning.

        Raises CheckpointError if the file is damaged or belongs to another run.
        """
        if not path.exists():
            print(f"No checkpoint in {path.parent}: training starts from the beginning.")
            return
        history, arrays = checkpoint.read(path, settings)
        best = list(arrays.get("best", [])) or None
        if best and [b.shape for b in best] != [w.shape for w in self.network.get_weights()]:
            raise CheckpointError(f"{path} is damaged (the shapes of its best weights do not match)")
        checkpoint.assign(path, self._variables, arrays.get("variable", []))
        self.history, self.best = history, best

    def _train_epoch(self, train: Examples, number: int) -> Epoch:
        started = time.perf_counter()
        config = self.config
        # Seeded by epoch, so that a resumed run equals an uninterrupted one.
        rng = np.random.default_rng([config.seed, number])
        self.network.reseed(config.seed, number)
        self._hiding.state.assign([config.seed, number])
        loss = correct = 0.0
        batches = batches_of_like_length([len(ids) for ids in train.ids], config.batch_size, rng)
        with tqdm(batches, desc=f"Epoch {number}/{config.epochs}", unit=" batches") as bar:
            for done, rows in enumerate(bar, start=1):
                progress = (number - 1 + (done - 1) / len(batches)) / config.epochs
                self.optimizer.learning_rate.assign(learning_rate_at(progress, config))
                ids = [train.ids[row] for row in rows]
                padded = pad(ids)
                even = len(ids[0]) == len(ids[-1])  # each batch is sorted by length
                step = self._step if even else self._masked_step
                batch_loss, batch_correct = step(padded, train.labels[rows].astype(np.float32))
                loss += float(batch_loss)
                correct += float(batch_correct)
                bar.set_postfix(loss=f"{loss / (done * config.batch_size):.3f}", refresh=False)
        n = sum(map(len, batches))
        return {
            "epoch": number,
            "n": n,
            "loss": loss / n,
            "accuracy": correct / n,
            "seconds": round(time.perf_counter() - started, 1),
        }

    def _hide(self, ids: tf.Tensor) -> tf.Tensor:
        """Make random words unknown, so that the network does not rely on single words."""
        if not self.config.hidden_words:
            return ids
        hidden = keras.random.uniform(tf.shape(ids), seed=self._hiding) < self.config.hidden_words
        return tf.where(hidden & mask_of(ids), UNKNOWN, ids)

    def _update(
        self, ids: tf.Tensor, mask: tf.Tensor | None, labels: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            logits = self.network(self._hide(ids), mask=mask, training=True)
            losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)
            loss = tf.reduce_mean(losses)
        variables = self.network.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        correct = tf.equal(logits > 0, labels > 0.5)
        return tf.reduce_sum(losses), tf.reduce_sum(tf.cast(correct, tf.float32))

    @property
    def _variables(self) -> list[keras.Variable]:
        return [*self.network.weights, *self.optimizer.variables]


def learning_rate_at(progress: float, config: TrainingConfig | PretrainingConfig) -> float:
    """Return the learning rate when a share of the run is done: constant, or warm-up and cosine.

    The cosine ends at a hundredth of the peak (Loshchilov & Hutter 2017).
    """
    if config.schedule == "constant":
        return config.learning_rate
    share = 0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2
    return config.learning_rate * share * min(1.0, (progress + 0.001) / 0.05)


def record(fit: Fit, examples: dict[str, Examples]) -> dict[str, Any]:
    """Return the part of a model's metrics that describes its training, ready for JSON."""
    return {
        "training": fit.config.to_json(),
        "sizes": {name: len(split) for name, split in examples.items()},
        "words_known": known_share(examples["train"]),
        "parameters": fit.network.count_params(),
        "history": fit.history,
        "kept_epoch": fit.kept_epoch,
        "seconds": round(sum(epoch["seconds"] for epoch in fit.history), 1),
        "versions": {
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
            "numpy": np.__version__,
        },
    }


def table(metrics: dict[str, Any]) -> str:
    """Return the results of a training as a table for the terminal."""
    watched = [name for name in ("validation", "test") if name in metrics["history"][0]]
    lines = ["epoch    loss  accuracy" + "".join(f"{name:>12}" for name in watched) + "  seconds"]
    for epoch in metrics["history"]:
        figures = "".join(f"{epoch[name]['accuracy']:12.2%}" for name in watched)
        kept = "  kept" if epoch["epoch"] == metrics["kept_epoch"] else ""
        lines.append(
            f"{epoch['epoch']:5}  {epoch['loss']:6.3f}  {epoch['accuracy']:8.2%}{figures}"
            f"{epoch['seconds']:9.1f}{kept}"
        )
    for name in ("validation", "test"):
        if name in metrics:
            lines.append(f"{name}: {in_words(metrics[name])}")
    return "\n".join(lines)


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

"""Fit a network to labelled reviews, and report on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.config import TrainingConfig
from brnn.data.corpus import Examples, known_share
from brnn.model.backend import keras, tf, versions
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import in_words, measure
from brnn.model.network import Network, mask_of
from brnn.text.vocabulary import UNKNOWN, pad
from brnn.training.stage import Epoch, Stage


class Fit(Stage):
    """The stage that fits a network to labels. Its history has the results on the watched reviews, too.

    best: weights of the best epoch so far, if the epoch is chosen on validation reviews.
    """

    config: TrainingConfig

    def __init__(self, network: Network, config: TrainingConfig) -> None:
        optimizer = keras.optimizers.Adam(config.learning_rate, global_clipnorm=config.clip_norm or None)
        optimizer.build(network.trainable_variables)
        super().__init__(network, config, optimizer, network.weights)
        self._hiding = keras.random.SeedGenerator(config.seed)
        signature = [tf.TensorSpec((None, None), tf.int32), tf.TensorSpec((None,), tf.float32)]
        # A batch without padding needs no mask, and runs fewer operations without one.
        self._step = tf.function(lambda ids, y: self._update(ids, None, y), signature, autograph=False)
        self._masked_step = tf.function(
            lambda ids, y: self._update(ids, mask_of(ids), y), signature, autograph=False
        )

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

    def _train_epoch(self, train: Examples, number: int) -> Epoch:
        self.network.reseed(self.config.seed, number)
        self._hiding.state.assign([self.config.seed, number])

        def step(rows: NDArray[np.intp]) -> tuple[float, float, float]:
            ids = [train.ids[row] for row in rows]
            even = len(ids[0]) == len(ids[-1])  # each batch is sorted by length
            update = self._step if even else self._masked_step
            loss, correct = update(pad(ids), train.labels[rows].astype(np.float32))
            return len(rows), float(loss), float(correct)

        return self._run_epoch(step, train.ids, number, self.config.seed, ("loss", "accuracy"))

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


def record(fit: Fit, examples: dict[str, Examples]) -> dict[str, Any]:
    """Return the part of a model's metrics that describes its training, ready for JSON."""
    return {
        "training": fit.config.to_json(),
        "sizes": {name: len(split) for name, split in examples.items()},
        "words_known": known_share(examples["train"]),
        "parameters": fit.network.count_params(),
        "history": fit.history,
        "kept_epoch": fit.kept_epoch,
        "seconds": fit.seconds,
        "versions": versions(),
    }


def table(metrics: dict[str, Any]) -> str:
    """Return the results of a training as a table for the terminal."""
    watched = [name for name in ("validation", "test") if name in metrics["history"][0]]
    lines = ["epoch    loss  accuracy" + "".join(f"{name:>12}" for name in watched) + "  seconds"]
    for epoch in metrics["history"]:
        figures = "".join(f"{epoch[name]['accuracy']:12.2%}" for name in watched)
        kept = "  kept" if epoch["epoch"] == metrics["kept_epoch"] else ""
        trained = f"{epoch['loss']:6.3f}  {epoch['accuracy']:8.2%}" if epoch["n"] else f"{'–':>6}  {'–':>8}"
        lines.append(f"{epoch['epoch']:5}  {trained}{figures}{epoch['seconds']:9.1f}{kept}")
    if not epoch["n"]:
        lines.append("The reviews to train on have no words: nothing was learned.")
    for name in ("validation", "test", "test_without_repeats"):
        if name in metrics:
            lines.append(f"{name}: {in_words(metrics[name])}")
    return "\n".join(lines)

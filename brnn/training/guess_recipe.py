"""Run the stages of a preset that guesses words: pretraining → heads. Neither reads a label."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brnn.data.corpus import known_share
from brnn.data.preparation import Prepared
from brnn.model.backend import keras, versions
from brnn.model.network import Network
from brnn.model.weights import Weights
from brnn.training import scratch
from brnn.training.heads import HeadsFit
from brnn.training.presets import Preset
from brnn.training.pretraining import Pretraining


@dataclass
class GuessRun:
    """A training run of a preset that guesses words.

    preset: the stages and their settings.
    data: the data to train on; its vocabulary and its examples have marks, see `Prepared.marked`.
    folder: where every stage keeps its checkpoint.
    resume: whether to resume from the checkpoints there.
    weights: of the model, by name, once it is trained.
    stages: settings and results of each stage, by name, ready for JSON.
    """

    preset: Preset
    data: Prepared
    folder: Path
    resume: bool
    weights: Weights = field(default_factory=dict)
    stages: dict[str, Any] = field(default_factory=dict)

    def train(self) -> None:
        """Run the remaining stages."""
        preset, examples, seed = self.preset, self.data.examples, self.preset.training.seed
        assert preset.pretraining, "a preset that guesses words pretrains its readers"
        assert preset.heads, "and then fits its heads"
        keras.utils.set_random_seed(seed)
        network = Network(preset.model, len(self.data.vocabulary))
        texts = examples["train"].ids + examples["unlabelled"].ids
        settings = {"seed": seed, "reviews": self.data.checksum, **preset.model.to_json()}
        settings["pretraining"] = preset.pretraining.to_json()
        readers = Pretraining(network, preset.pretraining, seed)
        readers.run(texts, readers.kept_in(self.folder / scratch.READERS, settings, self.resume))
        fit = HeadsFit(network, preset.heads, readers.predicted, seed)
        keep = fit.kept_in(self.folder / scratch.HEADS, settings | preset.heads.to_json(), self.resume)
        fit.run(texts, examples["validation"].ids, keep)
        self.stages = {"pretraining": readers.record, "heads": fit.record}
        self.weights = fit.to_arrays()

    def metrics(self) -> dict[str, Any]:
        """Return the metrics of the training, ready for JSON."""
        return {
            "preset": self.preset.name,
            "reviews": self.data.checksum,
            "model": self.preset.model.to_json(),
            "training": {"seed": self.preset.training.seed},
            "sizes": {name: len(split) for name, split in self.data.examples.items()},
            "words_known": known_share(self.data.examples["train"]),
            "parameters": sum(array.size for array in self.weights.values()),
            **self.stages,
            "seconds_in_all": round(sum(stage["seconds"] for stage in self.stages.values()), 1),
            "versions": versions(),
        }

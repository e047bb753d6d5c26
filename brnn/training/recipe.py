"""Run the stages of a preset: pretraining → teacher → fit → calibration.

A preset may leave out stages. Every stage keeps its checkpoint in the same folder, so that an
interrupted run can be resumed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig, PretrainingConfig, TrainingConfig
from brnn.data.corpus import Examples
from brnn.data.negations import sentences
from brnn.data.preparation import Prepared
from brnn.model.backend import keras
from brnn.model.compiled import CompiledNetwork
from brnn.model.network import Network
from brnn.text.vocabulary import Vocabulary
from brnn.training import checkpoint, scratch
from brnn.training.calibration import calibrate
from brnn.training.checkpoint import CheckpointError
from brnn.training.committee import EXCERPTS
from brnn.training.fit import Fit, record
from brnn.training.presets import CACHE, MEMBER, READERS, SOFT_LABELS, Preset
from brnn.training.pretraining import Pretraining
from brnn.training.stage import Epoch
from brnn.training.teacher import Teacher

WEIGHTS_DTYPE = "float16"
"""Type of the weights on disk."""
SURE = 0.95
"""Probability assigned to the label of a generated sentence, which has few words."""


@dataclass
class Run:
    """A training run of a preset.

    preset: the stages and their settings.
    data: the data to train on.
    folder: where every stage keeps its checkpoint.
    resume: whether to resume from the checkpoints there.
    cache: the folder of the pretrained readers and of what the members of the teacher say, for recipes with
        a teacher; what is missing is added.
    stages: settings and results of each stage before the fit, by name, ready for JSON.
    temperature: the number by which the head was divided.
    network: the network in training.
    fit: the last stage of training.
    """

    preset: Preset
    data: Prepared
    folder: Path
    resume: bool
    cache: Path = CACHE
    stages: dict[str, Any] = field(default_factory=dict)
    temperature: float = 1.0

    def __post_init__(self) -> None:
        keras.utils.set_random_seed(self.preset.training.seed)
        self.network = self._network(self.preset.training)
        self.fit = Fit(self.network, self.preset.training)

    def train(self, after_epoch: Callable[[Epoch], None]) -> None:
        """Run the remaining stages. after_epoch: called after each epoch, see `Fit.run`."""
        training, examples = self.preset.training, self.data.examples
        learnt_from = examples["train"]
        teacher = self._teacher()  # first of all it finds out whether it has what it needs
        if self.preset.pretraining:
            self._pretrain(self.preset.pretraining)
        if teacher:
            learnt_from, self.stages["committee"] = teacher.teach(self._member)
        made = generated(training, self.data.vocabulary, self.preset.model)
        labels = np.concatenate([learnt_from.labels, made.labels])
        learnt_from = Examples([*learnt_from.ids, *made.ids], labels)
        settings = self._settings("pretraining", "teacher") | training.to_json()
        save = self.fit.kept_in(self.folder / scratch.STATE, settings, self.resume)

        def keep(epoch: Epoch) -> None:
            after_epoch(epoch)
            save()

        # The article monitors the test split; every other recipe uses it once, at the end.
        watched = "validation" if training.selection == "validation" else "test"
        self.fit.run(learnt_from, {watched: examples[watched]}, after_epoch=keep)
        if training.calibrate and "validation" in examples:
            self.temperature = calibrate(CompiledNetwork(self.network), examples["validation"])
        self._round()  # so that all results describe the saved model

    def metrics(self) -> dict[str, Any]:
        """Return the metrics of the training so far, ready for JSON."""
        before = sum(stage["seconds"] for stage in self.stages.values())
        fitted = record(self.fit, self.data.examples)
        return {
            "preset": self.preset.name,
            "reviews": self.data.checksum,
            **fitted,
            "sizes": fitted["sizes"] | self._judged | {"generated_sentences": self.preset.training.negations},
            "temperature": self.temperature,
            **self.stages,
            "seconds_in_all": round(before + fitted["seconds"], 1),
        }

    def _pretrain(self, config: PretrainingConfig) -> None:
        """Pretrain the readers to predict words. Uses no labels, and no reviews of other splits."""
        examples, settings = self.data.examples, self._settings("pretraining")
        stage = Pretraining(self.network, config, self.preset.training.seed)
        cached = self.cache / READERS if self.preset.teacher else None
        if not cached or not self._recall(stage, cached, settings):
            keep = stage.kept_in(self.folder / scratch.READERS, settings, self.resume)
            stage.run(examples["train"].ids + examples["unlabelled"].ids, after_epoch=keep)
            if cached:
                weights = self._round()  # so that every run goes on from the same weights
                if not cached.exists():
                    checkpoint.write(cached, settings, stage.history, {"weight": weights})
        self.stages["pretraining"] = stage.record

    def _recall(self, stage: Pretraining, cached: Path, settings: dict[str, Any]) -> bool:
        """Take the pretrained weights from the cache. Returns whether it has those of this run."""
        if not cached.exists():
            return False
        try:
            stage.history, arrays = checkpoint.read(cached, settings)
            weights = arrays.get("weight", [])
            if [array.shape for array in weights] != [array.shape for array in self.network.get_weights()]:
                raise CheckpointError(f"{cached} is damaged (the shapes of its arrays do not match)")
        except CheckpointError as error:
            print(f"{error}: the readers are pretrained anew.")
            stage.history = []
            return False
        self.network.set_weights(weights)
        return True

    def _round(self) -> list[NDArray[np.float16]]:
        """Round the network's weights as they are on disk, and return them."""
        rounded = [weights.astype(WEIGHTS_DTYPE) for weights in self.network.get_weights()]
        self.network.set_weights(rounded)
        return rounded

    def _teacher(self) -> Teacher | None:
        if not (config := self.preset.teacher):
            return None
        file = self.cache / SOFT_LABELS
        return Teacher(config, self.data, self.preset.model, file, self.folder, self.resume)

    def _member(self) -> Network:
        """Return a copy of the network for the teacher."""
        member = self._network(MEMBER)
        member.set_weights(self.network.get_weights())
        return member

    def _network(self, config: TrainingConfig) -> Network:
        ids = len(self.data.vocabulary)
        return Network(self.preset.model, ids, config.dropout, config.embedding_dropout)

    def _settings(self, *stages: str) -> dict[str, Any]:
        """Return the settings that must be the same for a stage to be resumed.

        stages: names of the preset's settings that this stage and earlier ones use.
        """
        preset = self.preset
        settings = {name: getattr(preset, name) for name in stages}
        return {
            **preset.model.to_json(),
            **{name: record.to_json() for name, record in settings.items() if record},
            "seed": preset.training.seed,
            "selection": preset.training.selection,  # decides which reviews are held out
            "reviews": self.data.checksum,
            "words": hashlib.sha256("\n".join(self.data.vocabulary.words).encode()).hexdigest(),
        }

    @property
    def _judged(self) -> dict[str, int]:
        """How many excerpts and single words with soft labels the network learns from."""
        if not self.preset.teacher:
            return {}
        excerpts = EXCERPTS * len(self.data.examples["unlabelled"])
        return {"excerpts": excerpts, "single_words": len(self.data.vocabulary.words)}


def generated(training: TrainingConfig, vocabulary: Vocabulary, model: ModelConfig) -> Examples:
    """Return the sentences about negation to train on; their labels are float32, SURE or 1 − SURE."""
    texts, labels = sentences(training.negations, training.seed)
    ids = [vocabulary.encode(text, model).ids for text in texts]
    return Examples(ids, np.where(np.array(labels) == 1, SURE, 1 - SURE).astype(np.float32))

"""The teacher: a committee of n-grams, an encoder and a network. It does not ship.

The network is of the same kind as the model that the three then teach. It learns from what the other two say,
so it can use many more texts than have labels.

What each member says is kept in one file, to which members that are missing are added. So what took hours
serves every seed, and every recipe that reads the same words of the same reviews.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.config import EncoderConfig, ModelConfig
from brnn.data.corpus import Examples
from brnn.data.crops import sentence_ends
from brnn.data.preparation import Prepared
from brnn.model.compiled import CompiledNetwork
from brnn.model.network import Network
from brnn.text.vocabulary import UNKNOWN
from brnn.training import checkpoint, encoder, scratch
from brnn.training.checkpoint import CheckpointError
from brnn.training.committee import EXCERPTS, SURER, Committee, Logits
from brnn.training.encoder import Encoder
from brnn.training.fit import Fit
from brnn.training.grams import Grams
from brnn.training.presets import MEMBER

PARTS = 12
"""Number of parts in which the encoder judges texts, each of which is kept."""
_SEED = 0  # whatever the seed of the training: what the teacher says serves all
_DTYPE = np.float16  # on disk


def settings(config: EncoderConfig, model: ModelConfig, reviews: str) -> dict[str, Any]:
    """Return the settings that decide which texts are judged and what the encoder says, ready for JSON.

    reviews: their checksum.
    """
    read = {n: model.to_json()[n] for n in ("vocabulary_size", "max_words", "keep", "punctuation")}
    return {**read, "excerpts": EXCERPTS, "teacher": config.to_json(), "reviews": reviews}


def _digest(texts: Sequence[NDArray[np.int32]]) -> str:
    """Return the SHA-256 of texts in their order. texts: int32 (words,) each."""
    lengths = np.array([len(ids) for ids in texts], np.int32)
    return hashlib.sha256(np.concatenate([lengths, *texts]).astype("<i4").tobytes()).hexdigest()


class Teacher:
    """The members of a committee, and what they have said so far.

    config: how the encoder is fine-tuned. model: which words of the reviews are read.
    file: where everything that members say is kept. folder: for the checkpoints of encoder and network.
    resume: whether they go on from them.

    Raises DataError if reviews are too few or the encoder cannot be had, CheckpointError if the file is of
    other texts or settings.
    """

    def __init__(
        self,
        config: EncoderConfig,
        data: Prepared,
        model: ModelConfig,
        file: Path,
        folder: Path,
        resume: bool,
    ) -> None:
        self._config, self._data, self._file = config, data, file
        self._folder, self._resume = folder, resume
        self._ends = sentence_ends(data.vocabulary)
        words = np.arange(UNKNOWN + 1, len(data.vocabulary), dtype=np.int32)
        self._committee = Committee(data.examples, data.films, self._ends, words)
        # Labels are kept by the place of their text, which also depends on how texts are split and cut.
        texts = {"texts": _digest(self._committee.texts)}
        self._settings = settings(config, model, data.checksum) | texts
        self._said: dict[str, Logits] = {}
        self._seconds: dict[str, float] = {}
        if file.exists():
            self._load()
        if "encoder" not in self._said:
            encoder.find()  # so that a download that fails does not cost hours of other work

    def teach(self, pretrained: Callable[[], Network]) -> tuple[Examples, dict[str, Any]]:
        """Return the texts to learn from, with labels and soft labels, and how they were made, for JSON.

        pretrained: returns the network that becomes a member, with pretrained readers.
        """
        fitted, texts = self._committee.fitted, self._committee.texts
        self._hear("grams", lambda: Grams(fitted.ids, fitted.labels).logits(texts))
        self._hear("encoder", self._encoder)
        self._hear("network", lambda: self._network(pretrained()))
        labels, members = self._committee.soft_labels(self._said)
        figures = {
            "encoder": encoder.REPOSITORY,
            "revision": encoder.REVISION,
            "settings": self._config.to_json(),
            "network": MEMBER.to_json(),
            "members": members,
            "surer": SURER,
            "seconds": round(sum(self._seconds.values()), 1),
        }
        return self._committee.examples(self._data.examples["train"], labels), figures

    def _load(self) -> None:
        try:
            (self._seconds,), arrays = checkpoint.read(self._file, self._settings)
        except CheckpointError as error:
            advice = "with --cache and the name of a new folder, the teacher makes its own"
            raise CheckpointError(f"{error}; {advice}") from None
        self._said = {name: said.astype(np.float32) for name, (said,) in arrays.items()}

    def _hear(self, name: str, member: Callable[[], Logits]) -> None:
        """Fit a member, and keep what it says about the texts of the committee, unless that is known."""
        if name in self._said:
            return
        started = time.perf_counter()
        said = member().astype(_DTYPE)
        self._said[name] = said.astype(np.float32)  # as on disk, so that the next run learns the same
        self._seconds[name] = time.perf_counter() - started  # of the last start, if it was interrupted
        arrays = {name: [said.astype(_DTYPE)] for name, said in self._said.items()}
        checkpoint.write(self._file, self._settings, [self._seconds], arrays)

    def _encoder(self) -> Logits:
        """Fine-tune the encoder. Returns its logits for the texts of the committee."""
        stage = Encoder(encoder.find(), self._config, self._data.vocabulary, self._ends, _SEED)
        keep = stage.kept_in(self._folder / scratch.ENCODER, self._settings, self._resume)
        stage.run(self._committee.fitted, after_epoch=keep)
        path, said = self._folder / scratch.SAID, list[NDArray[np.float32]]()
        if self._resume and path.exists():
            said = list(checkpoint.read(path, self._settings)[1]["said"])
        texts = self._committee.texts
        for rows in np.array_split(np.arange(len(texts)), PARTS)[len(said) :]:
            said.append(stage.logits([texts[row] for row in rows]))
            checkpoint.write(path, self._settings, [], {"said": said})
        return np.concatenate(said)

    def _network(self, network: Network) -> Logits:
        """Fit a network to what the others say. Returns its logits for the texts of the committee."""
        labels, _ = self._committee.soft_labels(self._said)
        fit = Fit(network, MEMBER)
        save = fit.kept_in(self._folder / scratch.NETWORK, self._settings, self._resume)
        learnt_from = self._committee.examples(self._committee.fitted, labels)
        watched = {"validation": self._data.examples["validation"]}
        fit.run(learnt_from, watched, after_epoch=lambda _: save())
        return CompiledNetwork(network).logits(self._committee.texts)

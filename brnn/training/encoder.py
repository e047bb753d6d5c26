"""Fine-tune a small pretrained encoder on reviews: a member of the committee that knows sentences.

    z = mean over the windows read of a text of (v·mean of the encoder's outputs + c)

all-MiniLM-L6-v2 (22.7 million weights, Apache-2.0) was trained on a billion sentences of all kinds. It knows
words and phrases on which film reviews say little. It is used in training only: no model that ships contains
it. It reads what the readers read, the known words of a text joined by spaces, in windows of WINDOW words:
of a longer text the first one and the last two.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brnn.config import EncoderConfig
from brnn.data.archive import DataError
from brnn.data.corpus import Examples
from brnn.data.crops import crop
from brnn.model.backend import keras, tf
from brnn.text.vocabulary import Vocabulary, pad
from brnn.training.stage import Stage

REPOSITORY = "sentence-transformers/all-MiniLM-L6-v2"
REVISION = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"
FILES = {
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}
"""The files of the encoder that are needed, with their SHA-256."""
FOLDER = "BRNN_ENCODER"
"""Environment variable that names a folder with these files, where the Hub cannot be reached."""
WINDOW = 64
"""Most words that the encoder reads at once."""
_HEAD, _TAIL = 1, 2  # windows read of a longer text: most reviewers say what they think at an end
_MOST_PIECES = 160  # of a window; few words have more than two pieces
_SPANS = (30, 100)  # words of the longer excerpts that it learns from
_SCALE = 10.0  # lets the new head learn faster than the pretrained weights
_READ_AT_ONCE = 64
_STEP = 16  # word pieces: the compiler needs batches of few different lengths


def find() -> Path:
    """Return the folder of the pretrained encoder; download it once if no folder is named.

    Raises DataError if it cannot be had or if a file is not the expected one.
    """
    folder = Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else _download()
    for name, expected in FILES.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise DataError(f"the encoder's folder {folder} has no readable {name}") from error
        if found != expected:
            raise DataError(f"{folder / name} is not the file of {REPOSITORY}, revision {REVISION}")
    return folder


def _download() -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(REPOSITORY, revision=REVISION, allow_patterns=list(FILES)))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        advice = f"set {FOLDER} to a folder with {', '.join(FILES)}"
        raise DataError(f"{REPOSITORY} cannot be downloaded from the Hub; {advice}") from error


class Encoder(Stage):
    """The stage that fine-tunes the encoder. In every epoch it reads one excerpt of each review.

    Half of the excerpts are crops, see `crops`, the others are longer; each has the label of its review.

    folder: the pretrained encoder, see `find`.
    vocabulary: of the ids that it reads. ends: int32, the ids of the marks that end a sentence.

    Raises ModuleNotFoundError if keras-hub or tokenizers is missing.
    """

    config: EncoderConfig

    def __init__(
        self, folder: Path, config: EncoderConfig, vocabulary: Vocabulary, ends: NDArray[np.int32], seed: int
    ) -> None:
        import keras_hub
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_PIECES)
        self._words = np.array(["", "[UNK]", *vocabulary.words], object)
        self._ends, self._seed = ends, seed
        keras.utils.set_random_seed(seed)
        backbone = keras_hub.models.BertBackbone.from_preset(str(folder), dropout=0.1)
        for layer in backbone.layers:  # the vectors of word pieces stay as they were
            layer.trainable = layer.name.startswith("transformer_layer")
        pieces = keras.Input((None,), dtype="int32")
        known = keras.ops.not_equal(pieces, 0)
        inputs = {
            "token_ids": pieces,
            "segment_ids": keras.ops.zeros_like(pieces),
            "padding_mask": keras.ops.cast(known, "int32"),
        }
        mean = keras.layers.GlobalAveragePooling1D()(backbone(inputs)["sequence_output"], mask=known)
        logit = _SCALE * keras.layers.Dense(1, kernel_initializer="zeros")(mean)[:, 0]
        network = keras.Model(pieces, logit)
        optimizer = keras.optimizers.AdamW(config.learning_rate, weight_decay=0.01, global_clipnorm=1.0)
        optimizer.build(network.trainable_variables)
        super().__init__(network, config, optimizer, network.variables)  # with the random states of dropout
        ids = tf.TensorSpec((None, None), tf.int32)
        self._step = tf.function(self._update, [ids, tf.TensorSpec((None,), tf.float32)], autograph=False)
        self._read = tf.function(lambda pieces: network(pieces, training=False), [ids], jit_compile=True)

    def run(self, train: Examples, after_epoch: Callable[[], None] = lambda: None) -> None:
        """Train the remaining epochs on excerpts of labelled reviews."""
        labels = train.labels.astype(np.float32)
        for number in range(len(self.history) + 1, self.config.epochs + 1):
            rng = np.random.default_rng([self._seed, number])
            pieces = self._pieces([self._excerpt(ids, rng) for ids in train.ids])

            def step(rows: NDArray[np.intp], pieces: list[NDArray[np.int32]] = pieces) -> tuple[float, float]:
                return len(rows), float(self._step(pad([pieces[row] for row in rows]), labels[rows]))

            self.history.append(self._run_epoch(step, pieces, number, self._seed))
            after_epoch()

    def logits(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the log-odds of "positive" for some texts, float32 (texts,)."""
        windows = [_windows(ids) for ids in texts]
        pieces = self._pieces([window for of_text in windows for window in of_text])
        found = np.zeros(len(pieces), np.float32)
        order = np.argsort([len(window) for window in pieces], kind="stable")
        for first in range(0, len(order), _READ_AT_ONCE):
            rows = order[first : first + _READ_AT_ONCE]
            batch = pad([pieces[row] for row in rows])
            found[rows] = self._read(np.pad(batch, ((0, 0), (0, -batch.shape[1] % _STEP))))
        counts = np.array([len(of_text) for of_text in windows])
        sums = np.add.reduceat(found, np.cumsum(counts) - counts) if len(counts) else found
        return np.asarray(sums / counts, np.float32)

    def _update(self, pieces: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            logits = self.network(pieces, training=True)
            losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)
            loss = tf.reduce_mean(losses)
        variables = self.network.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return tf.reduce_sum(losses)

    def _pieces(self, texts: Sequence[NDArray[np.int32]]) -> list[NDArray[np.int32]]:
        """Return the word pieces of each text, int32 (pieces,), with the marks of its beginning and end."""
        found = self._tokenizer.encode_batch([" ".join(self._words[ids]) for ids in texts])
        return [np.array(encoding.ids, np.int32) for encoding in found]

    def _excerpt(self, ids: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int32]:
        if rng.random() < 0.5:
            return crop(ids, self._ends, rng)
        words = int(rng.integers(*_SPANS))
        start = int(rng.integers(max(1, len(ids) - words + 1)))
        return ids[start : start + words]


def _windows(ids: NDArray[np.int32]) -> list[NDArray[np.int32]]:
    windows = np.array_split(ids, max(1, -(-len(ids) // WINDOW)))
    return windows if len(windows) <= _HEAD + _TAIL else windows[:_HEAD] + windows[-_TAIL:]

"""The presets: recipes that `train.py` knows by name."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from brnn.config import (
    CELLS,
    DIRECTIONS,
    Cell,
    Direction,
    EncoderConfig,
    HeadsConfig,
    ModelConfig,
    PretrainingConfig,
    SettingError,
    TrainingConfig,
)

CACHE = Path(__file__).resolve().parents[2] / "assets" / "cache"
"""The folder of what takes hours to make, and is used again by other runs: see READERS and SOFT_LABELS.

In the repository only, like `train.py`.
"""
READERS = "readers.npz"
"""The pretrained weights of a recipe with a teacher: with them, the same run needs no pretraining."""
SOFT_LABELS = "soft_labels.npz"
"""The log-odds that the members of the teacher give: with them, training needs no teacher."""


@dataclass(frozen=True)
class Preset:
    """A named recipe of `train.py`.

    pretraining: how the readers are pretrained to predict words; None for no pretraining.
    teacher: how the encoder is fine-tuned on the labelled reviews before it helps to label the others
        and excerpts of them (see `teacher`); None to train on the given labels only.
    heads: how the heads are fitted that guess words; None for a model that gives verdicts. A model that
        guesses words has no use for labels; of `training`, it uses the seed alone.
    """

    name: str
    about: str
    model: ModelConfig
    training: TrainingConfig
    pretraining: PretrainingConfig | None = None
    teacher: EncoderConfig | None = None
    heads: HeadsConfig | None = None

    def __post_init__(self) -> None:
        """Raise SettingError for a setting that would have no effect."""
        if self.training.selection == "last" and (self.training.calibrate or self.teacher):
            needs = "--calibrate needs" if self.training.calibrate else f"the preset {self.name} needs"
            raise SettingError(f"{needs} held-out reviews, but --selection last holds none out")
        if self.heads and dataclasses.replace(self.training, seed=0) != TrainingConfig():
            raise SettingError(f"the preset {self.name} takes no training setting except --seed")

    @property
    def folder(self) -> str:
        """The model's name, which is also its folder in `assets`, such as "ladder/gru-forward"."""
        return self.name.replace("ladder-", "ladder/", 1)


_REGULARISED = TrainingConfig(
    batch_size=64, schedule="cosine", dropout=0.5, embedding_dropout=0.3, hidden_words=0.1
)
# Many soft labels need less dropout than few hard labels.
MEMBER = dataclasses.replace(
    _REGULARISED, epochs=2, learning_rate=0.002, dropout=0.3, embedding_dropout=0.2, hidden_words=0.05
)
"""How a teacher's network is fitted to the soft labels of the other members, after the pretraining."""
_MATCHED = {"forward": 100, "backward": 100, "bidirectional": 64}
"""Units of each reader with which all models of a cell have nearly the same number of weights."""


def rung(cell: Cell, direction: Direction, units: int | None = None, pretrained: bool = False) -> Preset:
    """Return a recipe of the ladder; all are alike but for these four. units: None for as many weights."""
    model = ModelConfig(
        cell=cell,
        direction=direction,
        units=units or _MATCHED[direction],
        embedding_size=64,
        vocabulary_size=10_000,
        max_words=400,
        punctuation=True,
    )
    training = dataclasses.replace(_REGULARISED, epochs=4, clip_norm=1.0)
    about = f"a {direction} {cell} model of the ladder"
    pretraining = PretrainingConfig(epochs=1) if pretrained else None
    return Preset(f"ladder-{cell}-{direction}", about, model, training, pretraining)


_GUESS = ModelConfig(
    cell="gru", units=128, embedding_size=112, vocabulary_size=10_000, max_words=400, punctuation=True
)
LADDER = tuple(rung(cell, direction) for cell in CELLS for direction in DIRECTIONS)
"""The recipes of the ladder without pretraining, all models of a cell with nearly as many weights."""

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "default",
            "a bidirectional GRU over the last 400 words, pretrained to predict words and trained "
            "on labels and on a teacher's soft labels",
            ModelConfig(
                cell="gru",
                units=128,
                embedding_size=96,  # 48,000 vectors of 96 numbers are a file of less than 10 MB
                vocabulary_size=48_000,
                max_words=400,
                punctuation=True,
            ),
            dataclasses.replace(MEMBER, epochs=3, negations=30_000, calibrate=True),
            PretrainingConfig(epochs=5),
            EncoderConfig(),
        ),
        Preset(
            "article",
            "a bidirectional SimpleRNN over the last 50 words, the recipe of a tutorial",
            ModelConfig(),
            TrainingConfig(selection="last"),
        ),
        Preset(
            "gru",
            "a bidirectional GRU over the last 200 words",
            ModelConfig(cell="gru", vocabulary_size=10_000, max_words=200, punctuation=True),
            TrainingConfig(batch_size=64, epochs=4, dropout=0.5),
        ),
        Preset(
            "guess",
            "a bidirectional GRU over the last 400 words that guesses words from their neighbours",
            _GUESS,
            TrainingConfig(),
            PretrainingConfig(epochs=2, learning_rate=0.004, dropout=0.0),
            heads=HeadsConfig(),
        ),
        Preset(
            "guess-wide",
            "for comparison: one forward reader with twice the units, which guesses from the past alone",
            dataclasses.replace(_GUESS, direction="forward", units=2 * _GUESS.units),
            TrainingConfig(),
            PretrainingConfig(epochs=2, learning_rate=0.004, dropout=0.0),
            heads=HeadsConfig(),
        ),
        *LADDER,
    )
}

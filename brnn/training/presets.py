"""The recipes that `train.py` knows by name."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from brnn.config import (
    CELLS,
    DIRECTIONS,
    Cell,
    Direction,
    ModelConfig,
    PretrainingConfig,
    TrainingConfig,
)


@dataclass(frozen=True)
class Preset:
    """A named recipe of `train.py`.

    pretraining: how the readers first learn to guess words; None if they do not.
    teacher: how a network is fitted to the labelled reviews, to label the others and crops of all
        (see `committee`); None if only labels are learnt from.
    """

    name: str
    about: str
    model: ModelConfig
    training: TrainingConfig
    pretraining: PretrainingConfig | None = None
    teacher: TrainingConfig | None = None

    @property
    def folder(self) -> str:
        """Where its model lies below `assets`, and the model's name: "ladder/gru-forward"."""
        return self.name.replace("ladder-", "ladder/", 1)


def _rung(cell: Cell, direction: Direction) -> Preset:
    """Return a recipe of the ladder.

    A single reader has more units, so that with the head it has as many weights as two readers.
    """
    return Preset(
        f"ladder-{cell}-{direction}",
        f"{direction} {cell}, to be compared with the others of the ladder",
        ModelConfig(
            cell=cell,
            direction=direction,
            units=64 if direction == "bidirectional" else 100,
            embedding_size=64,
            vocabulary_size=10_000,
            max_words=120,
            punctuation=True,
        ),
        TrainingConfig(
            batch_size=64,
            epochs=4,
            learning_rate=0.001,
            schedule="cosine",
            dropout=0.5,
            embedding_dropout=0.3,
            hidden_words=0.1,
        ),
    )


_TEACHER = TrainingConfig(
    batch_size=64,
    epochs=3,
    learning_rate=0.002,
    schedule="cosine",
    dropout=0.5,
    embedding_dropout=0.3,
    hidden_words=0.1,
)

LADDER = tuple(_rung(cell, direction) for cell in CELLS for direction in DIRECTIONS)
"""Recipes that are alike in everything but cell and direction."""

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "default",
            "a bidirectional GRU over the last 400 words, which first learns to guess words, then "
            "from labels and from what judges make of reviews without one",
            ModelConfig(
                cell="gru",
                units=128,
                vocabulary_size=30_000,
                max_words=400,
                punctuation=True,
            ),
            # What many soft labels teach needs less noise than few hard ones.
            dataclasses.replace(
                _TEACHER,
                epochs=4,
                dropout=0.3,
                embedding_dropout=0.2,
                hidden_words=0.05,
                short_review_repeats=2,
                negations=10_000,
                calibrate=True,
            ),
            PretrainingConfig(epochs=5),
            _TEACHER,
        ),
        Preset(
            "article",
            "the tutorial's recipe: a bidirectional SimpleRNN over the last 50 words",
            ModelConfig(),
            TrainingConfig(selection="last"),
        ),
        Preset(
            "gru",
            "a bidirectional GRU over the last 200 words, its epoch chosen on validation",
            ModelConfig(cell="gru", vocabulary_size=10_000, max_words=200, punctuation=True),
            TrainingConfig(batch_size=64, epochs=4, dropout=0.5),
        ),
        *LADDER,
    )
}

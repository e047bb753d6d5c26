"""Settings of a model and of its training: frozen records, validated, convertible to JSON."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from reprlib import repr as shortened
from typing import Any, Literal, get_args

Cell = Literal["simple", "gru", "lstm"]
Direction = Literal["forward", "backward", "bidirectional"]
End = Literal["start", "end"]
Selection = Literal["last", "validation"]
Schedule = Literal["constant", "cosine"]
Task = Literal["verdict", "guess"]
"""What a model does with a text: it says whether a review is positive, or guesses its words."""

CELLS: dict[Cell, str] = {"simple": "SimpleRNN", "gru": "GRU", "lstm": "LSTM"}
"""Every recurrent cell, in the order of the ladder, with its name in tables and sentences."""
DIRECTIONS: dict[Direction, str] = {
    "forward": "forward only",
    "backward": "backward only",
    "bidirectional": "bidirectional",
}
"""Every set of readers, in the order of the ladder, with its name in tables and sentences."""


class SettingError(ValueError):
    """An invalid setting. The message gives its name, the accepted values and the actual value."""


@dataclass(frozen=True)
class Range:
    """The accepted values of a numeric setting, including both ends."""

    low: float
    high: float
    whole: bool = True

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.low:,} to {self.high:,}"

    def read(self, name: str, text: str) -> Any:
        """Return the number that `text` holds. Raises SettingError unless it lies in the range."""
        try:
            value = int(text) if self.whole else float(text)
        except ValueError:
            raise SettingError(f"{name} must be {self}, got {shortened(text)}") from None
        self.check(name, value)
        return value

    def check(self, name: str, value: object) -> None:
        """Raise SettingError unless `value` lies in the range."""
        accepted = (int,) if self.whole else (int, float)
        if (
            isinstance(value, bool)
            or not isinstance(value, accepted)
            or not self.low <= value <= self.high  # also rejects nan
        ):
            raise SettingError(f"{name} must be {self}, got {shortened(value)}")


def _number(default: float, low: float, high: float, about: str, whole: bool = True) -> Any:
    return field(default=default, metadata={"range": Range(low, high, whole), "about": about})


def _choice(default: str, kind: Any, about: str) -> Any:
    return field(default=default, metadata={"choices": get_args(kind), "about": about})


def _flag(default: bool, about: str) -> Any:
    return field(default=default, metadata={"flag": True, "about": about})


class Settings:
    """Base class of the settings: checks every field against its metadata."""

    def __post_init__(self) -> None:
        for setting in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, setting.name)
            if "range" in setting.metadata:
                setting.metadata["range"].check(setting.name, value)
            elif "choices" in setting.metadata:
                choices = setting.metadata["choices"]
                if value not in choices:
                    accepted = f"one of {', '.join(choices)}"
                    raise SettingError(f"{setting.name} must be {accepted}, got {shortened(value)}")
            elif not isinstance(value, bool):
                raise SettingError(f"{setting.name} must be true or false, got {shortened(value)}")

    def to_json(self) -> dict[str, Any]:
        """Return every setting by name, ready for `json.dumps`."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, values: object) -> Any:
        """Build the record from a JSON object. Raises SettingError for unknown or missing names."""
        if not isinstance(values, dict):
            found = type(values).__name__
            raise SettingError(f"{cls.__name__} must be a JSON object, got {found}")
        names = {setting.name for setting in dataclasses.fields(cls)}  # type: ignore[arg-type]
        for wrong, names_found in (
            ("unknown", set(values) - names),
            ("missing", names - set(values)),
        ):
            if names_found:
                found = shortened(", ".join(sorted(names_found)))
                raise SettingError(f"{cls.__name__} has {wrong} settings: {found}")
        return cls(**values)


@dataclass(frozen=True)
class ModelConfig(Settings):
    """Everything needed to build a network and to read a text with it."""

    cell: Cell = _choice("simple", Cell, "recurrent cell of the readers")
    direction: Direction = _choice("bidirectional", Direction, "which readers the model has")
    units: int = _number(64, 1, 1024, "number of units in each reader")
    embedding_size: int = _number(128, 1, 1024, "dimension of the word vectors")
    vocabulary_size: int = _number(2_000, 1, 200_000, "number of known words, the most frequent ones")
    max_words: int = _number(50, 1, 5_000, "maximum number of words read")
    keep: End = _choice("end", End, "which end of a longer review to read")
    punctuation: bool = _flag(False, "read punctuation marks as words")

    @property
    def has_forward(self) -> bool:
        """Whether the model reads from the first word to the last."""
        return self.direction != "backward"

    @property
    def has_backward(self) -> bool:
        """Whether the model reads from the last word to the first."""
        return self.direction != "forward"

    @property
    def readers(self) -> list[Literal["forward", "backward"]]:
        """The readers that the model has, the forward one first."""
        return ["forward", "backward"] if self.direction == "bidirectional" else [self.direction]


@dataclass(frozen=True)
class TrainingConfig(Settings):
    """How a network is trained."""

    batch_size: int = _number(32, 1, 4_096, "reviews per batch")
    epochs: int = _number(5, 1, 1_000, "passes over the training reviews")
    learning_rate: float = _number(0.001, 1e-7, 1.0, "learning rate of Adam", whole=False)
    schedule: Schedule = _choice("constant", Schedule, "learning rate schedule")
    clip_norm: float = _number(
        0.0, 0.0, 1_000, "largest norm of a batch's gradient, all weights together; 0: any", whole=False
    )
    dropout: float = _number(0.0, 0.0, 0.95, "dropout rate of the final hidden states", whole=False)
    embedding_dropout: float = _number(0.0, 0.0, 0.95, "dropout rate of the word vectors", whole=False)
    hidden_words: float = _number(
        0.0,
        0.0,
        0.95,
        "share of the words replaced by the unknown word during training",
        whole=False,
    )
    negations: int = _number(0, 0, 1_000_000, "number of generated sentences about negation to train on")
    seed: int = _number(0, 0, 2**31 - 1, "random seed of weights, order and dropout")
    selection: Selection = _choice(
        "validation",
        Selection,
        "epoch to keep: the one with the lowest log-loss on validation films, or the last (which "
        "trains on all reviews and evaluates the test split after every epoch)",
    )
    calibrate: bool = _flag(False, "scale the head by a temperature fitted on held-out reviews")


@dataclass(frozen=True)
class PretrainingConfig(Settings):
    """How the readers are pretrained to predict words, without any labels."""

    epochs: int = _number(2, 1, 1_000, "passes over all reviews, labelled and unlabelled")
    batch_size: int = _number(64, 1, 4_096, "reviews per batch")
    learning_rate: float = _number(0.002, 1e-7, 1.0, "peak learning rate of Adam", whole=False)
    schedule: Schedule = _choice("cosine", Schedule, "learning rate schedule")
    dropout: float = _number(0.1, 0.0, 0.95, "dropout rate of word vectors and hidden states", whole=False)
    sampled_words: int = _number(512, 1, 100_000, "words sampled for the softmax")


@dataclass(frozen=True)
class HeadsConfig(Settings):
    """How the heads that guess words are fitted to the readers, see `training.heads`."""

    epochs: int = _number(1, 1, 1_000, "passes over all reviews, some words of each")
    batch_size: int = _number(32, 1, 4_096, "reviews per batch")
    learning_rate: float = _number(0.002, 1e-7, 1.0, "peak learning rate of Adam", whole=False)
    schedule: Schedule = _choice("cosine", Schedule, "learning rate schedule")
    guesses: int = _number(1_024, 1, 100_000, "words to guess per batch")


@dataclass(frozen=True)
class EncoderConfig(Settings):
    """How the pretrained encoder is fine-tuned that helps to label reviews, see `training.encoder`."""

    epochs: int = _number(3, 1, 1_000, "passes over the labelled reviews, an excerpt of each")
    batch_size: int = _number(32, 1, 4_096, "excerpts per batch")
    learning_rate: float = _number(0.00008, 1e-7, 1.0, "peak learning rate of Adam", whole=False)
    schedule: Schedule = _choice("cosine", Schedule, "learning rate schedule")

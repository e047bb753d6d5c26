"""The records that travel through the app. They are frozen and check the shapes of their arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Status = Literal["read", "unknown", "cut off"]
Label = Literal["positive", "negative"]
Doubt = Literal["no words", "unknown words", "no opinion"]
"""Why a verdict is doubtful, see `explain.doubt`."""
Reader = Literal["forward", "backward"]
Head = Literal["past", "both", "future"]
"""What a word is guessed from: the words before it, those after it, or all of them."""
LABELS: tuple[Label, Label] = ("negative", "positive")
"""The labels of class 0 and class 1, in every split and every model."""
READERS: tuple[Reader, Reader] = ("forward", "backward")
"""Both readers, in the order in which a network has them."""
ARROWS: dict[str, str] = {"forward": "→", "backward": "←"}
"""The direction in which each reader reads, in tables and figures."""


def by_reader(record: Any, part: str = "", readers: Sequence[Reader] = READERS) -> dict[Reader, Any]:
    """Return the values of a record that belong to the readers.

    part: what follows "forward" and "backward" in their names, such as "_evidence".
    """
    return {reader: getattr(record, f"{reader}{part}") for reader in readers}


def array(dtype: type[np.generic], *axes: str | int) -> dict[str, Any]:
    """Return the metadata of a field that holds an array.

    axes: names of lengths that must agree within a record, or lengths.
    """
    return {"dtype": dtype, "axes": axes}


def length(axis: str) -> dict[str, Any]:
    """Return the metadata of a field whose length must agree with that of arrays."""
    return {"dtype": None, "axes": (axis,)}


class Record:
    """Base of records: checks and freezes the arrays that are declared with `array`."""

    def __post_init__(self) -> None:
        check_arrays(self)


def check_arrays(record: Any, prefix: str = "", sizes: dict[str, int] | None = None) -> None:
    """Raise ValueError unless the arrays of a record have the declared types and consistent axes.

    prefix: precedes their names in messages. sizes: the lengths of named axes; new ones are added.
    """
    sizes = {} if sizes is None else sizes
    for declared in fields(record):
        if declared.metadata:
            found, axes = getattr(record, declared.name), declared.metadata["axes"]
            name = prefix + declared.name
            lengths = found.shape if isinstance(found, np.ndarray) else (len(found),)
            if len(lengths) != len(axes):
                raise ValueError(f"{name} must have {len(axes)} axes, got {len(lengths)}")
            shape = tuple(
                axis if isinstance(axis, int) else sizes.setdefault(axis, own)
                for axis, own in zip(axes, lengths, strict=True)
            )
            if isinstance(found, np.ndarray):
                check_array(found, name, declared.metadata["dtype"], shape)
            elif lengths != shape:
                raise ValueError(f"{name} must have the length {shape[0]}, got {lengths[0]}")


def check_array(found: NDArray[Any], name: str, dtype: type[np.generic], shape: tuple[int, ...]) -> None:
    """Raise ValueError unless an array has the given type and shape; make it read-only."""
    if found.dtype != dtype or found.shape != shape:
        raise ValueError(f"{name} must be {dtype.__name__} {shape}, got {found.dtype.name} {found.shape}")
    found.flags.writeable = False  # a frozen record holds frozen arrays


@dataclass(frozen=True)
class TextWord:
    """A word as typed, its span in code points, and whether the model reads and knows it."""

    text: str
    start: int
    end: int
    status: Status


@dataclass(frozen=True, eq=False)
class Encoded:
    """A text, prepared for a model.

    text: the text as typed, with lone surrogates replaced.
    words: the words that the model reads, as typed, in text order.
    ids: int32 (words,), never the padding id.
    text_words: every word of the text; the model reads those that are not "cut off".
    """

    text: str
    words: tuple[str, ...]
    ids: NDArray[np.int32]
    text_words: tuple[TextWord, ...]

    def __post_init__(self) -> None:
        check_array(self.ids, "ids", np.int32, (len(self.words),))
        if tuple(word.text for word in self.words_read) != self.words:
            raise ValueError("text_words and words must name the same words as read")
        for word in self.text_words:
            if self.text[word.start : word.end] != word.text:
                raise ValueError(f"the span {word.start}:{word.end} does not give back its word")

    @property
    def words_read(self) -> list[TextWord]:
        """The words that the model reads, with their place in the text."""
        return [word for word in self.text_words if word.status != "cut off"]

    @property
    def unknown_words(self) -> int:
        """Number of words read that are not in the vocabulary."""
        return sum(word.status == "unknown" for word in self.text_words)

    @property
    def cut_off_words(self) -> int:
        """Number of words of the text that the model does not read."""
        return len(self.text_words) - len(self.words)


@dataclass(frozen=True, eq=False)
class Reading(Record):
    """The hidden states of both readers after every word, in text order.

    forward: float32 (words, units), hidden states of the forward reader.
    backward: float32 (words, units), hidden states of the backward reader; its final state, after
        it has read the whole text, is row 0.
    logit: log-odds of "positive", from the network's own head.

    If the model lacks a reader, that reader has zero units.
    """

    forward: NDArray[np.float32] = field(metadata=array(np.float32, "words", "forward units"))
    backward: NDArray[np.float32] = field(metadata=array(np.float32, "words", "backward units"))
    logit: float


@dataclass(frozen=True, eq=False)
class Ledger(Record):
    """The sum behind a verdict, all in log-odds.

        logit = bias + forward_start + sum(forward) + backward_start + sum(backward)

    forward, backward: float64 (words,), what each word added for that reader.
    forward_evidence: float64 (words,), E→(t), the forward reader's evidence after word t.
    backward_evidence: float64 (words,), E←(t), the backward reader's evidence after word t.
    bias: the head's bias.
    logit: from the network's own head, so that `remainder` is a genuine check.
    forward_start, backward_start: each reader's evidence before its first word. It is zero, or −μ
        in a ledger centred on the training means, whose `bias` then includes the means.
    """

    forward: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    backward: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    forward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    backward_evidence: NDArray[np.float64] = field(metadata=array(np.float64, "words"))
    bias: float
    logit: float
    forward_start: float = 0.0
    backward_start: float = 0.0

    @property
    def forward_total(self) -> float:
        """E→ after the last word: the forward reader's contribution to the logit."""
        return float(self.forward_evidence[-1]) if len(self.forward) else self.forward_start

    @property
    def backward_total(self) -> float:
        """E← after the first word: the backward reader's contribution to the logit."""
        return float(self.backward_evidence[0]) if len(self.backward) else self.backward_start

    @property
    def remainder(self) -> float:
        """Difference between the logit and the sum: only the rounding of float32."""
        forward = self.forward_start + float(self.forward.sum())
        backward = self.backward_start + float(self.backward.sum())
        return self.logit - (self.bias + forward + backward)


@dataclass(frozen=True)
class Verdict:
    """The model's verdict.

    logit: log-odds of "positive". doubt: why the verdict means little; None if nothing speaks against it.
    """

    logit: float
    doubt: Doubt | None = None

    @property
    def probability(self) -> float:
        """Probability of "positive", sigmoid(logit)."""
        if self.logit >= 0:
            return float(1 / (1 + np.exp(-self.logit)))
        odds = float(np.exp(self.logit))
        return odds / (1 + odds)

    @property
    def label(self) -> Label:
        """The more probable label; "negative" if both are equally probable."""
        return LABELS[self.logit > 0]

    def as_dict(self) -> dict[str, Any]:
        """Return label, probability, logit and doubt by name."""
        return {
            "label": self.label,
            "probability": self.probability,
            "logit": self.logit,
            "doubt": self.doubt,
        }


@dataclass(frozen=True, eq=False)
class Analysis:
    """One text under one model: the encoded text, its reading and its ledger."""

    encoded: Encoded
    reading: Reading
    ledger: Ledger
    doubt: Doubt | None = None

    def __post_init__(self) -> None:
        words = len(self.encoded.words)
        if len(self.reading.forward) != words or len(self.ledger.forward) != words:
            raise ValueError(f"reading and ledger must have {words} words, like the encoded text")

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict."""
        return Verdict(self.reading.logit, self.doubt)

    @property
    def nothing_to_read(self) -> bool:
        """Whether the text contains no words, so that the logit is just the bias."""
        return not self.encoded.words

"""Map words to ids: 0 for padding, 1 for unknown words, then the words by frequency.

The vocabulary of a model that guesses words ends with two marks, which that model reads before and after a
text. In its texts, two or more underscores are one word, a blank, which is in no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig
from brnn.records import Encoded, Status, TextWord
from brnn.text.words import clean, split

PADDING, UNKNOWN = 0, 1
SPECIAL = ("[padding]", "[unknown]")  # the tokenizer never produces these, so no text can contain them
MARKS = ("[begin]", "[end]")  # nor these


class Vocabulary:
    """The words that a model knows.

    words: distinct forms as returned by `words.normalise`, the most frequent first.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._ids = {word: index for index, word in enumerate(self.words, start=len(SPECIAL))}
        if len(self._ids) != len(self.words):
            raise ValueError("a vocabulary must not list a word twice")
        if any(word == "" or "\n" in word for word in self.words):
            raise ValueError("a word of a vocabulary must be non-empty and on one line")

    @property
    def has_marks(self) -> bool:
        """Whether this is the vocabulary of a model that guesses words."""
        return self.words[-len(MARKS) :] == MARKS

    @property
    def known(self) -> int:
        """Number of words, without the marks."""
        return len(self.words) - len(MARKS) * self.has_marks

    def with_marks(self) -> Vocabulary:
        """Return this vocabulary for a model that guesses words."""
        return Vocabulary([*self.words, *MARKS])

    def mark(
        self, ids: NDArray[np.int32], config: ModelConfig, whole: bool | None = None
    ) -> NDArray[np.int32]:
        """Return a text with the marks; where it was cut, it has none.

        ids: int32 (words,). whole: whether nothing was cut; None if that is not known: then a text of as many
            words as are read counts as cut. Returns int32 (words + 1 or 2,).
        """
        begin, end = (self.id_of(mark) for mark in MARKS)
        whole = len(ids) < config.max_words if whole is None else whole
        before, after = whole or config.keep == "start", whole or config.keep == "end"
        return np.array([*[begin] * before, *ids, *[end] * after], np.int32)

    def __len__(self) -> int:
        """Return the number of ids, including those for padding and unknown words."""
        return len(SPECIAL) + len(self.words)

    def id_of(self, form: str) -> int:
        """Return the id of a form, or UNKNOWN if it is not in the vocabulary."""
        return self._ids.get(form, UNKNOWN)

    def encode(self, text: str, config: ModelConfig) -> Encoded:
        """Return `text` as a model with these settings reads it.

        Raises TypeError if it is not a string, TextTooLong if it exceeds the limit.
        """
        text = clean(text)
        found = split(text, config.punctuation, blanks=self.has_marks)
        first, last = window(len(found), config)
        ids = [self.id_of(word.form) for word in found]
        statuses: list[Status] = ["unknown" if id_ == UNKNOWN else "read" for id_ in ids]
        statuses[:first] = ["cut off"] * first
        statuses[last:] = ["cut off"] * (len(found) - last)
        text_words = tuple(
            TextWord(text[word.start : word.end], word.start, word.end, status)
            for word, status in zip(found, statuses, strict=True)
        )
        return Encoded(
            text=text,
            words=tuple(word.text for word in text_words[first:last]),
            ids=np.array(ids[first:last], dtype=np.int32),
            text_words=text_words,
        )

    def save(self, path: Path) -> None:
        """Write one word per line; the line number is the id."""
        lines = "".join(f"{word}\n" for word in (*SPECIAL, *self.words))
        path.write_bytes(lines.encode("utf-8"))

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read a file that `save` wrote. Raises ValueError for any other file."""
        text = path.read_bytes().decode("utf-8")
        if text.startswith(f"{SPECIAL[0]}\r\n"):  # Git for Windows has changed the line ends
            text = text.replace("\r\n", "\n")
        lines = text.split("\n")  # a word may contain other line breaks
        if tuple(lines[: len(SPECIAL)]) != SPECIAL or lines[-1] != "":
            raise ValueError("a vocabulary must start with the two special words and end with a newline")
        return cls(lines[len(SPECIAL) : -1])


def window(words: int, config: ModelConfig) -> tuple[int, int]:
    """Return which words a model reads of a text of this length: first, last (exclusive)."""
    read = min(words, config.max_words)
    return (0, read) if config.keep == "start" else (words - read, words)


def pad(ids: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Stack texts of different lengths into int32 (texts, longest), padded on the right."""
    batch = np.full((len(ids), max(map(len, ids), default=0)), PADDING, dtype=np.int32)
    for row, text_ids in zip(batch, ids, strict=True):
        row[: len(text_ids)] = text_ids
    return batch

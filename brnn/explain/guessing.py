"""Guess the words of a text from their neighbours: from those before, those after, and both."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brnn.model.cache import Cache
from brnn.model.cells import Array
from brnn.model.folder import Model
from brnn.model.heads import Heads, Terms, beside
from brnn.model.hub import names
from brnn.model.readers import Readers
from brnn.records import Encoded, Head, Reader, Record, array
from brnn.text.vocabulary import MARKS, SPECIAL
from brnn.text.words import clean

MOST = 50
"""The most candidates of a guess."""
_MOST_TEXTS, _MOST_BYTES = 64, 16_000_000  # cached per guesser


@dataclass(frozen=True, eq=False)
class Guesses(Record):
    """How well each word of a text can be guessed, from its neighbours alone.

    heads: what the words are guessed from, in the order of the rows below.
    probabilities: float32 (heads, words), what the model gives to the word that is there.
    ranks: int32 (heads, words), the place of that word among all known words, from 1 on.
    best: int32 (heads, words), the index of the most probable word in the vocabulary's `words`.
    said: float32 (readers, words), what each reader says for the word that is there, in nats, to the head
        that listens to all of them.
    marks: whether the mark of a text's beginning is read before the words, and that of its end after them.

    The probability of an unknown word or a blank is NaN, and so is what is said for it; its rank is 0.
    """

    encoded: Encoded
    heads: tuple[Head, ...]
    probabilities: NDArray[np.float32] = field(metadata=array(np.float32, "heads", "words"))
    ranks: NDArray[np.int32] = field(metadata=array(np.int32, "heads", "words"))
    best: NDArray[np.int32] = field(metadata=array(np.int32, "heads", "words"))
    said: NDArray[np.float32] = field(metadata=array(np.float32, "readers", "words"))
    marks: tuple[bool, bool]

    @property
    def surprise(self) -> NDArray[np.float32]:
        """How surprising each word is, in bits, float32 (heads, words): −log2 of its probability."""
        return -np.log2(self.probabilities)


@dataclass(frozen=True)
class Candidate:
    """A word that a head guesses, and the sum behind its score.

        score = bias + forward + backward

    rank: its place among all known words, from 1 on.
    score: from the network's own sum, so that `remainder` is a genuine check.
    bias: how common the word is. forward, backward: what each reader says for it; all relative to the
        average word, in nats.
    """

    word: str
    rank: int
    probability: float
    score: float
    bias: float
    forward: float
    backward: float

    @property
    def remainder(self) -> float:
        """Difference between the score and the sum: only the rounding of float32."""
        return self.score - (self.bias + self.forward + self.backward)


@dataclass(frozen=True)
class Guess:
    """What one word of a text could be.

    word: its index among the words that are read.
    candidates: by head, the most probable words, the most probable one first.
    elsewhere: by head, the candidates of the other heads that are not among its own.
    truth: by head, the word that is there; None if the model does not know it, or it is a blank.
    """

    word: int
    candidates: dict[Head, tuple[Candidate, ...]]
    elsewhere: dict[Head, tuple[Candidate, ...]]
    truth: dict[Head, Candidate | None]


class Guesser:
    """Guesses the words of texts with one model.

    guesser = Guesser.load()
    guesser.guesses("I like green apples.")              # how well each word can be guessed
    guesser.guess("I like ___ . It is very healthy.", 2)  # what the blank could be

    Two or more underscores are a blank. Words are counted from 0, among those that the model reads.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._readers, self._heads = Readers(model.config, model.weights), Heads(model.config, model.weights)
        self._words = model.vocabulary.words
        self.cache: Cache[_Read] = Cache(_MOST_TEXTS, _MOST_BYTES, _size)
        self._judged: Cache[Guesses] = Cache(_MOST_TEXTS, _MOST_BYTES, _size)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Guesser:
        """Load a model; without a name, the shipped one. path: as for `Analyzer.load`.

        Raises ModelFolderError, which says which file is at fault and why.
        """
        return cls(names.load(path, "guess"))

    def guesses(self, text: str) -> Guesses:
        """Return how well each word can be guessed; recent texts are cached.

        Raises TypeError, TextTooLong, as `Analyzer.analyze`.
        """
        return self._judged.get(clean(text), lambda: self._judge(text))

    def _judge(self, text: str) -> Guesses:
        read = self._read(text)
        true, heads = read.encoded.ids - len(SPECIAL), self._heads.names
        judged = [self._heads.judge(head, read.states, true) for head in heads]
        logs, ranks, best = (np.stack(found) for found in zip(*judged, strict=True))
        said = self._heads.said("both" if "both" in heads else heads[0], read.states, true)
        return Guesses(
            read.encoded, tuple(heads), np.exp(logs), ranks, best, np.stack([*said.values()]), read.marks
        )

    def guess(self, text: str, word: int, most: int = 8) -> Guess:
        """Return what a word could be. Raises TypeError, TextTooLong, as `Analyzer.analyze`.

        Raises ValueError if the text has no such word. most: number of candidates, up to MOST.
        """
        read = self._read(text)
        if not 0 <= word < len(read.encoded.words):
            raise ValueError(f"word must be from 0 to {len(read.encoded.words) - 1}, got {word}")
        if not 1 <= most <= MOST:
            raise ValueError(f"most must be from 1 to {MOST}, got {most}")
        true = int(read.encoded.ids[word]) - len(SPECIAL)
        states = {reader: s[word] for reader, s in read.states.items()}
        terms = {head: self._heads.terms(head, states) for head in self._heads.names}
        best = {head: np.argsort(-own.scores, kind="stable")[:most] for head, own in terms.items()}
        listed = {place for places in best.values() for place in places.tolist()}
        told = listed | {true} if true >= 0 else listed
        known = {head: self._candidates(own, told) for head, own in terms.items()}
        elsewhere = {head: sorted(listed.difference(places.tolist())) for head, places in best.items()}
        return Guess(
            word,
            {head: tuple(known[head][place] for place in places.tolist()) for head, places in best.items()},
            {head: tuple(known[head][place] for place in places) for head, places in elsewhere.items()},
            {head: own.get(true) for head, own in known.items()},
        )

    def _candidates(self, terms: Terms, places: Iterable[int]) -> dict[int, Candidate]:
        """Return some of the words that a head may guess, by their places in the vocabulary's `words`."""
        highest = terms.scores.max()
        whole = np.exp(terms.scores - highest).sum()
        return {
            place: Candidate(
                self._words[place],
                rank=1 + int((terms.scores > terms.scores[place]).sum()),
                probability=float(np.exp(terms.scores[place] - highest) / whole),
                score=float(terms.scores[place]),
                bias=float(terms.bias[place]),
                forward=float(terms.forward[place]),
                backward=float(terms.backward[place]),
            )
            for place in places
        }

    def _read(self, text: str) -> _Read:
        return self.cache.get(clean(text), lambda: self._read_anew(text))

    def _read_anew(self, text: str) -> _Read:
        model = self.model
        encoded = model.vocabulary.encode(text, model.config)
        ids = model.vocabulary.mark(encoded.ids, model.config, whole=not encoded.cut_off_words)
        first = int(ids[0] == model.vocabulary.id_of(MARKS[0]))  # of the words, after their mark
        places = np.arange(first, first + len(encoded.ids))
        marks = bool(first), len(ids) > first + len(places)
        return _Read(encoded, marks, beside(self._readers.read(ids), places))


@dataclass(frozen=True, eq=False)
class _Read:
    """A text, and each reader's state next to every word, which it has not read: float32 (words, units).

    marks: as in `Guesses`.
    """

    encoded: Encoded
    marks: tuple[bool, bool]
    states: dict[Reader, Array]


def _size(read: _Read | Guesses) -> int:
    """Return the approximate size in bytes of a text that was read or judged, and of the cache's key."""
    arrays = [read.ranks] * 3 if isinstance(read, Guesses) else read.states.values()
    numbers = sum(array.nbytes for array in arrays)
    return numbers + 400 * len(read.encoded.text_words) + 2 * sys.getsizeof(read.encoded.text)

"""The answer to "guess": how well each word can be guessed from its neighbours, and what one could be."""

from __future__ import annotations

from typing import Literal

import numpy as np

from brnn.explain import guessing
from brnn.records import Head, Reader
from brnn.text.words import MAX_CHARACTERS, is_blank
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.answers.reading import Word, words_of
from brnn.ui.protocol import Numbers, TypedDict, pack

_LISTED = 8
"""How many candidates of each head are listed."""


class Guesses(TypedDict):
    """The answer to "guess".

    text: as it was read. words: all words of the text; those not "cut off" are read.
    heads: what the words are guessed from, from left to right on the page.
    probabilities, ranks: (heads, words), of the word that is there; an unknown word or a blank has NaN and 0.
    best: by head, the most probable word at each place. known: how many words the model knows.
    said: by reader, (words,), what it says for the word that is there, in nats; NaN where nothing can be.
    marks: whether the marks of the text's beginning and of its end are read.
    chosen: None if there are no words.
    """

    kind: Literal["guesses"]
    text: str
    words: list[Word]
    heads: list[Head]
    probabilities: Numbers
    ranks: Numbers
    best: dict[Head, list[str]]
    said: dict[Reader, Numbers]
    marks: tuple[bool, bool]
    known: int
    chosen: guessing.Guess | None


def guess(asked: Asked) -> Guesses:
    """Return how well each word can be guessed, and what one of them could be.

    It is the `word` that the question names; without one, or if the text has no such word any more, a blank
    or the word that a second direction helps most.
    """
    guesser, text = asked.guesser, asked.question.text()
    if guesser is None:
        raise BadQuestion("there is no model that guesses words")
    found = guesser.guesses(text)
    named = asked.question.entries.get("word") is not None
    word = asked.question.number("word", 0, MAX_CHARACTERS) if named else None
    if word is None or word >= len(found.encoded.words):
        word = _telling(found)
    names = guesser.model.vocabulary.words
    return {
        "kind": "guesses",
        "text": found.encoded.text,
        "words": words_of(found.encoded),
        "heads": list(found.heads),
        "probabilities": pack(found.probabilities),
        "ranks": pack(found.ranks),
        "best": {
            head: [names[place] for place in row] for head, row in zip(found.heads, found.best, strict=True)
        },
        "said": {
            reader: pack(row) for reader, row in zip(guesser.model.config.readers, found.said, strict=True)
        },
        "marks": found.marks,
        "known": guesser.model.vocabulary.known,
        "chosen": None if word is None else guesser.guess(text, word, _LISTED),
    }


def _telling(found: guessing.Guesses) -> int | None:
    """Return the first blank, or the word that a second direction helps most: by bits of surprise."""
    words = found.encoded.words
    blanks = (place for place, word in enumerate(words) if is_blank(word))
    surprise = dict(zip(found.heads, found.surprise, strict=True))
    both = surprise.pop("both", np.float32(0))
    gains = np.nan_to_num(np.min([*surprise.values()], axis=0) - both, nan=-np.inf)  # unknown words are NaN
    return next(blanks, int(gains.argmax())) if words else None

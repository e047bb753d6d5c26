"""Guesses as plain values, for the command line and for programs. Words are counted from 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brnn.config import SettingError
from brnn.explain.guessing import MOST, Candidate, Guesser
from brnn.explain.sheets.columns import plain
from brnn.text.words import is_blank

MOST_WORDS = 100
"""The most words that are guessed at once."""


def record(guesser: Guesser, text: str, words: Sequence[int] | None = None, most: int = 8) -> dict[str, Any]:
    """Return how well each word of a text can be guessed, and what some of the words could be.

    words: those that are listed in "guesses", by their number among the words read; None for the first
        MOST_WORDS blanks.
    most: how many candidates of each head are listed.
    Raises SettingError for a word that is not there or a number of candidates that is out of range,
    and otherwise what `Guesser.guesses` raises.
    """
    found = guesser.guesses(text)
    names, own = guesser.model.vocabulary.words, found.encoded.words
    if words is None:
        words = [place for place, word in enumerate(own, 1) if is_blank(word)][:MOST_WORDS]
    if len(words) > MOST_WORDS:
        raise SettingError(f"up to {MOST_WORDS} words can be guessed at once, got {len(words)}")
    for word in words:
        if not 1 <= word <= len(own):
            there = f"from 1 to {len(own)}" if own else "of a text that has words"
            raise SettingError(f"word must be {there}, got {word}")
    if not 1 <= most <= MOST:
        raise SettingError(f"most must be from 1 to {MOST}, got {most}")

    def by_head(row: Any, place: int) -> dict[str, Any]:
        return {head: row[number][place] for number, head in enumerate(found.heads)}

    return {
        "model": guesser.model.name,
        "text": found.encoded.text,
        "words": plain(
            [
                {
                    "word": word,
                    "probability": by_head(found.probabilities, place),
                    "rank": {head: rank or None for head, rank in by_head(found.ranks, place).items()},
                    "best": {head: names[best] for head, best in by_head(found.best, place).items()},
                }
                for place, word in enumerate(own)
            ]
        ),
        "cut_off": found.encoded.cut_off_words,
        "guesses": [_guess(guesser, text, word, most) for word in words],
    }


def _guess(guesser: Guesser, text: str, word: int, most: int) -> dict[str, Any]:
    found = guesser.guess(text, word - 1, most)
    return {
        "word": word,
        "candidates": {head: [_candidate(one) for one in ones] for head, ones in found.candidates.items()},
        "truth": {head: one and _candidate(one) for head, one in found.truth.items()},
    }


def _candidate(found: Candidate) -> dict[str, Any]:
    return {**vars(found), "remainder": found.remainder}

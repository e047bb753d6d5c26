"""What is seen in a very text, put into words: facts come from the record, wording from texts."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.records import Analysis
from brnn.text.numbers import signed
from brnn.ui import texts

_LETTERS = 24
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"  # keep an Arabic word from turning the sentence


def reader_sentence(analysis: Analysis, reader: str) -> str:
    """Return one sentence on what a reader did with this text.

    It says from which word on the reader's evidence has the sign it ends with, which word moved
    its evidence most (log-odds) and at which its memory changed most (Euclidean distance).
    reader: "forward" or "backward". The text must have a word and the model such a reader.
    """
    words = analysis.encoded.words
    order = range(len(words)) if reader == "forward" else range(len(words) - 1, -1, -1)
    places = list(order)
    evidence = getattr(analysis.ledger, f"{reader}_evidence")[places]
    steps = getattr(analysis.ledger, reader)[places]
    memory = getattr(analysis.reading, reader)[places]
    name = texts.READER_NAMES[reader]
    if len(words) == 1:
        turn = texts.ONE_WORD.format(reader=name, word=quoted(words, 0))
        return texts.MOVES_ONE.format(turn=turn, step=signed(evidence[0]))
    turn_at = last_turn(evidence)
    late = texts.ENDS_OTHER if turn_at == len(words) - 1 else texts.TURNS
    turn = (late if turn_at else texts.NEVER_TURNS).format(
        reader=name, sign=texts.SIGNS[_sign(evidence[-1])], word=quoted(words, places[turn_at])
    )
    strongest = int(np.abs(steps).argmax())
    changed = int(np.linalg.norm(np.diff(memory, axis=0, prepend=0.0), axis=1).argmax())
    values: dict[str, Any] = {
        "turn": turn,
        "word": quoted(words, places[strongest]),
        "step": signed(steps[strongest]),
    }
    if changed == strongest:
        return texts.MOVES_BOTH.format(**values)
    return texts.MOVES.format(memory=quoted(words, places[changed]), **values)


def last_turn(evidence: NDArray[np.float64]) -> int:
    """Return from which step on evidence has the sign that it ends with; 0 if it never had another.

    evidence: (words,) in the reader's own order. Signs are those of the printed two decimals.
    """
    signs = [_sign(value) for value in evidence]
    others = [step for step, sign in enumerate(signs) if sign != signs[-1]]
    return others[-1] + 1 if others else 0


def _sign(value: float) -> int:
    return int(np.sign(round(value * 100)))


def quoted(words: tuple[str, ...], place: int) -> str:
    """Return a word in quotation marks, harmless, with its place where it stands more than once."""
    word = words[place]
    shown = "".join(
        "�" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in word
    )
    if len(shown) > _LETTERS:
        shown = shown[: _LETTERS - 1] + "…"
    isolated = f"{_ISOLATE}{shown}{_END_OF_ISOLATE}"
    if words.count(word) == 1:
        return texts.QUOTED.format(word=isolated)
    return texts.QUOTED_PLACE.format(word=isolated, place=place + 1)

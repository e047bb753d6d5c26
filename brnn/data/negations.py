"""Generate short labelled sentences, half of which negate the word that carries the opinion.

"Not bad at all" is praise, but long reviews teach this poorly, because they contain other, clearer
words. A small grammar, negations.toml, generates sentences of this kind as additional training texts.
Half of them negate the opinion and half of them do not, so that "not" by itself carries no opinion.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

_GRAMMAR = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_TURNING, _KEEPING, _ASIDES = (_GRAMMAR[name] for name in ("turning", "keeping", "asides"))
_BAD, _GOOD, _OTHER = (_GRAMMAR[name] for name in ("bad", "good", "other"))
_JOINTS = (". ", ", ", ", and ", "; ")
_ENDS = ("", ".", ".", "!")


def sentences(n: int, seed: int) -> tuple[list[str], list[int]]:
    """Return n sentences and their labels, 0 or 1. The same seed gives the same sentences."""
    rng = np.random.default_rng(seed)
    made = [_sentence(rng) for _ in range(n)]
    return [text for text, _ in made], [label for _, label in made]


def _sentence(rng: np.random.Generator) -> tuple[str, int]:
    turning, kind = bool(rng.integers(2)), int(rng.integers(2))
    text = _filled(_pick(rng, _TURNING if turning else _KEEPING), kind, rng)
    label = 1 - kind if turning else kind
    if rng.random() < 0.25:  # "not dull, but lovely": the second half agrees with the first
        other = _filled(_pick(rng, ("but {adj}", "just {adj}", "instead {much} {adj}")), label, rng)
        text = f"{text}, {other}"
    if rng.random() < 0.25:
        halves = [text, _pick(rng, _ASIDES)]
        text = _pick(rng, _JOINTS).join(halves if rng.integers(2) else halves[::-1])
    return text + _pick(rng, _ENDS), label


def _filled(form: str, kind: int, rng: np.random.Generator) -> str:
    """Fill the slots of a pattern with words for a bad film (kind 0) or a good one (kind 1)."""
    words = _OTHER | (_GOOD if kind else _BAD)

    def word(slot: re.Match[str]) -> str:
        return _pick(rng, words[slot[1]])

    return re.sub(r"\{(\w+)\}", word, form)


def _pick(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]

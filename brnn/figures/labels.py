"""Use a visitor's words as labels: escaped, shortened, harmless, and only as many as fit."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

TICK_LETTERS, HOVER_LETTERS = 14, 40
_LETTER, _GAP, _SLANTED, _ROW = 6.6, 10.0, 19.0, 13.0
"""Pixels: width of a letter, gap between labels, minimum pitch of slanted and vertical labels."""

_JOINERS = "\u200c\u200d"  # emoji and several scripts need them


def label(word: str, letters: int = TICK_LETTERS) -> str:
    """Return a word as text that Plotly shows literally, shortened to a number of characters.

    Plotly interprets `<b>`, `<a href>` and `&amp;` in labels, so they are escaped. Control characters and
    marks that change the writing direction are replaced, because they would garble the labels next to them.
    """
    shown = "".join(
        "�"
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter not in _JOINERS
        else letter
        for letter in word[: letters + 1]
    )
    return html.escape(shown if len(word) <= letters else shown[: letters - 1] + "…", quote=False)


def tick_angle(words: Sequence[str], width: float) -> int:
    """Return the angle at which the labels fit: 0 horizontal, −45 slanted, −90 vertical."""
    column = width / max(1, len(words))
    longest = max((min(len(word), TICK_LETTERS) for word in words), default=0)
    if longest * _LETTER + _GAP <= column:
        return 0
    return -45 if column >= _SLANTED else -90


def tick_step(words: Sequence[str], width: float) -> int:
    """Return the smallest n such that every nth vertical label fits."""
    return max(1, -int(-len(words) * _ROW // width))


def tick_height(words: Sequence[str], angle: int) -> float:
    """Return the height of labels at this angle, in pixels.

    Plotly can compute this, but it would draw the figure twice.
    """
    longest = max((min(len(word), TICK_LETTERS) for word in words), default=0)
    return 12 + {0: 12.0, -45: 12 + 5.2 * longest, -90: 7.2 * longest}[angle]

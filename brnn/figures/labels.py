"""Words of a visitor as labels in a figure: escaped, bounded, harmless, thinned out."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

TICK_LETTERS, HOVER_LETTERS = 14, 40
_LETTER, _GAP, _SLANTED, _ROW = 6.6, 10.0, 19.0, 13.0
"""Pixels: width of a letter, space between labels, least column of a slanted, of an upright one."""

_JOINERS = "\u200c\u200d"  # emoji and several scripts are written with them


def label(word: str, letters: int = TICK_LETTERS) -> str:
    """Return a word as text that Plotly shows as it is, of at most so many characters.

    Plotly reads `<b>`, `<a href>` and `&amp;` in labels, so they are escaped; control characters
    and marks that turn the writing direction, which would garble the labels beside, are replaced.
    """
    shown = "".join(
        "�"
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter not in _JOINERS
        else letter
        for letter in word[: letters + 1]
    )
    return html.escape(shown if len(word) <= letters else shown[: letters - 1] + "…", quote=False)


def tick_angle(words: Sequence[str], width: float) -> int:
    """Return how the labels fit over so many pixels: 0 side by side, −45 slanted, −90 upright."""
    column = width / max(1, len(words))
    longest = max((min(len(word), TICK_LETTERS) for word in words), default=0)
    if longest * _LETTER + _GAP <= column:
        return 0
    return -45 if column >= _SLANTED else -90


def tick_step(words: Sequence[str], width: float) -> int:
    """Return n if every nth upright label fits over so many pixels."""
    return max(1, -int(-len(words) * _ROW // width))


def tick_height(words: Sequence[str], angle: int) -> float:
    """Return the pixels that labels at this angle take below their axis.

    Plotly can find out by itself, but draws the figure twice for it.
    """
    longest = max((min(len(word), TICK_LETTERS) for word in words), default=0)
    return 12 + {0: 12.0, -45: 12 + 5.2 * longest, -90: 7.2 * longest}[angle]

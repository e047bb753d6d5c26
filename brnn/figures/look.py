"""How a reading looks, in one place: for the Plotly stage and for the scripts of the page."""

from __future__ import annotations

from typing import Any, NamedTuple

from brnn.figures.colours import DARK, LIGHT
from brnn.records import READERS


class Line(NamedTuple):
    """How the lines of one reader are told from the other's; colour is for the sign.

    dash: lengths of strokes and gaps, pixels; empty for a solid line. points: whether the triangle
    of a marker points right (1) or left (−1). key: the line in letters.
    """

    arrow: str
    dash: tuple[int, ...]
    points: int
    key: str


LINES: dict[str, Line] = {
    "forward": Line("→", (), 1, "━▶━ forward"),
    "backward": Line("←", (4, 3), -1, "╍◀╍ backward"),
}
LINE_WIDTH = 1.75
"""Pixels."""
MARKERS = ((24, 10), (60, 7))
"""Size of the markers, pixels, up to so many words; beyond the last there are none."""
SIGN = 0.75
"""Where on the scale of colours, −1 … 1, a mark takes the colour of its sign."""
MOST_GAPS = 60
"""Words up to which the cells of a memory stand apart."""
BARS = {"wide": 0.7, "thin": 0.14}
"""Width of a bar, in words."""
SHARES = {"lane": 0.35, "memory": 2.7, "evidence": 2.8}
"""Height of a row, of what is left beside the gaps."""
GAP = 0.075
"""Between two rows, of the whole height."""
TITLES = {
    "forward lane": "→ what each word added, log-odds",
    "forward": "→ forward memory, {units}",
    "evidence": "running evidence, log-odds",
    "backward": "← backward memory, {units}",
    "backward lane": "← what each word added, log-odds",
}
UNITS = {"all": "{units} units", "some": "{shown} of {units} units"}
NARROW, NARROW_TITLE = 460, "log-odds"
"""Pixels below which the title of the evidence would run into its key; what it is then."""


def look() -> dict[str, Any]:
    """Return what the scripts need to draw as the figures do: plain JSON."""
    return {
        "palettes": {"light": LIGHT._asdict(), "dark": DARK._asdict()},
        "lines": {reader: LINES[reader]._asdict() for reader in READERS},
        "lineWidth": LINE_WIDTH,
        "markers": MARKERS,
        "sign": SIGN,
        "mostGaps": MOST_GAPS,
        "bars": BARS,
        "shares": SHARES,
        "titles": TITLES,
        "units": UNITS,
        "narrow": {"width": NARROW, "title": NARROW_TITLE},
    }


def marker_size(words: int) -> int:
    """Return the size of the markers over so many words, pixels; 0 for none."""
    return next((size for most, size in MARKERS if words <= most), 0)

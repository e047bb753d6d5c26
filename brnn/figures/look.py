"""The look of a reading, shared by the Plotly stage and the scripts of the page."""

from __future__ import annotations

from typing import Any, NamedTuple

from brnn.figures.colours import DARK, LIGHT
from brnn.records import READERS


class Line(NamedTuple):
    """The line style that identifies a reader (colour shows the sign).

    dash: lengths of dashes and gaps, pixels; empty for a solid line.
    points: direction of the triangular markers, right (1) or left (−1).
    key: the line as text, for the legend.
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
"""Size of the markers, pixels, up to a number of words; longer texts have none."""
SIGN = 0.75
"""Position on the colour scale, −1 … 1, of the colour of a mark."""
MOST_GAPS = 60
"""Up to this number of words, there are gaps between the cells of a memory."""
BARS = {"wide": 0.7, "thin": 0.14}
"""Width of a bar, in words."""
SHARES = {"lane": 0.35, "memory": 2.7, "evidence": 2.8}
"""Height of a row, as a share of the height without gaps."""
GAP = 0.075
"""Gap between two rows, as a share of the whole height."""
TITLES = {
    "forward lane": "→ what each word added, log-odds",
    "forward": "→ forward memory, {units}",
    "evidence": "running evidence, log-odds",
    "backward": "← backward memory, {units}",
    "backward lane": "← what each word added, log-odds",
}
AVERAGE = "── average"
"""The key of a line at which a reader ends on average."""
UNITS = {"all": "{units} units", "some": "{shown} of {units} units"}
NARROW, NARROW_TITLE = 460, "log-odds"
"""Below this width in pixels, the title of the evidence would overlap its key; the title then."""
TINY = 260
"""Below this width in pixels, titles and key do without the names of the readers."""


def look() -> dict[str, Any]:
    """Return the look as plain JSON for the scripts."""
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
        "average": AVERAGE,
        "units": UNITS,
        "narrow": {
            "width": NARROW,
            "title": NARROW_TITLE,
            "tiny": TINY,
            "titles": {reader: TITLES[reader].replace(f"{reader} ", "") for reader in READERS},
        },
    }


def marker_size(words: int) -> int:
    """Return the size of the markers for a number of words, pixels; 0 for none."""
    return next((size for most, size in MARKERS if words <= most), 0)

"""What the scripts of the page say: its head, and the Read page."""

from __future__ import annotations

from typing import Any

from brnn.ui import texts
from brnn.ui.texts.pins import PINS

PAGE: dict[str, Any] = {
    "name": texts.NAME,
    "tagline": texts.TAGLINE,
    "pages": "Pages",
    "names": {
        "read": "Read",
        "compare": "Compare",
        "experiments": "Experiments",
        "models": "Models",
        "lesson": "Lesson",
    },
    "model": texts.MODEL,
    "lost": texts.LOST,
}
"""The head of every page."""

READ: dict[str, Any] = {
    "review": texts.REVIEW,
    "placeholder": texts.REVIEW_PLACEHOLDER,
    "examples": texts.EXAMPLES,
    "loading": {"title": texts.LOADING, "details": [texts.LOADING_DETAIL]},
    "failed": {"title": texts.FAILED, "details": [texts.FAILED_DETAIL]},
    "scale": "A unit of memory lies between −1 and +1; orange is below zero, blue above. "
    "A unit near zero has the page’s own colour.",
    "zoom": "Width of the words",
    "zoomIn": "Wider columns",
    "zoomOut": "Narrower columns",
    "stage": {
        "arrows": texts.ARROWS,
        "lanes": {
            "forward": "What each word added for the forward reader",
            "backward": "What each word added for the backward reader",
        },
        "placed": "word {place} of {words}",
        "cell": "{reader} memory, unit {unit}: {value}",
        "point": {
            "forward": "→ added {added}, evidence so far {evidence}",
            "backward": "← added {added}, evidence so far {evidence}",
        },
    },
    "play": {
        "group": "Playback",
        "first": "Back to the start (Home)",
        "play": "Play (space)",
        "pause": "Pause (space)",
        "all": "Show all (End)",
        "slider": "Words read",
        "told": "{read} of {words} words",
        "speed": "Speed {speed}×",
    },
    "pinned": PINS,
}
"""The Read page."""

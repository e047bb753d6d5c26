"""The protocol between the page and its server: the type of every answer.

An answer holds numbers and words: no figures, sentences, rounding or markup. The page writes and
draws. The constants below reach its scripts when the page loads, as `props.constants`.

Words are counted from 0 among the words read, units from 0; evidence is in log-odds. A visitor's
text travels as a value and becomes a text node in the page, never markup.
"""

from __future__ import annotations

from typing import Any

from brnn.ui.protocol import experiments, lesson, models, pins, reading
from brnn.ui.protocol.packing import Message

FIRST_UNITS = 16
"""How many units `read` sends by default, largest contributions first."""

CONSTANTS: dict[str, Any] = {"firstUnits": FIRST_UNITS}
"""Constants that the scripts share with the server."""

ANSWERS: dict[str, Any] = {
    "models": reading.ModelList,
    "read": reading.Reading | Message,
    "compare": experiments.Comparison | Message,
    "order": experiments.Order | Message,
    "padding": experiments.Padding | Message,
    "mute": experiments.Mute | Message,
    "explain": experiments.Explained | Message,
    "word": pins.PinnedWord | Message,
    "gradients": pins.Attributions | Message,
    "unit": pins.PinnedUnit | Message,
    "edit": pins.Edited | Message,
    "export": pins.SavedFile | Message,
    "metrics": models.Metrics,
    "agreement": models.Agreement | Message,
    "lesson": lesson.Lesson | Message,
}
"""The type of the answer to each question, by name."""

"""What the page and its server say to each other: the type of every answer, described once.

An answer is numbers and words: no figure, no sentence, no rounding, no markup. The page writes and
draws. The constants below reach its scripts when the page loads, as `props.protocol`.

Words are counted from 0, among those that are read; units from 0; log-odds wherever evidence is
meant. A text that somebody typed travels as a value and becomes text in the page, never markup.
"""

from __future__ import annotations

from typing import Any

from brnn.records import LABELS, READERS
from brnn.ui.protocol import experiments, lesson, models, pins, reading
from brnn.ui.protocol.packing import Message

FIRST_UNITS = 16
"""Units whose states `read` sends unless all are asked for, the largest contributions first."""

CONSTANTS: dict[str, Any] = {"readers": READERS, "labels": LABELS, "firstUnits": FIRST_UNITS}
"""What the scripts know of the answers beforehand."""

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
"""By the name of a question, the type of its answer."""

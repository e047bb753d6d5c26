"""All English text of the page in one place, ready to be translated.

The scripts of the page fill in what stands in braces, with values that are formatted already.
"""

from __future__ import annotations

from brnn.config import CELLS as CELLS
from brnn.config import DIRECTIONS as DIRECTIONS
from brnn.records import ARROWS as ARROWS
from brnn.text.words import MAX_CHARACTERS
from brnn.training.presets import LADDER

TITLE = "brnn · watch a bidirectional RNN read"
DESCRIPTION = (
    "Type a film review and watch the two readers of a bidirectional recurrent network go through "
    "it: both memories word by word, and the sum that leads to the verdict."
)
NAME = "brnn"
TAGLINE = "Watch a bidirectional recurrent network read a film review, once from each end."

REVIEW = "A review"
REVIEW_PLACEHOLDER = "Type or paste a film review in English"
EXAMPLES = "Examples"
MODEL = "Model"

LOADING = "The model is loading…"
LOADING_DETAIL = "Your text will be read as soon as it is ready."
NO_MODEL = "No model could be loaded"
NO_MODEL_FOUND = "There is no model folder in {folder}."
NO_MODEL_HELP = "Train one with:  python train.py --preset article"
BAD_MODEL = "This model could not be loaded"
BAD_MODEL_HELP = "The other models still work."
NOT_LOADED = "Left out: {reasons}"
TOO_LONG = "This text is too long"
TOO_LONG_DETAIL = f"The limit is {MAX_CHARACTERS:,} characters. Your text is kept."
FAILED = "This text could not be read"
FAILED_DETAIL = "Something went wrong on our side. Your text is kept; try changing it a little."
BUSY = "Too many people are asking at the moment"
BUSY_DETAIL = "Your text is kept. Change a letter to try again."
MESSAGES = {
    "noModel": {"title": NO_MODEL, "note": NO_MODEL_HELP},
    "badModel": {"title": BAD_MODEL, "note": BAD_MODEL_HELP},
    "tooLong": {"title": TOO_LONG, "note": TOO_LONG_DETAIL},
    "badQuestion": {"title": FAILED, "note": ""},
    "failed": {"title": FAILED, "note": FAILED_DETAIL},
    "busy": {"title": BUSY, "note": BUSY_DETAIL},
}
"""What the page says in the place of an answer, by what it is about; the note comes last."""
LOST = "Connection lost. Your text is kept and will be read as soon as the server is back."

LABELS = {"positive": "Positive", "negative": "Negative"}
NOTHING = "Nothing to read"
READER_NAMES = {"forward": "forward", "backward": "backward"}
MODEL_NAMES = {
    preset.folder: f"Ladder: {CELLS[preset.model.cell]}, {DIRECTIONS[preset.model.direction]}"
    for preset in LADDER
}
"""Models that are not called by the name of their folder."""

QUOTED = "“{word}”"
QUOTED_PLACE = "“{word}” (word {place})"
"""A word in a sentence; where it stands more than once, with its place."""

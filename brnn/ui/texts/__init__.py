"""All English text of the page in one place, ready for translation.

The page's scripts replace the placeholders in braces with formatted values.
"""

from __future__ import annotations

from brnn.config import CELLS as CELLS
from brnn.config import DIRECTIONS as DIRECTIONS
from brnn.records import ARROWS as ARROWS
from brnn.text.words import MAX_CHARACTERS
from brnn.training.presets import LADDER

TITLE = "brnn · watch a bidirectional RNN read"
DESCRIPTION = (
    "Type a film review and watch the two readers of a bidirectional recurrent network read "
    "it: both memories, word by word, and the sum that gives the verdict."
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
NOT_LOADED = "Not available: {reasons}"
TOO_LONG = "This text is too long"
TOO_LONG_DETAIL = f"The limit is {MAX_CHARACTERS:,} characters. Your text is still here."
FAILED = "This text could not be read"
FAILED_DETAIL = "Something went wrong on the server. Your text is still here; try changing it a little."
BUSY = "The server is busy"
BUSY_DETAIL = "Your text is still here. Change a letter to try again."
MESSAGES = {
    "noModel": {"title": NO_MODEL, "note": NO_MODEL_HELP},
    "badModel": {"title": BAD_MODEL, "note": BAD_MODEL_HELP},
    "tooLong": {"title": TOO_LONG, "note": TOO_LONG_DETAIL},
    "badQuestion": {"title": FAILED, "note": ""},
    "failed": {"title": FAILED, "note": FAILED_DETAIL},
    "busy": {"title": BUSY, "note": BUSY_DETAIL},
}
"""Messages shown instead of an answer, by subject; the note comes last."""
LOST = "Connection lost. Your text is still here and will be read once the server is back."

LABELS = {"positive": "Positive", "negative": "Negative"}
LABELS_INLINE = {name: label.lower() for name, label in LABELS.items()}
NOTHING = "Nothing to read"
READER_NAMES = {"forward": "forward", "backward": "backward"}
MODEL_NAMES = {
    preset.folder: f"Ladder: {CELLS[preset.model.cell]}, {DIRECTIONS[preset.model.direction]}"
    for preset in LADDER
}
"""Display names of models that differ from the folder name."""

QUOTED = "“{word}”"
QUOTED_PLACE = "“{word}” (word {place})"
"""A word in a sentence, with its position if it occurs more than once."""

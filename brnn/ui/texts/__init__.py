"""The English texts of the page, ready for translation.

The page's scripts replace the placeholders in braces with formatted values.
"""

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

REVIEW = "A review"
REVIEW_PLACEHOLDER = "Type or paste a film review in English"

LOADING = "The model is loading…"
NO_MODEL = "No model could be loaded"
BAD_MODEL = "This model could not be loaded"
TOO_LONG = "This text is too long"
FAILED = "This text could not be read"
FAILED_DETAIL = "Something went wrong on the server. Your text is still here; try changing it a little."
BUSY = "The server is busy"
MESSAGES = {
    "noModel": {"title": NO_MODEL, "note": "Train one with:  python train.py --preset article"},
    "badModel": {"title": BAD_MODEL, "note": "The other models still work."},
    "tooLong": {
        "title": TOO_LONG,
        "note": f"The limit is {MAX_CHARACTERS:,} characters. Your text is still here.",
    },
    "badQuestion": {"title": FAILED, "note": ""},
    "failed": {"title": FAILED, "note": FAILED_DETAIL},
    "busy": {"title": BUSY, "note": "Your text is still here."},
}
"""Messages shown instead of an answer, by subject; the note comes last."""
RETRYING = "The server is busy. Trying again…"
TOO_OFTEN = "Too many requests: try again after the number of seconds given in Retry-After"
TOO_SLOW = "The request took too long to arrive"
TOO_LARGE = "The request is too large: it must have at most 16 MB"
LOST = "Connection lost. Your text is still here and will be read once the server is back."

PRIVACY = "What you type is read by this server, kept in its memory for a while, and never written down."

LABELS = {"positive": "Positive", "negative": "Negative"}
LABELS_INLINE = {name: label.lower() for name, label in LABELS.items()}
NOTHING = "Nothing to read"
READER_NAMES = {"forward": "forward", "backward": "backward"}
MODEL_NAMES = {
    preset.folder: f"Ladder: {CELLS[preset.model.cell]}, {DIRECTIONS[preset.model.direction]}"
    for preset in LADDER
}
"""Display names of models that differ from the folder name."""

WORDS = {"1": "1 word", "2": "{count} words"}
QUOTED = "“{word}”"
QUOTED_PLACE = "“{word}” (word {place})"
QUOTED_MARK = "“{word}” (after word {place})"
"""A word or a mark in a sentence, with its position if it occurs more than once."""

PLACE = "word {place} of {words}"
MARK = "punctuation after word {place} of {words}"
"""Where a word or a mark stands: punctuation is not counted."""

"""All English text of the page in one place, ready to be translated.

Names in braces are filled in with `str.format`; what a visitor typed goes in only as an argument.
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
PROBABILITY_OF = {"positive": "probability of positive", "negative": "probability of negative"}
NEGATIVE_END, POSITIVE_END = "negative", "positive"
READER_NAMES = {"forward": "forward", "backward": "backward"}
BIAS = "bias"
LOG_ODDS = "log-odds"
LEDGER = {  # of a model with one reader, and with two
    1: "The ledger: the reader’s evidence and the bias, a constant, add up to the verdict. "
    "In log-odds; above zero is positive.",
    2: "The ledger: each reader’s evidence, and the bias, a constant, add up to the verdict. "
    "In log-odds; above zero is positive.",
}
REMAINDER = "The network itself says {logit}; the sum of all words and the bias differs by {gap}."
NOTHING = "Nothing to read"
NOTHING_DETAIL = (
    "No word here that this model reads. What is left is its bias alone, {bias}: "
    "a constant, not a judgement."
)
VERDICT_SPOKEN = "{label}, {percent}"

STAGE = {1: "One reader, one memory", 2: "Two readers, two memories"}
ALL_UNITS = "show all {all} units"
FIRST_UNITS = "show the first {most} units"
STAGE_EMPTY = {
    1: "As soon as there is a word, the memory shows here.",
    2: "As soon as there is a word, both memories show here.",
}

WORDS = "What the model read"
ALL_READ = {1: "The one word is read and known.", 2: "All {count:,} words are read and known."}
UNKNOWN_LEGEND = {1: "1 unknown, read as a blank", 2: "{count:,} unknown, read as blanks"}
CUT_OFF_LEGEND = {
    1: "1 beyond the {end} {limit:,}, not read",
    2: "{count:,} beyond the {end} {limit:,}, not read",
}
SKIPPED_LEGEND = "skipped"
SAMPLE, SKIPPED_SAMPLE = "word", ", ."
ENDS = {"start": "first", "end": "last"}
MOSTLY_UNKNOWN = (
    "Most of these words are not in the model’s vocabulary. It was trained on English film "
    "reviews; about other texts its verdict says little."
)
MODEL_LINE = (
    "Model “{name}”: {readers} {cell} of {units} units, {vocabulary:,} known words, reads the "
    "{end} {limit:,} words of a review."
)
READERS = {"bidirectional": "bidirectional", "forward": "forward", "backward": "backward"}
MODEL_NAMES = {
    preset.folder: f"Ladder: {CELLS[preset.model.cell]}, {DIRECTIONS[preset.model.direction]}"
    for preset in LADDER
}
"""Models that are not called by the name of their folder."""

# Sentences under the stage. {sign} is one of SIGNS, {word} comes quoted.
SIGNS = {1: "positive", -1: "negative", 0: "undecided"}
ENDS_OTHER = "The {reader} reader turns {sign} only at its last word, {word}"
TURNS = "The {reader} reader turns {sign} at {word} and stays so"
NEVER_TURNS = "The {reader} reader is {sign} from its first word, {word}, on"
ONE_WORD = "The {reader} reader knows one word, {word}"
MOVES = "{turn}. {word} moves its evidence most ({step}), its memory changes most at {memory}."
MOVES_BOTH = "{turn}. {word} moves its evidence most ({step}) and its memory, too."
MOVES_ONE = "{turn}, and ends at {step}."
QUOTED = "“{word}”"
QUOTED_PLACE = "“{word}” (word {place})"


def counted(forms: dict[int, str], count: int, **values: object) -> str:
    """Return the form for one or for several (key 2), filled in."""
    return forms[1 if count == 1 else 2].format(count=count, **values)

"""What is said of a pinned word, of a pinned unit, and of an edit."""

from __future__ import annotations

from typing import Any

from brnn.ui import texts

# Of a pinned word. Each method stands under its name, with what it can and what it cannot say.
OCCLUSION = "Lost without it"
OCCLUSION_NOTE = "Read again without it. Others may stand in for it."
OCCLUSION_TITLE = (
    "Occlusion: the log-odds of the whole text less those without this word, split by reader. "
    "Above zero the word spoke for positive."
)
GRADIENTS = "Integrated gradients"
GRADIENTS_NOTE = {"zero": "Its share, coming from zeros. Another start, another share."}
GRADIENTS_TITLE = {
    "zero": "Integrated gradients from word vectors of zero to this text, in {steps:,} steps. The "
    "shares of all words lack {gap} of what they should add up to, in log-odds."
}
GRADIENTS_ROUGH = "Rough: all shares lack {gap} in sum."
MEMORIES = "Strongest units"
MEMORIES_NOTE = "They hold other words, too."
MEMORIES_TITLE = "A unit of memory lies between −1 and +1. Press one to see what it is for."
UNIT_VALUE = "Unit {unit} of the {reader} reader holds {value}: pin it"
NO_WORD = "There is no such word in this text"

# Of a pinned unit.
UNIT_TOTAL = "In this verdict"
UNIT_NOTE = "memory at the end × weight"
UNIT_SUM = "= {memory} × {weight}"
UNIT_RANK = "place {place:,} of {all:,} units"
MOVERS = "Words that move it ({reviews:,} reviews)"
RISES, FALLS = "raise it", "lower it"
NO_MOVERS = "no word"
MOVER_TITLE = "Mean change {change} at “{word}”, seen {times:,} times"
HISTOGRAM = "Where {reviews:,} test reviews leave it"
HISTOGRAM_ALTERNATIVE = (
    "Histogram of the unit’s final memory from −1 to +1: positive reviews, upwards, leave it at "
    "{positive} on average, negative ones, downwards, at {negative}. This text leaves it at {here}."
)
HISTOGRAM_NOTE = "Means: ▲ positive {positive} ▼ negative {negative} ┆ here"
NO_STATISTICS = (
    "This model’s folder holds no statistics, so its words and its distribution over the test "
    "reviews are not known here. Training it again writes them."
)

# Of an edit. {what} is one of the first five, {moves} joins one or two of EDIT_MOVES.
REPLACING = "Replacing {before} by {after}"
DELETING = "Deleting {before}"
INSERTING = "Putting in {after}"
EDITING = {1: "This edit of one word", 2: "This edit of {count:,} words"}
EDIT = "{what} moves {moves}{same}."
EDIT_MOVES = "the {reader} reader by {shift}"
AND = " and "
EDIT_SAME = {
    "forward": "before it the forward memories",
    "backward": "after it the backward memories",
}
SAME = "; {places} are the same bit for bit"
EDIT_NOTHING = "{what} changes nothing: the model reads the same"
EDIT_WINDOW = " The model reads up to {limit:,} words, so the edit also moved what is read."
RIM = "Rim: how much a memory changed."

PINS: dict[str, Any] = {
    "region": "What is pinned",
    "hint": "Press a word or a cell to pin it here. Space plays, ← and → step.",
    "word": "word {place} of {words}",
    "unit": {"forward": "→ unit {unit}", "backward": "← unit {unit}"},
    "unitOf": "of the {reader} reader",
    "unpin": "Unpin (Esc)",
    "waiting": "…",
    "quoted": texts.QUOTED,
    "failed": "No answer came. Press the word again.",
    "added": {
        "name": "Added while read",
        "note": "Bookkeeping: where the score moved, not why.",
        "title": "What the word added to each reader’s running evidence, in log-odds. "
        "All words and the bias add up to the verdict.",
    },
    "lost": {"name": OCCLUSION, "note": OCCLUSION_NOTE, "title": OCCLUSION_TITLE},
    "gradients": {"name": GRADIENTS, "note": GRADIENTS_NOTE["zero"], "title": ""},
    "memories": {"name": MEMORIES, "note": MEMORIES_NOTE, "title": MEMORIES_TITLE},
    "arrows": texts.ARROWS,
    "readers": texts.READER_NAMES,
    "total": {"name": UNIT_TOTAL, "note": UNIT_NOTE, "at": "at {word}: {value}"},
    "units": {
        "label": "A unit of memory, those that contribute most to this verdict first",
        "none": "Units…",
        "option": "{arrow} {unit}   {value}",
    },
    "edit": {
        "tools": "Edit this word",
        "replace": "replace",
        "delete": "delete",
        "input": "Instead of “{word}”",
        "inputHint": "Enter applies, Esc leaves",
        "restore": "restore “{word}”",
        "history": "Edits",
        "undo": "undo",
        "redo": "redo",
        "reset": "reset",
    },
}
"""What the scripts say of it."""

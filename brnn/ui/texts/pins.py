"""Texts about a pinned word, a pinned unit and an edit."""

from typing import Any

from brnn.ui import texts
from brnn.ui.texts.step import STEP

_WORD: dict[str, Any] = {
    "placed": texts.PLACE,
    "mark": texts.MARK,
    "added": {
        "name": "Added when read",
        "note": "Where the log-odds moved, not why.",
        "title": "How far this word moved each reader’s running evidence, in log-odds. "
        "All words and the bias add up to the verdict.",
    },
    "effect": {
        "name": "Effect of this word",
        "note": "The text with it minus the text without it.",
        "title": "Occlusion: the model reads the text again without this word. The effect is "
        "the log-odds with the word minus those without it. Above zero, the word favours positive. "
        "Other words may make up for a missing one, so effects need not add up to the verdict.",
    },
    "gradients": {
        "name": "Integrated gradients",
        "note": "Its share of the change from zero vectors to this text.",
        "rough": "Approximate: the shares miss the exact sum by {gap}.",
        "title": "Integrated gradients along the straight path from word vectors of zero to this "
        "text, in {steps} steps. At zero vectors, which nobody can type, the log-odds are {start}; "
        "another baseline gives other shares. Together the shares miss the exact sum by {gap} log-odds.",
    },
    "strongest": {
        "name": "Largest states",
        "note": "Each also responds to other words.",
        "title": "The state of a unit lies between −1 and +1. Press a unit to see what changes it.",
        "unit": "Unit {unit} of the {reader} reader is at {state}: pin it",
    },
    "failed": "No answer arrived. Unpin the word and press it again.",
}

_UNIT: dict[str, Any] = {
    "name": "{arrow} unit {unit}",
    "of": "of the {reader} reader",
    "total": {
        "name": "In this verdict",
        "product": "= {state} × {weight}",
        "note": "final state × weight",
        "rank": "rank {rank} of {units} units",
        "at": "at “{word}”: {state}",
    },
    "movers": {
        "name": "Words that move it ({reviews} reviews)",
        "rises": "up",
        "falls": "down",
        "none": "none",
        "title": "“{word}” moves it by {change} on average (seen {times} times in training)",
    },
    "histogram": {
        "name": "Final state in {reviews} test reviews",
        "note": "Means: ▲ positive {positive}, ▼ negative {negative}; ┆ here",
        "alternative": "Histogram of the unit’s final state, from −1 to +1: positive reviews upwards, mean "
        "{positive}; negative reviews downwards, mean {negative}; this text at {here}.",
    },
    "unmeasured": "This model has no statistics, so we cannot say which words move a unit, or what "
    "states it has in other reviews. Train the model again to measure them.",
    "picker": {
        "label": "Units of both memories by contribution to this verdict, largest first",
        "none": "Units…",
        "option": "{arrow} {unit}   {value}",
    },
    "failed": "No answer arrived. Unpin the unit and choose it again.",
}

_EDIT: dict[str, Any] = {
    "tools": "Edit this word",
    "replace": "replace",
    "delete": "delete",
    "input": "Replacement for “{word}”",
    "inputHint": "Enter applies, Esc cancels",
    "restore": "restore “{word}”",
    "history": "Edits",
    "undo": "undo",
    "redo": "redo",
    "reset": "reset",
    # Sentences: {edit} is one of `edits`.
    "edits": {
        "replaced": "Replacing “{before}” with “{after}”",
        "deleted": "Deleting “{before}”",
        "inserted": "Inserting “{after}”",
        "words": {"1": "This edit of one word", "2": "This edit of {count} words"},
    },
    "shifts": {
        "forward": "{edit} shifts the forward reader by {forward}.",
        "backward": "{edit} shifts the backward reader by {backward}.",
        "both": "{edit} shifts the forward reader by {forward} and the backward reader by {backward}.",
    },
    "verdict": {
        "moved": "The verdict was {before} and is now {after}.",
        "stays": "The verdict is still {after}.",
    },
    "labels": {"negative": "negative, {percent}", "positive": "positive, {percent}"},
    "same": {
        "forward": "Unchanged, bit for bit: the forward memory before it.",
        "backward": "Unchanged, bit for bit: the backward memory after it.",
        "both": "Unchanged, bit for bit: the forward memory before it and the backward memory after it.",
    },
    "nothing": "{edit} changes nothing: the model reads the same input.",
    "window": "The model reads at most {limit} words and marks, so the edit also shifted the part it reads.",
    "rim": "The rim shows how much a memory changed.",
}

PINS: dict[str, Any] = {
    "region": "Pinned",
    "hints": {
        "memories": "Press a word or a square to pin it here.",
        "network": "Press a word to pin it here, or a state to look into it.",
    },
    "keys": "Space plays, ← and → step.",
    "unpin": "Unpin (Esc)",
    "waiting": "…",
    "quoted": texts.QUOTED,
    "arrows": texts.ARROWS,
    "readers": texts.READER_NAMES,
    "word": _WORD,
    "unit": _UNIT,
    "step": STEP,
    "edit": _EDIT,
}
"""The strip under the stage."""

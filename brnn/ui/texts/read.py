"""Texts of the page header, of the Read page, and of everything about a reading."""

from typing import Any

from brnn.explain.knowing import MARGIN
from brnn.ui import texts
from brnn.ui.texts.measures import KEYS, MEASURES
from brnn.ui.texts.pins import PINS

PAGE: dict[str, Any] = {
    "name": "brnn",
    "subtitles": {
        "read": "A recurrent network reads your text twice, once from each end. Type a film review, then "
        "press play or a word.",
        "guess": "Hide a word and let the readers guess it: one from the words before it, one from those "
        "after it, and both together.",
        "compare": "Two texts, or two models, side by side, and what differs between them word by word. "
        "Change either side.",
        "experiments": "Change the text or the network. Predict what the verdict will do before you see it.",
        "models": "How well each model does on the test reviews and on other people’s sentences. Choose one "
        "to read with.",
        "lesson": "A short course on recurrent networks, with examples that you can change.",
    },
    "oneReader": "This network has one reader, which reads your text from one end. Type a film review, then "
    "press play or a word.",
    "pages": "Pages",
    "names": {
        "read": "Read",
        "guess": "Guess",
        "compare": "Compare",
        "experiments": "Experiments",
        "models": "Models",
        "lesson": "Lesson",
    },
    "model": "Model",
    "lost": texts.LOST,
    "retrying": texts.RETRYING,
    "privacy": texts.PRIVACY,
    "messages": texts.MESSAGES,
    "notLoaded": "Not available: {reasons}",
}
"""The header of every page."""

VERDICT: dict[str, Any] = {
    "later": "The verdict comes after the last word.",
    "labels": texts.LABELS,
    "barely": {
        "below": 0.6,
        "labels": {"positive": "Barely positive", "negative": "Barely negative"},
        "note": "Below {percent}, a verdict is hardly more than a guess.",
    },
    "of": {"positive": "probability of positive", "negative": "probability of negative"},
    "ends": ["negative", "positive"],
    "arrows": texts.ARROWS,
    "readers": texts.READER_NAMES,
    "bias": "bias",
    "total": "log-odds",
    "note": {
        "one": "The reader’s evidence and the bias, a constant, add up to the verdict in log-odds; "
        "above zero means positive.",
        "both": "The evidence of both readers and the bias, a constant, add up to the verdict in "
        "log-odds; above zero means positive.",
    },
    "check": "The network’s own output is {logit}; the sum of all words and the bias differs from "
    "it by {gap}.",
    "nothing": {
        "title": texts.NOTHING,
        "details": "There are no words here that this model can read. Only its bias is left, "
        "{bias}: a constant, not a judgement.",
    },
    "spoken": "{label}, {percent}",
    "doubt": {
        "title": "Hard to say",
        "spoken": "Hard to say. {label}, {percent}. {reason}",
        "reasons": {
            "no words": "There are marks or symbols here, but no words.",
            "unknown words": "The model knows {known} of {words} here. It learned from English film "
            "reviews; its verdict says little about other texts.",
            "no opinion": "Nothing here tells the model much: from word to word, its evidence hardly moves.",
        },
        "words": texts.WORDS,
    },
}
"""A verdict and the sum behind it."""

SENTENCES: dict[str, Any] = {
    "readers": texts.READER_NAMES,
    "margin": MARGIN,
    "sides": {"1": "above", "-1": "below"},
    "crosses": {"1": "rises above", "-1": "falls below"},
    "lastWord": "its last word, {word},",
    "courses": {
        "throughout": "The {reader} reader is {side} its average from its first word on and ends {end} it",
        "mostly": "The {reader} reader is mostly {side} its average ({count} of {words} words), stays there "
        "from {word} on and ends {end} it",
        "late": "The {reader} reader is mostly {other} its average ({count} of {words} words), {crosses} it "
        "for the last time at {word} and ends {end} it",
        "even": "The {reader} reader is {other} its average at half of the {words} words, {crosses} it for "
        "the last time at {word} and ends {end} it",
        "throughoutUndecided": "The {reader} reader is {side} its average from its first word on, but ends "
        "undecided, only {end} it",
        "mostlyUndecided": "The {reader} reader is mostly {side} its average ({count} of {words} words), but "
        "ends undecided, only {end} it",
        "lateUndecided": "The {reader} reader is mostly {other} its average ({count} of {words} words), but "
        "ends undecided, only {end} it",
        "evenUndecided": "The {reader} reader is {other} its average at half of the {words} words and ends "
        "undecided, only {end} it",
        "flat": "The {reader} reader stays undecided, never more than {most} from its average",
        "unknown": "The {reader} reader ends at {total}",
        "one": "The {reader} reader has one word to read, {word}, and ends at {total}.",
    },
    "moves": "{course}. {word} moves its evidence most ({step}); its memory changes most at {other}.",
    "movesBoth": "{course}. {word} moves both its evidence ({step}) and its memory most.",
    "quoted": texts.QUOTED,
    "placed": texts.QUOTED_PLACE,
    "placedMark": texts.QUOTED_MARK,
}
"""What each reader did with a text. {word} arrives in quotation marks, {end} as "1.30 above". Closer to its
average than the margin, a reader is undecided."""

WORDS: dict[str, Any] = {
    "title": "What the model read",
    "read": {"1": "The only word is known.", "2": "All {count} words are known."},
    "unknown": {
        "1": "1 unknown word or mark, read as a blank",
        "2": "{count} unknown words or marks, read as blanks",
    },
    "cut": {
        "1": "1 word beyond the {end} {limit}, not read",
        "2": "{count} words beyond the {end} {limit}, not read",
    },
    "skipped": "skipped",
    "sample": {"unknown": "abc", "cut": "abc", "skipped": ", ."},
    "ends": {"start": "first", "end": "last"},
    "limits": {"words": "{limit} words", "marks": "{limit} words and punctuation marks"},
}
"""The text and a legend of its marks. Key "1" is the singular, key "2" the plural."""

MODELS: dict[str, Any] = {
    "line": "Model “{name}”: {readers} {cell}, {units} units, {vocabulary} known words; reads "
    "the {end} {limit} of a review.",
    "names": texts.MODEL_NAMES,
    "readers": texts.DIRECTIONS,
    "cells": texts.CELLS,
    "ends": WORDS["ends"],
    "limits": WORDS["limits"],
}
"""Names of models, and a one-line description."""

READ: dict[str, Any] = {
    "review": texts.REVIEW,
    "placeholder": texts.REVIEW_PLACEHOLDER,
    "examples": "Examples",
    "loading": {"title": texts.LOADING, "details": ["Your text will be read as soon as it is ready."]},
    "verdict": VERDICT,
    "sentences": SENTENCES,
    "words": WORDS,
    "models": MODELS,
    "titles": {
        "memories": {"one": "One reader, one memory", "both": "Two readers, two memories"},
        "network": {
            "one": "The network, with the reader’s evidence after each word",
            "both": "The network, with each reader’s evidence after each word",
        },
        "unit": "The network, with unit {unit} of the {reader} reader",
    },
    "empty": {"one": "Type a word to see the memory here.", "both": "Type a word to see both memories here."},
    "views": {"memories": "show the network", "network": "show the memories"},
    "units": {
        "label": "Units shown",
        "title": "The most influential units are the same for every text: those whose "
        "contribution to the verdict (final state × weight) varies most over the test reviews.",
        "usual": "the {units} most influential units",
        "text": "the {units} units that weigh most here",
        "all": "all {units} units",
    },
    "zoom": "Width of the words",
    "zoomIn": "Wider columns",
    "zoomOut": "Narrower columns",
    "wordCount": texts.WORDS,
    "alternative": {
        "both": "Heatmaps over {words}: forward memory of {units} units and backward memory "
        "of {units} units. Between them, the running evidence in log-odds ends at {forward} for "
        "the forward reader and at {backward} for the backward reader.",
        "forward": "Heatmap over {words}: forward memory of {units} units. Below it, the "
        "running evidence in log-odds ends at {forward}.",
        "backward": "Heatmap over {words}: backward memory of {units} units. Above it, the "
        "running evidence in log-odds ends at {backward}.",
    },
    "network": {
        "nodes": {
            "of": {"forward": "States of the forward reader", "backward": "States of the backward reader"},
            "holds": "after {word}, {place}: {value}",
            "after": "after {word}, {place}",
        },
        "alternative": {
            "both": "The network, unrolled over {words}: a chain of states of each reader. The "
            "forward reader’s evidence ends at {forward}, the backward reader’s at {backward}; they "
            "join in the verdict.",
            "forward": "The network, unrolled over {words}: a chain of states of the forward "
            "reader, whose evidence ends at {forward}.",
            "backward": "The network, unrolled over {words}: a chain of states of the backward "
            "reader, whose evidence ends at {backward}.",
        },
    },
    "measures": MEASURES,
    "stage": {
        "arrows": texts.ARROWS,
        "readers": texts.READER_NAMES,
        "lanes": MEASURES["of"]["added"]["names"],
        "placed": texts.PLACE,
        "mark": texts.MARK,
        "cell": "{reader} memory, unit {unit}: {value}",
        "point": MEASURES["of"]["added"]["point"],
        "key": MEASURES["of"]["added"]["key"],
        "keys": KEYS,
    },
    "play": {
        "group": "Playback",
        "first": "Back to the start (Home)",
        "play": "Play (space)",
        "pause": "Pause (space)",
        "last": "Show all (End)",
        "slider": "Steps",
        "told": "{read} of {steps} steps",
        "speed": "Speed {speed}×",
    },
    "pinned": PINS,
}
"""The Read page."""

"""Texts of the Experiments page: questions before the reveal, sentences after it."""

from typing import Any

from brnn.ui import texts
from brnn.ui.texts.measures import KEYS, MEASURES

_STAYS, _TURNS = "It stays {same}", "It turns {other}"

EXPERIMENTS: dict[str, Any] = {
    "review": texts.REVIEW,
    "placeholder": texts.REVIEW_PLACEHOLDER,
    "messages": {
        "noWords": "There are no words to experiment with.",
        "noStatistics": "Muting a reader needs its average over the training reviews, and this "
        "model has no such statistics.",
    },
    "labels": texts.LABELS_INLINE,
    "key": MEASURES["of"]["added"]["key"],
    "keys": KEYS,
    "arrows": texts.ARROWS,
    "question": "The verdict is {same}, at {before}. What will happen to it?",
    "before": "Make a prediction to see the result here.",
    "right": "You said “{choice}”. You were right.",
    "wrong": "You said “{choice}”. You were wrong.",
    "outcomes": {"stays": "the verdict stays {same}", "turns": "the verdict turns {other}"},
    "order": {
        "title": "Order",
        "about": "The same words in another order. For a bag of words, nothing has changed. "
        "How will the readers react?",
        "control": "Another order",
        "shuffle": "Shuffle",
        "again": "Shuffle again",
        "start": "Strongest sentence first",
        "end": "Strongest sentence last",
        "words": "The words in this order",
        "choices": {"stays": _STAYS, "turns": _TURNS},
        "shift": "{arrow} {value}",
        "moved": "The log-odds go from {before} to {after} ({shifts}): {outcome}.",
        "same": "In this order the log-odds are still {after} ({shifts}): {outcome}.",
        "shuffles": {
            "0": "None of the {shuffles} shuffles flips it.",
            "1": "1 of the {shuffles} shuffles flips it.",
            "2": "{count} of the {shuffles} shuffles flip it.",
        },
        "counting": "For a bag of words, all these orders are the same.",
        "oneWord": "A single word has only one order.",
        "oneSentence": "This text is a single sentence, so it stands first and last already.",
        "alternative": "Dots on an axis of log-odds: as typed {before}, strongest sentence first "
        "{start}, last {end}, and {shuffles} shuffles from {low} to {high}.",
    },
    "padding": {
        "title": "Padding",
        "about": "Programs that read many reviews at once pad them to one length. A mask makes the "
        "readers skip the padding. What happens without it?",
        "side": "Padding",
        "sides": {"after": "after the text", "before": "before the text"},
        "number": "Number of pads",
        "words": texts.WORDS,
        "pads": {"1": "1 pad", "2": "{count} pads"},
        "choices": {"stays": "It hardly moves", "moves": "It moves, but stays {same}", "turns": _TURNS},
        "none": "Without padding there is nothing to mask: {before} either way.",
        "moved": "With {pads} {where} and no mask, the log-odds go from {before} to "
        "{after}: {outcome}. With a mask they are {masked}.",
        "stayed": "With {pads} {where} and no mask, the log-odds are {after}, within "
        "{within} of {before}. With a mask they are {masked}.",
        "alternative": "Log-odds by number of pads {where}. With a mask: {masked} "
        "throughout. Without: from {before} without padding to {after} with {pads}.",
    },
    "explain": {
        "title": "Questions about this review",
        "about": "Choose one, and the answer comes as a table. On the command line, “brnn explain” gives the "
        "same.",
        "question": "Question",
        "table": "The answer, row by row",
        "noStatistics": "This question needs statistics of the training reviews, and this model has none.",
        "badSetting": "This setting is not valid",
    },
    "mute": {
        "title": "Mute",
        "about": "Silence one reader: replace its evidence on this review with its average over "
        "the training reviews.",
        "control": "Muted reader",
        "readers": {"forward": "→ forward", "backward": "← backward"},
        "names": texts.READER_NAMES,
        "choices": {"stays": _STAYS, "turns": _TURNS},
        "both": "With the {reader} reader muted, the log-odds go from {before} to {after}: {outcome}. On {n} "
        "test reviews the accuracy is {unmuted}, and {muted} with this reader muted.",
        "alone": "This model has no other reader: with this one muted, the log-odds of every review are "
        "{after}. On {n} test reviews the accuracy is then {muted} instead of {unmuted}.",
        "alternative": "Dots on an axis of log-odds: {before} with no reader muted, {after} with "
        "the {reader} reader muted.",
    },
}
"""The Experiments page. {before}, {after}: log-odds; {same}, {other}: labels."""

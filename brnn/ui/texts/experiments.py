"""What the Experiments page says: questions before the reveal, sentences after it."""

from __future__ import annotations

from typing import Any

from brnn.ui import texts

EXPERIMENTS: dict[str, Any] = {
    "review": texts.REVIEW,
    "placeholder": texts.REVIEW_PLACEHOLDER,
    "failed": {"title": texts.FAILED, "details": [texts.FAILED_DETAIL]},
    "right": "You said “{choice}”: so it is.",
    "wrong": "You said “{choice}”: it is not so.",
    "question": "What will happen to the verdict, {verdict}?",
    "before": "What comes of it shows here as soon as you have said what you expect.",
    "order": {
        "title": "Order",
        "about": "The same words, read in another order. Would counting words be enough?",
        "control": "Another order",
        "shuffle": "Shuffle",
        "again": "Shuffle again",
        "start": "Strongest sentence first",
        "end": "Strongest sentence last",
        "words": "The words in this order",
    },
    "padding": {
        "title": "Padding",
        "about": "Many demos fill reviews up with pads and forget to hide these from the readers. "
        "What do pads do that are read like words?",
        "side": "Pads",
        "sides": {"after": "after the text", "before": "before the text"},
        "number": "Number of pads",
        "words": ["1 word", "{count} words"],
        "pads": ["1 pad", "{count} pads"],
    },
    "mute": {
        "title": "Mute",
        "about": "One reader keeps silent: what it says of this review gives way to what it says "
        "on average.",
        "control": "Reader that is muted",
        "readers": {"forward": "→ forward", "backward": "← backward"},
    },
}
"""The Experiments page."""

NOTHING = "There is no word here to experiment with."
VERDICT = "{label} at {logit}"
STAYS, MOVES, TURNS = "stays", "moves", "turns"
CHOICES = {
    "order": {STAYS: "It stays {same}", TURNS: "It turns {other}"},
    "padding": {
        STAYS: "It stays as it is",
        MOVES: "It moves, but stays {same}",
        TURNS: "It turns {other}",
    },
    "mute": {STAYS: "It stays {same}", TURNS: "It turns {other}"},
}
STAYED = "the verdict stays {same}"
TURNED = "the verdict turns {other}"

# Order. {shifts}: of each reader, such as "→ −0.31, ← +0.12"
ORDER_MOVED = "From {before} to {after} ({shifts}): {outcome}."
ORDER_SAME = "This order gives {after}, as the text does: {outcome}."
SHUFFLES = {
    0: "None of {n} shuffles turns it.",
    1: "1 of {n} shuffles turns it.",
    2: "{count} of {n} shuffles turn it.",
}
ONE_WORD = "One word has one order only."
COUNTING = "Counting words would see no difference."
SHIFT = "{arrow} {value}"

# Padding
PADDED = {
    1: "With 1 pad {side} the text that is read like a word, the log-odds go from {before} to "
    "{after}: {outcome}. Masked, they are {masked}.",
    2: "With {count} pads {side} the text that are read like words, the log-odds go from {before} "
    "to {after}: {outcome}. Masked, they are {masked}.",
}
PADDED_STAYED = {
    1: "With 1 pad {side} the text that is read like a word, the log-odds are {after}, within "
    "{within} of {before}. Masked, they are {masked}.",
    2: "With {count} pads {side} the text that are read like words, the log-odds are {after}, "
    "within {within} of {before}. Masked, they are {masked}.",
}
UNPADDED = "Without a pad there is nothing to hide: {before}, masked or not."

# Mute
MUTED = "Without what the {reader} reader says of it, the review goes from {before} to {after}: "
MUTED_SCORES = (
    "Over {n:,} test reviews, {unmuted} of the verdicts are right, and {muted} with this reader "
    "muted."
)
MUTED_ALONE = (
    "This model has no other reader: muted, it says {after} of every review. "
    "Over {n:,} test reviews, that makes {muted} of the verdicts right instead of {unmuted}."
)
NO_STATISTICS = (
    "To mute a reader takes its mean over the training reviews, and this model’s folder holds no "
    "statistics."
)
ALTERNATIVES = {
    "order": "Dots on an axis of log-odds: as typed {before}, strongest sentence first {start}, "
    "last {end}, and {n} shuffles from {low} to {high}.",
    "padding": "Log-odds by number of pads {side} the text. Masked: {masked} throughout. Unmasked: "
    "from {before} without pads to {after} with {most} of them.",
    "mute": "Dots on an axis of log-odds: nobody muted {before}, the {reader} reader muted "
    "{after}.",
}

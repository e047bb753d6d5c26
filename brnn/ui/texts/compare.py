"""What the Compare page says, and the comparisons that it offers ready-made."""

from __future__ import annotations

from typing import Any

from brnn.ui import texts
from brnn.ui.texts.read import READ

_CRITIC = (
    "It started slowly and I nearly gave up, but the second half is funny, tender and simply "
    "wonderful."
)
_NOT_BAD = "Not bad at all. I expected to be bored and was never bored."

READY: list[dict[str, Any]] = [
    {"name": "Not", "texts": ["The film was good.", "The film was not good."]},
    {
        "name": "Turned round",
        "texts": [
            "The start is dull, but the end is wonderful.",
            "The start is wonderful, but the end is dull.",
        ],
    },
    {
        "name": "One word",
        "texts": ["A slow film with a good cast.", "A slow film with a bad cast."],
    },
    {
        "name": "The second reader",
        "text": _CRITIC,
        "models": [
            ["ladder/gru-forward", "ladder/gru-bidirectional"],
            ["ladder/lstm-forward", "ladder/lstm-bidirectional"],
            ["ladder/simple-forward", "ladder/simple-bidirectional"],
        ],
    },
    {
        "name": "The other direction",
        "text": _CRITIC,
        "models": [["ladder/gru-forward", "ladder/gru-backward"]],
    },
    {
        "name": "Simple cell or GRU",
        "text": _NOT_BAD,
        "models": [["ladder/simple-bidirectional", "ladder/gru-bidirectional"]],
    },
    {"name": "The article’s model or ours", "text": _NOT_BAD, "models": [["article", "default"]]},
]
"""Two texts under the model that is chosen, or one under the first pair of models that is there."""

COMPARE: dict[str, Any] = {
    "ready": READY,
    "twoTexts": "Two texts",
    "twoModels": "Two models",
    "sides": ["A", "B"],
    "model": "Model of {side}",
    "review": "Review {side}",
    "same": "B reads the same text",
    "placeholder": texts.REVIEW_PLACEHOLDER,
    "loading": {"title": texts.LOADING, "details": []},
    "failed": {"title": texts.FAILED, "details": [texts.FAILED_DETAIL]},
    "stage": READ["stage"],
    "difference": {
        "arrows": texts.ARROWS,
        "lanes": {
            "forward": "How what each word added for the forward reader differs",
            "backward": "How what each word added for the backward reader differs",
        },
        "placed": "word {place} of {words}",
        "cell": "",
        "point": {
            "forward": "→ B less A: {added}",
            "backward": "← B less A: {added}",
        },
    },
    "heading": "B less A",
}
"""The Compare page."""

NO_READER = "{arrow} no {reader} reader"
DIFFERENCE = "B less A, log-odds"
THIN = "thin: other words"
TERMS = {"same": "same words", "other": "other words", "bias": "biases"}
TOTAL = "log-odds"
NOTHING_DIFFERENT = "Neither finds a word to read."

# The sentence: {verdicts} {most}
VERDICTS_PART = "A says {first}, B says {second}: they are {gap} log-odds apart."
VERDICTS_AGREE = "Both say {first}, B by {gap} log-odds {more}."
MORE = {True: "more", False: "less"}
ALIKE = "Both say {first}, with the same log-odds."
MOST = "Most of that is at {word}, which adds {first} for A and {second} for B."
MOST_IN_ONE = "Most of that is at {word}, which {side} alone reads: it adds {added}."
MOST_CHANGED = "Most of that is where A reads {one} ({first}) and B reads {other} ({second})."

"""Texts of the Compare page, and its ready-made comparisons."""

from typing import Any

from brnn.ui import texts
from brnn.ui.texts.measures import KEYS

_NOT_BAD = "Not bad at all. I expected to be bored and was never bored."

READY: list[dict[str, Any]] = [
    {"name": "With “not”", "texts": ["The film was good.", "The film was not good."]},
    {
        "name": "Start and end swapped",
        "texts": [
            "The start is dull, but the end is wonderful.",
            "The start is wonderful, but the end is dull.",
        ],
    },
    {"name": "One word replaced", "texts": ["A film with a good cast.", "A film with a bad cast."]},
    {
        "name": "One reader or two",
        "text": "I laughed a lot, but I want my money back.",
        "models": ["ladder/gru-forward", "ladder/gru-bidirectional"],
    },
    {
        "name": "Forward or backward",
        "text": "The script is terrible, but the ending is wonderful.",
        "models": ["ladder/gru-forward", "ladder/gru-backward"],
    },
    {
        "name": "Simple cell or GRU",
        "text": "Although I laughed a lot, I fell asleep.",
        "models": ["ladder/simple-bidirectional", "ladder/gru-bidirectional"],
    },
    {"name": "A tutorial’s recipe or ours", "text": _NOT_BAD, "models": ["article", "default"]},
]
"""Two texts with the chosen model, or one text with two models, of which one is wrong."""

COMPARE: dict[str, Any] = {
    "ready": READY,
    "twoTexts": "Two texts",
    "twoModels": "Two models",
    "sides": ["A", "B"],
    "model": "Model {side}",
    "review": "Review {side}",
    "same": "B reads the same text",
    "placeholder": texts.REVIEW_PLACEHOLDER,
    "loading": {"title": texts.LOADING, "details": []},
    "labels": texts.LABELS_INLINE,
    "missing": {"forward": "→ no forward reader", "backward": "← no backward reader"},
    "heading": "B minus A",
    "stage": {
        "arrows": texts.ARROWS,
        "lanes": {
            "forward": "B minus A: what each word added for the forward reader",
            "backward": "B minus A: what each word added for the backward reader",
        },
        "placed": texts.PLACE,
        "mark": texts.MARK,
        "cell": "",
        "point": {"forward": "→ B minus A: {value}", "backward": "← B minus A: {value}"},
        "key": "B minus A",
        "keys": KEYS,
    },
    "bars": "B minus A, log-odds",
    "thin": "thin bar: different words",
    "wordCount": texts.WORDS,
    "alternative": "Bars for {words}, {same} of them the same in both readings: what each "
    "added in B minus what it added in A, in log-odds. The verdicts differ by {gap}.",
    "terms": {"same": "same words", "other": "other words", "bias": "biases"},
    "total": "log-odds",
    "verdicts": {
        "apart": "A {first}, B {second}. They are {gap} log-odds apart.",
        "alike": "Both {both}, with the same log-odds.",
        "stronger": "Both {both}, and B is more certain, by {gap} log-odds.",
        "weaker": "Both {both}, and B is less certain, by {gap} log-odds.",
    },
    "says": {"one": "says {label}", "both": "say {label}"},
    "leans": {"one": "leans {label}", "both": "lean {label}"},  # where it is hard to say
    "most": {
        "same": "{word} contributes most to that: it adds {first} in A and {second} in B.",
        "single": "{word}, read only in {side}, contributes most to that: it adds {added}.",
        "other": "{word} in A ({first}) and {other} in its place in B ({second}) contribute most to that.",
        "against": "{word} changes it even more, in the opposite direction.",
    },
}
"""The Compare page."""

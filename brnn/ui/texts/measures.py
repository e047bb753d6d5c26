"""Texts about colours: the key to those of a stage, and three measures of a word on the Read page."""

from typing import Any

from brnn.ui import texts

KEYS: dict[str, str] = {
    "same": "Orange speaks for negative, blue for positive. The scale is the same for every text and every "
    "model; what lies beyond it has the strongest colour.",
    "state": "Orange below zero, blue above, and the background colour near zero.",
    "unit": "state of the pinned unit",
    "memory": "memory (sign, not a verdict)",
    "evidence": "evidence so far (scale of this text)",
    "logOdds": "log-odds",
}
"""What the colours of a stage mean, written beside a bar of the scale."""

MEASURES: dict[str, Any] = {
    "label": "Colour of a word:",
    "of": {
        "added": {
            "name": "what it added as it was read",
            "key": "word added",
            "names": {
                "forward": "What each word added for the forward reader",
                "backward": "What each word added for the backward reader",
            },
            "point": {
                "forward": "→ added {value}, evidence so far {evidence}",
                "backward": "← added {value}, evidence so far {evidence}",
            },
        },
        "deleted": {
            "name": "its effect (with it minus without it)",
            "key": "effect of the word",
            "names": {
                "forward": "Effect of each word on the forward reader",
                "backward": "Effect of each word on the backward reader",
            },
            "point": {
                "forward": "→ effect {value}, evidence so far {evidence}",
                "backward": "← effect {value}, evidence so far {evidence}",
            },
        },
        "gradients": {
            "name": "integrated gradients",
            "key": "integrated gradients",
            "names": {
                "forward": "Integrated gradients of the forward reader",
                "backward": "Integrated gradients of the backward reader",
            },
            "point": {
                "forward": "→ integrated gradients {value}, evidence so far {evidence}",
                "backward": "← integrated gradients {value}, evidence so far {evidence}",
            },
        },
    },
    "waiting": "Working it out…",
    "failed": "No answer arrived. Choose another measure, then this one.",
    "unit": "the state of the pinned unit",
    "arrows": texts.ARROWS,
    "trust": {
        "same": "Colour and effect of deletion have the same sign for {shares} of the words whose effect "
        "is at least {matters} log-odds ({texts}; by chance 50%).",
        "share": "{arrow} {share} ({low} to {high}, n = {n})",
        "and": " and ",
        "crops": "excerpts of test reviews",
        "reviews": "test reviews",
        "deleted": "Each word is deleted on its own. Its effect: the text with it minus the text without it.",
    },
}
"""`of` names the measures: in the menu, in the key, over the lanes, at the pointer."""

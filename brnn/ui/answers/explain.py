"""The answer to any question of the registry about one text, as text."""

from typing import Any, Literal

from brnn.explain.registry import EXPLANATIONS, find
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol import TypedDict

OFFERED: list[dict[str, Any]] = [
    {
        "name": explanation.name,
        "question": explanation.question,
        "settings": [
            {
                "name": setting.name,
                "about": setting.about,
                "accepts": setting.kind.accepts,
                "form": setting.kind.form,
                "choices": setting.kind.choices,
            }
            for setting in explanation.settings
        ],
    }
    for explanation in EXPLANATIONS.values()
    if explanation.texts == 1
]
"""All explanations of a single text, in order, with their settings."""


class ExplainedColumn(TypedDict):
    """A column of a table; words: whether it holds words, not numbers."""

    head: str
    words: bool
    cells: list[str]


class Explained(TypedDict):
    """The answer to "explain": one explanation of the registry, see `explain.sheets`.

    Unlike the others, it holds words and formatted numbers, as on the command line, so that a new
    explanation needs no page of its own. facts: (label, value).
    """

    kind: Literal["explanation"]
    name: str
    facts: list[tuple[str, str]]
    columns: list[ExplainedColumn]
    note: str


def explain(asked: Asked) -> Explained:
    """Return an explanation. name: which one. settings: its settings, as text."""
    question, settings = asked.question, asked.question.entries.get("settings", {})
    if not isinstance(settings, dict):
        raise BadQuestion("settings must be a JSON object")
    explanation = find(str(question.entries.get("name")))
    _, sheet = explanation.answer(asked.analyzer, [question.text()], explanation.read(settings))
    return {
        "kind": "explanation",
        "name": explanation.name,
        "facts": [(fact.label, fact.shown) for fact in sheet.facts],
        "columns": [
            {"head": column.head, "words": column.is_text, "cells": list(column.shown)}
            for column in sheet.columns
        ],
        "note": sheet.note,
    }

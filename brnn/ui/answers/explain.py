"""The answer to any question of the registry about one text, as text."""

from __future__ import annotations

from typing import Any

from brnn.analyzer import NoStatistics
from brnn.config import SettingError
from brnn.explain.registry import EXPLANATIONS, find
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol.experiments import Explained
from brnn.ui.protocol.packing import Message

OFFERED: list[dict[str, Any]] = [
    {
        "name": explanation.name,
        "question": explanation.question,
        "settings": [
            {key: getattr(setting, key) for key in ("name", "about", "accepts", "form", "choices")}
            for setting in explanation.settings
        ],
    }
    for explanation in EXPLANATIONS.values()
    if explanation.texts == 1
]
"""All explanations, in order, with their settings."""


def explain(asked: Asked) -> Explained | Message:
    """Return an explanation. name: which one. settings: its settings, as text."""
    question, settings = asked.question, asked.question.entries.get("settings", {})
    if not isinstance(settings, dict):
        raise BadQuestion("settings must be a JSON object")
    try:
        explanation = find(str(question.entries.get("name")))
        _, sheet = explanation.answer(asked.analyzer, [question.text()], explanation.read(settings))
    except SettingError as error:
        return {"kind": "message", "about": "badSetting", "details": [str(error)]}
    except NoStatistics:
        return {"kind": "message", "about": "noStatistics", "details": []}
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

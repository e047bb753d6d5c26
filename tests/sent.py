"""Answers as the page gets them."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from brnn.analyzer import NoStatistics
from brnn.config import SettingError
from brnn.ui.answers import ANSWERS, ModelList, refusal
from brnn.ui.answers.question import Asked, NothingToRead
from brnn.ui.models import Models
from brnn.ui.protocol import Message


def as_sent(name: str, answer: Any) -> Any:
    """The answer to a question as JSON, which has to be of the type that its function names."""
    kind = ModelList if name == "models" else get_type_hints(ANSWERS[name])["return"]
    return _checked(kind, answer)


def replied(name: str, asked: Asked) -> Any:
    """What the page gets: the answer to a question, or the message instead."""
    try:
        return as_sent(name, ANSWERS[name](asked))
    except (NothingToRead, NoStatistics, SettingError) as error:
        status, message = refusal(error, Models(dict))
        assert status == 200
        return _checked(Message, message)


def _checked(kind: Any, answer: Any) -> Any:
    sent = json.loads(json.dumps(answer, allow_nan=False, default=dataclasses.asdict))
    adapter = TypeAdapter(kind)
    checked = adapter.validate_json(json.dumps(sent))
    assert adapter.dump_python(checked, mode="json") == sent  # no entry that it does not name
    return sent

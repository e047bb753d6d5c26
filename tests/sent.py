"""Answers as the page gets them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from brnn.ui.protocol import ANSWERS


def as_sent(name: str, answer: Any) -> Any:
    """The answer to a question as JSON, which has to be of the type that the protocol names."""
    sent = json.dumps(answer, allow_nan=False)
    checked = TypeAdapter(ANSWERS[name]).validate_json(sent)
    assert json.loads(json.dumps(checked)) == json.loads(sent)  # no entry that it does not name
    return json.loads(sent)

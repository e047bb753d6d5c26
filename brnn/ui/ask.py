"""The page's questions over HTTP: `POST ask/<name>` with a JSON object; the answer is JSON.

Pages of other hosts cannot ask: a browser sends JSON to another host only once a preflight has
allowed it, and nobody here answers one.
"""

from __future__ import annotations

import json
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from brnn.text.words import MAX_CHARACTERS
from brnn.ui import answers
from brnn.ui.models import Models
from brnn.ui.protocol import Message
from brnn.ui.scheduler import Scheduler

MAX_BYTES = 16 * MAX_CHARACTERS
"""Of a question: room for two texts in which every character is escaped."""

_LONGEST_NAME = 64  # of a visitor


class _NoQuestion(Exception):
    """A request that is no question of ours."""

    def __init__(self, status: int, about: str, *details: str) -> None:
        self.status, self.message = status, answers.message(about, *details)


def route(models: Models, scheduler: Scheduler) -> Route:
    """Return the route of all questions."""

    async def ask(request: Request) -> Response:
        try:
            name = request.path_params["name"]
            values = await _values(request)
            if name == "models":
                return _json(await answers.list_models(models))
            return _json(await answers.answer(name, values, _visitor(request), models, scheduler))
        except _NoQuestion as refused:
            return _json(refused.message, refused.status)
        except Exception as error:
            status, message = answers.refusal(error, models)
            return _json(message, status)

    return Route("/ask/{name}", ask, methods=["POST"])


async def _values(request: Request) -> Any:
    """Return what the body holds. Raises _NoQuestion, which quotes nothing of it."""
    if request.path_params["name"] not in {"models", *answers.ANSWERS}:
        raise _NoQuestion(404, "badQuestion", "there is no such question")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _NoQuestion(415, "badQuestion", "a question must be sent as application/json")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise _NoQuestion(413, "tooLong")
    try:
        return json.loads(body)  # takes half a surrogate pair, too, which orjson does not
    except (ValueError, RecursionError):
        raise _NoQuestion(400, "badQuestion", "a question must be a JSON object") from None


def _visitor(request: Request) -> str:
    """Return who asks: a page names itself at random, others are told apart by connection."""
    return request.headers.get("visitor", str(request.client))[:_LONGEST_NAME]


def _json(answer: Any | Message, status: int = 200) -> Response:
    try:
        content = orjson.dumps(answer)
    except TypeError:  # half a surrogate pair
        content = json.dumps(answer, allow_nan=False).encode()
    return Response(content, status, media_type="application/json")

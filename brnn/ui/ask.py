"""The page's questions over HTTP: `POST ask/<name>` with a JSON object; the answer is JSON.

Other sites cannot ask: a browser sends JSON to another host only after a successful preflight
request, and this server does not answer those.
"""

import json
from collections.abc import Callable
from typing import Any, Literal

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from brnn.text.words import MAX_CHARACTERS, TextTooLong
from brnn.ui import answers
from brnn.ui.answers.question import BadQuestion
from brnn.ui.models import Models
from brnn.ui.protocol import TypedDict
from brnn.ui.scheduler import Scheduler

JSON = "application/json"
MAX_BYTES = 16 * MAX_CHARACTERS
"""Limit of a question: room for two texts with every character escaped."""

Others = Callable[[], str | None]

_LONGEST_NAME = 64  # of a visitor's name


class Address(TypedDict):
    """The answer to "address". others: where others on the same network open the page; None: nowhere."""

    kind: Literal["address"]
    others: str | None


def route(models: Models, scheduler: Scheduler, others: Others = lambda: None) -> Route:
    """Return the route of all questions.

    others: returns the page's address for others on the same network. Only visitors on this machine
    are told: all others have opened an address that works for them.
    """

    async def ask(request: Request) -> Response:
        if request.method == "OPTIONS":  # else Gradio, which is asked next, gives other sites leave
            return Response(status_code=405)
        name = request.path_params["name"]
        if name == "address":
            answer: Any = Address(kind="address", others=others() if _is_here(request) else None)
            return Response(orjson.dumps(answer), media_type=JSON)
        # A page sends a random name; other clients are identified by their connection.
        visitor = request.headers.get("visitor", str(request.client))[:_LONGEST_NAME]
        try:
            values = await _values(request)
        except ClientDisconnect:  # before the question was whole
            return Response(status_code=400)
        except (BadQuestion, TextTooLong) as error:
            status, answer = answers.refusal(error, models)
        else:
            status, answer = await answers.reply(name, values, visitor, models, scheduler)
        return Response(orjson.dumps(answer), status, media_type=JSON)

    return Route("/ask/{name}", ask, methods=["POST", "OPTIONS"])


def _is_here(request: Request) -> bool:
    host = request.client.host.removeprefix("::ffff:") if request.client else ""
    return host == "::1" or host.startswith("127.")


async def _values(request: Request) -> Any:
    """Return the body. Raises BadQuestion or TextTooLong, which do not quote it."""
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != JSON:
        raise BadQuestion(f"a question must be sent as {JSON}")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise TextTooLong("the question is too long")
    try:
        return json.loads(body)  # unlike orjson, accepts lone surrogates
    except (ValueError, RecursionError):
        raise BadQuestion("a question must be JSON") from None

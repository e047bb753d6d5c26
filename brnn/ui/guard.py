"""What stands between visitors and the app: limits of what they send, and headers of what they get.

A request that arrives slowly, is too large or comes too often is refused before anything else is done.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from contextlib import suppress
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brnn.ui import texts
from brnn.ui.scheduler import Busy

MAX_BYTES = 16_000_000
"""Limit of a request. A question of the page has a lower one, see `ask`."""
SECONDS = 20
"""How long a request may take to arrive."""
A_MINUTE, AT_ONCE = 1_200, 600
"""How many requests one visitor may send: in the long run, and in one go."""
_VISITORS = 10_000  # that are remembered
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_CLOSED = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"  # for a picture in a window of its own
)
_busy: ContextVar[list[Busy]] = ContextVar("busy")


def report(busy: Busy) -> None:
    """Let the request that is being answered end with status 429, whatever Gradio makes of the error."""
    if (noted := _busy.get(None)) is not None:
        noted.append(busy)


class Guard:
    """Passes on what keeps the limits, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._rate = app, _Rate()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noted: list[Busy] = []
        _busy.set(noted)
        arriving = _Arriving(receive)
        begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal begun
            if arriving.refused and not begun:
                return  # what the app makes of a request that it could not receive
            begun = True
            if message["type"] == "http.response.start":
                _complete(message, bool(noted))
            await send(message)

        seconds = self._rate.wait(_visitor(scope)) if scope["method"] == "POST" else 0
        if seconds:
            arriving.refused = _refusal(429, texts.TOO_OFTEN)
            arriving.refused.headers["Retry-After"] = str(seconds)
        else:
            with suppress(_Refused):
                await self._app(scope, arriving.receive, send_guarded)
        if (refused := arriving.refused) and not begun:
            begun = True
            await refused(scope, receive, send_guarded)


class _Refused(Exception):
    """The rest of a request is not received."""


class _Arriving:
    """A request, until it is too large or takes too long. refused: the answer then."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._ends = receive, time.monotonic() + SECONDS
        self._size, self._complete = 0, False
        self.refused: Response | None = None

    async def receive(self) -> Message:
        """Return the next part. Raises _Refused."""
        if self._complete:
            return await self._receive()  # waits for the end of the connection
        try:
            async with asyncio.timeout(self._ends - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            self.refused = _refusal(408, texts.TOO_SLOW)
            raise _Refused from None
        self._size += len(message.get("body", b""))
        self._complete = not message.get("more_body")
        if self._size > MAX_BYTES:
            self.refused = _refusal(413, texts.TOO_LARGE)
            raise _Refused
        return message


def _refusal(status: int, error: str) -> Response:
    """Return an answer for programs, which the page understands, too."""
    about = "busy" if status == 429 else "tooLong"
    return JSONResponse({"error": error, "kind": "message", "about": about, "details": []}, status)


def _complete(start: Message, busy: bool) -> None:
    """Add the headers that every answer has, and the status of one for which there was no time."""
    if busy:
        start["status"] = 429
    headers = MutableHeaders(scope=start)
    headers.update(_HEADERS)
    headers.setdefault("Content-Security-Policy", _CLOSED)
    if start["status"] in (429, 503):
        headers.setdefault("Retry-After", str(Busy.AFTER))


def _visitor(scope: Scope) -> str:
    """Return who asks: a page sends a random name; others are known by their address."""
    host, _ = scope.get("client") or ("", 0)
    return Headers(scope=scope).get("visitor", host)[:64]


class _Rate:
    """Counts the requests of each visitor: a bucket that fills up again (token bucket)."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # requests left, as of when

    def wait(self, visitor: str) -> int:
        """Count a request. Returns 0, or the seconds after which it may come again."""
        now = time.monotonic()
        left, then = self._left.pop(visitor, (float(AT_ONCE), now))
        left = min(AT_ONCE, left + (now - then) * A_MINUTE / 60)
        allowed = left >= 1
        self._left[visitor] = (left - allowed, now)
        if len(self._left) > _VISITORS:
            self._left.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) * 60 / A_MINUTE)

"""What stands between visitors and the app: limits of what they send, and headers of what they get.

A request that arrives slowly, is too large or comes too often is refused before anything else is done.
"""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections import OrderedDict
from contextlib import suppress
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brnn.ui import texts
from brnn.ui.scheduler import Busy

MAX_BYTES = 16_000_000
"""Limit of a request. A question of the page has a lower one, see `ask`."""
SECONDS = 20
"""How long a request may take to arrive."""
A_MINUTE, AT_ONCE = 1_200, 600
"""How many requests one visitor may send: in the long run, and in one go."""
LATEST = 1.0
"""From how many seconds on the server is too late to answer anything new."""
_VISITORS = 10_000  # that are remembered
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Of Gradio's routes, those that the page and programs use. Others take uploads, write files, fetch from other
# hosts, or draw pictures of any size.
_UNUSED = re.compile(
    r"/gradio_api/(?!(?:api|app_id|call|cancel|dev|heartbeat|info|login_check|mcp|openapi\.json|queue|reset|run"
    r"|startup-events|theme\.css)(?:/|$))|/pwa_icon(?:/|$)"
)
_CLOSED = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"  # a browser puts pictures into a page
)
_busy: ContextVar[list[Busy]] = ContextVar("busy")


def report(busy: Busy) -> None:
    """Let the request that is being answered end with status 429, whatever Gradio makes of the error."""
    if (noted := _busy.get(None)) is not None:
        noted.append(busy)


class Guard:
    """Passes on what keeps the limits, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._rate, self._lag = app, _Rate(), _Lag()

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

        arriving.refused = self._refusal(scope)
        if not arriving.refused:
            with suppress(_Refused):
                await self._app(scope, arriving.receive, send_guarded)
        if (refused := arriving.refused) and not begun:
            begun = True
            await refused(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return why a request is refused before it has arrived; its files are not, or a page would break."""
        if _UNUSED.search(scope["path"]):
            return PlainTextResponse("Not Found", 404)
        if scope["method"] == "POST":
            if seconds := self._rate.wait(_visitor(scope)):
                return _refusal(429, texts.TOO_OFTEN, seconds)
            if self._lag.measure() > LATEST:
                return _refusal(429, texts.BUSY)
        elif scope["path"].endswith("/") and self._lag.measure() > LATEST:
            again = {"Refresh": str(Busy.AFTER)}  # the browser tries again by itself
            return PlainTextResponse(texts.RETRYING, 503, again)
        return None


class _Refused(Exception):
    """The rest of a request is not received."""


class _Arriving:
    """A request, until it is too large or takes too long. refused: the answer then."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._ends = receive, math.inf
        self._size, self._complete = 0, False
        self.refused: Response | None = None

    async def receive(self) -> Message:
        """Return the next part. Raises _Refused."""
        if self._complete:
            return await self._receive()  # waits for the end of the connection
        self._ends = min(self._ends, time.monotonic() + SECONDS)
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


def _refusal(status: int, error: str, seconds: int = Busy.AFTER) -> Response:
    """Return an answer for programs, which the page understands, too. seconds: when to come again."""
    about = {408: "failed", 413: "tooLong", 429: "busy"}[status]
    answer = JSONResponse({"error": error, "kind": "message", "about": about, "details": []}, status)
    if status == 429:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _complete(start: Message, busy: bool) -> None:
    """Add the headers that every answer has, and the status of one for which there was no time."""
    if busy:
        start["status"] = 429
    headers = MutableHeaders(scope=start)
    headers.update(_HEADERS)
    headers.setdefault("Content-Security-Policy", _CLOSED)
    if start["status"] in (429, 503):
        headers.setdefault("Retry-After", str(Busy.AFTER))


class _Lag:
    """Measures how late the server is: how long a request waits until anything is done for it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._due = self._late = 0.0

    def measure(self) -> float:
        """Return by how many seconds it was late when last looked at, four times a second."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._due = loop, loop.time()
            self._look()
        return self._late

    def _look(self) -> None:
        assert self._loop
        now = self._loop.time()
        self._late, self._due = now - self._due, now + 0.25
        self._loop.call_at(self._due, self._look)


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

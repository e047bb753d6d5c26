"""The server's connections: how many there are, how long one may be silent, and how they end."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import threading
from asyncio import AbstractEventLoop, TimerHandle, Transport, get_running_loop
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from brnn.ui.guard import SECONDS

_LOG = logging.getLogger(__name__)
_MOST = 4_000
_OTHER_FILES = 200
"""How many files the process may need apart from its connections."""
_LAST_SECOND = 1
"""How long requests under way may take to end, in seconds."""


def run(app: ASGIApp, listener: socket.socket) -> None:
    """Serve an app on a listening socket until SIGTERM; then answer what has been asked, and return.

    The server runs in a thread of its own: in the main thread, uvicorn would install its own handlers.
    """
    _never_dump_memory()
    config = uvicorn.Config(
        app,
        log_config=None,  # else uvicorn writes its own way, whatever `log_as_json` asks for
        access_log=False,
        log_level="warning",
        http=_Impatient,
        limit_concurrency=_limit(),
        timeout_keep_alive=SECONDS,  # after 5, uvicorn's, a page that rested may just be asking
        timeout_graceful_shutdown=_LAST_SECOND,
    )
    server = _Server(config)

    def stop(number: int, _: object) -> None:
        server.should_exit = True
        ending = threading.Timer(_LAST_SECOND + 0.5, os._exit, [128 + number])  # whatever still holds it up
        ending.daemon = True
        ending.start()

    signal.signal(signal.SIGTERM, stop)
    thread = threading.Thread(target=server.run, args=([listener],), name="server")
    thread.start()
    thread.join()


def _never_dump_memory() -> None:
    """Let a crash write no core dump, for it would hold what visitors typed."""
    with suppress(ImportError):  # on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Server(uvicorn.Server):
    """Says once that there are no files left for connections; asyncio says so thousands of times a second."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        told = False

        def tell(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
            nonlocal told
            if getattr(context.get("exception"), "errno", None) in (errno.EMFILE, errno.ENFILE):
                if not told:
                    _LOG.error("no files are left for more connections: they wait")
                told = True
            elif not (told and self.should_exit):  # by then it would try again, on a closed socket
                loop.default_exception_handler(context)

        get_running_loop().set_exception_handler(tell)
        await super().serve(sockets)


class _Impatient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Ends a connection on which no request arrives in time, or nothing of an answer is taken.

    Uvicorn itself would wait forever for the first request, and for a client that has stopped reading.
    """

    _ending: TimerHandle | None = None
    _looking: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # so that it pauses writing as soon as anything is left
        self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look(None)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._look_no_more()

    def _look(self, before: int | None) -> None:
        left = self.transport.get_write_buffer_size()
        if left == before:
            self.transport.abort()
        else:
            self._looking = self.loop.call_later(SECONDS, self._look, left)

    def _look_no_more(self) -> None:
        if self._looking:
            self._looking.cancel()
            self._looking = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle and not self.cycle.response_complete:
            self._wait_no_more()
        else:
            self._wait()

    def connection_lost(self, error: Exception | None) -> None:
        self._wait_no_more()
        self._look_no_more()
        super().connection_lost(error)

    def _wait(self) -> None:
        self._ending = self._ending or self.loop.call_later(SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._ending:
            self._ending.cancel()
            self._ending = None


def _limit() -> int:
    """Return how many connections there may be. Where the system allows it, there are files for all."""
    try:
        import resource
    except ImportError:  # on Windows
        return _MOST
    wanted = _MOST + _OTHER_FILES
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < wanted and (most == resource.RLIM_INFINITY or most > files):
        files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, min(_MOST, files - _OTHER_FILES))

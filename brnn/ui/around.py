"""What stands around the page's app: paths of proxies, a start of its own, its routes beside Gradio's."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send


class AnyPath:
    """Serves the app at a proxy's path as well as at the root: some proxies strip the path, some keep it."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without the proxy's path."""
        if "path" in scope:
            path = f"/{scope['path'].lstrip('/')}"  # stripped, `/demo/x` may have become `//x`
            if f"{path}/".startswith(f"{self._path}/"):
                path = f"/{path[len(self._path) :].lstrip('/')}"
            scope = {**scope, "path": path}
        await self._app(scope, receive, send)


class StartsItself:
    """Starts the app with its first request if no server does: Starlette starts no app that is mounted.

    Gradio's queue lives in the event loop that starts it, so a new loop starts the app again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._life: asyncio.Task[None] | None = None
        self._started: asyncio.Future[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, once the app has started."""
        loop = asyncio.get_running_loop()
        if scope["type"] == "lifespan":
            self._loop, self._started = loop, None
        elif self._loop is not loop:
            self._loop, self._started = loop, loop.create_future()
            self._life = loop.create_task(self._live(scope["app"], self._started))
        if self._started:
            await asyncio.shield(self._started)  # a visitor who leaves takes the start from nobody
        await self._app(scope, receive, send)

    async def _live(self, app: Any, started: asyncio.Future[None]) -> None:
        """Enter the app's lifespan and, in the same task, leave it when the loop ends."""
        try:
            async with app.router.lifespan_context(app):
                started.set_result(None)
                await asyncio.Event().wait()
        except Exception as error:
            if started.done():
                raise
            started.set_exception(error)


class OwnRoutes:
    """Serves the page's own routes beside Gradio's: those of the Blocks that run now, see `server.demo`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let our routes answer, or else Gradio."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            routes = scope["app"].get_blocks().routes
            await Router(routes, redirect_slashes=False, default=self._app)(scope, receive, send)

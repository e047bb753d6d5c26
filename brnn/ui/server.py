"""The server: nothing is loaded from another host, and nothing is sent to one."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from brnn import figures
from brnn.ui import api, ask, page, starting
from brnn.ui.api import health
from brnn.ui.around import AnyPath, OwnRoutes, StartsItself
from brnn.ui.head import PLOTLY_URL, STYLE_URL, OwnHead
from brnn.ui.models import Models
from brnn.ui.page import SCRIPTS, SCRIPTS_URL
from brnn.ui.scheduler import Scheduler
from brnn.ui.style import style
from brnn.ui.theme import theme

_HERE = Path(__file__).parent
_WAITING = 1_000
"""How many calls of programs may wait."""
PAUSES = {"sleep_when_free": 0.05, "progress_update_sleep_when_free": 0.1}
_NEWEST = {"Cache-Control": "no-cache"}  # revalidated at every visit: no mix of versions
Endpoint = Callable[[Request], Awaitable[Response]]
_FILES = {
    PLOTLY_URL: figures.PLOTLY_JS,
    "card.png": _HERE / "card.png",
}


_SETTINGS = {
    "ssr_mode": False,
    "run_history": False,
    "enable_monitoring": False,
    "show_error": False,
    "pwa": False,
    "footer_links": ["api"],
    "max_file_size": 1,  # nothing is uploaded here
    "favicon_path": str(_HERE / "favicon.png"),
}


def build(
    models: Models, scheduler: Scheduler, root_path: str = "", others: ask.Others = lambda: None
) -> FastAPI:
    """Return the app: our routes, and behind them Gradio with the page. Its start starts the models.

    root_path: path or full address at which a proxy serves the app, without a slash at its end.
    others: see `ask.route`.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        models.start()
        yield

    blocks = _blocks(models, scheduler)
    app = FastAPI(
        openapi_url=None,
        middleware=[Middleware(StartsItself), Middleware(AnyPath, urlsplit(root_path).path)],
        routes=_routes(models, scheduler, others),
        lifespan=lifespan,
    )
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        root_path=root_path,
        app_kwargs={"middleware": [Middleware(OwnHead, root_path)]},
        theme=theme(),
        mcp_server=api.serves_tools(),
        **_SETTINGS,
    )
    blocks.answer_tools()
    return app


def demo(
    models: Models,
    scheduler: Scheduler,
    root_path: str = "",
    host: str | None = None,
    port: int | None = None,
) -> gr.Blocks:
    """Return the page as Gradio's Blocks, whose `launch` serves all of it, see `build` for the rest.

    `gradio app.py` and Spaces with ZeroGPU count on `launch`; only the former swaps the Blocks that run.
    """
    blocks = _blocks(models, scheduler)
    blocks.routes = _routes(models, scheduler)
    around = [
        Middleware(AnyPath, urlsplit(root_path).path),
        Middleware(OwnRoutes),
        Middleware(OwnHead, root_path),
    ]
    settings = {
        "root_path": root_path,
        "server_name": host,
        "server_port": port,
        "app_kwargs": {"middleware": around},
        "share": False,
        "theme": theme(),
        "mcp_server": api.serves_tools(),
        **_SETTINGS,
    }
    start = blocks.launch

    def launch() -> None:
        app, *_ = start(**settings, prevent_thread_lock=True)
        if app:  # Gradio's reloader starts nothing; it only looks for the new Blocks
            blocks.answer_tools()
            blocks.block_thread()

    blocks.launch = launch
    return blocks


def _routes(models: Models, scheduler: Scheduler, others: ask.Others = lambda: None) -> list[BaseRoute]:
    return [
        ask.route(models, scheduler, others),
        health.route(models),
        *(Route(f"/{name}", _send(path)) for name, path in _FILES.items()),
        Route(f"/{STYLE_URL}", _style),
        Route(f"/{SCRIPTS_URL}/{{name:path}}", _script),
    ]


def _blocks(models: Models, scheduler: Scheduler) -> api.Page:
    with starting.without_apps():
        blocks = page.build(models, scheduler)
        rest(blocks.queue(max_size=_WAITING, default_concurrency_limit=None))
    return blocks


def rest(blocks: gr.Blocks) -> None:
    """Make Gradio's queue poll less often.

    It polls every millisecond, which takes 5 to 8% of a core when idle. Gradio has no setting for
    this; these are the intervals it uses on Windows. If Gradio renames them, this has no effect and
    a test fails.
    """
    queue = blocks._queue
    for pause, seconds in PAUSES.items():
        setattr(queue, pause, seconds)


def run(app: FastAPI, listener: socket.socket) -> None:
    """Serve an app on a listening socket for as long as the process lives.

    The caller handles signals: in the main thread, uvicorn would install its own handlers and wait
    for open connections to close.
    """
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listener],), name="server")
    thread.start()
    thread.join()


class _Scripts(StaticFiles):
    """The page's scripts."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update(_NEWEST)
        return response


_SCRIPTS = _Scripts(directory=SCRIPTS)


async def _script(request: Request) -> Response:
    # A mounted folder would not be found behind a proxy: Starlette looks under root_path.
    return await _SCRIPTS.get_response(request.path_params["name"], request.scope)


async def _style(request: Request) -> Response:
    return Response(style(), media_type="text/css", headers=_NEWEST)


def _send(path: Path) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return FileResponse(path, headers={"Cache-Control": "public, max-age=86400"})

    return endpoint

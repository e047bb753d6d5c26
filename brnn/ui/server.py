"""The server: nothing is loaded from another host, and nothing is sent to one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import gradio as gr
from fastapi import FastAPI
from gradio.queueing import Event
from gradio.server_messages import EventMessage, ProcessCompletedMessage
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from brnn.ui import api, ask, files, page, starting
from brnn.ui.api import health
from brnn.ui.around import AnyPath, OwnRoutes, StartsItself
from brnn.ui.guard import Guard
from brnn.ui.head import OwnHead
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler
from brnn.ui.theme import theme
from brnn.ui.watched import Watch, Watched

_HERE = Path(__file__).parent
_WAITING = 1_000
"""How many calls of programs may wait."""
_SESSIONS = 1
"""How many sessions of programs Gradio keeps; with none it fails."""
UNREAD = 60.0
"""For how many seconds an answer waits for a program to fetch it."""
PAUSES = {"sleep_when_free": 0.05, "progress_update_sleep_when_free": 0.1}
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
    models: Models,
    scheduler: Scheduler,
    root_path: str = "",
    others: ask.Others = lambda: None,
    watch: Watch | None = None,
) -> FastAPI:
    """Return the app: our routes, and behind them Gradio with the page. Its start starts the models.

    root_path: path or full address at which a proxy serves the app, without a slash at its end.
    others: see `ask.route`. watch: where requests are noted, if anywhere.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        models.start()
        yield

    blocks = _blocks(models, scheduler)
    app = FastAPI(
        openapi_url=None,
        middleware=[
            *_outermost(watch),
            Middleware(StartsItself),
            Middleware(AnyPath, urlsplit(root_path).path),
        ],
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
    watch: Watch | None = None,
) -> gr.Blocks:
    """Return the page as Gradio's Blocks, whose `launch` serves all of it, see `build` for the rest.

    `gradio app.py` and Spaces with ZeroGPU count on `launch`; only the former swaps the Blocks that run.
    """
    blocks = _blocks(models, scheduler)
    blocks.routes = _routes(models, scheduler)
    around = [
        *_outermost(watch),
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
        "state_session_capacity": _SESSIONS,
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


def _outermost(watch: Watch | None) -> list[Middleware]:
    return [*([Middleware(Watched, watch)] if watch else []), Middleware(Guard)]


def _routes(models: Models, scheduler: Scheduler, others: ask.Others = lambda: None) -> list[BaseRoute]:
    return [
        ask.route(models, scheduler, others),
        health.route(models),
        *files.routes(),
        Route("/card.png", _card),
    ]


def _blocks(models: Models, scheduler: Scheduler) -> api.Page:
    with starting.without_apps():
        blocks = page.build(models, scheduler)
        rest(blocks.queue(max_size=_WAITING, default_concurrency_limit=None))
        keep_nothing(blocks)
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


def keep_nothing(blocks: gr.Blocks) -> None:
    """Make Gradio forget what programs send and get.

    It keeps both for each of 10,000 sessions, and answers that nobody fetches for good. Now it keeps them for
    the newest session, and such an answer for UNREAD seconds. If Gradio changes how, a test fails.
    """
    blocks.state_session_capacity = _SESSIONS
    queue = blocks._queue
    send = queue.send_message

    def forget(event: Event) -> None:
        others = queue.pending_event_ids_session.get(event.session_hash, set()) - {event._id}
        if not others:
            queue.pending_event_ids_session.pop(event.session_hash, None)
            queue.pending_messages_per_session.pop(event.session_hash, None)

    def send_message(event: Event, event_message: EventMessage) -> None:
        send(event, event_message)
        if isinstance(event_message, ProcessCompletedMessage):
            asyncio.get_running_loop().call_later(UNREAD, forget, event)

    queue.send_message = send_message


async def _card(request: Request) -> Response:
    return FileResponse(_HERE / "card.png", headers={"Cache-Control": "public, max-age=86400"})

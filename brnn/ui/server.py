"""The server: nothing is loaded from another host, and nothing is sent to one."""

from __future__ import annotations

import html
import re
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brnn import figures
from brnn.ui import api, ask, page, texts
from brnn.ui.api import health
from brnn.ui.models import Models
from brnn.ui.page import SCRIPTS, SCRIPTS_URL
from brnn.ui.scheduler import Scheduler
from brnn.ui.style import style
from brnn.ui.theme import theme

_HERE = Path(__file__).parent
PLOTLY_URL = "plotly.min.js"  # relative, so that it also works behind a proxy
STYLE_URL = "style.css"
_WAITING = 1_000
"""How many calls of programs may wait."""
PAUSES = {"sleep_when_free": 0.05, "progress_update_sleep_when_free": 0.1}
_NEWEST = {"Cache-Control": "no-cache"}  # revalidated at every visit: no mix of versions
Endpoint = Callable[[Request], Awaitable[Response]]
_FILES = {
    PLOTLY_URL: figures.PLOTLY_JS,
    "card.png": _HERE / "card.png",
}


def build(
    models: Models, scheduler: Scheduler, root_path: str = "", others: ask.Others = lambda: None
) -> FastAPI:
    """Return the app: our routes, and behind them Gradio with the page.

    root_path: path or full address at which a proxy serves the app, without a slash at its end.
    others: see `ask.route`.
    """
    blocks = page.build(models, scheduler)
    app = FastAPI(
        openapi_url=None,
        middleware=[Middleware(AnyPath, urlsplit(root_path).path)],
        routes=[
            ask.route(models, scheduler, others),
            health.route(models),
            *(Route(f"/{name}", _send(path)) for name, path in _FILES.items()),
            Route(f"/{STYLE_URL}", _style),
            Route(f"/{SCRIPTS_URL}/{{name:path}}", _script),
        ],
    )
    rest(blocks.queue(max_size=_WAITING, default_concurrency_limit=None))
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        root_path=root_path,
        app_kwargs={"middleware": [Middleware(OwnHead, root_path)]},
        ssr_mode=False,
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        pwa=False,
        footer_links=["api"],
        max_file_size=1,  # nothing is uploaded here
        favicon_path=str(_HERE / "favicon.png"),
        theme=theme(),
        mcp_server=api.serves_tools(),
    )
    blocks.answer_tools()
    return app


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


class OwnHead:
    """Puts the page's own title, social card, style sheet and plotly.js into its head.

    Gradio's head describes Gradio, and its additions arrive by script: invisible to clients without
    scripts (search engines, messengers), and late for plotly.js. Gradio also prefixes every rule
    of a style sheet given to it, and misreads `:is(a, b)`.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app, self._root_path = app, root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through except the page itself."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def send_changed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            address = _address(Request(scope), self._root_path)
            changed = own_head(body.decode("utf-8"), address, urlsplit(self._root_path).path).encode("utf-8")
            if scope["method"] != "HEAD":
                start["headers"] = [
                    (name, b"%d" % len(changed) if name == b"content-length" else value)
                    for name, value in start["headers"]
                ]
            await send(start)
            await send({"type": "http.response.body", "body": changed})

        await self._app(scope, receive, send_changed)


_ROOT = re.compile(r'(?<="root":")https?://[^"]*(?=")|(?<=const root = ")[^"]*(?=")')
_TAGS = re.compile(
    r'\s*<meta\s[^<>]*?(?:property|name)="(?:og|twitter):[^<>]*/>'
    r'|\s*<link rel="manifest"[^<>]*/>'  # at the host's root, so missing behind a proxy's path
)


def own_head(document: str, address: str, path: str = "") -> str:
    """Return Gradio's page with our title and social tags instead of Gradio's, for any host and scheme.

    Gradio's page asks the host that the request named, which may be known to the proxy alone.

    address: absolute address of the page, with a trailing slash.
    path: path of the page, without one; "" if it is known to the browser alone.
    """
    title, about = html.escape(texts.TITLE), html.escape(texts.DESCRIPTION)
    card, here = html.escape(f"{address}card.png"), html.escape(address)
    tags = f"""
    <title>{title}</title>
    <meta name="description" content="{about}" />
    <meta property="og:type" content="website" />
    <meta property="og:title" content="{title}" />
    <meta property="og:description" content="{about}" />
    <meta property="og:url" content="{here}" />
    <meta property="og:image" content="{card}" />
    <meta name="twitter:card" content="summary_large_image" />
    <link rel="icon" href="favicon.ico" />
    <link rel="stylesheet" href="{STYLE_URL}" />
    <script id="plotly" src="{PLOTLY_URL}" async></script>
    <link rel="modulepreload" href="{SCRIPTS_URL}/main.js" />
"""
    root = path or "."
    document = _ROOT.sub(root, _TAGS.sub("", document)).replace('<base href="./"', f'<base href="{root}/"', 1)
    return document.replace("</head>", f"{tags}</head>", 1)


def _address(request: Request, root_path: str) -> str:
    if "://" in root_path:
        return f"{root_path}/"
    headers = request.headers
    scheme = headers.get("x-forwarded-proto", request.url.scheme).split(",")[0].strip()
    host = headers.get("x-forwarded-host", headers.get("host", "localhost")).split(",")[0].strip()
    return f"{scheme}://{host}{root_path}/"

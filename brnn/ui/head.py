"""The head of the page: our title, social card, style sheet and scripts instead of what Gradio writes."""

from __future__ import annotations

import html
import os
import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brnn.ui import files, texts


class OwnHead:
    """Puts the page's own title, social card, style sheet and scripts into its head.

    Gradio's head describes Gradio, and its additions arrive by script: invisible to clients without
    scripts (search engines, messengers). Gradio also prefixes every rule of a style sheet given to
    it, and misreads `:is(a, b)`. The browser may run this server's scripts and those that Gradio writes into
    its page, which get a nonce, but no text as a script, and nothing from another host.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app, self._root_path = app, root_path
        self._pages: dict[tuple[object, ...], bytes] = {}  # the newest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through except the page itself, which Gradio takes long to write: it is kept."""
        root_path = self._root_path or scope.get("root_path", "")  # the latter if another app mounts this one
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asked or scope["path"].removeprefix(root_path) not in ("", "/"):
            await self._app(scope, receive, send)
            return
        address, blocks = _address(Request(scope), root_path), scope["app"].get_blocks()
        key = address, blocks, blocks.address(files.SCRIPT)
        if (page := self._pages.get(key)) is None:
            start, body = await _answer(self._app, scope, receive)
            if start["status"] != 200:
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            path = urlsplit(self._root_path).path
            page = own_head(body.decode("utf-8"), blocks.address, address, path).encode("utf-8")
            self._pages = {**dict([*self._pages.items()][1 - _MOST_PAGES :]), key: page}
        nonce = secrets.token_urlsafe(16)
        page = page.replace(_NONCE, nonce.encode())
        policy = _POLICY.format(nonce=nonce, framed=_framed())
        await HTMLResponse(page, headers={"Content-Security-Policy": policy})(scope, receive, send)


async def _answer(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Return the start and the whole body of an answer. What the address asks for is for the scripts."""
    start: Message = {}
    body = b""

    async def gather(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
        body += message.get("body", b"")

    await app({**scope, "method": "GET", "query_string": b""}, receive, gather)
    return start, body


_MOST_PAGES = 32
_NONCE = secrets.token_hex(16).encode()  # where the nonce of each answer goes
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'"
    "{framed}"
)
# Gradio's loading animation asks for one frame after the other for good, also once it is not seen any more:
# 8% of a processor wherever the page is open. It gets none.
_FRAMES = r"""{
        const frame = requestAnimationFrame.bind(window), loading = /\/statustracker-/;
        window.requestAnimationFrame = (draw) => (loading.test(new Error().stack) ? 0 : frame(draw));
      }"""
_ROOT = re.compile(r'(?<="root":")https?://[^"]*(?=")|(?<=const root = ")[^"]*(?=")')
_TAGS = re.compile(
    r'\s*<meta\s[^<>]*?(?:property|name)="(?:og|twitter):[^<>]*/>'
    r'|\s*<link rel="manifest"[^<>]*/>'  # at the host's root, so missing behind a proxy's path
)


def own_head(document: str, file: Callable[[str], str], address: str, path: str = "") -> str:
    """Return Gradio's page with our title and social tags instead of Gradio's, for any host and scheme.

    Gradio's page asks the host that the request named, which may be known to the proxy alone.

    file: returns where a file of the page is served, see `files`.
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
    <link rel="stylesheet" href="{file(files.STYLE)}" />
    <link rel="preload" href="{file(files.GIVEN)}" as="fetch" crossorigin />
    <link rel="prefetch" href="{file(files.PLOTLY)}" as="script" />
    <script>
      {_FRAMES}
    </script>
    <script type="module" src="{file(files.SCRIPT)}"></script>
"""
    root = path or "."
    document = _ROOT.sub(root, _TAGS.sub("", document)).replace('<base href="./"', f'<base href="{root}/"', 1)
    return document.replace("</head>", f"{tags}</head>", 1).replace(
        "<script", f'<script nonce="{_NONCE.decode()}"'
    )


def _framed() -> str:
    """Return who may show the page in a frame: its own host alone, but on Spaces everybody may."""
    return "" if "SPACE_ID" in os.environ else "; frame-ancestors 'self'"


def _address(request: Request, root_path: str) -> str:
    if "://" in root_path:
        return f"{root_path}/"
    headers = request.headers
    scheme = headers.get("x-forwarded-proto", request.url.scheme).split(",")[0].strip()
    host = headers.get("x-forwarded-host", headers.get("host", "localhost")).split(",")[0].strip()
    return f"{scheme}://{host}{root_path}/"

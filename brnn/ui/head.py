"""The head of the page: our title, social card and style sheet instead of what Gradio writes."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brnn.ui import texts
from brnn.ui.page import SCRIPTS_URL

PLOTLY_URL = "plotly.min.js"  # relative, so that it also works behind a proxy
STYLE_URL = "style.css"


class OwnHead:
    """Puts the page's own title, social card and style sheet into its head.

    Gradio's head describes Gradio, and its additions arrive by script: invisible to clients without
    scripts (search engines, messengers). Gradio also prefixes every rule of a style sheet given to
    it, and misreads `:is(a, b)`.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app, self._root_path = app, root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through except the page itself."""
        root_path = self._root_path or scope.get("root_path", "")  # the latter if another app mounts this one
        if scope["type"] != "http" or scope["path"].removeprefix(root_path) not in ("", "/"):
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
            address = _address(Request(scope), root_path)
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
    <link rel="prefetch" href="{PLOTLY_URL}" as="script" />
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

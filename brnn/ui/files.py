"""The page's own files. Their addresses change with their content, so a browser may keep them for good."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import gradio
import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from brnn import figures
from brnn.ui.answers.explain import OFFERED
from brnn.ui.bundle import bundle
from brnn.ui.examples import EXAMPLES
from brnn.ui.protocol import CONSTANTS
from brnn.ui.style import style
from brnn.ui.texts.compare import COMPARE
from brnn.ui.texts.experiments import EXPERIMENTS
from brnn.ui.texts.guess import GUESS
from brnn.ui.texts.lesson import LESSON
from brnn.ui.texts.models import MODELS
from brnn.ui.texts.read import PAGE, READ
from brnn.ui.texts.share import SHARE

SCRIPT, GIVEN, STYLE, PLOTLY = "main.js", "given.json", "style.css", "plotly.min.js"
_VERSIONS: set[str] = set()  # those in the addresses of this process
_GRADIOS = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"
_Content = tuple[bytes, bytes]  # as it is, and compressed


def given() -> dict[str, Any]:
    """Return what the scripts get once, when the page loads."""
    own = {"read": READ, "guess": GUESS, "compare": COMPARE, "experiments": EXPERIMENTS}
    return {
        "texts": PAGE | own | {"models": MODELS, "lesson": LESSON, "share": SHARE},
        "explanations": OFFERED,
        "examples": [example._asdict() for example in EXAMPLES],
        "figures": figures.TEMPLATES,
        "constants": CONSTANTS,
        "look": figures.look(),
        "templates": {"light": figures.template(), "dark": figures.template(dark=True)},
        "plotly": address(PLOTLY),
    }


def address(name: str) -> str:
    """Return where a file is served: relative to the page, so that it also works behind a proxy."""
    version = _plotly() if name == PLOTLY else _own(int(time.monotonic()))
    _VERSIONS.add(version)
    return f"page/{version}/{name}"


def routes() -> list[Route]:
    """Return the routes of our files and of Gradio's, which Gradio would compress anew for every visitor.

    An address of ours that is out of date leads to the one of now.
    """
    address(SCRIPT)  # pages of an earlier process have the same, if nothing has changed

    async def send(request: Request) -> Response:
        version, name = request.path_params["version"], request.path_params["name"]
        if name not in (SCRIPT, GIVEN, STYLE, PLOTLY):
            return Response(status_code=404)
        if version not in _VERSIONS:  # else anybody could have the files compressed again and again
            return RedirectResponse(f"../../{address(name)}")
        return _for_good(name, _content(name, version), request)

    async def send_gradios(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _names():
            return Response(status_code=404)
        return _for_good(name, await asyncio.to_thread(_gradios, name), request)

    return [Route("/page/{version}/{name}", send), Route("/assets/{name}", send_gradios)]


def _for_good(name: str, content: _Content, request: Request) -> Response:
    """Return an answer that a browser may keep for good."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if zipped := "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    return Response(content[zipped], 200, headers, mimetypes.guess_type(name)[0])


@lru_cache(maxsize=1)
def _own(_: int) -> str:
    """Return a digest of all files that are ours, because they belong together; anew every second."""
    return _digest(_json(), style().encode(), _script())


@cache
def _plotly() -> str:
    return _digest(figures.PLOTLY_JS.read_bytes())


def _digest(*contents: bytes) -> str:
    return hashlib.sha256(b"\0".join(contents)).hexdigest()[:16]


@cache
def _json() -> bytes:
    return orjson.dumps(given())


def _script() -> bytes:
    return f"{bundle(SCRIPT)}export {{ parts }};\n".encode()


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in _GRADIOS.iterdir() if path.is_file())


@cache
def _gradios(name: str) -> _Content:
    """Return a file of Gradio's, whose name has a digest of its content."""
    return _both((_GRADIOS / name).read_bytes())


@lru_cache(maxsize=16)
def _content(name: str, _: str) -> _Content:
    """Return the content of a file of ours, by its name and version."""
    if name == GIVEN:
        content = _json()
    elif name == STYLE:
        content = style().encode()
    elif name == PLOTLY:
        content = figures.PLOTLY_JS.read_bytes()
    else:
        content = _script()
    return _both(content)


def _both(content: bytes) -> _Content:
    return content, gzip.compress(content, mtime=0)

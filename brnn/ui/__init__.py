"""The page. The only package that imports Gradio.

answers, scheduler  question → typed answer, in turns: numbers, drawn by the scripts in `web`
protocol            what page and server share: constants, arrays as base64, messages
ask, api            the HTTP endpoints for the page and for programs
models              models, loaded in the background
texts, examples     all English text, and the example reviews
page, style, theme  the page, its style sheet, the theme of Gradio's own components
files               the page's own files, under addresses that change with their content
standalone          a reading as one HTML file that works offline
server, address     the server and its addresses
guard, connections  limits of what visitors send, headers of what they get, silent connections, the end
watched             a line and a count for each request, if asked for
head, around        what makes the page ours, and any path its place
starting            a shorter start for Gradio
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brnn.ui import starting

if TYPE_CHECKING:
    from starlette.types import ASGIApp

starting.leave_out_stubs()  # before any module of this package imports Gradio


def asgi(models: Sequence[str] = ()) -> ASGIApp:
    """Return the page as an ASGI app, to be served or mounted under any path of another app.

    models: names of shipped models, model folders, folders of model folders, or addresses on the Hub
        (hf://user/name), the default first; none are all that ship. They load in the background once the
        app is started or first asked. The page says which cannot be loaded, and why.
    """
    from brnn.ui import server  # here, because Gradio takes seconds to import
    from brnn.ui.models import offered
    from brnn.ui.scheduler import Scheduler

    return server.build(offered([models] if isinstance(models, str) else models), Scheduler())

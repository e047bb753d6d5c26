"""An app that nobody starts: Starlette starts no app that is mounted in another."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from brnn.ui.around import StartsItself


class Made:
    """An app that starts itself, mounted in another. seen: what happened, in order."""

    def __init__(self, fails: bool = False) -> None:
        self.seen: list[str] = []

        @asynccontextmanager
        async def lifespan(app):
            self.seen.append("starts")
            task = asyncio.current_task()
            await asyncio.sleep(0)  # others may come in between
            if fails:
                raise OSError("no start")
            try:
                yield
            finally:
                assert asyncio.current_task() is task  # some that are left elsewhere raise an error
                self.seen.append("ends")

        async def page(request):
            self.seen.append("answers")
            return PlainTextResponse("page")

        own = [Middleware(StartsItself)]
        self.inner = Starlette(routes=[Route("/page", page)], middleware=own, lifespan=lifespan)
        self.outer = Starlette(routes=[Mount("/deep", self.inner)])

    async def asks(self) -> int:
        """The status of an answer to one visitor."""
        said = []

        async def send(message):
            said.append(message)

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "method": "GET", "path": "/deep/page", "headers": [], "query_string": b""}
        await self.outer(scope, receive, send)
        return said[0]["status"]


def test_it_starts_once_before_the_first_answer_and_ends_with_the_loop():
    made = Made()

    async def visitors() -> list[int]:
        return await asyncio.gather(made.asks(), made.asks(), made.asks())

    assert asyncio.run(visitors()) == [200, 200, 200]
    assert made.seen == ["starts", "answers", "answers", "answers", "ends"]


def test_in_another_loop_it_starts_again():
    made = Made()
    for _ in range(2):
        assert asyncio.run(made.asks()) == 200
    assert made.seen == ["starts", "answers", "ends"] * 2


def test_whoever_leaves_takes_the_start_from_nobody():
    made = Made()

    async def visitors() -> int:
        first, second = asyncio.create_task(made.asks()), asyncio.create_task(made.asks())
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(visitors()) == 200
    assert made.seen == ["starts", "answers", "ends"]


def test_a_start_that_fails_is_an_error_for_every_visitor():
    made = Made(fails=True)

    async def visitors() -> None:
        for _ in range(2):
            with pytest.raises(OSError, match="no start"):
                await made.asks()

    asyncio.run(visitors())
    assert made.seen == ["starts"]


def test_a_server_that_starts_it_is_trusted():
    made = Made()

    async def served() -> None:
        said = asyncio.Queue()
        heard = asyncio.Queue()
        heard.put_nowait({"type": "lifespan.startup"})
        life = asyncio.create_task(made.inner({"type": "lifespan", "state": {}}, heard.get, said.put))
        assert (await said.get())["type"] == "lifespan.startup.complete"
        assert await made.asks() == 200
        heard.put_nowait({"type": "lifespan.shutdown"})
        await life

    asyncio.run(served())
    assert made.seen == ["starts", "answers", "ends"]

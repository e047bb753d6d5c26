"""What is sent has limits, and every answer its headers; a refusal says why and quotes nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from brnn.ui import guard, texts
from brnn.ui.guard import Guard
from brnn.ui.scheduler import Busy

SECRET = "xyzzy"


async def length(request: Request) -> Response:
    return JSONResponse(len(await request.body()))


async def busy(request: Request) -> Response:
    """What Gradio makes of an error: status 500, in a task of its own."""

    async def fail() -> None:
        guard.report(Busy())

    await asyncio.create_task(fail())
    return JSONResponse({"error": texts.BUSY}, 500)


async def closed(request: Request) -> Response:
    return Response(headers={"Content-Security-Policy": "its own"})


@pytest.fixture
def app() -> Guard:
    routes = [Route(f"/{work.__name__}", work, methods=["GET", "POST"]) for work in (length, busy, closed)]
    return Guard(Starlette(routes=routes))


@pytest.fixture
def client(app, monkeypatch) -> Iterator[TestClient]:
    """Asks a server that is never late, however busy this machine is."""
    monkeypatch.setattr(guard._Lag, "measure", lambda _: 0.0)
    with TestClient(app) as client:
        yield client


def test_every_answer_has_the_headers_and_its_own_policy_stays(client):
    for path, policy in (
        ("/length", guard._CLOSED),
        ("/none", guard._CLOSED),
        ("/closed", "its own"),
    ):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert headers["content-security-policy"] == policy


@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_too_large_is_refused_and_what_is_just_not_is_answered(client, monkeypatch, chunked):
    monkeypatch.setattr(guard, "MAX_BYTES", 1_000)

    def send(size: int) -> Any:
        content = (SECRET * size)[:size].encode()
        parts = iter([content[:7], content[7:]]) if chunked else content
        return client.post("/length", content=parts)

    assert send(1_000).json() == 1_000
    refused = send(1_001)
    assert refused.status_code == 413
    assert refused.json()["error"] == texts.TOO_LARGE
    assert refused.json()["about"] == "tooLong"
    assert SECRET not in refused.text
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_what_never_arrives_is_given_up(app, monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 0.05)
    sent: list[Any] = []

    async def ask() -> None:
        parts = iter([{"type": "http.request", "body": b"a", "more_body": True}])

        async def receive() -> Any:
            if part := next(parts, None):
                return part
            return await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/length", "headers": [], "query_string": b""}
        await asyncio.wait_for(app(scope, receive, send), 60)

    asyncio.run(ask())
    assert sent[0]["status"] == 408
    refused = json.loads(sent[1]["body"])
    assert (refused["error"], refused["about"]) == (texts.TOO_SLOW, "failed")


def test_whoever_asks_too_often_is_told_when_to_come_again_and_the_others_notice_nothing(client, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(guard, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def send(visitor: str) -> Any:
        return client.post("/length", content=b"", headers={"Visitor": visitor})

    statuses = [send("a").status_code for _ in range(guard.AT_ONCE + 1)]
    assert statuses == [200] * guard.AT_ONCE + [429]
    refused = send("a")
    assert refused.json()["about"] == "busy"
    assert send("b").status_code == 200
    assert client.get("/length").status_code == 200
    assert client.post("/length").status_code == 200  # without a name, the address counts
    now[0] += int(refused.headers["retry-after"])
    assert send("a").status_code == 200
    now[0] += 60
    assert [send("a").status_code for _ in range(guard.AT_ONCE + 1)].count(200) == guard.AT_ONCE


def test_no_more_visitors_are_remembered_than_the_limit(client, monkeypatch):
    monkeypatch.setattr(guard, "_VISITORS", 10)
    rate = guard._Rate()
    for number in range(100):
        assert not rate.wait(str(number))
    assert len(rate._left) == 10


def test_an_endpoint_that_has_no_time_answers_429_although_gradio_says_500(client):
    answer = client.post("/busy")
    assert (answer.status_code, answer.json()) == (429, {"error": texts.BUSY})
    assert int(answer.headers["retry-after"]) == Busy.AFTER
    assert client.post("/length").status_code == 200


def test_a_server_that_is_late_refuses_questions_and_pages_but_no_files(client, monkeypatch):
    assert client.get("/").status_code == 404
    late = [0.0]
    monkeypatch.setattr(guard._Lag, "measure", lambda _: late[0])
    assert client.post("/length").status_code == 200
    late[0] = 2.0
    refused = client.post("/length")
    assert (refused.status_code, refused.json()["about"]) == (429, "busy")
    assert int(refused.headers["retry-after"]) == Busy.AFTER
    page = client.get("/")
    assert (page.status_code, page.text) == (503, texts.RETRYING)
    assert int(page.headers["refresh"]) == Busy.AFTER
    assert client.get("/length").status_code == 200


def test_lateness_is_how_long_the_loop_was_held_up():
    async def measure() -> list[float]:
        lag = guard._Lag()
        lag.measure()
        await asyncio.sleep(0.3)
        calm = lag.measure()
        time.sleep(0.8)
        await asyncio.sleep(0.01)
        late = lag.measure()
        while lag.measure() > 0.2:
            await asyncio.sleep(0.05)
        return [calm, late]

    calm, late = asyncio.run(measure())
    assert calm < late
    assert late >= 0.5

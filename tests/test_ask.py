"""Questions over HTTP: what is no question of ours is refused, and nothing of it is repeated."""

from __future__ import annotations

import asyncio
import json
import logging
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from made import analysis_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from brnn.config import ModelConfig
from brnn.ui import ask
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler

SECRET = "xyzzy"


class MadeAnalyzer:
    """Reads without a network."""

    model = SimpleNamespace(config=ModelConfig(units=5), statistics=None, metrics={})

    def analyze(self, text: str) -> Any:
        return analysis_of(text)

    def head_weights(self) -> Any:
        return (np.ones(5, np.float32),) * 2


@pytest.fixture(scope="module")
def visitor() -> TestClient:
    models = Models(lambda: {"a": MadeAnalyzer})
    models.start()
    return TestClient(Starlette(routes=[ask.route(models, Scheduler())]))


def test_a_question_is_answered(visitor):
    answer = visitor.post("/ask/read", json={"text": "it was good"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["text"] == "it was good"
    assert visitor.post("/ask/models", json={}).json()["models"] == ["a"]


@pytest.mark.parametrize(
    ("text", "read"), [("👍🏽 \0 \u2028 <b>",) * 2, ("\udfff good \ud83d", "\ufffd good \ufffd")]
)
def test_any_text_comes_back_as_it_was_read(visitor, text, read):
    answer = visitor.post("/ask/read", content=json.dumps({"text": text}), headers={"Content-Type": ask.JSON})
    assert answer.json()["text"] == read


def refused(visitor: TestClient, content: Any, kind: str = ask.JSON, name: str = "read") -> str:
    answer = visitor.post(f"/ask/{name}", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert SECRET not in answer.text
    return answer.json()["details"][0]


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_what_a_page_of_another_host_can_send_without_asking_is_refused(visitor, kind):
    assert "application/json" in refused(visitor, f'{{"text": "{SECRET}"}}', kind)


def test_a_page_of_another_host_gets_no_leave_to_send_json(visitor):
    answer = visitor.options(
        "/ask/read",
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert answer.status_code == 405
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("content", ["", SECRET, f'{{"text": "{SECRET}', b"\xff\xfe{", "[" * 100_000])
def test_what_is_no_json_is_refused_and_not_repeated(visitor, content, caplog):
    with caplog.at_level(logging.DEBUG):
        assert refused(visitor, content) == "a question must be JSON"
    assert SECRET not in caplog.text


@pytest.mark.parametrize("content", ["[]", "null", "1", f'"{SECRET}"'])
def test_json_that_is_no_object_is_refused(visitor, content):
    assert refused(visitor, content) == "a question must be a JSON object"


def test_a_question_that_there_is_not_is_refused(visitor):
    assert refused(visitor, "{}", name=SECRET) == "there is no such question"
    assert refused(visitor, "{}", name="__class__") == "there is no such question"


def test_a_visitor_who_leaves_while_sending_is_no_error():
    parts = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    sent = []

    async def receive():
        return parts.pop(0)

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/ask/read", "headers": headers}
    asyncio.run(
        ask.route(Models(dict), Scheduler()).app(scope | {"path_params": {"name": "read"}}, receive, send)
    )
    assert sent[0]["status"] == 400


def test_a_body_is_read_up_to_a_limit():
    taken, answer = 0, []
    scope = {"type": "http", "method": "POST", "path_params": {"name": "read"}}
    scope |= {"headers": [(b"content-type", ask.JSON.encode())], "query_string": b"", "path": "/"}

    async def endless() -> dict[str, Any]:
        nonlocal taken
        taken += 65_536
        assert taken < 2 * ask.MAX_BYTES
        return {"type": "http.request", "body": b"a" * 65_536, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        answer.append(message)

    asyncio.run(ask.route(Models(dict), Scheduler()).app(scope, endless, send))
    assert json.loads(answer[1]["body"])["about"] == "tooLong"


@pytest.mark.parametrize(
    ("visitor", "told"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True),
     ("192.0.2.9", False), ("testclient", False)],
)  # fmt: skip
def test_only_this_machine_is_told_where_others_open_the_page(visitor, told):
    app = Starlette(routes=[ask.route(Models(dict), Scheduler(), lambda: "http://192.0.2.7:7860/")])
    answer = TestClient(app, client=(visitor, 50_000)).post("/ask/address", json={}).json()
    assert answer == {"kind": "address", "others": "http://192.0.2.7:7860/" if told else None}

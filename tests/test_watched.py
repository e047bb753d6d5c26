"""What is told about requests: what was asked for, the status and the time, never a text."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from made import analysis_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from brnn.config import ModelConfig
from brnn.model.cache import Cache
from brnn.ui import ask, watched
from brnn.ui.answers import log_without_text
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler
from brnn.ui.watched import Watch, Watched

SECRET = "xyzzy"


class MadeAnalyzer:
    """Reads without a network, each text once."""

    model = SimpleNamespace(config=ModelConfig(units=5), statistics=None, metrics={})

    def __init__(self) -> None:
        self.cache: Cache = Cache(10, 10_000, lambda _: 1)

    def analyze(self, text: str):
        return self.cache.get(text, lambda: analysis_of(text))


def watching(*, metrics: bool, logs: bool) -> TestClient:
    models, scheduler = Models(lambda: {"a": MadeAnalyzer}), Scheduler()
    models.start()
    app = Starlette(routes=[ask.route(models, scheduler)])
    return TestClient(Watched(app, Watch(models, scheduler, metrics, logs)))


@pytest.fixture
def logged(monkeypatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root, own = logging.getLogger(), logging.getLogger("brnn.requests")
    kept = root.handlers[:], root.level, own.level
    watched.log_as_json()
    yield written
    root.handlers[:], root.level = kept[:2]
    own.setLevel(kept[2])


def test_metrics_count_requests_texts_and_jobs_and_hold_no_text():
    client = watching(metrics=True, logs=False)
    for _ in range(3):
        assert client.post("/ask/read", json={"text": f"a {SECRET} film"}).status_code in (200, 500)
    client.post(f"/ask/{SECRET}", json={})
    client.get(f"/{SECRET}")
    found = client.get("/metrics")
    assert found.headers["content-type"].startswith("text/plain")
    assert SECRET not in found.text
    values = dict(re.findall(r"^(\S+?) (\S+)$", found.text, re.MULTILINE))
    counted = {name: float(value) for name, value in values.items() if name.startswith("brnn_requests_total")}
    assert sum(counted.values()) == 5
    assert counted['brnn_requests_total{kind="other",status="404"}'] == 1
    assert float(values['brnn_request_seconds_count{kind="ask/read"}']) == 3
    assert float(values['brnn_texts{how="read"}']) == 2  # the text, and the one that a model is tried with
    assert float(values['brnn_texts{how="cached"}']) == 2
    assert float(values["brnn_jobs_waiting"]) == 0


def test_without_metrics_their_address_is_nothing_special():
    assert watching(metrics=False, logs=True).get("/metrics").status_code == 404


def test_each_request_is_a_line_of_json_without_its_text(logged):
    client = watching(metrics=False, logs=True)
    client.post("/ask/read", json={"text": SECRET})
    client.post(f"/ask/{SECRET}?{SECRET}={SECRET}", json={SECRET: SECRET})
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    asked = [line for line in lines if line["logger"] == "brnn.requests"]
    assert [line["message"] for line in asked] == ["ask/read", "other"]
    assert all(isinstance(line["status"], int) and line["milliseconds"] >= 0 for line in asked)
    assert SECRET not in logged.getvalue()


def test_an_error_is_logged_with_its_kind_and_places_but_not_its_message(logged):
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        log_without_text(error)
        logging.getLogger("brnn").error("something failed", exc_info=error)
    first, second = (json.loads(line) for line in logged.getvalue().splitlines())
    assert "KeyError" in first["message"]
    assert "test_watched.py" in first["message"]
    assert second["error"] == "KeyError"
    assert SECRET not in logged.getvalue()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/demo/", "page"),
        ("/page/0f/lib/dom.js", "file"),
        ("/demo/health", "health"),
        ("/ask/read", "ask/read"),
        ("/demo/ask/word", "ask/word"),
        ("/ask/made_up", "other"),
        ("/gradio_api/run/classify", "api/classify"),
        ("/gradio_api/call/explain/", "api/explain"),
        ("/gradio_api/run/made_up", "other"),
        ("/made/up", "other"),
    ],
)
def test_there_are_few_kinds_of_requests_whatever_is_asked(path, kind):
    assert watched.kind_of(path) == kind

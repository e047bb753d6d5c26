"""How the page is served: models that load behind it, its address, its head."""

from __future__ import annotations

import asyncio
import inspect
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from fastapi import FastAPI
from oracle import random_analyzer
from starlette.applications import Starlette
from starlette.testclient import TestClient

from brnn.ui import address, files, server
from brnn.ui.head import own_head
from brnn.ui.models import Models, NoModel
from brnn.ui.scheduler import Scheduler

PATIENCE = 60  # seconds after which a model that never comes fails a test


class FakeAnalyzer:
    def analyze(self, text: str) -> str:
        return text


def broken() -> FakeAnalyzer:
    raise ValueError("it is broken")


def started(**loads) -> Models:
    models = Models(lambda: loads)
    models.start()
    return models


def test_the_first_model_that_loads_is_the_default_and_what_failed_before_is_left_out():
    models = started(bad=broken, b=FakeAnalyzer, a=FakeAnalyzer)
    assert models.ask().result(PATIENCE)[0] == models.ask("gone").result(PATIENCE)[0] == "b"
    assert models.ask("a").result(PATIENCE)[0] == "a"
    assert models.names() == ["b", "a"]
    assert models.left_out() == ["it is broken"]


def test_a_model_is_loaded_once_and_only_when_somebody_asks_for_it():
    loaded = []

    def load(name: str) -> FakeAnalyzer:
        loaded.append(name)
        return FakeAnalyzer()

    models = started(**{name: partial(load, name) for name in "abc"})
    first = models.ask().result(PATIENCE)
    assert loaded == ["a"]
    assert models.ask("a").result(PATIENCE) is first
    assert models.ask("c").result(PATIENCE) is models.ask("c").result(PATIENCE)
    assert loaded == ["a", "c"]


def test_a_model_that_cannot_be_loaded_says_why_and_the_others_stay():
    models = started(a=FakeAnalyzer, bad=broken)
    models.ask().result(PATIENCE)
    assert models.names() == ["a", "bad"]  # nobody knows yet
    with pytest.raises(NoModel, match="it is broken"):
        models.ask("bad").result(PATIENCE)
    assert models.names() == ["a"]
    assert models.ask("a").result(PATIENCE)[0] == "a"


def test_without_any_model_whoever_waits_hears_why():
    models = started(bad=broken, worse=broken)
    with pytest.raises(NoModel) as raised:
        models.ask().result(PATIENCE)
    assert raised.value.reasons == ["it is broken"] * 2


def test_an_error_that_nobody_expects_is_told_and_logged(caplog):
    def fail():
        raise OSError("the disk is gone")

    for models in (Models(lambda: {"a": fail}), Models(fail)):
        models.start()
        with pytest.raises(NoModel, match="OSError: the disk is gone"):
            models.ask().result(PATIENCE)
    assert "the disk is gone" in caplog.text


@pytest.fixture
def slow() -> Iterator[tuple[Models, threading.Event]]:
    """Models of which one takes its time, until it is let go."""
    go = threading.Event()
    models = started(quick=FakeAnalyzer, slow=lambda: go.wait(PATIENCE) and FakeAnalyzer())
    models.ask().result(PATIENCE)
    yield models, go
    go.set()


def test_any_number_may_wait_for_a_model_and_none_holds_a_thread(slow):
    models, go = slow

    async def wait() -> int:
        waiting = [asyncio.create_task(models.loaded("slow")) for _ in range(200)]
        await asyncio.sleep(0)  # all of them begin
        await models.loaded("quick")  # whoever wants another model does not wait with them
        threads = threading.active_count()
        waiting.pop().cancel()  # somebody leaves, and the others wait on
        await asyncio.sleep(0)
        go.set()
        assert {name for name, _ in await asyncio.gather(*waiting)} == {"slow"}
        return threads

    before = threading.active_count()
    assert asyncio.run(wait()) <= before
    assert models.ask("slow").result(PATIENCE)[0] == "slow"


def test_a_taken_port_is_seen_and_the_next_free_one_taken():
    with address.listen("127.0.0.1", 20_000) as first:
        port = first.getsockname()[1]
        with address.listen("127.0.0.1", port) as second:
            assert second.getsockname()[1] > port
        with socket.create_connection(("127.0.0.1", port), PATIENCE):
            pass  # it listens


def test_an_answer_leaves_without_waiting_for_an_acknowledgement():
    async def delays() -> list[int]:
        found = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            found.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = address.listen("127.0.0.1", 20_000)
        async with await asyncio.start_server(answer, sock=listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            await reader.read()
            writer.close()
        return found

    assert asyncio.run(delays()) == [1]


def test_the_address_for_others_is_printed_only_when_they_are_let_in(monkeypatch):
    monkeypatch.setattr(address, "network_address", lambda: "192.0.2.7")
    assert address.lines("127.0.0.1", 7860) == ["The page is at  http://127.0.0.1:7860/"]
    assert address.for_others("127.0.0.1", 7860) is address.for_others("192.0.2.7", 7860) is None
    assert address.for_others(address.ANY, 7860) == address.for_others("::", 7860) == "http://192.0.2.7:7860/"
    assert address.lines(address.ANY, 7860)[1:] == ["For others on this network:  http://192.0.2.7:7860/"]


def test_the_head_of_the_page_is_ours():
    gradio_head = (
        '<head><meta property="og:image"\n content="https://elsewhere.example/x.jpg" />'
        '<meta name="twitter:creator" content="@Gradio" /><meta charset="utf-8" /></head>'
    )
    head = own_head(gradio_head, files.address, "https://here.example/brnn/", "/brnn")
    assert "elsewhere" not in head
    assert "@Gradio" not in head
    assert '<meta charset="utf-8" />' in head
    assert 'content="https://here.example/brnn/card.png"' in head
    assert head.count("<title>") == 1


@pytest.fixture(scope="module")
def site():
    """The whole app, with one model."""

    async def build() -> FastAPI:  # Gradio wants a running event loop, or leaves one behind
        return server.build(Models(lambda: {"a": random_analyzer}), Scheduler())

    app = asyncio.run(build())
    with TestClient(app, base_url="http://192.0.2.7:7860", raise_server_exceptions=False) as site:
        yield site


@pytest.mark.field_case(17)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/pwa_icon/65"),  # draws a picture of any size
        ("POST", "/gradio_api/upload"),  # writes files, by the thousand
        ("GET", "/gradio_api/upload_progress?upload_id=a"),  # keeps every id
        ("GET", "/gradio_api/file=https://example.org/"),  # fetches from other hosts
        ("GET", "/gradio_api/deep_link?session_hash=a"),  # writes down what programs asked
        ("GET", "/gradio_api/proxy=https://example.org/"),
        ("POST", "/gradio_api/component_server"),
    ],
)
def test_what_gradio_offers_and_nobody_here_needs_is_not_there(site, method, path):
    assert site.request(method, path).status_code == 404


def test_the_page_is_the_same_whatever_the_address_asks(site):
    """Gradio fails for a page that it does not know, and writes it anew for every question."""
    found = [site.get(path) for path in ("/", "/?page=xyzzy", "/?n=1")]
    assert [answer.status_code for answer in found] == [200] * 3
    nonce = re.compile('nonce="[^"]*"')
    assert len({nonce.sub("", answer.text) for answer in found}) == 1


def test_gradio_gives_other_sites_no_leave_to_ask(site):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = site.options("/ask/read", headers=asked)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


def test_gradio_forgets_what_programs_send_and_get(site, monkeypatch):
    gradio = next(route.app for route in site.app.routes if hasattr(getattr(route, "app", 0), "state_holder"))
    queue = gradio.get_blocks()._queue
    for _ in range(3):
        event = site.post("/gradio_api/call/classify", json={"data": [["good"]]}).json()["event_id"]
        assert "positive" in site.get(f"/gradio_api/call/classify/{event}").text
    assert len(gradio.state_holder.session_data) == 1
    monkeypatch.setattr(server, "UNREAD", 0.01)
    unread = site.post("/gradio_api/call/classify", json={"data": [["good"]]}).json()["event_id"]
    assert wait_until(lambda: unread not in queue.pending_messages_per_session)
    assert unread not in queue.pending_event_ids_session


def wait_until(state: Callable[[], bool], seconds: float = 60) -> bool:
    """Return whether a state comes."""
    end = time.monotonic() + seconds
    while not state() and time.monotonic() < end:
        time.sleep(0.01)
    return state()


def test_every_file_of_gradios_is_compressed_once(monkeypatch):
    done = []
    monkeypatch.setattr(files, "_both", lambda content: done.append(len(content)) or (content, content))
    files._gradios.cache_clear()
    try:
        visitor = TestClient(Starlette(routes=files.routes()))
        names = sorted(files._names())
        for name in [*names, *names]:
            assert visitor.get(f"/assets/{name}", headers={"Accept-Encoding": ""}).status_code == 200
    finally:
        files._gradios.cache_clear()
    assert len(done) == len(names)


def test_gradios_queue_rests_between_two_looks():
    """Fails if Gradio names its pauses otherwise, or has none any more: see `server.rest`."""
    import gradio as gr

    async def pauses() -> list[dict[str, float]]:
        with gr.Blocks(analytics_enabled=False) as blocks:
            queue = blocks.queue()._queue
        found = []
        for change in (lambda _: None, server.rest):
            change(blocks)
            found.append({pause: getattr(queue, pause) for pause in server.PAUSES})
            source = inspect.getsource(type(queue))
        assert all(f"asyncio.sleep(self.{pause})" in source for pause in server.PAUSES)
        return found

    often, rare = asyncio.run(pauses())
    assert rare == server.PAUSES
    assert all(rare[pause] >= 10 * often[pause] for pause in rare)


def test_for_an_address_that_is_out_of_date_nothing_is_compressed(monkeypatch):
    monkeypatch.setattr(files, "_both", lambda content: pytest.fail("a file was compressed"))
    visitor = TestClient(Starlette(routes=files.routes()), follow_redirects=False)
    for name in (files.SCRIPT, files.GIVEN, files.STYLE, files.PLOTLY):
        assert visitor.get(f"/page/older/{name}").status_code == 307

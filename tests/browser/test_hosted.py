"""A Space as visitors meet it: its folder alone, behind a proxy with https, in a frame of another site."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client
from hosted import Hosted, hosted, python_of, running_space, visit, write_space
from person import Person
from test_read import REVIEW, shows_analysis
from test_share import shared

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(models, tmp_path_factory) -> Path:
    return write_space(tmp_path_factory.mktemp("space") / "folder", models)


@pytest.fixture(scope="module")
def python(folder, tmp_path_factory) -> str:
    return python_of(folder, tmp_path_factory.mktemp("python"))


@pytest.fixture
def absent(tmp_path) -> str:
    """A search path on which the package `spaces` cannot be imported."""
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent" / "spaces.py").write_text("raise ImportError('not installed')")
    return str(tmp_path / "absent")


@contextmanager
def zero_gpu() -> Iterator[tuple[str, list[str]]]:
    """The address at which ZeroGPU listens for those who start, and what it has heard."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


def answer(app) -> dict:
    question = Request(f"{app.url}ask/read", b'{"text": "A good film"}', {"Content-Type": "application/json"})
    with urlopen(question, timeout=120) as found:
        return json.load(found)


def test_without_the_package_spaces_it_answers(folder, python, absent, tmp_path):
    with running_space(folder, tmp_path, python, PYTHONPATH=absent) as app:
        assert answer(app)["model"] == "article"
        assert "Traceback" not in app.output


def test_on_zerogpu_it_reports_its_start_and_answers(folder, python, tmp_path):
    with zero_gpu() as (address, heard):
        more = {"SPACES_ZERO_GPU": "true", "SPACES_ZERO_DEVICE_API_URL": address, "BRNN_MODELS": "small"}
        with running_space(folder, tmp_path, python, **more) as app:
            assert heard == ["/startup-report"]
            assert answer(app)["model"] == "small"  # a setting of the Space
            assert "Traceback" not in app.output


@pytest.fixture(scope="module")
def space(folder, python, tmp_path_factory) -> Iterator[Hosted]:
    home = tmp_path_factory.mktemp("home")
    with running_space(folder, home, python) as app, hosted(app, home) as space:
        yield space
        assert "Traceback" not in app.output


@pytest.fixture
def visitor(space, browser) -> Iterator[Person]:
    visitor = visit(browser, space)
    yield visitor
    visitor.leaves_without_complaint()
    visitor.page.context.close()


def test_in_the_frame_of_another_site_the_page_reads(visitor, analyzers):
    visitor.open()
    assert visitor.page.evaluate("window.parent !== window && location.protocol") == "https:"
    visitor.types(REVIEW)
    shows_analysis(visitor, analyzers["article"], REVIEW)
    visitor.picks_and_waits("small")


@pytest.mark.parametrize(("theme", "dark"), [("light", False), ("dark", True)])
def test_the_theme_of_the_site_around_is_kept(visitor, theme, dark):
    visitor.open(f"?__theme={theme}")
    assert visitor.page.evaluate("document.body.classList.contains('dark')") == dark


def test_a_shared_link_opens_what_was_seen_outside_the_frame(visitor, browser, space):
    visitor.open()
    visitor.types(REVIEW)
    link = shared(visitor.page)
    assert link.startswith(f"{space.url}#")
    context = browser.new_context()
    other = Person(context.new_page(), space.url)
    other.page.goto(link)
    other.waits_for(REVIEW)
    other.leaves_without_complaint()
    context.close()


def test_programs_are_answered_behind_the_proxy(space, analyzers):
    client = Client(space.url, verbose=False, ssl_verify=False)
    try:
        (verdict,) = client.predict(["A good film"], api_name="/classify")
    finally:
        client.close()
    assert verdict["logit"] == pytest.approx(
        analyzers["article"].classify(["A good film"])[0].logit, abs=1e-5
    )

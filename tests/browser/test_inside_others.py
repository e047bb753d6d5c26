"""The page inside other apps, as README shows it: mounted in one, and under Gradio's reloader."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client
from person import Person
from serving import PATIENCE, ROOT, App, free_port
from test_read import REVIEW, shows_analysis

pytestmark = pytest.mark.browser

README = (ROOT / "README.md").read_text("utf-8").partition("## Inside other apps")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def host(tmp_path_factory) -> Iterator[App]:
    """The other app, as README writes it and starts it; only the model and the port are ours."""
    folder = tmp_path_factory.mktemp("host")
    (code,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    (module, app) = re.search(r"`uvicorn (\w+):(\w+)`", README).groups()
    (folder / f"{module}.py").write_text(code.replace('["default", "article"]', '["article"]'))
    assert f"`{module}.py`" in README
    program = ("-m", "uvicorn", f"{module}:{app}", "--port", str(free_port()))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    host = App(program=program, folder=folder, environment=environment)
    try:
        host.serves()
        yield host
    finally:
        host.stop()


@pytest.fixture(scope="module")
def mounted(host) -> str:
    """Where README says that the page is."""
    path = re.search(r"the page is at `(/.+?)`", README)[1]
    return host.url.rstrip("/") + path


def test_mounted_in_another_app_the_page_reads(mounted, browser, analyzers):
    person = Person(browser.new_page(viewport={"width": 1280, "height": 720}), mounted.rstrip("/"))
    person.open()
    person.types(REVIEW)
    shows_analysis(person, analyzers["article"], REVIEW)
    person.page.locator("nav [data-page=models]").click()
    person.page.locator("#models .chart[data-drawn]").first.wait_for()
    outside = {url for url in person.requests if not url.startswith(mounted)}
    assert outside == {mounted.rstrip("/")}  # before it was sent on to the same with a slash
    person.leaves_without_complaint()
    person.page.close()


def test_mounted_in_another_app_it_answers_programs_and_says_where_it_is(mounted, analyzers):
    client = Client(mounted, verbose=False)
    try:
        (verdict,) = client.predict(["A good film"], api_name="/classify")
        assert client.config["root"] == mounted.rstrip("/")
    finally:
        client.close()
    assert verdict["logit"] == pytest.approx(
        analyzers["article"].classify(["A good film"])[0].logit, abs=1e-5
    )


def test_mounted_in_another_app_its_tools_are_started_too(mounted):
    """They need a start of the app that they are part of, and refuse everything without one."""
    about = {"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}
    kinds = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = Request(f"{mounted}gradio_api/mcp/", json.dumps(asked).encode(), kinds)
    with urlopen(request, timeout=PATIENCE) as answer:
        assert b'"serverInfo"' in answer.read()


def test_mounted_in_another_app_it_is_shared_by_its_own_address(mounted, browser):
    page = browser.new_page()
    page.goto(mounted)
    tags = page.locator("head meta[property='og:url'], head meta[property='og:image']")
    assert tags.evaluate_all("tags => tags.map(tag => tag.content)") == [mounted, f"{mounted}card.png"]
    page.close()


@pytest.fixture
def checkout(models, tmp_path) -> Path:
    """A copy of what is served, to be changed."""
    shutil.copy(ROOT / "app.py", tmp_path)
    shutil.copytree(ROOT / "brnn", tmp_path / "brnn", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(models / "article", tmp_path / "assets" / "article")
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    """Replace what is there once."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_under_gradios_reloader_a_change_is_seen_on_the_page_that_is_open(checkout, browser, analyzers):
    command = [line.split() for line in re.findall(r"^    (gradio app\.py.+)$", README, re.MULTILINE)][-1]
    assert command == ["gradio", "app.py", "--", "--models", "article"]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "GRADIO_SERVER_PORT": str(free_port())}
    gradio = str(Path(sys.executable).with_name("gradio"))
    app = App(program=(gradio, *command[1:]), folder=checkout, environment=environment)
    try:
        app.serves()
        person = Person(browser.new_page(viewport={"width": 1280, "height": 720}), app.url)
        person.open()
        person.types(REVIEW)
        shows_analysis(person, analyzers["article"], REVIEW)
        assert "Watching demo: demo" in app.output
        assert "is not the launched demo" not in app.output
        change(checkout / "brnn" / "ui" / "texts" / "share.py", '"Share"', '"Pass on"')
        answer = checkout / "brnn" / "ui" / "answers" / "reading.py"
        change(answer, '"model": name', '"model": f"new {name}"')
        patience = time.monotonic() + PATIENCE
        while "Changes detected" not in app.output and time.monotonic() < patience:
            answer.touch()  # the reloader may not have begun to look
            time.sleep(0.5)
        person.page.get_by_role("button", name="Pass on", exact=True).wait_for()
        person.waits_for(REVIEW)
        assert person.box.input_value() == REVIEW
        assert person.state("reading")["model"] == "new article"
        person.page.close()
    finally:
        # Ctrl-C in a terminal reaches what Gradio's command has started, too.
        os.killpg(app.process.pid, signal.SIGINT)
        app.stop()
    patience = time.monotonic() + PATIENCE
    while not app.leaves_nobody_behind() and time.monotonic() < patience:
        time.sleep(0.1)
    assert app.leaves_nobody_behind()

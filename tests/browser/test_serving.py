"""The app around the page: models, start and end, addresses, proxies, programs."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from person import Person
from serving import PATIENCE, ROOT, App, free_port, running_app

from brnn.ui import address, bundle, files, texts

pytestmark = pytest.mark.browser


def test_while_the_model_loads_the_page_says_so_then_loses_and_finds_its_server(models, browser):
    port = free_port()
    arguments = ["--models", str(models), "--port", str(port)]
    context = browser.new_context()
    person = Person(context.new_page(), f"http://127.0.0.1:{port}/")
    app = App(*arguments)
    try:
        app.serves()
        # A model that takes its time: what the page asks for is held back.
        asked, loaded = [], threading.Event()
        person.page.route(
            "**/ask/*",
            lambda request: request.continue_() if loaded.is_set() else asked.append(request),
        )

        def let_go() -> None:
            loaded.set()
            while asked:
                asked.pop().continue_()

        person.page.goto(person.url)
        person.page.locator("#read").get_by_text(texts.LOADING, exact=True).wait_for()
        let_go()
        person.page.locator("#stage .stage[data-shown]").wait_for()
        person.pastes("A slow start")
        loaded.clear()
        person.picks("small")
        person.page.locator("#read").get_by_text(texts.LOADING, exact=True).wait_for()
        let_go()  # it is loading when the app is stopped
        assert app.stop() == -signal.SIGINT
        person.page.get_by_text(texts.LOST, exact=True).wait_for(timeout=20_000)
        person.box.fill("typed in the meantime")
        app = App(*arguments)
        app.serves()
        person.page.get_by_text(texts.LOST, exact=True).wait_for(state="hidden")
        person.waits_for("typed in the meantime")
        assert person.box.input_value() == "typed in the meantime"
    finally:
        app.stop()
        context.close()


def starting(app: App, port: int) -> None:
    """Wait until the app has its port, which it takes before it imports Gradio."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        except ConnectionRefusedError:
            assert app.process.poll() is None
            time.sleep(0.01)
        else:
            return


def served(app: App, port: int) -> None:
    app.serves()


@pytest.mark.parametrize(
    ("moment", "how"),
    [
        *product((starting, served), (signal.SIGINT, signal.SIGTERM)),
        (served, signal.SIGKILL),
    ],
)
def test_a_signal_ends_the_app_and_nothing_is_left(models, moment, how):
    port = free_port()
    app = App("--models", str(models), "--port", str(port))
    try:
        moment(app, port)
        # A shell shows 130 and 143, whether the signal ended it or, on a busy machine, `connections` did.
        assert app.stop(how) in (-how, 128 + how)
        assert "Traceback" not in app.output
        assert app.leaves_nobody_behind()
        with address.listen("127.0.0.1", port) as listener:
            assert listener.getsockname()[1] == port
    finally:
        app.process.kill()


@pytest.mark.field_case(13)
def test_variables_that_ask_for_several_workers_start_none(models, monkeypatch):
    monkeypatch.setenv("GRADIO_NUM_WORKERS", "2")
    monkeypatch.setenv("WEB_CONCURRENCY", "2")
    port = free_port()
    app = App("--models", str(models), "--port", str(port))
    try:
        app.serves()
        assert "GRADIO_NUM_WORKERS=2 has no effect" in app.output
        assert "WEB_CONCURRENCY=2 has no effect" in app.output
        assert members_of(app.process.pid) == [app.process.pid]
        assert app.stop(signal.SIGTERM) == -signal.SIGTERM
        assert app.leaves_nobody_behind()
        with address.listen("127.0.0.1", port) as listener:
            assert listener.getsockname()[1] == port
    finally:
        app.process.kill()


def members_of(group: int) -> list[int]:
    """The processes of a group."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True)
    processes = [map(int, line.split()) for line in listed.stdout.splitlines()]
    return [process for process, its_group in processes if its_group == group]


@pytest.mark.field_case(11)
def test_as_compose_files_leave_them_variables_stand_in_or_are_unset(models, monkeypatch):
    port = free_port()
    for name in ("GRADIO_SERVER_NAME", "GRADIO_NODE_NUM_PORTS", "WEB_CONCURRENCY", "HF_HUB_ETAG_TIMEOUT"):
        monkeypatch.setenv(name, "")
    for name, value in {"SERVER_PORT": str(port), "ROOT_PATH": "demo/", "ANALYTICS_MAX_EVENTS": "x"}.items():
        monkeypatch.setenv(f"GRADIO_{name}", value)
    with running_app("--models", str(models)) as app:
        assert app.url == f"http://127.0.0.1:{port}/"
        assert app.says("Behind a proxy, it is at  /demo/")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", "/demo/", headers={"X-Forwarded-Host": "somewhere.example"})
        page = connection.getresponse().read().decode()
        connection.close()
    assert '<meta property="og:url" content="http://somewhere.example/demo/" />' in page
    assert len(app.output.splitlines()) == 2


def test_as_process_1_of_a_container_a_signal_ends_it_too(monkeypatch):
    from brnn.cli import serve

    monkeypatch.setattr(os, "getpid", lambda: 1)
    monkeypatch.setattr(os, "_exit", lambda status: ended.append(status))
    kept = {how: signal.getsignal(how) for how in (signal.SIGINT, signal.SIGTERM)}
    ended: list[int] = []
    try:
        serve.end_at_once_on_signals()
        for how in kept:
            signal.raise_signal(how)
    finally:
        for how, handler in kept.items():
            signal.signal(how, handler)
    assert ended == [130, 143]


def test_started_as_spaces_does_it_prints_its_address_and_nothing_else(models, monkeypatch):
    monkeypatch.setenv("SYSTEM", "spaces")
    monkeypatch.setenv("SPACE_ID", "somebody/something")
    monkeypatch.setenv("GRADIO_SERVER_PORT", str(free_port()))
    with running_app("--models", str(models)) as app:
        connection = http.client.HTTPConnection(app.url.split("/")[2], timeout=PATIENCE)
        connection.request("GET", "/", headers={"X-Forwarded-Host": "somewhere.example"})
        assert b"http://somewhere.example/card.png" in connection.getresponse().read()
        connection.close()
    assert app.output.splitlines() == [f"The page is at  {app.url}"]


def test_without_a_model_page_and_health_check_say_why_and_how_to_train_one(tmp_path, browser):
    with running_app("--models", str(tmp_path), "--port", str(free_port())) as app:
        page = browser.new_page()
        page.goto(app.url)
        page.locator("#read").get_by_text(texts.NO_MODEL, exact=True).wait_for(timeout=60_000)
        said = page.locator("#read .verdict").inner_text()
        assert str(tmp_path) in said
        assert "train.py" in said
        health = page.request.get(f"{app.url}health")
        assert (health.status, health.json()["status"]) == (503, "failed")
        assert str(tmp_path) in health.json()["problems"][0]
        page.close()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that someone else listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_that_was_asked_for_is_named_with_the_next_free_one(taken):
    ended = run("--port", str(taken))
    assert ended.returncode == 2
    assert re.search(rf"Port {taken} is taken.*--port \d+", ended.stderr)


@pytest.mark.field_case(10)
def test_a_temporary_folder_that_cannot_be_made_is_named(models, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "file" / "below"))
    ended = run("--models", str(models), "--port", str(free_port()))
    assert ended.returncode == 2
    assert "see GRADIO_TEMP_DIR: " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_default_port_taken_is_said_and_the_next_free_one_used(models):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody else's, then
            other.bind(("127.0.0.1", address.FIRST_PORT))
            other.listen()
        with running_app("--models", str(models)) as app:
            port = int(app.url.rstrip("/").rpartition(":")[2])
            assert port > address.FIRST_PORT
            assert f"Port {address.FIRST_PORT} is taken; using {port} instead." in app.output


@pytest.mark.parametrize("way", ["--lan", "GRADIO_SERVER_NAME"])
def test_others_on_the_network_get_an_address(models, monkeypatch, way):
    arguments = ["--models", str(models)]
    if way == "--lan":
        arguments += ["--lan", "--port", str(free_port())]
    else:  # as on Hugging Face Spaces
        monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")
        monkeypatch.setenv("GRADIO_SERVER_PORT", str(free_port()))
    with running_app(*arguments) as app:
        assert app.url.startswith("http://127.0.0.1:")
        if host := address.network_address():
            port = int(app.url.rstrip("/").rpartition(":")[2])
            assert app.says(f"For others on this network:  http://{host}:{port}/")
            connection = http.client.HTTPConnection(host, port, timeout=20)
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
            connection.close()


@pytest.mark.parametrize("program", [["app.py"], ["-m", "brnn", "serve"]])
def test_help_answers_without_gradio_and_tensorflow(program):
    ended = run("--help", program=["-X", "importtime", *program])
    assert ended.returncode == 0
    assert "--root-path" in ended.stdout
    assert not re.search(r"\| +(gradio|tensorflow|keras|plotly)$", ended.stderr, re.MULTILINE)


def run(*arguments: str, program: Sequence[str] = ("app.py",)) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.field_case(12)
def test_the_page_is_given_to_the_browser_as_it_was_made(app):
    """What a component of Gradio is given could be named like a property of its own and replace it."""
    connection = http.client.HTTPConnection(app.url.split("/")[2], timeout=PATIENCE)
    connection.request("GET", "/config")
    text = connection.getresponse().read().decode()
    connection.request("GET", f"/{files.address(files.GIVEN)}")
    given = json.loads(connection.getresponse().read())
    connection.close()
    assert not re.search("<function|<bound method|object at 0x", text)
    [shown] = [each["props"] for each in json.loads(text)["components"] if each["type"] == "column"]
    assert shown["elem_id"] == "brnn"
    assert given == json.loads(json.dumps(files.given()))


def test_only_who_asks_for_the_page_gets_it(app):
    def ask(method: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(app.url.split("/")[2])
        connection.request(method, "/")
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    assert ask("HEAD") == (200, b"")
    assert ask("POST")[0] == 405
    status, first = ask("GET")
    assert status == 200
    again = ask("GET")[1]  # kept, but for its nonce
    assert first != again
    nonce = re.compile(rb'nonce="[^"]+"')
    assert nonce.sub(b"", first) == nonce.sub(b"", again)


def test_the_page_introduces_itself_to_those_who_run_no_script(app):
    connection = http.client.HTTPConnection(app.url.split("/")[2])
    connection.request("GET", "/")
    head = connection.getresponse().read().decode()
    assert f"<title>{texts.TITLE}</title>" in head
    assert f'content="{app.url}card.png"' in head
    assert "raw.githubusercontent.com" not in head
    connection.request("GET", "/card.png")
    card = connection.getresponse().read()
    assert int.from_bytes(card[16:20]) == 1200
    assert int.from_bytes(card[20:24]) == 630
    connection.close()


def test_files_may_be_kept_under_their_own_address_and_nothing_beside_them_is_served(app):
    def get(path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(app.url.split("/")[2])
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    ours = {
        f"/{files.address(name)}": name for name in (files.SCRIPT, files.STYLE, files.GIVEN, files.PLOTLY)
    }
    page = get("/").content.decode()
    gradios = dict.fromkeys(re.findall(r"/assets/[\w.-]+", page))
    assert gradios
    for path, name in (gradios | ours).items():
        plain, packed = get(path), get(path, **{"Accept-Encoding": "gzip, br"})
        assert plain.status == packed.status == 200
        assert "immutable" in plain.getheader("Cache-Control")
        assert (plain.getheader("Content-Encoding"), packed.getheader("Content-Encoding")) == (None, "gzip")
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < len(plain.content)
        if not name:
            continue
        older = get(f"/page/older/{name}")
        assert older.status == 307
        assert urljoin(f"/page/older/{name}", older.getheader("Location")) == path
    outside = ("..%2fserver.py", "%2e%2e%2fserver.py", "../../server.py")
    for name in ("none.js", "lib/dom.js", "", 300 * "x", *outside):
        for folder in ("page/older", files.address(files.SCRIPT).rsplit("/", 1)[0], "assets"):
            answer = get(f"/{folder}/{name}")
            # What has a slash is not ours under "assets"; Gradio refuses it in its own way.
            assert answer.status == 404 or (folder == "assets" and answer.status in (400, 403))
            assert b"import" not in answer.content


def test_an_address_changes_with_the_content_of_any_file_of_ours(tmp_path, monkeypatch):
    now = iter(range(10))
    monkeypatch.setattr(files.time, "monotonic", lambda: next(now))
    before, plotly = files.address(files.STYLE), files.address(files.PLOTLY)
    copy = shutil.copytree(bundle.SCRIPTS, tmp_path / "web")
    monkeypatch.setattr(bundle, "SCRIPTS", copy)
    assert files.address(files.STYLE) == before
    with (copy / "lib" / "dom.js").open("a") as script:
        script.write("// changed")
    assert files.address(files.STYLE) != before
    assert files.address(files.PLOTLY) == plotly


def test_the_title_and_the_icon_are_ours(newcomer):
    newcomer.open()
    assert newcomer.page.title() == texts.TITLE
    icon = newcomer.page.request.get(f"{newcomer.url}favicon.ico")
    assert icon.body() == (ROOT / "brnn" / "ui" / "favicon.png").read_bytes()


def test_a_busy_server_is_asked_again_until_it_answers(newcomer):
    newcomer.open("?__theme=light")
    refused = threading.Event()

    def refuse(route) -> None:
        refused.set()
        busy = {"kind": "message", "about": "busy", "details": []}
        route.fulfill(status=503, headers={"Retry-After": "1"}, json=busy)

    newcomer.page.route("**/ask/read", refuse)
    newcomer.box.fill("A film that is worth the wait.")
    notice = newcomer.page.get_by_text(texts.RETRYING)
    notice.wait_for()
    assert refused.is_set()
    assert newcomer.box.input_value() == "A film that is worth the wait."
    newcomer.page.unroute("**/ask/read")
    newcomer.waits_for("A film that is worth the wait.")
    notice.wait_for(state="hidden")
    newcomer.complaints.clear()  # the browser reports the status 503


def test_where_nobody_says_which_models_there_are_the_page_asks_again(newcomer):
    asked = []

    def give_up_once(route) -> None:
        asked.append(route)
        route.continue_() if asked[1:] else route.fulfill(status=504, content_type="text/html", body="<p>")

    newcomer.page.route("**/ask/models", give_up_once)
    newcomer.open()
    assert len(asked) == 2
    newcomer.complaints.clear()  # of the status 504


def test_a_home_that_cannot_be_written_is_not_needed(models, monkeypatch):
    """Not even by root: it is no folder."""
    monkeypatch.setenv("HOME", os.devnull)
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, os.devnull)
    with running_app("--models", str(models), "--port", str(free_port())) as app:
        assert asks(app, "read")["text"] == "a good film"
        assert asks(app, "gradients")["kind"] != "message"
        assert "Traceback" not in app.output


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a running process can be set on Linux alone")
def test_without_memory_for_gradients_the_page_says_so_and_reads_on(monkeypatch):
    import resource

    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")  # threads would keep address space in reserve
    with running_app("--port", str(free_port())) as app:
        assert asks(app, "gradients")["kind"] == "gradients"
        status = (Path("/proc") / str(app.process.pid) / "status").read_text()
        held = 1024 * int(re.search(r"VmSize:\s+(\d+)", status)[1])
        resource.prlimit(app.process.pid, resource.RLIMIT_AS, (held + 10_000_000,) * 2)
        refused = asks(app, "gradients", "a good film " * 130)
        assert (refused["kind"], refused["about"]) == ("message", "failed")
        assert asks(app, "read")["text"] == "a good film"
        assert "a good film" not in app.output


@pytest.mark.skipif(sys.platform != "linux", reason="open files and limits are looked up in /proc")
def test_what_visitors_type_is_on_no_disk_in_no_log_and_in_no_core_dump(models, tmp_path, monkeypatch):
    """What the page and programs ask holds a word that occurs nowhere else, in both cases."""
    nonce = "xyzzyplugh"
    for name in ("HOME", "TMPDIR", "HF_HOME", "GRADIO_TEMP_DIR", "XDG_CACHE_HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))

    def traces() -> list[str]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [str(path) for path in files if nonce.encode() in path.read_bytes().lower()]

    with running_app("--models", str(models), "--port", str(free_port()), "--metrics", "--log-json") as app:
        process = Path("/proc") / str(app.process.pid)
        assert asks(app, "read", f"a good {nonce} film")["text"] == f"a good {nonce} film"
        assert asks(app, "gradients", f"{nonce.upper()} good")["kind"] != "message"
        asks(app, "compare", f"good {nonce}")
        asks(app, f"{nonce}", "no such question")
        for api, values in (("classify", [[f"good {nonce}"]]), ("explain", [f"good {nonce}", "ledger"])):
            event = answered(app, f"gradio_api/call/{api}", json.dumps({"data": values}))["event_id"]
            assert "event: complete" in answered(app, f"gradio_api/call/{api}/{event}")
        for path in (nonce, f"?text={nonce}"):
            answered(app, path)
        assert nonce not in json.dumps(answered(app, "metrics")).lower()
        open_files = [link.resolve() for link in (process / "fd").iterdir()]
        assert not [path for path in open_files if path.is_file() and nonce.encode() in path.read_bytes()]
        assert re.search(r"Max core file size +0 +0", (process / "limits").read_text())
        assert traces() == []
    assert traces() == []
    assert '"status": 200' in app.output
    assert nonce not in app.output.lower()


def answered(app: App, path: str, body: str | None = None) -> Any:
    """What the app answers to a program: JSON, or else the text."""
    connection = http.client.HTTPConnection(app.url.split("/")[2], timeout=PATIENCE)
    connection.request("POST" if body else "GET", f"/{path}", body, {"Content-Type": "application/json"})
    answer = connection.getresponse().read().decode()
    connection.close()
    return json.loads(answer) if answer.startswith("{") else answer


def asks(app: App, question: str, text: str = "a good film") -> dict:
    return answered(app, f"ask/{question}", json.dumps({"text": text}))

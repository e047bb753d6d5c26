"""A real server: silent connections end, requests under way are answered, and the number has a limit."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from brnn.ui import address, connections

PATIENCE = 60  # seconds
APP = """
import socket, sys
from brnn.ui import connections
from brnn.ui.guard import Guard
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def large(request):
    return PlainTextResponse(b" " * 50_000_000)

async def length(request):
    return PlainTextResponse(str(len(await request.body())))

for name, value in zip(sys.argv[2::2], sys.argv[3::2]):
    if name == "JSON":
        from brnn.ui.watched import log_as_json
        log_as_json()
    setattr(connections, name, float(value) if name == "SECONDS" else int(value))
listener = socket.socket(fileno=int(sys.argv[1]))
routes = [Route("/", length, methods=["GET", "POST"]), Route("/large", large)]
connections.run(Guard(Starlette(routes=routes)), listener)
print("ended", flush=True)
"""
ASK = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
Serve = Callable[..., tuple["subprocess.Popen[str]", int]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running = []

    def start(**settings: float) -> tuple[subprocess.Popen[str], int]:
        with address.listen("127.0.0.1", 20_000, 40_000) as listener:
            given = [str(part) for pair in settings.items() for part in pair]
            process = subprocess.Popen(
                [sys.executable, "-c", APP, str(listener.fileno()), *given],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                pass_fds=[listener.fileno()],
            )
            running.append(process)
            port = listener.getsockname()[1]
        with connect(port, ASK) as first:
            assert answer(first) == (200, b"0")
        return process, port

    yield start
    for process in running:
        process.kill()
        process.communicate()


def connect(port: int, begun: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
    connection.sendall(begun)
    return connection


def answer(connection: socket.socket) -> tuple[int, bytes]:
    response = HTTPResponse(connection)
    response.begin()
    return response.status, response.read()


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a_connection_that_says_nothing_more_is_ended(serve, begun):
    _, port = serve(SECONDS=0.3)
    with connect(port, begun) as silent:
        assert silent.recv(1) == b""


def test_who_reads_nothing_of_an_answer_is_ended(serve):
    _, port = serve(SECONDS=0.3, _MOST=2)
    while True:
        unread = connect(port, ASK.replace(b"GET /", b"GET /large"))
        if unread.recv(12, socket.MSG_WAITALL) == b"HTTP/1.1 200":
            break
        unread.close()  # the connection before still counts
    with unread:
        for _ in range(PATIENCE * 10):
            with connect(port, ASK) as other:
                status, _ = answer(other)
            if status == 200:
                return
            time.sleep(0.1)
        pytest.fail("its place was never free again")


def test_the_time_counts_anew_for_each_request_of_a_connection(serve):
    _, port = serve(SECONDS=0.5)
    with connect(port) as connection:
        for _ in range(3):
            connection.sendall(ASK)
            assert answer(connection) == (200, b"0")
            time.sleep(0.3)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert connection.recv(1) == b""


def test_what_has_been_asked_at_sigterm_is_answered_and_nothing_new_is(serve):
    process, port = serve(_LAST_SECOND=PATIENCE)
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"
    with connect(port, head + b"ab") as asking, connect(port) as idle:
        with connect(port, ASK) as other:
            assert answer(other) == (200, b"0")  # the server has begun to read what was sent before
        process.send_signal(signal.SIGTERM)
        assert idle.recv(1) == b""  # by now it is ending
        asking.sendall(b"cd")
        assert answer(asking) == (200, b"4")
    assert process.communicate(timeout=PATIENCE) == ("ended\n", None)
    with pytest.raises(ConnectionRefusedError):
        connect(port)


def test_a_request_that_is_never_complete_does_not_hold_up_the_end(serve):
    process, port = serve()
    with connect(port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"):
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, 143)


def test_what_the_server_itself_logs_is_json_where_that_is_asked_for(serve):
    process, port = serve(JSON=1)
    with connect(port, b"nonsense\r\n\r\n") as connection:
        assert answer(connection)[0] == 400
    process.terminate()
    *lines, end = process.communicate(timeout=PATIENCE)[0].splitlines()
    assert end == "ended"
    assert [json.loads(line)["message"] for line in lines] == ["Invalid HTTP request received."]


def test_more_connections_than_the_limit_are_refused_until_others_end(serve):
    _, port = serve(_MOST=5)
    idle = [connect(port) for _ in range(4)]
    with connect(port, ASK) as refused:
        assert answer(refused)[0] == 503
    for connection in idle:
        connection.close()
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with connect(port, ASK) as again:
            if answer(again)[0] == 200:
                return
    pytest.fail("nobody is let in again")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a running process can be set on Linux alone")
def test_without_files_for_more_connections_the_server_goes_on(serve):
    import resource

    process, port = serve(_LAST_SECOND=PATIENCE)
    open_now = len([*Path(f"/proc/{process.pid}/fd").iterdir()])
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (open_now + 5,) * 2)
    waiting = [connect(port, ASK) for _ in range(20)]  # the system accepts more than the process
    for connection in waiting:
        assert answer(connection) == (200, b"0")
        connection.close()
    process.terminate()
    said, _ = process.communicate(timeout=PATIENCE)
    assert said == "no files are left for more connections: they wait\nended\n"


def test_there_are_files_for_all_connections(monkeypatch):
    resource = pytest.importorskip("resource")
    set_to = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: set_to.append(limits))
    for limits, files, expected in (
        ((1_024, 1_000_000), (4_200, 1_000_000), 4_000),
        ((1_024, 2_000), (2_000, 2_000), 1_800),
        ((1_024, 1_024), None, 824),
        ((1_024, resource.RLIM_INFINITY), (4_200, resource.RLIM_INFINITY), 4_000),
        ((100, 100), None, 1),
    ):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        set_to.clear()
        assert connections._limit() == expected
        assert set_to == ([files] if files else [])

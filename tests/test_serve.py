"""Options of `brnn serve`, and the variables of Gradio that stand in for them."""

from __future__ import annotations

import gc
import os
import socket

import pytest

from brnn.cli import serve
from brnn.ui import address


@pytest.fixture(autouse=True)
def environment(monkeypatch) -> pytest.MonkeyPatch:
    """Without variables of Gradio; this process goes on heeding Ctrl-C."""
    for name in [*os.environ]:
        if name.startswith("GRADIO_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(serve, "end_at_once_on_signals", lambda: None)
    return monkeypatch


@pytest.mark.field_case(10)
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((typed, "/demo") for typed in ("demo", "/demo", "/demo/", "demo//")),
        *((typed, "") for typed in ("", "/")),
        ("/user/jane@example.org/proxy/7860/", "/user/jane@example.org/proxy/7860"),
        ("/v1.2/~a_b-c+d", "/v1.2/~a_b-c+d"),
        ("https://example.org/demo/", "https://example.org/demo"),
        ("http://[::1]:8080/a/b", "http://[::1]:8080/a/b"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_every_form_of_a_root_path_is_read(typed, read, environment):
    assert serve.read_options(["--root-path", typed]).root_path == read
    environment.setenv("GRADIO_ROOT_PATH", typed)
    assert (serve.read_options([]).root_path or "") == read
    assert serve.read_options(["--root-path", "other"]).root_path == "/other"


@pytest.mark.field_case(10)
@pytest.mark.parametrize("way", ["--root-path", "GRADIO_ROOT_PATH"])
@pytest.mark.parametrize(
    "typed",
    [
        "/demo?x=1", "/demo#top", "/de mo", " /demo", "/a/../b", "..", "/.", "/a//b", "\\demo", "/dé",
        "/a%2e",
        "ftp://example.org/demo", "https:///demo", "https://", "https://a:b@example.org/",
        "localhost:80/demo",
        "https://example.org:port/demo", "/demo\n", '/"><script>', "/page", "/ask/", "https://example.org/config",
    ],
)  # fmt: skip
def test_what_is_no_root_path_is_refused_by_name(typed, way, environment, capsys):
    refuses(way, typed, environment)
    assert f"{way}: must" in capsys.readouterr().err


def refuses(way: str, value: str, environment: pytest.MonkeyPatch) -> None:
    arguments = []
    if way.startswith("--"):
        arguments = [f"{way}={value}"]
    else:
        environment.setenv(way, value)
    with pytest.raises(SystemExit) as ended:
        serve.main(arguments)
    assert ended.value.code == 2


@pytest.mark.field_case(11)
@pytest.mark.parametrize("way", ["--port", "GRADIO_SERVER_PORT", "GRADIO_NUM_PORTS"])
@pytest.mark.parametrize("number", ["0", "65536", "-1", "http", "80.0", "1e3", " ", "²", "9" * 5000])
def test_a_number_out_of_range_is_refused_with_its_range(number, way, environment, capsys):
    refuses(way, number, environment)
    said = capsys.readouterr().err
    assert f"{way}: must be a whole number from 1 to 65535, got '{number}'" in said


@pytest.mark.field_case(11)
def test_an_empty_variable_is_as_if_unset(environment):
    for name, _ in serve._STAND_INS.values():
        environment.setenv(name, "")
    options = serve.read_options([])
    assert [options.host, options.port, options.ports, options.root_path] == [None] * 4
    environment.setenv("GRADIO_SERVER_NAME", "  ")
    assert not serve.read_options([]).host


@pytest.mark.field_case(10)
def test_variables_of_gradio_stand_in_for_options_that_are_not_given(environment):
    environment.setenv("GRADIO_SERVER_NAME", "::1")
    environment.setenv("GRADIO_SERVER_PORT", "8000")
    environment.setenv("GRADIO_NUM_PORTS", "1")
    options = serve.read_options([])
    assert (options.host, options.port, options.ports) == ("::1", 8000, 1)
    environment.setenv("GRADIO_SERVER_PORT", "wrong, but not asked for")
    assert serve.read_options(["--port", "9000", "--lan"]).port == 9000
    assert serve.read_options(["--port", "9000", "--lan"]).host == address.ANY


@pytest.mark.field_case(11)
def test_what_libraries_would_fail_on_or_act_on_is_taken_from_them(environment, capsys):
    kept = {"GRADIO_TEMP_DIR": "/somewhere", "HF_HOME": "/elsewhere", "FORWARDED_ALLOW_IPS": "*", "EMPTY": ""}
    kept |= {"HF_TOKEN": "x", "HF_ENDPOINT": "x", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}
    quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_NUM_WORKERS": "1", "GRADIO_SHARE": "false"}
    gone = quiet | {"GRADIO_NODE_NUM_PORTS": "", "GRADIO_VIBE_MODE": "1", "HF_HUB_ETAG_TIMEOUT": "x"}
    for name, value in (kept | gone).items():
        environment.setenv(name, value)
    serve.close_environment()
    assert kept.items() <= os.environ.items()
    assert not gone.keys() & os.environ.keys()
    assert capsys.readouterr().err == ""


@pytest.mark.field_case(13)
@pytest.mark.parametrize(
    ("name", "value"), [("GRADIO_NUM_WORKERS", "2"), ("WEB_CONCURRENCY", "4"), ("GRADIO_SHARE", "True")]
)
def test_a_variable_that_asks_for_what_is_not_done_is_told_so(name, value, environment, capsys):
    environment.setenv(name, value)
    serve.close_environment()
    assert capsys.readouterr().err.startswith(f"{name}={value} has no effect: ")
    assert name not in os.environ


@pytest.mark.field_case(10)
@pytest.mark.skipif(os.name != "posix", reason="other systems report other errors")
@pytest.mark.parametrize(
    "host", ["192.0.2.1", "no.such.host.invalid", "a..b", "http://127.0.0.1", "[::1]", "x" * 300]
)
def test_a_host_that_is_not_here_is_refused_by_name(host, capsys):
    assert serve.main(["--host", host, "--port", "28601"]) == 2
    assert f"cannot listen at {host}, port 28601: " in capsys.readouterr().err


@pytest.mark.field_case(10)
def test_no_more_ports_are_tried_than_the_variable_allows(environment, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment.setattr(address, "FIRST_PORT", port)
        environment.setenv("GRADIO_NUM_PORTS", "1")
        assert serve.main([]) == 2
        assert f"no free port from {port} to {port}" in capsys.readouterr().err


@pytest.mark.field_case(10)
def test_tools_for_assistants_need_their_package(environment, capsys):
    environment.setattr(serve, "find_spec", lambda name: None)
    environment.setenv("GRADIO_MCP_SERVER", "True")
    assert serve.main([]) == 2
    assert "GRADIO_MCP_SERVER needs the package mcp" in capsys.readouterr().err


def test_models_are_named_by_an_option_or_a_variable(environment):
    assert serve.read_options([]).models is None
    environment.setenv("BRNN_MODELS", " default , hf://user/name@v1,./my models,")
    assert serve.read_options([]).models == ["default", "hf://user/name@v1", "./my models"]
    assert serve.read_options(["--models", "article", "hf://a/b"]).models == ["article", "hf://a/b"]


@pytest.mark.parametrize("way", ["--models", "BRNN_MODELS"])
def test_an_address_that_is_none_is_refused_before_anything_is_served(way, environment, capsys):
    refuses(way, "hf://name", environment)
    assert (
        f"{way}: hf://name is not an address on the Hub: it must be hf://user/name" in capsys.readouterr().err
    )


def test_one_network_only(capsys):
    with pytest.raises(SystemExit):
        serve.read_options(["--lan", "--host", "127.0.0.1"])
    assert "not allowed with" in capsys.readouterr().err


def test_no_visitor_waits_while_python_goes_through_what_stays(environment):
    from brnn.ui import connections, server

    frozen: list[int] = []
    environment.setattr(connections, "run", lambda *_: frozen.append(gc.get_freeze_count()))
    environment.setattr(server, "build", lambda *_: None)
    environment.setattr(os, "kill", lambda *_: None)
    try:
        serve.main(["--models", "article"])
    finally:
        gc.unfreeze()
    assert frozen > [100_000]

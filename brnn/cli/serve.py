"""`brnn serve`: parse the options, take a port, load the models and serve the page."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from brnn.cli.terminal import harmless, parser_of, refuse
from brnn.model.hub.address import Address, HubError
from brnn.model.hub.names import is_on_hub
from brnn.ui import address

if TYPE_CHECKING:
    import gradio as gr

    from brnn.ui.models import Models
    from brnn.ui.scheduler import Scheduler
    from brnn.ui.watched import Watch


def source(text: str) -> str:
    """Return what names one model or several. Raises ArgumentTypeError for a bad address on the Hub."""
    try:
        return str(Address.of(text)) if is_on_hub(text) else text
    except HubError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def sources(text: str) -> list[str]:
    """Return the models named in BRNN_MODELS, see `source`."""
    return [source(part.strip()) for part in text.split(",") if part.strip()]


_STAND_INS: dict[str, tuple[str, Callable[[str], str | int | list[str]]]] = {
    "models": ("BRNN_MODELS", sources),
    "host": ("GRADIO_SERVER_NAME", str.strip),
    "port": ("GRADIO_SERVER_PORT", address.whole_number),
    "ports": ("GRADIO_NUM_PORTS", address.whole_number),
    "root_path": ("GRADIO_ROOT_PATH", address.root_path),
}
"""The variables that stand in for options that are not given."""
_KEPT = {
    *("GRADIO_HEARTBEAT_INTERVAL", "GRADIO_MCP_SERVER", "GRADIO_TEMP_DIR"),
    *("GRADIO_WATCH_DEMO_NAME", "GRADIO_WATCH_DEMO_PATH", "GRADIO_WATCH_DIRS"),
    *("GRADIO_WATCH_ENCODING", "GRADIO_WATCH_MODULE_NAME"),
    *("HF_HUB_CACHE", "HF_HUB_OFFLINE", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "HF_HUB_DISABLE_SYMLINKS"),
}
_EPILOG = """\
For example:
  {program} --models default article --port 8000
  {program} --lan
"""
_ONE_PROCESS = "one process serves all visitors"
_NOTHING_SENT = "nothing is sent to other machines"
_NO_EFFECT = {
    "FASTAPI_OTEL_AUTO_CONFIGURE": _NOTHING_SENT,
    "GRADIO_ALLOWED_PATHS": "only the page's own files are served",
    "GRADIO_ANALYTICS_ENABLED": _NOTHING_SENT,
    "GRADIO_NUM_WORKERS": _ONE_PROCESS,
    "GRADIO_SHARE": _NOTHING_SENT,
    "GRADIO_SSR_MODE": "the browser draws the page",
    "WEB_CONCURRENCY": _ONE_PROCESS,
}
_OFF = {"", "0", "1", "false"}  # asks for nothing that is not so already


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until a signal ends the process. Return 2 if that is not possible as requested."""
    end_at_once_on_signals()
    options = read_options(argv)
    close_environment()
    if os.environ.get("GRADIO_MCP_SERVER", "").lower() == "true" and not find_spec("mcp"):
        return refuse("GRADIO_MCP_SERVER needs the package mcp: pip install 'mcp<2'")
    if options.metrics and not find_spec("prometheus_client"):
        return refuse("--metrics needs the package prometheus-client: pip install prometheus-client")
    host = options.host or address.LOCAL
    wanted = options.port or address.FIRST_PORT
    try:
        listener = address.listen(host, wanted, options.ports or address.PORTS)
    except OSError as error:
        return refuse(str(error))
    with listener:
        port = listener.getsockname()[1]
        if options.port and port != wanted:
            return refuse(f"Port {wanted} is taken. The next free port is {port}: --port {port}")
        if port != wanted:
            print(f"Port {wanted} is taken; using {port} instead.")

        from brnn.ui import connections, server  # here, because Gradio takes seconds to import
        from brnn.ui.models import offered
        from brnn.ui.scheduler import Scheduler

        models, scheduler = offered(options.models or []), Scheduler()
        models.start()
        try:
            others, watch = partial(address.for_others, host, port), _watch(options, models, scheduler)
            app = server.build(models, scheduler, options.root_path or "", others, watch)
        except OSError as error:
            return refuse(f"Gradio needs a folder to write to, see GRADIO_TEMP_DIR: {error}")
        print(*address.lines(host, port, options.root_path or ""), sep="\n", flush=True)
        gc.freeze()  # what stays for good: to go through it now and then would keep visitors waiting
        connections.run(app, listener)
    end_at_once_on_signals()
    os.kill(os.getpid(), signal.SIGTERM)  # for the exit status
    return 1


def demo(argv: Sequence[str] | None = None) -> gr.Blocks:
    """Return the page with the options of `main`, for those that launch Gradio's Blocks themselves."""
    options = read_options(argv)
    close_environment()
    # Otherwise Gradio would start a second server on Spaces, which lets its callers rewrite the app's files.
    os.environ.pop("SYSTEM", None)

    from brnn.ui import server
    from brnn.ui.models import offered
    from brnn.ui.scheduler import Scheduler

    models, scheduler = offered(options.models or []), Scheduler()
    models.start()
    watch = _watch(options, models, scheduler)
    return server.demo(models, scheduler, options.root_path or "", options.host, options.port, watch)


def _watch(options: argparse.Namespace, models: Models, scheduler: Scheduler) -> Watch | None:
    from brnn.ui import watched

    if options.log_json:
        watched.log_as_json()
    if options.metrics or options.log_json:
        return watched.Watch(models, scheduler, options.metrics, options.log_json)
    return None


def end_at_once_on_signals() -> None:
    """Let Ctrl-C and SIGTERM end the process at once, as the system does by default.

    There is nothing to save; once the page is served, SIGTERM waits for answers, see `connections.run`. A
    Python handler might have to wait: it runs in the main thread, which needs the interpreter lock, and on a
    busy machine another thread can hold that lock while it imports a library. A KeyboardInterrupt can also be
    swallowed by code that catches everything. The exit status is that of the signal: 130 or 143 in a shell.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # otherwise the parent wants it ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if os.getpid() == 1:  # in a container: process 1 ignores signals without a handler
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _: os._exit(128 + received))


def close_environment() -> None:
    """Keep Gradio and what it imports from reading variables that are empty or change what is served.

    Compose files leave variables empty, on which some of these libraries fail. Those that are kept
    ask for nothing that the page does not do.
    """
    for name, value in [*os.environ.items()]:
        if name in _NO_EFFECT and value.lower() not in _OFF:
            print(f"{name}={harmless(value)} has no effect: {_NO_EFFECT[name]}.", file=sys.stderr)
        unused = name in _NO_EFFECT or (name.startswith(("GRADIO_", "HF_HUB_")) and name not in _KEPT)
        if unused or (not value and name.startswith(("GRADIO_", "HF_", "FORWARDED_"))):
            del os.environ[name]


def read_options(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options, with variables of Gradio for those that are not given."""
    program = "python app.py" if argv is None else "brnn serve"
    parser = parser_of(
        program,
        "Serve the page: watch a bidirectional RNN read, in the browser.",
        _EPILOG.format(program=program),
    )
    parser.add_argument(
        "--models",
        metavar="NAME",
        nargs="+",
        action="extend",
        type=source,
        help="the models to offer, the default first: names of shipped models, model folders, folders of "
        "model folders, or addresses on the Hub, such as hf://user/name@v1 (default: all in assets/); "
        "the variable BRNN_MODELS takes the same, separated by commas",
    )
    hosts = parser.add_mutually_exclusive_group()
    hosts.add_argument("--host", help=f"address to listen on (default: {address.LOCAL})")
    hosts.add_argument(
        "--lan",
        action="store_const",
        dest="host",
        const=address.ANY,
        help="allow access from other machines on the network",
    )
    parser.add_argument(
        "--port",
        type=address.whole_number,
        help=f"port to listen on (default: {address.FIRST_PORT}, or the next free one)",
    )
    parser.add_argument(
        "--root-path", type=address.root_path, help="path or full address at which a proxy serves the page"
    )
    parser.add_argument(
        "--metrics", action="store_true", help="offer metrics for Prometheus at /metrics (never a text)"
    )
    parser.add_argument(
        "--log-json", action="store_true", help="log each request as a line of JSON (never a text)"
    )
    parser.set_defaults(ports=None)
    options = parser.parse_args(argv)
    for option, (variable, read) in _STAND_INS.items():
        if getattr(options, option) is None and (value := os.environ.get(variable)):
            try:
                setattr(options, option, read(value))
            except argparse.ArgumentTypeError as error:
                parser.error(f"{variable}: {error}")
    return options

"""`brnn serve`: parse the options, take a port, load the models and serve the page."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from brnn.ui import address


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until a signal ends the process. Return 2 if the requested port is taken."""
    end_at_once_on_signals()
    options = _parser(None if argv is None else "brnn serve").parse_args(argv)
    host = address.ANY if options.lan else options.host
    wanted = options.port or address.FIRST_PORT
    with address.listen(host, wanted) as listener:
        port = listener.getsockname()[1]
        if options.port and port != wanted:
            print(f"Port {wanted} is taken. The next free port is {port}: --port {port}", file=sys.stderr)
            return 2
        if port != wanted:
            print(f"Port {wanted} is taken; using {port} instead.")

        from brnn.ui import server  # here, because Gradio takes seconds to import
        from brnn.ui.models import Models, find
        from brnn.ui.scheduler import Scheduler

        models = Models(lambda: find(options.models), options.models)
        models.start()
        app = server.build(models, Scheduler(), options.root_path)
        print(*address.lines(host, port, options.root_path), sep="\n", flush=True)
        server.run(app, listener)
    return 1


def end_at_once_on_signals() -> None:
    """Let Ctrl-C and SIGTERM end the process at once, as the system does by default.

    There is nothing to save. A Python handler might have to wait: it runs in the main thread, which
    needs the interpreter lock, and on a busy machine another thread can hold that lock for seconds
    while it loads TensorFlow. A KeyboardInterrupt can also be swallowed by code that catches
    everything. The exit status is that of the signal: a shell shows 130 or 143.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # otherwise the parent wants it ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if os.getpid() == 1:  # in a container: process 1 ignores signals without a handler
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _: os._exit(128 + received))


def _parser(program: str | None) -> argparse.ArgumentParser:
    """Return the parser. Gradio's environment variables provide defaults."""
    host = os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1")
    port = os.environ.get("GRADIO_SERVER_PORT")
    parser = argparse.ArgumentParser(
        program, description="Serve the page: watch a bidirectional RNN read, in the browser."
    )
    parser.add_argument("--models", type=Path, help="folder that contains model folders (default: assets)")
    parser.add_argument("--host", default=host, help="address to listen on (default: 127.0.0.1)")
    parser.add_argument(
        "--port",
        type=address.port_number,
        default=port,
        help=f"port to listen on (default: {address.FIRST_PORT}, or the next free one)",
    )
    parser.add_argument("--lan", action="store_true", help="allow access from other machines on the network")
    parser.add_argument("--root-path", default="", help="path at which a proxy serves the page")
    return parser

"""`brnn serve`: reads its options, takes the port, loads the models and serves the page."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from brnn.ui import address


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until a signal ends the process. Returns 2 if the port that was asked for is taken."""
    end_at_once_on_signals()
    options = _parser().parse_args(argv)
    host = address.ANY if options.lan else options.host
    wanted = options.port or address.FIRST_PORT
    with address.listen(host, wanted) as listener:
        port = listener.getsockname()[1]
        if options.port and port != wanted:
            print(f"Port {wanted} is taken. The next free one: --port {port}", file=sys.stderr)
            return 2
        if port != wanted:
            print(f"Port {wanted} is taken, {port} is used instead.")

        from brnn.ui import server  # Gradio takes seconds to import, so --help does without
        from brnn.ui.models import Models, find
        from brnn.ui.scheduler import Scheduler

        models = Models(lambda: find(options.models), options.models)
        models.start()
        app = server.build(models, Scheduler(), options.root_path)
        print(*address.lines(host, port, options.root_path), sep="\n", flush=True)
        server.run(app, listener)
    return 1


def end_at_once_on_signals() -> None:
    """Let Ctrl-C and SIGTERM end the process as the system does by default, whatever it does.

    There is nothing to save, and a handler in Python could be kept waiting: it runs in the main
    thread, once that gets the interpreter's lock, which another thread keeps for seconds on a busy
    machine while it loads TensorFlow's libraries. A KeyboardInterrupt can also get lost in code
    that catches everything. The status is that of the signal: a shell shows 130 and 143.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if os.getpid() == 1:  # in a container: the system spares process 1 unless it has a handler
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _: os._exit(128 + received))


def _parser() -> argparse.ArgumentParser:
    """Gradio's own environment variables stand in for options."""
    port = os.environ.get("GRADIO_SERVER_PORT")
    parser = argparse.ArgumentParser(description="Watch a bidirectional RNN read, in the browser.")
    parser.add_argument("--models", type=Path, help="folder of model folders (default: assets)")
    parser.add_argument("--host", default=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"))
    parser.add_argument("--port", type=address.port_number, default=port, help="default: 7860")
    parser.add_argument("--lan", action="store_true", help="let others on the network in")
    parser.add_argument("--root-path", default="", help="path under which a proxy shows the page")
    return parser

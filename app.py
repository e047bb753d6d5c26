"""Serves the page: reads the command line, starts the server, finds the models behind it."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brnn.ui import address, texts

if TYPE_CHECKING:
    from brnn import Analyzer


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Returns 2 if the port that was asked for is taken."""
    options = parse(argv)
    host = address.ANY if options.lan else options.host
    port = address.next_free(host, options.port or address.FIRST_PORT)
    if options.port and port != options.port:
        print(f"Port {options.port} is taken. The next free one: --port {port}", file=sys.stderr)
        return 2
    if port != (options.port or address.FIRST_PORT):
        print(f"Port {address.FIRST_PORT} is taken, {port} is used instead.")

    from brnn.ui import page, server  # Gradio takes seconds to import, so --help does without
    from brnn.ui.models import Models

    models = Models(lambda: find_models(options.models), options.models)
    try:
        server.serve(page.build(models), host, port, options.root_path)
        models.start()
        print(*address.lines(host, port, options.root_path), sep="\n", flush=True)
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of the command line; Gradio's own environment variables stand in."""
    port = os.environ.get("GRADIO_SERVER_PORT")
    parser = argparse.ArgumentParser(description="Watch a bidirectional RNN read, in the browser.")
    parser.add_argument("--models", type=Path, help="folder of model folders (default: assets)")
    parser.add_argument("--host", default=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"))
    parser.add_argument("--port", type=address.port_number, default=port, help="default: 7860")
    parser.add_argument("--lan", action="store_true", help="let others on the network in")
    parser.add_argument("--root-path", default="", help="path under which a proxy shows the page")
    return parser.parse_args(argv)


def find_models(folder: Path | None) -> dict[str, Callable[[], Analyzer]]:
    """Return, by name and in order, what loads each model of a folder. Raises ModelFolderError."""
    from brnn.analyzer import Analyzer
    from brnn.model import folder as model_folder  # TensorFlow comes with them
    from brnn.model import shelf  # TensorFlow comes with them

    folder = folder or shelf.ASSETS
    found = shelf.models_in(folder)
    if not found:
        raise model_folder.ModelFolderError(texts.NO_MODEL_FOUND.format(folder=folder))
    return {name: partial(Analyzer.load, path) for name, path in found.items()}


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Not sys.exit: a model that is still loading would abort an interpreter that winds down.
    os._exit(status)

"""Serves the page, as `brnn serve` does; `gradio app.py` serves it too, and again after every change."""

from __future__ import annotations

import os
import sys

from brnn.cli import serve
from brnn.cli.serve import main
from brnn.text import streams

if __name__ == "__main__":
    if "GRADIO_WATCH_DIRS" in os.environ:  # set by `gradio app.py`, which looks for `demo`
        demo = serve.demo()
        demo.launch()
    else:
        sys.exit(streams.command(main)())

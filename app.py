"""Serves the page, as `brnn serve` does."""

from __future__ import annotations

import sys

from brnn.cli.serve import main
from brnn.text import streams

if __name__ == "__main__":
    sys.exit(streams.command(main)())

"""Serves the page, as `brnn serve` does."""

from __future__ import annotations

import sys

from brnn.cli.serve import main

if __name__ == "__main__":
    sys.exit(main())

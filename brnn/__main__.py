"""`python -m brnn`: the command line."""

import sys

from brnn.cli.command import main

if __name__ == "__main__":
    sys.exit(main())

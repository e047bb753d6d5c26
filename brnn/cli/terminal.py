"""Untrusted text on a terminal: on one line, harmless, no wider than the terminal."""

import argparse
import sys
import unicodedata
from bisect import bisect_right
from itertools import accumulate

MODEL_HELP = "model folder, name of a shipped model, or address on the Hub, such as hf://user/name@v1"
_JOINERS = "\u200c\u200d"  # used in emoji and in Persian


def parser_of(program: str, about: str, epilog: str) -> argparse.ArgumentParser:
    """Return the parser of a command; the epilog, which has the examples, keeps its lines."""
    kind = argparse.RawDescriptionHelpFormatter
    return argparse.ArgumentParser(program, description=about, epilog=epilog, formatter_class=kind)


def harmless(text: str) -> str:
    """Return `text` on one line, without control characters and direction marks."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() or c in _JOINERS else "�" for c in line)


def shortened(text: str, columns: int) -> str:
    """Return as much of `text` as fits, with an ellipsis if it was cut."""
    ends = list(accumulate(map(_width, text)))
    if not ends or ends[-1] <= columns:
        return text
    return text[: bisect_right(ends, max(columns, 10) - 1)].rstrip() + "…"


def width(text: str) -> int:
    """Return how many terminal columns a line takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def refuse(reason: str) -> int:
    """Print the reason on one line of standard error. Return the exit status, 2."""
    print(f"brnn: {harmless(reason)}", file=sys.stderr)
    return 2

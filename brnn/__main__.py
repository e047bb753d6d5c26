"""The command line: verdicts of texts, for people or, with --json, for machines."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import brnn
from brnn.ui.numbers import percent, signed

if TYPE_CHECKING:
    from brnn.records import Analysis

_EPILOG = (
    "A verdict is a label, its probability and the log-odds of positive. "
    "The exit status is 2 if a text or the model could not be read."
)

_JOINERS = "\u200c\u200d"  # of emoji and of Persian


def main(argv: Sequence[str] | None = None) -> int:
    """Answer texts given as arguments, or lines of standard input. Returns the exit status."""
    given = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal has a minus sign
    try:
        return _answer(given.text, given.model, given.json)
    except BrokenPipeError:  # `brnn … | head`: nobody reads on, and Python must not flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "brnn", description="Say whether reviews are positive or negative.", epilog=_EPILOG
    )
    parser.add_argument(
        "text", nargs="*", help="a review; without one, every line of standard input is a review"
    )
    parser.add_argument(
        "--model", metavar="NAME", help="folder of a model, or the name of a shipped one"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--version", action="version", version=f"brnn {brnn.__version__}")
    return parser


def _answer(texts: Sequence[str], model: str | None, as_json: bool) -> int:
    from brnn.analyzer import Analyzer  # here, so that --help answers without TensorFlow
    from brnn.checkpoint import CheckpointError
    from brnn.text import TextTooLong

    try:
        analyzer = Analyzer.load(model)
    except CheckpointError as error:
        return _refuse(str(error))
    status = 0
    for number, text in enumerate(texts or _lines(), start=1):
        try:
            analysis = analyzer.analyze(text)
        except TextTooLong as error:
            status = _refuse(f"{'text' if texts else 'line'} {number}: {error}")
        else:
            print(_for_machines(analysis) if as_json else _for_people(analysis), flush=True)
    return status


def _refuse(reason: str) -> int:
    print(f"brnn: {_harmless(reason)}", file=sys.stderr)
    return 2


def _lines() -> Iterator[str]:
    """The lines of standard input; bytes that are no text come as lone surrogates."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape", newline="\n")
    if sys.stdin and sys.stdin.isatty():
        print("brnn: one review a line; Ctrl-D ends", file=sys.stderr)
    return (line.rstrip("\r\n") for line in sys.stdin or ())


def _for_machines(analysis: Analysis) -> str:
    encoded, verdict = analysis.encoded, analysis.verdict
    return json.dumps(
        {
            "text": encoded.text,
            "label": verdict.label,
            "probability": verdict.probability,
            "logit": verdict.logit,
            "words_read": len(encoded.words),
            "unknown": encoded.unknown_words,
            "cut_off": encoded.cut_off_words,
        }
    )


def _for_people(analysis: Analysis) -> str:
    verdict = analysis.verdict
    likely = max(verdict.probability, 1 - verdict.probability)
    text = "(nothing to read)" if analysis.nothing_to_read else _harmless(analysis.encoded.text)
    answer = f"{verdict.label}  {percent(likely):>4}  {signed(verdict.logit):>6}  "
    return answer + _shortened(text, shutil.get_terminal_size().columns - len(answer))


def _harmless(text: str) -> str:
    """Return `text` on one line, without characters that command a terminal or turn the line."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() or c in _JOINERS else "�" for c in line)


def _shortened(text: str, columns: int) -> str:
    """Return as much of `text` as fits, with an ellipsis if that is not all."""
    ends = list(accumulate(map(_width, text)))
    if not ends or ends[-1] <= columns:
        return text
    return text[: bisect_right(ends, max(columns, 10) - 1)].rstrip() + "…"


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


if __name__ == "__main__":
    sys.exit(main())

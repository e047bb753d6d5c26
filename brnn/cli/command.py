"""The command line: verdicts of texts, for people or, with --json, for machines.

`explain` and `serve` as the first argument are commands of their own; after `--` they are reviews.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import brnn
from brnn.cli import serve
from brnn.cli.explain import command as explain
from brnn.cli.explain.command import verdict_line
from brnn.cli.terminal import refuse

if TYPE_CHECKING:
    from brnn.records import Analysis

_EPILOG = (
    "A verdict is a label, its probability and the log-odds of positive. "
    "The exit status is 2 if a text or the model could not be read. "
    "`brnn explain` takes one verdict apart and `brnn serve` shows the page in the browser; both "
    "have a --help. A review that begins with the word “explain” or “serve” follows after --."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Answer texts given as arguments, or lines of standard input. Returns the exit status."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal has a minus sign
    try:
        if arguments[:1] == ["explain"]:
            return explain.main(arguments[1:])
        if arguments[:1] == ["serve"]:
            return serve.main(arguments[1:])
        given = _parser().parse_args(arguments)
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
    from brnn.analyzer import Analyzer  # here, so that --help answers at once
    from brnn.model.folder import ModelFolderError
    from brnn.text.words import TextTooLong

    try:
        analyzer = Analyzer.load(model)
    except ModelFolderError as error:
        return refuse(str(error))
    status = 0
    for number, text in enumerate(texts or _lines(), start=1):
        try:
            analysis = analyzer.analyze(text)
        except TextTooLong as error:
            status = refuse(f"{'text' if texts else 'line'} {number}: {error}")
        else:
            print(_for_machines(analysis) if as_json else _for_people(analysis), flush=True)
    return status


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
    return verdict_line(analysis, shutil.get_terminal_size().columns)

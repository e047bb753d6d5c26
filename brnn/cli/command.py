"""The command line: classify texts and print verdicts as text or, with --json, as JSON.

`explain`, `guess`, `push`, `serve` or `space` as the first argument is a subcommand; after `--` it is a
review.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence

import brnn
from brnn.cli import explain, guess, push, serve, space
from brnn.cli.explain import verdict_line
from brnn.cli.terminal import MODEL_HELP, parser_of, refuse
from brnn.records import Analysis
from brnn.text import streams

_EPILOG = """\
`brnn explain` explains a verdict, `brnn guess` guesses words, `brnn serve` shows the page in the browser,
`brnn push` puts a model on the Hugging Face Hub, and `brnn space` the page; each has its own --help. To
classify the word “explain”, “guess”, “serve”, “push” or “space”, put it after --.

A verdict is a label, its probability and the log-odds of positive. The exit status is 2 if a text or
the model could not be read.

For example:
  brnn "A slow start, but a lovely film."
  brnn --model article --json < reviews.txt
"""
_SUBCOMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "explain": explain.main,
    "guess": guess.main,
    "push": push.main,
    "serve": serve.main,
    "space": space.main,
}


@streams.command
def main(argv: Sequence[str] | None = None) -> int:
    """Classify the texts given as arguments, or lines of standard input. Return the exit status."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        if arguments and (subcommand := _SUBCOMMANDS.get(arguments[0])):
            return subcommand(arguments[1:])
        given = _parser().parse_args(arguments)
        return _answer(given.text, given.model, given.json)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("brnn", "Classify film reviews as positive or negative.", _EPILOG)
    parser.add_argument(
        "text", nargs="*", help="a review; without one, each line of standard input is a review"
    )
    parser.add_argument("--model", metavar="NAME", help=MODEL_HELP)
    parser.add_argument("--json", action="store_true", help="print one JSON object per review")
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
    status, columns = 0, shutil.get_terminal_size().columns
    for number, text in enumerate(texts or _lines(), start=1):
        try:
            analysis = analyzer.analyze(streams.legible(text))
        except (TextTooLong, streams.NotText) as error:
            status = refuse(f"{'text' if texts else 'line'} {number}: {error}")
        else:
            print(_as_json(analysis) if as_json else verdict_line(analysis, columns), flush=True)
    return status


def _lines() -> Iterator[str]:
    return (line.rstrip("\r\n") for line in streams.standard_input("one review per line"))


def _as_json(analysis: Analysis) -> str:
    encoded = analysis.encoded
    return json.dumps(
        {
            "text": encoded.text,
            **analysis.verdict.as_dict(),
            "words_read": len(encoded.words),
            "unknown": encoded.unknown_words,
            "cut_off": encoded.cut_off_words,
        }
    )

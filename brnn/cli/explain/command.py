"""Arguments → an explanation on the screen or in a file. Light: nothing here loads TensorFlow."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brnn.cli.explain.sheet import Sheet, as_csv, as_json, as_text
from brnn.cli.terminal import harmless, refuse, shortened
from brnn.text.numbers import percent, signed

if TYPE_CHECKING:
    from brnn.records import Analysis


@dataclass(frozen=True)
class Method:
    """A way to explain: what it tells, the module of its function, the options it takes."""

    about: str
    module: str
    options: tuple[str, ...] = ()
    texts: int = 1


METHODS = {
    "ledger": Method("what each word added", "sums", ("centred",)),
    "units": Method("what each unit brings; all about one", "sums", ("unit", "centred")),
    "knowing": Method("from which word on each reader knew", "sums"),
    "agreement": Method("this text among the test reviews", "sums"),
    "endings": Method("if the review ended, or began, here", "what_if"),
    "occlusion": Method("without a word, or a span", "what_if", ("span",)),
    "gradients": Method("integrated gradients", "what_if", ("baseline", "steps")),
    "reach": Method("how far back each reader remembers", "what_if"),
    "edits": Method("what an edit changed: give two texts", "trials", texts=2),
    "padding": Method("read without a mask", "trials", ("side", "pads")),
    "order": Method("in another order", "trials", ("span", "shuffles", "seed")),
    "mute": Method("with a reader muted", "trials"),
    "mirror": Method("turned round, by the network turned round", "trials"),
}
_EPILOG = (
    "methods: "
    + "; ".join(f"{name}: {method.about}" for name, method in METHODS.items())
    + ". Words are counted from 1, units from 0. The exit status is 2 if a text, the model or what "
    "was asked for could not be read."
)


def main(arguments: Sequence[str]) -> int:
    """Explain one text, or an edit of one. Returns the exit status."""
    parser = _parser()
    given = vars(parser.parse_args(arguments))
    texts, name, models, form, output = (
        given.pop(key) for key in ("text", "method", "model", "form", "output")
    )
    method = METHODS[name]
    for option in given.keys() - set(method.options):
        takers = [other for other, its in METHODS.items() if option in its.options]
        parser.error(f"--{option} goes with the method {' or '.join(takers)}, not with {name}")
    if len(texts) != method.texts and (texts or method.texts > 1):
        parser.error(f"{name} takes {method.texts} text{'s' * (method.texts > 1)}")
    return _explain(texts or [_standard_input()], name, given, models or [None], form, output)


def verdict_line(analysis: Analysis, columns: int | None = None) -> str:
    """Return label, its probability, log-odds and as much of the text as fits on one line."""
    verdict = analysis.verdict
    likely = max(verdict.probability, 1 - verdict.probability)
    text = "(nothing to read)" if analysis.nothing_to_read else harmless(analysis.encoded.text)
    answer = f"{verdict.label}  {percent(likely):>4}  {signed(verdict.logit):>6}  "
    return answer + (text if columns is None else shortened(text, columns - len(answer)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "brnn explain", description="Take the verdict on a review apart.", epilog=_EPILOG
    )
    parser.add_argument("text", nargs="*", help="a review; without one, standard input is it")
    parser.add_argument(
        "--method", choices=METHODS, default="ledger", help="ledger if none is named"
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        help="folder of a model, or the name of a shipped one; may be repeated to compare",
    )
    forms = parser.add_mutually_exclusive_group()
    for form, about in (
        ("json", "print one JSON object a model"),
        ("csv", "print the table as CSV"),
    ):
        forms.add_argument(
            f"--{form}", dest="form", action="store_const", const=form, default="text", help=about
        )
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a file instead")
    options = parser.add_argument_group("options of methods", argument_default=argparse.SUPPRESS)
    options.add_argument(
        "--centred", action="store_true", help="above the mean of the training reviews"
    )
    options.add_argument(
        "--unit", metavar="READER:N", type=_unit, help="one unit, such as forward:0"
    )
    options.add_argument(
        "--span",
        metavar="FIRST:LAST",
        type=_span,
        action="append",
        help="words, such as 3:5, both included; may be repeated for occlusion",
    )
    options.add_argument("--baseline", choices=("zero", "unknown"), help="vectors to start from")
    options.add_argument("--steps", type=int, metavar="N", help="on the way from the baseline")
    options.add_argument("--side", choices=("before", "after"), help="where the pads stand")
    options.add_argument("--pads", metavar="N,…", type=_whole_numbers, help="how many pads")
    options.add_argument("--shuffles", type=int, metavar="N", help="how many random orders")
    options.add_argument("--seed", type=int, metavar="N", help="of the random orders")
    return parser


def _explain(
    texts: Sequence[str],
    name: str,
    options: dict[str, Any],
    models: Sequence[str | None],
    form: str,
    output: Path | None,
) -> int:
    from brnn.analyzer import Analyzer  # here, so that --help answers without TensorFlow

    lay_out = getattr(import_module(f"brnn.cli.explain.{METHODS[name].module}"), name)
    read = []
    try:
        for model in models:
            analyzer = Analyzer.load(model)
            analysis = analyzer.analyze(texts[0])
            sheet = lay_out(analyzer, analysis, *texts[1:], **options)
            read.append((model or analyzer.model.name, analysis, sheet))
    except ValueError as error:  # of a model, the text or an option; its message says which
        return refuse(str(error))
    columns = shutil.get_terminal_size().columns if output is None else None
    several = len(read) > 1
    if form == "csv":
        answer = as_csv([(name if several else None, sheet) for name, _, sheet in read])
    elif form == "json":
        answer = "".join(_for_machines(sheet, analysis, name) for name, analysis, sheet in read)
    else:
        answer = "\n".join(
            (f"{harmless(name)}\n" if several else "") + _for_people(sheet, analysis, columns)
            for name, analysis, sheet in read
        )
    if output is None:
        print(answer, end="", flush=True)
        return 0
    try:
        output.write_text(answer, "utf-8", newline="\n")
    except OSError as error:
        return refuse(f"{output} cannot be written: {error.strerror}")
    return 0


def _for_people(sheet: Sheet, analysis: Analysis, columns: int | None) -> str:
    return f"{verdict_line(analysis, columns)}\n{as_text(sheet)}\n"


def _for_machines(sheet: Sheet, analysis: Analysis, model: str) -> str:
    verdict = analysis.verdict
    about = {
        "model": model,
        "text": analysis.encoded.text,
        "words": analysis.encoded.words,
        "verdict": {
            "label": verdict.label,
            "probability": verdict.probability,
            "logit": verdict.logit,
        },
    }
    return as_json(sheet, about) + "\n"


def _standard_input() -> str:
    """All of standard input; bytes that are no text come as lone surrogates."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape", newline="\n")
    if sys.stdin and sys.stdin.isatty():
        print("brnn: type a review; Ctrl-D ends it", file=sys.stderr)
    return sys.stdin.read() if sys.stdin else ""


def _unit(text: str) -> tuple[str, int]:
    reader, _, number = text.partition(":")
    if reader not in ("forward", "backward"):
        raise ValueError
    return reader, int(number)


def _span(text: str) -> tuple[int, int]:
    """A range of words, counted from 1 with its last, as one counted from 0 without it."""
    first, _, last = text.partition(":")
    return int(first) - 1, int(last or first)


def _whole_numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]

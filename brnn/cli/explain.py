"""`brnn explain`: explain the verdict on one text, on the screen or in a file.

Methods and settings come from `explain.registry`. Importing this is fast: no TensorFlow.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from brnn.cli.printed import as_text
from brnn.cli.terminal import MODEL_HELP, harmless, parser_of, refuse, shortened
from brnn.config import SettingError
from brnn.explain.registry import EXPLANATIONS
from brnn.explain.settings import Setting
from brnn.explain.sheets.sheet import Sheet, as_csv, as_record
from brnn.records import Analysis
from brnn.text import streams
from brnn.text.numbers import percent, signed

_EPILOG = """\
Words are counted from 1, units from 0; the page and the figures count both from 1.
The exit status is 2 if a text, the model or a setting could not be used.

For example:
  brnn explain "A slow start, but a lovely film." --method knowing
  brnn explain "A dull film." "A lovely film." --method edits --json
"""


def main(arguments: Sequence[str]) -> int:
    """Explain one text, or an edit of it. Return the exit status."""
    parser = _parser()
    given = vars(parser.parse_args(arguments))
    texts, name, models, form, output = (
        given.pop(key) for key in ("text", "method", "model", "form", "output")
    )
    explanation = EXPLANATIONS[name]
    if len(texts) != explanation.texts and (texts or explanation.texts > 1):
        parser.error(f"{name} takes {explanation.texts} text{'s' * (explanation.texts > 1)}")
    try:
        settings = explanation.read(given)
    except SettingError as error:
        parser.error(f"--{error}")

    from brnn.analyzer import Analyzer  # here, so that --help answers at once

    read = []
    try:
        texts = [*map(streams.legible, texts or [streams.standard_input("a review").read()])]
        for model in models or [None]:
            analyzer = Analyzer.load(model)
            read.append((model or analyzer.model.name, *explanation.answer(analyzer, texts, settings)))
    except SettingError as error:
        return refuse(f"--{error}")
    except ValueError as error:  # the message says whether model, text or setting is at fault
        return refuse(str(error))
    answer = _answer(read, form, shutil.get_terminal_size().columns if output is None else None)
    if output is None:
        print(answer, end="", flush=True)
        return 0
    try:
        output.write_text(answer, "utf-8", newline="\n")
    except OSError as error:
        return refuse(f"cannot write {output}: {error.strerror}")
    return 0


def verdict_line(analysis: Analysis, columns: int | None = None) -> str:
    """Return the label, its probability, the log-odds and as much text as fits on one line."""
    verdict = analysis.verdict
    likely = max(verdict.probability, 1 - verdict.probability)
    text = "(nothing to read)" if analysis.nothing_to_read else harmless(analysis.encoded.text)
    answer = f"{verdict.label}  {percent(likely):>4}  {signed(verdict.logit):>6}  "
    if verdict.doubt and not analysis.nothing_to_read:
        answer += f"({verdict.doubt}) "
    return answer + (text if columns is None else shortened(text, columns - len(answer)))


def _parser() -> argparse.ArgumentParser:
    methods = "\n".join(f"  {name:11}{e.question}" for name, e in EXPLANATIONS.items())
    parser = parser_of("brnn explain", f"Explain the verdict on a review.\n\nmethods:\n{methods}", _EPILOG)
    parser.add_argument("text", nargs="*", help="a review (default: all of standard input)")
    parser.add_argument(
        "--method", metavar="METHOD", choices=EXPLANATIONS, default="ledger", help="default: ledger"
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        help=f"{MODEL_HELP}; repeat to compare models",
    )
    forms = parser.add_mutually_exclusive_group()
    for form, about in (("json", "print one JSON object per model"), ("csv", "print the table as CSV")):
        forms.add_argument(
            f"--{form}", dest="form", action="store_const", const=form, default="text", help=about
        )
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a file instead")
    _add_settings(parser.add_argument_group("settings", argument_default=argparse.SUPPRESS))
    return parser


def _add_settings(group: argparse._ArgumentGroup) -> None:
    """Add an option for each setting. Values stay text: each method parses its own."""
    methods: dict[str, dict[Setting, list[str]]] = {}  # of each setting by its name
    for explanation in EXPLANATIONS.values():
        for setting in explanation.settings:
            methods.setdefault(setting.name, {}).setdefault(setting, []).append(explanation.name)
    for name, owners in methods.items():
        about = "; ".join(
            f"{', '.join(names)}: {setting.about}{_values(setting)}" for setting, names in owners.items()
        )
        if form := [*owners][-1].kind.form:
            group.add_argument(f"--{name}", metavar=form, help=about)
        else:
            group.add_argument(f"--{name}", action="store_const", const="yes", help=about)


def _values(setting: Setting) -> str:
    kind, default = setting.kind, setting.default or setting.unset
    return f" ({kind.accepts}; default: {default})" if kind.form else ""


def _answer(read: Sequence[tuple[str, Analysis, Sheet]], form: str, columns: int | None) -> str:
    several = len(read) > 1
    if form == "csv":
        return as_csv([(name if several else None, sheet) for name, _, sheet in read])
    if form == "json":
        records = (as_record(sheet, name, analysis) for name, analysis, sheet in read)
        return "".join(f"{json.dumps(record, allow_nan=False)}\n" for record in records)
    return "\n".join(
        (f"{harmless(name)}\n" if several else "") + f"{verdict_line(analysis, columns)}\n{as_text(sheet)}\n"
        for name, analysis, sheet in read
    )

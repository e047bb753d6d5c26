"""`brnn space`: put the page with its models on Hugging Face Spaces."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from brnn.cli.push import plan, size_of
from brnn.cli.terminal import MODEL_HELP, parser_of, refuse
from brnn.model.folder import ModelFolderError
from brnn.model.hub.address import Space

_EPILOG = """\
The folder holds the app, this version of brnn, the models, and the settings that Spaces needs. Models on
the Hub are copied, so that the Space does not depend on them. The same folder runs on both kinds of
hardware and on any computer with Python 3.12: pip install -r requirements.txt gradio; python app.py.
The token is that of `hf auth login` or of the variable HF_TOKEN. All files go up in one commit.
The exit status is 2 if the Space could not be made; the repository is then unchanged.

For example:
  brnn space user/name
  brnn space user/name --model assets/mine --model hf://user/other@v1 --hardware cpu-basic
  brnn space user/name --to folder
"""


def main(arguments: Sequence[str]) -> int:
    """Gather the files of a Space, and upload or write them. Return the exit status."""
    options = _parser().parse_args(arguments)

    from brnn.cli.space import folder  # here, so that --help answers at once
    from brnn.evaluation.report.sources import ReportError
    from brnn.model.hub import names, upload

    try:
        space = Space.of(options.name)
        models = folder.chosen(options.model or [])
        files = folder.contents(space, models, options.hardware)
        if options.dry_run:
            sizes: Counter[str] = Counter()
            for name, content in files.items():
                sizes[_part(name)] += size_of(content)
            print(*plan(sizes, space, options.private), sep="\n")
            return 0
        if options.to:
            folder.write(files, options.to)
            print(f"The Space is in {options.to}")
            return 0
        if not options.private:
            upload.check_public([str(model) for model in models.values() if names.is_on_hub(model)])
        pushed = upload.push(files, space, options.private, folder.HARDWARE[options.hardware])
    except (ModelFolderError, ReportError) as error:  # HubError is one
        return refuse(str(error))
    except OSError as error:
        return refuse(f"cannot write {error.filename or options.to}: {error.strerror}")
    print(pushed.page)
    return 0


def _part(name: str) -> str:
    """Return what a file is counted with: the package, its model's folder, or itself."""
    first, _, rest = name.partition("/")
    return f"{first}/{rest.rpartition('/')[0]}/" if first == "assets" else f"{first}/" if rest else first


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "brnn space", "Put the page with its models on Hugging Face Spaces, and print its address.", _EPILOG
    )
    parser.add_argument("name", metavar="user/name", help="the Space, which is created if needed")
    parser.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        help=f"{MODEL_HELP}; repeat for more, the default first (default: default, article and guess)",
    )
    parser.add_argument(
        "--hardware",
        choices=("zero-gpu", "cpu-basic"),
        default="zero-gpu",
        help="what a new Space runs on (default: zero-gpu; free accounts may have two, after 30 days)",
    )
    parser.add_argument("--private", action="store_true", help="make a new Space private")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--to", metavar="FOLDER", type=Path, help="only write the Space to this new folder")
    where.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
    return parser

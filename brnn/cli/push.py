"""`brnn push`: put a model on the Hugging Face Hub."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from brnn.cli.terminal import parser_of, refuse
from brnn.model.folder import CARD, ModelFolderError
from brnn.model.hub.address import Address

Files = dict[str, Path | bytes]
"""Files by their names, each its place or its content."""
_EPILOG = """\
The token is that of `hf auth login` or of the variable HF_TOKEN. All files go up in one commit.
The exit status is 2 if the model could not be pushed; the repository is then unchanged.

For example:
  brnn push assets/mine user/name --private
"""


def main(arguments: Sequence[str]) -> int:
    """Push one model. Return the exit status."""
    options = _parser().parse_args(arguments)

    from brnn.evaluation.report.sources import ReportError  # here, so that --help answers at once
    from brnn.model.hub import upload

    try:
        address = Address.of(options.name)
        address = address.at(options.revision or address.revision)
        files = files_of(options.model)
        if options.dry_run:
            sizes = {name: size_of(content) for name, content in files.items()}
            print(*plan(sizes, address, options.private), sep="\n")
            return 0
        pushed = upload.push(files, address, options.private)
    except (ModelFolderError, ReportError) as error:  # HubError is one
        return refuse(str(error))
    print(pushed.page, f"This version: {pushed.pinned}", sep="\n")
    return 0


def files_of(model: str | Path) -> Files:
    """Return the files of a model that loads; a card is made if it has none. Raises ModelFolderError."""
    from brnn.evaluation.report.card import card
    from brnn.model import folder as model_folder
    from brnn.model.hub import names

    folder = names.folder_of(model)
    model_folder.load(folder, str(model))
    files: Files = {**model_folder.files_of(folder)}
    if CARD not in files:
        files[CARD] = card(folder).encode()
    return files


def plan(sizes: Mapping[str, int], address: Address, private: bool) -> list[str]:
    """Return what would be sent, line by line. sizes: in bytes."""
    kind = "private" if private else "public"
    head = f"Nothing is sent. Without --dry-run, {address} gets these files; if it is new, it will be {kind}:"
    return [head, *(f"{size:>12,} bytes  {name}" for name, size in sizes.items())]


def size_of(content: Path | bytes) -> int:
    """Return the size of a file, in bytes."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "brnn push", "Put a model on the Hugging Face Hub, and print the address of its page.", _EPILOG
    )
    parser.add_argument("model", help="model folder, or the name of a shipped model")
    parser.add_argument("name", metavar="user/name", help="the repository, which is created if needed")
    parser.add_argument("--private", action="store_true", help="make a new repository private")
    parser.add_argument(
        "--revision", metavar="BRANCH", help="branch to push to, created if needed (default: main)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
    return parser

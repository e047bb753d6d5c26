"""The files of a Space: its card, the app, the package, models, and what to install."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import get_args

import brnn
from brnn.cli.push import Files, files_of
from brnn.config import Task
from brnn.model import shelf
from brnn.model.folder import CARD, METRICS, ModelFolderError
from brnn.model.hub import names
from brnn.model.hub.address import Address, Space
from brnn.model.hub.client import endpoint, read_variables

HARDWARE = {"zero-gpu": "zero-a10g", "cpu-basic": "cpu-basic"}
"""Where a Space can run, and what the Hub calls it."""
PYTHON = "3.12"
"""The only version that both ZeroGPU and we support."""
_INSTALLED_THERE = {"gradio", "huggingface-hub", "spaces"}  # in versions that fit Spaces and `sdk_version`
_TRAINS = {"keras", "tensorflow", "tensorflow-cpu"}  # what only training and evaluation load
_MODELS = "assets"  # where the package looks if it holds no models itself
_COMPARED = (f"baseline/{METRICS}", "ladder/runs.json")  # figures that the Models page and the lesson show
_PACKAGE = Path(brnn.__file__).parent
_KINDS = {".css", ".js", ".md", ".png", ".py"}
"""The files that run; data for training and the schema for tests are of other kinds."""
_CARD_PICTURE = "brnn/ui/card.png"
_NAME = re.compile(r"(ladder/)?\w[\w.-]*", re.ASCII)
_LARGE = ("*.h5", "*.npz", "*.png")
_TEXT = """
# {title}

Type a film review and watch a bidirectional recurrent network read it, word by word, from both ends.

Models: {models}.

This Space was made with `brnn space`, version {version}. It needs no GPU: the models read on the CPU.
"""


def chosen(sources: Sequence[str]) -> dict[str, str | Path]:
    """Return the models by the names they get in the Space; no sources are those of an installed package.

    Raises ModelFolderError if two get the same name, or one cannot be the name of a folder there.
    """
    sources = sources or [name for name in shelf.INCLUDED if name in shelf.models_in(shelf.ASSETS)]
    found: dict[str, str | Path] = {}
    for name, model in chain(*(names.named_in(sources, task).items() for task in get_args(Task))):
        if names.is_on_hub(model):
            name = Address.of(str(model)).repository.partition("/")[2]
        elif str(model) == name:  # not found, or the second of its name
            name = Path(name).name
        if not _NAME.fullmatch(name):
            raise ModelFolderError(f"{name}: in a Space, a model's name may have only letters, digits, ._-")
        if name in found:
            raise ModelFolderError(f"two of the models are called {name}: rename the folder of one of them")
        found[name] = model
    return found


def contents(space: Space, models: Mapping[str, str | Path], hardware: str) -> Files:
    """Return the files of a Space by their names, each its place or its content.

    models: see `chosen`; those on the Hub are fetched. Raises ModelFolderError.
    """
    copied = {name: files_of(model) for name, model in models.items()}
    app = (_PACKAGE / "cli" / "space" / "app.py").read_text("utf-8")
    offered = f"MODELS = {json.dumps(','.join(copied))}\n"
    files: Files = {
        CARD: _card(space, models, copied, hardware).encode(),
        "app.py": app.replace('MODELS = ""\n', offered).encode(),
        "requirements.txt": "".join(f"{line}\n" for line in requirements()).encode(),
        ".gitattributes": "".join(
            f"{kind} filter=lfs diff=lfs merge=lfs -text\n" for kind in _LARGE
        ).encode(),
        **_package(),
    }
    for name, own in copied.items():
        files |= {f"{_MODELS}/{name}/{file}": content for file, content in own.items()}
    if any(name in shelf.DEFAULTS for name in models):
        files |= {f"{_MODELS}/{name}": path for name in _COMPARED if (path := shelf.ASSETS / name).is_file()}
    return files


def requirements() -> list[str]:
    """Return what a Space has to install: all that brnn needs to read, unless every Space has it."""
    listed = _PACKAGE.parent / "requirements.txt"
    if shelf.ASSETS.parent == _PACKAGE or not listed.is_file():  # an installed package
        lines = [line for line in metadata.requires("brnn") or () if "extra ==" not in line]
    else:
        lines = [line for line in listed.read_text("utf-8").splitlines() if line]
    without = _INSTALLED_THERE | _TRAINS
    return [line for line in lines if re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() not in without]


def write(files: Files, folder: Path) -> None:
    """Write the files to a new or an empty folder. Raises ModelFolderError if it is neither, and OSError."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ModelFolderError(f"{folder} is not empty: a Space needs a folder of its own")
    try:
        for name, content in files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _package() -> Files:
    found = (path for path in sorted(_PACKAGE.rglob("*")) if path.suffix in _KINDS and path.is_file())
    names_in = {path.relative_to(_PACKAGE).as_posix(): path for path in found}
    return {f"brnn/{name}": path for name, path in names_in.items() if not name.startswith(f"{_MODELS}/")}


def _card(space: Space, models: Mapping[str, str | Path], copied: Mapping[str, Files], hardware: str) -> str:
    """Return the Space's README: its settings, and what it is."""
    read_variables()
    from huggingface_hub import SpaceCardData

    title = space.repository.partition("/")[2]
    on_hub = [Address.of(str(model)) for model in models.values() if names.is_on_hub(model)]
    settings = SpaceCardData(
        title=title,
        emoji="📖",
        colorFrom="blue",
        colorTo="yellow",
        sdk="gradio",
        sdk_version=metadata.version("gradio"),
        python_version=PYTHON,
        app_file="app.py",
        suggested_hardware=HARDWARE[hardware],
        license="apache-2.0",
        short_description="Watch a bidirectional RNN read",
        thumbnail=f"{endpoint()}/spaces/{space.repository}/resolve/main/{_CARD_PICTURE}",
        models=sorted({address.repository for address in on_hub}) or None,
        datasets=sorted({name for own in copied.values() for name in _datasets(own[CARD])}) or None,
        tags=["rnn", "interpretability", "sentiment-analysis"],
    )
    listed = ", ".join(
        f"`{name}` ({model})" if names.is_on_hub(model) else f"`{name}`" for name, model in models.items()
    )
    text = _TEXT.format(title=title, models=listed, version=brnn.__version__)
    return f"---\n{settings.to_yaml(line_break=chr(10))}\n---\n{text}"


def _datasets(card: Path | bytes) -> list[str]:
    from huggingface_hub import ModelCard

    text = card.decode() if isinstance(card, bytes) else card.read_text("utf-8")
    found = ModelCard(text, ignore_metadata_errors=True).data.get("datasets", [])
    return [found] if isinstance(found, str) else found

"""Models by name: one that ships, a folder, or hf://user/name@revision on the Hub."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from brnn.config import Task
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.model.files import is_file
from brnn.model.folder import CONFIG, Model, ModelFolderError
from brnn.model.hub import download
from brnn.model.hub.address import PREFIX, Address


def folder_of(model: str | Path) -> Path:
    """Return the folder of a model; one on the Hub is first fetched into the Hub's cache.

    "article" is the shipped model, "./article" is a folder in the current directory. Raises HubError.
    """
    if is_on_hub(model):
        return download.fetch(Address.of(str(model)))
    shipped = shelf.models_in(shelf.ASSETS) if isinstance(model, str) else {}
    return shipped.get(str(model), Path(model))


def load(model: str | Path | None, task: Task = "verdict") -> Model:
    """Load a model of a task by its name; None is the default.

    Raises ModelFolderError, which says which file is at fault and why.
    """
    folder = shelf.default_folder(task) if model is None else folder_of(model)
    loaded = model_folder.load(folder, model if isinstance(model, str) else None)
    if loaded.task != task:
        gives = "verdicts, but no guesses" if task == "guess" else "guesses of words, but no verdicts"
        raise ModelFolderError(f"the model {loaded.name} gives {gives}")
    return loaded


def is_on_hub(model: str | Path) -> bool:
    """Return whether this is the address of a model on the Hub."""
    return isinstance(model, str) and model.startswith(PREFIX)


def named_in(sources: Sequence[str], task: Task = "verdict") -> dict[str, str | Path]:
    """Return what to `load` for each model of a task, by the name to show; no sources are the shipped models.

    sources: names of models, or folders that contain model folders, in the order wanted. Those on the Hub
        are taken for models that give verdicts.
    """
    shipped = shelf.models_in(shelf.ASSETS)
    found: dict[str, str | Path] = {}
    for source in sources or [str(shelf.ASSETS)]:
        path = Path(source).absolute()
        models: Mapping[str, str | Path]
        if source in shipped:
            models = {source: shipped[source]}
        elif not is_on_hub(source) and is_file(path / CONFIG):
            models = {path.name: path}
        else:
            models = shelf.models_in(path) or {source: source}
        for name, model in models.items():
            if task == (model_folder.task_of(model) if isinstance(model, Path) else "verdict"):
                found[str(model) if name in found else name] = model
    return found


def local(model: str | Path) -> Path | None:
    """Return the folder of a model if it is on this machine; nothing is downloaded."""
    if is_on_hub(model):
        return download.cached(Address.of(str(model)), check=False)
    folder = folder_of(model)
    return folder if is_file(folder / CONFIG) else None

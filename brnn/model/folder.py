"""A model's folder: settings, vocabulary, weights, metrics and statistics, saved atomically.

The folder contains no code and nothing pickled. Only the files of `FILES` are ever replaced or
removed, and only in a folder that config.json marks as ours; whatever else is in it stays.

A save writes all files to the folder `.brnn-new` inside, config.json last, and then moves them up,
config.json last again. If the process is killed at any moment, `load` still finds a complete model:
while `.brnn-new` has its config.json, the files that it still holds replace those above it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

from brnn.config import ModelConfig, Task
from brnn.data import npz
from brnn.model import statistics, weights
from brnn.model.files import checksum, flush, is_file, part_of, read_json, replace_file, write_json
from brnn.model.statistics import Statistics
from brnn.model.weights import Weights
from brnn.text.vocabulary import Vocabulary

FORMAT, VERSION = "brnn model", 1
"""The mark of our folders. Older ones, whose format is 1, are loaded but never replaced."""
CONFIG, VOCABULARY, CARD = "config.json", "vocabulary.txt", "README.md"
WEIGHTS, METRICS, STATISTICS = "model.weights.h5", "metrics.json", "statistics.npz"
FILES = (VOCABULARY, WEIGHTS, METRICS, STATISTICS, CARD, CONFIG)
"""All files of a model's folder, in the order in which they are moved to their place."""
_OURS = {*FILES, *(part_of(Path(name)).name for name in FILES)}
_NEW = ".brnn-new"
NEEDED = (CONFIG, VOCABULARY, WEIGHTS, METRICS)
"""The files without which no model is loaded."""
LIMITS = {CONFIG: 100_000, VOCABULARY: 20_000_000, WEIGHTS: 500_000_000}
LIMITS |= {METRICS: 20_000_000, STATISTICS: 5_000_000, CARD: 1_000_000}
"""Largest size of each file, in bytes."""
_KINDS = {WEIGHTS: ("an HDF5 file", b"\x89HDF\r\n\x1a\n"), STATISTICS: ("an npz archive", b"PK\x03\x04")}
"""What files that are not text are, and how those start."""


class ModelFolderError(ValueError):
    """A folder cannot be loaded. The message names the file and the problem."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network's weights, with everything needed to use and to judge them.

    weights: arrays by name, see `weights.shapes`; read-only.
    metrics: history, results with their n, seed, versions; empty if the model was not measured.
    statistics: statistics over the reviews of the dataset; None if they were not collected.
    task: what the model does with a text; its weights depend on it.
    """

    name: str
    config: ModelConfig
    vocabulary: Vocabulary
    weights: Weights
    metrics: dict[str, Any] = field(default_factory=dict)
    statistics: Statistics | None = None
    task: Task = "verdict"


def save(model: Model, folder: Path, weights_dtype: str = "float32", card: str | None = None) -> None:
    """Write a model to `folder`. The old model is replaced only when the new one is on disk.

    card: the text of its README.md; None to leave that file as it is.
    Raises ModelFolderError if the folder holds something else, OSError if it cannot be written.
    """
    folder = Path(os.path.realpath(folder))  # a link is followed, also to a folder that does not exist yet
    if not may_be_replaced(folder):
        raise ModelFolderError(f"{folder} holds something other than a brnn model")
    folder.mkdir(parents=True, exist_ok=True)
    _settle(folder)
    try:
        _write(model, folder / _NEW, weights_dtype, card)
    except OSError:
        remove(folder / _NEW)
        raise
    _settle(folder)
    if not model.statistics:
        (folder / STATISTICS).unlink(missing_ok=True)


def may_be_replaced(folder: Path) -> bool:
    """Return whether a model may be saved there: the folder is new, holds nothing visible, or is ours."""
    if not folder.exists():
        return not folder.is_symlink()  # a link in a circle
    try:
        return _read_json(folder, CONFIG).get("format") == FORMAT
    except ModelFolderError:
        return folder.is_dir() and all(path.name.startswith(".") for path in folder.iterdir())


def remove(folder: Path) -> None:
    """Remove the files of a model, and their folder if nothing else is in it."""
    for place in (folder / _NEW, folder):
        for path in place.iterdir() if place.is_dir() else ():
            if path.name in _OURS:
                path.unlink()
        with contextlib.suppress(OSError):
            place.rmdir()


def load(folder: Path, called: str | None = None) -> Model:
    """Load a model's folder. Raises ModelFolderError, which names the file and the problem.

    called: what an error calls the model; None for the name of the folder.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir raises an error if the name is too long)
        raise ModelFolderError(f"there is no model folder {folder}")
    try:
        return _load(folder)
    except (ModelFolderError, OSError) as error:
        raise ModelFolderError(f"the model {called or folder.name} cannot be loaded: {error}") from error


def files_of(folder: Path) -> dict[str, Path]:
    """Return where the files of a saved model are, by name, its card among them if it has one."""
    listed = _read_json(folder, CONFIG).get("sha256")
    names = {CONFIG, CARD, *(listed if isinstance(listed, dict) else ())}
    return {name: place for name in FILES if name in names and is_file(place := _place(folder, name))}


def _load(folder: Path) -> Model:
    settings = _read_json(folder, CONFIG)
    mark = settings.get("format"), settings.get("version")
    if mark not in ((FORMAT, VERSION), (1, None)):
        raise _error(CONFIG, f"its format is {shortened(mark)}, but this version reads {(FORMAT, VERSION)}")
    checksums, title = settings.get("sha256"), settings.get("name")
    if not isinstance(checksums, dict):
        raise _error(CONFIG, "it must contain checksums")
    others = (VOCABULARY, WEIGHTS, METRICS, *[STATISTICS] * (STATISTICS in checksums))
    for name in others:
        _check(folder, name)
    for name in others:
        if checksums.get(name) != checksum(_place(folder, name)):
            raise _error(name, f"it does not match its checksum in {CONFIG}")
    task = _task(settings)
    with _naming(CONFIG):
        config = ModelConfig.from_json(settings.get("model"))
    with _naming(VOCABULARY):
        vocabulary = Vocabulary.load(_place(folder, VOCABULARY))
        if task == "guess" and not vocabulary.has_marks:
            raise ValueError("it lacks the marks of a model that guesses words")
    metrics = _read_json(folder, METRICS)
    if not isinstance(title, str) or not title.isprintable():
        raise _error(CONFIG, "its name must be printable text")
    with _naming(WEIGHTS):
        loaded = weights.load(_place(folder, WEIGHTS), config, len(vocabulary), task)
    found = None
    if STATISTICS in checksums:
        with _naming(STATISTICS):
            found = Statistics.from_arrays(npz.read(_place(folder, STATISTICS), statistics.NAMES))
            found.check_fits(config, len(vocabulary))
    return Model(title, config, vocabulary, loaded, metrics, found, task)


def holds_model(folder: Path) -> bool:
    """Return whether there is a model in a folder, whole or not."""
    return is_file(_place(folder, CONFIG))


def task_of(folder: Path) -> Task:
    """Return what the model in a folder does, by its settings alone; "verdict" if they cannot be read."""
    try:
        return _task(_read_json(folder, CONFIG))
    except (ModelFolderError, OSError):
        return "verdict"


def _task(settings: dict[str, Any]) -> Task:
    return "guess" if settings.get("task") == "guess" else "verdict"


def _place(folder: Path, name: str) -> Path:
    """Return where a file of the model is. A save may have been stopped while it moved the files."""
    new = folder / _NEW
    return new / name if is_file(new / CONFIG) and is_file(new / name) else folder / name


def _write(model: Model, new: Path, weights_dtype: str, card: str | None) -> None:
    """Write and flush all files; config.json, which makes them count, comes last."""
    remove(new)
    new.mkdir(exist_ok=True)
    model.vocabulary.save(new / VOCABULARY)
    weights.save(model.weights, new / WEIGHTS, weights_dtype)
    write_json(new / METRICS, model.metrics)
    if model.statistics:
        npz.write(new / STATISTICS, model.statistics.to_arrays())
    written = sorted(path for path in new.iterdir() if path.name in FILES)
    if card is not None:
        replace_file(new / CARD, card.encode())
    for path in (*written, new):
        flush(path)
    config = {"format": FORMAT, "version": VERSION, "name": model.name, "task": model.task}
    config |= {"model": model.config.to_json(), "sha256": {path.name: checksum(path) for path in written}}
    write_json(new / CONFIG, config)
    flush(new)


def _settle(folder: Path) -> None:
    """Move the files of a complete save to their place, whatever part of them has been moved."""
    new = folder / _NEW
    if (new / CONFIG).is_file():
        for name in FILES:
            if name == CONFIG:
                flush(folder)  # the other files are in their place before it says so
            if (new / name).is_file():
                (new / name).replace(folder / name)
        flush(folder)
    remove(new)


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    _check(folder, name)
    with _naming(name):
        return read_json(_place(folder, name))


def _check(folder: Path, name: str) -> None:
    """Check that a file is there, not too large and of the right kind, before anything reads it."""
    path = _place(folder, name)
    if not is_file(path):
        raise _error(name, "it is missing")
    if path.stat().st_size > LIMITS[name]:
        raise _error(name, f"it is larger than {LIMITS[name]:,} bytes")
    kind, start = _KINDS.get(name, ("", b""))
    with path.open("rb") as file:
        if file.read(len(start)) != start:
            raise _error(name, f"it is not {kind}")


@contextlib.contextmanager
def _naming(name: str) -> Iterator[None]:
    """Raise a ValueError again as a ModelFolderError that names the file."""
    try:
        yield
    except ValueError as error:
        raise _error(name, str(error)) from error


def _error(name: str, reason: str) -> ModelFolderError:
    reason = " ".join(reason.split())  # HDF5 messages may have several lines
    return ModelFolderError(f"{name}: {reason}")

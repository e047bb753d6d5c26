"""A model's folder: settings, vocabulary, weights, metrics and statistics, saved atomically.

The folder contains no code and nothing pickled. A folder cannot replace another in one step, so
saving takes three. If the process is killed at any moment, `load` still finds a complete model:

    .name.part   being written                       ignored, and removed by the next save
    .name.new    complete, about to become `name`    loaded if `name` is missing
    .name.old    the previous model, to be removed   loaded if both others are missing
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

from brnn.config import ModelConfig
from brnn.data import npz
from brnn.model import statistics, weights
from brnn.model.statistics import Statistics
from brnn.model.weights import Weights
from brnn.text.vocabulary import Vocabulary

FORMAT = 1
CONFIG, VOCABULARY = "config.json", "vocabulary.txt"
WEIGHTS, METRICS, STATISTICS = "model.weights.h5", "metrics.json", "statistics.npz"
_LIMITS = {
    CONFIG: 100_000,
    VOCABULARY: 20_000_000,
    WEIGHTS: 500_000_000,
    METRICS: 20_000_000,
    STATISTICS: 5_000_000,
}
"""Largest size of each file, in bytes."""


class ModelFolderError(ValueError):
    """A folder cannot be loaded. The message names the file and the problem."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network's weights, with everything needed to use and to judge them.

    weights: arrays by name, see `weights.shapes`; read-only.
    metrics: history, results with their n, seed, versions; empty if the model was not measured.
    statistics: statistics over the reviews of the dataset; None if they were not collected.
    """

    name: str
    config: ModelConfig
    vocabulary: Vocabulary
    weights: Weights
    metrics: dict[str, Any] = field(default_factory=dict)
    statistics: Statistics | None = None


def save(model: Model, folder: Path, weights_dtype: str = "float32") -> None:
    """Write a model to `folder`. The old content is replaced only when the new one is on disk."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _settle(folder)
    part = _beside(folder, "part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    model.vocabulary.save(part / VOCABULARY)
    weights.save(model.weights, part / WEIGHTS, weights_dtype)
    write_json(part / METRICS, model.metrics)
    if model.statistics:
        npz.write(part / STATISTICS, model.statistics.to_arrays())
    write_json(
        part / CONFIG,
        {
            "format": FORMAT,
            "name": model.name,
            "model": model.config.to_json(),
            "sha256": {path.name: _checksum(path) for path in sorted(part.iterdir())},
        },
    )
    for path in (*part.iterdir(), part):
        _flush(path)
    part.rename(_beside(folder, "new"))
    _settle(folder)


def load(folder: Path) -> Model:
    """Load a model's folder. Raises ModelFolderError, which names the file and the problem."""
    try:
        return _load(_whole(folder.absolute()))
    except OSError as error:
        raise ModelFolderError(f"the model {folder.name} cannot be loaded: {error}") from error


def _load(folder: Path) -> Model:
    settings = _read_json(folder, CONFIG)
    if settings.get("format") != FORMAT:
        reason = f"its format is {shortened(settings.get('format'))}, but this version reads format {FORMAT}"
        raise _error(folder, CONFIG, reason)
    checksums, title = settings.get("sha256"), settings.get("name")
    if not isinstance(checksums, dict):
        raise _error(folder, CONFIG, "it must contain checksums")
    for name in (VOCABULARY, WEIGHTS, METRICS, *[STATISTICS] * (STATISTICS in checksums)):
        _check_size(folder, name)
        if checksums.get(name) != _checksum(folder / name):
            raise _error(folder, name, f"it does not match its checksum in {CONFIG}")
    with _naming(folder, CONFIG):
        config = ModelConfig.from_json(settings.get("model"))
    with _naming(folder, VOCABULARY):
        vocabulary = Vocabulary.load(folder / VOCABULARY)
    metrics = _read_json(folder, METRICS)
    if not isinstance(title, str) or not title.isprintable():
        raise _error(folder, CONFIG, "its name must be printable text")
    with _naming(folder, WEIGHTS):
        loaded = weights.load(folder / WEIGHTS, config, len(vocabulary))
    found = None
    if STATISTICS in checksums:
        with _naming(folder, STATISTICS):
            found = Statistics.from_arrays(npz.read(folder / STATISTICS, statistics.NAMES))
            found.check_fits(config, len(vocabulary))
    return Model(title, config, vocabulary, loaded, metrics, found)


def found_in(folder: Path) -> list[Path]:
    """Return the model folders directly in `folder`, sorted by name; [] if it does not exist."""
    if not folder.is_dir():
        return []
    names = {
        path.name[1:-4] if path.name.startswith(".") else path.name
        for path in folder.iterdir()
        if (path / CONFIG).is_file()
        and (not path.name.startswith(".") or path.name.endswith((".new", ".old")))
    }
    return [folder / name for name in sorted(names)]


def write_json(path: Path, value: object) -> None:
    """Write JSON with indentation, for readers and diffs."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    path.write_text(text, "utf-8", newline="\n")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file atomically."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    _flush(part)
    part.replace(path)


def _beside(folder: Path, kind: str) -> Path:
    return folder.parent / f".{folder.name}.{kind}"


def _whole(folder: Path) -> Path:
    for candidate in (folder, _beside(folder, "new"), _beside(folder, "old")):
        if (candidate / CONFIG).is_file():
            return candidate
    if folder.is_dir():
        raise _error(folder, CONFIG, "it is missing")
    raise ModelFolderError(f"there is no model folder {folder}")


def _settle(folder: Path) -> None:
    """Finish an interrupted save, whatever step it reached."""
    new, old = _beside(folder, "new"), _beside(folder, "old")
    if new.exists():
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        new.rename(folder)
        _flush(folder.parent)  # the new name is on disk before the old model is removed
    elif old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    _check_size(folder, name)
    try:
        found = json.loads((folder / name).read_text("utf-8"), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise _error(folder, name, f"it is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise _error(folder, name, "it must be a JSON object")
    return found


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):  # also rejects NaN and Infinity, which only Python writes
        raise ValueError(f"{shortened(literal)} is not a number")
    return number


def _check_size(folder: Path, name: str) -> None:
    path = folder / name
    if not path.is_file():
        raise _error(folder, name, "it is missing")
    if path.stat().st_size > _LIMITS[name]:
        raise _error(folder, name, f"it is larger than {_LIMITS[name]:,} bytes")


@contextlib.contextmanager
def _naming(folder: Path, name: str) -> Iterator[None]:
    """Raise a ValueError again as a ModelFolderError that names the file."""
    try:
        yield
    except ValueError as error:
        raise _error(folder, name, str(error)) from error


def _error(folder: Path, name: str, reason: str) -> ModelFolderError:
    reason = " ".join(reason.split())  # HDF5 messages may have several lines
    return ModelFolderError(f"the model {folder.name} cannot be loaded: {name}: {reason}")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

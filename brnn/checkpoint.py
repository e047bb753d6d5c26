"""A model's folder: settings, vocabulary, weights, metrics; saved whole or not at all.

Nothing in the folder is code and nothing is pickled. A folder cannot be renamed onto another, so a
save takes three steps, and whatever moment it is killed at, `load` finds a whole model:

    .name.part   being written                    ignored, and removed by the next save
    .name.new    whole, about to take its place   loaded if `name` is missing
    .name.old    the one before, about to go      loaded if both others are missing
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

import h5py

from brnn.config import ModelConfig, SettingError
from brnn.network import Network, count_weights
from brnn.vocabulary import Vocabulary

FORMAT = 1
CONFIG, VOCABULARY, WEIGHTS, METRICS = (
    "config.json",
    "vocabulary.txt",
    "model.weights.h5",
    "metrics.json",
)
_LIMITS = {CONFIG: 100_000, VOCABULARY: 20_000_000, WEIGHTS: 500_000_000, METRICS: 20_000_000}
_MOST_PARTS = 1_000  # groups may hold each other, without end


class CheckpointError(ValueError):
    """A folder that cannot be loaded. The message names the file and what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network with all that is needed to use it and to judge it.

    metrics: history, figures with their n, seed, versions; empty for an unmeasured model.
    """

    name: str
    config: ModelConfig
    vocabulary: Vocabulary
    network: Network
    metrics: dict[str, Any] = field(default_factory=dict)


def save(model: Model, folder: Path, weights_dtype: str = "float32") -> None:
    """Write a model to `folder`, replacing what was there only when all is on the disk."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _settle(folder)
    part = _beside(folder, "part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    model.vocabulary.save(part / VOCABULARY)
    _save_weights(model, part / WEIGHTS, weights_dtype)
    write_json(part / METRICS, model.metrics)
    write_json(
        part / CONFIG,
        {
            "format": FORMAT,
            "name": model.name,
            "model": model.config.to_json(),
            "sha256": {name: _checksum(part / name) for name in (VOCABULARY, WEIGHTS, METRICS)},
        },
    )
    for path in (*part.iterdir(), part):
        _flush(path)
    part.rename(_beside(folder, "new"))
    _settle(folder)


def load(folder: Path) -> Model:
    """Load a model's folder. Raises CheckpointError, which says which file is at fault and why."""
    try:
        return _load(_whole(folder.absolute()))
    except OSError as error:
        raise CheckpointError(f"the model {folder.name} cannot be loaded: {error}") from error


def _load(folder: Path) -> Model:
    config_json = _read_json(folder, CONFIG)
    if not isinstance(config_json, dict) or config_json.get("format") != FORMAT:
        found = config_json.get("format") if isinstance(config_json, dict) else None
        reason = f"its format is {shortened(found)}, this version reads {FORMAT}"
        raise _error(folder, CONFIG, reason)
    checksums = config_json.get("sha256")
    for name in (VOCABULARY, WEIGHTS, METRICS):
        _check_size(folder, name)
        if not isinstance(checksums, dict) or checksums.get(name) != _checksum(folder / name):
            raise _error(folder, name, f"it does not match its checksum in {CONFIG}")
    try:
        config = ModelConfig.from_json(config_json.get("model"))
    except SettingError as error:
        raise _error(folder, CONFIG, str(error)) from error
    try:
        vocabulary = Vocabulary.load(folder / VOCABULARY)
    except ValueError as error:
        raise _error(folder, VOCABULARY, str(error)) from error
    metrics = _read_json(folder, METRICS)
    if not isinstance(metrics, dict):
        raise _error(folder, METRICS, "it must be a JSON object")
    title = config_json.get("name")
    if not isinstance(title, str) or not title.isprintable():
        raise _error(folder, CONFIG, "its name must be printable text")
    return Model(title, config, vocabulary, _load_network(config, len(vocabulary), folder), metrics)


def found_in(folder: Path) -> list[Path]:
    """Return the model folders directly inside `folder`, by name; none if it does not exist."""
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
    """Write JSON that a person can read and a diff can compare."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    path.write_text(text, "utf-8", newline="\n")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
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
    raise CheckpointError(f"there is no model folder {folder}")


def _settle(folder: Path) -> None:
    """Finish a save, from whichever step it has reached."""
    new, old = _beside(folder, "new"), _beside(folder, "old")
    if new.exists():
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        new.rename(folder)
    elif old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _save_weights(model: Model, path: Path, dtype: str) -> None:
    network = model.network
    if dtype != "float32":
        network = Network(model.config, len(model.vocabulary), dtype=dtype)
        network.set_weights([weights.astype(dtype) for weights in model.network.get_weights()])
    network.save_weights(path)


def _load_network(config: ModelConfig, ids: int, folder: Path) -> Network:
    try:
        # Settings can ask for gigabytes: the network is made when its numbers are seen to be there.
        found, expected = _numbers_in(folder / WEIGHTS), count_weights(config, ids)
        if found != expected:
            raise ValueError(f"it holds {found:,} numbers, the settings ask for {expected:,}")
        network = Network(config, ids)
        network.load_weights(folder / WEIGHTS)
    except (ValueError, OSError, KeyError, TypeError, RuntimeError) as error:
        raise _error(folder, WEIGHTS, str(error)) from error
    for weights in network.get_weights():
        if not (weights == weights).all() or abs(weights).max(initial=0) == float("inf"):
            raise _error(folder, WEIGHTS, "it holds numbers that are not finite")
    return network


def _numbers_in(path: Path) -> int:
    """Count the numbers in a weights file before any is read: a small file can declare many."""
    parts = numbers = stored = 0

    def count(group: h5py.Group) -> None:
        nonlocal parts, numbers, stored
        for name in group:
            parts += 1
            if parts > _MOST_PARTS:
                raise ValueError("it holds more parts than a network has")
            linked = not isinstance(group.get(name, getlink=True), h5py.HardLink)
            if linked:
                raise ValueError("it links to another place, which a weights file must not")
            item = group[name]
            if isinstance(item, h5py.Group):
                count(item)
            elif not isinstance(item, h5py.Dataset) or item.dtype.kind != "f":
                raise ValueError("it holds something other than numbers")
            elif item.external or item.is_virtual:
                raise ValueError("its numbers lie in another file, which they must not")
            else:
                size = (item.size or 0) * item.dtype.itemsize
                if item.chunks or item.id.get_storage_size() < size:
                    raise ValueError("its numbers are compressed or missing")
                numbers += item.size or 0
                stored += size

    with h5py.File(path, "r") as file:
        count(file)
    if stored > path.stat().st_size:
        raise ValueError("it declares more numbers than it holds")
    return numbers


def _read_json(folder: Path, name: str) -> Any:
    _check_size(folder, name)
    try:
        return json.loads((folder / name).read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _error(folder, name, f"it is not JSON: {error}") from error


def _check_size(folder: Path, name: str) -> None:
    path = folder / name
    if not path.is_file():
        raise _error(folder, name, "it is missing")
    if path.stat().st_size > _LIMITS[name]:
        raise _error(folder, name, f"it is larger than {_LIMITS[name]:,} bytes")


def _error(folder: Path, name: str, reason: str) -> CheckpointError:
    reason = " ".join(reason.split())  # Keras explains over several lines
    return CheckpointError(f"the model {folder.name} cannot be loaded: {name}: {reason}")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle to a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Checkpoints: the state of a training run in one file, written atomically, to resume from."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.model.files import replace_file

_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, LookupError, TypeError, AttributeError, RuntimeError)
Arrays = Mapping[str, Sequence[NDArray[Any]]]


class CheckpointError(Exception):
    """The run cannot be resumed from this checkpoint, or not be started. The message says why."""


def write(path: Path, settings: dict[str, Any], history: list[Any], arrays: Arrays) -> None:
    """Write a run's settings, its history (as JSON) and its arrays, by name and in order."""
    record, content = json.dumps({"settings": settings, "history": history}), io.BytesIO()
    members: dict[str, Any] = {"record": np.frombuffer(record.encode(), np.uint8)}
    members |= {f"{name}_{i}": a for name, group in arrays.items() for i, a in enumerate(group)}
    np.savez(content, **members)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content.getvalue())


def read(path: Path, settings: dict[str, Any]) -> tuple[list[Any], Arrays]:
    """Return the history and the arrays that `write` wrote.

    Raises CheckpointError if the file is damaged or belongs to a run with other settings.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            record = json.loads(file["record"].tobytes())
            if record["settings"] != settings:
                differences = _differences(record["settings"], settings)
                raise CheckpointError(f"{path} belongs to a run with other settings: {differences}")
            arrays: dict[str, list[NDArray[Any]]] = {}
            for member in file.files:
                if member != "record":
                    arrays.setdefault(member.rpartition("_")[0], []).append(file[member])
            return list(record["history"]), arrays
    except (*_DAMAGE, OSError, EOFError) as error:
        raise CheckpointError(f"{path} is damaged ({error})") from error


def progress(path: Path) -> str:
    """Return how far the run got that wrote a checkpoint, in words."""
    try:
        with np.load(path, allow_pickle=False) as file:
            record = json.loads(file["record"].tobytes())
            parts, epochs = len(file.files) - 1, len(record["history"])
            return f"{path.name} has {f'{epochs} complete epochs' if epochs else f'{parts} parts'}"
    except (*_DAMAGE, OSError, EOFError):
        return f"{path.name} is damaged"


def _differences(before: dict[str, Any], now: dict[str, Any]) -> str:
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return ", ".join(f"{name} was {before.get(name)!r}, is {now.get(name)!r}" for name in names)

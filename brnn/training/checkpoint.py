"""The state of a run in one file: written whole or not at all, gone on from after a kill."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brnn.model.folder import replace_file

_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, LookupError, TypeError, AttributeError)
Arrays = dict[str, Sequence[NDArray[Any]]]


class CheckpointError(Exception):
    """A state that cannot be gone on from. The message says why."""


def write(path: Path, settings: dict[str, Any], history: list[Any], arrays: Arrays) -> None:
    """Write the settings and history of a run (as JSON) and its arrays, by name and in order."""
    record = json.dumps({"settings": settings, "history": history})
    content = io.BytesIO()
    named = {f"{name}_{i}": a for name, group in arrays.items() for i, a in enumerate(group)}
    members: dict[str, Any] = {"record": np.frombuffer(record.encode(), np.uint8), **named}
    np.savez(content, **members)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content.getvalue())


def read(path: Path, settings: dict[str, Any]) -> tuple[list[Any], Arrays]:
    """Return the history and the arrays that `write` wrote.

    Raises CheckpointError if the file is damaged or of a run with other settings.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            record = json.loads(file["record"].tobytes())
            if record["settings"] != settings:
                differences = _differences(record["settings"], settings)
                raise CheckpointError(f"{path} is of a run with other settings: {differences}")
            arrays: dict[str, list[NDArray[Any]]] = {}
            for member in file.files:
                if member != "record":
                    arrays.setdefault(member.rpartition("_")[0], []).append(file[member])
            return list(record["history"]), dict(arrays)
    except (*_DAMAGE, OSError, EOFError) as error:
        raise CheckpointError(f"{path} is damaged ({error})") from error


def assign(path: Path, variables: Sequence[Any], values: Sequence[NDArray[Any]]) -> None:
    """Give Keras variables their values back. Raises CheckpointError if they do not fit."""
    shapes = [tuple(variable.shape) for variable in variables]
    if shapes != [value.shape for value in values]:
        raise CheckpointError(f"{path} is damaged (its arrays have other shapes)")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _differences(before: dict[str, Any], now: dict[str, Any]) -> str:
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return ", ".join(f"{name} was {before.get(name)!r}, is {now.get(name)!r}" for name in names)

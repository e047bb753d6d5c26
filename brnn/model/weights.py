"""A network's weights: arrays by name, and their HDF5 file, which has the layout of Keras.

The file is checked before any number is read from it.
"""

from __future__ import annotations

import io
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig, Task
from brnn.model.cells import CELLS
from brnn.records import READERS, Head, Reader
from brnn.text.vocabulary import MARKS, SPECIAL

Weights = dict[str, NDArray[np.float32]]
"""The weights of a network by name. `shapes` gives names, shapes and order."""
HEADS: dict[Head, tuple[Reader, ...]] = {"past": ("forward",), "both": READERS, "future": ("backward",)}
"""The heads that guess words, from left to right on the page, and the readers that each listens to."""

_LARGEST = 1_000_000  # of the weights: sums of all of them stay finite
_MOST_PARTS = 1_000  # groups may contain each other endlessly


def heads_of(config: ModelConfig) -> list[Head]:
    """Return the heads that guess words for which a model has the readers."""
    return [head for head, readers in HEADS.items() if {*readers} <= {*config.readers}]


def shapes(config: ModelConfig, ids: int, task: Task = "verdict") -> dict[str, tuple[int, ...]]:
    """Return the shapes of a network's weights by name, in the order of Keras.

    "embedding" has one row per id. Each reader, for example "forward", has "forward/kernel" W,
    "forward/recurrent" U and "forward/bias" b, or b and c as rows; the columns of its gates are
    side by side. "head/kernel" is w, the forward reader's part first, and "head/bias" is b.

    A model that guesses words has other heads. Each, for example "past", has "past/words" g and "past/bias"
    c, with a row per known word, and for each of its readers a matrix A, such as "past/forward".

    ids: number of ids of the vocabulary.
    """
    cell, size, units = CELLS[config.cell], config.embedding_size, config.units
    gates = len(cell.gates) * units
    found: dict[str, tuple[int, ...]] = {"embedding": (ids, size)}
    for reader in config.readers:
        found[f"{reader}/kernel"] = (size, gates)
        found[f"{reader}/recurrent"] = (units, gates)
        found[f"{reader}/bias"] = (gates,) if cell.biases == 1 else (cell.biases, gates)
    if task == "verdict":
        return found | {"head/kernel": (units * len(config.readers), 1), "head/bias": (1,)}
    words = ids - len(SPECIAL) - len(MARKS)
    for head in heads_of(config):
        found |= {f"{head}/words": (words, size), f"{head}/bias": (words,)}
        found |= {f"{head}/{reader}": (units, size) for reader in HEADS[head]}
    return found


def count(config: ModelConfig, ids: int, task: Task = "verdict") -> int:
    """Return the number of weights of a network."""
    return sum(int(np.prod(shape)) for shape in shapes(config, ids, task).values())


def save(weights: Weights, path: Path, dtype: str = "float32") -> None:
    """Write weights in the given precision, readable by `load` and by Keras' `load_weights`."""
    content = io.BytesIO()  # HDF5 reports a full disk as any kind of error
    with h5py.File(content, "w") as file:
        for name, array in weights.items():
            file[_place(name)] = array.astype(dtype)
    path.write_bytes(content.getvalue())


def load(path: Path, config: ModelConfig, ids: int, task: Task = "verdict") -> Weights:
    """Read weights that `save` or Keras' `save_weights` wrote for a network with these settings.

    ids: number of ids of the vocabulary.
    Raises ValueError if the file is damaged, hostile or from another network.
    """
    try:
        # Settings can ask for gigabytes, so check that the numbers exist before reading any.
        found, expected = _numbers_in(path), count(config, ids, task)
        if found != expected:
            raise ValueError(f"it holds {found:,} numbers, the settings ask for {expected:,}")
        with h5py.File(path, "r") as file:
            return {name: _read(file, name, shape) for name, shape in shapes(config, ids, task).items()}
    except (OSError, KeyError, TypeError, RuntimeError) as error:
        raise ValueError(str(error)) from error


def _place(name: str) -> str:
    """Return the path of the weights in the file."""
    layer, _, part = name.partition("/")
    if layer in ("forward", "backward"):
        return f"{layer}_reader/cell/vars/{('kernel', 'recurrent', 'bias').index(part)}"
    return f"{layer}/vars/{('kernel', 'bias', 'words', 'forward', 'backward').index(part or 'kernel')}"


def _read(file: h5py.File, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    place = _place(name)
    item = file.get(place)
    found = getattr(item, "shape", None)  # a group has none
    if found != shape:
        raise ValueError(f"{place} has the shape {found}, the settings ask for {shape}")
    with np.errstate(over="ignore"):
        array: NDArray[np.float32] = item[()].astype(np.float32)
    if not (np.abs(array) <= _LARGEST).all():
        raise ValueError(f"it holds numbers that are not finite, or beyond ±{_LARGEST:,}")
    array.flags.writeable = False  # shared between threads
    return array


def _numbers_in(path: Path) -> int:
    """Count the numbers in a weights file without reading them: a small file can declare many."""
    parts = numbers = stored = 0

    def look_through(group: h5py.Group) -> None:
        nonlocal parts, numbers, stored
        for name in group:
            parts += 1
            if parts > _MOST_PARTS:
                raise ValueError("it holds more parts than a network has")
            linked = not isinstance(group.get(name, getlink=True), h5py.HardLink)
            if linked:
                raise ValueError("it contains a link, which is not allowed")
            item = group[name]
            if isinstance(item, h5py.Group):
                look_through(item)
            elif not isinstance(item, h5py.Dataset) or item.dtype.kind != "f":
                raise ValueError("it holds something other than numbers")
            elif item.external or item.is_virtual:
                raise ValueError("its numbers are in another file, which is not allowed")
            else:
                size = (item.size or 0) * item.dtype.itemsize
                if item.chunks or item.id.get_storage_size() < size:
                    raise ValueError("its numbers are compressed or missing")
                numbers += item.size or 0
                stored += size

    with h5py.File(path, "r") as file:
        look_through(file)
    if stored > path.stat().st_size:
        raise ValueError("it declares more numbers than it holds")
    return numbers

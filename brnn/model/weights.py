"""A network's weights: arrays by name, and the HDF5 file that holds them, laid out as Keras does.

The file is looked through before any number is read from it.
"""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from brnn.config import ModelConfig
from brnn.model.cells import CELLS

Weights = dict[str, NDArray[np.float32]]
"""The weights of a network by name, with the names, shapes and order of `shapes`."""

_MOST_PARTS = 1_000  # groups may hold each other, without end


def shapes(config: ModelConfig, ids: int) -> dict[str, tuple[int, ...]]:
    """Return the shapes of a network's weights by name, in the order in which Keras lists them.

    embedding: a row for each of `ids` ids. head/kernel, head/bias: w, both readers' below each
    other, and b. Of each reader there is, with its gates side by side: forward/kernel W,
    forward/recurrent U, forward/bias b, or b and c as rows.
    """
    cell, size, units = CELLS[config.cell], config.embedding_size, config.units
    gates = cell.gates * units
    found: dict[str, tuple[int, ...]] = {"embedding": (ids, size)}
    for reader in config.readers:
        found[f"{reader}/kernel"] = (size, gates)
        found[f"{reader}/recurrent"] = (units, gates)
        found[f"{reader}/bias"] = (gates,) if cell.biases == 1 else (cell.biases, gates)
    return found | {"head/kernel": (units * len(config.readers), 1), "head/bias": (1,)}


def count(config: ModelConfig, ids: int) -> int:
    """Return how many numbers a network has."""
    return sum(int(np.prod(shape)) for shape in shapes(config, ids).values())


def save(weights: Weights, path: Path, dtype: str = "float32") -> None:
    """Write weights, in half precision if asked for. `load` and Keras' `load_weights` read them."""
    with h5py.File(path, "w") as file:
        for name, array in weights.items():
            file[_place(name)] = array.astype(dtype)


def load(path: Path, config: ModelConfig, ids: int) -> Weights:
    """Read what `save`, or Keras' `save_weights`, wrote of a network of these settings.

    ids: number of ids of its vocabulary.
    Raises ValueError if the file is damaged, hostile or of another network.
    """
    try:
        # Settings can ask for gigabytes: nothing is read until its numbers are seen to be there.
        found, expected = _numbers_in(path), count(config, ids)
        if found != expected:
            raise ValueError(f"it holds {found:,} numbers, the settings ask for {expected:,}")
        with h5py.File(path, "r") as file:
            return {name: _read(file, name, shape) for name, shape in shapes(config, ids).items()}
    except (OSError, KeyError, TypeError, RuntimeError) as error:
        raise ValueError(str(error)) from error


def _place(name: str) -> str:
    """Return where the weights of a name lie in the file."""
    layer, _, part = name.partition("/")
    if layer in ("forward", "backward"):
        return f"{layer}_reader/cell/vars/{('kernel', 'recurrent', 'bias').index(part)}"
    return f"{layer}/vars/{int(part == 'bias')}"


def _read(file: h5py.File, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    place = _place(name)
    item = file.get(place)
    found = getattr(item, "shape", None)  # a group has none
    if found != shape:
        raise ValueError(f"{place} has the shape {found}, the settings ask for {shape}")
    with np.errstate(over="ignore"):
        array: NDArray[np.float32] = item[()].astype(np.float32)
    if not np.isfinite(array).all():
        raise ValueError("it holds numbers that are not finite")
    array.flags.writeable = False  # several read them at once
    return array


def _numbers_in(path: Path) -> int:
    """Count the numbers in a weights file before any is read: a small file can declare many."""
    parts = numbers = stored = 0

    def look_through(group: h5py.Group) -> None:
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
                look_through(item)
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
        look_through(file)
    if stored > path.stat().st_size:
        raise ValueError("it declares more numbers than it holds")
    return numbers

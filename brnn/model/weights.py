"""A network's weights in one HDF5 file, which is looked through before any number is read."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

from brnn.config import ModelConfig
from brnn.model.network import Network, count_weights

_MOST_PARTS = 1_000  # groups may hold each other, without end


def save(network: Network, path: Path, dtype: str = "float32") -> None:
    """Write a network's weights, in half precision if asked for; `load` gives float32 again."""
    if dtype != "float32":
        copy = Network(network.config, network.embedding.input_dim, dtype=dtype)
        copy.set_weights([weights.astype(dtype) for weights in network.get_weights()])
        network = copy
    network.save_weights(path)


def load(path: Path, config: ModelConfig, ids: int) -> Network:
    """Make the network of these settings with the weights that `save` wrote.

    ids: number of ids of its vocabulary.
    Raises ValueError if the file is damaged, hostile or of another network.
    """
    try:
        # Settings can ask for gigabytes: the network is made when its numbers are seen to be there.
        found, expected = _numbers_in(path), count_weights(config, ids)
        if found != expected:
            raise ValueError(f"it holds {found:,} numbers, the settings ask for {expected:,}")
        network = Network(config, ids)
        network.load_weights(path)
    except (OSError, KeyError, TypeError, RuntimeError) as error:
        raise ValueError(str(error)) from error
    if not all(np.isfinite(weights).all() for weights in network.get_weights()):
        raise ValueError("it holds numbers that are not finite")
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

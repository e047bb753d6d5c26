"""Write arrays to an .npz file, and read them back without pickle and with checks.

An .npz file is a zip archive with one .npy file per array. Either kind of file can declare far more
data than it contains. `read` therefore accepts only what `write` writes: uncompressed arrays of
numbers whose declared size is their actual size.
"""

from __future__ import annotations

import io
import math
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

_DAMAGE = (zipfile.BadZipFile, struct.error, ValueError, LookupError, EOFError, RuntimeError, OSError)
"""RuntimeError: unknown features and passwords of zip files. OSError: an impossible position in the file."""


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays of numbers under their names."""
    content = io.BytesIO()
    np.savez(content, **dict[str, Any](arrays))
    path.write_bytes(content.getvalue())


def read(path: Path, names: set[str]) -> dict[str, NDArray[Any]]:
    """Return the arrays with exactly these names. Their numbers are finite, of any type and shape.

    The caller has checked the size of the file. Raises ValueError, whose message says what is wrong.
    """
    try:
        with zipfile.ZipFile(path) as file:
            members = {member.filename.removesuffix(".npy"): member for member in file.infolist()}
            if set(members) != names or len(file.infolist()) != len(names):
                raise ValueError(f"it must hold {', '.join(sorted(names))} and nothing else")
            for name, member in members.items():
                if member.compress_type != zipfile.ZIP_STORED:
                    raise ValueError(f"{name} is compressed, which is not allowed")
            if sum(member.file_size for member in members.values()) > path.stat().st_size:
                raise ValueError("it declares more than it holds")
            return {name: _array(name, file.read(member)) for name, member in members.items()}
    except _DAMAGE as error:
        raise ValueError(str(error) or "it is damaged") from error


def _array(name: str, content: bytes) -> NDArray[Any]:
    stream = io.BytesIO(content)
    try:
        if npy.read_magic(stream) != (1, 0):
            raise ValueError("another version of the format")
        shape, columns_first, dtype = npy.read_array_header_1_0(stream)
    except Exception as error:  # the header is a Python literal, whose parser can raise anything
        raise ValueError(f"{name} has a header that cannot be read") from error
    if dtype.kind not in "fiu":
        raise ValueError(f"{name} holds something other than numbers")
    numbers = content[stream.tell() :]
    if columns_first or math.prod(shape) * dtype.itemsize != len(numbers):
        raise ValueError(f"{name} does not hold the numbers that it declares")
    array = np.frombuffer(numbers, dtype).reshape(shape)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds numbers that are not finite")
    return array

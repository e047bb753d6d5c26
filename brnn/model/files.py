"""Files: written atomically, checked by their content, and whether there is room for them."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import tempfile
from pathlib import Path
from reprlib import repr as shortened
from typing import Any


def write_json(path: Path, value: object) -> None:
    """Write JSON with indentation, for readers and diffs, atomically."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    replace_file(path, text.encode())


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file. Raises ValueError if it is something else; OSError."""
    try:
        found = json.loads(path.read_text("utf-8"), parse_constant=_finite, parse_float=_finite)
        json.dumps(found, ensure_ascii=False).encode()  # raises ValueError for half a character, "\ud800"
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValueError("it must be a JSON object")  # noqa: TRY004 (the content is at fault)
    return found


def is_file(path: Path) -> bool:
    """Return whether a file can be seen there; `Path.is_file` raises OSError instead of saying no."""
    return os.path.isfile(path)  # noqa: PTH113


def replace_file(path: Path, content: bytes) -> None:
    """Write a file atomically."""
    part = part_of(path)
    try:
        part.write_bytes(content)
        flush(part)
        part.replace(path)
    except BaseException:  # Ctrl-C, too
        part.unlink(missing_ok=True)
        raise


def part_of(path: Path) -> Path:
    """Return the name that a file has until it is whole."""
    return path.with_name(f".{path.name}.part")


def check_writable(folder: Path, needed: int = 0) -> None:
    """Raise OSError unless files can be created in `folder`, which may not exist yet.

    needed: number of bytes that will be written.
    """
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as error:
        raise OSError(f"no file can be created in {place}: {error.strerror}") from error
    if free < needed:
        sizes = f"{needed / 1e6:,.0f} MB are needed, {free / 1e6:,.0f} MB are free"
        raise OSError(f"there is too little space in {place}: {sizes}")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file; of a text, whatever line ends Git or a mail program gave it."""
    if path.suffix in (".txt", ".json"):
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):  # also rejects NaN and Infinity, which only Python writes
        raise ValueError(f"{shortened(literal)} is not a number")
    return number

"""Fetch a model from the Hub into the Hub's own cache: only files that we know, and only whole ones."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from brnn.model.files import check_writable, read_json, replace_file
from brnn.model.folder import CONFIG, FILES, LIMITS, NEEDED
from brnn.model.hub import client
from brnn.model.hub.address import Address, HubError
from brnn.model.hub.client import Unreachable, connected

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_LOG = logging.getLogger(__name__)
_CHECKSUMS = {40: "sha1", 64: "sha256"}
"""The cache names a file by its checksum: Git's if it is small, else SHA-256."""


def fetch(address: Address) -> Path:
    """Return the folder of a model of the Hub, in the cache. Downloads what is not there yet.

    A branch or a tag is looked up every time; if the Hub cannot be asked, the cache serves.
    Raises HubError: what is wrong, or missing in the cache.
    """
    if address.is_pinned and (folder := cached(address)):
        return folder
    try:
        return _download(address)
    except Unreachable as error:
        if not (folder := cached(address)):
            lacking = ", ".join(_lacking(_found(address)))
            raise Unreachable(f"{error}; {address} is not in the cache (missing: {lacking})") from None
        if not _is_offline():  # otherwise that is what was asked for
            _LOG.warning("%s; using commit %s of %s, which is in the cache", error, folder.name[:7], address)
        return folder


def cached(address: Address, check: bool = True) -> Path | None:
    """Return the folder of a model in the cache; None if it is not there, or not whole. Asks nobody.

    check: whether its files are read, to leave out those that are damaged.
    """
    found = _found(address, check)
    return None if _lacking(found) else found[CONFIG].parent


def _download(address: Address) -> Path:
    with connected(address) as api:
        about = api.model_info(
            address.repository, revision=address.revision, files_metadata=True, timeout=client.PATIENCE
        )
        sizes = {file.rfilename: file.size for file in about.siblings or ()}
        pinned = address._replace(revision=about.sha)
        if not pinned.is_pinned:
            raise HubError(f"the Hub reports no commit for {address}: check HF_ENDPOINT")
        _check(address, sizes)
        there = _found(pinned)
        wanted = [name for name in FILES if name in sizes and name not in there]
        _make_room(sum(sizes[name] or 0 for name in wanted))
        for name in wanted:
            there[name] = _file(api, pinned, name)
    folder = there[NEEDED[0]].parent
    if not address.is_pinned:
        _remember(folder, address)
    return folder


def _check(address: Address, sizes: dict[str, int | None]) -> None:
    """Check that the repository holds a model, before anything is downloaded."""
    for name in FILES:
        size = sizes.get(name)
        if any(path.startswith(f"{name}/") for path in sizes):
            reason = "is a folder"
        elif name not in sizes and name in NEEDED:
            reason = "is missing"
        elif name in sizes and size is None:
            reason = "has no size"
        elif size and size > LIMITS[name]:
            reason = f"is larger than {LIMITS[name]:,} bytes"
        else:
            continue
        raise HubError(f"{address} holds no brnn model: its {name} {reason}")


def _is_offline() -> bool:
    from huggingface_hub import is_offline_mode

    return is_offline_mode()


def _make_room(needed: int) -> None:
    from huggingface_hub import constants

    if needed:
        try:
            check_writable(Path(constants.HF_HUB_CACHE), needed)
        except OSError as error:
            raise HubError(f"{error}; HF_HOME names another place for the cache") from None


def _file(api: HfApi, pinned: Address, name: str) -> Path:
    """Download one file, or the one in the cache if it is sound. A damaged one is removed."""
    for _ in range(2):
        path = Path(api.hf_hub_download(pinned.repository, name, revision=pinned.revision))
        if _is_sound(path):
            return path
        (path.parent / _target(path)).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    raise HubError(f"{name} of {pinned} arrived damaged, twice: try again later")


def _found(address: Address, check: bool = True) -> dict[str, Path]:
    """Return the files of a model that the cache holds, by name; only sound ones if they are checked."""
    client.read_variables()
    from huggingface_hub import try_to_load_from_cache

    found = {}
    try:
        for name in FILES:
            place = try_to_load_from_cache(address.repository, name, revision=address.revision)
            if isinstance(place, str) and (not check or _is_sound(Path(place))):
                found[name] = Path(place)
    except OSError as error:
        raise HubError(f"the cache of the Hub cannot be read: {error}") from None
    return found


def _lacking(found: dict[str, Path]) -> list[str]:
    """Return the names of the files without which the model is not whole."""
    names = dict.fromkeys(NEEDED)
    if CONFIG in found:
        with contextlib.suppress(ValueError, TypeError, LookupError):  # then the loader says what is wrong
            listed = read_json(found[CONFIG])["sha256"]
            names |= dict.fromkeys(name for name in FILES if name in listed)
    return [name for name in names if name not in found]


def _is_sound(path: Path) -> bool:
    """Return whether a file of the cache is what its name, a checksum, says; True if it has another name."""
    checksum = _target(path).name
    if (kind := _CHECKSUMS.get(len(checksum))) is None:
        return True  # no links here, or another server: the checksums in config.json are still to come
    with path.open("rb") as file:
        found = hashlib.new(kind, f"blob {path.stat().st_size}\0".encode() if kind == "sha1" else b"")
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest() == checksum


def _target(path: Path) -> Path:
    return path.readlink() if path.is_symlink() else path


def _remember(folder: Path, address: Address) -> None:
    """Note in the cache which commit a branch or a tag is at, now that all its files are there."""
    note = folder.parents[1] / "refs" / (address.revision or "main")
    with contextlib.suppress(OSError):  # a cache that may only be read
        note.parent.mkdir(parents=True, exist_ok=True)
        replace_file(note, folder.name.encode())

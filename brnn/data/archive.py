"""Download, verify and read the Large Movie Review Dataset (Maas et al., ACL 2011)."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.client
import os
import re
import tarfile
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, Self

import platformdirs
from tqdm import tqdm

from brnn.text import streams
from brnn.text.streams import NotText
from brnn.text.words import TextTooLong, clean

URL = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"
SHA256 = "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe"

LABELLED = ("train/neg", "train/pos", "test/neg", "test/pos")
REVIEWS = dict.fromkeys(LABELLED, 12_500) | {"train/unsup": 50_000}
"""Number of reviews in each folder of the official archive."""
FOLDERS = tuple(REVIEWS)

_REVIEW = re.compile(r"(?P<folder>train/(?:pos|neg|unsup)|test/(?:pos|neg))/(?P<id>\d+)_\d+\.txt")
_FILMS = re.compile(r"(?P<split>train|test)/urls_(?P<label>pos|neg|unsup)\.txt")
_MAX_REVIEW_BYTES = 1_000_000
_MAX_LIST_BYTES = 50_000_000
_MAX_HEADER_BYTES = 100_000
_MAX_MEMBERS = 300_000
_CHUNK = 1 << 20
_EXTENSIONS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)


class DataError(Exception):
    """The dataset cannot be downloaded or read. The message says why, and what to do."""


class Review(NamedTuple):
    """A review of the dataset: its folder, its number there, its text."""

    folder: str
    number: int
    text: str


class FilmList(NamedTuple):
    """The films of the reviews in one folder; `films[number]` is the film of that review."""

    folder: str
    films: list[str]


def fetch(url: str = URL, sha256: str = SHA256) -> Path:
    """Return the path of the official archive in the user's cache. Downloads it if necessary.

    The file gets its final name only when it is complete and verified. Raises DataError.
    """
    try:
        archive = Path(platformdirs.user_cache_dir("brnn")) / "aclImdb_v1.tar.gz"
    except (RuntimeError, KeyError):
        archive = Path()
    if not archive.is_absolute():
        raise DataError("there is no home folder to keep the dataset in; pass the archive with --data PATH")
    part = archive.with_name(f"{archive.name}.{os.getpid()}.part")
    try:
        if archive.is_file() and _checksum(archive) == sha256:
            return archive
        archive.parent.mkdir(parents=True, exist_ok=True)
        _download(url, part)
        if (found := _checksum(part)) != sha256:
            raise DataError(
                f"the download from {url} is damaged (SHA-256 {found[:12]}…, expected {sha256[:12]}…) and "
                "was deleted; try again, or pass the archive with --data"
            )
        part.replace(archive)
    except (OSError, http.client.HTTPException) as error:
        raise DataError(
            f"cannot download {url} to {archive.parent} ({error}); pass the archive or the unpacked "
            "aclImdb folder with --data PATH"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return archive


def read(path: Path, folders: tuple[str, ...] = FOLDERS) -> Iterator[Review | FilmList]:
    """Yield the reviews and film lists of some folders, from the archive or an `aclImdb` folder.

    Nothing is unpacked to disk. Raises DataError if `path` is neither, or if it is damaged or
    hostile (paths outside the archive, links, huge members or too many of them).
    """
    if path.is_dir():
        yield from _read_folder(path, folders)
    elif path.is_file():
        yield from _read_archive(path, folders)
    else:
        raise DataError(f"{path} does not exist; --data takes the archive or the aclImdb folder")


def _download(url: str, part: Path) -> None:
    with urllib.request.urlopen(url, timeout=60) as answer, part.open("wb") as file:
        size = int(answer.headers.get("Content-Length") or 0) or None
        with tqdm(total=size, unit="B", unit_scale=True, desc="Download") as bar:
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                bar.update(len(chunk))


def _read_archive(path: Path, folders: tuple[str, ...]) -> Iterator[Review | FilmList]:
    try:
        with (
            gzip.open(path) as unpacked,  # tarfile's own gzip reader verifies neither end nor checksum
            tarfile.open(fileobj=unpacked, mode="r|", bufsize=_CHUNK, tarinfo=_Header) as archive,
        ):
            for count, member in enumerate(archive):
                if count >= _MAX_MEMBERS:
                    raise DataError(f"{path} is not the dataset: it has over {_MAX_MEMBERS:,} members")
                _refuse_hostile(path, member)
                place = _place(member.name.removeprefix("aclImdb/"))
                if member.isfile() and place and place[0] in folders:
                    content = archive.extractfile(member)
                    assert content is not None, "a regular file has content"
                    yield _parse(*place, content, member.name)
            # tarfile takes a damaged header for the end; after the real end there are only zeros.
            assert archive.fileobj is not None, "an open archive has a file"
            while rest := archive.fileobj.read(_CHUNK):
                if rest.strip(b"\0"):
                    raise tarfile.ReadError("a header is damaged")
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, RecursionError) as error:
        reason = f"is not a complete .tar.gz archive ({error}); download it again"
        raise DataError(f"{path} {reason}") from error


class _Header(tarfile.TarInfo):
    """A member's header. Limits extension headers, which tarfile would read into memory whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _EXTENSIONS and header.size > _MAX_HEADER_BYTES:
            raise tarfile.ReadError(f"a header is over {_MAX_HEADER_BYTES:,} bytes")
        return header


def _refuse_hostile(path: Path, member: tarfile.TarInfo) -> None:
    parts = re.split(r"[/\\]", member.name)
    limit = _MAX_REVIEW_BYTES if _REVIEW.search(member.name) else _MAX_LIST_BYTES
    reasons = {
        "points outside the archive": not parts[0] or ".." in parts or ":" in parts[0],
        "is a link or a device": not (member.isfile() or member.isdir()),
        "is sparse": member.sparse is not None,
        f"is over {limit:,} bytes": member.size > limit,
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise DataError(f"{path} is refused: its member {member.name!r} {reason}")


def _read_folder(path: Path, folders: tuple[str, ...]) -> Iterator[Review | FilmList]:
    root = path / "aclImdb" if (path / "aclImdb").is_dir() else path
    for folder in folders:
        split, label = folder.split("/")
        films = root / split / f"urls_{label}.txt"
        if not (root / folder).is_dir():
            raise DataError(f"{path} has no folder {folder}; --data takes the aclImdb folder")
        for file in (*([films] if films.is_file() else []), *(root / folder).iterdir()):
            place = _place(file.relative_to(root).as_posix())
            if place and place[0] in folders:
                if file.stat().st_size > (_MAX_LIST_BYTES if file == films else _MAX_REVIEW_BYTES):
                    raise DataError(f"{file} is too large to be part of the dataset")
                with file.open("rb") as content:
                    yield _parse(*place, content, str(file))


def _place(name: str) -> tuple[str, int | None] | None:
    """Return the folder and number of a review, or the folder of a film list; None for other files."""
    if review := _REVIEW.fullmatch(name):
        return review["folder"], int(review["id"])
    films = _FILMS.fullmatch(name)
    return films and (f"{films['split']}/{films['label']}", None)


def _parse(folder: str, number: int | None, content: IO[bytes], name: str) -> Review | FilmList:
    try:
        text = streams.decode(content.read())
        if number is not None:
            return Review(folder, number, clean(text))
    except (NotText, TextTooLong) as error:
        raise DataError(f"{name} cannot be read: {error}") from error
    # …/title/tt0064354/usercomments: the number identifies the film.
    films = [line.partition("/title/")[2].partition("/")[0] for line in text.splitlines()]
    return FilmList(folder, films)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The dataset is read whole from an archive or a folder, and nothing else is taken for it."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import hashlib
import http.server
import io
import tarfile
import threading
from pathlib import Path

import pytest
import tiny_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brnn.data import archive
from brnn.data.archive import DataError, FilmList, Review

NOT_WHOLE = r"not a complete \.tar\.gz archive"


def entries(path: Path, folders=archive.FOLDERS) -> set:
    """What is read, whatever the order."""
    return {
        (entry.folder, tuple(entry.films)) if isinstance(entry, FilmList) else entry
        for entry in archive.read(path, folders)
    }


def expected(folders=archive.FOLDERS) -> set:
    found: set = {(folder, tuple(tiny_corpus.films(folder))) for folder in folders}
    for folder in folders:
        found |= {Review(folder, n, text) for n, text in enumerate(tiny_corpus.reviews(folder))}
    return found


def archive_of(path: Path, *members: tarfile.TarInfo) -> Path:
    """The tiny corpus, then some members of no content but the size they declare."""
    tiny_corpus.write_archive(path)
    content = io.BytesIO(gzip.decompress(path.read_bytes()))
    with tarfile.open(fileobj=content) as whole, tarfile.open(path, "w:gz") as copy:
        for member in whole:
            copy.addfile(member, whole.extractfile(member))
        for member in members:
            copy.addfile(member, io.BytesIO(bytes(member.size)))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = ""):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info


# What is read


@pytest.mark.parametrize("prefix", ["aclImdb/", ""])
@pytest.mark.parametrize("extras", [True, False])
def test_the_archive_gives_every_review_and_film_and_nothing_else(tmp_path, prefix, extras):
    path = tiny_corpus.write_archive(tmp_path / "tiny.tar.gz", prefix, extras)
    assert entries(path) == expected()


@pytest.mark.parametrize("inside", ["", "aclImdb"])
def test_the_folder_gives_what_the_archive_gives(tmp_path, inside):
    tiny_corpus.write_folder(tmp_path / inside)
    assert entries(tmp_path) == expected()


def test_only_the_folders_asked_for_are_read(tmp_path):
    folders = ("train/neg", "test/pos")
    assert entries(tiny_corpus.write_folder(tmp_path / "a"), folders) == expected(folders)
    assert entries(tiny_corpus.write_archive(tmp_path / "b"), folders) == expected(folders)


def test_nothing_is_written_while_an_archive_is_read(tmp_path, monkeypatch):
    path = tiny_corpus.write_archive(tmp_path / "tiny.tar.gz")
    monkeypatch.chdir(tmp_path)
    list(archive.read(path))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.field_case(21)
@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_review_in_utf_16_is_read_by_its_mark(tmp_path, mark):
    tiny_corpus.write_folder(tmp_path)
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    (tmp_path / "train/neg/0_2.txt").write_bytes(mark + "a café 😊".encode(encoding))
    assert Review("train/neg", 0, "a café 😊") in entries(tmp_path)


@pytest.mark.field_case(21)
@pytest.mark.parametrize(
    "content", [b"caf\xe9", "fun".encode("utf-16-be"), "good".encode("utf-16-le"), b"\xff\xfeg"]
)
def test_a_review_that_is_not_text_is_named(tmp_path, content):
    tiny_corpus.write_folder(tmp_path)
    (tmp_path / "train/neg/0_2.txt").write_bytes(content)
    with pytest.raises(DataError, match=r"0_2\.txt cannot be read: this is not text in UTF-8"):
        entries(tmp_path)


@pytest.mark.field_case(21)
def test_a_review_that_is_too_long_is_named(tmp_path):
    tiny_corpus.write_folder(tmp_path)
    (tmp_path / "train/neg/0_2.txt").write_text("a" * 100_001)
    with pytest.raises(DataError, match=r"0_2\.txt cannot be read: a review may have up to 100,000"):
        entries(tmp_path)


@pytest.mark.field_case(21)
def test_a_review_in_an_archive_that_is_not_text_is_named(tmp_path, monkeypatch):
    path = tmp_path / "tiny.tar.gz"
    monkeypatch.setattr(tiny_corpus, "files", lambda extras: {"train/neg/0_2.txt": b"caf\xe9"})
    tiny_corpus.write_archive(path)
    with pytest.raises(DataError, match=r"aclImdb/train/neg/0_2\.txt cannot be read"):
        entries(path)


# What is refused


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../outside.txt",
        "aclImdb/../../outside.txt",
        "aclImdb/train/pos/../../../../outside.txt",
        "..\\outside.txt",
        "C:\\outside.txt",
        "\\outside.txt",
    ],
)
def test_a_member_that_points_outside_is_refused(tmp_path, name):
    path = archive_of(tmp_path / "a.tar.gz", member(name))
    with pytest.raises(DataError, match="points outside"):
        list(archive.read(path))


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
    ids=["symlink", "hardlink", "character device", "block device", "pipe"],
)
def test_a_link_or_device_is_refused(tmp_path, kind):
    hostile = member("aclImdb/train/pos/99_9.txt", kind, link="/etc/passwd")
    with pytest.raises(DataError, match="is a link or a device"):
        list(archive.read(archive_of(tmp_path / "a.tar.gz", hostile)))


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("aclImdb/train/pos/99_9.txt", "_MAX_REVIEW_BYTES"),
        ("aclImdb/train/urls_pos.txt", "_MAX_LIST_BYTES"),
        ("aclImdb/some/other/file", "_MAX_LIST_BYTES"),
    ],
)
def test_a_huge_member_is_refused_before_it_is_read(tmp_path, name, limit):
    declared = member(name, size=getattr(archive, limit) + 1).tobuf()
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(declared))  # a header alone: reading it would find no content
    with pytest.raises(DataError, match=r"is over [\d,]+ bytes"):
        list(archive.read(path))


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
    ],
)
def test_a_header_that_declares_gigabytes_of_name_is_refused(tmp_path, kind):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(member("name", kind, size=1 << 32).tobuf(tarfile.GNU_FORMAT)))
    with pytest.raises(DataError, match=r"is over [\d,]+ bytes"):
        list(archive.read(path))


def test_a_sparse_member_is_refused(tmp_path):
    hostile = member("aclImdb/train/pos/99_9.txt")
    hostile.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.map": "0,1",
        "GNU.sparse.size": "1000",
    }
    with pytest.raises(DataError, match="is sparse"):
        list(archive.read(archive_of(tmp_path / "a.tar.gz", hostile)))


def test_countless_members_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_MAX_MEMBERS", 20)
    with pytest.raises(DataError, match="over 20 members"):
        list(archive.read(tiny_corpus.write_archive(tmp_path / "a.tar.gz")))


def test_a_huge_file_in_a_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_MAX_REVIEW_BYTES", 100)
    with pytest.raises(DataError, match="too large"):
        list(archive.read(tiny_corpus.write_folder(tmp_path)))


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_archive_is_refused(tmp_path, share):
    path = tiny_corpus.write_archive(tmp_path / "a.tar.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(DataError, match=NOT_WHOLE):
        list(archive.read(path))


def test_an_archive_with_a_byte_changed_is_refused(tmp_path):
    path = tiny_corpus.write_archive(tmp_path / "a.tar.gz")
    content = bytearray(gzip.decompress(path.read_bytes()))
    header = content.find(b"aclImdb/", len(content) // 2)
    content[header] ^= 1  # the header's own checksum fails: tarfile takes it for the end
    path.write_bytes(gzip.compress(bytes(content)))
    with pytest.raises(DataError, match=NOT_WHOLE):
        list(archive.read(path))


def test_an_archive_whose_gzip_checksum_is_wrong_is_refused(tmp_path):
    path = tiny_corpus.write_archive(tmp_path / "a.tar.gz")
    content = bytearray(path.read_bytes())
    content[-8] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=NOT_WHOLE):
        list(archive.read(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.floats(0, 1), value=st.integers(1, 255), packed=st.booleans())
def test_a_damaged_archive_gives_a_data_error_or_is_read(tmp_path, place, value, packed):
    path = tmp_path / "a.tar.gz"
    path = path if path.exists() else tiny_corpus.write_archive(path)
    content = bytearray(path.read_bytes() if packed else gzip.decompress(path.read_bytes()))
    content[int(place * (len(content) - 1))] ^= value
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(content if packed else gzip.compress(bytes(content), compresslevel=1))
    with contextlib.suppress(DataError):  # and nothing else
        list(archive.read(damaged))


@pytest.mark.parametrize("content", [b"", b"not an archive", gzip.compress(b"not a tar file", mtime=0)])
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=NOT_WHOLE):
        list(archive.read(path))


def test_a_missing_path_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nowhere does not exist; --data takes"):
        list(archive.read(tmp_path / "nowhere"))


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="has no folder train/neg; --data takes"):
        list(archive.read(tmp_path))


# What is downloaded


class Server:
    """A web server on this machine that answers with `content` and counts how often it is asked.

    cut: how many bytes are sent before the connection is cut; all of them if None.
    chunked: whether the answer comes in chunks and without its length.
    """

    def __init__(self, content: bytes, cut: int | None = None, chunked: bool = False) -> None:
        self.asked = 0
        outer = self

        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked += 1
                self.send_response(200)
                if chunked:
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    self.wfile.write(f"{len(content):x}\r\n".encode())
                else:
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                self.wfile.write(content[:cut])
                if chunked and cut is None:
                    self.wfile.write(b"\r\n0\r\n\r\n")
                self.close_connection = True

            def log_message(self, *arguments) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}/aclImdb_v1.tar.gz"

    def __enter__(self) -> Server:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *reason) -> None:
        self._server.shutdown()
        self._server.server_close()


CONTENT = bytes(range(256)) * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache, and no proxy between this process and its own server."""
    monkeypatch.setattr(archive.platformdirs, "user_cache_dir", lambda *a: str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "*")
    return tmp_path / "cache"


@pytest.mark.field_case(8)
@pytest.mark.parametrize("cache", ["", "relative"])
def test_without_a_home_the_message_names_data_and_nothing_is_created(tmp_path, monkeypatch, cache):
    def unknown(user):
        raise KeyError(f"uid not found: {user}")

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.delenv("HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"there is no home folder .*--data PATH"):
        archive.fetch("http://127.0.0.1:9/")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.field_case(7)
def test_a_cache_that_cannot_be_written_names_data(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(archive.platformdirs, "user_cache_dir", lambda *a: str(tmp_path / "file" / "cache"))
    with pytest.raises(DataError, match=r"Not a directory.*--data PATH"):
        archive.fetch("http://127.0.0.1:9/")


@pytest.mark.parametrize("chunked", [False, True])
def test_the_archive_is_downloaded_once(cache, chunked):
    with Server(CONTENT, chunked=chunked) as server:
        path = archive.fetch(server.url, SHA256)
        assert path.read_bytes() == CONTENT
        assert archive.fetch(server.url, SHA256) == path
        assert server.asked == 1
    assert list(cache.iterdir()) == [path]


def test_a_download_with_the_wrong_checksum_is_thrown_away(cache):
    with Server(CONTENT[:-1] + b"!") as server, pytest.raises(DataError, match="--data"):
        archive.fetch(server.url, SHA256)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("cut", [0, 1, 3_000_000])
def test_a_download_that_is_cut_midway_is_thrown_away(cache, cut, chunked):
    with Server(CONTENT, cut, chunked) as server, pytest.raises(DataError, match="--data"):
        archive.fetch(server.url, SHA256)
    assert list(cache.iterdir()) == []


def test_without_a_network_the_message_names_data(cache):
    with Server(b"") as server:
        pass  # now nobody answers at its address
    with pytest.raises(DataError, match=r"cannot download .*pass the archive.*--data PATH"):
        archive.fetch(server.url, SHA256)
    assert list(cache.iterdir()) == []


def test_a_cache_that_was_damaged_is_downloaded_again(cache):
    with Server(CONTENT) as server:
        archive.fetch(server.url, SHA256).write_bytes(b"damaged")
        assert archive.fetch(server.url, SHA256).read_bytes() == CONTENT
        assert server.asked == 2


def test_an_interrupted_download_leaves_nothing(cache, monkeypatch):
    def interrupted(url, part):
        part.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "_download", interrupted)
    with pytest.raises(KeyboardInterrupt):
        archive.fetch()
    assert list(cache.iterdir()) == []


def test_the_official_archive_is_the_one_that_is_fetched():
    assert archive.URL == "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"
    assert archive.SHA256 == "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe"

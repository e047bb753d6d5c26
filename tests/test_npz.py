"""Arrays from a file that is not trusted: as they were written, or refused for what is wrong."""

from __future__ import annotations

import io
import random
import zipfile

import numpy as np
import pytest

from brnn.data import npz

ARRAYS = {
    "labels": np.array([0, 1, 1], np.uint8),
    "means": np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3),
    "n": np.array(7),
    "none": np.zeros((0, 4), np.int32),
}


def npy(array, version=(1, 0)) -> bytes:
    content = io.BytesIO()
    np.lib.format.write_array(content, np.asanyarray(array), version=version)
    return content.getvalue()


def write(path, members: dict[str, bytes] | None = None, compression=zipfile.ZIP_STORED):
    """A file with these members; those of ARRAYS that are not named are as they should be."""
    content = {f"{name}.npy": npy(array) for name, array in ARRAYS.items()} | (members or {})
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return path


def test_arrays_are_read_as_they_were_written(tmp_path):
    npz.write(tmp_path / "arrays", ARRAYS)
    found = npz.read(tmp_path / "arrays", set(ARRAYS))
    assert set(found) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert found[name].tobytes() == array.tobytes()


def test_equal_arrays_are_equal_files(tmp_path):
    for name in ("one", "other"):
        npz.write(tmp_path / name, ARRAYS)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_numpy_writes_is_read(tmp_path):
    np.savez(tmp_path / "arrays.npz", **ARRAYS)
    assert set(npz.read(tmp_path / "arrays.npz", set(ARRAYS))) == set(ARRAYS)


def header(shape: str, descr: str = "<f4", order: str = "False") -> bytes:
    text = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


DAMAGE = {
    "another name": ({"other.npy": npy(1)}, "must hold labels, means, n, none and nothing else"),
    "the same name twice": ({"means": npy(1)}, "and nothing else"),
    "objects": ({"means.npy": npy(np.array([{}], object))}, "means holds something other than"),
    "text": ({"means.npy": npy("a")}, "means holds something other than numbers"),
    "records": ({"means.npy": npy(np.zeros(2, "f4,i4"))}, "means holds something other than"),
    "another version": ({"means.npy": npy(1.0, (2, 0))}, "means has a header that cannot be read"),
    "no header": ({"means.npy": b"means"}, "means has a header that cannot be read"),
    "code": ({"means.npy": header("__import__('os').getpid()")}, "means has a header that"),
    "depth": ({"means.npy": header("(" * 3000)}, "means has a header that cannot be read"),
    "nothing": ({"means.npy": b""}, "means has a header that cannot be read"),
    "a huge array": ({"means.npy": header("(10**9,)")}, "means has a header that cannot be read"),
    "a large array": ({"means.npy": header("(1000000000000,)")}, "means does not hold the numbers"),
    "too few numbers": ({"means.npy": npy(np.ones(9))[:-1]}, "means does not hold the numbers"),
    "too many numbers": ({"means.npy": npy(np.ones(9)) + b"more"}, "means does not hold the num"),
    "columns first": ({"means.npy": npy(np.ones((2, 3)).T)}, "means does not hold the numbers"),
    "lengths below zero": ({"means.npy": header("(-1, -1)") + b"1234"}, "one unknown dimension"),
    "not a number": ({"means.npy": npy([1, np.nan])}, "means holds numbers that are not finite"),
    "infinity": ({"means.npy": npy(-np.inf)}, "means holds numbers that are not finite"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_hostile_arrays_are_refused_for_what_they_are(damage, tmp_path):
    members, reason = DAMAGE[damage]
    with pytest.raises(ValueError, match=reason):
        npz.read(write(tmp_path / "arrays", members), set(ARRAYS))


def test_a_missing_array_is_refused(tmp_path):
    with pytest.raises(ValueError, match="must hold labels, means, more, n, none"):
        npz.read(write(tmp_path / "arrays"), {*ARRAYS, "more"})


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressed_arrays_are_refused_before_they_are_unpacked(method, tmp_path, monkeypatch):
    bomb = {"means.npy": npy(np.zeros(10**6))}
    path = write(tmp_path / "arrays", bomb, method)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(ValueError, match="compressed"):
        npz.read(path, set(ARRAYS))


def test_an_array_that_is_declared_larger_than_the_file_is_refused_unread(tmp_path, monkeypatch):
    path = write(tmp_path / "arrays")
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"means.npy") - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    for size in (20, 24):  # as stored, and as it was
        content[entry + size : entry + size + 4] = (2**31).to_bytes(4, "little")
    path.write_bytes(content)
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    with pytest.raises(ValueError, match="declares more than it holds"):
        npz.read(path, set(ARRAYS))


@pytest.mark.parametrize("seed", range(200))
def test_random_damage_brings_a_value_error_or_arrays(seed, tmp_path):
    path, dice = write(tmp_path / "arrays"), random.Random(seed)
    content = bytearray(path.read_bytes())
    if seed % 4 == 0:
        del content[dice.randrange(len(content)) :]
    for _ in range(seed % 4):
        content[dice.randrange(len(content))] = dice.randrange(256)
    path.write_bytes(content)
    try:
        found = npz.read(path, set(ARRAYS))
    except ValueError:
        return
    assert set(found) == set(ARRAYS)

"""A weights file: read back as it was written, and refused before it is read if it is hostile."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
from oracle import KINDS, random_model

from brnn.config import ModelConfig
from brnn.model import weights
from brnn.model.compiled import CompiledNetwork
from brnn.model.network import count_weights

MODEL = random_model()
EMBEDDING = "embedding/vars/0"


@pytest.fixture
def file(tmp_path):
    weights.save(MODEL.network, tmp_path / "model.weights.h5")
    return tmp_path / "model.weights.h5"


def load(path: Path, model):
    return weights.load(path, model.config, len(model.vocabulary))


@pytest.mark.parametrize("kind", KINDS)
def test_weights_are_read_back_bit_for_bit(kind, tmp_path):
    model = random_model(*kind)
    weights.save(model.network, tmp_path / "model.weights.h5")
    loaded = load(tmp_path / "model.weights.h5", model)
    for found, expected in zip(loaded.get_weights(), model.network.get_weights(), strict=True):
        assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_half_precision_is_read_as_float32_and_moves_logits_little(kind, tmp_path):
    model, path = random_model(*kind, units=64), tmp_path / "model.weights.h5"
    weights.save(model.network, path, "float16")
    with h5py.File(path) as opened:
        assert opened[EMBEDDING].dtype == np.float16
    half = load(path, model)
    assert {array.dtype for array in half.get_weights()} == {np.dtype(np.float32)}
    assert half.compute_dtype == "float32"
    texts = [np.arange(2, 20, dtype=np.int32), np.array([5, 1, 7], np.int32)]
    found, expected = (CompiledNetwork(network).logits(texts) for network in (half, model.network))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-2)
    assert (found != expected).any()  # it is the half that was read


def embedding_moved_to(other: Path, opened: h5py.File) -> None:
    with h5py.File(other, "w") as file:
        file["numbers"] = opened[EMBEDDING][()]
    del opened[EMBEDDING]


def make_external_link(opened: h5py.File, other: Path) -> None:
    embedding_moved_to(other, opened)
    opened[EMBEDDING] = h5py.ExternalLink(str(other), "numbers")


def make_soft_link(opened: h5py.File, other: Path) -> None:
    opened["elsewhere"] = opened[EMBEDDING][()]
    del opened[EMBEDDING]
    opened[EMBEDDING] = h5py.SoftLink("/elsewhere")


def make_virtual(opened: h5py.File, other: Path) -> None:
    shape = opened[EMBEDDING].shape
    embedding_moved_to(other, opened)
    layout = h5py.VirtualLayout(shape, "f4")
    layout[:] = h5py.VirtualSource(str(other), "numbers", shape)
    opened.create_virtual_dataset(EMBEDDING, layout)


def make_external_storage(opened: h5py.File, other: Path) -> None:
    shape = opened[EMBEDDING].shape
    other.write_bytes(opened[EMBEDDING][()].tobytes())
    del opened[EMBEDDING]
    opened.create_dataset(EMBEDDING, shape, "f4", external=[(str(other), 0, h5py.h5f.UNLIMITED)])


def make_huge(opened: h5py.File, other: Path) -> None:
    opened.create_dataset("huge", (10**6, 10**6), "f4")


def make_chunked(opened: h5py.File, other: Path) -> None:
    opened.create_dataset("huge", (10**6, 10**6), "f4", chunks=True, compression="gzip")


def make_shared(opened: h5py.File, other: Path) -> None:
    for name in range(500):
        opened[f"again{name}"] = opened[EMBEDDING]


def make_endless(opened: h5py.File, other: Path) -> None:
    group = opened
    for _ in range(40):
        below = group.create_group("one")
        group["other"] = below  # two ways at each of 40 forks
        group = below


def make_cyclic(opened: h5py.File, other: Path) -> None:
    opened["cycle"] = opened["/"]


def make_text(opened: h5py.File, other: Path) -> None:
    opened["text"] = ["os.system"]


def make_type(opened: h5py.File, other: Path) -> None:
    opened["type"] = np.dtype("f4")


def make_nothing(opened: h5py.File, other: Path) -> None:
    opened["nothing"] = h5py.Empty("f4")
    opened["head/vars/1"][0] = np.nan


def make_nan(opened: h5py.File, other: Path) -> None:
    opened["head/vars/1"][0] = np.nan


def make_infinite(opened: h5py.File, other: Path) -> None:
    opened[EMBEDDING][3, 1] = -np.inf


def make_transposed(opened: h5py.File, other: Path) -> None:
    turned = opened[EMBEDDING][()].T
    del opened[EMBEDDING]
    opened[EMBEDDING] = turned


def make_renamed(opened: h5py.File, other: Path) -> None:
    opened.move("head", "tail")


HOSTILE = {
    make_external_link: "links to another place",
    make_soft_link: "links to another place",
    make_virtual: "lie in another file",
    make_external_storage: "lie in another file",
    make_huge: "compressed or missing",
    make_chunked: "compressed or missing",
    make_shared: "declares more numbers than it holds",
    make_endless: "more parts than a network has",
    make_cyclic: "more parts than a network has",
    make_text: "something other than numbers",
    make_type: "something other than numbers",
    make_nothing: "not finite",
    make_nan: "not finite",
    make_infinite: "not finite",
    make_transposed: "embedding",
    make_renamed: "head",
}


@pytest.mark.parametrize("damage", HOSTILE, ids=lambda damage: damage.__name__)
def test_hostile_weights_are_refused_for_what_they_are(file, tmp_path, damage):
    with h5py.File(file, "r+") as opened:
        damage(opened, tmp_path / "other.h5")
    with pytest.raises(ValueError, match=HOSTILE[damage]):
        weights.load(file, MODEL.config, len(MODEL.vocabulary))


def test_settings_that_ask_for_gigabytes_allocate_nothing(file, monkeypatch):
    config = ModelConfig("lstm", units=1024, embedding_size=1024, vocabulary_size=200_000)
    with h5py.File(file, "w") as opened:
        opened.create_dataset("declared", (count_weights(config, 200_002),), "f4")
    monkeypatch.setattr(weights, "Network", None)  # making it would be a TypeError
    with pytest.raises(ValueError, match="compressed or missing"):
        weights.load(file, config, 200_002)

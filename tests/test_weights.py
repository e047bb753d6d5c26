"""A weights file: read back as it was written, and refused before it is read if it is hostile."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path

import h5py
import numpy as np
import pytest
from oracle import KINDS, random_model

from brnn.analyzer import Analyzer
from brnn.config import ModelConfig
from brnn.model import folder as model_folder
from brnn.model import weights
from brnn.model.hub import names
from brnn.model.network import Network

MODEL = random_model()
EMBEDDING = "embedding/vars/0"


@pytest.fixture
def file(tmp_path):
    weights.save(MODEL.weights, tmp_path / "model.weights.h5")
    return tmp_path / "model.weights.h5"


def load(path: Path, model):
    return weights.load(path, model.config, len(model.vocabulary))


def assert_same(found, expected):
    assert list(found) == list(expected)
    for name, array in found.items():
        assert array.tobytes() == expected[name].tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_weights_are_counted_without_making_a_network(kind):
    model = random_model(*kind)
    assert weights.count(model.config, len(model.vocabulary)) == Network.of(model).count_params()


@pytest.mark.parametrize("kind", KINDS)
def test_weights_are_read_back_bit_for_bit(kind, tmp_path):
    model, path = random_model(*kind), tmp_path / "model.weights.h5"
    weights.save(model.weights, path)
    assert_same(load(path, model), model.weights)


@pytest.mark.parametrize("kind", KINDS)
def test_keras_and_this_module_read_each_others_files(kind, tmp_path):
    model, path = random_model(*kind), tmp_path / "model.weights.h5"
    Network.of(model).save_weights(path)
    assert_same(load(path, model), model.weights)
    weights.save(model.weights, path)
    network = Network(model.config, len(model.vocabulary))
    network.load_weights(path)
    assert_same(network.to_arrays(), model.weights)


@pytest.mark.parametrize("name", names.named_in([]))
def test_keras_reads_the_weights_of_every_model_that_ships_as_this_module_does(name):
    folder = names.folder_of(name)
    model = model_folder.load(folder)
    network = Network(model.config, len(model.vocabulary))
    network.load_weights(folder / model_folder.WEIGHTS)
    assert_same(model.weights, network.to_arrays())


@pytest.mark.parametrize("kind", KINDS)
def test_half_precision_is_read_as_float32_and_moves_logits_little(kind, tmp_path):
    model, path = random_model(*kind, units=64), tmp_path / "model.weights.h5"
    weights.save(model.weights, path, "float16")
    with h5py.File(path) as opened:
        assert opened[EMBEDDING].dtype == np.float16
    half = dataclasses.replace(model, weights=load(path, model))
    assert {array.dtype for array in half.weights.values()} == {np.dtype(np.float32)}
    texts = ["a slow start but lovely", "very dull"]
    found, expected = ([verdict.logit for verdict in Analyzer(one).classify(texts)] for one in (half, model))
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-2)
    assert found != expected  # it is the half that was read


def test_loaded_weights_are_changed_by_nobody(file):
    with pytest.raises(ValueError, match="read-only"):
        load(file, MODEL)["embedding"][0, 0] = 1


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


def make_group(opened: h5py.File, other: Path) -> None:
    bias = opened["head/vars/1"][()]
    del opened["head/vars/1"]
    opened["head/vars/1/bias"] = bias


def make_overflowing(opened: h5py.File, other: Path) -> None:
    del opened["head/vars/1"]
    opened["head/vars/1"] = np.full(1, 1e300)


def make_strong(opened: h5py.File, other: Path) -> None:
    opened["head/vars/1"][0] = -3e38


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
    make_external_link: "contains a link",
    make_soft_link: "contains a link",
    make_virtual: "are in another file",
    make_external_storage: "are in another file",
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
    make_overflowing: "not finite",
    make_strong: "beyond ±1,000,000",
    make_transposed: r"embedding/vars/0 has the shape \(5, 22\)",
    make_renamed: r"head/vars/0 has the shape None",
    make_group: r"head/vars/1 has the shape None",
}


@pytest.mark.parametrize("damage", HOSTILE, ids=lambda damage: damage.__name__)
def test_hostile_weights_are_refused_for_what_they_are(file, tmp_path, damage):
    with h5py.File(file, "r+") as opened:
        damage(opened, tmp_path / "other.h5")
    with pytest.raises(ValueError, match=HOSTILE[damage]):
        weights.load(file, MODEL.config, len(MODEL.vocabulary))


def test_settings_that_ask_for_gigabytes_allocate_nothing(file):
    config = ModelConfig("lstm", units=1024, embedding_size=1024, vocabulary_size=200_000)
    with h5py.File(file, "w") as opened:
        opened.create_dataset("declared", (weights.count(config, 200_002),), "f4")
    tracemalloc.start()
    with pytest.raises(ValueError, match="compressed or missing"):
        weights.load(file, config, 200_002)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000

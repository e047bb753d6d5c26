"""A model's folder: saved whole or not at all; refused, and the file named, if it is damaged."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import re
from functools import cache, partial
from pathlib import Path

import h5py
import numpy as np
import pytest
from oracle import CELLS, KINDS, random_model

from brnn import Analyzer, checkpoint
from brnn.checkpoint import CONFIG, METRICS, VOCABULARY, WEIGHTS, CheckpointError

FILES = (CONFIG, VOCABULARY, WEIGHTS, METRICS)
TEXTS = ["a slow start but lovely", "dull", "", "the plot was not good and i liked it"]


def logits(model) -> list[float]:
    return [verdict.logit for verdict in Analyzer(model).classify(TEXTS)]


def bits(model) -> bytes:
    return b"".join(weights.tobytes() for weights in model.network.get_weights())


# Saved and loaded


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_is_loaded_as_it_was_saved(kind, tmp_path):
    model = random_model(*kind)
    checkpoint.save(model, tmp_path / "model")
    loaded = checkpoint.load(tmp_path / "model")
    assert bits(loaded) == bits(model)
    assert (loaded.config, loaded.name, loaded.metrics) == (model.config, "random", {"n": 3})
    assert loaded.vocabulary.words == model.vocabulary.words


@pytest.mark.parametrize("cell", CELLS)
def test_a_loaded_model_gives_the_same_logits(cell, tmp_path):
    model = random_model(cell)
    checkpoint.save(model, tmp_path / "model")
    assert logits(checkpoint.load(tmp_path / "model")) == logits(model)


def test_half_precision_takes_half_the_space_and_moves_logits_little(tmp_path):
    model = random_model("gru", units=64)
    checkpoint.save(model, tmp_path / "whole")
    checkpoint.save(model, tmp_path / "half", weights_dtype="float16")
    assert logits(checkpoint.load(tmp_path / "half")) == pytest.approx(logits(model), abs=2e-2)
    whole, half = ((tmp_path / name / WEIGHTS).stat().st_size for name in ("whole", "half"))
    assert half < 0.7 * whole


def test_a_folder_holds_its_files_and_nothing_is_left_beside_it(saved):
    assert {path.name for path in saved.iterdir()} == set(FILES)
    assert list(saved.parent.iterdir()) == [saved]


def test_models_are_found_by_name(tmp_path):
    model = random_model()
    for name in ("b", "a.b", "a"):
        checkpoint.save(model, tmp_path / name)
    (tmp_path / "b").rename(tmp_path / ".b.new")
    for name in (".a.old", ".c.part", ".git", "empty"):
        (tmp_path / name).mkdir()
    for name in (".a.old", ".c.part", ".git"):
        (tmp_path / name / CONFIG).write_text("{}")
    assert checkpoint.found_in(tmp_path) == [tmp_path / name for name in ("a", "a.b", "b")]
    assert checkpoint.found_in(tmp_path / "nowhere") == []


# Killed while saving


class Killed(BaseException):
    """What stops a save at a chosen step; no `except Exception` or OSError may stop it."""


def save_killed_at(step: int, model, folder: Path) -> bool:
    """Save until the step-th operation on files is about to be made; whether it came to that."""
    steps = iter(range(step))

    def until_killed(operation):
        def call(*arguments, **named):
            if next(steps, None) is None:
                raise Killed
            return operation(*arguments, **named)

        return call

    operations = ["mkdir", "rename", "replace", "unlink", "rmdir", "open", "fsync", "scandir"]
    places = [*((os, name) for name in operations), (io, "open"), (h5py, "File")]
    with pytest.MonkeyPatch.context() as patch:
        for place, name in places:
            patch.setattr(place, name, until_killed(getattr(place, name)))
        try:
            checkpoint.save(model, folder)
        except Killed:
            return True
        return False


STEPS = 31  # some more than a save takes
old, new, later = (cache(partial(random_model, units=2, seed=seed)) for seed in (1, 2, 3))


@pytest.mark.parametrize("step", range(STEPS))
def test_a_kill_while_saving_leaves_the_old_or_the_new_model_whole(step, tmp_path):
    folder = tmp_path / "model"
    checkpoint.save(old(), folder)
    killed = save_killed_at(step, new(), folder)
    whole = [bits(new()), bits(old())] if killed else [bits(new())]
    assert bits(checkpoint.load(folder)) in whole
    assert checkpoint.found_in(tmp_path) == [folder]
    # The next save finishes or clears what was left, even if it is killed at the same step.
    save_killed_at(step, new(), folder)
    checkpoint.load(folder)
    checkpoint.save(later(), folder)
    assert bits(checkpoint.load(folder)) == bits(later())
    assert list(tmp_path.iterdir()) == [folder]
    assert {path.name for path in folder.iterdir()} == set(FILES)


@pytest.mark.parametrize(("step", "killed"), [(STEPS - 6, True), (STEPS - 1, False)])
def test_the_steps_above_are_all_that_a_save_takes(step, killed, tmp_path):
    checkpoint.save(old(), tmp_path / "model")
    assert save_killed_at(step, new(), tmp_path / "model") == killed


@pytest.mark.parametrize("step", range(STEPS))
def test_a_kill_in_the_first_save_leaves_no_model_or_a_whole_one(step, tmp_path):
    save_killed_at(step, new(), tmp_path / "model")
    if checkpoint.found_in(tmp_path):
        assert bits(checkpoint.load(tmp_path / "model")) == bits(new())
    else:
        with pytest.raises(CheckpointError, match="no model folder"):
            checkpoint.load(tmp_path / "model")


# Damaged or hostile


def reseal(folder: Path) -> None:
    """Make the checksums right, as someone who means harm would."""
    config = json.loads((folder / CONFIG).read_text())
    for name in config["sha256"]:
        config["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / CONFIG).write_text(json.dumps(config))


def refusal(folder: Path) -> str:
    """The message with which a folder is refused: one line of a readable length."""
    with pytest.raises(CheckpointError) as refused:
        checkpoint.load(folder)
    message = str(refused.value)
    assert len(message.splitlines()) == 1
    assert len(message) < 1_000
    return message


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(saved, name):
    (saved / name).unlink()
    assert f"{name}: it is missing" in refusal(saved)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_changed_file_is_named(saved, name):
    with (saved / name).open("ab") as file:
        file.write(b"\n")
    assert f"{name}: it does not match its checksum" in refusal(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_file_too_large_is_named_before_it_is_read(saved, name):
    with (saved / name).open("r+b") as file:
        file.truncate(10**9)  # sparse
    assert f"{name}: it is larger than" in refusal(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_named(saved, name):
    (saved / name).unlink()
    (saved / name).mkdir()
    assert f"{name}: it is missing" in refusal(saved)


@pytest.mark.parametrize(
    "content",
    [b"", b"not JSON", b"\xff", b"[1]", b"5", b'"text"', b"null", b"{}", b'{"format": 2}']
    + [opened * 40_000 for opened in (b"[", b'{"format":')]
    + [
        b'{"format": %s}' % deep
        for deep in (b"[" * 900 + b"]" * 900, b"9" * 4000, b'"%d"' % 10**4000)
    ],
)
def test_settings_that_are_no_settings_are_named(saved, content):
    (saved / CONFIG).write_bytes(content)
    assert f"{CONFIG}: " in refusal(saved)


@pytest.mark.parametrize(
    ("setting", "value", "accepted"),
    [
        ("units", value, "a whole number from 1 to 1,024")
        for value in (0, -1, 1025, 10**12, 10**400, 2.5, True, "6", None, [[[[[]]]]], float("nan"))
    ]
    + [
        ("vocabulary_size", 10**9, "a whole number from 1 to 200,000"),
        ("cell", "transformer", "simple, gru, lstm"),
        ("cell", ["gru"], "simple, gru, lstm"),
        ("direction", {}, "forward, backward, bidirectional"),
        ("keep", None, "start, end"),
        ("punctuation", 1, "true or false"),
        ("colour", "red", "unknown settings: colour"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_setting_out_of_range_is_named_with_what_is_accepted(saved, setting, value, accepted):
    config = json.loads((saved / CONFIG).read_text())
    config["model"][setting] = value
    (saved / CONFIG).write_text(json.dumps(config))
    message = refusal(saved)
    for part in (CONFIG, setting, accepted):
        assert part in message


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("model", []),
        ("model", None),
        ("model", {}),
        ("name", 5),
        ("name", "\ud800"),
        ("name", "a\x1b[1m"),
        ("sha256", []),
        ("sha256", {}),
    ],
)
def test_other_parts_of_the_settings_are_checked(saved, key, value):
    config = json.loads((saved / CONFIG).read_text())
    (saved / CONFIG).write_text(json.dumps({**config, key: value}))
    assert re.search(r"\.(json|txt): ", refusal(saved))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (VOCABULARY, b""),
        (VOCABULARY, b"[padding]\n[unknown]\nfilm\nfilm\n"),
        (VOCABULARY, b"[padding]\n[unknown]\n\xff\n"),
        (METRICS, b"[]"),
        (METRICS, b"{"),
        (METRICS, b"[" * 50_000),
        (WEIGHTS, b""),
        (WEIGHTS, b"not HDF5"),
    ],
)
def test_a_file_that_is_something_else_is_named(saved, name, content):
    (saved / name).write_bytes(content)
    reseal(saved)
    assert f"{name}: " in refusal(saved)


@pytest.mark.parametrize(
    "changes",
    [
        {"units": 7},
        {"embedding_size": 4},
        {"cell": "gru"},
        {"direction": "forward"},
        {"units": 1024, "embedding_size": 1024, "cell": "lstm"},
    ],
)
def test_weights_of_another_network_are_refused(saved, changes):
    config = json.loads((saved / CONFIG).read_text())
    config["model"].update(changes)
    (saved / CONFIG).write_text(json.dumps(config))
    assert f"{WEIGHTS}: it holds 267 numbers, the settings ask for" in refusal(saved)


def test_weights_for_another_vocabulary_are_refused(saved):
    (saved / VOCABULARY).write_text("[padding]\n[unknown]\nfilm\n")
    reseal(saved)
    assert f"{WEIGHTS}: it holds" in refusal(saved)


def embedding_moved_to(other: Path, weights: h5py.File) -> None:
    with h5py.File(other, "w") as file:
        file["numbers"] = weights[EMBEDDING][()]
    del weights[EMBEDDING]


def make_external_link(weights: h5py.File, other: Path) -> None:
    embedding_moved_to(other, weights)
    weights[EMBEDDING] = h5py.ExternalLink(str(other), "numbers")


def make_soft_link(weights: h5py.File, other: Path) -> None:
    weights["elsewhere"] = weights[EMBEDDING][()]
    del weights[EMBEDDING]
    weights[EMBEDDING] = h5py.SoftLink("/elsewhere")


def make_virtual(weights: h5py.File, other: Path) -> None:
    shape = weights[EMBEDDING].shape
    embedding_moved_to(other, weights)
    layout = h5py.VirtualLayout(shape, "f4")
    layout[:] = h5py.VirtualSource(str(other), "numbers", shape)
    weights.create_virtual_dataset(EMBEDDING, layout)


def make_external_storage(weights: h5py.File, other: Path) -> None:
    shape = weights[EMBEDDING].shape
    other.write_bytes(weights[EMBEDDING][()].tobytes())
    del weights[EMBEDDING]
    weights.create_dataset(EMBEDDING, shape, "f4", external=[(str(other), 0, h5py.h5f.UNLIMITED)])


def make_huge(weights: h5py.File, other: Path) -> None:
    weights.create_dataset("huge", (10**6, 10**6), "f4")


def make_chunked(weights: h5py.File, other: Path) -> None:
    weights.create_dataset("huge", (10**6, 10**6), "f4", chunks=True, compression="gzip")


def make_shared(weights: h5py.File, other: Path) -> None:
    for name in range(500):
        weights[f"again{name}"] = weights[EMBEDDING]


def make_endless(weights: h5py.File, other: Path) -> None:
    group = weights
    for _ in range(40):
        below = group.create_group("one")
        group["other"] = below  # two ways at each of 40 forks
        group = below


def make_cyclic(weights: h5py.File, other: Path) -> None:
    weights["cycle"] = weights["/"]


def make_text(weights: h5py.File, other: Path) -> None:
    weights["text"] = ["os.system"]


def make_type(weights: h5py.File, other: Path) -> None:
    weights["type"] = np.dtype("f4")


def make_nothing(weights: h5py.File, other: Path) -> None:
    weights["nothing"] = h5py.Empty("f4")
    weights["head/vars/1"][0] = np.nan


def make_nan(weights: h5py.File, other: Path) -> None:
    weights["head/vars/1"][0] = np.nan


def make_infinite(weights: h5py.File, other: Path) -> None:
    weights[EMBEDDING][3, 1] = -np.inf


def make_transposed(weights: h5py.File, other: Path) -> None:
    turned = weights[EMBEDDING][()].T
    del weights[EMBEDDING]
    weights[EMBEDDING] = turned


def make_renamed(weights: h5py.File, other: Path) -> None:
    weights.move("head", "tail")


EMBEDDING = "embedding/vars/0"
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
def test_hostile_weights_are_refused_for_what_they_are(saved, tmp_path, damage):
    with h5py.File(saved / WEIGHTS, "r+") as weights:
        damage(weights, tmp_path / "other.h5")
    reseal(saved)
    message = refusal(saved)
    assert f"{WEIGHTS}: " in message
    assert HOSTILE[damage] in message


def test_settings_that_ask_for_gigabytes_allocate_nothing(saved, monkeypatch):
    words = [f"w{number}" for number in range(200_000)]
    (saved / VOCABULARY).write_text("\n".join(["[padding]", "[unknown]", *words, ""]))
    config = json.loads((saved / CONFIG).read_text())
    config["model"].update(units=1024, embedding_size=1024, cell="lstm", vocabulary_size=200_000)
    (saved / CONFIG).write_text(json.dumps(config))
    with h5py.File(saved / WEIGHTS, "w") as weights:
        weights.create_dataset("declared", (221_595_649,), "f4")  # as many as are asked for
    reseal(saved)
    monkeypatch.setattr(checkpoint, "Network", None)  # making it would be a TypeError
    assert f"{WEIGHTS}: its numbers are compressed or missing" in refusal(saved)


@pytest.mark.parametrize("path", ["/", "nowhere", "file", "file/below", "\0", "a" * 300, ""])
def test_a_path_that_is_no_model_is_refused(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("text")
    refusal(Path(path))


def test_a_file_that_cannot_be_read_is_named(saved, monkeypatch):
    def forbidden(path, *arguments, **named):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", forbidden)
    assert "Permission denied" in refusal(saved)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(15))
def test_random_damage_never_brings_another_exception(saved, name, seed):
    dice = random.Random(f"{name} {seed}")
    content = bytearray((saved / name).read_bytes())
    if seed % 5 == 0:
        del content[dice.randrange(len(content)) :]
    for _ in range(seed % 5 * 2):
        content[dice.randrange(len(content))] = dice.randrange(256)
    (saved / name).write_bytes(content)
    if name != CONFIG:
        reseal(saved)
    with contextlib.suppress(CheckpointError):
        checkpoint.load(saved)

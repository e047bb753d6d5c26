"""A model's folder: saved whole or not at all; refused, and the file named, if it is damaged."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
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
from made import statistics_of
from oracle import CELLS, KINDS, random_model

from brnn import Analyzer
from brnn.model import files
from brnn.model import folder as model_folder
from brnn.model.folder import (
    CARD,
    CONFIG,
    FORMAT,
    METRICS,
    STATISTICS,
    VOCABULARY,
    WEIGHTS,
    Model,
    ModelFolderError,
)
from brnn.model.shelf import models_in

FILES = (CONFIG, VOCABULARY, WEIGHTS, METRICS, STATISTICS)
TEXTS = ["a slow start but lovely", "dull", "", "the plot was not good and i liked it"]


@pytest.fixture
def saved(tmp_path):
    """The folder of a small saved model that has statistics."""
    model_folder.save(with_statistics(random_model(max_words=50)), tmp_path / "model")
    return tmp_path / "model"


def with_statistics(model: Model, reviews: int = 30) -> Model:
    found = statistics_of(model.config, len(model.vocabulary), reviews)
    return dataclasses.replace(model, statistics=found)


def logits(model) -> list[float]:
    return [verdict.logit for verdict in Analyzer(model).classify(TEXTS)]


def bits(model) -> bytes:
    arrays = list(model.weights.values())
    if model.statistics:
        arrays += model.statistics.to_arrays().values()
    return b"".join(array.tobytes() for array in arrays)


# Saved and loaded


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_is_loaded_as_it_was_saved(kind, tmp_path):
    model = with_statistics(random_model(*kind))
    model_folder.save(model, tmp_path / "model")
    loaded = model_folder.load(tmp_path / "model")
    assert loaded.statistics is not None
    assert bits(loaded) == bits(model)
    assert (loaded.config, loaded.name, loaded.metrics) == (model.config, "random", {"n": 3})
    assert loaded.vocabulary.words == model.vocabulary.words


@pytest.mark.parametrize("cell", CELLS)
def test_a_loaded_model_gives_the_same_logits(cell, tmp_path):
    model = random_model(cell)
    model_folder.save(model, tmp_path / "model")
    assert logits(model_folder.load(tmp_path / "model")) == logits(model)


def test_half_precision_takes_half_the_space_and_moves_logits_little(tmp_path):
    model = random_model("gru", units=64)
    model_folder.save(model, tmp_path / "whole")
    model_folder.save(model, tmp_path / "half", weights_dtype="float16")
    assert logits(model_folder.load(tmp_path / "half")) == pytest.approx(logits(model), abs=2e-2)
    whole, half = ((tmp_path / name / WEIGHTS).stat().st_size for name in ("whole", "half"))
    assert half < 0.7 * whole


def test_a_folder_holds_its_files_and_nothing_is_left_beside_it(saved):
    assert {path.name for path in saved.iterdir()} == set(FILES)
    assert list(saved.parent.iterdir()) == [saved]


@pytest.mark.parametrize("stray", [False, True])
def test_a_model_without_statistics_is_loaded_without(tmp_path, stray):
    model_folder.save(random_model(), tmp_path / "model")
    assert {path.name for path in (tmp_path / "model").iterdir()} == set(FILES) - {STATISTICS}
    if stray:  # config.json knows nothing of it, so nobody reads it
        (tmp_path / "model" / STATISTICS).write_bytes(b"not an archive")
    assert model_folder.load(tmp_path / "model").statistics is None


def test_a_card_in_the_folder_changes_nothing(saved):
    before = bits(model_folder.load(saved))
    (saved / "README.md").write_text("# A model card\n")
    assert bits(model_folder.load(saved)) == before
    model_folder.save(new(), saved)
    assert bits(model_folder.load(saved)) == bits(new())


def test_models_are_found_by_name(tmp_path):
    model = random_model()
    for name in ("b", "a.b", "a"):
        model_folder.save(model, tmp_path / name)
    for name in (".git", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / ".git" / CONFIG).write_text("{}")
    assert models_in(tmp_path) == {name: tmp_path / name for name in ("a", "a.b", "b")}
    assert models_in(tmp_path / "nowhere") == {}


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
            model_folder.save(model, folder)
        except Killed:
            return True
        return False


STEPS = 50  # some more than a save takes


@cache
def small(seed: int) -> Model:
    return with_statistics(random_model(units=2, seed=seed), reviews=10 + seed)


old, new, later = (partial(small, seed) for seed in (1, 2, 3))


@pytest.mark.parametrize("step", range(STEPS))
def test_a_kill_while_saving_leaves_the_old_or_the_new_model_whole(step, tmp_path):
    folder = tmp_path / "model"
    model_folder.save(old(), folder)
    killed = save_killed_at(step, new(), folder)
    whole = [bits(new()), bits(old())] if killed else [bits(new())]
    assert bits(model_folder.load(folder)) in whole
    assert [*models_in(tmp_path).values()] == [folder]
    # The next save finishes or clears what was left, even if it is killed at the same step.
    save_killed_at(step, new(), folder)
    model_folder.load(folder)
    model_folder.save(later(), folder)
    assert bits(model_folder.load(folder)) == bits(later())
    assert list(tmp_path.iterdir()) == [folder]
    assert {path.name for path in folder.iterdir()} == set(FILES)


@pytest.mark.parametrize(("step", "killed"), [(STEPS - 6, True), (STEPS - 1, False)])
def test_the_steps_above_are_all_that_a_save_takes(step, killed, tmp_path):
    model_folder.save(old(), tmp_path / "model")
    assert save_killed_at(step, new(), tmp_path / "model") == killed


@pytest.mark.parametrize("step", range(STEPS))
def test_a_kill_in_the_first_save_leaves_no_model_or_a_whole_one(step, tmp_path):
    save_killed_at(step, new(), tmp_path / "model")
    if models_in(tmp_path):
        assert bits(model_folder.load(tmp_path / "model")) == bits(new())
    else:
        with pytest.raises(ModelFolderError, match=r"no model folder|config\.json: it is missing"):
            model_folder.load(tmp_path / "model")
    model_folder.save(later(), tmp_path / "model")
    assert {path.name for path in (tmp_path / "model").iterdir()} == set(FILES)


def test_the_settings_of_the_new_model_come_when_its_other_files_are_on_the_disk(tmp_path, monkeypatch):
    folder, flush, seen = tmp_path / "model", model_folder.flush, []
    model_folder.save(old(), folder)
    before = (folder / CONFIG).read_bytes()

    def watched(path):
        seen.append((path.name, (folder / CONFIG).read_bytes() == before))
        flush(path)

    monkeypatch.setattr(model_folder, "flush", watched)
    model_folder.save(new(), folder)
    in_place = seen[-2:]
    assert in_place == [("model", True), ("model", False)]
    assert {name for name, _ in seen[:-2]} == {*FILES[1:], ".brnn-new"}


@pytest.mark.field_case(7)
@pytest.mark.parametrize("after", range(1, 6))
def test_a_full_disk_leaves_the_old_model_and_no_half_of_the_new_one(after, tmp_path, monkeypatch):
    folder, write, seen = tmp_path / "model", Path.write_bytes, []
    model_folder.save(old(), folder)

    def full(path, content):
        write(path, content[: len(content) // 2])
        seen.append(path)
        if len(seen) == after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        model_folder.save(new(), folder)
    assert bits(model_folder.load(folder)) == bits(old())
    assert {path.name for path in folder.iterdir()} == set(FILES)


# Only what is ours


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_says_unmistakably_that_it_is_ours(saved):
    config = json.loads((saved / CONFIG).read_text())
    assert (config["format"], config["version"]) == (FORMAT, 1) == ("brnn model", 1)


@pytest.mark.field_case(2)
@pytest.mark.parametrize(
    "config", ['{"model_type": "bert"}', "not JSON", "[]", "", '{"format": 1, "model": {}}', None]
)
def test_a_folder_of_something_else_is_never_touched(tmp_path, config):
    folder = tmp_path / "d"
    (folder / "c").mkdir(parents=True)
    (folder / "c" / "thesis.txt").write_text("mine")
    (folder / VOCABULARY).write_text("mine")
    if config is not None:
        (folder / CONFIG).write_text(config)
    before = contents(folder)
    assert not model_folder.may_be_replaced(folder)
    with pytest.raises(ModelFolderError, match="holds something other than a brnn model"):
        model_folder.save(new(), folder)
    assert contents(folder) == before


@pytest.mark.field_case(2)
def test_what_else_is_in_a_models_folder_stays(tmp_path):
    folder = tmp_path / "model"
    model_folder.save(old(), folder)
    (folder / "c").mkdir()
    (folder / "c" / "thesis.txt").write_text("mine")
    (folder / "notes.txt").write_text("mine")
    model_folder.save(new(), folder, card="# ours")
    assert bits(model_folder.load(folder)) == bits(new())
    assert {path.name for path in folder.iterdir()} == {*FILES, CARD, "c", "notes.txt"}
    model_folder.remove(folder)
    assert contents(folder) == {"c/thesis.txt": b"mine", "notes.txt": b"mine"}


@pytest.mark.field_case(2)
def test_statistics_go_with_the_model_that_they_describe(tmp_path):
    model_folder.save(old(), tmp_path / "model")
    model_folder.save(random_model(), tmp_path / "model")
    assert not (tmp_path / "model" / STATISTICS).exists()


@pytest.mark.field_case(2)
def test_an_older_folder_is_loaded_but_never_replaced(saved):
    config = json.loads((saved / CONFIG).read_text())
    del config["version"]
    (saved / CONFIG).write_text(json.dumps({**config, "format": 1}))
    model_folder.load(saved)
    with pytest.raises(ModelFolderError, match="something other"):
        model_folder.save(new(), saved)


@pytest.mark.field_case(3)
@pytest.mark.parametrize("there", [False, True])
def test_a_link_is_followed(tmp_path, there):
    link, real = tmp_path / "link", tmp_path / "real"
    link.symlink_to("real")
    if there:
        real.mkdir()
    for model in (old(), new()):
        model_folder.save(model, link)
        assert bits(model_folder.load(link)) == bits(model)
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [link, real]
    assert {path.name for path in real.iterdir()} == set(FILES)


@pytest.mark.field_case(1)
def test_a_folder_whose_line_ends_were_changed_is_the_same_model(saved):
    before = model_folder.load(saved)
    for name in (CONFIG, VOCABULARY, METRICS):
        content = (saved / name).read_bytes()
        assert b"\r" not in content
        (saved / name).write_bytes(content.replace(b"\n", b"\r\n"))
    after = model_folder.load(saved)
    assert (bits(after), after.vocabulary.words) == (bits(before), before.vocabulary.words)


# Damaged or hostile


def reseal(folder: Path) -> None:
    """Make the checksums right, as someone who means harm would."""
    config = json.loads((folder / CONFIG).read_text())
    for name in config["sha256"]:
        config["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / CONFIG).write_text(json.dumps(config))


def refusal(folder: Path) -> str:
    """The message with which a folder is refused: one line of a readable length."""
    with pytest.raises(ModelFolderError) as refused:
        model_folder.load(folder)
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
    + [b'{"format": %s}' % deep for deep in (b"[" * 900 + b"]" * 900, b"9" * 4000, b'"%d"' % 10**4000)],
)
def test_settings_that_are_no_settings_are_named(saved, content):
    (saved / CONFIG).write_bytes(content)
    assert f"{CONFIG}: " in refusal(saved)


@pytest.mark.parametrize(
    ("setting", "value", "accepted"),
    [
        ("units", value, "a whole number from 1 to 1,024")
        for value in (0, -1, 1025, 10**12, 10**400, 2.5, True, "6", None, [[[[[]]]]])
    ]
    + [
        ("vocabulary_size", 10**9, "a whole number from 1 to 200,000"),
        ("cell", "transformer", "simple, gru, lstm"),
        ("cell", ["gru"], "simple, gru, lstm"),
        ("direction", {}, "forward, backward, bidirectional"),
        ("keep", None, "start, end"),
        ("punctuation", 1, "true or false"),
        ("colour", "red", "unknown settings: 'colour'"),
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
        (STATISTICS, b""),
        (STATISTICS, b"not an archive"),
    ],
)
def test_a_file_that_is_something_else_is_named(saved, name, content):
    (saved / name).write_bytes(content)
    reseal(saved)
    assert f"{name}: " in refusal(saved)


@pytest.mark.parametrize("name", [CONFIG, METRICS])
@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(saved, name, literal):
    content = json.loads((saved / name).read_text())
    text = json.dumps({**content, "more": "here"}).replace('"here"', literal)
    (saved / name).write_text(text)
    if name == METRICS:
        reseal(saved)
    assert f"{name}: it is not JSON: '{literal}' is not a number" in refusal(saved)


@pytest.mark.parametrize("literal", [5_000 * "9", r'"\ud800"', r'{"\udfff": 1}'])
def test_what_no_answer_could_say_is_refused(saved, literal):
    text = json.dumps({**json.loads((saved / METRICS).read_text()), "more": "here"})
    (saved / METRICS).write_text(text.replace('"here"', literal))
    reseal(saved)
    said = refusal(saved)
    assert f"{METRICS}: it is not JSON: " in said
    said.encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_not_written(tmp_path, number):
    with pytest.raises(ValueError, match="JSON compliant"):
        files.write_json(tmp_path / "metrics.json", {"n": number})


HOSTILE = {
    "means that are not finite": ("forward_mean_memory", np.full(6, np.nan, np.float32)),
    "objects": ("labels", np.array([{}] * 30)),
    "numbers of another kind": ("labels", np.zeros(30, np.int64)),
    "another number of units": ("backward_mean_memory", np.zeros(7, np.float32)),
    "words beyond the vocabulary": ("forward_words", np.full((6, 2, 3), 22, np.int32)),
}


@pytest.mark.parametrize("damage", HOSTILE)
def test_hostile_statistics_are_named(saved, damage):
    name, array = HOSTILE[damage]
    model = model_folder.load(saved)
    arrays = model.statistics.to_arrays()
    np.savez(saved / STATISTICS, **{**arrays, name: array})
    reseal(saved)
    assert f"{STATISTICS}: " in refusal(saved)
    np.savez(saved / STATISTICS, **arrays)
    reseal(saved)
    assert bits(model_folder.load(saved)) == bits(model)


def test_compressed_statistics_are_named(saved):
    arrays = model_folder.load(saved).statistics.to_arrays()
    np.savez_compressed(saved / STATISTICS, **arrays)
    reseal(saved)
    assert f"{STATISTICS}: labels is compressed" in refusal(saved)


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_statistics_of_another_model_are_named(saved, tmp_path, direction):
    other = with_statistics(random_model(direction=direction))
    model_folder.save(other, tmp_path / "other")
    (saved / STATISTICS).write_bytes((tmp_path / "other" / STATISTICS).read_bytes())
    reseal(saved)
    assert f"{STATISTICS}: " in refusal(saved)


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


def test_hostile_weights_are_named(saved):
    with h5py.File(saved / WEIGHTS, "r+") as weights:
        weights["head/vars/1"][0] = np.nan
    reseal(saved)
    assert f"{WEIGHTS}: it holds numbers that are not finite" in refusal(saved)


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
    with contextlib.suppress(ModelFolderError):
        model_folder.load(saved)

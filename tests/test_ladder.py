"""The ladder: recipes that differ in one thing, and the command that trains them."""

from __future__ import annotations

import dataclasses
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from oracle import CELLS, DIRECTIONS, KINDS
from places import ROOT

from brnn.model import weights
from brnn.training.presets import PRESETS

LADDER = {kind: PRESETS[f"ladder-{kind[0]}-{kind[1]}"] for kind in KINDS}


def reader_weights(cell: str, direction: str) -> int:
    """The recurrent and head weights: all but the word vectors."""
    config = LADDER[cell, direction].model
    ids = config.vocabulary_size + 2
    return weights.count(config, ids) - ids * config.embedding_size


def test_there_is_a_recipe_for_every_cell_and_direction_and_no_other():
    assert {name for name in PRESETS if name.startswith("ladder")} == {
        preset.name for preset in LADDER.values()
    }
    assert all((p.model.cell, p.model.direction) == kind for kind, p in LADDER.items())


def test_the_recipes_are_alike_in_everything_else():
    same = LADDER["gru", "bidirectional"]
    for preset in LADDER.values():
        assert preset.training == same.training
        assert preset.pretraining is same.pretraining is None
        kind = {name: getattr(same.model, name) for name in ("cell", "direction", "units")}
        assert dataclasses.replace(preset.model, **kind) == same.model


@pytest.mark.parametrize("cell", CELLS)
def test_one_reader_has_as_many_weights_as_two(cell):
    counts = [reader_weights(cell, direction) for direction in DIRECTIONS]
    for one, other in combinations(counts, 2):
        assert abs(one - other) <= 0.02 * min(one, other)


def test_a_rung_lies_in_the_ladders_folder_and_any_other_model_beside_it():
    assert LADDER["lstm", "backward"].folder == "ladder/lstm-backward"
    assert PRESETS["article"].folder == "article"


def test_one_command_trains_what_is_missing_one_model_after_another(tmp_path):
    commands = trainings(tmp_path)
    assert commands == [
        ["--preset", preset.name, *flags, "--resume", "--data", "here"]
        for flags in ([], ["--seed", "1", "--metrics-only"], ["--seed", "2", "--metrics-only"])
        for preset in LADDER.values()
    ]
    # What is there is not trained again: files as train.py writes them.
    for preset in LADDER.values():
        model = tmp_path / "assets" / preset.folder
        (model.parent / "repeats").mkdir(parents=True, exist_ok=True)
        (model.parent / "repeats" / f"{model.name}-seed-1.json").touch()
        model.mkdir()
        (model / "metrics.json").touch()
    assert trainings(tmp_path) == [command for command in commands if "2" in command]


def trainings(folder: Path) -> list[list[str]]:
    """The arguments of each training that `make ladder` would run in a folder."""
    (folder / "venv").mkdir(exist_ok=True)
    for name in ("requirements.txt", "venv/.installed"):
        (folder / name).touch()
    made = subprocess.run(
        [
            "make",
            "-n",
            "-f",
            ROOT / "Makefile",
            f"VENV={folder}/venv",
            "ladder",
            "ARGS=--data here",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "MAKEFLAGS": ""},
    ).stdout
    return [line.split()[2:] for line in made.splitlines() if " train.py " in line]

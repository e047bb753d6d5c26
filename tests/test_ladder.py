"""The ladder: recipes that differ in one thing, and the command that trains them."""

from __future__ import annotations

import dataclasses
import json
from itertools import combinations

import pytest
import tiny_corpus
from oracle import CELLS, DIRECTIONS, KINDS

from brnn.evaluation import ladder
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


# The command


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tiny_corpus.write_archive(tmp_path_factory.mktemp("data") / "tiny.tar.gz")


@pytest.fixture
def small(monkeypatch):
    """Recipes as the ladder's, but of a single unit, a single epoch and three words of the vocabulary."""
    whole = ladder.presets.rung

    def tiny(cell, direction, units=None, pretrained=False):
        found = whole(cell, direction, 2 if units else 3, pretrained)
        model = dataclasses.replace(found.model, embedding_size=2, vocabulary_size=30, max_words=9)
        training = dataclasses.replace(found.training, epochs=1)
        return dataclasses.replace(found, model=model, training=training)

    monkeypatch.setattr(ladder.presets, "rung", tiny)
    monkeypatch.setattr(ladder, "CELLS", ("gru",))
    monkeypatch.setattr(ladder, "RATES", (1e-3, 3e-3))


def runs_in(folder):
    return json.loads((folder / "runs.json").read_text())["runs"]


def test_every_model_is_trained_with_every_seed_and_the_first_chooses_the_rate(small, data, tmp_path):
    options = ["--data", str(data), "--output", str(tmp_path), "--seeds", "2"]
    assert ladder.main([*options, "--series", "scratch", "units"]) == 0
    runs = runs_in(tmp_path)
    three, two = ["forward", "backward", "bidirectional"], ["forward", "backward"]
    expected = [("scratch", d, s, 3) for s in (0, 1) for d in three] + [
        ("units", d, s, 2) for s in (0, 1) for d in two
    ]
    assert [(r["series"], r["direction"], r["seed"], r["units"]) for r in runs] == expected
    for run in runs:
        tried = [one["learning_rate"] for one in run["tried"]]
        first = next(r for r in runs if r["direction"] == run["direction"])
        assert tried == ([1e-3, 3e-3] if run is first else [first["learning_rate"]])
        losses = [one["validation"]["log_loss"] for one in run["tried"]]
        assert run["validation"]["log_loss"] == min(losses)
        assert run["test"]["n"] == 48
    for direction in three:  # the models of the first seed ship
        model = tmp_path / f"gru-{direction}"
        metrics = json.loads((model / "metrics.json").read_text())
        run = next(r for r in runs if r["direction"] == direction)
        assert metrics["test"]["accuracy"] == run["test"]["accuracy"]
        assert metrics["training"]["learning_rate"] == run["learning_rate"]
        assert (model / "README.md").is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == [*sorted(f"gru-{d}" for d in three), "runs.json"]


def test_what_is_there_is_not_trained_again(small, data, tmp_path, monkeypatch):
    options = ["--data", str(data), "--output", str(tmp_path), "--seeds", "1", "--series", "units"]
    assert ladder.main(options) == 0
    content = json.loads((tmp_path / "runs.json").read_text())
    content["runs"][1:] = []
    content["runs"][0]["mark"] = "kept"
    (tmp_path / "runs.json").write_text(json.dumps(content))
    assert ladder.main(options) == 0
    runs = runs_in(tmp_path)
    assert [run["direction"] for run in runs] == ["forward", "backward"]
    assert runs[0]["mark"] == "kept"
    monkeypatch.setattr(ladder, "_train", None)
    assert ladder.main(options) == 0


def test_pretraining_is_done_once_for_all_rates(small, data, tmp_path, capfd):
    options = ["--data", str(data), "--output", str(tmp_path), "--seeds", "1", "--series", "pretrained"]
    assert ladder.main(options) == 0
    assert all(run["pretraining_seconds"] > 0 for run in runs_in(tmp_path))
    assert capfd.readouterr().out.count("readers.npz: this stage starts from the beginning") == 3


def test_a_ladder_that_cannot_be_read_is_named_and_kept(data, tmp_path, capsys):
    (tmp_path / "runs.json").write_text("[]")
    assert ladder.main(["--data", str(data), "--output", str(tmp_path)]) == 1
    assert "runs.json must hold a JSON object" in capsys.readouterr().err
    assert (tmp_path / "runs.json").read_text() == "[]"

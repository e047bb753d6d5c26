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
    """Recipes as the ladder's, but of two or three units, a single epoch and few words; two rates."""
    whole = ladder.presets.rung

    def tiny(cell, direction, units=None, pretrained=False):
        found = whole(cell, direction, 2 if units else 3, pretrained)
        model = dataclasses.replace(found.model, embedding_size=2, vocabulary_size=30, max_words=9)
        training = dataclasses.replace(found.training, epochs=1)
        return dataclasses.replace(found, model=model, training=training)

    monkeypatch.setattr(ladder.presets, "rung", tiny)
    monkeypatch.setattr(ladder, "CELLS", ("gru",))
    monkeypatch.setattr(ladder, "RATES", (1e-3, 3e-3))


@pytest.fixture
def backward(monkeypatch):
    """A ladder of one reader, that of the backward direction."""
    monkeypatch.setattr(ladder, "DIRECTIONS", ("backward",))


@pytest.fixture
def untrained(monkeypatch):
    """Models that nobody trains, the last rate best. Returns what would have been trained, as it grows."""
    asked = []

    def train(rung, seed, rates, data, output):
        asked.append((*rung, seed, rates))
        return {**rung._asdict(), "seed": seed, "learning_rate": rates[-1], "test": {"accuracy": 0.5}}

    monkeypatch.setattr(ladder, "_train", train)
    return asked


def runs_in(folder):
    return json.loads((folder / "runs.json").read_text())["runs"]


def climbs(data, folder, seeds: int, *series: str) -> None:
    options = ["--data", str(data), "--output", str(folder), "--seeds", str(seeds), "--series", *series]
    assert ladder.main(options) == 0


def test_every_model_is_trained_with_every_seed_and_the_first_chooses_the_rate(
    small, untrained, data, tmp_path
):
    climbs(data, tmp_path, 2, "scratch", "units")
    rates = {0: (1e-3, 3e-3), 1: (3e-3,)}
    scratch = [("scratch", "gru", d, seed, rates[seed]) for seed in rates for d in DIRECTIONS]
    units = [("units", "gru", d, seed, (3e-3,)) for seed in rates for d in DIRECTIONS[:2]]
    assert untrained == scratch + units  # "units" of both directions would be those of "scratch"
    found = [(run["series"], run["cell"], run["direction"], run["seed"]) for run in runs_in(tmp_path)]
    assert found == [asked[:4] for asked in untrained]


def test_some_cells_are_trained_alone(untrained, data, tmp_path):
    options = ["--seeds", "1", "--series", "units", "--cells", "lstm"]
    assert ladder.main(["--data", str(data), "--output", str(tmp_path), *options]) == 0
    assert [asked[:3] for asked in untrained] == [("units", "lstm", one) for one in DIRECTIONS[:2]]


def test_what_is_there_is_not_trained_again(small, untrained, data, tmp_path):
    climbs(data, tmp_path, 1, "units")
    content = json.loads((tmp_path / "runs.json").read_text())
    content["runs"][1:] = []
    content["runs"][0]["mark"] = "kept"
    (tmp_path / "runs.json").write_text(json.dumps(content))
    untrained.clear()
    climbs(data, tmp_path, 1, "units")
    assert [asked[2] for asked in untrained] == ["backward"]
    runs = runs_in(tmp_path)
    assert [run["direction"] for run in runs] == ["forward", "backward"]
    assert runs[0]["mark"] == "kept"
    untrained.clear()
    climbs(data, tmp_path, 1, "units")
    assert untrained == []


def test_the_rate_with_the_lowest_loss_is_chosen_and_the_first_seed_ships(
    small, backward, few_compared, data, tmp_path
):
    climbs(data, tmp_path, 1, "scratch")
    (run,) = runs_in(tmp_path)
    assert [one["learning_rate"] for one in run["tried"]] == [1e-3, 3e-3]
    best = min(run["tried"], key=lambda one: one["validation"]["log_loss"])
    assert {name: run[name] for name in best} == best
    assert (run["units"], run["test"]["n"]) == (3, 48)
    metrics = json.loads((tmp_path / "gru-backward" / "metrics.json").read_text())
    assert metrics["test"]["accuracy"] == run["test"]["accuracy"]
    assert metrics["training"]["learning_rate"] == run["learning_rate"]
    assert (tmp_path / "gru-backward" / "README.md").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gru-backward", "runs.json"]


def test_pretraining_is_done_once_for_all_rates(small, backward, data, tmp_path, capfd):
    climbs(data, tmp_path, 1, "pretrained")
    (run,) = runs_in(tmp_path)
    assert len(run["tried"]) == 2
    assert run["pretraining_seconds"] > 0
    assert capfd.readouterr().out.count("readers.npz: this stage starts from the beginning") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["runs.json"]  # only models from scratch ship


def test_a_ladder_that_cannot_be_read_is_named_and_kept(data, tmp_path, capsys):
    (tmp_path / "runs.json").write_text("[]")
    assert ladder.main(["--data", str(data), "--output", str(tmp_path)]) == 1
    assert "runs.json cannot be read: it must be a JSON object" in capsys.readouterr().err
    assert (tmp_path / "runs.json").read_text() == "[]"
    (tmp_path / "runs.json").write_text("{}")
    assert ladder.main(["--data", str(data), "--output", str(tmp_path)]) == 1
    assert "runs.json has no list of runs" in capsys.readouterr().err


def test_runs_on_other_reviews_are_not_mixed_with_these(small, untrained, data, tmp_path, capsys):
    climbs(data, tmp_path, 1, "units")
    content = json.loads((tmp_path / "runs.json").read_text())
    content["reviews"] = "others"
    (tmp_path / "runs.json").write_text(json.dumps(content))
    assert ladder.main(["--data", str(data), "--output", str(tmp_path), "--seeds", "2"]) == 1
    assert "runs.json has runs on other reviews" in capsys.readouterr().err
    assert json.loads((tmp_path / "runs.json").read_text()) == content

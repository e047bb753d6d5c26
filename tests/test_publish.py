"""Saved models are measured again as training measured them, and on other people's texts."""

from __future__ import annotations

import dataclasses
import json
import shutil

import pytest
import tiny_corpus

import train
from brnn.analyzer import Analyzer
from brnn.evaluation.__main__ import main
from brnn.evaluation.report.card import card
from brnn.model import folder
from brnn.model.files import checksum
from brnn.model.folder import save

pytestmark = pytest.mark.usefixtures("few_compared")

TEXTS = "sentence\tlabel\nA good film .\t1\nA bad film .\t0\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tiny_corpus.write_archive(tmp_path_factory.mktemp("data") / "tiny.tar.gz")


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory):
    output = tmp_path_factory.mktemp("trained") / "model"
    small = "--epochs 2 --units 4 --embedding-size 4 --max-words 20 --direction forward"
    chosen = "--selection validation --seed 3"
    flags = [*small.split(), *chosen.split(), "--data", str(data), "--output", str(output)]
    assert train.main(flags) == 0
    return output


@pytest.fixture
def model(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "model")


def metrics_of(folder):
    return json.loads((folder / "metrics.json").read_text())


def test_measured_again_a_model_has_the_same_figures_and_files(model, trained, data, capsys):
    assert main(["--model", str(model), "--data", str(data)]) == 0
    assert metrics_of(model) == metrics_of(trained)
    for file in ("model.weights.h5", "vocabulary.txt", "statistics.npz", "README.md"):
        assert (model / file).read_bytes() == (trained / file).read_bytes()
    assert "of 48 reviews" in capsys.readouterr().out
    assert sum(found["n"] for found in metrics_of(model)["doubtful"].values()) == 200


def test_its_temperature_is_chosen_on_held_out_reviews(model, trained, data):
    older = metrics_of(trained)
    older["training"]["no_setting_any_more"] = 2
    (model / "metrics.json").write_text(json.dumps(older))
    config = json.loads((model / "config.json").read_text())
    config["sha256"]["metrics.json"] = checksum(model / "metrics.json")
    (model / "config.json").write_text(json.dumps(config))
    assert main(["--model", str(model), "--data", str(data), "--calibrate"]) == 0
    before, after = metrics_of(trained), metrics_of(model)
    assert after["temperature"] != before["temperature"] == 1.0
    for kind in ("test", "validation_crops"):
        loss = after["uncalibrated"][kind]["log_loss"]
        assert loss == pytest.approx(before[kind]["log_loss"], rel=5e-3)
    assert after["validation"]["log_loss"] < before["validation"]["log_loss"]
    assert after["test"]["confusion"] == before["test"]["confusion"]
    texts = tiny_corpus.reviews("test/neg")
    raw, divided = (Analyzer.load(folder).classify(texts) for folder in (trained, model))
    expected = [verdict.logit / after["temperature"] for verdict in raw]
    assert [verdict.logit for verdict in divided] == pytest.approx(expected, rel=5e-3)


def test_texts_of_other_people_are_measured_and_kept_only_on_request(model, trained, tmp_path, capsys):
    file = tmp_path / "sst2_dev.tsv"
    file.write_text(TEXTS)
    assert main(["--model", str(model), "--texts", str(file)]) == 0
    said = capsys.readouterr().out
    assert "sst2_dev: " in said
    assert "of 2 reviews" in said
    assert metrics_of(model) == metrics_of(trained)
    assert main(["--model", str(model), "--texts", str(file), "--save"]) == 0
    kept = metrics_of(model).pop("texts")["sst2_dev"]
    right = [
        verdict.logit > 0 for verdict in Analyzer.load(model).classify(["A good film .", "A bad film ."])
    ]
    assert kept["doubtful"]["n"] == 2
    assert kept["accuracy"] == (right[0] + (not right[1])) / 2
    assert (model / "model.weights.h5").read_bytes() == (trained / "model.weights.h5").read_bytes()
    assert "| SST-2 dev | 2 |" in (model / "README.md").read_text()
    assert (model / "README.md").read_text() == card(model)
    assert not any("good film" in path.read_text("utf-8", "ignore") for path in model.glob("*.[jm]*"))


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--texts a.csv --calibrate", "leave out --data and --calibrate"),
        ("--texts a.csv --data b", "leave out --data and --calibrate"),
        ("--save", "--save needs --texts"),
    ],
)
def test_options_that_do_not_go_together_are_refused(flags, message, capsys):
    with pytest.raises(SystemExit) as refused:
        main(flags.split())
    assert refused.value.code == 2
    assert message in capsys.readouterr().err


def test_what_was_measured_before_another_temperature_is_not_kept(model, data, tmp_path):
    file = tmp_path / "sst2_dev.tsv"
    file.write_text(TEXTS)
    assert main(["--model", str(model), "--texts", str(file), "--save"]) == 0
    assert main(["--model", str(model), "--data", str(data)]) == 0
    assert [*metrics_of(model)["texts"]] == ["sst2_dev"]
    assert main(["--model", str(model), "--data", str(data), "--calibrate"]) == 0
    assert "texts" not in metrics_of(model)


def test_a_model_of_guesses_is_not_measured_as_if_it_gave_verdicts(data, capsys):
    assert main(["--model", "guess", "--data", str(data)]) == 1
    assert "the model guess gives guesses of words, but no verdicts" in capsys.readouterr().err


def test_a_model_is_not_measured_on_other_reviews_than_its_own(model, trained, tmp_path, capsys):
    other = tiny_corpus.write_folder(tmp_path / "other")
    with next(other.glob("test/pos/*.txt")).open("a") as file:
        file.write(" Again!")
    assert main(["--model", str(model), "--data", str(other)]) == 1
    assert "other holds other reviews than those that model was trained on" in capsys.readouterr().err
    assert metrics_of(model) == metrics_of(trained)


def test_a_repeated_option_adds_to_those_before(model, tmp_path, capsys):
    files = [tmp_path / name for name in ("dev.tsv", "more.tsv")]
    for file in files:
        file.write_text(TEXTS)
    texts = [part for file in files for part in ("--texts", str(file))]
    assert main(["--model", str(model), "--model", str(model), *texts]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        *[f"{model}, dev", f"{model}, more"] * 2
    ]


def test_two_files_of_texts_with_one_name_are_refused(model, tmp_path, capsys):
    files = [tmp_path / "a" / "dev.tsv", tmp_path / "dev.csv"]
    files[0].parent.mkdir()
    for file in files:
        file.write_text(TEXTS)
    assert main(["--model", str(model), "--texts", *map(str, files)]) == 1
    assert "no two files may have the same name" in capsys.readouterr().err


def test_what_cannot_be_measured_is_named(model, tmp_path, data, capsys):
    assert main(["--model", str(tmp_path / "none"), "--data", str(data)]) == 1
    assert "there is no model folder" in capsys.readouterr().err
    assert main(["--model", str(model), "--texts", str(tmp_path / "none.csv")]) == 1
    assert "none.csv: No such file" in capsys.readouterr().err
    assert main(["--model", "article", "--data", str(data), "--calibrate"]) == 1
    assert "article cannot be calibrated: no reviews were held out" in capsys.readouterr().err
    save(dataclasses.replace(folder.load(model), metrics={}), model)
    assert main(["--model", str(model), "--data", str(data)]) == 1
    assert "model does not say how it was trained" in capsys.readouterr().err

"""train.py from its flags to a model that reads, on the tiny corpus."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tiny_corpus
import tiny_encoder

import train
from brnn import Analyzer
from brnn.config import EncoderConfig, ModelConfig, TrainingConfig
from brnn.data import archive
from brnn.evaluation.report.card import card
from brnn.model.folder import VOCABULARY
from brnn.model.measures import measure
from brnn.text.vocabulary import Vocabulary
from brnn.training import committee, scratch
from brnn.training.committee import EXCERPTS
from brnn.training.presets import MEMBER, READERS, SOFT_LABELS
from brnn.training.teacher import PARTS

ROOT = Path(train.__file__).parent
pytestmark = pytest.mark.usefixtures("few_compared")

SIZES = ["--units=4", "--embedding-size=4", "--vocabulary-size=80", "--max-words=20"]
SMALL = [
    *SIZES,
    *("--batch-size=8", "--epochs=3", "--learning-rate=0.03"),
    "--direction=forward",  # one reader compiles in half the time
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tiny_corpus.write_archive(tmp_path_factory.mktemp("tiny") / "tiny.tar.gz")


@pytest.fixture
def run(data, tmp_path):
    """Run train.py in this process, its model in a folder of its own. Returns status and folder."""

    def run(*flags: str, to: str = "model") -> tuple[int, Path]:
        output = tmp_path / to
        return train.main([*SMALL, "--data", str(data), "--output", str(output), *flags]), output

    return run


@pytest.fixture(scope="module")
def article(data, tmp_path_factory):
    """The folder of a model trained by the article's recipe, uninterrupted."""
    output = tmp_path_factory.mktemp("article") / "model"
    assert train.main([*SMALL, "--data", str(data), "--output", str(output)]) == 0
    return output


@pytest.fixture(scope="module")
def chosen(data, tmp_path_factory):
    """The folder of a model whose epoch was chosen on validation, uninterrupted."""
    output = tmp_path_factory.mktemp("chosen") / "model"
    flags = ["--selection", "validation", "--data", str(data), "--output", str(output)]
    assert train.main([*SMALL, *flags]) == 0
    return output


@pytest.fixture
def untrained(monkeypatch):
    """Runs that compile and train nothing, for tests of what is around that: texts are read in NumPy."""
    from brnn.evaluation import publish
    from brnn.model.compiled import CompiledNetwork
    from brnn.model.readers import Readers
    from brnn.training.fit import Fit
    from brnn.training.pretraining import Pretraining

    def train_epoch(self, examples, number):
        figures = {"n": len(examples), "loss": 1.0, "accuracy": 0.5, "seconds": 0.0}
        return {"epoch": number, **figures}

    def run_epoch(self, step, texts, number, seed):
        return {"epoch": number, "n": len(texts), "loss": 1.0, "seconds": 0.0}

    def final(self, texts, desc=None):
        return Readers(self.network.config, self.network.to_arrays()).final(texts)

    monkeypatch.setattr(Fit, "_train_epoch", train_epoch)
    monkeypatch.setattr(Pretraining, "_run_epoch", run_epoch)
    monkeypatch.setattr(CompiledNetwork, "final", final)
    monkeypatch.setattr(publish, "faithfulness", lambda *_: {"seed": 0, "matters": 0.5, "deleted": 0.1})


@pytest.fixture
def measured(monkeypatch):
    """How many reviews were read, in order, whenever a network read many."""
    from brnn.model.compiled import CompiledNetwork

    counts: list[int] = []
    final = CompiledNetwork.final

    def counted(self, texts, *more):
        counts.append(len(texts))
        return final(self, texts, *more)

    monkeypatch.setattr(CompiledNetwork, "final", counted)
    return counts


def metrics_of(folder: Path) -> dict:
    return json.loads((folder / "metrics.json").read_text())


def figures(metrics):
    """Metrics without what time it took, and without what only a saved model has."""
    if isinstance(metrics, dict):
        timeless = metrics.keys() - {"seconds", "seconds_in_all", "faithfulness", "doubtful"}
        return {name: figures(metrics[name]) for name in timeless}
    return [figures(value) for value in metrics] if isinstance(metrics, list) else metrics


def records_of_figures(value):
    """Every record in the metrics that holds a figure of several reviews."""
    if isinstance(value, dict):
        if {"accuracy", "loss", "log_loss", "calibration_error", "largest_remainder"} & set(value):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from records_of_figures(inner)


# The whole run


def test_the_folder_holds_a_model_that_reads(article):
    analyzer = Analyzer.load(article)
    config = analyzer.model.config
    assert (config.units, config.max_words, config.cell) == (4, 20, "simple")
    texts = tiny_corpus.reviews("train/neg") + tiny_corpus.reviews("train/pos")
    labels = ["negative"] * 24 + ["positive"] * 24
    right = [v.label == label for v, label in zip(analyzer.classify(texts), labels, strict=True)]
    trained = metrics_of(article)["history"][-1]["accuracy"]
    assert sum(right) / 48 >= trained > 0.6


def test_the_figures_are_those_of_the_saved_model(article):
    analyzer = Analyzer.load(article)
    texts = tiny_corpus.reviews("test/neg") + tiny_corpus.reviews("test/pos")
    logits = np.array([verdict.logit for verdict in analyzer.classify(texts)])
    measured = measure(logits, np.repeat([0, 1], 24))
    figures = metrics_of(article)["test"]
    for name, value in measured.items():
        assert figures[name] == pytest.approx(value, abs=1e-5)


def test_every_figure_has_its_n(article, chosen, few_compared):
    for folder in (article, chosen):
        metrics = metrics_of(folder)
        assert metrics.pop("faithfulness")["reviews"]["deletion"]["random"]["n"] == few_compared
        records = list(records_of_figures(metrics))
        assert all(record["n"] > 0 for record in records)
        # Three epochs, each trained on and watched; the ledger; short reviews, all and by tag.
        fixed = 3 + 3 + 1 + 1 + len(metrics["short_reviews"]["by_tag"])
        lengths, excerpts = metrics["test"]["by_length"], metrics["test_crops"]["by_length"]
        held_out = [n for n in ("validation", "validation_crops") if n in metrics]
        assert len(records) == fixed + 3 + len(lengths) + len(excerpts) + len(held_out)
        assert sum(group["n"] for group in lengths) == 48
        assert metrics["test"]["n"] == metrics["sizes"]["test"] == 48
        assert metrics["history"][0]["n"] == metrics["sizes"]["train"]
    assert metrics["validation"]["n"] == metrics["sizes"]["validation"] == 48 - metrics["history"][0]["n"]


def test_the_metrics_name_their_recipe_reviews_and_versions(article):
    metrics = metrics_of(article)
    assert metrics["preset"] == "article"
    assert metrics["training"]["seed"] == 0
    assert set(metrics["versions"]) == {"python", "tensorflow", "keras", "numpy"}
    assert len(metrics["reviews"]) == 64
    assert [epoch["epoch"] for epoch in metrics["history"]] == [1, 2, 3]


def test_another_seed_gives_other_figures(article, run):
    _, other = run("--seed", "1")
    assert figures(metrics_of(other))["test"] != figures(metrics_of(article))["test"]


def test_a_folder_of_reviews_gives_what_the_archive_gives(article, run, untrained, tmp_path):
    folder = tiny_corpus.write_folder(tmp_path / "aclImdb")
    _, output = run("--data", str(folder))
    assert metrics_of(output)["reviews"] == metrics_of(article)["reviews"]
    assert (output / "vocabulary.txt").read_bytes() == (article / "vocabulary.txt").read_bytes()


@pytest.mark.parametrize(("cell", "direction"), [("gru", "forward"), ("lstm", "backward")])
def test_other_cells_and_directions_train_too(run, cell, direction):
    status, output = run("--cell", cell, "--direction", direction, "--dropout", "0.2")
    assert status == 0
    losses = [epoch["loss"] for epoch in metrics_of(output)["history"]]
    assert losses[-1] < losses[0]
    assert Analyzer.load(output).model.config.direction == direction


def test_nothing_but_the_model_is_left(article):
    assert [path.name for path in article.parent.iterdir()] == ["model"]


@pytest.fixture(scope="module")
def tiny_files(tmp_path_factory):
    """The folder of a tiny encoder."""
    return tiny_encoder.write(tmp_path_factory.mktemp("encoder"), ["dull", "awful", "lovely", "brilliant"])


@pytest.fixture(scope="module")
def taught(data, tiny_files, tmp_path_factory):
    """Train with a teacher whose encoder is tiny, and few generated sentences. Returns status and folder.

    A model is there, in the folder "model", with the cache that all others are given.
    """
    from brnn.training import encoder

    place = tmp_path_factory.mktemp("taught")
    few = ("--preset", "default", "--negations", "30")
    cache = ("--cache", str(place / "cache"))

    def taught(*flags: str, to: str) -> tuple[int, Path]:
        given = [*SMALL, "--data", str(data), "--output", str(place / to)]
        return train.main([*given, *few, *cache, *flags]), place / to

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder, "find", lambda: tiny_files)
        assert taught(to="model")[0] == 0
        assert sorted(path.name for path in place.iterdir()) == ["cache", "model"]
        assert sorted(path.name for path in (place / "cache").iterdir()) == [READERS, SOFT_LABELS]
        taught.model = place / "model"
        yield taught


def test_the_default_recipe_learns_from_reviews_without_a_label_too(taught):
    metrics = metrics_of(taught.model)
    sizes, pretraining, committee = (metrics[k] for k in ("sizes", "pretraining", "committee"))
    assert [epoch["epoch"] for epoch in pretraining["history"]] == [1, 2, 3, 4, 5]
    assert sizes["unlabelled"] > 0
    assert metrics["test"]["n"] == sizes["test"]
    assert metrics["test_without_repeats"]["repeats_of"] == ["train", "unlabelled"]
    # Each review, excerpts of the unlabelled ones, every word, and generated sentences.
    learnt_from = sizes["train"] + (1 + EXCERPTS) * sizes["unlabelled"] + sizes["single_words"] + 30
    assert metrics["history"][0]["n"] == learnt_from
    for results in committee["members"].values():
        assert {*results} == {"grams", "network", "encoder", "together"}
        assert {result["n"] for result in results.values()} == {results["together"]["n"]}
        assert 0 < results["together"]["n"] < sizes["train"] / 2
    stages = pretraining["seconds"], committee["seconds"], metrics["seconds"]
    assert min(stages) > 0
    assert metrics["seconds_in_all"] == pytest.approx(sum(stages))
    assert metrics["temperature"] != 1.0


def test_soft_labels_spare_the_teacher(taught, untrained, monkeypatch, capsys):
    from brnn.training import encoder

    monkeypatch.setattr(encoder, "find", lambda: pytest.fail("the labels are there"))
    monkeypatch.setattr(train, "find_spec", lambda name: name == "sklearn")  # nor are its libraries needed
    status, other_seed = taught("--seed", "1", to="seed")
    assert status == 0
    before, after = metrics_of(taught.model), metrics_of(other_seed)
    assert after["committee"] == before["committee"]
    assert after["validation"]["n"] == before["validation"]["n"]
    capsys.readouterr()
    assert taught("--vocabulary-size", "50", to="words")[0] == 1
    said = capsys.readouterr().err
    assert "vocabulary_size was 80, is 50" in said
    assert "with --cache and the name of a new folder" in said
    crops_of = committee.crops_of
    monkeypatch.setattr(committee, "crops_of", lambda texts, ends, seed: crops_of(texts, ends, seed + 1))
    assert taught("--seed", "1", to="excerpts")[0] == 1
    assert f"{SOFT_LABELS} belongs to a run with other settings: texts was" in capsys.readouterr().err


def test_kept_readers_spare_the_pretraining_and_change_no_weight(
    taught, untrained, monkeypatch, capsys, tmp_path
):
    from brnn.training.fit import Fit
    from brnn.training.pretraining import Pretraining

    shutil.copy(taught.model.with_name("cache") / SOFT_LABELS, tmp_path)
    fit, begun = Fit.run, []

    def run(self, *args, **more):
        begun.append(self.network.get_weights())
        fit(self, *args, **more)

    monkeypatch.setattr(Fit, "run", run)
    flags, readers = ("--cache", str(tmp_path), "--metrics-only"), tmp_path / READERS
    assert taught(*flags, to="pretrained")[0] == 0
    kept = readers.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Pretraining, "run", lambda *_, **__: pytest.fail("the readers are there"))
        status, metrics = taught(*flags, to="kept")
    assert status == 0
    for pretrained, recalled in zip(*begun, strict=True):
        np.testing.assert_array_equal(pretrained, recalled)
    repeats = metrics.parent / "repeats"
    before, after = (json.loads((repeats / f"{n}-seed-0.json").read_text()) for n in ("pretrained", "kept"))
    assert before["pretraining"] == after["pretraining"]
    with np.load(readers) as file:
        arrays = dict(file)
    words = Vocabulary.load(taught.model / VOCABULARY).words
    settings = json.loads(arrays["record"].tobytes())["settings"]
    assert settings["words"] == hashlib.sha256("\n".join(words).encode()).hexdigest()
    np.savez(readers, **{name.replace("weight", "variable"): array for name, array in arrays.items()})
    for found in (readers.read_bytes(), kept[:1000]):
        readers.write_bytes(found)
        capsys.readouterr()
        assert taught(*flags, to="damaged")[0] == 0
        assert re.search(f"{READERS} is damaged .*: the readers are pretrained anew", capsys.readouterr().out)
        assert readers.read_bytes() == found, "nothing of the cache is replaced"


def test_a_member_of_the_teacher_that_is_missing_is_added(taught, untrained, monkeypatch, tmp_path):
    from brnn.training import encoder, grams

    monkeypatch.setattr(encoder, "find", lambda: pytest.fail("what the encoder says is there"))
    monkeypatch.setattr(grams.Grams, "logits", lambda *_: pytest.fail("what the n-grams say is there"))
    with np.load(taught.model.with_name("cache") / SOFT_LABELS) as file:
        kept = dict(file)
    network = kept.pop("network_0")
    np.savez(tmp_path / SOFT_LABELS, **kept)
    assert taught("--cache", str(tmp_path), to="without")[0] == 0
    with np.load(tmp_path / SOFT_LABELS) as file:
        assert {*file} == {*kept, "network_0"}
        assert file["network_0"].shape == network.shape
        for name in kept.keys() - {"record"}:
            np.testing.assert_array_equal(file[name], kept[name])


def test_a_teacher_goes_on_where_it_was_interrupted(taught, untrained, monkeypatch, tmp_path):
    from brnn.training.encoder import Encoder
    from brnn.training.fit import Fit

    epoch, judge, trained, judged = Encoder._run_epoch, Encoder.logits, [], []
    readers = taught.model.with_name("again.training") / scratch.READERS

    def run_epoch(self, step, pieces, number, seed):
        assert readers.exists(), "the encoder sets a seed of its own: the readers must be trained by then"
        trained.append(number)
        return epoch(self, step, pieces, number, seed)

    def logits(self, texts):
        judged.append(len(texts))
        if len(judged) == 4:
            raise KeyboardInterrupt
        return judge(self, texts)

    member, fit = [], Fit._train_epoch

    def train_epoch(self, texts, number):
        if self.config == MEMBER:
            member.append(number)
            if len(member) == MEMBER.epochs:
                raise KeyboardInterrupt
        return fit(self, texts, number)

    monkeypatch.setattr(Encoder, "_run_epoch", run_epoch)
    monkeypatch.setattr(Encoder, "logits", logits)
    monkeypatch.setattr(Fit, "_train_epoch", train_epoch)
    flags = ("--cache", str(tmp_path))
    assert taught(*flags, to="again")[0] == 130
    epochs = [*range(1, EncoderConfig().epochs + 1)]
    assert trained == epochs
    assert not member
    assert taught(*flags, "--resume", to="again")[0] == 130
    assert member == [*range(1, MEMBER.epochs + 1)]
    status, again = taught(*flags, "--resume", to="again")
    assert status == 0
    assert trained == epochs, "no epoch is trained twice"
    assert len(judged) == PARTS + 1, "no part is judged twice but for the one that was interrupted"
    assert member[MEMBER.epochs :] == [MEMBER.epochs], "of the network's epochs, too, only that one is"
    before, after = (metrics_of(folder)["committee"]["members"] for folder in (taught.model, again))
    for kind, members in before.items():
        for name in ("grams", "encoder"):  # the network is not trained here, and all weights depend on it
            assert after[kind][name] | {"weight": 0} == members[name] | {"weight": 0}
    assert not again.with_name("again.training").exists()


def test_a_missing_library_is_named_before_anything_is_done(run, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(train, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as stopped:
        run("--preset", "default", "--cache", str(tmp_path / "none"))
    assert stopped.value.code == 2
    assert "-m pip install scikit-learn" in capsys.readouterr().err


def test_the_same_seed_gives_the_same_figures_and_metrics_only_no_model(article, run):
    status, output = run("--metrics-only")
    assert status == 0
    assert [path.name for path in output.parent.iterdir()] == ["repeats"]
    (figures_file,) = (output.parent / "repeats").iterdir()
    assert figures_file.name == "model-seed-0.json"
    assert figures(json.loads(figures_file.read_text())) == figures(metrics_of(article))


def test_the_metrics_say_what_else_a_model_is_judged_by(article):
    metrics = metrics_of(article)
    assert metrics["temperature"] == 1.0
    assert not {"uncalibrated", "own_temperatures"} & set(metrics)
    assert metrics["reader_weights"] == 4 * (4 + 4 + 1) + 4 + 1
    assert metrics["ledger"]["n"] == 48
    assert metrics["ledger"]["largest_remainder"] < 1e-5
    assert metrics["test_without_repeats"]["repeats"] == 1
    assert metrics["seconds_in_all"] == metrics["seconds"]


@pytest.fixture(scope="module")
def calibrated(data, tmp_path_factory):
    """The folder of the model `chosen`, calibrated."""
    output = tmp_path_factory.mktemp("calibrated") / "model"
    flags = ["--selection", "validation", "--calibrate", "--data", str(data)]
    assert train.main([*SMALL, *flags, "--output", str(output)]) == 0
    return output


def test_calibration_divides_the_logits_that_are_saved_and_measured(chosen, calibrated):
    before, after = metrics_of(chosen), metrics_of(calibrated)
    temperature = after["temperature"]
    assert temperature != 1.0
    assert figures(after["history"]) == figures(before["history"])
    texts = tiny_corpus.reviews("test/neg")
    raw, divided = (Analyzer.load(folder).classify(texts) for folder in (chosen, calibrated))
    expected = [verdict.logit / temperature for verdict in raw]
    assert [verdict.logit for verdict in divided] == pytest.approx(expected, rel=5e-3)
    assert after["test"]["accuracy"] == before["test"]["accuracy"]
    assert after["validation"]["log_loss"] != before["validation"]["log_loss"]
    for name in ("test", "test_crops", "short_reviews"):
        loss = after["uncalibrated"][name]["log_loss"]
        assert loss == pytest.approx(before[name]["log_loss"], rel=5e-3)
    assert after["ledger"]["largest_remainder"] < 1e-4


@pytest.mark.field_case(26)
@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("--calibrate", "--calibrate needs held-out reviews, but --selection last holds none out"),
        ("--preset gru --selection last --calibrate", "--calibrate needs held-out reviews"),
        ("--preset default --selection last", "--calibrate needs held-out reviews"),
        ("--preset default --selection last --no-calibrate", "the preset default needs held-out reviews"),
        ("--resume --fresh", "not allowed with argument"),
    ],
)
def test_a_setting_that_would_have_no_effect_is_refused_by_name(run, capsys, flags, message):
    with pytest.raises(SystemExit) as refused:
        run(*flags.split())
    assert refused.value.code == 2
    assert message in capsys.readouterr().err


def test_a_saved_model_has_statistics_and_a_card(article):
    statistics = Analyzer.load(article).model.statistics
    assert len(statistics.labels) == 48
    assert (article / "README.md").read_text() == card(article)


def test_a_preset_has_its_folder_in_assets(data, untrained, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    flags = [*SMALL[:-1], "--preset", "ladder-simple-forward", "--epochs", "1", "--metrics-only"]
    assert train.main([*flags, "--data", str(data)]) == 0
    assert train.main([*flags[:-1], "--data", str(data)]) == 0
    ladder = tmp_path / "assets" / "ladder"
    assert (ladder / "repeats" / "simple-forward-seed-0.json").is_file()
    assert Analyzer.load(ladder / "simple-forward").model.config.direction == "forward"


def test_an_older_model_is_replaced(run, untrained):
    _, output = run("--epochs", "1")
    assert len(metrics_of(output)["history"]) == 1
    _, output = run()
    assert len(metrics_of(output)["history"]) == 3
    assert [path.name for path in output.parent.iterdir()] == ["model"]


# What the test split may be used for


@pytest.mark.parametrize("calibrated", [False, True])
def test_validation_reads_the_test_split_once(run, untrained, measured, calibrated):
    _, output = run("--selection", "validation", "--calibrate" if calibrated else "--no-calibrate")
    sizes = metrics_of(output)["sizes"]
    held_out = sizes["validation"]
    to_calibrate = [held_out] if calibrated else []
    # Reviews, excerpts of them, our short reviews; the last for the statistics.
    at_the_end = [48, held_out, held_out, 48, 600, sizes["train"]]
    assert measured == [held_out] * 3 + to_calibrate + at_the_end


def test_the_article_shows_the_test_split_after_every_epoch(run, untrained, measured):
    run("--metrics-only")
    assert measured == [48] * 3 + [48, 48, 600]  # at the end, excerpts of them, too


def test_the_test_split_changes_neither_model_nor_epoch(chosen, run, tmp_path, monkeypatch):
    monkeypatch.setattr(tiny_corpus, "_CLOSINGS", {"train": "So says our row.", "test": "Other."})
    other = tiny_corpus.write_archive(tmp_path / "other.tar.gz")
    _, without = run("--selection", "validation", "--data", str(other), to="without")
    for name in ("vocabulary.txt", "model.weights.h5"):
        assert (chosen / name).read_bytes() == (without / name).read_bytes()
    assert metrics_of(chosen)["kept_epoch"] == metrics_of(without)["kept_epoch"]


def test_the_vocabulary_is_built_on_the_reviews_that_are_trained_on(run, untrained):
    from brnn.data import corpus
    from brnn.data.preparation import VALIDATION_SHARE
    from brnn.text.tokens import tokenise

    _, output = run("--selection", "validation", "--vocabulary-size", "10000")
    folder = tiny_corpus.write_folder(output.parent / "aclImdb")
    kept, held_out = corpus.hold_out_films(corpus.load(folder)["train"], VALIDATION_SHARE, 0)
    words = set(Analyzer.load(output).model.vocabulary.words)
    assert words == set(tokenise(kept.texts, False).words)
    assert "balcony" not in words  # of test reviews alone
    assert metrics_of(output)["sizes"]["validation"] == len(held_out)


# Bad settings and bad data


def bad_values():
    import dataclasses

    for record in (ModelConfig, TrainingConfig):
        for setting in dataclasses.fields(record):
            flag = "--" + setting.name.replace("_", "-")
            if "range" in setting.metadata:
                accepted = setting.metadata["range"]
                for value in (accepted.high * 2 + 1, accepted.low - 1, "many", "nan", ""):
                    yield flag, str(value), f"{flag} must be {accepted}, got "
            elif "choices" in setting.metadata:
                choices = ", ".join(setting.metadata["choices"])
                yield flag, "other", f"{flag} must be one of {choices}, got "


@pytest.mark.field_case(25)
@pytest.mark.parametrize(("flag", "value", "message"), list(bad_values()))
def test_a_bad_value_is_refused_by_name_before_any_data_is_read(
    flag, value, message, data, capsys, monkeypatch
):
    monkeypatch.setattr(archive, "read", lambda *arguments: pytest.fail("data was read"))
    with pytest.raises(SystemExit) as refused:
        train.main(["--data", str(data), f"{flag}={value}"])
    assert refused.value.code == 2
    assert message in capsys.readouterr().err


def test_an_unknown_preset_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        train.main(["--preset", "best"])
    assert "article" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["things", "things/file.txt", ".", ".."])
def test_a_folder_of_other_things_is_never_replaced(place, tmp_path, monkeypatch, capsys):
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "file.txt").write_text("mine")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(archive, "read", lambda *arguments: pytest.fail("data was read"))
    with pytest.raises(SystemExit):
        train.main(["--output", place])
    assert "--output must be a new folder or a folder with a brnn model" in capsys.readouterr().err
    assert (tmp_path / "things" / "file.txt").read_text() == "mine"


def test_an_empty_folder_may_hold_the_model(run, untrained, tmp_path):
    (tmp_path / "model").mkdir()
    assert run("--epochs", "1")[0] == 0


def test_missing_data_is_said_in_one_line(run, capsys):
    status, output = run("--data", "nowhere")
    assert status == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("train.py: nowhere does not exist; ")
    assert not output.exists()


def test_without_data_the_archive_is_fetched(untrained, data, monkeypatch, tmp_path):
    monkeypatch.setattr(archive, "fetch", lambda: data)
    output = tmp_path / "model"
    assert train.main([*SMALL, "--epochs", "1", "--output", str(output)]) == 0
    assert Analyzer.load(output).model.name == "model"


def test_too_few_films_are_said(run, tmp_path, capsys):
    folder = tiny_corpus.write_folder(tmp_path / "aclImdb")
    for label in ("pos", "neg"):
        one = "http://www.imdb.com/title/tt1/usercomments\n" * 24
        (folder / f"train/urls_{label}.txt").write_text(one)
    status, _ = run("--data", str(folder), "--selection", "validation")
    assert status == 1
    assert "too few films" in capsys.readouterr().err


# Stopped


@pytest.fixture
def interrupted_in(monkeypatch):
    """Make Ctrl-C arrive in the middle of an epoch, once: of the first fit, or of a later one."""
    from brnn.training.fit import Fit

    def interrupted_in(number: int, fit: int = 1) -> None:
        epoch, pending = Fit._train_epoch, [number] * fit

        def train_epoch(self, examples, now):
            if now in pending and pending.pop() and not pending:
                epoch(self, type(examples)(examples.ids[:8], examples.labels[:8]), now)
                raise KeyboardInterrupt
            return epoch(self, examples, now)

        monkeypatch.setattr(Fit, "_train_epoch", train_epoch)

    return interrupted_in


def test_ctrl_c_says_what_is_kept_and_resume_ends_with_the_same_figures(
    chosen, run, interrupted_in, monkeypatch, capsys
):
    flags = ("--selection", "validation")
    interrupted_in(3)
    status, output = run(*flags)
    assert status == 130
    running = output.with_name("model.training")
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"train.py: interrupted; saved in {running}; continue with --resume"
    assert not output.exists()
    best = metrics_of(running / "model")  # so far, and it says which epoch it is of
    assert best["kept_epoch"] == len(best["history"])
    Analyzer.load(running / "model")
    monkeypatch.undo()
    status, _ = run(*flags, "--resume")
    assert status == 0
    assert "from the beginning" not in capsys.readouterr().out
    assert figures(metrics_of(output)) == figures(metrics_of(chosen))
    assert not running.exists()


def test_ctrl_c_before_the_first_whole_epoch_keeps_nothing(run, monkeypatch, capsys):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "read", interrupted)
    status, output = run()
    assert status == 130
    assert capsys.readouterr().err.endswith("train.py: interrupted; nothing saved\n")
    assert list(output.parent.iterdir()) == []


def test_resume_with_other_settings_is_refused_with_what_differs(run, untrained, interrupted_in, capsys):
    interrupted_in(2)
    run()
    status, _ = run("--units", "5", "--resume")
    assert status == 1
    assert "other settings: units was 4, is 5" in capsys.readouterr().err


def test_resume_with_other_reviews_is_refused(run, untrained, interrupted_in, capsys, tmp_path):
    interrupted_in(2)
    run()
    folder = tiny_corpus.write_folder(tmp_path / "aclImdb")
    (folder / "train/pos/0_9.txt").write_text("A sunny, lovely walk.")
    status, _ = run("--data", str(folder), "--resume")
    assert status == 1
    assert "other settings: reviews was " in capsys.readouterr().err


@pytest.mark.field_case(5)
@pytest.mark.parametrize("metrics_only", [False, True])
def test_an_interrupted_run_is_never_discarded_unasked(run, untrained, interrupted_in, capsys, metrics_only):
    flags = ["--metrics-only"] if metrics_only else []
    interrupted_in(3)
    _, output = run(*flags)
    running = output.with_name("model-seed-0.training" if metrics_only else "model.training")
    before = (running / "state.npz").read_bytes()
    status, _ = run("--epochs", "2", *flags)
    assert status == 1
    error = capsys.readouterr().err.splitlines()[-1]
    said = f"train.py: {running} holds an interrupted training (state.npz has 2 complete epochs); "
    assert error == said + "continue it with --resume, or discard it with --fresh"
    assert (running / "state.npz").read_bytes() == before
    assert not (running / "lock").exists()
    status, _ = run("--epochs", "2", "--fresh", *flags)
    assert status == 0
    assert not running.exists()


@pytest.mark.field_case(5)
def test_a_damaged_checkpoint_is_not_discarded_unasked_either(run, tmp_path, capsys):
    (tmp_path / "model.training").mkdir()
    (tmp_path / "model.training" / "readers.npz").write_bytes(b"half")
    assert run()[0] == 1
    assert "(readers.npz is damaged); continue it with --resume" in capsys.readouterr().err


@pytest.mark.field_case(2)
@pytest.mark.parametrize("flag", ["--resume", "--fresh"])
def test_only_our_files_are_removed_from_the_scratch_folder(run, untrained, interrupted_in, tmp_path, flag):
    interrupted_in(2)
    run()
    running = tmp_path / "model.training"
    for name in ("notes.txt", "model/.DS_Store"):
        (running / name).write_text("mine")
    assert run(flag)[0] == 0
    left = {path.relative_to(running).as_posix() for path in running.rglob("*")}
    assert left == {"notes.txt", "model", "model/.DS_Store"}


@pytest.mark.field_case(2)
def test_a_scratch_folder_of_something_else_is_refused(run, unread, tmp_path, capsys):
    (tmp_path / "model.training" / "model").mkdir(parents=True)
    (tmp_path / "model.training" / "model" / "notes.txt").write_text("mine")
    assert run("--fresh")[0] == 1
    assert "model.training/model holds something other than a brnn model" in capsys.readouterr().err
    assert (tmp_path / "model.training" / "model" / "notes.txt").read_text() == "mine"


@pytest.mark.field_case(22)
@pytest.mark.parametrize("error", ["MemoryError", "ResourceExhaustedError"])
def test_too_little_memory_is_one_sentence(run, data, tmp_path, monkeypatch, capsys, error):
    from brnn.model.backend import tf

    def exhausted(*arguments):
        raise MemoryError if error == "MemoryError" else tf.errors.ResourceExhaustedError(None, None, "OOM")

    monkeypatch.setattr("brnn.training.fit.pad", exhausted)
    monkeypatch.setattr("brnn.training.pretraining.pad", exhausted)
    said = "train.py: there is too little memory: a smaller {}--max-words or --units needs less"
    assert run()[0] == 1
    assert capsys.readouterr().err.splitlines()[-1] == said.format("--batch-size, ")
    assert (
        train.main(["--preset", "guess", *SIZES, "--data", str(data), "--output", str(tmp_path / "guess")])
        == 1
    )
    assert capsys.readouterr().err.splitlines()[-1] == said.format("")


# Several at once


@pytest.fixture
def busy(tmp_path):
    """A process that holds the lock of a scratch folder. Returns how it introduces itself."""
    program = (
        "import sys, pathlib\nfrom brnn.training import scratch\n"
        "with scratch.hold(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    held = []

    def hold(folder: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", program, folder]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        held.append(process)
        assert process.stdout.readline() == b"held\n"
        return process

    yield hold
    for process in held:
        process.kill()
        process.communicate()


@pytest.mark.field_case(4)
@pytest.mark.parametrize("flags", [[], ["--resume"], ["--fresh"], ["--metrics-only"]])
def test_a_second_training_in_a_folder_is_refused_and_names_the_first(run, busy, tmp_path, capsys, flags):
    name = "model-seed-0.training" if "--metrics-only" in flags else "model.training"
    first = busy(tmp_path / name)
    status, output = run(*flags)
    assert status == 1
    error = capsys.readouterr().err.splitlines()[-1]
    started = r"process (\d+), started \d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    found = re.fullmatch(
        f"train.py: another training uses {re.escape(str(tmp_path / name))}: {started}", error
    )
    assert int(found[1]) == first.pid
    assert not output.exists()


@pytest.mark.field_case(4)
def test_the_lock_of_a_process_that_died_is_taken_over(run, untrained, busy, tmp_path):
    first = busy(tmp_path / "model.training")
    first.kill()
    first.wait()
    assert (tmp_path / "model.training" / "lock").exists()
    assert run("--epochs", "1")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


@pytest.mark.field_case(4)
def test_a_lock_that_was_removed_meanwhile_locks_nothing(tmp_path):
    path = tmp_path / "lock"
    with path.open("a+", encoding="utf-8") as file:
        path.unlink()  # by the training before, which ended between opening and locking
        assert not scratch._lock(file)
    with path.open("a+", encoding="utf-8") as file:
        assert scratch._lock(file)


@pytest.mark.field_case(4)
def test_a_lock_goes_while_it_is_held_so_that_nobody_takes_it_over(tmp_path, monkeypatch):
    unlink, taken = Path.unlink, []

    def try_first(self, missing_ok=False):
        if self.name == "lock":
            with self.open("a+", encoding="utf-8") as file:
                taken.append(scratch._lock(file))
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", try_first)
    with scratch.hold(tmp_path / "model.training"):
        pass
    assert taken == [False]
    assert not (tmp_path / "model.training").exists()


@pytest.mark.field_case(4)
def test_seeds_train_side_by_side(run, untrained, busy, tmp_path):
    for running in ("model.training", "model-seed-0.training"):
        busy(tmp_path / running)
    assert run("--metrics-only", "--seed", "1", "--epochs", "1")[0] == 0
    assert [path.name for path in (tmp_path / "repeats").iterdir()] == ["model-seed-1.json"]


# What a training needs at its end is checked before it starts


@pytest.fixture
def unread(monkeypatch):
    """Fail if reviews are read."""
    monkeypatch.setattr(archive, "read", lambda *arguments: pytest.fail("data was read"))


@pytest.mark.field_case(7)
@pytest.mark.parametrize("flags", [[], ["--metrics-only"]])
@pytest.mark.parametrize("place", ["file/model", "/sys/model", "a" * 300])
def test_a_folder_that_cannot_be_written_is_said_at_once(run, unread, tmp_path, capsys, place, flags):
    (tmp_path / "file").write_text("")
    status, _ = run(*flags, to=place)
    assert status == 1
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert re.match(r"train\.py: .*(Not a directory|Permission denied|not permitted|name too long)", error)


@pytest.mark.field_case(7)
@pytest.mark.parametrize(
    ("place", "reason"), [("file/cache", "Not a directory"), ("a" * 300, "name too long")]
)
def test_a_cache_that_cannot_be_written_is_said_at_once(run, unread, tmp_path, capsys, place, reason):
    (tmp_path / "file").write_text("")
    assert run("--preset", "default", "--cache", str(tmp_path / place))[0] == 1
    assert reason in capsys.readouterr().err


@pytest.mark.field_case(7)
def test_a_disk_without_room_is_said_at_once(run, unread, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 1_500_000))
    assert run()[0] == 1
    expected = f"train.py: there is too little space in {tmp_path}: 2 MB are needed, 2 MB are free\n"
    assert capsys.readouterr().err == expected
    assert list(tmp_path.iterdir()) == []


@pytest.mark.field_case(7)
@pytest.mark.parametrize("left", [0, 1, 5])
def test_a_disk_that_fills_up_leaves_the_old_model_and_one_sentence(
    run, untrained, tmp_path, monkeypatch, capsys, left
):
    _, output = run("--epochs", "1")
    before, write, writes = metrics_of(output), Path.write_bytes, iter(range(left))

    def full(path, content):
        if next(writes, None) is None:
            raise OSError(28, "No space left on device")
        return write(path, content)

    capsys.readouterr()
    monkeypatch.setattr(Path, "write_bytes", full)
    status, _ = run()
    assert status == 1
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("train.py: No space left on device")
    assert metrics_of(output) == before
    Analyzer.load(output)


@pytest.mark.field_case(7)
@pytest.mark.parametrize("name", ["a\nb", "caf\udce9", "\x1b[31m"])
def test_a_name_that_no_model_can_have_is_refused(run, unread, capsys, name):
    with pytest.raises(SystemExit):
        run(to=name)
    assert "--output must end with a printable name" in capsys.readouterr().err


@pytest.mark.field_case(3)
@pytest.mark.parametrize("there", [False, True])
def test_a_link_as_output_is_followed_every_time(run, untrained, tmp_path, there):
    (tmp_path / "link").symlink_to("real")
    if there:
        (tmp_path / "real").mkdir()
    for epochs in ("1", "2"):
        assert run("--epochs", epochs, to="link")[0] == 0
        assert len(metrics_of(tmp_path / "real")["history"]) == int(epochs)
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


@pytest.mark.field_case(3)
def test_a_link_in_a_circle_is_refused(run, unread, tmp_path, capsys):
    (tmp_path / "model").symlink_to("model")
    with pytest.raises(SystemExit):
        run()
    assert "--output must be a new folder" in capsys.readouterr().err


@pytest.mark.field_case(2)
@pytest.mark.parametrize("config", ['{"model_type": "bert"}', '{"format": 1}', "[]", ""])
def test_a_folder_with_the_settings_of_something_else_is_refused(run, unread, tmp_path, capsys, config):
    (tmp_path / "model" / "c").mkdir(parents=True)
    (tmp_path / "model" / "config.json").write_text(config)
    (tmp_path / "model" / "c" / "thesis.txt").write_text("mine")
    with pytest.raises(SystemExit):
        run()
    assert "--output must be a new folder or a folder with a brnn model" in capsys.readouterr().err
    assert (tmp_path / "model" / "c" / "thesis.txt").read_text() == "mine"


@pytest.mark.field_case(2)
def test_files_of_others_in_a_models_folder_survive_a_training(run, untrained, tmp_path):
    run("--epochs", "1")
    (tmp_path / "model" / "thesis.txt").write_text("mine")
    assert run()[0] == 0
    assert (tmp_path / "model" / "thesis.txt").read_text() == "mine"
    assert len(metrics_of(tmp_path / "model")["history"]) == 3


@pytest.mark.field_case(8)
def test_without_a_home_data_is_asked_for_and_nothing_is_created(tmp_path):
    # Keras would make a folder named "~".
    program = (
        "import os, pwd, sys\ndef unknown(user):\n    raise KeyError(user)\npwd.getpwuid = unknown\n"
        "import train\nstatus = train.main(['--output', 'model'])\n"
        "import brnn.model.backend\nprint(os.listdir())\nsys.exit(status)"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "[]\n")
    assert ended.stderr.startswith("train.py: there is no home folder")
    assert "--data" in ended.stderr


@pytest.mark.field_case(8)
def test_no_setting_of_keras_changes_a_training(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "keras.json").write_text('{"floatx": "float16", "backend": "jax"}')
    program = "from brnn.model.backend import keras\nprint(keras.backend.backend(), keras.backend.floatx())"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    environment |= {"KERAS_BACKEND": "torch", "KERAS_MAX_EPOCHS": "", "KERAS_HOME": "mine"}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout == "tensorflow float32\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


# Reviews of which nothing is left


@pytest.fixture
def folder_of(tmp_path):
    """Write the tiny corpus with other texts. Returns its folder."""

    def folder_of(text: Callable[[Path], bytes]) -> Path:
        folder = tiny_corpus.write_folder(tmp_path / "aclImdb", extras=False)
        for path in folder.rglob("*_?.txt"):
            path.write_bytes(text(path))
        return folder

    return folder_of


@pytest.mark.field_case(6)
def test_reviews_without_words_leave_a_model_and_say_what_is_missing(run, folder_of, capsys):
    status, output = run("--data", str(folder_of(lambda path: b"")))
    assert status == 0
    metrics = metrics_of(output)
    assert [{*epoch} & {"n", "loss", "accuracy"} for epoch in metrics["history"]] == [{"n"}] * 3
    assert metrics["test_without_repeats"] == {"n": 0, "repeats": 48, "repeats_of": ["train"]}
    assert metrics["words_known"] is None
    said = capsys.readouterr().out
    assert "test_without_repeats: there are no reviews, so nothing was measured" in said
    assert "no words: nothing was learned" in said
    assert Analyzer.load(output).analyze("a film").verdict
    assert "nan" not in (output / "README.md").read_text()


@pytest.mark.field_case(6)
def test_test_reviews_that_are_all_repeats_leave_a_model_and_say_what_is_missing(
    run, untrained, folder_of, capsys
):
    data = folder_of(lambda path: Path(str(path).replace("/test/", "/train/")).read_bytes())
    status, output = run("--data", str(data), "--epochs", "1")
    assert status == 0
    assert metrics_of(output)["test_without_repeats"] == {"n": 0, "repeats": 48, "repeats_of": ["train"]}
    assert metrics_of(output)["test"]["n"] == 48
    said = capsys.readouterr().out
    assert "test_without_repeats: there are no reviews, so nothing was measured" in said
    assert "without them (n = 0)" in (output / "README.md").read_text()


@pytest.mark.field_case(6)
@pytest.mark.parametrize("preset", ["gru", "default"])
def test_reviews_that_cannot_be_held_out_are_said_in_one_sentence(run, folder_of, capsys, preset):
    status, output = run("--data", str(folder_of(lambda path: b"")), "--preset", preset)
    assert status == 1
    assert "train.py: there are too few films" in capsys.readouterr().err.splitlines()[-1]
    assert not output.exists()


def test_resume_without_anything_to_resume_starts_from_the_beginning(run, untrained, capsys):
    status, output = run("--resume")
    assert status == 0
    assert "starts from the beginning" in capsys.readouterr().out
    assert len(metrics_of(output)["history"]) == 3


@pytest.fixture(scope="module")
def killed(data, tmp_path_factory):
    """A process that died at the second epoch, its model saved, but not its state; and its model's folder.

    Some variables of its environment were left empty.
    """
    program = (
        "import os, pathlib, signal, sys, train\n"
        "replace = pathlib.Path.replace\n"
        "def killed(self, target):\n"
        "    if target.name == 'state.npz' and target.exists():\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return replace(self, target)\n"
        "pathlib.Path.replace = killed\n"
        "from brnn.model.backend import tf\n"  # optimised, its graphs would round differently from ours
        "tf.config.optimizer.set_experimental_options({'disable_meta_optimizer': True})\n"
        "train.main(sys.argv[1:])"
    )
    empty = dict.fromkeys(("TQDM_MININTERVAL", "HF_HUB_DOWNLOAD_TIMEOUT", "KERAS_MAX_EPOCHS"), "")
    output = tmp_path_factory.mktemp("killed") / "model"
    command = [sys.executable, "-c", program, *SMALL, "--data", data, "--output", output]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **empty}, check=False), output


@pytest.mark.field_case(11)
def test_variables_left_empty_count_as_unset(killed):
    assert killed[0].returncode == -signal.SIGKILL  # in its second epoch: it has trained until then


def test_a_killed_run_leaves_a_whole_model_and_goes_on(killed, article, data, capsys):
    _, output = killed
    running = output.with_name("model.training")
    assert not output.exists()
    assert len(Analyzer.load(running / "model").model.metrics["history"]) == 2
    assert train.main([*SMALL, "--data", str(data), "--output", str(output), "--resume"]) == 0
    assert "from the beginning" not in capsys.readouterr().out
    assert figures(metrics_of(output)) == figures(metrics_of(article))


def test_help_answers_without_tensorflow():
    program = (
        "import sys, train\n"
        "try:\n    train.main(['--help'])\n"
        "finally:\n    print([m for m in ('tensorflow', 'keras', 'numpy') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--learning-rate" in answer.stdout
    assert answer.stdout.splitlines()[-1] == "[]"

"""train.py from its flags to a model that reads, on the tiny corpus."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import tiny_corpus

import train
from brnn import Analyzer
from brnn.config import ModelConfig, TrainingConfig
from brnn.data import archive, short_reviews
from brnn.model.measures import measure

ROOT = Path(train.__file__).parent
SMALL = [
    *("--units=4", "--embedding-size=4", "--vocabulary-size=80", "--max-words=20"),
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
    """Epochs that take no time and train nothing, for tests of what is around them."""
    from brnn.training.fit import Fit

    def epoch(self, examples, number):
        figures = {"n": len(examples), "loss": 1.0, "accuracy": 0.5, "seconds": 0.0}
        return {"epoch": number, **figures}

    monkeypatch.setattr(Fit, "_train_epoch", epoch)


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
    """Metrics without what time it took."""
    if isinstance(metrics, dict):
        timeless = metrics.keys() - {"seconds", "seconds_in_all"}
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


def test_every_figure_has_its_n(article, chosen):
    for folder in (article, chosen):
        metrics = metrics_of(folder)
        records = list(records_of_figures(metrics))
        assert all(record["n"] > 0 for record in records)
        # Three epochs, each trained on and watched; the ledger; short reviews, all and by tag.
        fixed = 3 + 3 + 1 + 1 + len(metrics["short_reviews"]["by_tag"])
        lengths = metrics["test"]["by_length"]
        held_out = [name for name in ("validation", "short_validation") if name in metrics]
        assert len(records) == fixed + 2 + len(lengths) + len(held_out)
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


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(article, run):
    _, again = run(to="again")
    _, other = run("--seed", "1", to="other")
    assert figures(metrics_of(again)) == figures(metrics_of(article))
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


def test_the_default_recipe_learns_from_reviews_without_a_label_too(run, interrupted_in, monkeypatch, capsys):
    monkeypatch.setattr(short_reviews, "TRAIN", short_reviews.VALIDATION)  # shorter
    own = 30 + len(short_reviews.read(short_reviews.VALIDATION).texts)
    few = ("--preset", "default", "--negations", "30", "--short-review-repeats", "1")
    status, folder = run(*few)
    assert status == 0
    metrics = metrics_of(folder)
    sizes, pretraining, committee = (metrics[k] for k in ("sizes", "pretraining", "committee"))
    assert [epoch["epoch"] for epoch in pretraining["history"]] == [1, 2, 3, 4, 5]
    assert sizes["unlabelled"] > 0
    assert metrics["test"]["n"] == sizes["test"]
    assert [epoch["n"] for epoch in committee["history"]] == [sizes["train"]] * 3
    # Each review, a crop of it, and sentences of our own.
    assert metrics["history"][0]["n"] == 2 * (sizes["train"] + sizes["unlabelled"]) + own
    for judged in committee["judges"].values():
        assert {judge["n"] for judge in judged.values()} == {sizes["validation"]}
        assert judged["together"]["log_loss"] < 0.69
    stages = pretraining["seconds"], committee["seconds"], metrics["seconds"]
    assert min(stages) > 0
    assert metrics["seconds_in_all"] == pytest.approx(sum(stages))
    assert metrics["temperature"] != 1.0
    # Stopped in its second epoch it goes on there, with what the readers and the judges learnt.
    interrupted_in(2)
    assert run(*few, to="again")[0] == 130
    monkeypatch.undo()
    monkeypatch.setattr(short_reviews, "TRAIN", short_reviews.VALIDATION)
    assert run(*few, "--resume", to="again")[0] == 0
    assert "Pretraining" not in capsys.readouterr().err.rpartition("interrupted")[2]
    again = metrics_of(folder.with_name("again"))
    assert len(again["pretraining"]["history"]) == 5


def test_a_missing_library_is_named_before_anything_is_done(run, monkeypatch, capsys):
    monkeypatch.setattr(train, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as stopped:
        run("--preset", "default")
    assert stopped.value.code == 2
    assert "-m pip install scikit-learn" in capsys.readouterr().err


def test_metrics_only_leaves_the_figures_and_no_model(article, run):
    status, output = run("--metrics-only")
    assert status == 0
    assert not output.exists()
    figures_file = output.parent / "repeats" / "model-seed-0.json"
    assert figures(json.loads(figures_file.read_text())) == figures(metrics_of(article))


def test_the_metrics_say_what_else_a_model_is_judged_by(article, run):
    metrics = metrics_of(article)
    assert metrics["temperature"] == 1.0
    assert "short_reviews_uncalibrated" not in metrics
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
    uncalibrated = after["short_reviews_uncalibrated"]
    assert uncalibrated["log_loss"] == pytest.approx(before["short_reviews"]["log_loss"], rel=5e-3)
    assert after["ledger"]["largest_remainder"] < 1e-4


def test_without_reviews_held_out_nothing_is_calibrated(run, untrained):
    _, output = run("--selection", "last", "--calibrate")
    assert metrics_of(output)["temperature"] == 1.0


def test_a_saved_model_has_statistics_and_a_card_the_figures_alone_have_neither(article, run):
    statistics = Analyzer.load(article).model.statistics
    assert len(statistics.labels) == 48
    assert metrics_of(article)["preset"] in (article / "README.md").read_text()
    _, output = run("--metrics-only")
    assert [path.name for path in (output.parent / "repeats").iterdir()] == ["model-seed-0.json"]


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
    held_out, short = sizes["validation"], sizes["short_validation"]
    kinds = [held_out, held_out, short] if calibrated else []  # reviews, crops, short ones
    at_the_end = [48, held_out, short, 600, sizes["train"]]  # the last for the statistics
    assert measured == [held_out] * 3 + kinds + at_the_end


def test_the_article_shows_the_test_split_after_every_epoch(run, untrained, measured):
    run("--metrics-only")
    assert measured == [48] * 3 + [48, 600]


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
                    yield flag, str(value), f"{setting.name} must be {accepted}, got "
            elif "choices" in setting.metadata:
                choices = ", ".join(setting.metadata["choices"])
                yield flag, "other", f"{setting.name} must be one of {choices}, got "


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
    assert "--output must be a new folder or a model folder" in capsys.readouterr().err
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
    """Make Ctrl-C arrive in the middle of an epoch, once."""
    from brnn.training.fit import Fit

    def interrupted_in(number: int) -> None:
        epoch = Fit._train_epoch

        def train_epoch(self, examples, now):
            if now == number:
                epoch(self, type(examples)(examples.ids[:8], examples.labels[:8]), now)
                raise KeyboardInterrupt
            return epoch(self, examples, now)

        monkeypatch.setattr(Fit, "_train_epoch", train_epoch)

    return interrupted_in


@pytest.mark.parametrize("selection", ["last", "validation"])
def test_ctrl_c_says_what_is_kept_and_resume_ends_with_the_same_figures(
    article, chosen, run, interrupted_in, monkeypatch, capsys, selection
):
    flags = ("--selection", selection)
    uninterrupted = article if selection == "last" else chosen
    interrupted_in(3)
    status, output = run(*flags)
    assert status == 130
    running = output.with_name("model.training")
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"train.py: interrupted; saved in {running}; continue with --resume"
    assert not output.exists()
    best = metrics_of(running / "model")  # so far, and it says which epoch it is of
    assert best["kept_epoch"] == len(best["history"])
    assert len(best["history"]) == 2 or selection == "validation"
    Analyzer.load(running / "model")
    monkeypatch.undo()
    status, _ = run(*flags, "--resume")
    assert status == 0
    assert "from the beginning" not in capsys.readouterr().out
    assert figures(metrics_of(output)) == figures(metrics_of(uninterrupted))
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


def test_resume_without_anything_to_resume_starts_from_the_beginning(run, untrained, capsys):
    status, output = run("--resume")
    assert status == 0
    assert "starts from the beginning" in capsys.readouterr().out
    assert len(metrics_of(output)["history"]) == 3


def test_a_killed_run_leaves_a_whole_model_and_goes_on(run, data, tmp_path, capsys):
    flags = ["--epochs", "15"]
    _, uninterrupted = run(*flags, to="uninterrupted")
    running = tmp_path / "model.training"
    command = [sys.executable, "train.py", *SMALL, "--data", data, "--output", tmp_path / "model"]
    process = subprocess.Popen([*command, *flags], cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not (running / "state.npz").exists():
        assert process.poll() is None, "the run ended by itself"
        assert time.monotonic() < deadline, "no epoch was finished in two minutes"
        time.sleep(0.01)
    time.sleep(0.05)  # somewhere in the next epochs, or in saving them
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    done = len(Analyzer.load(running / "model").model.metrics["history"])
    assert 1 <= done < 15
    status, output = run(*flags, "--resume")
    assert status == 0
    assert "from the beginning" not in capsys.readouterr().out
    assert figures(metrics_of(output)) == figures(metrics_of(uninterrupted))


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

"""The baseline reads the networks' words, is chosen without the test split, and measured once."""

from __future__ import annotations

import dataclasses
import json
import sys
from itertools import pairwise

import numpy as np
import pytest
import tiny_corpus

from brnn.data import archive, corpus
from brnn.data.corpus import Reviews
from brnn.evaluation import baseline as linear
from brnn.model.measures import measure
from brnn.text.words import clean, forms


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    return corpus.load(tiny_corpus.write_folder(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def metrics(reviews):
    return linear.train(reviews, {})


def test_the_command_writes_its_figures_and_says_them(metrics, tmp_path, capsys, monkeypatch):
    def train(reviews, texts):
        assert (corpus.checksum(reviews), texts) == (metrics["reviews"], {})
        return metrics

    monkeypatch.setattr(linear, "train", train)
    data = tiny_corpus.write_archive(tmp_path / "tiny.tar.gz")
    output = tmp_path / "new" / "metrics.json"
    assert linear.main(["--data", str(data), "--output", str(output)]) == 0
    assert json.loads(output.read_text()) == metrics
    said = capsys.readouterr().out
    assert f"test: {metrics['test']['accuracy']:.2%} of 48 reviews" in said
    assert f"Saved: {output}" in said


def test_its_figures_have_the_names_and_n_of_a_networks(metrics, reviews):
    assert {"about", "reviews", "sizes", "features", "settings", "seconds"} < set(metrics)
    assert metrics["sizes"] == {"train": 48, "test": 48}
    assert metrics["reviews"] == corpus.checksum(reviews)
    assert metrics["test"]["n"] == sum(group["n"] for group in metrics["test"]["by_length"]) == 48
    assert metrics["test_without_repeats"]["repeats"] == 1
    assert metrics["test_without_repeats"]["n"] == 47
    assert metrics["short_reviews"]["n"] == 600
    assert {"python", "numpy", "scikit-learn", "scipy"} == set(metrics["versions"])
    assert metrics["test"]["accuracy"] > 0.9  # on sentences as simple as these


def test_features_are_the_words_and_pairs_that_stand_in_two_reviews(reviews, metrics):
    seen: dict[str, set[int]] = {}
    for row, review in enumerate(reviews["train"].texts):
        words = forms(clean(review), True)
        pairs = [f"{one} {next_}" for one, next_ in pairwise(words)]
        for feature in words + pairs:
            seen.setdefault(feature, set()).add(row)
    expected = {feature for feature, rows in seen.items() if len(rows) >= 2}
    tfidf = linear._tfidf()
    tfidf.fit(reviews["train"].texts)
    assert set(tfidf.vocabulary_) == expected
    assert metrics["features"] == len(expected)
    assert {"don't", "😴", "<br />"} & expected == {"don't", "😴"}


def test_the_strength_is_the_best_on_films_held_out(reviews, metrics, monkeypatch):
    tried = {run["strength"]: run["log_loss"] for run in metrics["tried"]}
    assert list(tried) == list(linear.STRENGTHS)
    assert metrics["settings"]["strength"] == min(tried, key=tried.get)
    _, held_out = corpus.hold_out_films(reviews["train"], linear.VALIDATION_SHARE, linear.SEED)
    assert {run["n"] for run in metrics["tried"]} == {len(held_out)}
    losses = {1.0: 0.5, 3.0: 0.2, 10.0: 0.1, 30.0: 0.3, 100.0: 0.4}
    # The most accurate is another one: few reviews turn, and by chance.
    made = {s: {"log_loss": loss, "accuracy": s / 100} for s, loss in losses.items()}
    monkeypatch.setattr(linear, "validated", lambda train: made)
    assert linear.train(reviews, {})["settings"]["strength"] == 10.0


def test_the_test_split_changes_nothing_but_its_own_figures(reviews, metrics):
    test = reviews["test"]
    other = dataclasses.replace(test, texts=tuple(f"{t} Balcony balcony." for t in test.texts))
    again = linear.train({"train": reviews["train"], "test": other}, {})
    for name in ("features", "settings", "tried", "short_reviews"):
        assert again[name] == metrics[name]
    assert again["reviews"] != metrics["reviews"]


def test_what_is_measured_is_fitted_on_all_of_train(reviews, metrics):
    """The figures, by way of the fitted parts."""
    tfidf, train, test = linear._tfidf(), reviews["train"], reviews["test"]
    features = tfidf.fit_transform(train.texts)
    model = linear._fitted(features, train.labels, metrics["settings"]["strength"])
    expected = measure(model.decision_function(tfidf.transform(test.texts)), test.labels)
    measured = {name: metrics["test"][name] for name in ("n", "accuracy", "confusion")}
    assert measured == {name: expected[name] for name in measured}
    assert metrics["test"]["log_loss"] == pytest.approx(expected["log_loss"], abs=1e-6)
    first = Reviews(train.texts[:1], train.labels[:1], train.films[:1])
    assert np.sign(model.decision_function(tfidf.transform(first.texts))[0]) == -1


def test_without_scikit_learn_it_says_how_to_get_it_before_reading_anything(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setattr(archive, "read", lambda *arguments: pytest.fail("data was read"))
    assert linear.main(["--data", "anywhere"]) == 1
    said = capsys.readouterr().err
    assert f"{sys.executable} -m pip install scikit-learn" in said
    assert len(said.splitlines()) == 1


@pytest.mark.field_case(2)
def test_a_file_of_something_else_is_not_replaced(tmp_path, capsys):
    output = tmp_path / "thesis.json"
    output.write_text("mine")
    assert linear.main(["--data", "nowhere", "--output", str(output)]) == 1
    assert "thesis.json is not a file of this program: choose another --output" in capsys.readouterr().err
    assert output.read_text() == "mine"


@pytest.mark.field_case(7)
def test_a_folder_that_cannot_be_written_is_said_before_the_reviews_are_read(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert linear.main(["--data", "nowhere", "--output", str(tmp_path / "file" / "metrics.json")]) == 1
    assert "Not a directory" in capsys.readouterr().err


@pytest.mark.field_case(6)
def test_reviews_that_share_no_word_are_said_in_one_sentence(tmp_path, capsys):
    folder = tiny_corpus.write_folder(tmp_path / "aclImdb")
    for number, path in enumerate(folder.rglob("*_?.txt")):
        path.write_text(f"a{number}")
    assert linear.main(["--data", str(folder), "--output", str(tmp_path / "metrics.json")]) == 1
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("python -m brnn.evaluation.baseline: the baseline cannot be fitted: ")


def test_missing_data_is_said_in_one_line(tmp_path, capsys):
    output = tmp_path / "metrics.json"
    assert linear.main(["--data", "nowhere", "--output", str(output)]) == 1
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .startswith("python -m brnn.evaluation.baseline: nowhere does not exist; ")
    )
    assert not output.exists()


def test_two_files_of_one_name_are_refused_before_the_reviews_are_read(tmp_path, capsys):
    files = [tmp_path / folder / "texts.csv" for folder in "ab"]
    for file in files:
        file.parent.mkdir()
        file.write_text("text,label\nGood,positive\n")
    given = ["--data", "nowhere", "--output", str(tmp_path / "metrics.json"), "--texts", *map(str, files)]
    assert linear.main(given) == 1
    assert "no two files may have the same name" in capsys.readouterr().err


def test_ctrl_c_ends_it_without_a_trace(monkeypatch, tmp_path, capsys):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "read", interrupted)
    output = tmp_path / "metrics.json"
    assert linear.main(["--data", str(tmp_path), "--output", str(output)]) == 130
    assert capsys.readouterr().err.endswith(
        "python -m brnn.evaluation.baseline: interrupted; nothing saved\n"
    )
    assert not output.exists()

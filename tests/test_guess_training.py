"""A model that guesses words, from train.py's flags to its figures, on the tiny corpus."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
import tiny_corpus
from oracle import random_model

import train
from brnn.config import HeadsConfig, PretrainingConfig, SettingError, TrainingConfig
from brnn.evaluation import guessing
from brnn.evaluation.guessing import measure_guesses
from brnn.evaluation.word_kinds import KINDS, SHINGLE, groups
from brnn.explain.guessing import Guesser
from brnn.model import folder as model_folder
from brnn.model.weights import HEADS
from brnn.text.vocabulary import UNKNOWN, Vocabulary
from brnn.training import presets
from brnn.training.heads import HeadsFit

SMALL = ["--preset=guess", "--units=4", "--embedding-size=4", "--vocabulary-size=60", "--max-words=20"]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tiny_corpus.write_archive(tmp_path_factory.mktemp("tiny") / "tiny.tar.gz")


@pytest.fixture
def run(data, tmp_path, monkeypatch):
    """Run train.py with a quick recipe, its model in a folder of its own. Returns status and folder."""
    quick = dataclasses.replace(
        presets.PRESETS["guess"],
        pretraining=PretrainingConfig(epochs=1, batch_size=16, sampled_words=20),
        heads=HeadsConfig(epochs=2, batch_size=16, guesses=50),
    )
    monkeypatch.setitem(presets.PRESETS, "guess", quick)

    def run(*flags: str) -> tuple[int, object]:
        output = tmp_path / "assets" / "guess"
        return train.main([*SMALL, "--data", str(data), "--output", str(output), *flags]), output

    return run


def test_the_saved_model_guesses_and_holds_its_figures(run, capsys):
    status, folder = run()
    assert status == 0
    metrics = json.loads((folder / "metrics.json").read_text())
    rows = metrics["guesses"]["rows"]
    assert [*rows] == ["nothing", *HEADS, "other_future", "other_past"]
    assert metrics["guesses"]["reviews"] == 48
    assert metrics["sizes"]["unlabelled"] == 24
    assert [len(metrics[stage]["history"]) for stage in ("pretraining", "heads")] == [1, 2]
    assert f"{rows['both']['all']['top1']:.1%}" in capsys.readouterr().out
    found = Guesser.load(folder).guesses("A dog crosses the whole of Norway.")
    assert found.probabilities.shape == (3, 8)
    assert not folder.with_name("guess.training").exists()


def test_an_interrupted_run_goes_on_to_the_same_model(run, monkeypatch):
    _, folder = run()
    whole = model_folder.load(folder).weights
    save, saved = HeadsFit.save, []

    def interrupt(self, path, settings):
        save(self, path, settings)
        saved.append(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(HeadsFit, "save", interrupt)
    assert run()[0] == 130
    monkeypatch.setattr(HeadsFit, "save", save)
    assert run("--resume")[0] == 0
    assert len(saved) == 1
    for name, weights in model_folder.load(folder).weights.items():
        assert weights == pytest.approx(whole[name], abs=1e-3), name


def test_other_seeds_leave_their_metrics_alone(run):
    status, folder = run("--seed", "3", "--metrics-only")
    assert status == 0
    metrics = json.loads((folder.parent / "repeats" / "guess-seed-3.json").read_text())
    assert metrics["training"] == {"seed": 3}
    assert not folder.exists()


def test_settings_without_an_effect_are_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        train.main(["--preset", "guess", "--epochs", "3"])
    assert "the preset guess takes no training setting except --seed" in capsys.readouterr().err
    with pytest.raises(SettingError):
        dataclasses.replace(presets.PRESETS["guess"], training=TrainingConfig(dropout=0.5))


# What is measured

WORDS = ("the", "was", "film", "slow", "lovely", ".", "not", "a", "cat", "dog")
MODEL = random_model("gru", task="guess", words=WORDS)
CONFIG = MODEL.config


def ids_of(text: str) -> np.ndarray:
    ids = [MODEL.vocabulary.id_of(word) for word in text.split()]
    return MODEL.vocabulary.mark(np.array(ids, np.int32), CONFIG)


TEST = [ids_of("the film was slow . the cat was lovely"), ids_of("a zebra was not slow"), ids_of("dog")]
FILMS = ("tt1", "tt2", "tt2")
OTHERS = [ids_of("the film was lovely . a dog . the the"), ids_of("not the cat")]


@pytest.fixture(scope="module")
def figures():
    return measure_guesses(MODEL, TEST, FILMS, OTHERS)


def test_figures_are_those_of_the_guesses_that_the_page_shows(figures):
    guesser = Guesser(MODEL)
    texts = ["the film was slow . the cat was lovely", "a zebra was not slow", "dog"]
    # The page's tokenizer leaves out the full stop here, because this model reads no punctuation.
    assert not CONFIG.punctuation
    marked = dataclasses.replace(MODEL, config=dataclasses.replace(CONFIG, punctuation=True))
    guesser = Guesser(marked)
    each = [guesser.guesses(text) for text in texts]
    for row, head in enumerate(HEADS):
        ranks = np.concatenate([one.ranks[row] for one in each])
        shares = np.concatenate([one.probabilities[row] for one in each])
        known = ranks > 0
        found = figures["rows"][head]["all"]
        assert found["n"] == known.sum() == 14
        assert found["top1"] == pytest.approx((ranks[known] == 1).mean())
        assert found["top5"] == pytest.approx((ranks[known] <= 5).mean())
        assert found["perplexity"] == pytest.approx(np.exp(-np.log(shares[known]).mean()), rel=1e-4)
        assert found["mean_rank"] == pytest.approx(ranks[known].mean())
    assert figures["known"] == pytest.approx(14 / 15)
    assert figures["classes"] == len(WORDS)


def test_nothing_guesses_by_how_often_a_word_occurs(figures):
    # "the" occurs four times in what was learnt from; it is the first guess everywhere.
    assert figures["rows"]["nothing"]["all"]["top1"] == pytest.approx(2 / 14)


def test_a_gain_is_a_ratio_to_the_better_single_direction(figures):
    rows, gains = figures["rows"], figures["gains"]["all"]
    for name in ("top1", "top5"):
        better = max(rows[head]["all"][name] for head in ("past", "future"))
        if better:
            assert gains[name]["ratio"] == pytest.approx(rows["both"]["all"][name] / better)
    better = min(rows[head]["all"]["perplexity"] for head in ("past", "future"))
    assert gains["perplexity"]["ratio"] == pytest.approx(rows["both"]["all"]["perplexity"] / better, rel=1e-4)


def test_a_model_with_one_reader_has_its_own_rows_only():
    one = random_model("gru", "forward", task="guess", words=WORDS)
    found = measure_guesses(one, TEST, FILMS, OTHERS)
    assert [*found["rows"]] == ["nothing", "past"]
    assert "gains" not in found


def test_the_other_reader_is_that_of_another_place(monkeypatch):
    # With all places alike, it makes no difference.
    same = [ids_of("cat")] * 3
    found = measure_guesses(MODEL, same, ("tt1", "tt2", "tt3"), OTHERS)
    assert found["rows"]["other_past"]["all"] == found["rows"]["both"]["all"]
    monkeypatch.setattr(guessing, "REVIEWS", 2)
    assert measure_guesses(MODEL, same, ("tt1", "tt2", "tt3"), OTHERS)["reviews"] == 2


def test_a_reader_that_is_elsewhere_reads_another_review():
    counts, rng = [3, 1, 0, 4], np.random.default_rng(0)
    review = np.repeat(range(4), counts)
    drawn = np.stack([guessing._elsewhere(counts, rng) for _ in range(200)])
    assert (review[drawn] != review).all()
    for word in range(8):
        assert {*drawn[:, word]} == {*np.flatnonzero(review != review[word])}  # any word of the others
    assert {*guessing._elsewhere([3], rng)} <= {0, 1, 2}


def test_words_are_grouped_by_kind_and_place():
    vocabulary = Vocabulary(WORDS).with_marks()
    review = np.repeat([0, 1, 2], [9, 4, 1])
    place = np.array([*range(1, 10), 1, 3, 4, 5, 1])
    found = groups(vocabulary, TEST, review, place, OTHERS)
    assert [*found] == [*KINDS]
    words = [
        "the",
        "film",
        "was",
        "slow",
        ".",
        "the",
        "cat",
        "was",
        "lovely",
        "a",
        "was",
        "not",
        "slow",
        "dog",
    ]

    def of(kind: str) -> list[str]:
        return [word for word, there in zip(words, found[kind], strict=True) if there]

    assert of("all") == words
    assert of("content") == ["film", "slow", "cat", "lovely", "slow", "dog"]
    assert of("function") == ["the", "was", "the", "was", "a", "was", "not"]
    assert of("punctuation") == ["."]
    assert of("sentence_start") == ["the", "the", "a", "dog"]
    assert of("sentence_end") == ["slow", "lovely", "slow", "dog"]
    assert of("text_start") == ["the", "film", "was", "a", "was", "dog"]
    assert of("text_end") == ["cat", "was", "lovely", "was", "not", "slow", "dog"]
    assert of("recurring") == ["the", "was", "the", "was"]
    assert sorted(of("recurring") + of("once")) == sorted(words)
    assert of("content_once") == of("content")
    assert of("not_copied") == words


def test_a_review_with_a_passage_that_was_learnt_from_is_told_apart():
    passage = ids_of("a cat . a dog . the film")[1:-1]
    assert len(passage) == SHINGLE
    with_it = np.concatenate([[UNKNOWN], passage, [3]]).astype(np.int32)
    without = np.concatenate([passage[:-1], [UNKNOWN], passage[-1:]]).astype(np.int32)
    texts = [with_it, without]
    review, place = np.array([0, 1]), np.array([1, 1])
    found = groups(MODEL.vocabulary, texts, review, place, [np.concatenate([[3, 3], passage])])
    assert found["not_copied"].tolist() == [False, True]

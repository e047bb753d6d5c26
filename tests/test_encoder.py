"""The encoder reads what the readers read, learns from excerpts, and resumes; strange files are refused."""

from __future__ import annotations

import numpy as np
import pytest
import tiny_encoder

from brnn.config import EncoderConfig
from brnn.data.archive import DataError
from brnn.data.corpus import Examples
from brnn.text.vocabulary import UNKNOWN, Vocabulary
from brnn.training import encoder
from brnn.training.encoder import WINDOW, Encoder

WORDS = ["good", "bad", "film", ".", "plot"]
VOCABULARY = Vocabulary(WORDS)
GOOD, BAD, FILM, STOP, PLOT = range(2, 7)
ENDS = np.array([STOP], np.int32)
CONFIG = EncoderConfig(epochs=6, batch_size=8, learning_rate=0.02)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny_encoder.write(tmp_path_factory.mktemp("encoder"), WORDS)


@pytest.fixture
def made(folder):
    return lambda: Encoder(folder, CONFIG, VOCABULARY, ENDS, seed=3)


def reviews(n: int) -> Examples:
    labels = (np.arange(n) % 2).astype(np.uint8)
    rng = np.random.default_rng(0)
    texts = []
    for label in labels:
        text = rng.choice([FILM, PLOT, GOOD if label else BAD], 150).astype(np.int32)
        text[9::10] = STOP
        texts.append(text)
    return Examples(texts, labels)


TRAIN = reviews(80)


def test_before_training_it_says_nothing(made):
    texts = [np.array(ids, np.int32) for ids in ([GOOD, FILM], [BAD], [])]
    assert made().logits(texts).tolist() == [0, 0, 0]
    assert made().logits([]).shape == (0,)


@pytest.fixture(scope="module")
def after_two(tmp_path_factory):
    """Where `trained` leaves its state after two epochs."""
    return tmp_path_factory.mktemp("state") / "encoder.npz"


@pytest.fixture(scope="module")
def trained(folder, after_two):
    """An encoder that has learnt from TRAIN."""
    stage = Encoder(folder, CONFIG, VOCABULARY, ENDS, seed=3)
    stage.run(TRAIN, lambda: stage.save(after_two, {"a": 1}) if len(stage.history) == 2 else None)
    return stage


def test_it_learns_from_excerpts_and_resumes_where_it_stopped(made, trained, after_two):
    assert [epoch["n"] for epoch in trained.history] == [len(TRAIN)] * CONFIG.epochs
    texts, labels = TRAIN.ids[:20], TRAIN.labels[:20]
    known = trained.logits(texts)
    assert ((known > 0) == (labels == 1)).all()
    resumed = made()
    resumed.restore(after_two, {"a": 1})
    assert len(resumed.history) == 2
    resumed.run(TRAIN)
    assert [epoch["epoch"] for epoch in resumed.history] == [*range(1, CONFIG.epochs + 1)]
    np.testing.assert_allclose(resumed.logits(texts), known, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(("windows", "read"), [(1, [0]), (3, [0, 1, 2]), (5, [0, 3, 4])])
def test_a_text_is_judged_by_the_mean_of_its_first_and_last_windows(trained, windows, read):
    words = [GOOD, BAD, FILM, BAD, PLOT][:windows]
    parts = [np.full(WINDOW, word, np.int32) for word in words]
    together, *alone = trained.logits([np.concatenate(parts), *parts])
    assert together == pytest.approx(np.mean([alone[part] for part in read]), abs=1e-5)


def test_words_differ(trained):
    assert np.ptp(trained.logits([np.array([GOOD], np.int32), np.array([BAD], np.int32)])) > 0.1


def test_it_reads_the_words_of_the_vocabulary_and_marks_unknown_ones(made):
    (found,) = made()._pieces([np.array([GOOD, UNKNOWN, STOP], np.int32)])
    tokenizer = made()._tokenizer
    assert [tokenizer.id_to_token(piece) for piece in found] == ["[CLS]", "good", "[UNK]", ".", "[SEP]"]


def test_only_the_expected_files_are_used(folder, tmp_path, monkeypatch):
    monkeypatch.setenv(encoder.FOLDER, str(folder))
    with pytest.raises(DataError, match=r"config\.json is not the file of sentence-transformers"):
        encoder.find()
    monkeypatch.setenv(encoder.FOLDER, str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"nowhere has no readable config\.json"):
        encoder.find()


def test_without_the_hub_a_folder_is_asked_for(monkeypatch):
    def offline(*_, **__):
        raise OSError("no route to host")

    monkeypatch.delenv(encoder.FOLDER, raising=False)
    monkeypatch.setattr("huggingface_hub.snapshot_download", offline)
    with pytest.raises(DataError, match=r"set BRNN_ENCODER to a folder with config\.json"):
        encoder.find()

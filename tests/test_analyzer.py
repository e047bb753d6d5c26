"""The seam that all else uses: `Analyzer.load`, `.classify`, `.analyze`, and what it exports."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from importlib import resources

import numpy as np
import pytest
from oracle import random_analyzer, random_model
from places import ROOT

import brnn
from brnn import Analyzer, checkpoint, shelf
from brnn.checkpoint import CheckpointError
from brnn.text import MAX_CHARACTERS, TextTooLong


def test_analyze_gives_all_that_is_promised():
    analysis = random_analyzer("gru").analyze("A slow start, but unheard!")
    assert analysis.encoded.words == ("A", "slow", "start", "but", "unheard")
    assert [word.status for word in analysis.encoded.text_words] == ["read"] * 4 + ["unknown"]
    for memories in (analysis.reading.forward, analysis.reading.backward):
        assert (memories.dtype, memories.shape) == (np.float32, (5, 6))
    for deltas in (analysis.ledger.forward, analysis.ledger.backward):
        assert (deltas.dtype, deltas.shape) == (np.float64, (5,))
    assert isinstance(analysis.ledger.bias, float)
    assert analysis.verdict.label in ("positive", "negative")
    assert 0 < analysis.verdict.probability < 1


@pytest.mark.parametrize("text", ["", "  \n", "?!", "<br />", "\u200b"])
def test_a_text_without_words_is_a_valid_reading(text):
    one = random_analyzer()
    analysis = one.analyze(text)
    assert analysis.nothing_to_read
    assert analysis.reading.forward.shape == analysis.reading.backward.shape == (0, 6)
    assert analysis.verdict.logit == analysis.ledger.bias == one.classify([text])[0].logit
    assert analysis.ledger.remainder == 0


def test_lone_surrogates_enter_as_replacement_characters():
    assert random_analyzer().analyze("good \ud83d film").encoded.text == "good \ufffd film"


def test_classify_takes_texts_and_not_a_text():
    one = random_analyzer()
    assert one.classify([]) == []
    with pytest.raises(TypeError, match="single string"):
        one.classify("good film")
    with pytest.raises(TypeError, match="NoneType"):
        one.classify(["good film", None])


@pytest.mark.parametrize("read", [lambda one, text: one.classify([text]), Analyzer.analyze])
def test_a_text_over_the_limit_is_refused(read):
    with pytest.raises(TextTooLong):
        read(random_analyzer(), "a" * (MAX_CHARACTERS + 1))


def test_the_default_model_is_named_default_else_article(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "ASSETS", tmp_path)
    with pytest.raises(CheckpointError, match="article"):
        Analyzer.load()
    for name in ("article", "default"):
        checkpoint.save(dataclasses.replace(random_model(), name=name), tmp_path / name)
        assert Analyzer.load().model.name == name


def test_the_path_of_a_model_may_be_a_string(saved):
    assert Analyzer.load(str(saved)).model.name == "random"


def test_public_names_are_exported():
    for name in brnn.__all__:
        assert getattr(brnn, name).__name__ == name
        assert name in dir(brnn)
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        brnn.Nonsense  # noqa: B018


def test_the_package_says_that_it_is_typed():
    assert resources.files("brnn").joinpath("py.typed").is_file()


def test_import_and_help_are_light():
    script = """
import contextlib, io, json, sys
import brnn
from brnn.__main__ import main
for flag in ("--help", "--version"):
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        main([flag])
print(json.dumps([name for name in ("tensorflow", "keras", "gradio") if name in sys.modules]))
"""
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True
    )
    assert json.loads(answer.stdout) == []

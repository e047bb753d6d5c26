"""The seam that all else uses: `Analyzer.load`, `.classify`, `.analyze`, and what it exports."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
from measured import measured_analyzer
from oracle import random_analyzer, random_model
from places import ROOT

import brnn
from brnn import Analyzer
from brnn.analyzer import NoStatistics
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.model.folder import ModelFolderError
from brnn.text.words import MAX_CHARACTERS, TextTooLong


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


def test_analyze_takes_a_text_and_not_texts():
    with pytest.raises(TypeError, match="must be a string, got list"):
        random_analyzer().analyze(["good film"])


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
    with pytest.raises(ModelFolderError, match="article"):
        Analyzer.load()
    for name in ("article", "default"):
        model_folder.save(dataclasses.replace(random_model(), name=name), tmp_path / name)
        assert Analyzer.load().model.name == name


def test_the_path_of_a_model_may_be_a_string(saved):
    assert Analyzer.load(str(saved)).model.name == "random"


def test_public_names_are_exported():
    for name in brnn.__all__:
        assert getattr(brnn, name).__name__ == name
        assert name in dir(brnn)
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        brnn.Nonsense  # noqa: B018


def test_import_and_help_are_light():
    script = """
import contextlib, io, json, sys
import brnn
from brnn.cli.command import main
for arguments in (["--help"], ["--version"], ["explain", "--help"]):
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
        main(arguments)
print(json.dumps([name for name in ("tensorflow", "keras", "gradio") if name in sys.modules]))
"""
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(answer.stdout) == []


WITHOUT_TENSORFLOW = """
import json, sys
import numpy as np
from brnn import Analyzer, Guesser
from brnn.ui.answers import ANSWERS
from brnn.ui.answers.question import Asked, Question

text, question = "A slow start, but lovely.", {
    "units": "all", "word": 1, "unit": 0, "reader": "forward", "number": 0, "shows": "mirror",
    "before": "good", "after": "not good", "otherText": "dull", "form": "csv", "text": "a film",
    "name": "ledger",
}
for name in ("default", "article"):
    one = Analyzer.load(name)
    words = len(one.analyze(text).encoded.words)
    one.classify([text]), one.rearranged(text, np.arange(words)[::-1])
    for explain in (
        *(one.endings, one.occlusion, one.padding, one.order, one.mirror, one.mute),
        *(one.gradients, one.reach),
    ):
        explain(text)
    if name == "article":
        one.equation(text, "forward", 0, 0)
    for ask in ANSWERS.keys() - {"guess"}:  # it needs a model of its own
        ANSWERS[ask](Asked(name, one, Question.of(question), ("article", one)))
print(json.dumps([module for module in ("tensorflow", "keras") if module in sys.modules]))
"""


def test_nothing_that_is_asked_of_a_model_imports_tensorflow():
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT_TENSORFLOW], cwd=ROOT, capture_output=True, check=True
    )
    assert json.loads(answer.stdout) == []


TEXT = "A slow start, but the film was lovely."
EXPLANATIONS = {
    "ledger": lambda one, text: one.ledger(text, centred=True).forward_evidence,
    "units": lambda one, text: one.units(text, centred=True).backward,
    "unit": lambda one, text: one.unit(text, "backward", 1).evidence,
    "knowing": lambda one, text: one.knowing(text).forward_evidence,
    "agreement": lambda one, text: one.agreement(text).text,
    "mute": lambda one, text: one.mute(text).forward_muted.logit,
    "endings": lambda one, text: one.endings(text).ends.logits,
    "occlusion": lambda one, text: one.occlusion(text, [(1, 3)]).logit,
    "gradients": lambda one, text: one.gradients(text, "unknown", 4).backward,
    "reach": lambda one, text: one.reach(text).forward,
    "edits": lambda one, text: one.edits("a lovely film", text).backward_change,
    "padding": lambda one, text: one.padding(text, numbers=[3]).unmasked.logits,
    "order": lambda one, text: one.order(text, shuffles=2).shuffles.logits,
    "mirror": lambda one, text: one.mirror(text).mirrored.forward,
}
CENTRED = ("ledger", "units", "unit", "knowing", "agreement", "mute")


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_a_text_is_explained_as_its_analysis_is(name):
    analyzer = measured_analyzer("gru")
    of_text, of_analysis = (EXPLANATIONS[name](analyzer, given) for given in (TEXT, analyzer.analyze(TEXT)))
    np.testing.assert_array_equal(of_text, of_analysis)


@pytest.mark.parametrize("name", CENTRED)
def test_without_statistics_nothing_is_centred_on_zero(name):
    with pytest.raises(NoStatistics, match=r"the model random has no statistics\.npz"):
        EXPLANATIONS[name](random_analyzer("gru"), TEXT)
    with pytest.raises(NoStatistics):
        random_analyzer("gru").mute_scores()


def test_raw_evidence_needs_no_statistics():
    one = random_analyzer("gru")
    assert one.ledger(TEXT).remainder == pytest.approx(0, abs=1e-5)
    assert one.units(TEXT).remainder == pytest.approx(0, abs=1e-5)


def test_each_reader_has_its_own_weights():
    one = measured_analyzer("lstm")
    kernel = one.model.weights["head/kernel"][:, 0]
    assert one.unit(TEXT, "forward", 2).weight == kernel[2]
    assert one.unit(TEXT, "backward", 2).weight == kernel[6 + 2]

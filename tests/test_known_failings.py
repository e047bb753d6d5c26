"""What demos like this one are known to get wrong (field notes), one claim a failing.

Splits are kept apart in test_corpus, occlusion in the tests of attribution.
"""

from __future__ import annotations

import ast
import pickletools
import re
from importlib.metadata import version

import numpy as np
import pytest
from oracle import KINDS, WORDS, compiled, random_analyzer, random_model
from packaging.requirements import Requirement
from places import ROOT

from brnn.config import ModelConfig
from brnn.data import corpus
from brnn.model.shelf import models_in
from brnn.text.tokens import most_frequent, tokenise
from brnn.text.vocabulary import PADDING, UNKNOWN, Vocabulary, pad

SOURCES = [*ROOT.glob("*.py"), *ROOT.glob("brnn/**/*.py")]
CONFIG = ModelConfig(max_words=5, punctuation=False)


def trained_on(texts: list[str], size: int = 100):
    """The vocabulary of a corpus, and the ids that a network would be trained on."""
    tokens = tokenise(texts, CONFIG.punctuation)
    vocabulary = most_frequent(tokens, size)
    return vocabulary, corpus.encode(tokens, np.zeros(len(texts), np.uint8), vocabulary, CONFIG).ids


REVIEWS = ["The film. The FILM!", "It’s the film, don't", "one two three four five six the", ""]


def test_a_word_has_the_same_id_in_training_reading_and_the_vocabulary_file(tmp_path):
    # keras #5912, keras-io #1036: an offset of 3 missed, or applied once.
    vocabulary, trained = trained_on(REVIEWS)
    for text, ids in zip(REVIEWS, trained, strict=True):
        assert vocabulary.encode(text, CONFIG).ids.tolist() == ids.tolist()
    vocabulary.save(tmp_path / "vocabulary.txt")
    lines = (tmp_path / "vocabulary.txt").read_text("utf-8").split("\n")
    assert lines[vocabulary.id_of("film")] == "film"
    assert vocabulary.words[0] == "the"
    assert vocabulary.id_of("the") == 2


def test_an_unknown_word_is_no_real_word_and_does_not_vanish():
    vocabulary = Vocabulary(WORDS)
    encoded = vocabulary.encode("good grief film", CONFIG)
    assert encoded.words == ("good", "grief", "film")
    assert encoded.ids[1] == UNKNOWN
    assert UNKNOWN not in {vocabulary.id_of(word) for word in WORDS}


def test_a_word_beyond_the_cap_of_the_vocabulary_is_unknown_and_is_read():
    vocabulary, trained = trained_on(REVIEWS, size=2)
    assert len(vocabulary) == 4
    assert max(ids.max(initial=0) for ids in trained) < len(vocabulary)
    model = random_model(words=vocabulary.words)
    largest = max(vocabulary.id_of(word) for word in vocabulary.words)
    assert largest == len(model.weights["embedding"]) - 1


@pytest.mark.parametrize("text", ["Good!", "good.", "(good)", '"GOOD"', "good<br />", "…good…"])
def test_punctuation_beside_a_word_leaves_the_word_known(text):
    vocabulary = Vocabulary(WORDS)
    for punctuation in (False, True):
        encoded = vocabulary.encode(text, ModelConfig(punctuation=punctuation))
        assert vocabulary.id_of("good") in encoded.ids


@pytest.mark.parametrize("text", ["don't", "Don’t", "DON'T!"])
def test_apostrophes_are_kept_in_training_and_in_reading(text):
    vocabulary, ((trained,), *_) = trained_on(["don't", "dont"])
    assert "don't" in vocabulary.words
    assert vocabulary.encode(text, CONFIG).ids.tolist() == [trained]


def test_there_is_no_start_token_in_training_or_in_reading():
    _, trained = trained_on(REVIEWS)
    assert [len(ids) for ids in trained] == [4, 4, 5, 0]
    analysis = random_analyzer().analyze("good film")
    assert len(analysis.encoded.ids) == len(analysis.reading.forward) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_pads_do_not_move_the_logit(kind):
    # keras #1300: without a mask the readers go on reading.
    analyzer = random_analyzer(*kind)
    analysis = analyzer.analyze("a slow start but lovely")
    pads = np.full(200, PADDING, np.int32)
    ids = analysis.encoded.ids
    padded = [np.concatenate([ids, pads]), np.concatenate([pads, ids])]
    assert compiled(*kind).logits(padded) == pytest.approx([analysis.verdict.logit] * 2, abs=1e-5)
    as_if_words = analyzer._readers.final(padded).logits
    assert max(abs(z - analysis.verdict.logit) for z in as_if_words) > 1e-2


@pytest.mark.parametrize("cell", ["simple", "gru", "lstm"])
def test_backward_memories_stand_in_reading_order(cell):
    # keras #1431, #3163, #3448: flipped twice, or not at all.
    analyzer = random_analyzer(cell)
    kernel = analyzer.model.weights["head/kernel"][:, 0]
    whole, last = (analyzer.analyze(text).reading for text in ("a slow start", "start"))
    np.testing.assert_allclose(whole.backward[-1], last.backward[0], atol=1e-6)
    final = np.concatenate([whole.forward[-1], whole.backward[0]])
    bias = analyzer.analyze("").verdict.logit
    assert final @ kernel + bias == pytest.approx(whole.logit, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_padded_batch_is_judged_by_its_last_words_and_not_by_its_last_column(kind):
    # In `Bidirectional` the masked steps of a sequence read zero: [-1] is not the last word.
    analyzer = random_analyzer(*kind)
    texts = ["good", "a slow start but lovely film", ""]
    ids = pad([analyzer.analyze(text).encoded.ids for text in texts])
    assert (ids[0, 1:] == PADDING).all()
    logits = compiled(*kind).logits(ids)
    assert logits == pytest.approx([analyzer.analyze(t).verdict.logit for t in texts], abs=1e-5)


@pytest.mark.parametrize(("keep", "expected"), [("start", "one two"), ("end", "three four")])
def test_the_end_that_the_settings_name_is_the_end_that_is_read(keep, expected):
    # The official example says "first 200 words" while `pad_sequences` keeps the last 200.
    analyzer = random_analyzer("gru", max_words=2, keep=keep, words=("one", "two", "three", "four"))
    cut = analyzer.analyze("one two three four")
    assert cut.encoded.words == tuple(expected.split())
    assert cut.verdict.logit == analyzer.analyze(expected).verdict.logit


def test_nothing_in_a_models_folder_is_pickled(saved):
    for folder in (saved, *models_in(ROOT / "assets").values()):
        for path in folder.iterdir():
            content = path.read_bytes()
            assert path.suffix in {".json", ".txt", ".h5", ".npz", ".md"}
            assert not is_pickle(content), path
            assert b"numpy.core" not in content
            assert b"__reduce__" not in content


def is_pickle(content: bytes) -> bool:
    """Whether all of the content is a program for pickle's machine."""
    try:
        return any(opcode.name == "STOP" for opcode, *_ in pickletools.genops(content))
    except Exception:
        return False


def test_no_source_reads_pickles():
    for path in SOURCES:
        names = {alias.name for node in nodes(path, ast.Import) for alias in node.names}
        names |= {node.module for node in nodes(path, ast.ImportFrom)}
        assert not names & {"pickle", "dill", "joblib", "cloudpickle", "shelve", "marshal"}, path
        for call in nodes(path, ast.Call):
            for keyword in call.keywords:
                given = ast.unparse(keyword.value)
                assert (keyword.arg, given) not in {
                    ("allow_pickle", "True"),
                    ("safe_mode", "False"),
                }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_importing_a_module_runs_nothing(path):
    """No call, loop or file at the top level: a module names things, `main` does them."""
    for statement in ast.parse(path.read_text("utf-8")).body:
        if isinstance(statement, ast.Expr):
            settles = ("setdefault", "codecs.register_error", "starting.leave_out_stubs()")
            code = ast.unparse(statement)
            assert isinstance(statement.value, ast.Constant) or any(name in code for name in settles)
        assert not isinstance(statement, ast.For | ast.While | ast.Try)
        assert not re.search(r"\.(fit|train\w*|load_data|load_weights|launch)\(", top_level(statement))


def top_level(statement: ast.stmt) -> str:
    """What a statement runs when it is imported."""
    inert = ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef
    if isinstance(statement, inert) or ast.unparse(statement).startswith("if __name__"):
        return ""
    return ast.unparse(statement)


def nodes(path, kind):
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kind)]


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_the_versions_installed_are_within_the_ranges_asked_for(file):
    lines = (ROOT / file).read_text().splitlines()
    for requirement in map(Requirement, filter(None, (line.split("#")[0] for line in lines))):
        assert requirement.specifier, f"{requirement.name} has no range"
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name)), requirement

"""A verdict that means little says so: no words, unknown words, or no opinion."""

from __future__ import annotations

import numpy as np
import pytest

from brnn import Analyzer
from brnn.config import ModelConfig
from brnn.explain.doubt import LITTLE, doubt
from brnn.model.folder import Model
from brnn.model.weights import shapes
from brnn.records import Ledger
from brnn.text.vocabulary import Vocabulary


def analyzer(bias: float = 0.0, **opinions: float) -> Analyzer:
    """A model whose reader adds up what each word says; a word that is not named says nothing."""
    config = ModelConfig(direction="forward", units=1, embedding_size=1, punctuation=True)
    vocabulary = Vocabulary(["film", "good", "dull", ".", "!", "?", "..."])
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes(config, len(vocabulary)).items()}
    for word, opinion in opinions.items():
        weights["embedding"][vocabulary.id_of(word)] = opinion / 100
    weights["forward/kernel"][:] = weights["forward/recurrent"][:] = 1.0
    weights["head/kernel"][:], weights["head/bias"][:] = 100.0, bias
    return Analyzer(Model("made", config, vocabulary, weights))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "no words"),
        ("?! ...", "no words"),
        ("🙂 🎬🎬", "no words"),
        ("good 🙂 🎬", None),  # pictographs are no words that it should know
        ("zzqx vvyk", "unknown words"),
        ("&eacute;zqx", "unknown words"),  # as it is written in web pages
        ("zzqx film good!", None),  # one of three is few
        ("zzqx film, vvyk!!!", "unknown words"),  # marks are no words that it knows
        ("film", "no opinion"),
        ("good", None),
        ("film good film", None),
    ],
)
def test_the_reason_follows_from_words_and_log_odds(text, expected):
    one = analyzer(good=2.0)
    assert one.analyze(text).verdict.doubt == expected
    assert [verdict.doubt for verdict in one.classify([text])] == [expected]


def test_opinions_that_cancel_are_opinions():
    one = analyzer(good=2.0, dull=-2.0)
    analysis = one.analyze("good dull")
    assert abs(analysis.verdict.logit) < LITTLE / 2
    assert analysis.verdict.doubt is None
    assert [verdict.doubt for verdict in one.classify(["good dull"])] == [None]


def test_small_opinions_that_add_up_are_an_opinion():
    little = LITTLE / 2
    one = analyzer(good=little)
    assert one.analyze("good").verdict.doubt == "no opinion"
    assert one.analyze("good good good").verdict.doubt is None


def test_the_bias_is_no_opinion():
    one = analyzer(bias=0.9)
    assert one.analyze("film").verdict.doubt == "no opinion"


def test_the_opinion_of_either_reader_counts():
    encoded, nothing = analyzer().analyze("film film").encoded, np.zeros(2)
    for forward, backward in (
        ([1, 0], [0, 0]),
        ([0, 0], [0, -1]),
        ([0.5, 0], [0, -0.5]),
        ([-0.5, 0.5], [0, 0]),
    ):
        evidence = {
            "forward_evidence": np.array(forward, float),
            "backward_evidence": np.array(backward, float),
        }
        assert doubt(encoded, Ledger(nothing, nothing, **evidence, bias=0.0, logit=0.0)) is None
        evidence = {name: values / 2 for name, values in evidence.items()}
        assert doubt(encoded, Ledger(nothing, nothing, **evidence, bias=0.0, logit=0.0)) == "no opinion"


def test_the_verdicts_on_many_texts_are_those_on_each():
    one = analyzer(good=2.0, dull=-2.0)
    texts = ["film " * (n % 7) + ("film", "good dull", "zzqx")[n % 3] for n in range(200)]
    found = one.classify(texts)
    assert found == [one.analyze(text).verdict for text in texts]
    assert {"no opinion", "unknown words", None} == {verdict.doubt for verdict in found}

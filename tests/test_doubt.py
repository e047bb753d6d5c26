"""A verdict that means little says so: no words, unknown words, or words without an opinion."""

from __future__ import annotations

import numpy as np
import pytest

from brnn import Analyzer
from brnn.config import ModelConfig
from brnn.explain.doubt import LITTLE, NEAR_ZERO, Opinions, doubt
from brnn.model.folder import Model
from brnn.model.weights import shapes
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
        ("zzqx film good!", None),  # one of three is few
        ("zzqx film, vvyk!!!", "unknown words"),  # marks are no words that it knows
        ("film", "no opinion"),
        ("good", None),  # the word says something, and so does the text
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
    assert abs(analysis.verdict.logit) < NEAR_ZERO / 2
    assert analysis.verdict.doubt is None
    assert Opinions(one._readers).strongest(analysis.encoded.ids) == pytest.approx(2.0, abs=1e-3)


def test_small_opinions_that_add_up_are_an_opinion():
    little = LITTLE / 2
    one = analyzer(good=little)
    assert one.analyze("good").verdict.doubt == "no opinion"
    assert one.analyze("good " * round(NEAR_ZERO / little + 1)).verdict.doubt is None


def test_the_bias_is_no_opinion_of_a_word():
    one = analyzer(bias=0.9)
    assert one.analyze("film").verdict.doubt == "no opinion"


def test_only_a_verdict_near_zero_costs_more_reading(monkeypatch):
    one = analyzer(good=2.0)
    encoded = one.analyze("good").encoded
    monkeypatch.setattr(one._readers, "final", lambda texts: pytest.fail("read again"))
    assert doubt(Opinions(one._readers), encoded, 2.0) is None


def test_a_word_is_read_on_its_own_once(monkeypatch):
    one = analyzer(good=2.0)
    opinions, encoded = Opinions(one._readers), one.analyze("film dull film").encoded
    assert doubt(opinions, encoded, 0.0) == "no opinion"
    final, read = one._readers.final, []
    monkeypatch.setattr(one._readers, "final", lambda texts: read.extend(texts) or final(texts))
    assert doubt(opinions, one.analyze("good dull film").encoded, 0.0) is None
    good = one.model.vocabulary.id_of("good")
    assert [ids.tolist() for ids in read if len(ids) == 1] == [[good]]

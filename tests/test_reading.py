"""The answer to "read": the numbers of the record, as the protocol types them."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from made import KNOWN, analysis_of, statistics_of, weights_of
from sent import as_sent

from brnn.config import ModelConfig
from brnn.explain.knowing import who_knew_first
from brnn.records import Analysis
from brnn.ui.answers.question import Asked, Question
from brnn.ui.answers.reading import read
from brnn.ui.protocol import unpack

DIRECTIONS = ["forward", "backward", "bidirectional"]
TEXTS = [
    "",
    "?!…",
    "good",
    "It was <b>slow</b>, but lovely!",
    "good\r\nstart\u2028it 👍🏽 zzz שלום",
    "the start " * 40,
    "<script>alert(1)</script> ${value} {{value}} &amp; a\0b \u202ereversed",
]


class MadeAnalyzer:
    """Reads without a network."""

    def __init__(self, config: ModelConfig, known: bool = True) -> None:
        statistics = statistics_of(config, len(KNOWN) + 2) if known else None
        self.model = SimpleNamespace(config=config, statistics=statistics)

    def analyze(self, text: str) -> Analysis:
        return analysis_of(text, self.model.config)

    def head_weights(self):
        return weights_of(self.model.config)

    def knowing(self, analysis: Analysis):
        return who_knew_first(analysis.ledger, self.model.statistics)


def asking(analyzer, **question):
    return as_sent("read", read(Asked("m", analyzer, Question(question))))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_numbers_of_the_answer_are_those_of_the_record(text, direction):
    config = ModelConfig(units=20, direction=direction, max_words=50)
    analyzer = MadeAnalyzer(config)
    analysis, answer = analyzer.analyze(text), asking(analyzer, text=text)
    assert (answer["text"], answer["model"]) == (analysis.encoded.text, "m")
    assert answer["settings"] == dataclasses.asdict(config)
    ledger = analysis.ledger
    assert (answer["bias"], answer["logit"]) == (ledger.bias, ledger.logit)
    assert answer["remainder"] == ledger.remainder
    assert list(answer["readers"]) == config.readers
    for (reader, part), weights in zip(
        answer["readers"].items(), [w for w in analyzer.head_weights() if len(w)], strict=True
    ):
        states = getattr(analysis.reading, reader)
        assert unpack(part["evidence"]) == pytest.approx(getattr(ledger, f"{reader}_evidence"))
        assert sorted(part["units"]) == list(range(20))
        assert np.array_equal(unpack(part["states"]), states[:, part["units"][:16]].T)
        final = states[-1 if reader == "forward" else 0] if len(states) else np.zeros(20)
        contributions = unpack(part["contributions"])
        assert contributions == pytest.approx((final * weights)[part["units"]])
        assert sorted(-abs(contributions)) == list(-abs(contributions))


@pytest.mark.parametrize("text", TEXTS)
def test_spans_give_back_the_words_and_their_status(text):
    config = ModelConfig(units=5, max_words=50)
    analyzer = MadeAnalyzer(config)
    encoded, answer = analyzer.analyze(text).encoded, asking(analyzer, text=text)
    assert [(answer["text"][word["start"] : word["end"]], word["status"]) for word in answer["words"]] == [
        (word.text, word.status) for word in encoded.text_words
    ]


def test_all_states_are_sent_on_request():
    analyzer = MadeAnalyzer(ModelConfig(units=20))
    for units, sent in (("all", 20), ("most", 16), ("many", 16), (None, 16)):
        for part in asking(analyzer, text="it was good", units=units)["readers"].values():
            assert part["states"]["shape"] == [sent, 3]
            assert len(part["units"]) == part["contributions"]["shape"][0] == 20


def test_a_word_moves_a_memory_by_the_distance_between_two_states():
    config = ModelConfig(units=5)
    analyzer = MadeAnalyzer(config)
    states, answer = analyzer.analyze("it was good").reading, asking(analyzer, text="it was good")
    zero = np.zeros((1, 5), np.float32)
    for reader, path in (
        ("forward", np.concatenate([zero, states.forward])),
        ("backward", np.concatenate([states.backward, zero])),
    ):
        steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
        assert unpack(answer["readers"][reader]["movement"]) == pytest.approx(steps)


@pytest.mark.parametrize("text", ["good", "it was slow but good", "zzz a lovely start"])
def test_turns_are_those_of_knowing(text):
    analyzer = MadeAnalyzer(ModelConfig(units=5))
    found, answer = analyzer.knowing(analyzer.analyze(text)), asking(analyzer, text=text)
    for reader in ("forward", "backward"):
        part, turn = answer["readers"][reader], getattr(found, reader)
        assert part["turn"] == {"sign": turn.sign, "word": turn.word}
        assert part["mean"] == getattr(analyzer.model.statistics, reader).mean_evidence


def test_without_words_nothing_turns():
    for part in asking(MadeAnalyzer(ModelConfig(units=5)), text="?!")["readers"].values():
        assert part["turn"] is None


def test_a_model_without_statistics_has_no_means_and_no_turns():
    analyzer = MadeAnalyzer(ModelConfig(units=5), known=False)
    for part in asking(analyzer, text="it was good")["readers"].values():
        assert part["turn"] is part["mean"] is None

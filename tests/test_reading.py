"""The answer to "read": the numbers of the record, as the protocol types them."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from made import KNOWN, analysis_of, statistics_of, weights_of
from sent import as_sent

from brnn.config import ModelConfig
from brnn.explain.knowing import course, who_knew_first
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

    def __init__(self, config: ModelConfig, known: bool = True, **metrics) -> None:
        statistics = statistics_of(config, len(KNOWN) + 2) if known else None
        self.model = SimpleNamespace(config=config, statistics=statistics, metrics=metrics)

    def analyze(self, text: str) -> Analysis:
        return analysis_of(text, self.model.config)

    def head_weights(self):
        return weights_of(self.model.config)

    def knowing(self, analysis: Analysis):
        return who_knew_first(analysis.ledger, self.model.statistics)


def asking(analyzer, **question):
    return as_sent("read", read(Asked("m", analyzer, Question(question))))


def share_of(share: float, n: int = 40) -> dict:
    return {"same_sign": {"n": n, "share": share, "interval": [share - 0.1, share + 0.1]}}


def faithfulness(**groups) -> dict:
    return {
        group: {
            reader: {"ledger_occlusion": share_of(share), "occlusion_gradients": share_of(share + 0.05)}
            for reader, share in (("forward", share), ("backward", share / 2))
        }
        for group, share in groups.items()
    } | {"matters": 0.5}


@pytest.mark.parametrize(("words", "texts", "share"), [(30, "crops", 0.75), (31, "reviews", 0.875)])
def test_how_far_colours_can_be_trusted_is_told_for_texts_as_long_as_this_one(words, texts, share):
    config = ModelConfig(units=5, max_words=50)
    analyzer = MadeAnalyzer(config, faithfulness=faithfulness(crops=0.75, reviews=0.875))
    trust = asking(analyzer, text="good " * words)["trust"]
    assert (trust["texts"], trust["matters"]) == (texts, 0.5)
    assert trust["added"]["forward"] == share_of(share)["same_sign"]
    assert trust["added"]["backward"] == share_of(share / 2)["same_sign"]
    assert trust["gradients"]["forward"] == share_of(share + 0.05)["same_sign"]


def test_a_model_with_one_reader_is_told_of_no_other():
    config = ModelConfig(units=5, direction="backward")
    trust = asking(MadeAnalyzer(config, faithfulness=faithfulness(crops=0.75)), text="good")["trust"]
    assert list(trust["added"]) == list(trust["gradients"]) == ["backward"]


@pytest.mark.parametrize(
    "figure",
    [
        {"n": 0, "share": None, "interval": None},
        {"n": "1", "share": 0.5, "interval": [0, 1]},
        {"n": 1, "share": 0.5, "interval": "ab"},
        {"n": 1, "share": 0.5, "interval": [None, 1]},
        7,
    ],
)
def test_what_was_not_measured_is_not_told(figure):
    metrics = {"matters": 0.5, "crops": {"forward": {"ledger_occlusion": {"same_sign": figure}}}}
    trust = asking(MadeAnalyzer(ModelConfig(units=5), faithfulness=metrics), text="good")["trust"]
    assert trust["added"] == trust["gradients"] == {}
    assert asking(MadeAnalyzer(ModelConfig(units=5)), text="good")["trust"] is None


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
        assert np.array_equal(unpack(part["states"]), states[:, part["rows"]].T)
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
    for units, sent in (("all", 20), ("text", 16), ("many", 16), (None, 16)):
        for part in asking(analyzer, text="it was good", units=units)["readers"].values():
            assert part["states"]["shape"] == [sent, 3]
            assert len({*part["rows"]}) == sent
            assert len(part["units"]) == part["contributions"]["shape"][0] == 20


def test_the_units_drawn_are_the_same_for_every_text_unless_those_of_the_text_are_asked_for():
    analyzer, texts = MadeAnalyzer(ModelConfig(units=20)), ("it was good", "a lovely start", "good", "?")
    usual, own = (
        [asking(analyzer, text=text, units=units)["readers"] for text in texts] for units in (None, "text")
    )
    for reader in ("forward", "backward"):
        assert all(parts[reader]["rows"] == usual[0][reader]["rows"] for parts in usual)
        assert len({tuple(parts[reader]["rows"]) for parts in own}) > 1
        for parts in own:
            assert parts[reader]["rows"] == parts[reader]["units"][:16]


@pytest.mark.parametrize("units", [None, "text", "all"])
def test_each_row_holds_the_states_of_its_unit(units):
    analyzer = MadeAnalyzer(ModelConfig(units=20))
    reading = analyzer.analyze("it was good").reading
    for reader, part in asking(analyzer, text="it was good", units=units)["readers"].items():
        np.testing.assert_array_equal(unpack(part["states"]), getattr(reading, reader).T[part["rows"]])


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
def test_courses_are_those_of_centred_evidence(text):
    analyzer = MadeAnalyzer(ModelConfig(units=5))
    found, answer = analyzer.knowing(analyzer.analyze(text)), asking(analyzer, text=text)
    for reader in ("forward", "backward"):
        part = answer["readers"][reader]
        assert part["course"] == vars(course(getattr(found, f"{reader}_evidence"), reader))
        assert part["mean"] == getattr(analyzer.model.statistics, reader).mean_evidence


def test_without_words_there_is_no_course():
    for part in asking(MadeAnalyzer(ModelConfig(units=5)), text="?!")["readers"].values():
        assert part["course"] is None


def test_a_model_without_statistics_has_no_means_and_no_courses():
    analyzer = MadeAnalyzer(ModelConfig(units=5), known=False)
    for part in asking(analyzer, text="it was good")["readers"].values():
        assert part["course"] is part["mean"] is None

"""What the scripts make of the answer to "compare", without the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import random_analyzer
from sent import as_sent

from brnn.explain.experiments.comparison import comparison
from brnn.text.numbers import signed
from brnn.ui.answers.compare import compare
from brnn.ui.answers.question import Asked, Question
from brnn.ui.texts.compare import COMPARE
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

SCRIPT = "lib/comparison.js"
WORDS = ("a", "slow", "start", "but", "very", "good", "zzz", "good.")
DIRECTIONS = ("bidirectional", "forward", "backward")
PICTURED = """([script, answer, texts, reading]) => import(script).then(({ compared, ...said }) => {
    const found = compared(answer, texts, reading);
    const { difference } = found;
    const sum = difference && said.sumOf(found, answer.bias, texts);
    const sentence = difference && said.sentenceOf(found, texts, reading.sentences);
    const plain = (values) => Object.fromEntries(
        Object.entries(values).map(([reader, numbers]) => [reader, Array.from(numbers)]));
    const picture = (one) => one && {
        ...one, added: plain(one.added), evidence: plain(one.evidence ?? {}), states: null,
        movement: null, columns: one.measured(600),
    };
    return { sides: found.sides.map(picture), difference: picture(difference), sum, sentence };
})"""
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


def compared(scripts, one: str, other: str, first="bidirectional", second="bidirectional"):
    """What the page shows of a comparison, and the record behind it."""
    analyzers = [random_analyzer("gru", direction) for direction in (first, second)]
    question = Question({"text": one, "otherText": other})
    asked = Asked("one", analyzers[0], question, ("other", analyzers[1]))
    answer = as_sent("compare", compare(asked))
    record = comparison(analyzers[0].analyze(one), analyzers[1].analyze(other))
    return scripts.page.evaluate(PICTURED, [f"/{SCRIPT}", answer, COMPARE, READ]), record


def hundredths(printed: str) -> int:
    return round(float(printed.replace("−", "-")) * 100)


both = [st.sampled_from(DIRECTIONS), st.sampled_from(DIRECTIONS)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, *both)
def test_the_printed_sum_leads_from_one_printed_verdict_to_the_other(scripts, one, other, first, second):
    found, record = compared(scripts, one, other, first, second)
    if not record.rows:
        assert found["difference"] is None
        return
    terms, total = found["sum"]["terms"], found["sum"]["total"]["value"]
    assert sum(hundredths(term["value"]) for term in terms) == hundredths(total)
    verdicts = [hundredths(signed(side.ledger.logit)) for side in (record.first, record.second)]
    assert hundredths(total) == verdicts[1] - verdicts[0]
    expected = {
        "same words": record.added[record.same].sum(),
        "other words": record.added[~record.same].sum(),
        "biases": record.bias,
    }
    for term in terms:  # what rounding leaves over is a hundredth or two, not a term
        assert hundredths(term["value"]) / 100 == pytest.approx(expected[term["name"]], abs=0.0201)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, *both)
def test_the_sentence_says_what_is_in_the_record(scripts, one, other, first, second):
    found, record = compared(scripts, one, other, first, second)
    if not record.rows:
        return
    labels = [side.verdict.label for side in (record.first, record.second)]
    logits = [round(side.ledger.logit, 2) for side in (record.first, record.second)]
    gap = round(logits[1] - logits[0], 2)
    said = found["sentence"]
    size = signed(abs(gap)).lstrip("+")
    hard = [bool(side.doubt) for side in (record.first, record.second)]  # to say
    says, say = [("says", "leans")[doubt] for doubt in hard], ("say", "lean")[any(hard)]
    if labels[0] != labels[1]:
        start = f"A {says[0]} {labels[0]}, B {says[1]} {labels[1]}. They are {size} log-odds"
        assert said.startswith(start)
    elif gap:
        more = "more" if (gap > 0) == (labels[0] == "positive") else "less"
        assert said.startswith(f"Both {say} {labels[0]}, and B is {more} certain, by {size} log-odds.")
    else:
        assert said == f"Both {say} {labels[0]}, with the same log-odds."
    if "most" in said:
        row = record.rows[int((record.added * np.sign(gap)).argmax())]
        for side, place in ((record.first, row.before), (record.second, row.after)):
            if place >= 0:
                added = side.ledger.forward[place] + side.ledger.backward[place]
                assert f"\u2068{side.encoded.words[place]}\u2069" in said
                assert signed(added) in said
        along = record.added * np.sign(gap)
        against = record.rows[int(along.argmin())]
        word = (
            record.first.encoded.words[against.before]
            if against.before >= 0
            else record.second.encoded.words[against.after]
        )
        pulls = f"{word}\u2069" in said.rpartition(". ")[2] and said.endswith(
            "changes it even more, in the opposite direction."
        )
        assert pulls == (-along.min() > along.max())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, *both)
def test_three_pictures_have_the_records_numbers_on_the_same_axes(scripts, one, other, first, second):
    found, record = compared(scripts, one, other, first, second)
    sides = found["sides"]
    for key in ("range", "columns"):
        assert sides[0][key] == sides[1][key]
    low, high = sides[0]["range"]
    for side, analysis in zip(sides, (record.first, record.second), strict=True):
        assert sorted([*side["readers"], *side["missing"]]) == sorted(record.readers)
        assert list(side["titles"]) == side["missing"]
        for reader in side["readers"]:
            assert side["evidence"][reader] == pytest.approx(
                getattr(analysis.ledger, f"{reader}_evidence"), abs=1e-5
            )
            assert all(low < value < high for value in side["evidence"][reader])
    if record.rows:
        difference = found["difference"]
        assert difference["bars"] == pytest.approx(record.added, abs=1e-5)
        assert [word["same"] for word in difference["words"]] == record.same.tolist()
        assert (difference["key"] == "") == record.same.all()
        low, high = difference["range"]
        assert all(low < bar < high for bar in difference["bars"])


def test_a_row_is_named_after_both_words(scripts):
    found, _ = compared(scripts, "a slow start", "a very good start indeed")
    labels = [word["label"] for word in found["difference"]["words"]]
    assert labels == ["a", "slow / very", "· / good", "start", "· / indeed"]
    assert len(found["difference"]["columns"]) == 5


def test_the_same_reading_twice_is_alike(scripts):
    found, _ = compared(scripts, "a slow start", "a slow start")
    assert found["sentence"].endswith("with the same log-odds.")
    assert [term["value"] for term in found["sum"]["terms"]] == ["0.00"]
    assert found["difference"]["bars"] == [0, 0, 0]

"""One step of one unit: its gates and states are those of Keras' own layers and of the equations."""

from __future__ import annotations

import numpy as np
import pytest
from oracle import KINDS, oracle_reading, random_analyzer, sigmoid, weights_of
from sent import as_sent

from brnn.explain.registry import EXPLANATIONS
from brnn.model.network import Network
from brnn.ui.answers.question import Asked, BadQuestion, NothingToRead, Question
from brnn.ui.answers.step import step

TEXT = "a slow start but the film was very good"
WORDS = len(TEXT.split())
PLACES = (0, 4, WORDS - 1)
SIDES = [
    (kind, reader)
    for kind in KINDS
    for reader in ("forward", "backward")
    if kind[1] in (reader, "bidirectional")
]


def ask(analyzer, **entries) -> dict:
    question = Question({"text": TEXT, "unit": -1} | entries)
    return as_sent("step", step(Asked("m", analyzer, question)))


def keras_states(analyzer, reader: str, words: int | None = None) -> list[np.ndarray]:
    """The states of Keras' layer before the first and after each of its first words; final cell state."""
    network = Network.of(analyzer.model)
    ids = analyzer.analyze(TEXT).encoded.ids
    ids = ids if words is None else ids[:words] if reader == "forward" else ids[WORDS - words :]
    hidden, *final = getattr(network, f"{reader}_reader")(network.embedding(ids[np.newaxis]))
    return [
        np.concatenate([np.zeros((1, hidden.shape[-1])), hidden[0]]),
        *(np.array(f[0]) for f in final[1:]),
    ]


def steps_read(reader: str, word: int) -> int:
    """How many words the reader has read before a word."""
    return word if reader == "forward" else WORDS - 1 - word


def new_state(found) -> tuple[float, float | None]:
    """The states that follow from the gates, by the equations."""
    value = {own.name: own.value for own in found.sums}
    if "state" in value:
        return value["state"], None
    if "update" in value:
        return value["update"] * found.before + (1 - value["update"]) * value["candidate"], None
    cell = value["forget"] * found.cell_before + value["input"] * value["candidate"]
    return value["output"] * np.tanh(cell), cell


@pytest.mark.parametrize(("kind", "reader"), SIDES)
@pytest.mark.parametrize("word", PLACES)
def test_the_gates_lead_from_each_state_of_keras_to_the_next(kind, reader, word):
    analyzer = random_analyzer(*kind)
    read = steps_read(reader, word)
    states = keras_states(analyzer, reader)[0]
    for unit in range(analyzer.model.config.units):
        found = analyzer.step(TEXT, reader, word, unit)
        assert found.before == pytest.approx(states[read, unit], abs=1e-5)
        assert found.state == pytest.approx(states[read + 1, unit], abs=1e-5)
        state, cell = new_state(found)
        assert state == pytest.approx(states[read + 1, unit], abs=1e-5)
        assert abs(found.remainder) < 1e-6
        if cell is None:
            assert found.cell is found.cell_before is None
        else:
            own = keras_states(analyzer, reader, read + 1)[1][unit]
            assert (cell, found.cell) == pytest.approx((own, own), abs=1e-5)
        if read == 0:
            assert found.before == 0


@pytest.mark.parametrize(("kind", "reader"), SIDES)
@pytest.mark.parametrize("word", PLACES)
def test_each_sum_is_that_of_the_equations(kind, reader, word):
    analyzer = random_analyzer(*kind)
    weights, ids = weights_of(analyzer.model), analyzer.analyze(TEXT).encoded.ids
    read = oracle_reading(ids, analyzer.model.config, weights)
    states = np.concatenate([np.zeros((1, 6)), getattr(read, reader)[:: 1 if reader == "forward" else -1]])
    x, h = weights["embedding"][0][ids[word]].astype(float), states[steps_read(reader, word)]
    kernel, recurrent, bias = (array.astype(float) for array in weights[reader])
    b, c = bias if bias.ndim == 2 else (bias, np.zeros_like(bias))
    found = [analyzer.step(TEXT, reader, word, unit) for unit in range(6)]
    gates = found[0].sums
    blocks = zip(*(np.split(a, len(gates), axis=-1) for a in (kernel, recurrent, b, c)), strict=True)
    values: dict[str, np.ndarray] = {}
    for place, (w, u, own, other) in enumerate(blocks):
        name = gates[place].name
        gated = name == "candidate" and kind[0] == "gru"
        memory = values["reset"] * (h @ u + other) if gated else h @ u
        total = x @ w + memory + own + (0 if gated else other)
        values[name] = np.tanh(total) if name in ("candidate", "state") else sigmoid(total)
        sums = [step.sums[place] for step in found]
        assert [one.from_word for one in sums] == pytest.approx(x @ w, abs=1e-5)
        assert [one.from_memory for one in sums] == pytest.approx(memory, abs=1e-5)
        assert [one.total for one in sums] == pytest.approx(total, abs=1e-5)
        assert [one.value for one in sums] == pytest.approx(values[name], abs=1e-5)
        assert [one.mean for one in sums] == pytest.approx([values[name].mean()] * 6, abs=1e-5)
        assert [one.unreset for one in sums] == (
            pytest.approx(h @ u + other, abs=1e-5) if gated else [None] * 6
        )


@pytest.mark.parametrize(("kind", "reader"), SIDES)
def test_the_answer_is_about_the_unit_that_weighs_most_and_its_parts_are_the_evidence(kind, reader):
    analyzer = random_analyzer(*kind)
    analysis, weights = analyzer.analyze(TEXT), analyzer.head_weights()[reader == "backward"]
    for word in PLACES:
        held = getattr(analysis.reading, reader)[word].astype(float) * weights
        found = ask(analyzer, reader=reader, word=word)
        assert found["step"]["unit"] == found["strongest"][0]["unit"] == np.abs(held).argmax()
        assert (
            found["evidence"]
            == found["strongest"][0]["evidence"]
            == pytest.approx(held[found["step"]["unit"]])
        )
        whole = sum(unit["evidence"] for unit in found["strongest"]) + found["others"]
        assert whole == pytest.approx(getattr(analysis.ledger, f"{reader}_evidence")[word], abs=1e-6)
        chosen = ask(analyzer, reader=reader, word=word, unit=5)
        assert (chosen["step"]["unit"], chosen["evidence"]) == (5, pytest.approx(held[5]))
        assert chosen["strongest"] == found["strongest"]


@pytest.mark.parametrize(
    "entries",
    [{"reader": "both"}, {"word": WORDS}, {"word": -1}, {"word": None}, {"unit": 6}, {"unit": -2}],
)
def test_a_state_that_is_not_there_is_a_bad_question(entries):
    with pytest.raises(BadQuestion):
        ask(random_analyzer("gru"), **{"reader": "forward", "word": 0} | entries)


def test_a_reader_that_the_model_lacks_has_no_states():
    with pytest.raises(BadQuestion):
        ask(random_analyzer("gru", "forward"), reader="backward", word=0)
    with pytest.raises(ValueError, match="reader must be forward or backward, got 'left'"):
        random_analyzer("gru").step(TEXT, "left", 0, 0)
    with pytest.raises(ValueError, match="no unit"):
        random_analyzer("gru", "forward").step(TEXT, "backward", 0, 0)


def test_without_words_there_is_no_state():
    with pytest.raises(NothingToRead):
        ask(random_analyzer("gru"), text="", reader="forward", word=0)


@pytest.mark.parametrize("cell", ["simple", "gru", "lstm"])
def test_the_sheet_prints_terms_that_add_up_and_facts_of_the_record(cell):
    analyzer, explanation = random_analyzer(cell), EXPLANATIONS["step"]
    _, sheet = explanation.answer(analyzer, [TEXT], explanation.read({"word": "3", "unit": "backward:2"}))
    record = analyzer.step(TEXT, "backward", 2, 2)
    facts = {fact.key: fact.value for fact in sheet.facts}
    assert facts | {"state": record.state, "reader": "backward", "word": 3, "unit": 2} == facts
    shown = {column.key: [text.replace("−", "-") for text in column.shown] for column in sheet.columns}
    for row in zip(*(shown[key] for key in ("from_word", "from_memory", "bias", "total")), strict=True):
        *terms, total = (round(100 * float(text)) for text in row)
        assert sum(terms) == total
    assert [row["value"] for row in sheet.rows] == [own.value for own in record.sums]


def test_without_settings_the_sheet_is_of_the_strongest_word_and_unit():
    analyzer, explanation = random_analyzer("lstm"), EXPLANATIONS["step"]
    analysis, sheet = explanation.answer(analyzer, [TEXT], explanation.read({}))
    facts = {fact.key: fact.value for fact in sheet.facts}
    added = {reader: np.abs(getattr(analysis.ledger, reader)) for reader in ("forward", "backward")}
    reader = max(added, key=lambda own: added[own].max())
    assert (facts["reader"], facts["word"]) == (reader, added[reader].argmax() + 1)
    assert facts["unit"] == analyzer.units(analysis).ranking_at(reader, facts["word"] - 1)[0].unit

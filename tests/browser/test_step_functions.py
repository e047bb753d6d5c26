"""What the scripts write about a state of the network, and the network on any page, without the app."""

from __future__ import annotations

import json

import pytest
from measured import measured_analyzer
from sent import as_sent

from brnn import figures
from brnn.text.numbers import add_up, signed
from brnn.ui.answers.question import Asked, Question
from brnn.ui.answers.reading import read
from brnn.ui.answers.step import step
from brnn.ui.texts.read import READ
from brnn.ui.texts.step import STEP

pytestmark = pytest.mark.browser

TEXT = "a slow start but the film was very good"
CELLS = ("simple", "gru", "lstm")
STATES = [("forward", 0), ("forward", 8), ("backward", 0), ("backward", 8)]
PICTURE = """async ([answer, name, given]) => {
    const { pictureOf } = await import("/lib/reading.js");
    return (await import("/lib/step.js"))[name](given, pictureOf(answer), ...%s);
}"""


def answer_of(cell: str, reader: str, word: int, unit: int = 2) -> dict:
    question = Question({"text": TEXT, "reader": reader, "word": word, "unit": unit})
    return as_sent("step", step(Asked("m", measured_analyzer(cell), question)))


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("=", "").replace(" ", ""))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("reader", "word"), STATES)
def test_the_printed_sums_add_up_and_are_those_of_the_record(scripts, cell, reader, word):
    found = answer_of(cell, reader, word)["step"]
    rows = scripts.call("lib/step.js", "sumsOf", found, STEP["inside"])
    assert [row["name"] for row in rows] == [STEP["inside"]["names"][own["name"]] for own in found["sums"]]
    for row, own in zip(rows, found["sums"], strict=True):
        terms = [own["from_word"], own["from_memory"], own["bias"]]
        printed, total = add_up(terms, sum(terms))
        assert [row["word"], row["memory"], row["bias"], row["total"]] == [*printed, total]
        assert round(100 * sum(map(number, printed))) == round(100 * number(total))
        gate = own["name"] not in ("state", "candidate")
        assert row["value"] == (f"{own['value']:.2f}" if gate else signed(own["value"]))
        assert row["mean"] == (f"{own['mean']:.2f}" if gate else "")
        assert row["squash"] == STEP["inside"]["sigmoid" if gate else "tanh"]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("reader", "word"), STATES)
def test_the_printed_equations_end_at_the_state(scripts, cell, reader, word):
    found = answer_of(cell, reader, word)["step"]
    lines = scripts.call("lib/step.js", "equationsOf", found, cell, STEP["lines"])
    assert not any("{" in line for line in lines)
    assert lines[-1].endswith(f" = {signed(found['state'])}")
    if cell == "simple":
        return
    inner = found["state"] if cell == "gru" else found["cell"]
    *_, parts, total = lines[0].split(" = ")
    (kept, written), _ = add_up([found["kept"], found["written"]], inner)
    assert parts.replace(" ", "") == kept + (written if written[0] in "+−" else f"+{written}")
    assert total == signed(inner)
    assert round(100 * (number(kept) + number(written))) == round(100 * number(total))


def test_what_is_zero_before_the_first_word_and_what_the_reset_gate_leaves_is_said(scripts):
    found = answer_of("gru", "forward", 0)["step"]
    candidate = found["sums"][2]
    said = scripts.call("lib/step.js", "remarksOf", found, True, STEP["inside"])
    row = scripts.call("lib/step.js", "sumsOf", found, STEP["inside"])[2]
    reset = STEP["inside"]["reset"].format(value=signed(candidate["unreset"]), gated=row["memory"])
    assert said == [STEP["inside"]["first"], reset]
    for cell in ("simple", "lstm"):
        found = answer_of(cell, "forward", 3)["step"]
        assert scripts.call("lib/step.js", "remarksOf", found, False, STEP["inside"]) == []


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("reader", "word"), STATES)
def test_a_state_holds_what_was_there_before_and_what_the_word_added(scripts, cell, reader, word):
    analyzer = measured_analyzer(cell)
    answer = as_sent("read", read(Asked("m", analyzer, Question({"text": TEXT}))))
    node = {"reader": reader, "word": word}
    held = scripts.page.evaluate(PICTURE % json.dumps([STEP["held"]]), [answer, "heldBy", node])
    ledger = analyzer.analyze(TEXT).ledger
    now, added = (float(getattr(ledger, f"{reader}{part}")[word]) for part in ("_evidence", ""))
    before, step, total = (number(term["value"]) for term in held["terms"])
    assert round(100 * (before + step)) == round(100 * total)
    assert (before, step, total) == pytest.approx((now - added, added, now), abs=0.0151)
    mean = float(getattr(analyzer.model.statistics, reader).mean_evidence)
    assert held["notes"][0] == STEP["held"]["centred"].format(value=signed(now - mean))
    assert len(held["notes"]) == (2 if cell == "simple" else 1)


def test_the_units_that_hold_it_and_all_others_add_up(scripts):
    answer = answer_of("gru", "backward", 3)
    found = scripts.call("lib/step.js", "holdersOf", answer, 6, STEP["units"])
    values = [own["evidence"] for own in answer["strongest"]]
    printed, _ = add_up([*values, answer["others"]], sum(values) + answer["others"])
    assert [own["value"] for own in found["units"]] == printed[:-1]
    assert found["others"] == f"3 others {printed[-1]}"
    assert scripts.call("lib/step.js", "holdersOf", answer, 3, STEP["units"])["others"] == ""


# The network, put on some page


MOUNT = """async ([look, texts, answer, readers]) => {
    const { receive } = await import("/lib/given.js");
    const { pictureOf } = await import("/lib/reading.js");
    const { unrolled } = await import("/lib/network.js");
    const { Stage } = await import("/stage/stage.js");
    receive({ look });
    const place = document.createElement("div");
    const tall = document.createElement("style");
    tall.textContent = ".frame { height: 400px }";
    document.body.replaceChildren(tall, place);
    const chosen = [];
    const stage = new Stage(texts.stage, { state: (...state) => chosen.push(state) });
    place.append(stage.element);
    stage.show(unrolled(pictureOf(answer), texts, readers ?? undefined));
    const all = (where) => [...place.querySelectorAll(where)];
    const written = (where) => all(where).map((each) => each.textContent);
    all(".nodes:not([hidden]) .node").at(1).click();
    return {
        chains: all(".nodes:not([hidden])").map((row) => row.className),
        states: written(".network .state text"),
        rings: all(".network .ring").length,
        join: written(".frame > .join span"),
        lanes: all(".lane:not([hidden])").map((lane) => lane.className),
        chosen,
    };
}"""


def mounted(scripts, readers, direction: str = "bidirectional") -> tuple[dict, dict]:
    analyzer = measured_analyzer("gru", direction)
    answer = as_sent("read", read(Asked("m", analyzer, Question({"text": TEXT}))))
    return scripts.page.evaluate(MOUNT, [figures.look(), READ, answer, readers]), analyzer.analyze(TEXT)


def test_a_network_can_be_put_on_any_page_with_one_reader(scripts):
    seen, analysis = mounted(scripts, ["forward"])
    assert seen["chains"] == ["nodes forward"]
    assert seen["lanes"] == ["lane forward"]
    expected = [signed(value) for value in analysis.ledger.forward_evidence]
    assert seen["states"][:-1] == expected[:-1]
    assert seen["rings"] == 1
    ledger = analysis.ledger
    (term, *_), _ = add_up(
        [ledger.forward_total, ledger.backward_total, ledger.bias], ledger.logit, constant=True
    )
    assert seen["join"] == [f"→ {term}"]  # one reader of two is not enough for a verdict
    assert seen["states"][-1] == term
    assert seen["chosen"] == [["forward", 1]]


def test_or_with_all_readers_and_the_verdict(scripts):
    seen, _ = mounted(scripts, None)
    assert seen["chains"] == ["nodes forward", "nodes backward"]
    assert len(seen["states"]) == 18
    assert seen["rings"] == 2
    assert len(seen["join"]) == 5
    alone, _ = mounted(scripts, None, "backward")
    assert (alone["chains"], alone["rings"], len(alone["join"])) == (["nodes backward"], 1, 4)

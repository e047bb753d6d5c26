"""Many models in the picker: loaded when somebody asks, and each shows the readers that it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from serving import App, free_port, running_app

from brnn.text.numbers import add_up
from brnn.ui import texts
from brnn.ui.texts.read import PAGE, READ

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(models) -> Iterator[App]:
    """An app of its own, in which nobody has asked for the damaged model yet."""
    with running_app("--models", str(models), "--port", str(free_port())) as app:
        yield app


REVIEW = "A slow start, but lovely"
ARROWS = {"forward": "→", "backward": "←"}


def test_the_picker_names_the_models_in_order(person):
    assert person.page.get_by_label("Model", exact=True).get_attribute("id") == "model"
    assert person.page.locator("#model option").all_inner_texts() == [
        "article",
        "small",
        "unreadable",
        "Ladder: GRU, forward only",
        "Ladder: GRU, backward only",
    ]


def test_a_model_is_picked_and_the_first_one_again(person, analyzers):
    person.pastes(REVIEW)
    person.picks_and_waits("small")
    memory = analyzers["small"].analyze(REVIEW).reading.backward
    person.sees_memory("backward", memory)
    assert person.page.get_by_role("button", name=READ["units"]["all"].format(units=5)).count() == 0
    assert sorted(person.units("backward")) == list(range(5))
    person.picks_and_waits("article")
    memory = analyzers["article"].analyze(REVIEW).reading.backward
    person.sees_memory("backward", memory)


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_model_with_one_reader_shows_that_reader_alone(person, analyzers, direction):
    person.pastes(REVIEW)
    person.picks_and_waits(f"Ladder: GRU, {direction} only")
    analysis = analyzers[f"ladder/gru-{direction}"].analyze(REVIEW)
    memory = getattr(analysis.reading, direction)
    person.sees_memory(direction, memory)
    assert person.page.locator("#stage .plot canvas:visible").count() == 1
    assert person.page.locator("#stage .evidence .line").count() == 1
    ledger = analysis.ledger
    total = getattr(ledger, f"{direction}_total")
    terms, logit = add_up([total, ledger.bias], ledger.logit, constant=True)
    shown = person.page.locator("#read .sum b").all_inner_texts()
    assert shown == [f"{ARROWS[direction]} {terms[0]}", terms[1], f"= {logit}"]
    assert person.page.locator("#read .sentences li").count() == 1
    assert person.reads("#stage h2").startswith(READ["titles"]["memories"]["one"])
    assert person.reads(".head .subtitle") == PAGE["oneReader"]
    other = {"forward": "backward", "backward": "forward"}[direction]
    assert person.page.locator(f"#stage .lane.{direction}").is_visible()
    assert person.page.locator(f"#stage .lane.{other}").is_hidden()
    alternative = person.page.get_by_role("img", name="memory").get_attribute("aria-label")
    for text in (alternative, person.reads("#read")):
        assert direction in text
        assert other not in text
    person.presses(READ["play"]["first"])
    person.page.keyboard.press("ArrowRight")
    assert person.page.locator(f"#stage .sheet > .head.{direction}").is_visible()
    assert person.page.locator(f"#stage .sheet > .head.{other}").is_hidden()
    person.presses(READ["play"]["last"])
    person.picks_and_waits("article")
    assert person.reads("#stage h2").startswith(READ["titles"]["memories"]["both"])


def test_a_model_that_cannot_be_loaded_says_why_and_is_left_out_from_then_on(person, newcomer, analyzers):
    person.picks("unreadable")
    person.page.locator("#read").get_by_text(texts.BAD_MODEL, exact=True).wait_for()
    assert "model.weights.h5" in person.reads("#read .verdict .note")
    assert person.page.locator("#stage .plot").is_hidden()
    person.picks_and_waits("article")
    person.pastes(REVIEW)
    newcomer.open()
    newcomer.page.locator(".brnn .notice", has_text="unreadable").wait_for()
    assert "model.weights.h5" in newcomer.reads(".brnn .notice")
    assert "unreadable" not in newcomer.page.locator("#model option").all_inner_texts()

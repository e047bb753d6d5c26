"""Many models in the picker: loaded when somebody asks, and each shows the readers that it has."""

from __future__ import annotations

import numpy as np
import pytest
from person import Person

from brnn.ui import texts
from brnn.ui.numbers import add_up

pytestmark = pytest.mark.browser

REVIEW = "A slow start, but lovely"
ARROWS = {"forward": "→", "backward": "←"}


def test_the_picker_names_the_models_in_order(person):
    person.page.get_by_role("combobox", name=texts.MODEL).click()
    names = person.page.get_by_role("option").all_inner_texts()
    assert [name.strip(" ✓\n") for name in names] == [
        "article",
        "damaged",
        "small",
        "Ladder: GRU, forward only",
        "Ladder: GRU, backward only",
    ]
    person.page.keyboard.press("Escape")


def test_a_model_is_picked_and_the_first_one_again(person, analyzers):
    person.pastes(REVIEW)
    person.picks("small")
    person.page.locator("#words .model", has_text="small").wait_for(timeout=60_000)
    assert (person.heatmap("backward") == analyzers["small"].analyze(REVIEW).reading.backward).all()
    person.picks("article")
    person.page.locator("#words .model", has_text="article").wait_for()


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_model_with_one_reader_shows_that_reader_alone(person, analyzers, direction):
    person.pastes(REVIEW)
    person.picks(f"Ladder: GRU, {direction} only")
    person.page.locator("#words .model", has_text=f"{direction} only").wait_for(timeout=60_000)
    analysis = analyzers[f"ladder/gru-{direction}"].analyze(REVIEW)
    assert np.array_equal(person.heatmap(direction), getattr(analysis.reading, direction))
    drawn = person.page.evaluate("document.querySelector('#stage .plot')._fullData.length")
    assert drawn == 2  # its memory and its evidence
    ledger = analysis.ledger
    total = getattr(ledger, f"{direction}_total")
    terms, logit = add_up([total, ledger.bias], ledger.logit)
    shown = person.page.locator(".sum b").all_inner_texts()
    assert shown == [f"{ARROWS[direction]} {terms[0]}", terms[1], f"= {logit}"]
    assert person.page.locator(".sentences li").count() == 1
    assert person.reads("#stage h2").startswith(texts.STAGE[1])
    other = {"forward": "backward", "backward": "forward"}[direction]
    alternative = person.page.get_by_role("img", name="memory").get_attribute("aria-label")
    for text in (alternative, person.reads("#read")):
        assert direction in text
        assert other not in text
    person.picks("article")
    person.page.locator("#words .model", has_text="article").wait_for()
    assert person.reads("#stage h2").startswith(texts.STAGE[2])


def test_a_model_that_cannot_be_loaded_says_why_and_is_left_out_from_then_on(
    person, app, browser, analyzers
):
    person.picks("damaged")
    person.page.get_by_text(texts.BAD_MODEL, exact=True).wait_for(timeout=60_000)
    assert "model.weights.h5" in person.reads("#verdict .note")
    person.picks("article")
    person.pastes(REVIEW)
    newcomer = Person(browser.new_page(), app.url)
    newcomer.open()
    newcomer.page.locator("#notice", has_text="damaged").wait_for()
    assert "model.weights.h5" in newcomer.reads("#notice")
    newcomer.page.get_by_role("combobox", name=texts.MODEL).click()
    assert newcomer.page.get_by_role("option", name="damaged").count() == 0
    newcomer.page.close()

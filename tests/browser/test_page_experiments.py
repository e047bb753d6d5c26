"""A visitor predicts what an experiment will show, and then sees it."""

from __future__ import annotations

import pytest

from brnn.ui.answers import experiments as answers
from brnn.ui.answers.question import Asked, Question
from brnn.ui.texts.experiments import EXPERIMENTS, NO_STATISTICS, NOTHING

pytestmark = pytest.mark.browser

TEXT = "A slow start. The end is lovely and the cast is excellent!"


@pytest.fixture
def trying(person):
    """Someone who comes to the Experiments page with a text."""
    person.page.set_viewport_size({"width": 1280, "height": 720})
    person.page.evaluate("sessionStorage.clear()")
    person.open()
    person.page.get_by_role("link", name="Experiments").click()
    person.picks("article")
    person.page.locator("#tried").fill(TEXT)
    return person


def answer(analyzers, name: str, model: str = "article", **question):
    ask = getattr(answers, name)
    return ask(Asked(model, analyzers[model], Question({"text": TEXT, "number": 0} | question)))


def trial(person, name: str):
    return person.page.locator(f"[data-trial={name}]")


def predicts(person, name: str, expected, choice: str, outcome=None) -> None:
    """Choose, and see what is said back, the sentence and the figure."""
    place, outcome = trial(person, name), outcome or expected
    question = EXPERIMENTS["question"].format(verdict=expected["verdict"])
    place.get_by_text(question, exact=True).wait_for()
    assert place.locator(".result").is_hidden()
    said = expected["choices"][choice]
    place.get_by_role("button", name=said, exact=True).click()
    place.get_by_text(outcome["sentence"], exact=True).wait_for()
    reply = EXPERIMENTS["right" if choice == outcome["result"] else "wrong"].format(choice=said)
    assert place.locator(".said").inner_text() == reply
    chart = place.locator(".chart")
    assert chart.get_attribute("aria-label") == expected["alternative"]
    place.locator(".chart[data-drawn] .main-svg").first.wait_for()


@pytest.mark.parametrize("choice", ["stays", "turns"])
def test_order_is_revealed_after_a_prediction(trying, analyzers, choice):
    expected = answer(analyzers, "order")
    words = trial(trying, "order").locator(".shuffled span")
    trying.page.wait_for_function(
        "words => [...document.querySelectorAll('.shuffled span')].map(s => s.textContent).join()"
        " === words.join()",
        arg=expected["words"],
    )
    assert not any(words.evaluate_all("spans => spans.map(span => span.style.backgroundColor)"))
    predicts(trying, "order", expected, choice)
    assert all(words.evaluate_all("spans => spans.map(span => span.style.backgroundColor)"))


def test_another_order_asks_for_another_prediction(trying, analyzers):
    predicts(trying, "order", answer(analyzers, "order"), "stays")
    place = trial(trying, "order")
    place.get_by_role("button", name=EXPERIMENTS["order"]["start"]).click()
    place.locator(".result").wait_for(state="hidden")
    predicts(trying, "order", answer(analyzers, "order", arrangement="start"), "turns")
    place.get_by_role("button", name=EXPERIMENTS["order"]["shuffle"]).click()
    place.get_by_role("button", name=EXPERIMENTS["order"]["again"]).click()
    place.locator(".result").wait_for(state="hidden")
    predicts(trying, "order", answer(analyzers, "order", number=1), "stays")


@pytest.mark.parametrize("side", ["before", "after"])
def test_padding_shows_the_failing_beside_the_masked_reading(trying, analyzers, side):
    expected = answer(analyzers, "padding", side=side)
    place = trial(trying, "padding")
    place.get_by_role("button", name=EXPERIMENTS["padding"]["sides"][side]).click()
    slider = place.get_by_role("slider")
    slider.focus()
    trying.page.keyboard.press("End")
    predicts(trying, "padding", expected, "moves", expected["stops"][-1])
    for _ in range(3):
        slider.press("ArrowLeft")
    place.get_by_text(expected["stops"][-4]["sentence"], exact=True).wait_for()
    assert place.locator("output").inner_text() == f"{expected['stops'][-4]['pads']} pads"
    sizes = (
        "[...document.querySelectorAll('[data-trial=padding] .chart')][0]"
        "._fullData.map(trace => trace.marker.size.indexOf(Math.max(...trace.marker.size)))"
    )
    trying.page.wait_for_function(f"JSON.stringify({sizes}) === '[13,13]'")


@pytest.mark.parametrize("reader", ["forward", "backward"])
def test_a_reader_is_muted(trying, analyzers, reader):
    if analyzers["article"].model.statistics is None:
        pytest.skip("this model has no statistics")
    name = EXPERIMENTS["mute"]["readers"][reader]
    trial(trying, "mute").get_by_role("button", name=name).click()
    predicts(trying, "mute", answer(analyzers, "mute", reader=reader), "turns")


def test_what_a_model_cannot_do_is_said_in_its_place(trying, analyzers):
    trying.picks("small")
    trial(trying, "mute").get_by_text(NO_STATISTICS, exact=True).wait_for()
    predicts(trying, "order", answer(analyzers, "order", "small"), "stays")
    trying.page.locator("#tried").fill("")
    for name in ("order", "padding", "mute"):
        trial(trying, name).get_by_text(NOTHING, exact=True).wait_for()


def test_a_new_text_hides_what_was_of_the_old_one(trying, analyzers):
    predicts(trying, "order", answer(analyzers, "order"), "stays")
    trying.page.locator("#tried").fill(TEXT + " Lovely.")
    trial(trying, "order").locator(".result").wait_for(state="hidden")
    assert trying.state("text") == TEXT + " Lovely."


@pytest.mark.parametrize("width", [360, 390, 768])
def test_nothing_scrolls_sideways(trying, analyzers, width):
    trying.page.set_viewport_size({"width": width, "height": 844})
    for name in ("order", "padding", "mute"):
        question = {"side": "after"} if name == "padding" else {}
        expected = answer(analyzers, name, **question)
        place = trial(trying, name)
        place.get_by_text(EXPERIMENTS["question"].format(verdict=expected["verdict"])).wait_for()
        place.locator(".choices button").first.click()
        place.locator(".chart[data-drawn]").wait_for()
    assert trying.too_wide() == 0

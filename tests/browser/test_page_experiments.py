"""A visitor predicts what an experiment will show, and then sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from brnn.text.numbers import signed
from brnn.ui.answers import experiments as answers
from brnn.ui.answers.question import Asked, Question
from brnn.ui.protocol import unpack
from brnn.ui.texts.experiments import EXPERIMENTS

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


def labels(logit: float) -> dict[str, str]:
    """The label of a verdict, and the other one."""
    same, other = ("positive", "negative") if logit > 0 else ("negative", "positive")
    return {"same": same, "other": other}


def predicts(person, name: str, before: float, after: float, choice: str) -> None:
    """Choose, and see what is said back, the sentence and the figure."""
    place, said = trial(person, name), labels(before)
    question = EXPERIMENTS["question"].format(before=signed(before), **said)
    place.get_by_text(question, exact=True).wait_for()
    assert place.locator(".result").is_hidden()
    button = EXPERIMENTS[name]["choices"][choice].format(**said)
    place.get_by_role("button", name=button, exact=True).click()
    right = (choice == "turns") == ((before > 0) != (after > 0))
    reply = EXPERIMENTS["right" if right else "wrong"].format(choice=button)
    assert place.locator(".said").inner_text() == reply
    sentence = place.locator(".sentence").inner_text()
    assert signed(after) in sentence
    assert place.locator(".chart").get_attribute("aria-label")
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
    predicts(trying, "order", expected["logit"], expected["shown"], choice)
    assert all(words.evaluate_all("spans => spans.map(span => span.style.backgroundColor)"))


def test_another_order_asks_for_another_prediction(trying, analyzers):
    before = answer(analyzers, "order")["logit"]

    def predicts_order(choice, **question):
        after = answer(analyzers, "order", **question)["shown"]
        predicts(trying, "order", before, after, choice)

    predicts_order("stays")
    place = trial(trying, "order")
    place.get_by_role("button", name=EXPERIMENTS["order"]["start"]).click()
    place.locator(".result").wait_for(state="hidden")
    predicts_order("turns", arrangement="start")
    place.get_by_role("button", name=EXPERIMENTS["order"]["shuffle"]).click()
    place.get_by_role("button", name=EXPERIMENTS["order"]["again"]).click()
    place.locator(".result").wait_for(state="hidden")
    predicts_order("stays", number=1)


@pytest.mark.parametrize("side", ["before", "after"])
def test_padding_shows_the_failing_beside_the_masked_reading(trying, analyzers, side):
    expected = answer(analyzers, "padding", side=side)
    unmasked = unpack(expected["unmasked"])
    place = trial(trying, "padding")
    asked = EXPERIMENTS["question"].format(before=signed(expected["logit"]), **labels(expected["logit"]))
    place.get_by_text(asked, exact=True).wait_for()
    place.get_by_role("button", name=EXPERIMENTS["padding"]["sides"][side]).click()
    place.locator(".choices button:not([aria-disabled])").first.wait_for()  # its answer is there
    slider = place.get_by_role("slider")
    slider.press("End")
    expect(place.locator("output")).to_have_text(f"{expected['pads'][-1]} pads")
    predicts(trying, "padding", expected["logit"], float(unmasked[-1]), "turns")
    for _ in range(3):
        slider.press("ArrowLeft")
    pads = f"{expected['pads'][-4]} pads"
    place.locator(".sentence", has_text=f"With {pads}").wait_for()
    assert signed(float(unmasked[-4])) in place.locator(".sentence").inner_text()
    assert place.locator("output").inner_text() == pads
    marked = (
        "[...document.querySelectorAll('[data-trial=padding] .chart')][0]"
        "._fullData.map(trace => trace.selectedpoints)"
    )
    trying.page.wait_for_function(f"() => JSON.stringify({marked}) === '[[13],[13]]'")


@pytest.mark.parametrize("reader", ["forward", "backward"])
def test_a_reader_is_muted(trying, analyzers, reader):
    name = EXPERIMENTS["mute"]["readers"][reader]
    trial(trying, "mute").get_by_role("button", name=name).click()
    expected = answer(analyzers, "mute")
    predicts(trying, "mute", expected["logit"], expected["muted"][reader], "turns")


def test_another_reader_asks_for_another_prediction(trying, analyzers):
    expected = answer(analyzers, "mute")
    names = EXPERIMENTS["mute"]["readers"]
    for reader in ("backward", "forward"):
        trial(trying, "mute").get_by_role("button", name=names[reader]).click()
        predicts(trying, "mute", expected["logit"], expected["muted"][reader], "stays")


def test_predictions_are_made_with_buttons_that_look_like_buttons(trying):
    place = trial(trying, "order")
    button = place.locator(".choices button:not([aria-disabled])").first
    look = "button => { const s = getComputedStyle(button); return [s.borderTopWidth, s.cursor]; }"
    assert button.evaluate(look) == ["1px", "pointer"]
    button.click()
    assert button.get_attribute("aria-pressed") == "true"


def test_what_a_model_cannot_do_is_said_in_its_place(trying, analyzers):
    messages = EXPERIMENTS["messages"]
    trying.picks("small")
    trial(trying, "mute").get_by_text(messages["noStatistics"]).wait_for()
    expected = answer(analyzers, "order", "small")
    predicts(trying, "order", expected["logit"], expected["shown"], "stays")
    trying.page.locator("#tried").fill("")
    for name in ("order", "padding", "mute"):
        trial(trying, name).get_by_text(messages["noWords"]).wait_for()


def test_a_new_text_hides_what_was_of_the_old_one(trying, analyzers):
    expected = answer(analyzers, "order")
    predicts(trying, "order", expected["logit"], expected["shown"], "stays")
    trying.page.locator("#tried").fill(TEXT + " Lovely.")
    trial(trying, "order").locator(".result").wait_for(state="hidden")
    assert trying.state("text") == TEXT + " Lovely."


@pytest.mark.parametrize("width", [360, 390, 768])
def test_nothing_scrolls_sideways(trying, width):
    trying.page.set_viewport_size({"width": width, "height": 844})
    for name in ("order", "padding", "mute"):
        trial(trying, name).locator(".choices button:not([aria-disabled])").first.click()
        trial(trying, name).locator(".chart[data-drawn]").wait_for()
    assert trying.too_wide() == 0

"""A visitor compares: two models with one text, two texts by one model, always on the same axes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from person import label_of

from brnn.explain.experiments.comparison import comparison
from brnn.text.numbers import signed
from brnn.ui import texts
from brnn.ui.texts.compare import COMPARE, READY

pytestmark = pytest.mark.browser

TEXT = "A slow start, but lovely in the end."
OTHER = "A lovely start, but slow."
A, B = (COMPARE["review"].format(side=side) for side in COMPARE["sides"])


@pytest.fixture
def comparing(person):
    """Someone on the Compare page."""
    person.page.set_viewport_size({"width": 1280, "height": 720})
    person.page.get_by_role("link", name="Compare").click()
    person.page.get_by_role("textbox", name=A).wait_for()
    return person


def picks(person, side: str, model: str) -> None:
    person.page.get_by_label(COMPARE["model"].format(side=side)).select_option(model)


def writes(person, name: str, text: str) -> None:
    person.page.get_by_role("textbox", name=name).fill(text)


def waits_for(person, record) -> None:
    """Wait until the page shows this comparison, drawn."""
    total = signed(round(record.second.ledger.logit, 2) - round(record.first.ledger.logit, 2))
    person.page.wait_for_function(
        """([texts, total]) => {
            const stages = [...document.querySelectorAll("#compare .stage")];
            const shown = [...texts, JSON.stringify(texts)];
            return stages.every((stage, i) => stage.dataset.shown === shown[i])
                && document.querySelector(".difference .total b").textContent === `= ${total}`;
        }""",
        arg=[[side.encoded.text for side in (record.first, record.second)], total],
    )


def shows(person, record) -> None:
    """The page draws the numbers of a comparison, both stages on one scale."""
    waits_for(person, record)
    heights, values = [], []
    for i, analysis in enumerate((record.first, record.second)):
        side = person.page.locator("#compare .side").nth(i)
        assert side.locator(".label").inner_text() == label_of(analysis.verdict)
        for line in side.locator(".evidence [data-reader]").all():
            reader = line.get_attribute("data-reader")
            path = line.locator(".line").get_attribute("d")
            heights += [float(point.split()[1]) for point in path.lstrip("M").split("L")]
            values += getattr(analysis.ledger, f"{reader}_evidence").tolist()
    are_on_one_scale(heights, values)
    paths = person.page.locator(".difference .bars").evaluate_all(
        "paths => paths.map(path => path.getAttribute('d')).join('')"
    )
    bars = [[*map(float, bar)] for bar in re.findall(r"M(\S+) \S+h(\S+)V(\S+)h", paths)]
    bars.sort(key=lambda bar: bar[0] + bar[1] / 2)
    assert [width > bars_column(person) / 2 for _, width, _ in bars] == record.same.tolist()
    are_on_one_scale([top for *_, top in bars], record.added)
    columns = person.page.locator("#compare .side .sheet").evaluate_all(
        """sheets => sheets.map(({ style, children: [lane] }) => (
            parseFloat(style.getPropertyValue("--width")) / lane.children.length
        ))"""
    )
    assert columns[0] == pytest.approx(columns[1], abs=0.001)


def bars_column(person) -> float:
    """The width of a column of the difference."""
    sheet = person.page.locator(".difference .sheet")
    return sheet.evaluate("sheet => sheet.querySelector('.word').getBoundingClientRect().width")


def are_on_one_scale(heights, values) -> None:
    """All values are drawn with the same zero and the same length of a log-odd."""
    length, zero = np.polyfit(values, heights, 1)
    assert heights == pytest.approx(zero + length * np.asarray(values), abs=0.05)


def test_one_text_under_two_models(comparing, analyzers):
    picks(comparing, "A", "article")
    picks(comparing, "B", "small")
    writes(comparing, A, TEXT)
    record = comparison(analyzers["article"].analyze(TEXT), analyzers["small"].analyze(TEXT))
    shows(comparing, record)
    assert comparing.page.get_by_label(COMPARE["same"]).is_checked()
    assert comparing.page.get_by_role("textbox", name=B).input_value() == TEXT


def test_two_texts_under_one_model(comparing, analyzers):
    picks(comparing, "B", "article")
    assert comparing.page.get_by_label(COMPARE["same"]).is_disabled()
    writes(comparing, A, TEXT)
    writes(comparing, B, OTHER)
    article = analyzers["article"]
    shows(comparing, comparison(article.analyze(TEXT), article.analyze(OTHER)))


def test_two_texts_under_two_models(comparing, analyzers):
    picks(comparing, "B", "small")
    same = comparing.page.get_by_label(COMPARE["same"])
    if same.is_checked():
        same.uncheck()
    writes(comparing, A, TEXT)
    writes(comparing, B, OTHER)
    first, second = analyzers["article"].analyze(TEXT), analyzers["small"].analyze(OTHER)
    shows(comparing, comparison(first, second))
    same.check()
    shows(comparing, comparison(first, analyzers["small"].analyze(TEXT)))


def test_a_comparison_is_offered_ready_made_and_a_reader_that_is_not_there_is_named(comparing, analyzers):
    pair = ["ladder/gru-forward", "ladder/gru-backward"]
    ready = next(one for one in READY if one.get("models") == pair)
    button = comparing.page.get_by_role("button", name=ready["name"])
    button.focus()
    comparing.page.keyboard.press("Enter")
    one, other = (analyzers[name].analyze(ready["text"]) for name in pair)
    shows(comparing, comparison(one, other))
    assert button.get_attribute("aria-pressed") == "true"
    for missing in COMPARE["missing"].values():
        assert comparing.page.locator("#compare .side").get_by_text(missing).count() == 1
    assert comparing.page.get_by_role("button", name=READY[-1]["name"]).count() == 0
    picks(comparing, "A", "article")


def test_while_another_model_loads_no_side_shows_the_numbers_of_the_one_before(comparing, analyzers):
    picks(comparing, "A", "article")
    picks(comparing, "B", "small")
    writes(comparing, A, TEXT)
    waits_for(comparing, comparison(*(analyzers[name].analyze(TEXT) for name in ("article", "small"))))
    held = []
    comparing.page.route("**/ask/compare", lambda route: held.append(route))
    picks(comparing, "B", "ladder/gru-forward")
    sides = comparing.page.locator("#compare .side")
    sides.nth(1).get_by_text(COMPARE["loading"]["title"], exact=True).wait_for()
    assert sides.nth(0).locator(".stage").is_visible()
    assert not sides.nth(1).locator(".stage").is_visible()
    assert not comparing.page.locator(".difference").is_visible()
    held[0].continue_()
    comparing.page.unroute("**/ask/compare")
    found = (analyzers[name].analyze(TEXT) for name in ("article", "ladder/gru-forward"))
    waits_for(comparing, comparison(*found))


def test_with_one_model_the_visitors_own_text_stays_beside_another(newcomer):
    newcomer.open()
    newcomer.pastes(TEXT)
    newcomer.sets(models=["article"], other=None, page="compare")
    box = newcomer.page.get_by_role("textbox", name=B)
    newcomer.page.wait_for_function("box => box.value", arg=box.element_handle())
    assert box.input_value() == READY[0]["texts"][1]
    assert newcomer.page.get_by_role("textbox", name=A).input_value() == TEXT == newcomer.state("text")


def test_a_word_that_is_hovered_is_lit_on_all_three_stages(comparing, analyzers):
    picks(comparing, "A", "article")
    picks(comparing, "B", "small")
    writes(comparing, A, TEXT)
    first, second = (analyzers[name].analyze(TEXT) for name in ("article", "small"))
    waits_for(comparing, comparison(first, second))
    comparing.page.locator("#compare .side").first.locator(".lane.forward .word").nth(3).hover()
    lit = comparing.page.locator("#compare .lane.forward .word.lit").all_inner_texts()
    assert lit == ["but"] * 3
    comparing.page.mouse.move(5, 5)


def test_typing_fast_ends_on_the_last_text(comparing, analyzers):
    picks(comparing, "B", "small")
    box = comparing.page.get_by_role("textbox", name=A)
    box.fill("")
    box.press_sequentially(OTHER, delay=25)
    shows(
        comparing,
        comparison(analyzers["article"].analyze(OTHER), analyzers["small"].analyze(OTHER)),
    )


def test_nothing_to_read_on_one_side_is_said_there(comparing):
    picks(comparing, "B", "article")
    writes(comparing, B, "?!")
    message = comparing.page.locator("#compare .side").nth(1).get_by_text(texts.NOTHING, exact=True)
    message.wait_for()
    assert comparing.page.locator("#compare .side .stage").nth(1).is_hidden()
    writes(comparing, B, OTHER)
    message.wait_for(state="hidden")


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_scrolls_sideways_and_a_phone_shows_a_before_b(comparing, analyzers, width):
    comparing.page.set_viewport_size({"width": width, "height": 844})
    picks(comparing, "B", "small")
    for text in ("Fine.", TEXT, "lovely start " * 90):
        writes(comparing, A, text)
        record = comparison(analyzers["article"].analyze(text), analyzers["small"].analyze(text))
        waits_for(comparing, record)
        assert comparing.too_wide() == 0
    sides = [side.bounding_box() for side in comparing.page.locator("#compare .side").all()]
    if width < 900:
        assert sides[0]["y"] + sides[0]["height"] <= sides[1]["y"]
    else:
        assert sides[0]["y"] == sides[1]["y"]
    assert np.ptp([side["width"] for side in sides]) < 1

"""The Models page: figures of every model, read back from what is drawn."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from serving import ROOT

from brnn.records import ARROWS
from brnn.text.numbers import signed
from brnn.ui.texts.models import MODELS

pytestmark = pytest.mark.browser

METRICS = ROOT / "assets" / "article" / "metrics.json"
STORE = "part('lib/store.js')"
REVIEW = "A slow start, but lovely in the end"
DRAWN = "#models .plane .chart[data-drawn]"


def opens(person, model: str = "article") -> None:
    """Go to the page, read by a model, and wait for its figures."""
    person.page.get_by_role("link", name="Models", exact=True).click()
    person.page.evaluate(
        f"model => {STORE}.then((store) => store.set({{ model }}))",
        model,
    )
    person.page.wait_for_function(
        "model => document.querySelector('#models tr[data-current]')?.textContent.includes(model)",
        arg=model,
    )


def data(person, chart: str) -> list[dict]:
    """The traces that are drawn."""
    chart = person.page.locator(f"#models {chart} .chart")
    chart.and_(person.page.locator("[data-drawn]")).wait_for()
    return chart.evaluate(
        "node => node.data.map(({ name, x, y, meta, marker }) =>"
        " ({ name, x: [...x ?? []], y: [...y ?? []], meta, marker }))"
    )


def test_nothing_is_asked_before_the_page_is_shown_and_then_the_figures_come(newcomer):
    person = newcomer
    person.open()
    assert not person.page.locator("#models .figures").count()
    person.page.get_by_role("link", name="Models", exact=True).click()
    person.page.locator(DRAWN).wait_for()
    row = person.page.locator("#models .all tr[data-current]").first.inner_text()
    test = json.loads(METRICS.read_text())["test"]
    low, high = (100 * end for end in test["accuracy_interval"])
    assert f"{test['accuracy']:.1%} ({low:.1f} to {high:.1f})" in row


def test_the_articles_overfitting_is_drawn_and_said(person):
    opens(person)
    person.page.locator(DRAWN).wait_for()
    history = json.loads(METRICS.read_text())["history"]
    traces = {trace["name"]: trace for trace in data(person, ".learning .block:first-child")}
    for key, name in (("accuracy", "accuracy"), ("log_loss", "log-loss")):
        held = [epoch["test"][key] for epoch in history]
        assert traces[f"held out {name}"]["y"] == pytest.approx(held)
    assert traces["training accuracy"]["y"] == pytest.approx([e["accuracy"] for e in history])
    assert "It overfits" in person.reads("#models .learning .block:first-child .said")


def test_what_is_read_on_another_page_is_drawn_once_this_one_is_shown(person):
    opens(person)
    person.page.locator(DRAWN).wait_for()
    own = person.page.locator("#models .own")
    person.page.get_by_role("link", name="Read", exact=True).click()
    before = own.text_content()
    person.pastes("A lovely start")
    assert own.text_content() == before
    person.page.get_by_role("link", name="Models", exact=True).click()
    expect(own).not_to_have_text(before)


def test_the_text_of_the_read_page_lies_on_the_plane(person, analyzers):
    person.page.get_by_role("link", name="Read", exact=True).click()
    person.pastes(REVIEW)
    opens(person)
    own = analyzers["article"].agreement(REVIEW).text
    said = ", ".join(f"{arrow} {signed(value)}" for arrow, value in zip(ARROWS.values(), own, strict=True))
    person.page.wait_for_function(
        "said => document.querySelector('#models .own').textContent.includes(said)", arg=said
    )
    rings = [trace for trace in data(person, ".plane") if trace["meta"] == "chosen"]
    assert [(*ring["x"], *ring["y"]) for ring in rings] == [pytest.approx(own, abs=1e-5)] * 2
    accent = person.page.evaluate(
        "getComputedStyle(document.querySelector('#models')).getPropertyValue('--chosen').trim()"
    )
    assert {ring["marker"]["color"] for ring in rings} == {accent}


def test_a_model_without_figures_says_so_in_place(person):
    opens(person, "small")
    person.page.get_by_text(MODELS["noMetrics"]).first.wait_for()
    assert person.page.get_by_text(MODELS["noTest"]).is_visible()
    person.page.get_by_text(MODELS["noStatistics"]).nth(1).wait_for()


def test_charts_of_the_model_before_are_pale_until_those_of_the_chosen_one_come(person):
    opens(person)
    plane, held = person.page.locator("#models section.plane"), []
    expect(plane).to_have_css("opacity", "1")
    person.page.route("**/ask/agreement", lambda route: held.append(route))
    with person.page.expect_request("**/ask/agreement"):
        person.sets(model="small")
    expect(plane).to_have_css("opacity", "0.35")
    for route in held:
        route.continue_()
    person.page.unroute("**/ask/agreement")
    expect(plane).to_have_css("opacity", "1")


def test_a_model_of_the_table_is_chosen_by_its_name(person):
    opens(person, "small")
    button = person.page.locator("#models .all").get_by_role("button", name="article", exact=True)
    button.click()
    person.page.locator("#models tr[data-current]", has_text="article").first.wait_for()
    assert person.page.locator("#model").input_value() == "article"


@pytest.mark.parametrize("width", [360, 390, 768, 1024])
def test_the_page_never_scrolls_sideways_and_nothing_is_cut(person, width):
    opens(person)
    person.page.locator(DRAWN).wait_for()
    person.page.set_viewport_size({"width": width, "height": 800})
    try:
        person.page.wait_for_timeout(1500)  # figures are drawn anew
        assert person.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        beyond = person.page.evaluate(
            """() => [...document.querySelectorAll('#models .chart')].filter(chart => {
              const svg = chart.querySelector('.main-svg');
              return svg && svg.getBoundingClientRect().right > innerWidth;
            }).length"""
        )
        assert beyond == 0
    finally:
        person.page.set_viewport_size({"width": 1280, "height": 720})

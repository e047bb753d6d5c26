"""Whatever the registry holds can be asked on the Experiments page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from brnn.explain.registry import EXPLANATIONS

pytestmark = pytest.mark.browser

TEXT = "A slow start. The end is lovely!"


@pytest.fixture
def asking(person):
    """Someone who comes to the Experiments page with a text; returns the section of questions."""
    person.page.evaluate("sessionStorage.clear()")
    person.open()
    person.page.get_by_role("link", name="Experiments").click()
    person.picks("article")
    person.page.locator("#tried").fill(TEXT)
    return person.page.locator("[data-trial=explain]")


def rows(section) -> list[list[str]]:
    """The cells of the table that is shown."""
    return section.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )


def test_every_question_about_one_text_is_offered_and_the_first_answered(asking):
    offered = asking.get_by_role("combobox", name="Question").locator("option").all_inner_texts()
    assert offered == [e.question for e in EXPLANATIONS.values() if e.texts == 1]
    asking.locator("tbody").wait_for()


def test_an_answer_is_that_of_the_command_line(asking, analyzers):
    asking.get_by_role("combobox", name="Question").select_option(label=EXPLANATIONS["occlusion"].question)
    asking.get_by_role("textbox").fill("2:3,4")
    asking.get_by_role("textbox").blur()
    asking.get_by_text("slow start", exact=True).wait_for()
    analyzer = analyzers["article"]
    _, sheet = EXPLANATIONS["occlusion"].answer(analyzer, [TEXT], {"span": [(1, 3), (3, 4)]})
    assert rows(asking) == [list(row) for row in zip(*(c.shown for c in sheet.columns), strict=True)]
    facts = asking.locator("dt, dd").all_inner_texts()
    assert facts == [part for fact in sheet.facts for part in (fact.label, fact.shown)]


def test_no_answer_stands_under_another_question(asking, person):
    asking.locator("tbody").wait_for()
    held = []
    person.page.route("**/ask/explain", lambda route: held.append(route))
    asking.get_by_role("combobox", name="Question").select_option(label=EXPLANATIONS["units"].question)
    asking.locator("tbody").wait_for(state="detached")
    while not held:
        person.page.wait_for_timeout(20)
    held[0].continue_()
    person.page.unroute("**/ask/explain")
    asking.locator("tbody").wait_for()


def test_an_answer_about_another_text_is_pale_until_its_own_comes(asking, person):
    asking.locator("tbody").wait_for()
    shown, held = asking.locator(".shown"), []
    person.page.route("**/ask/explain", lambda route: held.append(route))
    with person.page.expect_request("**/ask/explain"):
        person.page.locator("#tried").fill(TEXT + " Really.")
    expect(shown).to_have_css("opacity", "0.35")
    for route in held:
        route.continue_()
    person.page.unroute("**/ask/explain")
    expect(shown).to_have_css("opacity", "1")


def test_a_setting_that_cannot_be_used_is_named_with_its_range(asking):
    order = EXPLANATIONS["order"]
    (shuffles,) = (setting for setting in order.settings if setting.name == "shuffles")
    asking.get_by_role("combobox", name="Question").select_option(label=order.question)
    field = asking.get_by_label(shuffles.about)
    field.fill("1")
    field.blur()
    asking.get_by_text(f"shuffles must be {shuffles.kind.accepts}, got '1'").wait_for()
    field.fill("2")
    field.blur()
    asking.get_by_role("rowheader", name="as typed", exact=True).wait_for()
    assert asking.locator(".message").is_hidden()

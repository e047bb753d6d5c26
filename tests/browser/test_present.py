"""Presenting: large type, no chrome, keys; whole on a projector of either shape."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from test_share import LONG, STATE, opened, types, waits

pytestmark = pytest.mark.browser

WORDS = "It was slow but good and the start was lovely . " * 6  # 66 words
SHAPES = [(1280, 720), (1920, 1080), (1024, 768)]


def shows(page: Page, selector: str) -> bool:
    return page.locator(selector).first.is_visible()


def settled(page: Page) -> None:
    """Wait until the stage is drawn anew in its new place."""
    page.locator("#read .stage[data-shown]").wait_for(state="attached", timeout=LONG)


@pytest.mark.parametrize(("width", "height"), SHAPES)
@pytest.mark.parametrize("text", ["It was lovely", WORDS.strip()], ids=["short", "long"])
def test_a_reading_fills_a_projector_and_nothing_is_cut(app, browser, width, height, text):
    context = browser.new_context(viewport={"width": width, "height": height})
    page = opened(context, app.url)
    types(page, text)
    page.get_by_role("button", name="Present", exact=True).click()
    settled(page)
    for chrome in ("nav", "#review", "footer", "#read .pinned", "#read .sentences"):
        assert not shows(page, chrome), chrome
    for part in (
        "#read .words .text",
        "#read .verdict-label",
        "#read .sum",
        "#read .stage",
        "#read .play",
    ):
        box = page.locator(part).bounding_box()
        assert min(box["x"], box["y"]) >= 0, part
        assert box["x"] + box["width"] <= width, part
        assert box["y"] + box["height"] <= height, part
    over = page.evaluate(
        "(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>"
        " [scrollWidth - clientWidth, scrollHeight - clientHeight])(document.documentElement)"
    )
    assert over == [0, 0]
    letters = page.locator("#read .lane.forward .word span").first
    assert float(letters.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")) >= 18
    context.close()


def test_keys_enter_play_and_leave(app, browser):
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    page = opened(context, app.url)
    types(page, "It was slow but good")
    page.locator("#review").press("End")
    page.keyboard.type(" p")
    assert not page.evaluate(STATE)["presenting"]
    types(page, "It was slow but good")
    page.locator("#read .lane.forward .word").nth(1).click()
    page.keyboard.press("p")
    settled(page)
    assert not shows(page, "nav")
    page.keyboard.press("Home")
    waits(page, "state.playhead === 0")
    for key in ("PageDown", "ArrowRight", "PageDown", "PageUp"):
        page.keyboard.press(key)
    waits(page, "state.playhead === 2")
    page.keyboard.press(" ")
    waits(page, "state.playhead > 3")
    page.keyboard.press("Escape")
    state = page.evaluate(STATE)
    assert not state["presenting"]
    assert state["pinned"] == 1  # Escape leaves, and does no more
    assert shows(page, "nav")
    assert page.evaluate("document.activeElement.textContent") == "Present"
    page.keyboard.press("p")
    page.get_by_role("button", name="Leave (Esc)").click()
    assert shows(page, "#review")
    context.close()

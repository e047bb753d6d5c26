"""How the page looks: narrow and wide, light and dark, with the keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest

from brnn.figures.colours import DARK, LIGHT
from brnn.ui.examples import EXAMPLES

pytestmark = pytest.mark.browser

LONG = EXAMPLES[4].text
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
PAPER = "document.querySelector('#stage .plot')._fullLayout.paper_bgcolor"


@pytest.mark.parametrize("width", [360, 390, 768, 1024])
def test_nothing_scrolls_sideways_and_nothing_is_cut(person, width):
    person.page.set_viewport_size({"width": width, "height": 844})
    for text in ("Fine.", LONG, "good " * 400, "unbreakable" * 100):
        person.pastes(text)
        person.page.wait_for_timeout(150)
        assert person.too_wide() == 0
        for box in person.page.locator(".part > *").all():
            bounds = box.bounding_box()
            if bounds and bounds["height"] > 2:
                assert bounds["x"] >= 0
                assert bounds["x"] + bounds["width"] <= width + 1
    person.page.set_viewport_size({"width": 1280, "height": 720})


def test_a_phone_shows_text_verdict_stage_words_in_this_order(person):
    person.page.set_viewport_size({"width": 390, "height": 844})
    person.page.wait_for_timeout(200)
    tops = [
        person.page.locator(name).bounding_box()["y"]
        for name in ("#review", "#verdict", "#stage", "#words")
    ]
    assert tops == sorted(tops)
    person.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_a_short_review_needs_no_scrolling(person, width, height):
    person.page.set_viewport_size({"width": width, "height": height})
    person.presses("A turn")
    person.waits_for(EXAMPLES[1].text)
    person.page.wait_for_timeout(200)
    assert person.page.evaluate("document.documentElement.scrollHeight") <= height
    person.page.set_viewport_size({"width": 1280, "height": 720})


def test_words_under_the_figure_do_not_run_into_each_other(person):
    for text in ("it was good", "lovely film " * 15, "lovely film " * 40):
        person.pastes(text)
        places = person.page.locator("#stage .xaxislayer-above .xtick text").all()
        boxes = [place.bounding_box() for place in places]
        centres = [box["x"] + box["width"] / 2 for box in boxes]
        assert min(right - left for left, right in pairwise(centres)) >= 12


def test_the_dark_theme_can_be_asked_for(newcomer):
    newcomer.open("?__theme=dark")
    assert newcomer.page.evaluate(BACKGROUND) == rgb(DARK.page)
    assert newcomer.page.evaluate(PAPER) == DARK.page


@pytest.mark.parametrize(("scheme", "palette"), [("dark", DARK), ("light", LIGHT)])
def test_the_page_follows_the_system(newcomer, scheme, palette):
    newcomer.page.emulate_media(color_scheme=scheme)
    newcomer.open()
    assert newcomer.page.evaluate(BACKGROUND) == rgb(palette.page)
    assert newcomer.page.evaluate(PAPER) == palette.page


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def test_the_keyboard_reaches_box_examples_and_words_and_shows_where_it_is(person):
    person.pastes("A good film")
    person.box.focus()
    reached = []
    for _ in range(9):
        person.page.keyboard.press("Tab")
        reached.append(
            person.page.evaluate(
                "[document.activeElement.textContent.trim().slice(0, 20),"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    names = [name for name, _ in reached]
    assert names[: len(EXAMPLES)] == [example.name for example in EXAMPLES]
    assert "A good film" in names
    assert {style for name, style in reached if name in names[:6]} == {"solid"}


def test_an_example_can_be_chosen_with_the_keyboard(person):
    person.page.get_by_role("button", name="Not bad").focus()
    person.page.keyboard.press("Enter")
    person.waits_for(EXAMPLES[2].text)


def test_with_reduced_motion_the_knot_does_not_glide(person):
    person.page.emulate_media(reduced_motion="reduce")
    assert person.page.locator(".knot").evaluate("n => getComputedStyle(n).transitionDuration") in (
        "0s",
        "0s, 0s",
    )
    person.page.emulate_media(reduced_motion="no-preference")


def test_forced_colours_keep_the_verdict_visible(person):
    person.page.emulate_media(forced_colors="active")
    border = person.page.locator(".track").evaluate("n => getComputedStyle(n).borderTopWidth")
    assert border == "1px"
    person.page.emulate_media(forced_colors="none")

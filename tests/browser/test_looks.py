"""How the page looks: narrow and wide, light and dark, with the keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest

from brnn.figures.colours import DARK, LIGHT
from brnn.ui.examples import EXAMPLES
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
LINE = "document.querySelector('#stage .evidence .line').getAttribute('stroke')"
PARTS = ".writing", ".verdict", ".figure", ".words"


def test_a_phone_shows_text_verdict_stage_words_in_this_order(person):
    person.page.set_viewport_size({"width": 390, "height": 844})
    person.page.wait_for_timeout(200)
    tops = [person.page.locator(f"#read > {part}").bounding_box()["y"] for part in PARTS]
    assert tops == sorted(tops)
    person.page.set_viewport_size({"width": 1280, "height": 720})


SHOWN = """
    ["forward", "backward"].map((reader) =>
        [...document.querySelectorAll(`#stage .lane.${reader} .word`)].map((word) => {
            const [box, text] = [word, word.firstChild].map((node) => node.getBoundingClientRect());
            return [box.left, box.right, box.top, box.bottom, text.width * text.height,
                text.left, text.right, text.top, text.bottom];
        }))"""


@pytest.mark.parametrize("width", [390, 1280])
def test_words_of_the_lanes_do_not_run_into_each_other(person, width):
    person.page.set_viewport_size({"width": width, "height": 844 if width < 500 else 720})
    for text in ("it was good", "lovely film " * 8, "lovely film " * 25, "i " * 50):
        person.pastes(text)
        for lane in person.page.evaluate(SHOWN):
            assert all(one[1] <= next_[0] + 0.5 for one, next_ in pairwise(lane))
            for left, right, top, bottom, area, *inner in lane:
                assert area > 20  # the word is there
                assert left - 0.5 <= inner[0] <= inner[1] <= right + 0.5
                assert top - 0.5 <= inner[2] <= inner[3] <= bottom + 0.5
    person.page.set_viewport_size({"width": 1280, "height": 720})


def test_the_dark_theme_can_be_asked_for(newcomer):
    newcomer.open("?__theme=dark")
    assert newcomer.page.evaluate(BACKGROUND) == rgb(DARK.page)
    assert newcomer.page.evaluate(LINE) == DARK.text


@pytest.mark.parametrize(("scheme", "palette"), [("dark", DARK), ("light", LIGHT)])
def test_the_page_follows_the_system(newcomer, scheme, palette):
    newcomer.page.emulate_media(color_scheme=scheme)
    newcomer.open()
    assert newcomer.page.evaluate(BACKGROUND) == rgb(palette.page)
    assert newcomer.page.evaluate(LINE) == palette.text


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


FOCUSED = """
    (() => {
        const node = document.activeElement;
        const name = node.getAttribute("aria-label") ?? node.textContent;
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        return [name.trim(), outlineStyle, parseFloat(outlineWidth)];
    })()"""


def test_the_keyboard_reaches_all_that_can_be_pressed_and_shows_where_it_is(person):
    person.pastes("A good film")
    person.box.focus()
    reached = {}
    for _ in range(40):
        person.page.keyboard.press("Tab")
        name, style, width = person.page.evaluate(FOCUSED)
        reached[name] = (style, width)
        if name.startswith(READ["words"]["title"]):
            break
    names = list(reached)
    assert names[: len(EXAMPLES)] == [example.name for example in EXAMPLES]
    play = [READ["play"][name] for name in ("first", "play", "last", "slider")]
    expected = [READ["views"]["memories"], READ["units"]["label"], READ["zoomOut"], READ["zoomIn"]]
    for reader in ("forward", "backward"):
        expected += [person.word(0, reader).get_attribute("aria-label")]
    # The narrowest columns are shown: there is nothing to press for narrower ones.
    expected = [name for name in [*expected, *play] if name in names or name != READ["zoomOut"]]
    assert [name for name in names if name in expected] == expected
    for name in [*names[: len(EXAMPLES)], *expected]:
        style, width = reached[name]
        assert style == "solid"
        assert width >= 2


def test_arrows_home_and_end_move_among_the_words(person):
    person.pastes("A slow start but lovely")
    person.word(0).focus()
    for key, place in (("ArrowRight", 1), ("End", 4), ("ArrowRight", 4), ("ArrowLeft", 3)):
        person.page.keyboard.press(key)
        assert person.word(place).evaluate("word => word === document.activeElement")
        assert person.lit() == [("forward", place), ("backward", place)]
    person.page.keyboard.press("Home")
    assert person.word(0).evaluate("word => word === document.activeElement")
    assert person.state("playhead") is None  # the words take these keys, the playhead stays


def test_an_example_can_be_chosen_with_the_keyboard(person):
    example = EXAMPLES[2]
    person.page.locator("#read").get_by_role("button", name=example.name, exact=True).focus()
    person.page.keyboard.press("Enter")
    person.waits_for(example.text)


def test_with_reduced_motion_the_knot_does_not_glide(person):
    person.page.emulate_media(reduced_motion="reduce")
    assert person.page.locator("#read .knot").evaluate("n => getComputedStyle(n).transitionDuration") in (
        "0s",
        "0s, 0s",
    )
    person.page.emulate_media(reduced_motion="no-preference")


def test_forced_colours_keep_the_verdict_visible(person):
    person.page.emulate_media(forced_colors="active")
    border = person.page.locator("#read .track").evaluate("n => getComputedStyle(n).borderTopWidth")
    assert border == "1px"
    person.page.emulate_media(forced_colors="none")


def test_forced_colours_keep_the_signs_of_lanes_and_words(person):
    person.pastes("A slow start but lovely")
    person.page.emulate_media(forced_colors="active")
    colours = person.page.locator("#stage .lane .word").evaluate_all(
        "words => new Set(words.map(word => getComputedStyle(word).backgroundColor)).size"
    )
    assert colours > 3
    person.page.emulate_media(forced_colors="none")


def test_the_theme_changes_while_the_page_is_open(person):
    person.pastes("A slow start but lovely")
    before = person.word(1).evaluate("word => word.style.backgroundColor")
    person.page.emulate_media(color_scheme="dark")
    person.page.wait_for_function(f"() => {LINE} === '{DARK.text}'")
    assert person.word(1).evaluate("word => word.style.backgroundColor") != before
    person.page.emulate_media(color_scheme="light")
    person.page.wait_for_function(f"() => {LINE} === '{LIGHT.text}'")
    assert person.word(1).evaluate("word => word.style.backgroundColor") == before

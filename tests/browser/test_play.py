"""Play: a playhead walks both readers at once; what they have not read yet is dim."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from person import PLOT, WINDOW
from playwright.sync_api import expect

from brnn.ui.examples import EXAMPLES
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

SIX = "A slow start but lovely end"
LONG = " ".join(EXAMPLES[5].text.split()[:50])
PLAY = READ["play"]
WATCH = """
    (async () => {
        const store = await part("lib/store.js");
        if (!window.heads) store.on("playhead", (read) => window.heads.push(read));
        window.heads = [store.state.playhead];
    })()"""


@pytest.fixture(autouse=True)
def rested(person):
    """Nobody plays when a test begins."""
    if person.page.get_by_role("button", name=PLAY["pause"], exact=True).count():
        person.presses(PLAY["pause"])
    person.pastes(SIX)
    person.presses(PLAY["last"])


def told(person) -> str:
    return person.reads("#stage .play output")


def saying(read: int, words: int = 6) -> str:
    return PLAY["told"].format(read=read, steps=words)


def slider(person):
    return person.page.locator("#stage").get_by_role("slider", name=PLAY["slider"])


def stands_at(person, read: int, words: int = 6) -> None:
    """Both readers have read so many words: in words, on the slider, and on the stage."""
    assert told(person) == saying(read, words)
    assert slider(person).input_value() == str(read)
    assert slider(person).get_attribute("aria-valuetext") == saying(read, words)
    seen = person.page.evaluate(
        """(() => {
            const box = (selector) => {
                const { left, right, top, bottom } =
                    document.querySelector(`#stage ${selector}`).getBoundingClientRect();
                return { left, right, top, bottom };
            };
            const clips = [...document.querySelectorAll("#stage clipPath rect")].map((rect) =>
                [Number(rect.getAttribute("x")),
                 Number(rect.getAttribute("x")) + Number(rect.getAttribute("width"))]);
            return { sheet: box(".sheet"), dims: [box(".dim.top"), box(".dim.bottom")],
                heads: [box(".sheet > .head.forward"), box(".sheet > .head.backward")], clips,
                lanes: [box(".lane.forward"), box(".lane.backward")] };
        })()"""
    )
    sheet = seen["sheet"]
    column = (sheet["right"] - sheet["left"]) / words
    forward, backward = sheet["left"] + read * column, sheet["right"] - read * column
    top, bottom = seen["dims"]
    assert top["left"] == pytest.approx(forward, abs=0.6)
    assert bottom["right"] == pytest.approx(backward, abs=0.6)
    for head, place in zip(seen["heads"], (forward, backward), strict=True):
        assert (head["left"] + head["right"]) / 2 == pytest.approx(place, abs=1)
    # What is dim are the lane and the memory of the reader that has not been there.
    lanes = seen["lanes"]
    assert top["top"] <= lanes[0]["top"] + 0.6
    assert top["bottom"] > lanes[0]["bottom"]
    assert bottom["top"] < lanes[1]["top"]
    assert bottom["bottom"] >= lanes[1]["bottom"] - 0.6
    assert top["bottom"] < bottom["top"]
    # And the lines of the evidence end where the readers are.
    (_, forward_end), (backward_end, _) = seen["clips"]
    assert forward_end == pytest.approx(read * column, abs=0.6)
    assert backward_end == pytest.approx((words - read) * column, abs=0.6)


def test_at_first_nobody_plays_and_nothing_is_dim(person):
    assert person.state("playhead") is None
    assert told(person) == saying(6)
    assert person.page.locator("#stage .sheet > :is(.dim, .head):visible").count() == 0


def test_buttons_go_to_the_start_and_to_all(person):
    person.presses(PLAY["first"])
    stands_at(person, 0)
    person.presses(PLAY["last"])
    assert person.state("playhead") is None
    assert person.page.locator("#stage .dim:visible").count() == 0


def test_the_slider_goes_where_it_is_put(person):
    slider(person).fill("4")
    stands_at(person, 4)
    slider(person).focus()
    person.page.keyboard.press("ArrowLeft")
    stands_at(person, 3)


def test_the_slider_can_be_dragged(person):
    box = slider(person).bounding_box()
    middle = box["y"] + box["height"] / 2
    person.page.mouse.move(box["x"] + box["width"] - 8, middle)
    person.page.mouse.down()
    person.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    person.page.mouse.up()
    stands_at(person, 3)


def test_keys_step_and_those_of_a_clicker_too(person):
    person.box.blur()
    for key, read in (
        ("Home", 0),
        ("ArrowLeft", 0),
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("PageDown", 4),
        ("PageUp", 3),
        ("ArrowLeft", 2),
    ):
        person.page.keyboard.press(key)
        stands_at(person, read)
    person.page.keyboard.press("End")
    assert person.state("playhead") is None
    person.page.keyboard.press("PageUp")
    stands_at(person, 5)
    person.page.keyboard.press("PageDown")
    person.page.keyboard.press("PageDown")
    stands_at(person, 6)


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_with_a_modifier_belong_to_the_browser(person, modifier):
    person.box.blur()
    person.page.evaluate(
        "modifier => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft',"
        " bubbles: true, [`${modifier.toLowerCase().replace('control', 'ctrl')}Key`]: true }))",
        modifier,
    )
    assert person.state("playhead") is None


def test_keys_are_silent_while_somebody_types(person):
    person.box.focus()
    person.page.keyboard.press("End")
    for key in (" ", "ArrowLeft", "Home", "PageUp", "PageDown", "ArrowRight", "End"):
        person.page.keyboard.press(key)
    person.page.keyboard.type("x")
    person.waits_for(f"{SIX} x")
    assert person.state("playhead") is None
    assert told(person) == saying(7, 7)
    person.page.locator("#model").focus()
    person.page.keyboard.press("Home")
    assert person.state("playhead") is None


def test_space_plays_and_pauses(person):
    person.box.blur()
    person.page.evaluate(WATCH)
    person.page.keyboard.press(" ")
    person.page.wait_for_function("() => window.heads.at(-1) >= 2")
    assert person.page.evaluate("scrollY") == 0  # space would scroll the page
    person.page.get_by_role("button", name=PLAY["pause"], exact=True).wait_for()
    person.page.keyboard.press(" ")
    person.page.get_by_role("button", name=PLAY["play"], exact=True).wait_for()
    read = person.state("playhead")
    person.page.wait_for_timeout(700)  # longer than a step
    assert person.state("playhead") == read
    stands_at(person, read)


def test_space_plays_after_a_click_and_presses_what_the_keyboard_went_to(person):
    person.word(2).click()
    person.page.keyboard.press(" ")
    person.page.get_by_role("button", name=PLAY["pause"], exact=True).wait_for()
    assert person.state("pinned") == 2
    person.page.keyboard.press(" ")
    person.page.get_by_role("button", name=PLAY["play"], exact=True).wait_for()
    person.page.keyboard.press("ArrowRight")  # among the words, with the keyboard
    person.page.keyboard.press(" ")
    assert person.state("pinned") == 3
    assert person.page.get_by_role("button", name=PLAY["play"], exact=True).count() == 1
    person.page.keyboard.press(" ")
    assert person.state("pinned") is None


def test_play_walks_from_the_first_word_to_the_last_and_rests_there(person):
    person.page.evaluate(WATCH)
    for _ in range(2):  # once more begins anew
        person.presses(PLAY["play"])
        person.page.wait_for_function("() => window.heads.at(-1) === 6")
        person.page.get_by_role("button", name=PLAY["play"], exact=True).wait_for()
        stands_at(person, 6)
        walked = person.page.evaluate("window.heads.splice(0)")
        walked = walked[walked.index(0) :]
        assert all(one < other for one, other in pairwise(walked))


def test_the_speed_goes_round(person):
    shown = []
    for _ in range(4):
        button = person.page.get_by_role("button", name=re.compile("^Speed"))
        shown.append(button.inner_text())
        button.click()
    assert sorted(shown) == ["1×", "2×", "4×", "½×"]
    assert person.page.get_by_role("button", name=re.compile("^Speed")).inner_text() == shown[0]


def test_a_faster_speed_is_faster(person):
    def seconds() -> float:
        person.page.evaluate(WATCH)
        started = person.page.evaluate("performance.now()")
        person.presses(PLAY["play"])
        person.page.wait_for_function("() => window.heads.at(-1) === 6")
        return (person.page.evaluate("performance.now()") - started) / 1000

    slow = seconds()
    speed = person.page.get_by_role("button", name=re.compile("^Speed"))
    speed.click()
    speed.click()
    fast = seconds()
    speed.click()
    speed.click()
    assert slow > 6 * 0.45
    assert fast < slow


def test_the_window_follows_the_forward_reader_through_a_long_text(person):
    person.pastes(LONG)
    scroller = person.page.locator("#stage .scroller")
    slider(person).fill("1")
    scroller.evaluate("node => node.scrollLeft = 0")
    for read in (1, 25, 40, 49, 50):
        slider(person).fill(str(read))
        word, window = person.word(read - 1).bounding_box(), scroller.bounding_box()
        assert window["x"] - 1 <= word["x"]
        assert word["x"] + word["width"] <= window["x"] + window["width"] + 1


def test_the_playhead_stays_when_the_figure_changes_and_goes_when_the_text_does(person):
    slider(person).fill("4")
    person.presses(READ["zoomIn"])
    person.waits_for(SIX)
    stands_at(person, 4)
    person.presses(READ["zoomOut"])
    person.page.set_viewport_size({"width": 1100, "height": 720})
    person.page.wait_for_timeout(400)
    stands_at(person, 4)
    person.page.set_viewport_size({"width": 1280, "height": 720})
    person.page.wait_for_timeout(400)
    person.pastes(f"{SIX} indeed")
    assert person.state("playhead") is None
    assert told(person) == saying(7, 7)


def test_a_new_text_ends_what_was_played(person):
    person.presses(PLAY["play"])
    person.page.wait_for_function(
        "() => document.querySelector('#stage .play output').textContent.startsWith('2')"
    )
    person.pastes(f"{SIX} indeed")
    person.page.wait_for_timeout(700)  # longer than a step
    assert person.state("playhead") is None
    assert person.page.get_by_role("button", name=PLAY["play"], exact=True).count() == 1


def test_without_a_word_there_is_nothing_to_play(person):
    person.box.fill("?!")
    person.page.wait_for_function(
        "() => document.querySelector('#stage .play input').disabled"
        " && document.querySelector('#stage').dataset.state === 'empty'"
    )
    person.box.blur()
    for key in (" ", "ArrowLeft", "ArrowRight", "Home", "End"):
        person.page.keyboard.press(key)
    assert person.state("playhead") is None


def test_the_figure_is_not_drawn_again_while_playing(person):
    person.page.evaluate(
        f"""window.drawn = 0;
        new MutationObserver((changes) => (window.drawn += changes.length)).observe(
            {PLOT}, {{ childList: true, subtree: true }})"""
    )
    for read in range(6):
        slider(person).fill(str(read))
    assert person.page.evaluate("window.drawn") == 0


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_the_place_of_the_verdict_stays_and_says_what_it_is_for(person, width, height):
    person.page.set_viewport_size({"width": width, "height": height})
    person.pastes("A slow start, but lovely in the end")
    play, later = person.page.locator("#read .play"), person.page.get_by_text(READ["verdict"]["later"])
    at_rest = play.bounding_box()
    assert not later.is_visible()
    person.sets(playhead=1)
    expect(later).to_be_visible()
    expect(person.page.locator("#read .verdict .label")).to_be_hidden()
    assert play.bounding_box() == at_rest
    person.sets(playhead=None)
    expect(later).to_be_hidden()
    person.page.set_viewport_size(WINDOW)

"""On every page, at every size, with any text: nothing is cut, nothing overlaps, nothing too wide.

What is looked for, and how, stands in layout.js. Where a person sits before a desk the Read page
and the lesson are whole, too: nobody scrolls to see a verdict beside what it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from brnn.ui.texts.guess import GUESS
from brnn.ui.texts.lesson import STEPS

pytestmark = pytest.mark.browser

FAULTS = (Path(__file__).parent / "layout.js").read_text("utf-8")
PHONES = [(360, 740), (768, 1024)]
WINDOWS = [(1024, 768), (1280, 720), (1920, 1080)]
SIZES = [*PHONES, *WINDOWS]
REVIEW = "a slow start but the film is wonderfully made and then it drags on"
LENGTHS = (0, 1, 10, 60, 400)
# Until the page has changed nothing for some frames: what gives way is drawn anew in its new size.
REST = """() => new Promise((resolve) => {
    let still = 0, frames = 0;
    const changed = new MutationObserver(() => (still = 0));
    changed.observe(document.querySelector(".brnn"), {
        subtree: true, childList: true, attributes: true, characterData: true,
    });
    const frame = () => {
        if ((still += 1) > 8 || (frames += 1) > 200) return changed.disconnect(), resolve();
        requestAnimationFrame(frame);
    };
    frame();
})"""
# Where what has to be seen at once ends: the page, or a step of the lesson without what lies below it.
BOTTOM = """() => {
    const slide = document.querySelector("#lesson:not([hidden]) .slide");
    return slide ? slide.getBoundingClientRect().bottom + scrollY : document.documentElement.scrollHeight;
}"""
SMALL = """() => [...document.querySelectorAll(
        ".brnn :is(a[href], button, select, input, textarea, summary), footer button")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }))
    .filter((node) => !node.closest(".spoken, .main-svg, p"))
    .map((node) => [node, (node.closest("label.switch") ?? node).getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < 23.9)
    .map(([node, { width, height }]) =>
        `${node.className} “${node.textContent.slice(0, 20)}” ${width} × ${height}`)"""


def text(count: int) -> str:
    """A review of so many words."""
    return " ".join(islice(cycle(REVIEW.split()), count))


@pytest.fixture
def visitor(person) -> Iterator:
    """A person before the Read page; afterwards, too, with nothing pinned or presented."""
    yield person
    usual = {"text": None, "word": None, "candidate": None, "covered": False, "view": "bars"}
    person.sets(page="read", pinned=None, unit=None, presenting=False, guess=usual)
    person.page.set_viewport_size({"width": 1280, "height": 720})


def reads(person, count: int) -> None:
    """Read a text of so many words on the Read page."""
    person.sets(page="read", text=text(count))
    if count:
        person.waits_for(text(count))
    else:
        person.page.locator("#stage[data-state=empty]").wait_for()


def turns_to(person, step: int) -> None:
    """Be at a step of the lesson and wait for its live example; all models that steps name are offered."""
    person.sets(models=[*person.state("models"), "default"])
    person.sets(page="lesson", step=step)
    person.page.locator(f"#lesson .live[data-state=lesson][data-step='{step}']").wait_for()
    person.page.locator("#lesson .live:not([aria-busy])").wait_for()


def looks_well(person, *sizes: tuple[int, int], whole: bool = False) -> None:
    """Nothing is wrong at these sizes; whole: nobody needs to scroll either, in a window."""
    for width, height in sizes:
        person.page.set_viewport_size({"width": width, "height": height})
        for _ in range(30):  # a figure may be asked for anew, for another width
            person.page.evaluate(REST)
            if not (found := person.page.evaluate(FAULTS)):
                break
            person.page.wait_for_timeout(200)
        assert found == [], (width, height)
        if whole and (width, height) in WINDOWS:
            assert person.page.evaluate(BOTTOM) <= height, (width, height)


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        (".brnn .head { width: 110vw }", "is cut off by"),  # the app lets no page be wider
        ("#stage .lane { height: 8px; overflow: hidden }", "is cut off by"),
        ("#read .verdict { height: 20px }", "sticks out of"),
        ("#read .verdict { margin-top: -60px }", "lies over"),
        ("#read .term { margin-right: -40px }", "runs into"),
        ("#stage .titles p { margin-top: 14px }", "lies over"),
        ("#stage .titles p { margin-top: -20px }", "lies over"),
        ("#stage .gutter span { top: 50% !important }", "runs into"),
    ],
)
def test_faults_of_the_layout_are_found(visitor, style, fault):
    visitor.page.set_viewport_size({"width": 1280, "height": 720})
    reads(visitor, 10)
    sheet = visitor.page.add_style_tag(content=style)
    visitor.page.evaluate(REST)
    found = visitor.page.evaluate(FAULTS)
    sheet.evaluate("sheet => sheet.remove()")
    assert any(fault in one for one in found), found


@pytest.mark.parametrize("count", LENGTHS)
def test_a_reading_of_any_length_is_whole(visitor, count):
    reads(visitor, count)
    looks_well(visitor, *SIZES, whole=True)


@pytest.mark.parametrize("count", [10, 400])
def test_what_is_pinned_and_an_edit_leave_the_page_whole(visitor, count):
    visitor.page.set_viewport_size({"width": 1280, "height": 720})
    reads(visitor, count)
    stage = visitor.page.locator("#read .stage")
    before = stage.bounding_box()
    strip = visitor.page.locator("#read .pinned")
    visitor.sets(pinned=6)
    strip.locator(".methods .unit").first.wait_for()
    assert stage.bounding_box() == before  # nothing jumps under the pointer
    looks_well(visitor, *SIZES, whole=True)
    visitor.sets(unit={"reader": "forward", "unit": 1})
    strip.locator(".histogram svg").first.wait_for()
    looks_well(visitor, (360, 740), *WINDOWS, whole=True)
    visitor.sets(unit=None)
    strip.get_by_role("button", name="replace", exact=True).click()
    looks_well(visitor, (360, 740), (1024, 768), whole=True)
    visitor.page.keyboard.type("disappointing")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("#read .edited span", has_text=".").first.wait_for()
    visitor.page.locator("#read .methods .unit").first.wait_for()
    looks_well(visitor, (360, 740), *WINDOWS, whole=True)
    strip.get_by_role("button", name="undo").click()  # an example's text has no history of edits


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_every_step_of_the_lesson_is_whole(visitor, step):
    for size in (*WINDOWS, (360, 740), (768, 1024)):
        visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
        turns_to(visitor, step)
        looks_well(visitor, size, whole=True)
        visitor.sets(page="read")


def guesses(person, count: int, covered: bool = False, view: str = "bars") -> None:
    """Have a word guessed in a text of so many words."""
    guess = {
        "text": text(count),
        "word": count // 2 or None,
        "candidate": None,
        "covered": covered,
        "view": view,
    }
    person.sets(page="guess", guess=guess)
    if not count:
        person.page.get_by_text(GUESS["empty"]).wait_for()
        return
    if view == "network":
        person.page.locator("#guess .network .output.asked").wait_for(state="attached")
    else:
        person.page.locator(f"#guess {'.riddle' if covered else '.columns'}:visible").wait_for()
    words = f"#guess {'.lane.forward' if view == 'network' else '.cells'} .word"
    place = count // 2 + (view == "network")  # after the mark of the text's beginning
    person.page.locator(f"{words}:nth-child({place + 1})[aria-pressed=true]").wait_for()


@pytest.mark.parametrize("view", ["bars", "network"])
@pytest.mark.parametrize("count", [0, 1, 10, 60])
def test_guesses_are_without_a_fault(visitor, count, view):
    guesses(visitor, count, view=view)
    looks_well(visitor, *SIZES)


def test_a_long_text_with_guesses_and_a_covered_word_are_without_a_fault(visitor):
    guesses(visitor, 150)
    looks_well(visitor, *SIZES)
    guesses(visitor, 10, covered=True)
    looks_well(visitor, (360, 740), (1280, 720))


@pytest.mark.parametrize("count", [0, 10, 400])
def test_two_texts_are_compared_without_a_fault(visitor, count):
    visitor.sets(page="compare", text=text(10), other={"text": None, "model": "small"})
    visitor.page.locator("#compare .difference .stage[data-shown]").wait_for()
    visitor.sets(text=text(count))
    looks_well(visitor, *SIZES)


@pytest.mark.parametrize("count", [0, 10, 400])
def test_experiments_are_without_a_fault_before_and_after_a_prediction(visitor, count):
    visitor.sets(page="experiments", text=text(count))
    if not count:
        visitor.page.locator("#experiments .message:visible").nth(2).wait_for()
        looks_well(visitor, (360, 740), (1280, 720))
        return
    choices = visitor.page.locator("#experiments .choices")
    for trial in range(3):
        choices.nth(trial).locator("button:not([aria-disabled])").first.wait_for()
    looks_well(visitor, (360, 740), (1280, 720))
    for trial in range(3):
        choices.nth(trial).locator("button").first.click()
        visitor.page.locator("#experiments .trial").nth(trial).locator(".main-svg").first.wait_for()
    looks_well(visitor, *SIZES)


def test_the_figures_of_the_models_are_without_a_fault(visitor):
    visitor.sets(page="models", text=text(10))
    visitor.page.locator("#models .plane .chart[data-drawn]").wait_for()
    looks_well(visitor, *SIZES)


def test_what_is_pressed_is_large_enough_for_a_finger(visitor):
    for width, height in ((360, 740), (768, 1024)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        reads(visitor, 60)
        visitor.sets(pinned=3)
        visitor.page.locator("#read .methods .unit").first.wait_for()
        for page in ("read", "guess", "compare", "experiments", "models", "lesson"):
            visitor.sets(page=page)
            there = (".stage[data-shown]", ".chart[data-drawn]", ".choices button:enabled", ".candidate")
            shown = ", ".join(f".pages > .page:not([hidden]) {one}:visible" for one in there)
            visitor.page.locator(shown).first.wait_for()
            visitor.page.wait_for_function(
                "() => !document.querySelector('.page:not([hidden]) .guess:empty')"
            )
            visitor.page.evaluate(REST)
            assert visitor.page.evaluate(SMALL) == [], (page, width)


@pytest.mark.parametrize("page", ["read", "lesson"])
def test_a_phone_on_its_side_shows_something_of_the_reading(visitor, page):
    visitor.page.set_viewport_size({"width": 844, "height": 390})
    reads(visitor, 10)
    if page == "lesson":
        turns_to(visitor, 2)
    looks_well(visitor, (844, 390))
    for part in (".play", ".lane.forward", ".memory.forward"):
        box = visitor.page.locator(f"#{page} {part}").bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 390, part


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 740), (844, 390)])
def test_on_a_phone_what_is_played_stays_in_view(visitor, width, height):
    visitor.page.set_viewport_size({"width": width, "height": height})
    reads(visitor, 60)
    for page in ("read", "lesson"):
        if page == "lesson":
            turns_to(visitor, 2)
        play = visitor.page.locator(f"#{page} .play")
        play.get_by_role("button").nth(1).click()
        for part in (play, visitor.page.locator(f"#{page} .stage .frame")):
            box = part.bounding_box()
            assert -1 <= box["y"] < box["y"] + box["height"] <= height + 1, page
        play.get_by_role("button").nth(2).click()
        visitor.page.evaluate("scrollTo(0, 0)")
    visitor.sets(page="read", playhead=None)


def test_a_phone_has_a_head_of_three_lines(visitor):
    for width in (360, 390):
        visitor.page.set_viewport_size({"width": width, "height": 740})
        lines = [".head h1, .head .right :is(.menu, button.quiet)", ".head nav a", ".head .picker"]
        boxes = [
            [box.bounding_box() for box in visitor.page.locator(line).locator("visible=true").all()]
            for line in lines
        ]
        assert [len(line) for line in boxes] == [7, 6, 1]  # a menu and its button count twice
        middles = [[box["y"] + box["height"] / 2 for box in line] for line in boxes]
        assert all(max(line) - min(line) < 8 for line in middles)
        assert max(middles[0]) < min(middles[1]) < min(middles[2])
        assert all(box["x"] + box["width"] <= width - 15 for line in boxes for box in line)

"""Presenting: every page can be read from the back row and led through with a clicker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from person import Person
from playwright.sync_api import Page, expect
from test_layout import FAULTS, REST, guesses, reads, text, turns_to
from test_share import STATE, opened, types, waits

from brnn.ui.texts.lesson import LESSON, STEPS

pytestmark = pytest.mark.browser

# The text that is smaller, with its size as painted: a figure may be scaled as a whole.
SMALLER = """(least) => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const owner = node.parentElement;
        const seen = owner.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        if (!node.data.trim() || !seen || owner.closest(".spoken, option, h1, script, style")) continue;
        range.selectNodeContents(node);
        if (range.getBoundingClientRect().width < 2) continue;
        const { b = 0, d = 1 } = owner.ownerSVGElement ? owner.getScreenCTM() : {};
        const size = parseFloat(getComputedStyle(owner).fontSize) * Math.hypot(b, d);
        if (size < least) found.push(`${size.toFixed(1)} ${owner.className} “${node.data.trim()}”`);
    }
    return found;
}"""
# Notes the text that is seen whole now, and returns what has not been seen since the page was shown.
UNSEEN = """(anew) => {
    const seen = (window.seenText = anew ? new WeakSet() : window.seenText);
    const place = document.querySelector(".pages");
    const frame = place.getBoundingClientRect();
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const missing = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const owner = node.parentElement;
        if (!node.data.trim() || !owner.checkVisibility({ visibilityProperty: true })) continue;
        if (owner.closest("option, textarea, .scrolls, .shuffled, .scroller, .words .text")) continue;
        range.selectNodeContents(node);
        const { top, bottom } = range.getBoundingClientRect();
        if (top >= frame.top - 1 && bottom <= frame.bottom + 1) seen.add(node);
        else if (!seen.has(node)) missing.push(node.data.trim());
    }
    return missing;
}"""
SCREENS = [(1024, 768), (1280, 720)]
"""A larger one is looked at in `test_a_large_screen_can_be_read_too`: sizes are shares of the screen's."""
WALKED = "Number(document.querySelector('#read .play input').value)"
AT = "document.querySelector('.pages').scrollTop"


@pytest.fixture
def teacher(person) -> Iterator[Person]:
    """Someone who presents; afterwards the page is as it was."""
    person.sets(presenting=True)
    yield person
    person.sets(page="read", presenting=False, pinned=None, unit=None, playhead=None, view="memories")
    person.page.set_viewport_size({"width": 1280, "height": 720})


def least(width: int, height: int) -> float:
    """The smallest letters in pixels: 22 on 720 lines; on a phone as elsewhere."""
    return 22 * max(1, min(width / 1280, height / 720)) if min(width, height) > 500 else 16


def faultless(person: Person, width: int, height: int) -> None:
    """What is seen is whole and large."""
    for _ in range(30):  # figures are drawn anew
        person.page.evaluate(REST)
        found = person.page.evaluate(FAULTS) + person.page.evaluate(SMALLER, least(width, height))
        if not found:
            break
        person.page.wait_for_timeout(200)
    assert not found, (width, height, "\n".join(found))


def legible(person: Person, parts: int = 1) -> None:
    """At every size: a clicker leads through so many parts, or some more, and back; all is seen whole."""
    page = person.page
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        faultless(person, width, height)
        page.evaluate(UNSEEN, True)
        tops = [0]
        for _ in range(parts + 3):
            page.keyboard.press("PageDown")
            if page.evaluate(AT) == tops[-1]:
                break
            tops.append(page.evaluate(AT))
            faultless(person, width, height)
            missing = page.evaluate(UNSEEN, False)
        assert parts <= len(tops) <= parts + 2
        assert tops == sorted(tops)
        if parts > 1:
            assert missing == [], (width, height)
        for top in tops[-2::-1]:
            page.keyboard.press("PageUp")
            assert page.evaluate(AT) == top


def in_one_look(person: Person, *sizes: tuple[int, int]) -> None:
    """At every size the whole page is seen at once."""
    for width, height in sizes or SCREENS:
        person.page.set_viewport_size({"width": width, "height": height})
        faultless(person, width, height)
        assert person.page.evaluate(UNSEEN, True) == [], (width, height)
        over = "(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)"
        assert person.page.evaluate(f"{over}(document.querySelector('.pages'))") <= 1, (width, height)


@pytest.mark.parametrize("count", [0, 1, 15, 66, 400])
def test_a_reading_can_be_read_from_the_back_row(teacher, count):
    reads(teacher, count)
    in_one_look(teacher)


def test_a_large_screen_can_be_read_too(teacher):
    reads(teacher, 15)
    in_one_look(teacher, (1920, 1080))
    guesses(teacher, 12)
    in_one_look(teacher, (1920, 1080))
    turns_to(teacher, 4)
    faultless(teacher, 1920, 1080)


@pytest.mark.parametrize("view", ["memories", "network"])
def test_what_is_pinned_keeps_its_card_and_every_colour_its_key(teacher, view):
    reads(teacher, 15)
    teacher.sets(view=view, pinned=7)
    page = teacher.page
    page.locator("#read .methods .unit").first.wait_for()
    keys = page.locator("#read .keys .scale")
    assert keys.first.inner_text().split("\n") == ["word added", "≤ −2", "≥ +2 log-odds"]
    assert keys.nth(1).is_visible()
    in_one_look(teacher)
    assert "wonderfully" in teacher.reads("#read .pinned h3")
    teacher.sets(unit={"reader": "forward", "unit": 1})
    page.locator("#read .histogram svg").first.wait_for()
    expect(keys.first).to_contain_text("state of the pinned unit")
    assert "positive" in teacher.reads("#read .histogram .said")
    in_one_look(teacher)


@pytest.mark.parametrize("view", ["bars", "network"])
@pytest.mark.parametrize("count", [1, 12, 25, 150])
def test_guesses_can_be_read_from_the_back_row(teacher, count, view):
    guesses(teacher, count, view=view)
    in_one_look(teacher)


def test_a_covered_word_can_be_guessed_from_the_back_row(teacher):
    guesses(teacher, 12, covered=True)
    in_one_look(teacher)
    teacher.page.locator("#own-guess").fill("film")
    teacher.page.keyboard.press("Enter")
    teacher.page.locator("#guess .own").wait_for()
    in_one_look(teacher)


@pytest.mark.parametrize("count", [10, 400])
def test_a_comparison_can_be_read_from_the_back_row(teacher, count):
    teacher.sets(page="compare", text=text(count), other={"text": None, "model": "small"})
    teacher.page.locator("#compare .difference .stage[data-shown]").wait_for()
    legible(teacher, parts=2)


def test_experiments_can_be_read_from_the_back_row(teacher):
    teacher.sets(page="experiments", text=text(15))
    choices = teacher.page.locator("#experiments .choices")
    for trial in range(3):
        choices.nth(trial).locator("button:not([aria-disabled])").first.wait_for()
    teacher.page.locator("#experiments .facts").wait_for()
    legible(teacher, parts=4)
    for trial in range(3):
        choices.nth(trial).locator("button").first.click()
        teacher.page.locator("#experiments .trial").nth(trial).locator(".main-svg").first.wait_for()
    teacher.page.evaluate("document.querySelector('.pages').scrollTop = 0")
    legible(teacher, parts=4)


def test_the_figures_of_the_models_can_be_read_from_the_back_row(teacher):
    teacher.sets(page="models", text=text(10))
    teacher.page.locator("#models .plane .chart[data-drawn]").wait_for()
    legible(teacher, parts=6)


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_the_lesson_can_be_read_from_the_back_row(teacher, step):
    page = teacher.page
    turns_to(teacher, step)
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(f"{AT} = 0")
        faultless(teacher, width, height)
        page.evaluate(UNSEEN, True)
        page.keyboard.press("PageDown")  # from what is said to the figure
        assert page.evaluate(AT) > 0
        faultless(teacher, width, height)
        assert page.evaluate(UNSEEN, False) == [], (width, height)
        assert teacher.state("step") == step


def choices(step: dict) -> int:
    """How many states its figure has: examples, models, or the mirror image."""
    return 2 if step["shows"] == "mirror" else max(1, len(step["examples"]), len(step.get("models", [])))


PRESSED = """() => [...document.querySelectorAll("#lesson .reading button:enabled")]
    .filter((button) => button.checkVisibility() && button.ariaPressed === "true")
    .map((button) => button.value || "mirrored")"""

WATCH = "part('lib/store.js').then(({ on }) => on('walk', (walk) => (window.walks ??= []).push(walk)))"
# PageDown, if it still plays: on a busy machine it may have come to its end.
FINISH = f"""() => {{
    if (!document.querySelector("#lesson .play [aria-label='{LESSON["play"]["pause"]}']")) return;
    document.body.dispatchEvent(new KeyboardEvent("keydown", {{ key: "PageDown", bubbles: true }}));
}}"""

CHOSEN = f"(wanted) => JSON.stringify(({PRESSED})()) === JSON.stringify(wanted)"


def test_a_clicker_is_enough_for_the_whole_lesson(teacher):
    turns_to(teacher, 1)
    page = teacher.page
    playhead = "Number(document.querySelector('#lesson .play input').value)"
    # It stands at the first word for half a second only, which a busy machine may not see.
    page.evaluate(WATCH)
    for step, texts in enumerate(STEPS, start=1):
        page.locator(f"#lesson .live[data-step='{step}']:not([aria-busy])").wait_for()
        assert teacher.state("step") == step
        assert page.evaluate(AT) == 0
        page.keyboard.press("PageDown")  # to the figure
        page.wait_for_function(f"() => {AT} > 0")
        place = LESSON["of"].format(step=step, steps=len(STEPS))
        assert teacher.reads("#lesson .again").split("\n") == [place, texts.get("look", texts["title"])]
        for choice in range(choices(texts)):
            if choice:
                page.keyboard.press("PageDown")
                page.locator(f"#lesson .live[data-step='{step}']:not([aria-busy])").wait_for()
            if texts.get("walk"):
                page.wait_for_function(f"() => {playhead} > 1")  # the figure is there
                page.evaluate("window.walks = []")
                page.keyboard.press("PageDown")  # plays first
                page.wait_for_function("() => window.walks.includes(1)")
                page.evaluate(FINISH)
            assert teacher.state("step") == step
            assert page.evaluate(AT) > 0
        page.keyboard.press("PageDown")
    assert teacher.state("step") == len(STEPS)
    page.keyboard.press("PageUp")  # back to what is said
    assert page.evaluate(AT) == 0
    for step in range(len(STEPS) - 1, 0, -1):
        page.keyboard.press("PageUp")
        assert teacher.state("step") == step


@pytest.mark.parametrize("step", [n for n, step in enumerate(STEPS, 1) if choices(step) > 1])
def test_a_clicker_leads_through_what_can_be_chosen_in_a_step_and_back(teacher, step):
    turns_to(teacher, step)
    page, texts = teacher.page, STEPS[step - 1]
    models = [name for name, _ in texts.get("models", [])]
    both = models if len(models) > 1 else texts["examples"]
    first, second = ([], ["mirrored"]) if texts["shows"] == "mirror" else [[one] for one in both]
    for _ in range(2):  # gone through again, it begins again
        page.keyboard.press("PageDown")
        page.wait_for_function(CHOSEN, arg=first)
        if texts.get("walk"):
            page.keyboard.press("PageDown")  # plays
            page.evaluate(FINISH)
        page.keyboard.press("PageDown")
        page.wait_for_function(CHOSEN, arg=second)
        figure = page.evaluate(AT)
        page.keyboard.press("PageUp")
        page.wait_for_function(CHOSEN, arg=first)
        assert page.evaluate(AT) == figure > 0
        page.keyboard.press("PageUp")
        assert page.evaluate(AT) == 0
        while teacher.state("step") == step:
            page.keyboard.press("PageDown")
        page.keyboard.press("PageUp")
        turns_to(teacher, step)


def test_a_key_that_is_held_leads_one_step_on(teacher):
    turns_to(teacher, 1)
    for _ in range(12):
        teacher.page.keyboard.down("PageDown")
    teacher.page.keyboard.up("PageDown")
    assert teacher.state("step") == 1
    assert teacher.page.evaluate(AT) > 0


def test_arrows_walk_along_the_states_of_a_network_and_turn_no_page(teacher):
    step = next(number for number, texts in enumerate(STEPS, 1) if texts.get("view") == "network")
    turns_to(teacher, step)
    states = teacher.page.locator("#lesson .nodes.forward button")
    states.first.focus()
    teacher.page.keyboard.press("ArrowRight")
    expect(states.nth(1)).to_be_focused()
    assert teacher.state("step") == step


def test_a_press_while_it_plays_shows_all_and_leads_nowhere(teacher):
    turns_to(teacher, 1)
    turns_to(teacher, 2)
    page = teacher.page
    page.keyboard.press("PageDown")  # to the figure
    page.keyboard.press("PageDown")  # plays
    expect(page.locator("#lesson .live > .sayings")).to_be_hidden()  # they tell how it ends
    page.evaluate(FINISH)
    words = page.locator("#lesson .lane.forward .word").count()
    expect(page.locator("#lesson .play output")).to_have_text(f"{words} of {words} steps")
    expect(page.locator("#lesson .live > .sayings")).to_be_visible()
    assert page.evaluate(PRESSED) == STEPS[1]["examples"][:1]
    assert teacher.state("step") == 2


def test_what_is_played_before_its_answer_comes_is_played_once_it_has(teacher):
    turns_to(teacher, 1)
    turns_to(teacher, 2)
    page, held = teacher.page, []
    page.keyboard.press("PageDown")  # to the figure
    page.keyboard.press("PageDown")  # plays
    page.evaluate(FINISH)
    page.evaluate(WATCH)
    page.route("**/ask/lesson", lambda route: held.append(route))
    with page.expect_request("**/ask/lesson"):
        page.keyboard.press("PageDown")  # chooses the other sentence
    page.keyboard.press("PageDown")  # plays
    page.wait_for_function("() => window.walks?.at(-1) === 0")
    for route in held:
        route.continue_()
    page.unroute("**/ask/lesson")
    words = page.locator("#lesson .lane.forward .word")
    expect(words.nth(1)).to_have_text("long")
    page.wait_for_function(f"() => window.walks.at(-1) === {words.count()}")


def test_keys_and_a_bar_lead_to_the_other_pages(teacher):
    reads(teacher, 10)
    page, names = teacher.page, ["read", "guess", "compare", "experiments", "models", "lesson"]
    links = page.locator(".head nav a")
    assert links.all_inner_texts() == ["Read", "Guess", "Compare", "Experiments", "Models", "Lesson"]
    for place in (3, 1, 4, 6, 2, 5, 3):
        page.keyboard.press(str(place))
        assert teacher.state("page") == names[place - 1]
        expect(links.nth(place - 1)).to_have_attribute("aria-current", "page")
        number = "(link) => getComputedStyle(link, '::before').content"
        assert "counter(page)" in links.nth(place - 1).evaluate(number)
    links.nth(2).click()
    assert teacher.state("page") == "compare"
    page.locator("#compare textarea").first.press_sequentially("1")  # typed, not a page
    assert teacher.state("page") == "compare"
    assert teacher.state("presenting")


def shows(page: Page, selector: str) -> bool:
    return page.locator(selector).first.is_visible()


def settled(page: Page) -> None:
    """Wait until the stage is drawn anew in its new place."""
    page.locator("#read .stage[data-shown]").wait_for(state="attached")


def test_keys_enter_play_and_leave(app, window):
    page = opened(window, app.url)
    page.set_viewport_size({"width": 1024, "height": 768})
    types(page, "It was slow but good")
    page.locator("#review").press("End")
    page.keyboard.type(" p2")
    assert not page.evaluate(STATE)["presenting"]
    types(page, "It was slow but good")
    page.locator("#read .lane.forward .word").nth(1).click()
    page.keyboard.press("p")
    settled(page)
    for chrome in ("#review", "footer", "#model", "#read .sentences", "#measure"):
        assert not shows(page, chrome), chrome
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
    assert shows(page, "#review")
    assert page.evaluate("document.activeElement.textContent") == "Present"
    page.keyboard.press("2")  # a page only while presenting
    assert page.evaluate(STATE)["page"] == "read"
    page.keyboard.press("p")
    page.get_by_role("button", name="Leave (Esc)").click()
    assert shows(page, "#review")


def test_on_read_a_clicker_plays_and_once_at_the_end_plays_again(teacher):
    reads(teacher, 4)
    page = teacher.page
    for _ in range(2):
        page.keyboard.press("PageDown")
        page.wait_for_function(f"() => {WALKED} < 4")
        page.wait_for_function(f"() => {WALKED} === 4")
    page.keyboard.press("PageUp")  # a word at a time
    assert teacher.state("playhead") == 3
    page.keyboard.press("PageDown")
    assert teacher.state("playhead") == 4


def test_a_click_on_the_text_types_another_and_escape_leaves_it_before_the_mode(teacher):
    reads(teacher, 15)
    page, box = teacher.page, teacher.page.locator("#review")
    assert not box.is_visible()
    page.locator("#read .words .text").click()
    expect(box).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("a slow film 2")  # typed, not a page
    teacher.waits_for("a slow film 2")
    in_one_look(teacher)
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert teacher.reads("#read .words .text") == "a slow film 2"
    assert teacher.state("presenting")
    page.keyboard.press("Escape")
    assert not teacher.state("presenting")


@pytest.mark.parametrize(("name", "box"), [("read", "#review"), ("lesson", "#lesson-text")])
def test_escape_leaves_the_text_so_that_keys_work(person, name, box):
    person.sets(page=name, pinned=None)
    person.page.locator(box).click()
    person.page.keyboard.press("Escape")
    expect(person.page.locator(box)).not_to_be_focused()
    person.page.keyboard.press("p")
    assert person.state("presenting")
    person.sets(page="read", presenting=False)


def test_on_a_phone_the_way_out_lies_on_nothing(teacher):
    reads(teacher, 15)
    for width, height in ((390, 844), (844, 390)):
        teacher.page.set_viewport_size({"width": width, "height": height})
        for name in ("read", "guess", "compare", "lesson"):
            teacher.sets(page=name)
            shown = f"#{name} :is(.stage[data-shown], .live[data-state=lesson] .stage, .candidate)"
            teacher.page.locator(shown).first.wait_for()
            faultless(teacher, width, height)
            assert teacher.page.get_by_role("button", name="Leave (Esc)").is_visible()

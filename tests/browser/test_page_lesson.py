"""A teacher goes through the lesson, and everything on it is live."""

from __future__ import annotations

import pytest

from brnn.ui.texts.lesson import LESSON, STEPS
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

SAID = "#lesson .live > .sayings .said"
STORE = "import(new URL('page/lib/store.js', document.baseURI))"


def opens(person, step: int) -> None:
    """Be at a step of the lesson, as a link to it restores it."""
    person.page.evaluate(f"step => {STORE}.then(s => s.set({{ page: 'lesson', step }}))", step)
    waits(person, step)


def waits(person, step: int) -> None:
    """Wait until the live example of a step is there."""
    person.page.wait_for_function(
        """step => {
          const live = document.querySelector('#lesson .live');
          return live.dataset.state === 'lesson' && live.dataset.step === String(step)
            && !live.hasAttribute('aria-busy');
        }""",
        arg=step,
    )


def step_of(person) -> int:
    return person.page.evaluate(f"{STORE}.then(s => s.state.step)")


def words(person, lane: str = "forward") -> list[str]:
    return person.page.locator(f"#lesson .lane.{lane} .word span").all_text_contents()


def shows(person, *, count: int) -> None:
    person.page.wait_for_function(
        "n => document.querySelectorAll('#lesson .lane.forward .word').length === n", arg=count
    )


def test_the_lesson_begins_at_its_first_step(newcomer):
    newcomer.open()
    newcomer.page.get_by_role("link", name="Lesson", exact=True).click()
    waits(newcomer, 1)
    assert newcomer.reads("#lesson .title") == STEPS[0]["title"]
    paragraphs = newcomer.page.locator("#lesson .words-of-step p").all_inner_texts()
    assert paragraphs == STEPS[0]["words"]
    assert words(newcomer) == ["Not", "good", "just", "long"]  # the article's model reads no marks


def test_buttons_and_keys_turn_the_pages_and_stop_at_both_ends(person):
    opens(person, 1)
    assert person.page.get_by_role("button", name="← Previous").is_disabled()
    person.page.get_by_role("button", name="Next →").click()
    waits(person, 2)
    assert person.reads("#lesson .title") == STEPS[1]["title"]
    for key, step in (("ArrowRight", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2)):
        person.page.keyboard.press(key)
        waits(person, step)
    opens(person, 8)
    person.page.keyboard.press("ArrowRight")
    assert step_of(person) == 8
    assert person.page.get_by_role("button", name="Next →").is_disabled()


def test_a_teacher_starts_at_any_step(person):
    opens(person, 1)
    person.page.get_by_role("link", name=STEPS[5]["title"]).click()
    waits(person, 6)
    current = person.page.locator("#lesson [aria-current=step]")
    assert current.inner_text() == STEPS[5]["title"]


@pytest.mark.parametrize(("link", "step"), [(99, 8), (-3, 1), ("x", 1), (2.5, 2)])
def test_a_link_to_no_step_leads_to_one(person, link, step):
    person.page.evaluate(f"step => {STORE}.then(s => s.set({{ page: 'lesson', step }}))", link)
    waits(person, step)
    assert step_of(person) == step


def test_keys_that_are_typed_turn_no_page_and_what_is_typed_is_read(person):
    opens(person, 3)
    box = person.page.get_by_label(LESSON["text"], exact=True)
    box.fill("a lovely start")
    shows(person, count=3)
    box.press("ArrowLeft")
    box.press("PageDown")
    assert step_of(person) == 3
    assert words(person) == ["a", "lovely", "start"]


def test_markup_that_is_typed_is_text(person):
    opens(person, 7)
    box = person.page.get_by_label(LESSON["text"], exact=True)
    box.fill("I like <img src=x onerror=alert(1)>")
    person.page.wait_for_timeout(1500)
    assert person.page.locator("#lesson img").count() == 0


def test_the_slider_and_the_button_walk_both_readers(person):
    opens(person, 1)
    slider = person.page.get_by_label(READ["play"]["slider"], exact=True).locator("visible=true")
    slider.fill("2")
    assert person.page.locator("#lesson .stage.playing .dim.top").is_visible()
    assert person.reads("#lesson .play output") == "2 of 4 steps"
    person.page.locator("#lesson").get_by_role("button", name=READ["play"]["play"]).click()
    person.page.wait_for_function(
        "document.querySelector('#lesson .play output').textContent === '4 of 4 steps'"
    )
    person.page.locator("#lesson").get_by_role("button", name=READ["play"]["play"]).wait_for()


def test_a_word_and_a_cell_choose_what_the_equation_is_of(person, analyzers):
    opens(person, 4)
    person.page.locator("#lesson .lane.forward .word").nth(1).click()
    title = person.page.locator("#lesson .equation .of b").first
    person.page.wait_for_function(
        "document.querySelector('#lesson .equation .of b').textContent.includes('slow')"
    )
    assert "forward reader" in title.inner_text()
    assert person.reads("#lesson .equation:first-child .of span") == LESSON["cell"]
    plot = person.page.locator("#lesson .plot").bounding_box()
    person.page.mouse.click(plot["x"] + 30, plot["y"] + plot["height"] - 6)
    person.page.wait_for_function(
        "document.querySelector('#lesson .equation .of b').textContent.includes('backward')"
    )
    unit = int(title.inner_text().split()[1]) - 1
    text = person.page.get_by_label(LESSON["text"], exact=True).input_value()
    found = analyzers["article"].equation(text, "backward", 0, unit)
    memory = person.page.locator("#lesson .equation").first.locator(".term b").last.inner_text()
    assert float(memory.split()[-1].replace("−", "-")) == pytest.approx(found.memory, abs=0.0051)


def test_the_mirror_turns_the_words_round_and_back(person):
    opens(person, 6)
    before = words(person)
    person.page.get_by_role("button", name=LESSON["mirrored"], exact=True).click()
    person.page.get_by_role("button", name=LESSON["back"]).wait_for()
    person.page.wait_for_function(
        "first => document.querySelector('#lesson .lane.forward .word').textContent === first",
        arg=before[-1],
    )
    assert words(person) == before[::-1]
    person.page.get_by_role("button", name=LESSON["back"], exact=True).click()
    person.page.wait_for_function(
        "first => document.querySelector('#lesson .lane.forward .word').textContent === first",
        arg=before[0],
    )


def test_the_other_ending_leaves_the_forward_memory_at_the_apple(person):
    opens(person, 7)
    first = STEPS[6]["examples"][0]
    # The article's model does not know the words that differ in the examples.
    person.page.get_by_label(LESSON["text"], exact=True).fill("I like apple. It is very good.")
    said = person.page.locator(SAID).first
    person.page.wait_for_function(
        f"first => document.querySelector('{SAID}').textContent.includes(first)", arg=first
    )
    assert "the forward memory is the same, bit for bit" in said.inner_text()

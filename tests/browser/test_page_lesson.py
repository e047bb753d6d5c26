"""A teacher goes through the lesson, and everything on it is live."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect

from brnn.ui import texts
from brnn.ui.texts.lesson import GLOSSARY, LESSON, STEPS
from brnn.ui.texts.read import PAGE, READ

pytestmark = pytest.mark.browser

SAID = "#lesson .live > .sayings .said"
STORE = "part('lib/store.js')"
LAST = len(STEPS)
BY_SHOWN = {(step["shows"], step.get("view")): number for number, step in enumerate(STEPS, 1)}
EQUATION, MIRROR = (BY_SHOWN[shows, None] for shows in ("equation", "mirror"))
TITLES = [step["title"] for step in STEPS]
HIDDEN, ENDINGS, EVERY_WORD = (
    1 + TITLES.index(title)
    for title in (
        "A second reader knows what comes next",
        "A new ending leaves the past alone",
        "Some tasks need an output at every word",
    )
)
TWO_READERS = BY_SHOWN["reading", "network"]


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
    read = ["A", "weak", "start", "but", "a", "great", "and", "wonderful", "ending"]  # no marks
    assert words(newcomer) == read


def test_buttons_and_keys_turn_the_pages_and_stop_at_both_ends(person):
    opens(person, 1)
    assert person.page.get_by_role("button", name="← Previous").is_disabled()
    person.page.get_by_role("button", name="Next →").click()
    waits(person, 2)
    assert person.reads("#lesson .title") == STEPS[1]["title"]
    for key, step in (("ArrowRight", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2)):
        person.page.keyboard.press(key)
        waits(person, step)
    opens(person, LAST)
    person.page.keyboard.press("ArrowRight")
    assert step_of(person) == LAST
    assert person.page.get_by_role("button", name="Next →").is_disabled()


def test_the_player_promises_no_keys_that_turn_pages_or_scroll(person):
    opens(person, 1)
    buttons = person.page.locator("#lesson .play button")
    names = buttons.evaluate_all("buttons => buttons.map((button) => button.ariaLabel)")
    assert len(names) > 3
    assert not [name for name in names if "(" in name]


def test_a_step_that_is_left_and_restored_has_the_text_that_its_address_says(person):
    box = person.page.get_by_label(LESSON["text"], exact=True)
    opens(person, 2)
    box.fill("a lovely start")
    waits(person, 2)
    person.sets(step=3, lesson=None)
    person.sets(step=2, lesson=None)  # as Back does
    waits(person, 2)
    expect(box).to_have_value(STEPS[1]["examples"][0])


def test_a_teacher_starts_at_any_step(person):
    opens(person, 1)
    person.page.get_by_role("link", name=STEPS[5]["title"]).click()
    waits(person, 6)
    current = person.page.locator("#lesson [aria-current=step]")
    assert current.inner_text() == STEPS[5]["title"]


@pytest.mark.parametrize(("link", "step"), [(99, LAST), (-3, 1), ("x", 1), (2.5, 2)])
def test_a_link_to_no_step_leads_to_one(person, link, step):
    person.page.evaluate(f"step => {STORE}.then(s => s.set({{ page: 'lesson', step }}))", link)
    waits(person, step)
    assert step_of(person) == step


def test_keys_that_are_typed_turn_no_page_and_what_is_typed_is_read(person):
    opens(person, TWO_READERS)
    box = person.page.get_by_label(LESSON["text"], exact=True)
    box.fill("a lovely start")
    shows(person, count=3)
    box.press("ArrowLeft")
    box.press("PageDown")
    assert step_of(person) == TWO_READERS
    assert words(person) == ["a", "lovely", "start"]


def test_markup_that_is_typed_is_text(person):
    opens(person, HIDDEN)
    box = person.page.get_by_label(LESSON["text"], exact=True)
    box.fill("I like <img src=x onerror=alert(1)>")
    person.page.wait_for_timeout(1500)
    assert person.page.locator("#lesson img").count() == 0


def test_a_step_that_fails_shows_no_figure_of_another_and_one_that_is_lost_keeps_its_own(newcomer):
    page = newcomer.page
    newcomer.open()
    opens(newcomer, TWO_READERS)
    failed = {"kind": "message", "about": "failed", "details": []}
    page.route("**/ask/lesson", lambda route: route.fulfill(json=failed))
    page.evaluate(f"step => {STORE}.then(s => s.set({{ step }}))", EQUATION)
    page.locator(f"#lesson .live[data-state=message][data-step='{EQUATION}']").wait_for()
    assert page.locator(SAID).first.inner_text() == texts.FAILED
    for part in (".stage", ".rows", ".play"):
        assert not page.locator(f"#lesson .live > {part}").is_visible(), part
    page.unroute("**/ask/lesson")
    box = page.get_by_label(LESSON["text"], exact=True)
    box.fill("a lovely start")
    shows(newcomer, count=3)
    page.route("**/ask/lesson", lambda route: route.abort())
    box.fill("a lovely start and more")
    page.locator(SAID, has_text=texts.FAILED).first.wait_for()
    assert page.locator("#lesson .live > .stage").is_visible()
    newcomer.complaints.clear()  # of the question that was lost


def test_the_slider_and_the_button_walk_both_readers(person):
    opens(person, TWO_READERS)
    person.page.get_by_label(LESSON["text"], exact=True).fill("a slow start but lovely")
    shows(person, count=5)
    slider = person.page.get_by_label(READ["play"]["slider"], exact=True).locator("visible=true")
    slider.fill("2")
    assert person.page.locator("#lesson .stage.playing .dim.top").is_visible()
    assert person.reads("#lesson .play output") == "2 of 5 steps"
    person.page.locator("#lesson").get_by_role("button", name=LESSON["play"]["play"], exact=True).click()
    person.page.wait_for_function(
        "() => document.querySelector('#lesson .play output').textContent === '5 of 5 steps'"
    )
    person.page.locator("#lesson").get_by_role("button", name=LESSON["play"]["play"], exact=True).wait_for()


def test_a_word_and_a_cell_choose_what_the_equation_is_of(person, analyzers):
    opens(person, EQUATION)
    person.page.locator("#lesson .lane.forward .word").nth(1).click()
    title = person.page.locator("#lesson .equation .of b").first
    person.page.wait_for_function(
        "() => document.querySelector('#lesson .equation .of b').textContent.includes('slow')"
    )
    assert "forward reader" in title.inner_text()
    assert person.reads("#lesson .equation:first-child .of span") == LESSON["cell"]
    expect(person.page.locator("#lesson .evidence")).to_be_hidden()  # which the equations do not name
    plot = person.page.locator("#lesson .plot").bounding_box()
    person.page.mouse.click(plot["x"] + 30, plot["y"] + plot["height"] - 6)
    person.page.wait_for_function(
        "() => document.querySelector('#lesson .equation .of b').textContent.includes('backward')"
    )
    unit = int(title.inner_text().split()[1]) - 1
    assert person.page.locator("#lesson .numbers .chosen").inner_text() == f"{unit + 1}"
    assert person.page.locator("#lesson .sheet > .row").is_visible()
    text = person.page.get_by_label(LESSON["text"], exact=True).input_value()
    found = analyzers["article"].equation(text, "backward", 0, unit)
    memory = person.page.locator("#lesson .equation").first.locator(".term b").last.inner_text()
    assert float(memory.split()[-1].replace("−", "-")) == pytest.approx(found.memory, abs=0.0051)
    for reader in ("forward", "backward"):  # whose lane the word is in
        person.page.locator(f"#lesson .lane.{reader} .word").nth(2).click()
        expect(title).to_contain_text(f"of the {reader} reader at “\u2068start")


def test_the_mirror_turns_the_words_round_and_back(person):
    opens(person, MIRROR)
    before = words(person)
    said = person.page.locator(SAID)
    assert said.count() == 1
    assert "mirror" not in said.inner_text()  # the result is seen once it is asked for
    person.page.get_by_role("button", name=LESSON["mirrored"], exact=True).click()
    person.page.get_by_role("button", name=LESSON["back"]).wait_for()
    person.page.wait_for_function(
        "first => document.querySelector('#lesson .lane.forward .word').textContent === first",
        arg=before[-1],
    )
    assert words(person) == before[::-1]
    assert "mirror image" in said.inner_text()
    person.page.get_by_role("button", name=LESSON["back"], exact=True).click()
    person.page.wait_for_function(
        "first => document.querySelector('#lesson .lane.forward .word').textContent === first",
        arg=before[0],
    )


def guesses(person, text: str, word: int) -> None:
    """Wait until the network guesses a word of a text."""
    person.page.wait_for_function(
        """([text, column]) => document.querySelector('#lesson .stage').dataset.shown === text
            && document.querySelectorAll('#lesson .lane.forward .word')[column].ariaPressed === 'true'""",
        arg=[text, word + 1],  # the text's beginning has a mark
    )


def test_a_hidden_word_is_guessed_and_another_that_is_pressed(person, guesser):
    opens(person, HIDDEN)
    text = STEPS[HIDDEN - 1]["examples"][0]
    person.page.get_by_role("button", name=text, exact=True).click()
    words = text.split()
    blank = words.index("___")
    guesses(person, text, blank)
    said = person.page.locator(SAID)
    assert "Best guess from the words before it" in said.first.inner_text()
    box = person.page.locator("#lesson .network .output.asked text")
    assert box.first.text_content() == guesser.guess(text, blank).candidates["both"][0].word
    other = words.index("love")
    person.page.locator("#lesson .lane.forward .word").nth(other + 1).click()
    guesses(person, text, other)
    assert "“\u2068love\u2069” is the " in said.first.inner_text()
    assert box.first.text_content() == "love"
    person.page.locator("#lesson .lane.forward .word").nth(0).click()  # the mark of the text's beginning
    guesses(person, text, other)  # which cannot be guessed


def test_the_other_ending_leaves_what_the_past_says(person):
    opens(person, ENDINGS)
    seen = []
    for text in STEPS[ENDINGS - 1]["examples"]:
        person.page.get_by_role("button", name=text, exact=True).click()
        guesses(person, text, text.split().index("___"))
        seen.append(person.page.locator(SAID).first.inner_text().split(";"))
    assert seen[0][0].startswith("Best guess from the words before it")
    assert seen[0][0] == seen[1][0]
    assert seen[0] != seen[1]


def test_every_word_has_an_output_and_the_marks_of_the_ends_have_none(person):
    opens(person, EVERY_WORD)
    columns = person.page.locator("#lesson .lane.forward .word").count()
    assert person.page.locator("#lesson .network .output").count() == columns - 2


def test_only_the_forward_reader_is_shown_before_the_second_is_introduced(person):
    for step, shown in ((1, 1), (2, 1), (HIDDEN, 2), (TWO_READERS, 2)):
        opens(person, step)
        lanes = person.page.locator("#lesson .lane:has(.word):visible")
        assert lanes.count() == shown
    opens(person, 3)  # the key of the curves
    chart = person.page.locator("#lesson .block:not(.ladder) .chart[data-drawn]")
    chart.get_by_text("→ forward").wait_for()
    assert chart.get_by_text("backward").count() == 0


def test_the_lesson_opens_with_the_network_and_one_reader_gives_no_verdict(person):
    opens(person, 1)
    network = person.page.locator("#lesson svg.network")
    assert network.is_visible()
    assert network.locator("circle.ring").count() == 1
    assert person.reads("#lesson .frame > .join").startswith("→")
    assert len(person.reads("#lesson .frame > .join").split()) == 2  # its evidence, and no verdict
    opens(person, TWO_READERS)
    assert network.locator("circle.ring").count() == 2
    assert person.page.locator("#lesson .equation .of sup").all_inner_texts() == ["→", "→", "←", "←"]
    assert person.page.locator("#lesson .equation .term").count() == 0  # the figure has the sum
    assert person.reads("#lesson .frame > .join").splitlines()[-1].startswith(("Negative", "Positive"))


def test_a_step_names_the_model_that_reads_it_and_the_menu_of_models_does_not_contradict(person):
    menu = person.page.get_by_label(PAGE["model"], exact=True)
    opens(person, EQUATION)
    ((name, kind),) = STEPS[EQUATION - 1]["models"]
    person.page.get_by_role("button", name=LESSON["by"].format(name=name, kind=kind)).wait_for()
    assert not menu.is_visible()
    opens(person, 2)
    assert menu.is_visible()


def test_a_step_offers_the_models_that_are_here_and_is_read_by_one_of_them(person):
    far = next(number for number, step in enumerate(STEPS, 1) if len(step.get("models", [])) > 1)
    offered, line = person.page.locator("#lesson .read-by"), person.page.locator("#lesson .live > .note")
    opens(person, far)
    names = [LESSON["by"].format(name=name, kind=kind) for name, kind in STEPS[far - 1]["models"]]
    assert offered.locator("button").all_inner_texts() == names[:1]  # the app of the tests has no "default"
    here = person.state("models")
    try:
        opens(person, 1)
        person.sets(models=["small"], model="small")
        opens(person, far)
        assert offered.is_hidden()
        assert "“small”" in line.inner_text()
    finally:
        person.sets(models=here, model="article")


def test_the_glossary_and_all_steps_stand_below(person):
    opens(person, 1)
    terms = person.page.locator("#lesson .glossary dt").all_inner_texts()
    assert terms == [term for term, _ in GLOSSARY]
    figure = person.page.locator("#lesson .live").bounding_box()
    assert person.page.locator("#lesson .contents").bounding_box()["y"] >= figure["y"] + figure["height"]


def test_however_much_is_said_below_a_chart_nothing_overlaps(person):
    opens(person, next(i for i, step in enumerate(STEPS, 1) if step["shows"] == "ladder"))
    ladder = person.page.locator("#lesson .ladder")
    ladder.locator(".chart[data-drawn]").wait_for()
    said = ladder.locator(".said").first
    before = said.inner_text()
    said.evaluate("said => { said.textContent = `${said.textContent} `.repeat(12) }")
    parts = [ladder.locator(part) for part in (".chart", ".sayings", ".note")]
    parts.append(person.page.locator("#lesson .contents"))
    boxes = [box for part in parts if (box := part.bounding_box())]
    assert len(boxes) == len(parts)
    for upper, lower in itertools.pairwise(boxes):
        assert upper["y"] + upper["height"] <= lower["y"] + 1
    said.evaluate("(said, text) => { said.textContent = text }", before)

"""Whoever does not see, has no mouse, or enlarges the page can do what all others can."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from person import PATIENCE, Person
from photograph import be_still
from playwright.sync_api import Locator, Page
from test_layout import FAULTS
from test_share import waits

from brnn.ui.texts.compare import COMPARE, READY
from brnn.ui.texts.experiments import EXPERIMENTS
from brnn.ui.texts.lesson import LESSON, STEPS
from brnn.ui.texts.pins import PINS
from brnn.ui.texts.share import SHARE

pytestmark = pytest.mark.browser

TEXT = "A slow start, but lovely in the end."
LONG = "slow start but lovely end " * 80  # 400 words
PAGES = ("Read", "Guess", "Compare", "Experiments", "Models", "Lesson")


def violations(page: Page, **options) -> list[tuple[str, str]]:
    """What axe-core finds: the rule, and where and why it is broken. No exceptions are made."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Style sheets need not be fetched once more: no rule that is on asks for them.
    options = {"resultTypes": ["violations"], "preload": False, **options}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        (rule["id"], f"{node['target']}: {node['failureSummary']}")
        for rule in found
        for node in rule["nodes"]
    ]


def goes(person: Person, page: str) -> None:
    """Open a page with the keyboard and wait for what it shows."""
    pages = person.page.get_by_role("navigation", name="Pages")
    pages.get_by_role("link", name=page).press("Enter")
    there = ".verdict-label, .stage[data-shown], .chart[data-drawn], .choices button, .candidate, .said"
    person.page.locator(f".page:not([hidden]) :is({there}):visible").first.wait_for()
    waits = "document.querySelector('.page:not([hidden]) [data-state=waiting]')"
    person.page.wait_for_function(f"() => !{waits}")  # it fades in for those who have to wait
    be_still(person.page, 250)


def reads(person: Person, text: str = TEXT) -> None:
    """Have a text read, with nothing pinned and nobody playing."""
    goes(person, "Read")
    person.sets(pinned=None, unit=None, playhead=None)
    person.pastes(text)


def pins_a_word(person: Person) -> None:
    reads(person)
    person.word(4).press("Enter")
    person.page.locator(".methods .unit").first.wait_for()


def pins_a_unit(person: Person) -> None:
    reads(person)
    person.picks_unit("forward 1")
    person.page.locator(".histogram svg").first.wait_for()


def chooses_colours(person: Person) -> None:
    reads(person)
    person.page.locator("#measure").select_option("deleted")
    person.page.locator("#read .keys .scale").first.wait_for()
    be_still(person.page, 250)


def edits(person: Person) -> None:
    pins_a_word(person)
    person.presses(PINS["edit"]["delete"])
    person.page.locator(".edited small", has_text="Rim").wait_for()


def plays(person: Person) -> None:
    pins_a_word(person)
    slider = person.page.locator("#read .play input")
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowRight"):
        slider.press(key)


def empties(person: Person) -> None:
    reads(person)
    person.box.fill("")
    person.page.locator("#stage[data-state=empty]").wait_for()


def opens_a_menu(name: str) -> Callable[[Person], None]:
    def opens(person: Person) -> None:
        reads(person)
        person.page.get_by_role("button", name=SHARE[name], exact=True).press("Enter")

    return opens


def predicts(person: Person) -> None:
    reads(person)
    goes(person, "Experiments")
    for trial in person.page.locator(".trial").all():
        if trial.locator(".choices button").first.is_visible():
            trial.locator(".choices button:not([aria-disabled])").first.press("Enter")
            trial.locator(".chart[data-drawn]").wait_for()


def guesses_first(person: Person) -> None:
    goes(person, "Guess")
    person.page.locator(".candidate").first.wait_for()
    usual = {"word": None, "candidate": None, "view": "bars"}
    person.sets(guess=usual | {"text": "I like ___ .", "covered": True})
    person.page.locator("#own-guess").wait_for()


def sees_the_outputs(person: Person) -> None:
    hides_a_word(person, "network")
    person.page.locator("#guess .output.asked").first.wait_for()


def hides_a_word(person: Person, view: str = "bars") -> None:
    goes(person, "Guess")
    text = "I like <b>zebras</b> who plays a cop in life."
    person.sets(guess={"text": text, "word": 7, "candidate": None, "covered": False, "view": view})
    person.page.locator("#guess .word.unknown:visible").first.wait_for()
    person.page.locator("#guess .candidate").nth(1).press("Enter")
    be_still(person.page, 250)


def opens_the_details(person: Person) -> None:
    goes(person, "Models")
    person.page.locator("#models details").evaluate("details => (details.open = true)")


def turns_to(step: int) -> Callable[[Person], None]:
    def turns(person: Person) -> None:
        person.sets(models=[*person.state("models"), "default"])  # all that steps name are offered
        goes(person, "Lesson")
        person.page.locator("#lesson .steps a").nth(step - 1).press("Enter")
        person.page.locator(f"#lesson .live[data-step='{step}']:not([aria-busy])").wait_for()
        be_still(person.page, 250)

    return turns


def presents(page: str) -> Callable[[Person], None]:
    def presents_it(person: Person) -> None:
        goes(person, page)
        person.page.keyboard.press("p")
        be_still(person.page, 250)

    return presents_it


FIGURES = {step["shows"]: number for number, step in enumerate(STEPS, 1)}
"""For each kind of figure in the lesson, the last step that shows one."""
STATES: dict[str, Callable[[Person], None]] = {
    "a text": reads,
    "a long text": lambda person: reads(person, LONG.strip()),
    "nothing": empties,
    "a pinned word": pins_a_word,
    "a pinned unit": pins_a_unit,
    "other colours": chooses_colours,
    "an edit": edits,
    "playing": plays,
    "sharing": opens_a_menu("share"),
    "saving": opens_a_menu("save"),
    "a hidden word": hides_a_word,
    "an output at every word": sees_the_outputs,
    "guessing first": guesses_first,
    "comparing": lambda person: goes(person, "Compare"),
    "predictions": predicts,
    "models": opens_the_details,
    **{f"step {step}": turns_to(step) for step in FIGURES.values()},
    "presenting a text": presents("Read"),
    "presenting guesses": presents("Guess"),
    "presenting the lesson": presents("Lesson"),
}
COLOURED = {
    *("a pinned unit", "other colours", "an edit", "a hidden word", "an output at every word"),
    *("predictions", "models", "step 3", "step 5", "step 10"),
}
"""The states that show colours of their own; those of the others are seen on the pages, too."""


@pytest.fixture
def calm(person) -> Iterator[Person]:
    """Someone in a light room with a usual window, who leaves the page as it was."""
    page = person.page
    yield person
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_every_figure_is_told_in_words(calm, state):
    STATES[state](calm)
    assert violations(calm.page) == []
    for figure in calm.page.locator("[role=img]:visible").all():
        told = figure.get_attribute("aria-label")
        assert len(told.split()) >= 8, told
        assert re.search(r"\d", told), told
    if state in COLOURED:
        calm.page.emulate_media(color_scheme="dark")  # all that changes with it is colour
        calm.page.locator("body.dark").wait_for()
        assert violations(calm.page, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_on_a_phone_in_the_dark(calm, page):
    calm.page.emulate_media(color_scheme="dark")
    calm.page.set_viewport_size({"width": 390, "height": 844})
    goes(calm, page)
    assert violations(calm.page) == []


def test_the_stage_is_told_with_what_the_readers_did(calm):
    reads(calm)
    told = calm.page.get_by_role("img", name="forward memory").get_attribute("aria-label")
    sentences = calm.page.locator("#stage .sentences li span").all_inner_texts()
    assert len(sentences) == 2
    assert all(sentence in told for sentence in sentences)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_on_its_colour(calm, scheme):
    reads(calm)  # axe leaves out what lies under the marks of the stage
    calm.page.emulate_media(color_scheme=scheme)
    pairs = calm.page.locator("#stage .word").evaluate_all(
        "words => words.map(getComputedStyle).map((s) => [s.color, s.backgroundColor])"
    )
    assert len(pairs) == 16
    assert min(contrast(*pair) for pair in pairs) >= 4.5


def contrast(*colours: str) -> float:
    """The contrast of two colours, as WCAG has it."""
    low, high = sorted(map(luminance, colours))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# The keyboard alone


FOCUS = """
    () => {
        const node = document.activeElement;
        if (node === document.body) return ["", true, ""]; // past the end: the browser's own
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
        const { top, bottom, width } = node.getBoundingClientRect();
        const seen = node.checkVisibility() && width > 1 && bottom > 0 && top < innerHeight;
        const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
        return [node.outerHTML.slice(0, 120), seen && drawn, outlineColor];
    }"""


def has_focus(place: Locator) -> bool:
    return place.evaluate("node => node === document.activeElement")


def tabs_to(person: Person, place: Locator, key: str = "Tab") -> None:
    """Press Tab until a control has the focus; on the way it is always seen where one is."""
    for _ in range(80):
        person.page.keyboard.press(key)
        name, seen, _ = person.page.evaluate(FOCUS)
        assert seen, name
        if has_focus(place):
            return
    pytest.fail(f"the keyboard does not reach {place}")


def button(person: Person, name: str) -> Locator:
    return person.page.get_by_role("button", name=name, exact=True)


def test_a_word_is_pinned_replaced_and_put_back(calm):
    reads(calm)
    press = calm.page.keyboard.press
    tabs_to(calm, calm.word(0))
    press("ArrowRight")
    press("Enter")
    assert calm.word(1).get_attribute("aria-pressed") == "true"
    tabs_to(calm, button(calm, PINS["edit"]["replace"]))
    press("Enter")
    calm.page.keyboard.type("quick")
    press("Enter")
    calm.waits_for(TEXT.replace("slow", "quick"))
    tabs_to(calm, button(calm, PINS["edit"]["undo"]))
    press("Space")
    calm.waits_for(TEXT)
    tabs_to(calm, calm.page.locator(".methods .unit").first)
    press("Enter")
    calm.page.locator(".histogram svg").first.wait_for()
    assert calm.page.evaluate("document.activeElement.closest('.pinned') !== null")
    press("Escape")  # the unit goes, then the word; who pinned it is back at it
    press("Escape")
    assert calm.state("pinned") is None
    assert has_focus(calm.word(1))


def test_a_comparison_is_chosen_and_another_model(calm):
    goes(calm, "Compare")
    pair = ["ladder/gru-forward", "ladder/gru-backward"]
    ready = next(one["name"] for one in READY if one.get("models") == pair)
    tabs_to(calm, button(calm, ready))
    calm.page.keyboard.press("Enter")
    calm.page.get_by_role("button", name=ready, pressed=True).wait_for()
    model = calm.page.get_by_label(COMPARE["model"].format(side="A"))
    before = model.input_value()
    tabs_to(calm, model)
    calm.page.keyboard.press("ArrowUp")
    assert model.input_value() != before
    assert calm.state("model") == model.input_value()
    calm.sets(model="article")


def test_an_experiment_is_set_predicted_and_seen(calm):
    reads(calm)
    goes(calm, "Experiments")
    trial = calm.page.locator("[data-trial=padding]")
    before = trial.locator("output").inner_text()
    tabs_to(calm, trial.get_by_role("slider"))
    calm.page.keyboard.press("ArrowLeft")
    assert trial.locator("output").inner_text() != before
    tabs_to(calm, trial.get_by_role("group", name="What will").get_by_role("button").nth(1))
    calm.page.keyboard.press("Space")
    trial.locator(".chart[data-drawn]").wait_for()
    assert trial.locator(".sentence").inner_text()
    assert EXPERIMENTS["before"] not in trial.inner_text()


def test_a_model_is_chosen_in_the_table_and_details_are_opened(calm):
    goes(calm, "Models")
    details = calm.page.locator("#models details")
    details.evaluate("details => (details.open = false)")
    table = calm.page.locator("#models .all")
    for model, key in (("small", "Tab"), ("article", "Shift+Tab")):
        name = table.get_by_role("button", name=model, exact=True)
        tabs_to(calm, name, key)
        calm.page.keyboard.press("Enter")
        table.locator("tr[data-current]", has_text=model).first.wait_for()
        assert has_focus(name)
    tabs_to(calm, details.locator("summary"))
    calm.page.keyboard.press("Enter")
    assert details.locator("table").is_visible()


def test_a_step_of_the_lesson_is_chosen_and_a_word_in_it(calm):
    goes(calm, "Lesson")
    title = next(step["title"] for step in STEPS if step["shows"] == "equation")
    tabs_to(calm, calm.page.get_by_role("link", name=title))
    calm.page.keyboard.press("Enter")
    calm.page.get_by_role("heading", name=title).wait_for()
    be_still(calm.page, 250)
    words = calm.page.locator("#lesson .lane.forward .word")
    tabs_to(calm, words.first)
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        calm.page.keyboard.press(key)
    calm.page.locator("#lesson .equation", has_text="start").first.wait_for()
    assert words.nth(2).get_attribute("aria-pressed") == "true"
    assert has_focus(words.nth(2))


def test_who_reads_a_step_of_the_lesson_is_chosen_and_the_focus_stays(calm):
    step = next(number for number, step in enumerate(STEPS, 1) if len(step.get("models", [])) > 1)
    turns_to(step)(calm)
    name, kind = STEPS[step - 1]["models"][1]
    other = button(calm, LESSON["by"].format(name=name, kind=kind))
    tabs_to(calm, other)
    calm.page.keyboard.press("Space")
    assert other.get_attribute("aria-pressed") == "true"
    assert has_focus(other)


def test_escape_closes_a_menu_and_gives_the_focus_back(calm):
    goes(calm, "Read")
    share = button(calm, SHARE["share"])
    tabs_to(calm, share)
    calm.page.keyboard.press("Enter")
    link = calm.page.get_by_role("textbox", name=SHARE["link"])
    link.wait_for()
    calm.page.keyboard.press("Escape")
    assert link.is_hidden()
    assert has_focus(share)


def test_a_page_is_saved_and_axe_finds_nothing_in_it(calm, browser, tmp_path):
    reads(calm)
    tabs_to(calm, button(calm, SHARE["save"]), "Shift+Tab")
    calm.page.keyboard.press("Enter")
    tabs_to(calm, calm.page.locator(".panel .entry", has_text=SHARE["notes"]["read"]["html"]))
    with calm.page.expect_download() as download:
        calm.page.keyboard.press("Enter")
    path = Path(tmp_path, "saved.html")
    download.value.save_as(path)
    size = {"width": 1280, "height": 720}
    copy = browser.new_page(viewport=size, bypass_csp=True)  # else the file lets no axe in
    copy.set_default_timeout(PATIENCE)
    copy.goto(path.as_uri())
    copy.locator("#read .stage[data-shown]").wait_for()
    copy.locator("#read .word").nth(2).press("Enter")
    copy.locator(".methods .unit").first.wait_for()
    assert violations(copy) == []
    copy.emulate_media(color_scheme="dark")
    copy.locator("body.dark").wait_for()
    assert violations(copy, runOnly=["color-contrast"]) == []
    copy.close()


# Large


@pytest.fixture
def enlarging(app, browser) -> Iterator[Person]:
    """Someone who enlarges the page to 200% in a window of 1280 × 720."""
    context = browser.new_context(
        viewport={"width": 640, "height": 360}, device_scale_factor=2, reduced_motion="reduce"
    )
    person = Person(context.new_page(), app.url)
    person.open()
    yield person
    person.leaves_without_complaint()
    context.close()


def test_enlarged_to_200_percent_no_page_is_cut(enlarging):
    for state in (pins_a_word, pins_a_unit, edits, STATES["saving"], STATES["comparing"],
                  predicts, opens_the_details, turns_to(2), turns_to(4)):  # fmt: skip
        state(enlarging)
        assert enlarging.page.evaluate(FAULTS) == []
        enlarging.page.keyboard.press("Escape")
        end = enlarging.page.locator(".page:not([hidden])").evaluate(
            "page => (scrollTo(0, 1e6), page.getBoundingClientRect().bottom)"
        )
        assert end <= 360


def test_with_letters_of_twice_the_size_the_read_page_is_whole(newcomer):
    page = newcomer.page
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    newcomer.open()
    letters = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(letters) == 32
    for state in (reads, pins_a_word, pins_a_unit, edits):
        state(newcomer)
        assert page.evaluate(FAULTS) == []
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})


# Forced colours


def look(place: Locator, *properties: str) -> list[str]:
    return place.evaluate(
        "(node, names) => names.map((name) => getComputedStyle(node)[name])", list(properties)
    )


def test_forced_colours_leave_what_is_chosen_and_the_playhead(calm):
    plays(calm)
    page = calm.page
    page.emulate_media(forced_colors="active", color_scheme="dark")
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert calm.word(4).get_attribute("aria-pressed") == "true"
    assert look(calm.word(4), "boxShadow") != look(calm.word(5), "boxShadow")
    assert look(page.locator("#stage .mark.pin"), "boxShadow") != ["none"]
    for reader in ("forward", "backward"):
        [head] = look(page.locator(f"#stage .sheet > .head.{reader}"), "backgroundColor")
        assert contrast(head, canvas) >= 3
    line, sheet = page.locator("#stage .evidence path.line").first, page.locator("#stage .sheet")
    assert contrast(*look(line, "stroke"), *look(sheet, "backgroundColor")) >= 3
    current, other = page.locator("nav a[aria-current=page]"), page.locator("nav[aria-label] a")
    assert look(current, "borderBottomColor") != look(other.nth(1), "borderBottomColor")


@pytest.mark.parametrize(
    ("state", "chosen", "other"),
    [
        ("predictions", ".choices [aria-pressed=true]", ".choices [aria-pressed=false]"),
        ("comparing", ".ready [aria-pressed=true]", ".ready [aria-pressed=false]"),
        ("models", ".all tr[data-current] th", ".all tbody tr:not([data-current]) th"),
        ("step 9", ".steps [aria-current]", ".steps a:not([aria-current])"),
    ],
)  # fmt: skip
def test_forced_colours_leave_what_is_pressed(calm, state, chosen, other):
    STATES[state](calm)
    if state == "comparing":
        button(calm, READY[0]["name"]).press("Enter")
    calm.page.emulate_media(forced_colors="active", color_scheme="dark")
    page = calm.page.locator(".page:not([hidden])")
    drawn = ("textDecoration", "borderLeft", "borderBottom", "fontWeight")
    assert look(page.locator(chosen).first, *drawn) != look(page.locator(other).first, *drawn)
    for figure in page.locator("[role=img]:visible").all():
        assert look(figure, "forcedColorAdjust") == ["none"]


@pytest.mark.parametrize("page", PAGES)
def test_forced_colours_show_where_the_focus_is(calm, page):
    goes(calm, page)
    calm.page.emulate_media(forced_colors="active", color_scheme="dark")
    canvas = calm.page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(20):
        calm.page.keyboard.press("Tab")
        name, seen, colour = calm.page.evaluate(FOCUS)
        assert seen, name
        assert not name or contrast(colour, canvas) >= 3, name


def test_a_page_that_is_hidden_says_nothing(newcomer):
    page = newcomer.page
    newcomer.open()
    goes(newcomer, "Experiments")
    page.evaluate("void (document.querySelector('body > .spoken').textContent = '')")
    page.get_by_role("textbox", name=EXPERIMENTS["review"], exact=True).fill("It was lovely")
    waits(page, "state.reading.text === 'It was lovely'")
    # What was to be said is said before this: timers of the same length end in their order.
    page.evaluate("new Promise((done) => setTimeout(done, 900))")
    assert page.locator("body > .spoken").text_content() == ""

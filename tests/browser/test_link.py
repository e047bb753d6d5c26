"""A link carries the whole state of every page; Back returns to what was typed before an example."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from person import PATIENCE
from photograph import rest
from playwright.sync_api import Page, Route, expect
from serving import free_port, running_app
from test_share import STATE, opened, shared, types, waits

from brnn.ui import address
from brnn.ui.answers.experiments import PADS, SHUFFLES
from brnn.ui.answers.explain import OFFERED
from brnn.ui.examples import EXAMPLES
from brnn.ui.texts.compare import READY
from brnn.ui.texts.experiments import EXPERIMENTS
from brnn.ui.texts.lesson import STEPS
from brnn.ui.texts.share import SHARE

pytestmark = pytest.mark.browser

TEXT = "A slow start. The end is lovely and the cast is excellent!"
EQUATION = next(i for i, step in enumerate(STEPS, 1) if step["shows"] == "equation")
MIRROR = next(i for i, step in enumerate(STEPS, 1) if step["shows"] == "mirror")
SEEN = {
    "read": {
        "pinned": 2, "unit": {"reader": "backward", "unit": 3}, "playhead": 4, "units": "all", "zoom": 2,
        "view": "network", "measure": "deleted", "presenting": True,
    },
    "compare": {"other": {"text": "A lovely start.", "model": "article"}, "row": 1, "presenting": True},
    "guess": {
        "guess": {"text": "___ , a cop", "word": 2, "candidate": "cop", "covered": True, "view": "network"}
    },
    "experiments": {
        "order": {"arrangement": "end", "number": 3, "guess": "turns"},
        "padding": {"side": "before", "stop": 5, "guess": "seen"},
        "mute": {"reader": "backward", "guess": None},
        "explain": {"name": "occlusion", "settings": {"span": "1:2"}},
    },
    "models": {"details": True},
    "lesson": {
        "step": EQUATION, "lesson": "slow but good", "walk": 2,
        "live": {"model": None, "word": 1, "reader": "backward", "unit": 5, "mirrored": False},
    },
    "mirror": {
        "page": "lesson", "step": MIRROR, "lesson": None, "walk": None,
        "live": {"model": None, "word": None, "reader": None, "unit": None, "mirrored": True},
    },
}  # fmt: skip


def sets(page: Page, changes: dict[str, object]) -> None:
    page.evaluate(
        "changes => part('lib/store.js').then(({ set }) => set(changes))",
        changes,
    )


@pytest.mark.parametrize("name", SEEN)
def test_a_link_restores_all_that_is_seen(app, window, name):
    seen = {"page": name, **SEEN[name]}
    page = opened(window, app.url)
    where = {key: seen[key] for key in ("page", "step", "lesson", "other") if key in seen}
    sets(page, {"model": "article", "text": TEXT, **where})
    rest(page)  # an answer lets go of what was chosen in an earlier text
    sets(page, {key: value for key, value in seen.items() if key not in where})
    other = window()
    other.goto(linked(page) if seen.get("presenting") else shared(page))
    waits(other, f"state.model === 'article' && state.text === {TEXT!r} && state.page === {seen['page']!r}")
    rest(other)
    state = other.evaluate(STATE)
    assert {key: state[key] for key in seen} == seen
    assert other.locator(".lost:visible").count() == 0
    IS_SEEN[name](other)


def linked(page: Page) -> str:
    """The link of a page whose head is hidden: that in the address bar."""
    page.wait_for_url("**present=1**")
    return page.url


def of_read(page: Page) -> None:
    assert page.locator(".brnn.presenting").count() == 1
    expect(page.locator("#read .lane.forward .word[aria-pressed=true]")).to_have_text("start")
    expect(page.locator("#read .stage")).to_have_attribute("data-view", "network")


def of_compare(page: Page) -> None:
    expect(page.locator("#compare .difference .lane.forward [aria-pressed=true]")).to_have_count(1)
    assert page.locator("#compare textarea").nth(1).input_value() == "A lovely start."


def of_guess(page: Page) -> None:
    assert page.locator("#guess-text").input_value() == "___ , a cop"
    expect(page.locator("#guess .lane.forward .word").nth(3)).to_have_attribute("aria-pressed", "true")
    assert page.locator("#own-guess").is_visible()


def of_experiments(page: Page) -> None:
    order = page.locator("[data-trial=order]")
    expect(order.get_by_role("button", name=EXPERIMENTS["order"]["end"])).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(order.locator(".guess[aria-pressed=true]")).to_have_count(1)
    assert order.locator(".said").is_visible()
    assert page.locator("[data-trial=padding] .result").is_visible()
    assert not page.locator("[data-trial=padding] .said").is_visible()
    assert page.locator("[data-trial=padding] output").inner_text() == f"{PADS[5]} pads"
    assert not page.locator("[data-trial=mute] .result").is_visible()
    assert page.locator("[data-trial=explain] [name=span]").input_value() == "1:2"
    expect(page.locator("[data-trial=explain] tbody tr")).to_have_count(1)


def of_models(page: Page) -> None:
    assert page.locator("#models details").get_attribute("open") is not None


def of_lesson(page: Page) -> None:
    assert page.locator("#lesson-text").input_value() == "slow but good"
    expect(page.locator("#lesson .equation .of b").first).to_contain_text("Unit 6 of the backward reader")
    expect(page.locator("#lesson .play output")).to_have_text("2 of 3 steps")


def of_mirror(page: Page) -> None:
    assert page.locator("#lesson .switches button[aria-pressed=true]").count() >= 1


IS_SEEN = {
    "read": of_read, "guess": of_guess, "compare": of_compare, "experiments": of_experiments,
    "models": of_models,
    "lesson": of_lesson, "mirror": of_mirror,
}  # fmt: skip


@pytest.mark.parametrize(
    "fragment",
    [
        "page=experiments&order=sideways&shuffle=21&orderguess=moves&padding=up&pads=17&mute=both&explain=__proto__",
        "page=experiments&explain.span=" + "x" * 81,
        "page=compare&row=0&othermodel=no/such/<i>",
        f"page=lesson&step={EQUATION}&lessonreader=both&lessonword=0&mirrored=maybe&lessonat=-1",
        "page=models&details=true",
        "page=guess&guessword=0&candidate=&guessfirst=yes",
    ],
)
def test_what_a_page_does_not_offer_is_as_usual(app, window, fragment):
    page = opened_anywhere(window, f"{app.url}#{fragment}")
    page.get_by_text(SHARE["badLink"]).wait_for()
    usual, state = page.evaluate(USUAL), page.evaluate(STATE)
    for key in ("order", "padding", "mute", "explain", "row", "details", "guess", "live", "walk", "lesson"):
        assert state[key] == usual[key], key


USUAL = "part('lib/store.js').then(({ usual }) => usual)"


def opened_anywhere(window: Callable[[], Page], url: str) -> Page:
    page = window()
    page.goto(url)
    waits(page, "state.model !== null")
    return page


def test_a_unit_of_the_lesson_that_is_not_there_is_the_usual_one(app, window):
    page = opened_anywhere(
        window, f"{app.url}#page=lesson&step={EQUATION}&lessonunit=9999&lessonreader=forward"
    )
    page.locator("#lesson .equation").first.wait_for()
    waits(page, "state.live.unit === null")


def test_an_example_is_undone_by_back_and_typing_is_no_entry(app, window):
    page = opened(window, app.url)
    types(page, "first")
    count = page.evaluate("history.length")
    types(page, "what I typed")
    page.get_by_role("button", name=EXAMPLES[2].name, exact=True).click()
    waits(page, f"state.text === {EXAMPLES[2].text!r}")
    types(page, EXAMPLES[2].text + " And more")
    assert page.evaluate("history.length") == count + 1
    page.get_by_role("button", name=EXAMPLES[1].name, exact=True).click()
    page.go_back()
    waits(page, f"state.text === {EXAMPLES[2].text + ' And more'!r}")
    page.go_back()
    waits(page, "state.text === 'what I typed'")
    assert page.locator("#review").input_value() == "what I typed"
    page.go_forward()
    waits(page, f"state.text === {EXAMPLES[2].text + ' And more'!r}")
    page.get_by_role("link", name="Models", exact=True).click()
    page.go_back()  # to the page, with the text that is read now
    waits(page, f"state.page === 'read' && state.text === {EXAMPLES[2].text + ' And more'!r}")


def test_the_same_example_twice_is_one_entry(app, window):
    page = opened(window, app.url)
    types(page, "mine")
    for _ in range(2):
        page.get_by_role("button", name=EXAMPLES[2].name, exact=True).click()
    page.go_back()
    waits(page, "state.text === 'mine'")


def test_a_comparison_is_undone_by_back(app, window):
    page = opened(window, app.url)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator("#compare textarea").first.fill("side A")
    page.locator("#compare .switch input").uncheck()
    page.locator("#compare textarea").nth(1).fill("side B")
    waits(page, "state.text === 'side A' && state.other.text === 'side B'")
    page.get_by_role("button", name=READY[0]["name"], exact=True).click()
    waits(page, f"state.other.text === {READY[0]['texts'][1]!r}")
    page.go_back()
    waits(page, "state.page === 'compare' && state.text === 'side A' && state.other.text === 'side B'")


def test_an_example_of_the_lesson_is_undone_by_back(app, window):
    page = opened(window, f"{app.url}#page=read")
    page.get_by_role("link", name="Lesson", exact=True).click()
    sets(page, {"step": EQUATION})
    page.locator("#lesson-text").fill("mine in the lesson")
    waits(page, "state.lesson === 'mine in the lesson'")
    page.locator("#lesson .examples:not(.read-by) button").nth(1).click()
    waits(page, f"state.lesson === {STEPS[EQUATION - 1]['examples'][1]!r}")
    page.go_back()
    waits(page, f"state.step === {EQUATION} && state.lesson === 'mine in the lesson'")
    assert page.locator("#lesson-text").input_value() == "mine in the lesson"


def test_back_over_an_example_brings_back_the_state_that_was_looked_into(app, window):
    page = opened(window, app.url)
    sets(page, {"guess": {"text": "a guess of mine", "word": 1, "candidate": None, "covered": False}})
    types(page, TEXT)
    sets(page, {"view": "network", "pinned": 1, "node": "backward"})
    page.wait_for_url("**node=backward**")
    page.get_by_role("button", name=EXAMPLES[2].name, exact=True).click()
    waits(page, f"state.text === {EXAMPLES[2].text!r}")
    page.go_back()
    waits(page, f"state.text === {TEXT!r} && state.pinned === 1 && state.node === 'backward'")
    assert page.evaluate(STATE)["guess"]["text"] == "a guess of mine"  # it is no part of an example of Read


def test_back_over_a_comparison_brings_back_the_row_that_was_pinned(app, window):
    page = opened(window, app.url)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.locator("#compare .difference .lane .word").nth(1).click()
    page.wait_for_url("**row=2**")
    page.get_by_role("button", name=READY[0]["name"], exact=True).click()
    waits(page, f"state.other.text === {READY[0]['texts'][1]!r} && state.row === null")
    page.go_back()
    waits(page, "state.other.text === null && state.row === 1")


def test_a_model_that_is_not_here_is_said_where_the_address_has_another_text_too(app, window):
    page = opened(window, app.url)
    page.evaluate("location.hash = 'model=gone&text=a+lovely+film'")
    waits(page, "state.reading?.text === 'a lovely film'")
    page.get_by_text(SHARE["noModel"]).wait_for()


@pytest.mark.parametrize(
    ("name", "place"), [("Models", "page=models"), (STEPS[4]["title"], "page=lesson&step=5")]
)
def test_a_link_is_opened_elsewhere_with_a_key_held(app, window, name, place):
    page = opened_anywhere(window, f"{app.url}#page=lesson")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name=name, exact=True).click(modifiers=["ControlOrMeta"])
    other = opening.value
    other.wait_for_url(f"**/#{place}**")
    other.close()
    state = page.evaluate(STATE)
    assert (state["page"], state["step"]) == ("lesson", 1)


def test_what_an_address_pins_waits_for_its_own_text(app, window):
    page, held = opened(window, app.url), []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/ask/read", hold)
    with page.expect_request("**/ask/read"):
        page.locator("#review").fill("one two three")
    page.evaluate("location.hash = 'text=a+lovely+film+is+this&word=5'")
    waits(page, "state.text === 'a lovely film is this'")
    held[0].continue_()
    waits(page, "state.reading.text === 'a lovely film is this' && state.pinned === 4")
    assert page.locator(".lost:visible").count() == 0


@pytest.mark.parametrize("name", ["read", "guess", "compare", "lesson"])
def test_back_from_the_first_state_loses_nothing_that_was_typed(app, window, name):
    page = window()
    page.goto(app.url + "card.png")  # where Back leads to
    page.goto(f"{app.url}#page={name}")
    waits(page, "state.models.length > 0")
    typed = {"read": "#review", "compare": "#compare textarea"}.get(name, f"#{name}-text")
    if name == "compare":
        waits(page, "state.other !== null")
        page.locator("#compare .switch input").uncheck()
    page.locator(typed).last.fill("typed a moment ago")
    page.go_back()  # at once: the address has not followed yet
    page.wait_for_url("**/card.png")
    page.go_forward()
    waits(page, "state.models.length > 0")
    expect(page.locator(typed).last).to_have_value("typed a moment ago", timeout=PATIENCE)


def test_the_link_of_an_app_on_the_network_is_one_that_others_can_open(models, window):
    others = address.network_address()
    if not others:
        pytest.skip("this machine is on no network")
    port = free_port()
    with running_app("--lan", "--models", str(models), "--port", str(port)) as app:
        page = opened(window, app.url)  # on a loopback address
        page.get_by_role("button", name="Share", exact=True).click()
        page.get_by_text(SHARE["network"]).wait_for()
        page.keyboard.press("Escape")
        link = shared(page)
        assert link.startswith(f"http://{others}:{port}/#")
        opened(window, link)


LIMITS = {"pages": ["read", "experiments"], "limit": 100, "steps": 8, "explanations": OFFERED}


def round_trip(scripts, seen: dict[str, object]) -> dict[str, object]:
    return scripts.page.evaluate(
        """async ([seen, limits]) => {
            const { fragmentOf, partsOf, readFragment } = await import("/lib/link.js");
            const { usual } = await import("/lib/store.js");
            const link = fragmentOf({ ...usual, ...seen }, partsOf(limits));
            return { link, ...readFragment(link, partsOf(limits)) };
        }""",
        [seen, LIMITS],
    )


def test_a_link_does_not_grow_without_bounds(scripts):
    settings = {"span": "x" * 1000}
    found = round_trip(
        scripts, {"page": "experiments", "explain": {"name": "occlusion", "settings": settings}}
    )
    assert not found["bad"]
    assert found["seen"]["explain"] == {"name": "occlusion"}
    long = round_trip(scripts, {"text": "é" * 101})
    assert not long["bad"]
    assert len(long["link"]) < 40
    assert round_trip(scripts, {"text": "é" * 100})["seen"]["text"] == "é" * 100


@pytest.mark.parametrize("name", ["ladder/gru-forward", "hf://user/name@v1", "my model", "modèle"])
def test_a_link_keeps_the_name_of_any_model(scripts, name):
    found = round_trip(scripts, {"model": name})
    assert (found["bad"], found["seen"]["model"]) == (False, name)


def test_a_link_offers_as_many_shuffles_and_pads_as_there_are(scripts):
    found = scripts.page.evaluate("import('/lib/link.js').then(({ SHUFFLES, PADS }) => [SHUFFLES, PADS])")
    assert found == [SHUFFLES, len(PADS)]


def test_every_explanation_can_be_linked_to(scripts):
    for explanation in OFFERED:
        found = round_trip(
            scripts, {"page": "experiments", "explain": {"name": explanation["name"], "settings": {}}}
        )
        assert found["seen"]["explain"]["name"] == explanation["name"]

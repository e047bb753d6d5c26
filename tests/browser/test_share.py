"""A link shows another person what one sees; Back goes back; a choice of light or dark stays."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from brnn.ui.examples import EXAMPLES
from brnn.ui.texts.lesson import STEPS
from brnn.ui.texts.read import PAGE
from brnn.ui.texts.share import SHARE

pytestmark = pytest.mark.browser

TEXT = "A slow start, but lovely & “wonderful” — 100% 好看 🎬"
STATE = "part('lib/store.js').then(({ state }) => state)"


def opened(window: Callable[[], Page], url: str) -> Page:
    """A page that has read its text."""
    page = window()
    page.goto(url)
    page.locator("#read .stage[data-shown]").wait_for(state="attached")
    return page


def types(page: Page, text: str) -> None:
    page.locator("#review").fill(text)
    page.wait_for_function("text => document.querySelector('#read .stage').dataset.shown === text", arg=text)


def said(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).fragment, keep_blank_values=True)


def waits(page: Page, condition: str) -> None:
    """Wait until a condition on `state` holds; a promise would be taken for true at once."""
    page.evaluate(f"{STATE}.then((state) => (window.state = state))")
    page.wait_for_function(f"() => {condition}")


def shared(page: Page) -> str:
    page.get_by_role("button", name="Share", exact=True).click()
    field = page.get_by_role("textbox", name="Link to this view")
    field.wait_for()
    return field.input_value()


def test_a_link_restores_text_model_word_unit_and_playhead(app, window):
    page = opened(window, app.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    types(page, TEXT)
    page.locator("#model").select_option("small")
    waits(page, "state.reading?.model === 'small'")
    page.locator("#read .lane.forward .word").nth(2).click()
    page.evaluate(
        "part('lib/store.js').then(({ set }) =>"
        " set({ unit: { reader: 'backward', unit: 3 }, playhead: 4, units: 'text', view: 'network' }))"
    )
    link = shared(page)
    page.get_by_text("Link copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == link

    other = opened(window, link)
    waits(other, "state.pinned === 2 && state.playhead === 4")
    state = other.evaluate(STATE)
    assert state["text"] == TEXT
    assert state["model"] == "small"
    assert (state["units"], state["view"]) == ("text", "network")
    assert state["unit"] == {"reader": "backward", "unit": 3}
    assert other.locator("#review").input_value() == TEXT
    assert other.locator(".lost:visible").count() == 0
    pressed = other.locator("#read .lane.forward .word[aria-pressed=true]")
    assert pressed.text_content() == "start"


def in_the_second_step(window: Callable[[], Page], url: str) -> Page:
    """A page where TEXT was typed in the second step of the lesson."""
    page = opened(window, url)
    page.get_by_role("link", name="Lesson", exact=True).click()
    page.get_by_role("link", name=STEPS[1]["title"]).click()
    page.locator("#lesson-text").fill(TEXT)
    waits(page, f"state.lesson === {TEXT!r}")
    return page


def test_a_link_restores_the_step_of_the_lesson_and_what_was_typed_in_it(app, window):
    page = in_the_second_step(window, app.url)
    link = shared(page)

    other = window()
    other.goto(link)
    words = other.locator("#lesson .lane.forward .word span")
    words.first.wait_for()
    other.wait_for_function(
        "() => document.querySelectorAll('#lesson .lane.forward .word')[1]?.textContent === 'slow'"
    )
    assert other.locator("#lesson-text").input_value() == TEXT
    assert other.locator("#lesson .title").inner_text() == STEPS[1]["title"]
    assert other.locator(".lost:visible").count() == 0
    other.get_by_role("link", name=STEPS[5]["title"]).click()  # the next step has its own words
    waits(other, "state.step === 6 && state.lesson === null")
    assert other.locator("#lesson-text").input_value() != TEXT


def test_no_server_hears_the_text_of_a_link(app, window):
    page = window()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app.url}#text=xyzzy")
    page.locator("#read .stage[data-shown]").wait_for(state="attached")
    assert asked
    assert not [url for url in asked if "xyzzy" in urlsplit(url)._replace(fragment="").geturl()]


def test_where_nothing_may_be_copied_the_link_is_shown_selected(app, window):
    page = opened(window, app.url)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    link = shared(page)
    page.get_by_text("Copy the link here").wait_for()
    assert page.evaluate("getSelection().toString()") == link
    page.keyboard.press("Escape")
    assert page.get_by_role("textbox", name="Link to this view").count() == 0


def test_the_address_follows_and_a_reload_shows_the_same(app, window):
    page = opened(window, app.url)
    assert "#" not in page.url  # nothing was asked for yet
    types(page, "It was lovely")
    page.locator("#read .lane.forward .word").nth(1).click()
    page.wait_for_url("**word=2**")
    assert said(page)["text"] == ["It was lovely"]
    page.reload()
    waits(page, "state.pinned === 1 && state.text === 'It was lovely'")


def test_back_goes_from_page_to_page_and_keeps_the_text(app, window):
    page = opened(window, app.url)
    nav = page.get_by_role("navigation", name="Pages")
    nav.get_by_role("link", name="Experiments").click()
    assert said(page)["page"] == ["experiments"]
    nav.get_by_role("link", name="Models").click()
    page.evaluate("part('lib/store.js').then(({ set }) => set({ text: 'a newer text' }))")
    page.go_back()
    waits(page, "state.page === 'experiments'")
    assert page.evaluate(STATE)["text"] == "a newer text"
    page.wait_for_url("**page=experiments**a+newer+text")
    page.go_back()
    waits(page, "state.page === 'read'")
    page.go_forward()
    waits(page, "state.page === 'experiments'")


def test_back_goes_from_step_to_step_with_what_was_typed_there(app, window):
    page = in_the_second_step(window, app.url)
    page.get_by_role("link", name=STEPS[4]["title"]).click()
    page.get_by_role("link", name=STEPS[5]["title"]).click()
    waits(page, "state.step === 6")
    page.go_back()
    waits(page, "state.step === 5 && state.lesson === null")
    page.go_back()
    waits(page, f"state.step === 2 && state.lesson === {TEXT!r}")
    assert page.locator("#lesson-text").input_value() == TEXT
    page.go_back()
    waits(page, "state.page === 'lesson' && state.step === 1")
    page.go_back()
    waits(page, "state.page === 'read'")
    page.go_forward()
    waits(page, "state.page === 'lesson' && state.step === 1")


@pytest.mark.parametrize(
    "fragment",
    [
        "page=nowhere",
        "word=-1",
        "word=1e3",
        "at=999999999999",
        "word=99&text=good",
        "text=%E0%A4%A%",
        "reader=sideways&unit=1",
        "model=<img src=x onerror=alert(1)>",
        "step=77",
        "text=" + "x" * 100_001,
        "hello",
        "zoom=9",
        "present=yes",
        "othermodel=<b>&page=read",
        "lessonunit=-1",
        "unit=99999&reader=forward&text=good",
    ],
)
def test_what_a_link_cannot_mean_is_left_out_and_said(app, window, fragment):
    page = opened(window, f"{app.url}#{fragment}")
    page.get_by_text(SHARE["badLink"]).wait_for()
    state = page.evaluate(STATE)
    assert state["page"] == "read"
    assert state["pinned"] is state["playhead"] is state["unit"] is None
    assert state["step"] == 1


def test_a_link_to_a_model_that_is_not_here_is_read_by_another(app, window):
    page = opened(window, f"{app.url}#model=gone&text=good")
    page.get_by_text(SHARE["noModel"]).wait_for()
    assert page.evaluate(STATE)["text"] == "good"


def test_an_address_that_is_put_in_is_followed(app, window):
    page = opened(window, app.url)
    page.evaluate("location.hash = 'text=a+lovely+film&word=2'")
    waits(page, "state.text === 'a lovely film' && state.pinned === 1")


@pytest.mark.parametrize(
    ("where", "referrer", "framed", "expected"),
    [
        (
            ["https://a-b.hf.space", "/"],
            "https://huggingface.co/spaces/a/b?x=1#y",
            True,
            "https://huggingface.co/spaces/a/b",
        ),
        (["https://a-b.hf.space", "/"], "https://huggingface.co/", True, "https://a-b.hf.space/"),
        (["https://a-b.hf.space", "/"], "https://huggingface.co.evil.example/spaces/a/b", True,
         "https://a-b.hf.space/"),
        (["http://h:7860", "/p/"], "https://huggingface.co/spaces/a/b", False, "http://h:7860/p/"),
    ],
)  # fmt: skip
def test_inside_a_space_the_link_is_one_that_works(scripts, where, referrer, framed, expected):
    origin, pathname = where
    place = {"origin": origin, "pathname": pathname, "search": "?__sign=secret"}
    assert scripts.call("lib/link.js", "addressOf", place, referrer, framed) == expected


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        *((host, True) for host in ("127.0.0.1", "127.1.2.3", "localhost", "a.localhost", "[::1]")),
        *((host, False) for host in ("192.168.0.7", "example.org", "127.0.0.1.example.org", "mylocalhost")),
    ],
)
def test_the_computer_that_others_cannot_reach_is_known_by_its_host(scripts, host, alone):
    assert scripts.call("lib/link.js", "isAlone", host) == alone


def test_a_link_that_only_this_computer_can_open_says_so(app, window):
    page = opened(window, app.url)  # on a loopback address
    assert shared(page).startswith(app.url)
    page.get_by_text("Only this computer can open the link. Start the app with --lan").wait_for()


def test_every_page_says_what_it_is_for(app, window):
    page = opened(window, app.url)
    for name, subtitle in PAGE["subtitles"].items():
        page.get_by_role("link", name=PAGE["names"][name], exact=True).click()
        expect(page.locator(".head .subtitle")).to_have_text(subtitle)


def is_dark(page: Page) -> bool:
    return page.evaluate("document.body.classList.contains('dark')")


def test_light_or_dark_follows_the_system_until_somebody_chooses(app, window):
    page = opened(window, app.url)
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Light", exact=True).wait_for()
    assert is_dark(page)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Dark", exact=True).click()
    assert is_dark(page)
    page.reload()
    page.get_by_role("button", name="Light", exact=True).wait_for()
    assert is_dark(page)
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Light", exact=True).click()
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert not is_dark(page)


def test_a_window_that_is_taken_over_remembers_nobody(app, windows):
    """All that is tested of newcomers rests on it."""
    person = windows.take(app)
    person.open()
    person.pastes("It was mine")
    person.page.get_by_role("button", name="Dark", exact=True).click()
    person.page.emulate_media(reduced_motion="reduce")
    person.page.route("**/ask/read", lambda route: route.abort())
    windows.give_back(person)
    other = windows.take(app)
    assert other.page is person.page
    other.open()
    assert other.box.input_value() == EXAMPLES[0].text
    assert not is_dark(other.page)
    assert not other.page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    windows.give_back(other)

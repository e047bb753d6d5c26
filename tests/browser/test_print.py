"""The pages on paper, without background graphics: nothing is cut off, no sign is in colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from person import WINDOW, Person

pytestmark = [pytest.mark.browser, pytest.mark.field_case(14)]

A4 = {"width": 690, "height": 1020}  # pixels between the margins
REVIEW = " ".join(["A slow start , but a lovely film that stays with you ."] * 14)  # 182 words
SHOWN = """() => [...document.querySelectorAll("#stage .lane")].map((lane) =>
    [...lane.children].map((word) => {
        const [style, line, number] = [word, word.firstChild].map((each) => getComputedStyle(each))
            .concat(getComputedStyle(word, "::after"));
        const { left, right, width, height } = word.getBoundingClientRect();
        return {
            word: word.innerText, whole: left >= 0 && right <= innerWidth && width > 0 && height > 0,
            text: style.color, weight: Number(style.fontWeight), line: line.borderBottomStyle,
            thick: parseFloat(line.borderBottomWidth), number: number.content.replaceAll('"', ""),
            background: style.backgroundColor,
        };
    }))"""
CUT = """() => [...document.querySelectorAll(".brnn *")].filter((each) => {
    const { overflowX, overflowY, display } = getComputedStyle(each);
    const passed = each.matches(".spoken, svg *, .word, .word *") || display === "inline";
    if (passed || !each.checkVisibility()) return false;
    const wide = each.scrollWidth > each.clientWidth + 1 && overflowX !== "visible";
    return wide || (each.scrollHeight > each.clientHeight + 1 && overflowY !== "visible");
}).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def reader(person) -> Iterator[Person]:
    """Someone who has a long review before them and is about to print it."""
    person.sets(page="read")
    person.picks_and_waits("small")
    person.pastes(REVIEW)
    yield person
    person.page.emulate_media(media="null")
    person.page.set_viewport_size(WINDOW)


def on_paper(person: Person) -> None:
    person.page.emulate_media(media="print")
    person.page.set_viewport_size(A4)


def test_every_word_is_printed_with_its_sign_in_ink(reader):
    on_paper(reader)
    assert reader.reads("#read .words .text") == REVIEW
    ink = reader.page.evaluate("getComputedStyle(document.querySelector('.brnn')).color")
    lanes = reader.page.evaluate(SHOWN)
    assert len(lanes) == 2
    for lane in lanes:
        assert [each["word"] for each in lane] == REVIEW.split()
        assert all(each["whole"] for each in lane)
        assert {each["text"] for each in lane} == {ink}
        assert {each["background"] for each in lane} == {"rgba(0, 0, 0, 0)"}
        for each in lane:
            assert each["line"] == ("dashed" if each["number"].startswith("−") else "solid")
    # One scale serves all texts, so only the strongest word of all is sure to be drawn as stronger.
    words = [each for lane in lanes for each in lane]
    weak, *_, strong = sorted(words, key=lambda each: abs(float(each["number"].replace("−", "-"))))
    assert strong["weight"] > weak["weight"]
    assert strong["thick"] >= weak["thick"]


def test_every_word_stands_under_its_column(newcomer):
    newcomer.open()
    newcomer.pastes(" ".join(REVIEW.split()[:40]))  # of many more, none would be legible
    words = newcomer.words()
    newcomer.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    on_paper(newcomer)
    plot = newcomer.page.locator("#stage .plot").bounding_box()
    labels = newcomer.page.locator("#stage .labels span")
    assert labels.all_inner_texts() == words
    for place, label in enumerate(labels.all()):
        box = label.bounding_box()
        middle = plot["x"] + plot["width"] * (place + 0.5) / len(words)
        assert box["x"] + box["width"] / 2 == pytest.approx(middle, abs=1)
        assert box["y"] >= plot["y"] + plot["height"] - 1
    lane = newcomer.page.locator("#stage .lane.forward").bounding_box()
    assert lane["y"] >= box["y"] + box["height"]
    newcomer.page.evaluate("() => dispatchEvent(new Event('afterprint'))")


def test_a_review_of_thirty_words_takes_one_page(newcomer):
    newcomer.open()
    newcomer.pastes(" ".join(REVIEW.split()[:30]))
    pages = re.findall(rb"/Type\s*/Page\b", newcomer.page.pdf(format="A4"))
    assert len(pages) == 1


def test_a_network_has_no_words_of_what_was_shown_before(newcomer):
    newcomer.open()
    newcomer.sets(page="lesson", step=2)  # memories, whose words stand under them on paper
    newcomer.page.wait_for_selector("#lesson .stage[data-view=memories][data-shown^=Not]")
    newcomer.sets(step=5)
    newcomer.page.wait_for_selector("#lesson .stage[data-view=network][data-shown^=Superb]")
    newcomer.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    on_paper(newcomer)
    assert newcomer.page.locator("#lesson .paper").is_visible()
    assert not newcomer.page.locator("#lesson .labels").is_visible()
    newcomer.page.evaluate("() => dispatchEvent(new Event('afterprint'))")


def test_the_picture_keeps_its_height_on_paper(reader):
    height = """async () => {
        for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
        return document.querySelector("#stage .plot").clientHeight;
    }"""
    before = reader.page.evaluate(height)
    on_paper(reader)
    assert reader.page.evaluate(height) == before > 0


def test_scale_and_bar_keep_their_colours(reader):
    on_paper(reader)
    places = [f"#read {place}" for place in (".scale .bar", ".track", ".fill", ".knot", ".middle")]
    kept = """(places) => places.map((place) => document.querySelector(place)).map((each) =>
        [getComputedStyle(each).printColorAdjust, each.checkVisibility()])"""
    assert reader.page.evaluate(kept, places) == [["exact", True]] * len(places)


def test_what_can_only_be_pressed_is_not_printed(reader):
    on_paper(reader)
    pressed = (".play", ".examples", ".tools", ".measures select", ".pin-end")
    for place in ("nav", ".head .right", "footer", "#review", *(f"#read {one}" for one in pressed)):
        assert not reader.page.locator(place).first.is_visible(), place


@pytest.mark.parametrize("name", ["read", "guess", "compare", "experiments", "models", "lesson"])
def test_nothing_is_cut_off_on_any_page(reader, name):
    reader.page.locator(f"nav [data-page={name}]").click()
    reader.page.locator(f"#{name}").wait_for()
    shown = ".stage[data-shown], .chart[data-drawn], .question, .candidate"
    reader.page.wait_for_selector(f"#{name} :is({shown})", state="attached")
    on_paper(reader)
    assert reader.page.evaluate(CUT) == []
    # A hair more is shrunk by the browser.
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 1.01 * A4["width"]
    outside = """() => {
        const found = [];
        for (let each = document.querySelector(".brnn"); each; each = each.parentElement) {
            if (getComputedStyle(each).overflow !== "visible") found.push(each.className);
        }
        return found;
    }"""
    assert reader.page.evaluate(outside) == []  # else what is below the first page would be lost


@pytest.mark.parametrize("asked", [True, False])
def test_a_dark_page_is_printed_light_and_is_dark_afterwards(newcomer, asked):
    newcomer.open("?__theme=dark" if asked else "")
    if not asked:
        newcomer.page.get_by_role("button", name="Dark", exact=True).click()
    newcomer.page.evaluate("""() => addEventListener("beforeprint", () => {
        window.printed = document.querySelector(".dark") === null;
        window.ink = getComputedStyle(document.querySelector(".brnn")).color;
    })""")
    assert newcomer.page.pdf(format="A4", print_background=False).startswith(b"%PDF")
    assert newcomer.page.evaluate("[window.printed, window.ink]") == [True, "rgb(29, 33, 38)"]
    assert newcomer.page.locator("body.dark").count() == 1


def test_a_field_of_one_line_is_printed_whole(newcomer):
    newcomer.page.goto(f"{newcomer.url}#page=lesson&step=2")
    newcomer.page.wait_for_selector("#lesson .stage[data-shown^=Not]")
    newcomer.page.locator("#lesson-text").fill(REVIEW)
    newcomer.page.pdf(format="A4")
    on_paper(newcomer)
    content = "each => getComputedStyle(each, '::after').content"
    assert newcomer.page.locator("#lesson .reading").evaluate(content) == f'"{REVIEW}"'
    assert not newcomer.page.locator("#lesson-text").is_visible()

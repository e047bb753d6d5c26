"""The stage: linked by hovering, touch and focus; zoom, overview, updates that hold still."""

from __future__ import annotations

import numpy as np
import pytest
from person import PLOT
from playwright.sync_api import expect

from brnn import figures
from brnn.records import READERS
from brnn.text.numbers import signed
from brnn.ui.examples import EXAMPLES
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

SIX = "A slow start but lovely end"
FIFTY = " ".join(EXAMPLES[5].text.split()[:50])


@pytest.fixture(autouse=True)
def rested(person):
    """The pointer is elsewhere and nothing is chosen when a test begins."""
    person.page.mouse.move(2, 2)
    person.page.evaluate(
        """async () => {
            const store = await part("lib/store.js");
            store.set({ zoom: 0, pinned: null, unit: null, playhead: null, hovered: null });
        }"""
    )
    person.pastes(SIX)


def place_of(person, reader: str, word: int, row: float) -> tuple[float, float]:
    """Where a cell of a memory is drawn, row in 0 … 1 from its top."""
    box = person.page.locator(f"#stage canvas.memory.{reader}").bounding_box()
    words = len(person.words(reader))
    return box["x"] + box["width"] * (word + 0.5) / words, box["y"] + row * box["height"]


BOTH = [("forward", 2), ("backward", 2)]


@pytest.mark.parametrize("reader", ["forward", "backward"])
def test_hovering_a_word_lights_it_everywhere_and_tells_its_numbers(person, analyzers, reader):
    person.word(2, reader).hover()
    assert person.lit() == BOTH
    mark, word = (
        person.page.locator("#stage .mark.lit").bounding_box(),
        person.word(2).bounding_box(),
    )
    assert mark["x"] == pytest.approx(word["x"], abs=1)
    assert mark["width"] == pytest.approx(word["width"], abs=1)
    ledger = analyzers["article"].analyze(SIX).ledger
    tip = person.reads("#stage .tip")
    assert tip.startswith("start word 3 of 6")
    for name in ("forward", "backward"):
        added, evidence = getattr(ledger, name)[2], getattr(ledger, f"{name}_evidence")[2]
        said = READ["stage"]["point"][name]
        assert said.format(value=signed(added), evidence=signed(evidence)) in tip
    person.page.mouse.move(2, 2)
    assert person.lit() == []
    assert person.page.locator("#stage .tip").is_hidden()


@pytest.mark.parametrize("reader", ["forward", "backward"])
@pytest.mark.parametrize("row", [0, 7, 15])
def test_hovering_a_cell_lights_its_word_and_tells_unit_and_value(person, analyzers, reader, row):
    person.page.mouse.move(*place_of(person, reader, 2, (row + 0.5) / 16))
    assert person.lit() == BOTH
    unit = person.units(reader)[row]
    value = getattr(analyzers["article"].analyze(SIX).reading, reader)[2, unit]
    said = READ["stage"]["cell"].format(reader=reader, unit=unit + 1, value=signed(value))
    assert person.page.locator("#stage .tip").inner_text().split("\n")[-1] == said


def test_hovering_between_the_memories_lights_the_word_of_the_evidence(person):
    _, bottom = place_of(person, "forward", 2, 1.0)
    x, top = place_of(person, "backward", 2, 0.0)
    person.page.mouse.move(x, (bottom + top) / 2)
    assert person.lit() == BOTH
    assert "evidence so far" in person.reads("#stage .tip")


def test_a_tip_stays_within_the_stage(person):
    for reader in ("forward", "backward"):
        for word in (0, 5):
            person.word(word, reader).hover()
            tip = person.page.locator("#stage .tip").bounding_box()
            frame = person.page.locator("#stage .frame").bounding_box()
            assert tip["x"] >= frame["x"] - 1
            assert tip["x"] + tip["width"] <= frame["x"] + frame["width"] + 1
            assert tip["y"] + tip["height"] <= frame["y"] + frame["height"] + 30


def test_focus_lights_a_word_and_leaving_puts_it_out(person):
    person.word(1).focus()
    person.page.keyboard.press("ArrowRight")
    assert person.lit() == BOTH
    person.box.focus()
    assert person.lit() == []


def test_lighting_asks_the_server_nothing_and_draws_nothing(person):
    before = len(person.requests)
    person.page.evaluate(
        f"""window.drawn = 0;
        new MutationObserver((changes) => (window.drawn += changes.length)).observe(
            {PLOT}, {{ childList: true, subtree: true, attributes: true }})"""
    )
    for word in range(6):
        person.word(word).hover()
    asked = [url for url in person.requests[before:] if "app_id" not in url]  # is it still there
    assert asked == []
    assert person.page.evaluate("window.drawn") == 0


def test_a_word_is_pinned_in_both_lanes_and_unpinned_at_a_second_press(person):
    for reader in ("forward", "backward"):
        person.word(2, reader).click()
        for name in ("forward", "backward"):
            pressed = person.page.locator(f"#stage .lane.{name} .word[aria-pressed=true]")
            assert pressed.count() == 1
            assert pressed.inner_text() == "start"
        assert person.state("pinned") == 2
        assert person.page.locator("#stage .mark.pin").is_visible()
        person.word(2, reader).click()
        assert person.state("pinned") is None
        assert person.page.locator("#stage [aria-pressed=true].word").count() == 0


def test_a_cell_pins_its_unit(person):
    person.page.mouse.click(*place_of(person, "backward", 2, 3.5 / 16))
    assert person.state("unit") == {"reader": "backward", "unit": person.units("backward")[3]}


def test_touching_a_word_pins_it(app, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    from person import Person

    person = Person(context.new_page(), app.url)
    person.open()
    person.pastes(SIX)
    person.word(2).tap()
    assert person.state("pinned") == 2
    person.leaves_without_complaint()
    context.close()


def test_buttons_widen_and_narrow_the_columns_and_the_middle_stays(person):
    person.pastes(FIFTY)
    scroller = person.page.locator("#stage .scroller")

    def look() -> tuple[float, float]:
        width = person.word(0).bounding_box()["width"]
        left, seen, whole = scroller.evaluate("node => [node.scrollLeft, node.clientWidth, node.scrollWidth]")
        return width, (left + seen / 2) / whole

    scroller.evaluate("node => node.scrollLeft = (node.scrollWidth - node.clientWidth) / 2")
    widths = [look()[0]]
    for _ in range(4):
        middle = look()[1]
        person.presses(READ["zoomIn"])
        person.waits_for(FIFTY)
        widths.append(look()[0])
        assert look()[1] == pytest.approx(middle, abs=0.02)
    assert widths == sorted(set(widths))
    for _ in range(5):
        person.presses(READ["zoomOut"])
    person.waits_for(FIFTY)
    narrower = person.page.get_by_role("button", name=READ["zoomOut"], exact=True)
    assert narrower.is_disabled()
    assert scroller.evaluate("node => node.scrollWidth - node.clientWidth") <= 1  # all in sight
    assert person.page.locator("#stage .overview").is_hidden()
    person.presses(READ["zoomIn"])
    assert narrower.is_enabled()


def seen(person) -> tuple[float, float]:
    """The window that the overview shows, as shares of the whole."""
    left, width, whole = person.page.evaluate(
        """(() => {
            const seen = document.querySelector("#stage .overview .seen").getBoundingClientRect();
            const whole = document.querySelector("#stage .overview").getBoundingClientRect();
            return [seen.left - whole.left, seen.width, whole.width];
        })()"""
    )
    return left / whole, width / whole


def test_a_long_text_gets_a_window_that_scrolls_under_an_overview_of_the_whole(person):
    assert person.page.locator("#stage .overview").is_hidden()  # a short one needs none
    person.pastes(FIFTY)
    assert person.page.locator("#stage .overview").is_visible()
    scroller = person.page.locator("#stage .scroller")
    for share in (0, 0.4, 1):
        scroller.evaluate(
            "(node, share) => node.scrollLeft = share * (node.scrollWidth - node.clientWidth)",
            share,
        )
        person.page.wait_for_timeout(100)
        left, width, whole = scroller.evaluate(
            "node => [node.scrollLeft, node.clientWidth, node.scrollWidth]"
        )
        assert seen(person) == pytest.approx((left / whole, width / whole), abs=0.01)
    assert person.too_wide() == 0


def test_the_overview_shows_what_each_word_added_for_each_reader(person, analyzers):
    person.pastes(FIFTY)
    ledger = analyzers["article"].analyze(FIFTY).ledger
    largest = max(np.abs(ledger.forward).max(), np.abs(ledger.backward).max())
    pixels = person.page.evaluate(
        """(() => {
            const canvas = document.querySelector("#stage .overview canvas");
            const pen = canvas.getContext("2d");
            const { data, width } = pen.getImageData(0, 0, canvas.width, canvas.height);
            return [0.25, 0.75].map((row) => Array.from({ length: 50 }, (_, i) => {
                const column = Math.floor(((i + 0.5) / 50) * width);
                const at = 4 * (Math.floor(row * canvas.height) * width + column);
                return Array.from(data.slice(at, at + 4));
            }));
        })()"""
    )
    for row, added in zip(pixels, (ledger.forward, ledger.backward), strict=True):
        for (red, _, blue, opacity), value in zip(row, added, strict=True):
            assert opacity == 255
            if abs(value) > largest / 20:
                assert (blue > red) == (value > 0)


def test_the_overview_shows_how_far_each_reader_has_read(person):
    person.pastes(FIFTY)
    heads = [person.page.locator(f"#stage .overview .head.{reader}") for reader in READERS]
    for head in heads:
        expect(head).to_be_hidden()
    person.sets(playhead=10)
    for head in heads:
        expect(head).to_be_visible()
    whole, *places = (
        part.evaluate("node => [node.getBoundingClientRect().left, node.getBoundingClientRect().width]")
        for part in (person.page.locator("#stage .overview"), *heads)
    )
    shares = [(left + width / 2 - whole[0]) / whole[1] for left, width in places]
    assert shares == pytest.approx([0.2, 0.8], abs=0.01)
    person.sets(playhead=None)
    for head in heads:
        expect(head).to_be_hidden()


def test_dragging_the_overview_moves_the_window(person):
    person.pastes(FIFTY)
    box = person.page.locator("#stage .overview").bounding_box()
    middle = box["y"] + box["height"] / 2
    person.page.mouse.move(box["x"] + 4, middle)
    person.page.mouse.down()
    person.page.mouse.move(box["x"] + box["width"] - 4, middle, steps=5)
    person.page.mouse.up()
    left, width = seen(person)
    assert left + width == pytest.approx(1, abs=0.02)
    person.page.mouse.click(box["x"] + 4, middle)
    person.page.wait_for_timeout(100)
    assert seen(person)[0] == pytest.approx(0, abs=0.02)


BLANK = """
    () => {
        window.blanks = [];
        window.watching = true;
        const stage = document.querySelector("#stage");
        const pen = new OffscreenCanvas(1, 9).getContext("2d", { willReadFrequently: true });
        const look = () => {
            if (!window.watching) return;
            const memories = [...stage.querySelectorAll("canvas.memory")].filter((canvas) => {
                pen.clearRect(0, 0, 1, 9);
                const middle = Math.floor(0.21 * canvas.width); // of the eleventh word of fifty
                pen.drawImage(canvas, middle, 0, 1, canvas.height, 0, 0, 1, 9);
                const { data } = pen.getImageData(0, 0, 1, 9);
                return data.every((part, i) => i % 4 < 3 || part > 200);
            }).length;
            const lines = stage.querySelectorAll(".evidence .line").length;
            const words = stage.querySelectorAll(".lane .word").length;
            const shown = getComputedStyle(stage.querySelector(".plot")).visibility;
            if (memories !== 2 || lines < 2 || words < 90 || shown !== "visible") {
                window.blanks.push([memories, lines, words, shown]);
            }
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }"""


def test_ten_updates_in_a_row_leave_zoom_pin_and_scroll_and_no_frame_blank(person, analyzers):
    person.pastes(FIFTY)
    person.presses(READ["zoomIn"])
    person.waits_for(FIFTY)
    person.word(20).click()
    scroller = person.page.locator("#stage .scroller")
    scroller.evaluate("node => node.scrollLeft = 300")
    person.page.wait_for_timeout(200)

    def look() -> tuple:
        return (
            person.state("zoom"),
            person.state("pinned"),
            person.word(0).bounding_box()["width"],
            scroller.evaluate("node => node.scrollLeft"),
            person.page.locator("#stage .lane [aria-pressed=true]").all_inner_texts(),
            person.page.locator("#stage .mark.pin").bounding_box()["x"],
        )

    before = look()
    sizes = [len(person.page.locator("#stage .frame").screenshot())]
    person.page.evaluate(BLANK)
    for n in range(10):
        words = FIFTY.split()
        words[40] = ("good", "bad", "slow", "lovely", "dull")[n % 5]
        text = " ".join(words)
        person.pastes(text)
        assert look() == before
        sizes.append(len(person.page.locator("#stage .frame").screenshot()))
    person.page.evaluate("window.watching = false")
    assert person.page.evaluate("window.blanks") == []
    assert min(sizes) > max(sizes) / 2  # a picture of nothing is small
    analysis = analyzers["article"].analyze(text)
    person.sees_memory("backward", analysis.reading.backward)


def test_a_sentence_of_two_lines_leaves_the_stage_its_height(person):
    """Else a letter more would make it jump, and draw it twice."""
    heights, of_more = person.page.evaluate(
        """() => {
            const spans = [...document.querySelectorAll("#read .sentences li > span")];
            const stage = document.querySelector("#read .stage");
            const told = (html) => (spans.forEach((span) => (span.innerHTML = html)), stage.offsetHeight);
            const heights = ["a line", "a line<br>another"].map(told);
            return [heights, told("a line<br>another<br>a third")];
        }"""
    )
    assert heights == [heights[0]] * 2
    assert of_more < heights[0], "the sentences are seen, and take their place from the stage"


def test_a_pin_stays_on_its_word_when_the_columns_change(person):
    person.pastes(FIFTY)
    person.word(3).click()
    for name in (READ["zoomIn"], READ["zoomIn"], READ["zoomOut"]):
        person.presses(name)
        person.waits_for(FIFTY)
        mark = person.page.locator("#stage .mark.pin").bounding_box()
        word = person.word(3).bounding_box()
        assert mark["x"] == pytest.approx(word["x"], abs=1)
        assert mark["width"] == pytest.approx(word["width"], abs=1)


def test_a_pin_goes_with_its_word(person):
    person.word(5).click()
    person.pastes("A slow start")
    assert person.state("pinned") is None
    assert person.page.locator("#stage .mark.pin").is_hidden()


def test_numbers_under_the_pointer_are_those_of_the_newest_text(person, analyzers):
    person.pastes("A slow start but dull end")
    x, y = place_of(person, "forward", 4, 0.5 / 16)
    person.page.mouse.move(x, y)
    unit = person.units("forward")[0]
    reading = analyzers["article"].analyze("A slow start but dull end").reading
    said = READ["stage"]["cell"].format(
        reader="forward", unit=unit + 1, value=signed(reading.forward[4, unit])
    )
    assert person.reads("#stage .tip").split("\n")[-1] == said


@pytest.mark.parametrize("words", [1, 2, 10, 60, 400])
def test_every_length_has_its_words_and_numbers_on_the_stage(person, analyzers, words):
    person.picks_and_waits("small")
    text = " ".join((EXAMPLES[5].text.split() * 4)[:words])
    person.pastes(text)
    analysis = analyzers["small"].analyze(text)
    assert person.words() == [figures.label(word) for word in analysis.encoded.words]
    for reader in ("forward", "backward"):
        person.sees_memory(reader, getattr(analysis.reading, reader))
        evidence = getattr(analysis.ledger, f"{reader}_evidence")
        assert person.line(reader) == pytest.approx(evidence, abs=0.01)
    assert person.too_wide() == 0
    person.picks_and_waits("article")

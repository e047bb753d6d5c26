"""A state of the network that is pressed: what it holds and how it came about, for each cell that ships."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from person import Person
from playwright.sync_api import expect
from serving import ROOT, App, free_port, running_app
from test_print import CUT, on_paper

from brnn import Analyzer
from brnn.records import READERS
from brnn.text.numbers import add_up, signed
from brnn.ui.texts.read import READ
from brnn.ui.texts.share import SAVED
from brnn.ui.texts.step import STEP

pytestmark = pytest.mark.browser

REVIEW = "A slow start, but lovely in the end."
CELLS = {"gru": "default", "simple": "article", "lstm": "ladder/lstm-bidirectional"}
ROWS = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
PAGE = "#read .pinned"
LABELS = """(lines, side) => lines.flatMap((line) => {
    const all = [...line.querySelectorAll(".label")].map((label) => label.textContent);
    return all.slice((side * all.length) / 2, ((side + 1) * all.length) / 2);
})"""


@pytest.fixture(scope="module")
def shipped() -> Iterator[App]:
    """An app with the models that ship."""
    with running_app("--models", str(ROOT / "assets"), "--port", str(free_port())) as app:
        yield app


@pytest.fixture(scope="module")
def staying(shipped, windows) -> Iterator[Person]:
    person = windows.take(shipped)
    person.open("#shows=network")
    yield person
    windows.give_back(person)


@pytest.fixture
def onlooker(person) -> Iterator[Person]:
    """A person who sees the network of REVIEW, read by `default`; nothing is chosen, before or afterwards."""
    rest = {
        "pinned": None,
        "node": None,
        "unit": None,
        "playhead": None,
        "view": "network",
        "presenting": False,
    }
    person.sets(**rest)
    person.pastes(REVIEW)
    yield person
    person.sets(**rest)
    person.page.set_viewport_size({"width": 1280, "height": 720})
    if person.state("model") != "default":
        person.picks_and_waits("default")


def node(person, reader: str, word: int):
    return person.page.locator(f"#stage .nodes.{reader} .node").nth(word)


def inside(person) -> str:
    """What is said of the unit, once it is there."""
    place = person.page.locator(f"{PAGE} .inside dt")
    expect(place).not_to_be_empty()
    return place.inner_text()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("reader", READERS)
def test_a_state_that_is_pressed_shows_its_evidence_and_the_sums_of_a_unit(onlooker, cell, reader):
    model = CELLS[cell]
    if model != "default":
        onlooker.picks_and_waits(READ["models"]["names"].get(model, model))
    analyzer = Analyzer.load(model)
    analysis = analyzer.analyze(REVIEW)
    for word in (0, len(analysis.encoded.words) - 1):
        node(onlooker, reader, word).click()
        first = analyzer.units(analysis).ranking_at(reader, word)[0]
        shown = STEP["inside"]["name"].format(unit=first.unit + 1, value="")[: -len(" of it")]
        expect(onlooker.page.locator(f"{PAGE} .inside dt")).to_contain_text(shown.strip())
        found = analyzer.step(analysis, reader, word, first.unit)
        assert STEP["of"].format(reader=reader, place="") in onlooker.reads(f"{PAGE} h3")
        rows = onlooker.page.locator(f"{PAGE} tbody tr").evaluate_all(ROWS)
        for row, own in zip(rows, found.sums, strict=True):
            terms, total = add_up([own.from_word, own.from_memory, own.bias], own.total)
            assert row[:5] == [STEP["inside"]["names"][own.name], *terms, f"= {total}"]
        last = onlooker.page.locator(f"{PAGE} .equation").last.inner_text()
        assert last.endswith(f"= {signed(found.state)}")
        evidence = getattr(analysis.ledger, f"{reader}_evidence")[word]
        assert onlooker.page.locator(f"{PAGE} .held .term").last.inner_text() == f"= {signed(evidence)}"
        expect(node(onlooker, reader, word)).to_have_attribute("aria-pressed", "true")
        expect(onlooker.page.locator("#stage .network .chosen")).to_have_attribute("visibility", "visible")
    node(onlooker, reader, word).click()
    expect(onlooker.page.locator(f"{PAGE} .inside")).to_be_hidden()
    assert onlooker.state("pinned") is None


def test_arrows_scroll_a_table_that_is_too_wide_and_move_the_playhead_from_one_that_is_not(onlooker):
    page, table = onlooker.page, onlooker.page.locator(f"{PAGE} .scrolls")
    node(onlooker, "forward", 3).click()
    inside(onlooker)
    table.press("ArrowLeft")
    words = len(onlooker.words())
    assert onlooker.state("playhead") == words - 1
    onlooker.sets(playhead=None)
    page.set_viewport_size({"width": 320, "height": 720})
    table.press("ArrowRight")
    page.wait_for_function("table => table.scrollLeft > 0", arg=table.element_handle())
    assert onlooker.state("playhead") is None


def test_another_unit_can_be_looked_into_and_the_states_show_it(onlooker):
    node(onlooker, "forward", 5).click()
    inside(onlooker)
    button = onlooker.page.locator(f"{PAGE} .unit").nth(1)
    unit = int(button.locator("small").inner_text())
    button.press("Enter")
    expect(onlooker.page.locator(f"{PAGE} .inside dt")).to_contain_text(f"unit {unit},")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    held = signed(Analyzer.load().analyze(REVIEW).reading.forward[5, unit - 1])
    expect(onlooker.page.locator("#stage .network .state[data-reader=forward] text").nth(5)).to_have_text(
        held
    )
    assert onlooker.page.locator(f"{PAGE} .equation").last.inner_text().endswith(f"= {held}")
    node(onlooker, "backward", 5).click()  # to the other reader, the unit is nothing
    assert (onlooker.state("unit"), onlooker.state("node")) == (None, "backward")


def test_a_keyboard_walks_the_states_presses_one_and_goes_back_step_by_step(onlooker):
    page = onlooker.page
    node(onlooker, "forward", 0).focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert (onlooker.state("pinned"), onlooker.state("node"), onlooker.state("playhead")) == (
        2,
        "forward",
        None,
    )
    inside(onlooker)
    onlooker.sets(unit={"reader": "forward", "unit": 3})
    page.keyboard.press("Escape")
    assert (onlooker.state("unit"), onlooker.state("node")) == (None, "forward")
    page.locator(f"{PAGE} .pin-end button").focus()
    page.keyboard.press("Enter")
    assert (onlooker.state("pinned"), onlooker.state("node")) == (None, None)
    expect(node(onlooker, "forward", 2)).to_be_focused()


def test_the_states_have_names_and_keep_the_focus_when_they_are_coloured_anew(onlooker):
    states = onlooker.page.locator("#stage .nodes.forward .node")
    evidence = Analyzer.load().analyze(REVIEW).ledger.forward_evidence
    assert states.nth(1).get_attribute("aria-label") == f"after slow, 2: {signed(evidence[1])}"
    states.nth(1).focus()
    onlooker.sets(unit={"reader": "forward", "unit": 3})
    expect(onlooker.page.locator("#stage h2")).to_contain_text("unit 4")
    expect(states.nth(1)).to_be_focused()


def test_a_finger_presses_a_state(shipped, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    person = Person(context.new_page(), shipped.url)
    person.open("#shows=network")
    person.pastes(REVIEW)
    box = node(person, "backward", 1).bounding_box()
    assert min(box["width"], box["height"]) >= 24
    node(person, "backward", 1).tap()
    inside(person)
    assert person.too_wide() == 0
    table = person.page.locator(f"{PAGE} .scrolls")
    assert table.evaluate("node => node.scrollWidth - node.clientWidth") <= 0  # whole on a phone
    context.close()


def test_a_link_leads_to_the_state(onlooker, shipped, windows):
    node(onlooker, "backward", 3).click()
    onlooker.page.wait_for_function("() => location.hash.includes('node=backward')")
    other = windows.take(shipped)
    other.open("#" + onlooker.page.url.partition("#")[2])
    assert inside(other) == inside(onlooker)
    assert "state of the backward reader, punctuation after word 3 of 8" in other.reads(f"{PAGE} h3")
    windows.give_back(other)


def test_a_word_or_the_memories_put_the_state_away(onlooker):
    node(onlooker, "backward", 3).click()
    inside(onlooker)
    onlooker.sets(view="memories")
    expect(onlooker.page.locator(f"{PAGE} .inside")).to_be_hidden()
    expect(onlooker.page.locator(f"{PAGE} .methods").first).to_be_visible()
    onlooker.sets(view="network")
    expect(onlooker.page.locator(f"{PAGE} .inside")).to_be_visible()
    onlooker.word(3).click()
    expect(onlooker.page.locator(f"{PAGE} .inside")).to_be_hidden()
    assert (onlooker.state("pinned"), onlooker.state("node")) == (3, None)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080)])
def test_presented_the_state_is_seen_whole_below_a_network_whose_numbers_can_be_read(onlooker, size):
    onlooker.picks_and_waits(READ["models"]["names"]["ladder/lstm-bidirectional"])  # has most lines
    onlooker.page.set_viewport_size({"width": size[0], "height": size[1]})
    node(onlooker, "forward", 5).click()
    inside(onlooker)
    onlooker.sets(presenting=True)
    words = len(onlooker.words())
    numbers = onlooker.page.locator("#stage .network .state text")
    assert numbers.count() in (0, 2 * words)  # large enough for the back row, or none
    for part in (f"{PAGE} .inside", "#stage .stage", "#stage .play"):
        box = onlooker.page.locator(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= size[1], (part, box)
    box = onlooker.page.locator("#stage .frame > .join").bounding_box()
    for state in onlooker.page.locator("#stage .network .state circle").all():
        circle = state.bounding_box()
        assert circle["y"] + circle["height"] <= box["y"] or circle["y"] >= box["y"] + box["height"]


@pytest.mark.parametrize("words", [1, 12, 13, 60])
def test_on_paper_the_network_stands_in_rows_whole_on_one_page_with_its_words(shipped, windows, words):
    person = windows.take(shipped)
    person.open("#shows=network")
    text = " ".join(f"{'lovely' if i % 3 else 'slow'}" for i in range(words))
    person.pastes(text)
    on_paper(person)
    paper = person.page.locator("#stage .paper")
    for side in range(2):
        assert person.page.locator("#stage .paper .line").evaluate_all(LABELS, side) == text.split()
    assert paper.locator(".state text").count() == 2 * words
    assert paper.locator(".ring").count() == 2
    assert paper.locator(".join").count() == 1
    heights = paper.locator(".state text").evaluate_all(
        "all => all.map(text => text.getBoundingClientRect().height)"
    )
    assert min(heights) >= 9
    assert not person.page.locator("#stage svg.network").is_visible()
    heading, whole = (person.page.locator(f"#stage {part}").bounding_box() for part in ("h2", ".paper"))
    assert heading["y"] + heading["height"] <= whole["y"] + 1
    assert whole["y"] + whole["height"] - heading["y"] <= 1016  # A4, between the margins
    assert person.page.evaluate(CUT) == []
    windows.give_back(person)


def test_a_saved_page_has_the_states_with_one_unit_each(onlooker, browser, tmp_path):
    node(onlooker, "backward", 2).click()
    said = inside(onlooker)
    onlooker.page.get_by_role("button", name="Save", exact=True).click()
    with onlooker.page.expect_download() as download:
        onlooker.page.locator(".panel button.entry", has_text="Web page").click()
    path = tmp_path / "saved.html"
    download.value.save_as(path)
    onlooker.page.keyboard.press("Escape")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    copy = Person(context.new_page(), path.as_uri())
    copy.page.goto(path.as_uri())
    assert inside(copy) == said  # what was pressed when it was saved is pressed
    node(copy, "forward", 2).click()
    node(onlooker, "forward", 2).click()
    assert inside(copy) == inside(onlooker)
    copy.page.locator(f"{PAGE} .unit").nth(1).click()
    expect(copy.page.locator(f"{PAGE} .holders")).to_contain_text(SAVED["state"])
    assert copy.complaints == []
    context.close()

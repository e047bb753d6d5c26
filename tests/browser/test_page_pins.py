"""A visitor pins words and units, and edits the text word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from brnn.text.numbers import add_up, signed
from brnn.ui.texts import pins

pytestmark = pytest.mark.browser

REVIEW = "A slow start, but lovely in the end."
STATE = "part('lib/store.js').then(({ state }) => state.%s)"
ADDED, EFFECT, GRADIENTS, STRONGEST = (
    pins.PINS["word"][key]["name"] for key in ("added", "effect", "gradients", "strongest")
)
PICKER = pins.PINS["unit"]["picker"]["label"]


@pytest.fixture
def reader(person) -> Iterator:
    """A person before REVIEW with nothing pinned; afterwards, too."""
    person.sets(pinned=None, unit=None, units="usual")
    person.pastes(REVIEW)
    yield person
    person.page.set_viewport_size({"width": 1280, "height": 720})


def word(person, text: str, lane: str = "forward"):
    """A word of a lane."""
    exact = re.compile(f"^{re.escape(text)}$")
    return person.page.locator(f"#read .lane.{lane} .word").filter(has_text=exact).first


def pins_word(person, text: str) -> None:
    """Press a word and wait for all that is said of it."""
    word(person, text).click()
    person.page.locator("#read .methods .unit").first.wait_for()


def method(person, name: str):
    """What stands under the name of a method."""
    return person.page.locator("#read .methods dl").filter(has_text=name)


def values(person, name: str) -> list[str]:
    """The numbers of a method, as they are read."""
    terms = method(person, name).locator(".values .term").all_inner_texts()
    return [" ".join(term.split()) for term in terms]


def presses_edit(person, name: str) -> None:
    """Press one of the buttons of the strip."""
    person.page.locator(".pinned").get_by_role("button", name=name, exact=True).click()


def replaces(person, text: str, by: str) -> None:
    """Replace a word and wait until the new text is read and the edit is told."""
    pins_word(person, text)
    presses_edit(person, "replace")
    person.page.keyboard.type(by)
    person.page.keyboard.press("Enter")
    tells(person)


def tells(person) -> str:
    """Wait until the sentence on the last edit is there, and return it."""
    note = person.page.locator("#read .edited span").first
    expect(note).to_have_text(re.compile(r"\.$"), timeout=60_000)
    return note.inner_text().replace("\u2068", "").replace("\u2069", "")


def rims(person) -> list[str]:
    """The outlines of what changed, of the readers that have one."""
    return person.page.locator("#read .rim:not([hidden])").evaluate_all(
        "rims => rims.map(rim => rim.style.clipPath)"
    )


# A word


def test_a_press_pins_a_word_and_its_numbers_are_those_of_the_record(reader, analyzers):
    analyzer = analyzers["article"]
    analysis = analyzer.analyze(REVIEW)
    place = analysis.encoded.words.index("lovely")
    pins_word(reader, "lovely")
    assert reader.reads(".pinned h3").startswith("“lovely”")
    assert "word 5 of 8" in reader.reads(".pinned h3")
    ledger = analysis.ledger
    added = [f"→ {signed(ledger.forward[place])}", f"← {signed(ledger.backward[place])}"]
    assert values(reader, ADDED) == added
    effect, slopes = analyzer.occlusion(analysis), analyzer.gradients(analysis)
    method(reader, GRADIENTS).locator(".term", has_text=re.compile(r"\d")).first.wait_for()
    for name, record, total in (
        (EFFECT, effect, effect.logit[place]),
        (GRADIENTS, slopes, slopes.forward[place] + slopes.backward[place]),
    ):
        terms, whole = add_up([record.forward[place], record.backward[place]], total)
        assert values(reader, name) == [f"→ {terms[0]}", f"← {terms[1]}", f"= {whole}"]
    for name in (ADDED, EFFECT, GRADIENTS, STRONGEST):
        assert len(method(reader, name).locator(".said").inner_text()) > 20
    title = method(reader, GRADIENTS).locator("dt").get_attribute("title")
    assert re.search(r"in [\d,]+ steps", title)


def test_both_lanes_show_the_pin_and_a_second_press_takes_it_away(reader):
    pins_word(reader, "lovely")
    for lane in ("forward", "backward"):
        expect(word(reader, "lovely", lane)).to_have_attribute("aria-pressed", "true")
    word(reader, "lovely", "backward").click()
    expect(word(reader, "lovely")).to_have_attribute("aria-pressed", "false")
    expect(reader.page.locator(".pinned .note")).to_be_visible()
    assert reader.page.evaluate(STATE % "pinned") is None


def test_a_keyboard_pins_a_word_and_esc_lets_it_go(reader):
    word(reader, "A").focus()
    for _ in range(2):
        reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".pinned h3")).to_contain_text("“start”")
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate(STATE % "pinned") is None


def test_esc_in_the_text_box_keeps_the_pin(reader):
    pins_word(reader, "lovely")
    reader.box.focus()
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate(STATE % "pinned") == 4


def test_what_is_awaited_shows_an_ellipsis_and_what_is_known_does_not(reader):
    pins_word(reader, "lovely")
    method(reader, GRADIENTS).locator(
        ".term", has_text=re.compile(r"\d")
    ).first.wait_for()  # of all words at once
    seen = reader.page.evaluate(
        """() => {
            const words = document.querySelectorAll("#read .lane.forward .word");
            const read = () => [...document.querySelectorAll("#read .methods .values")]
                .slice(0, 4).map((values) => values.textContent);
            words[6].click();
            return read();
        }"""
    )
    added, effect, gradients, strongest = seen
    assert effect == strongest == "…"
    assert re.search(r"\d\.\d\d", added)
    assert re.search(r"\d\.\d\d", gradients)
    reader.page.locator("#read .methods .unit").first.wait_for()
    word(reader, "lovely").click()
    word(reader, "the").click()  # known by now: no wait, no answer for "lovely" in its place
    assert "…" not in method(reader, EFFECT).inner_text()
    assert "“the”" in reader.reads(".pinned h3")


def test_answers_for_a_word_that_is_not_pinned_any_more_are_dropped(reader, analyzers):
    for name in ("start", "but", "in", "lovely"):
        word(reader, name).click()
    reader.page.wait_for_timeout(1_500)
    analyzer = analyzers["article"]
    lost = analyzer.occlusion(REVIEW)
    terms, whole = add_up([lost.forward[4], lost.backward[4]], lost.logit[4])
    assert values(reader, EFFECT) == [f"→ {terms[0]}", f"← {terms[1]}", f"= {whole}"]


# A unit


def colours(person, lane: str) -> list[str]:
    return person.page.locator(f"#read .lane.{lane} .word").evaluate_all(
        "words => words.map((word) => word.style.backgroundColor)"
    )


def test_a_press_on_a_cell_pins_its_unit_and_colours_its_readers_lane(reader, analyzers):
    before = {lane: colours(reader, lane) for lane in ("forward", "backward")}
    plot = reader.page.locator("#read .plot").first.bounding_box()
    reader.page.mouse.click(plot["x"] + plot["width"] * 4.5 / 8, plot["y"] + 22)
    reader.page.locator("#read .histogram svg").first.wait_for()
    pinned = reader.page.evaluate(STATE % "unit")
    analyzer = analyzers["article"]
    record = analyzer.unit(REVIEW, pinned["reader"], pinned["unit"])
    assert pinned["reader"] == "forward"
    card = reader.page.locator("#read .methods.card")
    assert reader.reads(".pinned h3").startswith(f"→ unit {record.unit + 1}")
    total = f"= {signed(record.memory[-1])} × {signed(record.weight)}"
    shown = " ".join(card.locator(".values").inner_text().split())
    assert shown == f"{signed(record.total)} {total}"
    said = card.locator(".said").first.inner_text().replace("\u2068", "").replace("\u2069", "")
    assert f"at “lovely”: {signed(record.memory[4])}" in said
    movers = card.locator(".movers span").all_inner_texts()
    assert movers == [
        f"{mover.word} {signed(mover.change)}" for mover in (*record.rises[:3], *record.falls[:3])
    ]
    assert colours(reader, "forward") != before["forward"]
    assert len(set(colours(reader, "backward"))) == 1
    reader.page.keyboard.press("Escape")
    assert {lane: colours(reader, lane) for lane in before} == before
    assert reader.reads(".pinned h3").startswith("“lovely”")


def test_the_histogram_shows_where_the_test_reviews_leave_the_unit(reader, analyzers):
    reader.picks_unit("forward 3")
    reader.page.locator("#read .histogram svg").wait_for()
    found = analyzers["article"].unit(REVIEW, "forward", 3)
    paths = reader.page.locator("#read .histogram path").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('d'))"
    )
    negative, positive, _, here = paths
    shares = found.histogram / found.histogram.sum(axis=1, keepdims=True)
    for path, own, up in ((negative, shares[0], 1), (positive, shares[1], -1)):
        heights = [float(height) for height in re.findall(r"V([-\d.e]+)H", path)]
        assert heights == pytest.approx(up * own / shares.max(), abs=1e-6)
    assert float(re.match(r"M([-\d.e]+) ", here)[1]) == pytest.approx(found.memory[-1], abs=1e-6)


def test_the_list_reaches_every_unit_of_both_readers_by_contribution(reader, analyzers):
    ranking = analyzers["article"].units(REVIEW).ranking
    picker = reader.page.get_by_role("combobox", name=PICKER)
    picker.focus()
    expect(picker.locator("option")).to_have_count(len(ranking) + 1)
    names = picker.locator("option").evaluate_all("all => all.map(option => option.value)")
    assert names[1:] == [f"{total.reader} {total.unit}" for total in ranking]
    last = ranking[-1]
    reader.picks_unit(names[-1])
    reader.page.locator("#read .histogram svg").first.wait_for()
    assert reader.page.evaluate(STATE % "unit") == {"reader": last.reader, "unit": last.unit}
    assert f"rank {len(ranking)} of {len(ranking)}" in reader.reads("#read .card .said >> nth=0")
    reader.page.locator(".pin-end button").press("Enter")
    assert reader.page.evaluate(STATE % "unit") is None
    expect(picker).to_be_focused()


def test_a_unit_follows_the_text(reader, analyzers):
    reader.picks_unit("forward 2")
    reader.page.locator("#read .histogram svg").first.wait_for()
    longer = REVIEW + " Really great."
    reader.pastes(longer)
    total = signed(analyzers["article"].unit(longer, "forward", 2).total)
    expect(reader.page.locator("#read .card .values b")).to_have_text(total)
    failed = {"kind": "message", "about": "failed", "title": "Failed", "details": []}
    reader.page.route("**/ask/unit", lambda route: route.fulfill(json=failed))
    reader.pastes(longer + " Dull.")
    expect(reader.page.locator("#read .card .values").first).to_have_text(pins.PINS["unit"]["failed"])
    expect(reader.page.locator("#read .histogram")).to_be_hidden()  # it would be of the text before
    reader.page.unroute("**/ask/unit")


def test_a_model_without_statistics_says_so(newcomer):
    newcomer.open()
    newcomer.page.locator("#model").select_option("small")
    newcomer.page.locator("#read .words .model", has_text="“small”").wait_for()
    newcomer.pastes(REVIEW)
    newcomer.picks_unit("backward 0")
    expect(newcomer.page.locator("#read .card .missing")).to_have_text(pins.PINS["unit"]["unmeasured"])
    expect(newcomer.page.locator("#read .histogram")).to_be_hidden()


# Edits


def test_a_replaced_word_moves_the_box_and_shows_its_light_cone(reader, analyzers):
    replaces(reader, "slow", "dull")
    after = REVIEW.replace("slow", "dull")
    assert reader.box.input_value() == after
    record = analyzers["article"].edits(REVIEW, after)
    shifts, _ = add_up([record.forward_shift, record.backward_shift], record.logit_shift)
    said = tells(reader)
    assert said.startswith("Replacing “slow” with “dull” shifts the ")
    assert f"forward reader by {shifts[0]} and the backward reader by {shifts[1]}." in said
    assert "Unchanged, bit for bit" in said
    assert reader.reads(".pinned h3").startswith("“dull”")
    reader.waits_for(after)
    assert len(rims(reader)) == 2
    reader.pastes("Something else, typed anew.")
    assert rims(reader) == []
    expect(reader.page.locator("#read .edited")).to_be_hidden()


def test_the_rim_is_flat_where_the_memory_is_the_same_bit_for_bit(reader, analyzers):
    replaces(reader, "lovely", "dull")
    reader.waits_for(REVIEW.replace("lovely", "dull"))
    record = analyzers["article"].edits(REVIEW, REVIEW.replace("lovely", "dull"))
    for outline, name in zip(rims(reader), ("forward", "backward"), strict=True):
        points = re.findall(r"([\d.]+)(?:px)? ([\d.]+)px", outline)
        tops = [float(y) for _, y in points[1:-1:2]]
        assert [top < 6 for top in tops] == (getattr(record, f"{name}_change") > 0).tolist()


def test_esc_leaves_the_input_and_the_word_stays_as_it_was(reader):
    pins_word(reader, "slow")
    presses_edit(reader, "replace")
    box = reader.page.get_by_role("textbox", name="Replacement for “slow”")
    expect(box).to_be_focused()
    box.fill("dull")
    reader.page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert reader.box.input_value() == REVIEW
    assert reader.page.evaluate(STATE % "pinned") == 1


def test_deleted_words_come_back_where_they_stood_in_any_order(reader):
    for name in ("slow", "start"):
        pins_word(reader, name)
        presses_edit(reader, "delete")
        tells(reader)
        reader.waits_for(reader.box.input_value())
    assert reader.box.input_value() == "A, but lovely in the end."
    presses_edit(reader, "restore “slow”")
    assert reader.box.input_value() == "A slow, but lovely in the end."
    presses_edit(reader, "restore “start”")
    assert reader.box.input_value() == REVIEW


def test_the_last_word_that_was_deleted_comes_back(reader):
    reader.pastes("Lovely")
    word(reader, "Lovely").click()
    presses_edit(reader, "delete")
    expect(reader.page.locator("#read .figure")).to_have_attribute("data-state", "empty")
    back = reader.page.locator(".pinned").get_by_role("button", name="restore “Lovely”")
    expect(back).to_be_focused()
    reader.page.keyboard.press("Enter")
    reader.waits_for("Lovely")


def test_undo_redo_and_reset_walk_through_the_edits(reader):
    replaces(reader, "slow", "dull")
    first = reader.box.input_value()
    reader.waits_for(first)
    reader.page.keyboard.press("Escape")
    replaces(reader, "end", "beginning")
    second = reader.box.input_value()
    for name, text in (("undo", first), ("undo", REVIEW), ("redo", first), ("redo", second)):
        presses_edit(reader, name)
        assert reader.box.input_value() == text
    reader.waits_for(second)
    presses_edit(reader, "reset")
    redo = reader.page.locator(".pinned").get_by_role("button", name="redo", exact=True)
    expect(redo).to_be_focused()  # no other button is left to a keyboard
    reader.waits_for(REVIEW)
    assert rims(reader) == []
    expect(reader.page.locator("#read .edited")).to_be_hidden()


def test_places_are_right_behind_characters_outside_the_basic_plane(reader):
    reader.pastes("👍🏽 😀😀 a slow film 𝒳 שלום slow")
    replaces(reader, "film", "plot")
    assert reader.box.input_value() == "👍🏽 😀😀 a slow plot 𝒳 שלום slow"


def test_markup_is_typed_in_as_text_and_does_no_harm(reader):
    replaces(reader, "slow", "<img src=x onerror=document.title='hit'>")
    assert "<img" in reader.box.input_value()
    assert reader.page.locator("#read img").count() == 0
    assert "hit" not in reader.page.title()

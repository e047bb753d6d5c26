"""A visitor types, and reads what the network made of it."""

from __future__ import annotations

import numpy as np
import pytest
from person import Person, label_of
from playwright.sync_api import expect

from brnn.explain.units import by_influence
from brnn.records import READERS
from brnn.text.numbers import add_up, percent, signed
from brnn.text.words import MAX_CHARACTERS
from brnn.ui import texts
from brnn.ui.examples import EXAMPLES
from brnn.ui.protocol import FIRST_UNITS
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

HEADING = (".doubt", ".label", ".percent")  # of a verdict
REVIEW = "A slow start, but lovely in the end. Zxcvb!"


def shows_analysis(person, analyzer, text) -> None:
    """The page shows the very numbers of this text."""
    analysis, ends = analyzer.analyze(text), []
    for reader, weights in zip(READERS, analyzer.head_weights(), strict=True):
        shown = person.units(reader)
        assert shown == by_influence(analyzer.model.statistics, reader, weights)[: len(shown)].tolist()
        person.sees_memory(reader, getattr(analysis.reading, reader))
        evidence = getattr(analysis.ledger, f"{reader}_evidence")
        assert person.line(reader) == pytest.approx(evidence, abs=0.01)
        words = person.page.locator(f"#stage .lane.{reader} .word")
        said = words.evaluate_all("words => words.map(word => word.getAttribute('aria-label'))")
        added = [float(label.rpartition(", ")[2].replace("−", "-")) for label in said]
        assert added == pytest.approx(getattr(analysis.ledger, reader), abs=0.0151)
        ends.append(signed(sum(added)))  # what is printed leads to the sum
    verdict, ledger = analysis.verdict, analysis.ledger
    assert person.reads("#read .label") == label_of(verdict)
    shown = max(verdict.probability, 1 - verdict.probability)
    assert person.reads("#read .percent") == percent(shown)
    terms, total = add_up(
        [ledger.forward_total, ledger.backward_total, ledger.bias], ledger.logit, constant=True
    )
    assert ends == terms[:2]
    arrows = [f"→ {terms[0]}", f"← {terms[1]}", terms[2], f"= {total}"]
    assert person.page.locator("#read .sum b").all_inner_texts() == arrows


def test_the_first_visit_shows_the_first_example(newcomer, analyzers):
    person = newcomer
    person.open()
    assert person.box.input_value() == EXAMPLES[0].text
    shows_analysis(person, analyzers["article"], EXAMPLES[0].text)


def test_typing_shows_verdict_memories_and_evidence_of_this_text(person, analyzers):
    person.types(REVIEW)
    shows_analysis(person, analyzers["article"], REVIEW)


@pytest.mark.parametrize("turn", range(2))
def test_typing_fast_ends_on_the_last_text(person, analyzers, turn):
    text = f"The film was {'very ' * turn}slow but I liked the end of it a lot."
    person.types(text, delay=25)
    person.page.wait_for_timeout(700)  # an answer that comes late would come now
    shows_analysis(person, analyzers["article"], text)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_read_at_a_press(person, example):
    person.presses(example.name)
    person.waits_for(example.text)
    assert person.box.input_value() == example.text
    assert len(person.page.locator("#read .sentences li").all()) == 2


def test_lanes_memories_and_evidence_stand_over_the_same_words(person):
    for text in (REVIEW, "A " + "lovely " * 49):  # all in sight, and a window that scrolls
        person.pastes(text)
        rows = [
            person.page.locator(f"#stage {row}").bounding_box()
            for row in ("canvas.memory.forward", "svg.evidence", "canvas.memory.backward")
        ]
        left, width = rows[0]["x"], rows[0]["width"]
        assert all(row["x"] == left and row["width"] == width for row in rows)
        right = left + width
        words = len(text.split())
        for reader in ("forward", "backward"):
            first, last = (person.word(n, reader).bounding_box() for n in (0, words - 1))
            assert first["x"] == pytest.approx(left, abs=1)
            assert last["x"] + last["width"] == pytest.approx(right, abs=1)
    person.pastes(REVIEW)
    assert person.words() == ["A", "slow", "start", "but", "lovely", "in", "the", "end", "Zxcvb"]
    assert person.words("backward") == person.words()


def test_a_words_colour_has_the_sign_of_what_it_added(person, analyzers):
    person.pastes(REVIEW)
    ledger = analyzers["article"].analyze(REVIEW).ledger
    largest = max(np.abs(ledger.forward).max(), np.abs(ledger.backward).max())
    for reader in ("forward", "backward"):
        for place, added in enumerate(getattr(ledger, reader)):
            colour = person.word(place, reader).evaluate("word => getComputedStyle(word).backgroundColor")
            red, _, blue = (int(part) for part in colour[4:-1].split(","))
            if abs(added) > largest / 20:
                assert (blue > red) == (added > 0)


def test_unknown_words_are_marked_in_the_lanes_too(person):
    person.pastes("A qwertz film")
    marked = person.page.locator("#stage .lane .word.unknown span").all_text_contents()
    assert marked == ["qwertz", "qwertz"]


def test_unknown_words_are_marked_where_they_stand(person):
    person.pastes("A qwertz film, yxcv indeed")
    assert person.page.locator("#read .words .text .unknown").all_inner_texts() == [
        "qwertz",
        "yxcv",
    ]
    assert person.reads("#read .words .text") == "A qwertz film, yxcv indeed"
    assert "2 unknown" in person.reads("#read .words .legend")


def test_words_beyond_the_length_are_marked_and_the_reading_scrolls_into_view(person):
    text = "slow start " * 100 + "but a lovely end"
    person.pastes(text)
    assert person.page.locator("#read .words .text .cut").count() == 1
    assert "154 words beyond the last 50 words, not read" in person.reads("#read .words .legend")
    box = person.page.locator("#read .words .text")
    scrolled, whole, seen = box.evaluate("n => [n.scrollTop, n.scrollHeight, n.clientHeight]")
    assert whole > seen
    assert scrolled > 0


def test_of_a_text_in_another_language_the_model_says_that_it_does_not_know(person):
    person.presses("Unknown")
    person.waits_for(EXAMPLES[-1].text)
    doubt = READ["verdict"]["doubt"]
    assert person.reads("#read .verdict .doubt") == doubt["title"]
    reason = doubt["reasons"]["unknown words"].split("}")[-1]
    assert person.reads("#read .verdict .note").endswith(reason)
    heading = person.page.locator("#read .verdict-label")
    sizes = [
        heading.locator(part).evaluate("n => parseFloat(getComputedStyle(n).fontSize)") for part in HEADING
    ]
    assert sizes[0] > max(sizes[1:])
    person.pastes("A wonderful film, I loved every minute of it.")
    assert not heading.locator(".doubt").count()


def test_the_longest_verdict_stays_on_one_line(person):
    label = person.page.locator("#read .verdict .label")
    person.pastes("The film")
    assert label.text_content().startswith("Barely")
    height, size = label.evaluate(
        "node => [node.getBoundingClientRect().height, parseFloat(getComputedStyle(node).fontSize)]"
    )
    assert height < 1.5 * size


@pytest.mark.parametrize("text", ["", "   ", "?!… --- ,"])
def test_nothing_to_read_is_said_to_be_no_judgement(person, text):
    person.box.fill(text)
    person.page.locator("#read").get_by_text(texts.NOTHING, exact=True).wait_for()
    assert "not a judgement" in person.reads("#read .verdict .note")
    assert person.page.locator("#stage .plot").is_hidden()
    assert person.page.locator("#stage .empty").is_visible()
    assert person.page.locator("#stage .play").is_hidden()
    person.pastes("A good film")
    assert person.page.locator("#stage .plot").is_visible()
    assert person.page.locator("#stage .empty").is_hidden()


def test_a_text_that_is_too_long_is_refused_in_place_and_kept(person):
    text = "good film " * (MAX_CHARACTERS // 10) + "x"
    person.pastes("A good film")
    person.sets(playhead=1)  # while a text is played, its verdict is not seen
    person.box.fill(text)
    person.page.locator("#read").get_by_text(texts.TOO_LONG, exact=True).wait_for()
    assert f"{MAX_CHARACTERS:,}" in person.reads("#read .verdict .note")
    assert len(person.box.input_value()) == len(text)
    for part in ("#stage .plot", "#read .words", "#read .sum"):
        assert person.page.locator(part).is_hidden()  # nothing is left of the text before
    person.pastes("A good film")
    assert person.reads("#read .words .text") == "A good film"


def test_the_figure_is_described_and_the_verdict_said_to_those_who_do_not_see(person):
    person.pastes(REVIEW)
    terms = [term.split()[-1] for term in person.page.locator("#read .sum b").all_inner_texts()]
    alternative = person.page.get_by_role("img", name="forward memory").get_attribute("aria-label")
    sentences = person.page.locator("#read .sentences li span").all_inner_texts()
    assert alternative == " ".join(
        [
            READ["alternative"]["both"].format(
                words="9 words",
                units=64,
                forward=terms[0],
                backward=terms[1],
            ),
            *sentences,
        ]
    )
    label, percent_ = person.reads("#read .label"), person.reads("#read .percent")
    person.page.locator("[role=status]", has_text=f"{label}, {percent_}").wait_for(state="attached")


def test_each_word_says_what_it_is_where_it_is_and_what_it_added(person, analyzers):
    person.pastes("I liked it")
    ledger = analyzers["article"].analyze("I liked it").ledger
    for reader in ("forward", "backward"):
        lane = person.page.get_by_role("group", name=READ["stage"]["lanes"][reader])
        for place, word in enumerate(("I", "liked", "it")):
            added = signed(getattr(ledger, reader)[place])
            assert lane.get_by_role("button", name=f"{word}, {place + 1}, {added}").count() == 1


@pytest.fixture
def tall(person):
    """A person whose window shows a row of pixels, at least, for each of 64 units."""
    usual = person.page.viewport_size
    person.page.set_viewport_size({"width": 1280, "height": 1100})
    yield person
    person.sets(units="usual")
    person.page.set_viewport_size(usual)


def test_all_units_are_shown_on_request_and_the_usual_ones_again(tall, analyzers):
    person = tall
    person.pastes(REVIEW)
    assert len(person.units("forward")) == len(person.units("backward")) == FIRST_UNITS
    drawn = person.page.get_by_role("combobox", name=READ["units"]["label"])
    titles = person.page.locator("#stage .titles")
    drawn.select_option(READ["units"]["all"].format(units=64))
    expect(titles).to_contain_text("forward memory, 64 units")
    assert sorted(person.units("backward")) == list(range(64))
    shows_analysis(person, analyzers["article"], REVIEW)
    drawn.select_option(READ["units"]["usual"].format(units=FIRST_UNITS))
    expect(titles).to_contain_text(f"{FIRST_UNITS} of 64 units")
    shows_analysis(person, analyzers["article"], REVIEW)


def test_an_edit_keeps_the_rows_and_the_states_before_it(person):
    person.pastes("The film was slow but lovely")
    before = {reader: (person.units(reader), person.heatmap(reader)) for reader in READERS}
    person.pastes("The film was slow but awful")
    for reader, (units, cells) in before.items():
        assert person.units(reader) == units
        now = person.heatmap(reader)
        if reader == "forward":
            np.testing.assert_array_equal(now[:5], cells[:5])
        assert not np.array_equal(now, cells)


def test_rows_have_the_numbers_of_their_units_and_the_pinned_one_a_mark(person):
    person.pastes(REVIEW)
    numbers = person.page.locator("#stage .numbers small")
    drawn = {unit + 1 for reader in READERS for unit in person.units(reader)}
    assert {int(number) for number in numbers.all_text_contents()} <= drawn
    assert numbers.count() >= 8
    row, chosen = person.page.locator("#stage .sheet > .row"), person.page.locator("#stage .numbers .chosen")
    assert row.is_hidden()
    pinned = person.units("backward")[5]
    person.sets(pinned=1, unit={"reader": "backward", "unit": pinned})
    expect(chosen).to_have_text(str(pinned + 1))
    memory = person.page.locator("#stage canvas.backward").bounding_box()
    mark, middle = row.bounding_box(), memory["y"] + memory["height"] * 5.5 / FIRST_UNITS
    assert mark["y"] <= middle <= mark["y"] + mark["height"]
    assert mark["height"] == pytest.approx(memory["height"] / FIRST_UNITS, abs=1)
    person.sets(pinned=None, unit=None)
    expect(row).to_be_hidden()


def test_what_was_typed_is_still_there_when_the_page_is_loaded_again(newcomer):
    newcomer.open()
    newcomer.pastes("A slow start")
    newcomer.page.reload()
    newcomer.waits_for("A slow start")
    assert newcomer.box.input_value() == "A slow start"


def test_a_page_at_rest_asks_for_no_frames(app, browser):
    page = browser.new_page()
    page.add_init_script("""window.asked = 0;
        const frame = requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (draw) => (window.asked += 1, frame(draw));""")
    Person(page, app.url).open()
    # Gradio's loading animation would go on for good, with sixty a second.
    at_rest = "() => window.asked === window.before || void (window.before = window.asked)"
    page.wait_for_function(at_rest, polling=500)
    page.close()


def test_plotly_is_read_only_once_a_chart_is_seen(person):
    scripts = person.page.locator("script[src*=plotly]")
    assert not scripts.count()
    person.page.get_by_role("link", name="Models", exact=True).click()
    person.page.locator("#models .chart[data-drawn]").first.wait_for()
    assert scripts.count() == 1
    person.page.get_by_role("link", name="Read", exact=True).click()


@pytest.mark.parametrize("reader", READERS)
def test_marks_lie_on_the_side_of_the_average_that_the_sentences_count(person, analyzers, reader):
    person.pastes("A dull start, but the end of this film was great and I liked it.")
    analyzer = analyzers["article"]
    analysis = analyzer.analyze(person.box.input_value())
    mean = getattr(analyzer.model.statistics, reader).mean_evidence
    evidence = getattr(analysis.ledger, f"{reader}_evidence") - mean
    counts = [int((np.sign(evidence) == side).sum()) for side in (-1, 0, 1)]
    marks = person.page.locator(f"#stage .evidence [data-reader={reader}] .marks")
    drawn = marks.evaluate_all("paths => paths.map(path => path.getAttribute('d').split('M').length - 1)")
    assert drawn == [count for count in counts if count]
    assert person.page.locator(f"#stage .evidence .average.{reader}").count() == 1

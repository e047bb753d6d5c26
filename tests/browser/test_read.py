"""A visitor types, and reads what the network made of it."""

from __future__ import annotations

import numpy as np
import pytest

from brnn.text import MAX_CHARACTERS
from brnn.ui import texts
from brnn.ui.examples import EXAMPLES
from brnn.ui.numbers import add_up, percent

pytestmark = pytest.mark.browser

REVIEW = "A slow start, but lovely in the end. Zxcvb!"


def shows_analysis(person, analysis) -> None:
    """The page shows these very numbers."""
    for reader in ("forward", "backward"):
        assert np.array_equal(person.heatmap(reader), getattr(analysis.reading, reader))
        evidence = getattr(analysis.ledger, f"{reader}_evidence")
        assert person.line(reader) == pytest.approx(evidence, abs=1e-5)
    verdict, ledger = analysis.verdict, analysis.ledger
    assert person.reads(".label") == texts.LABELS[verdict.label]
    shown = max(verdict.probability, 1 - verdict.probability)
    assert person.reads(".percent") == percent(shown)
    terms, total = add_up([ledger.forward_total, ledger.backward_total, ledger.bias], ledger.logit)
    arrows = [f"→ {terms[0]}", f"← {terms[1]}", terms[2], f"= {total}"]
    assert person.page.locator(".sum b").all_inner_texts() == arrows


def test_the_first_visit_shows_the_first_example(newcomer, analyzers):
    person = newcomer
    person.open()
    assert person.box.input_value() == EXAMPLES[0].text
    shows_analysis(person, analyzers["article"].analyze(EXAMPLES[0].text))


def test_typing_shows_verdict_memories_and_evidence_of_this_text(person, analyzers):
    person.types(REVIEW)
    shows_analysis(person, analyzers["article"].analyze(REVIEW))


@pytest.mark.parametrize("turn", range(3))
def test_typing_fast_ends_on_the_last_text(person, analyzers, turn):
    text = f"The film was {'very ' * turn}slow but I liked the end of it a lot."
    person.types(text, delay=25)
    person.page.wait_for_timeout(700)  # an answer that comes late would come now
    shows_analysis(person, analyzers["article"].analyze(text))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_read_at_a_press(person, example):
    person.presses(example.name)
    person.waits_for(example.text)
    assert person.box.input_value() == example.text
    assert len(person.page.locator(".sentences li").all()) == 2


def test_both_heatmaps_and_the_evidence_stand_over_the_same_words(person):
    person.pastes(REVIEW)
    ranges = person.page.evaluate(
        "['xaxis', 'xaxis2', 'xaxis3'].map(name => {"
        " const axis = document.querySelector('#stage .plot')._fullLayout[name];"
        " return [...axis.range, axis._offset, axis._length] })"
    )
    assert ranges[0] == ranges[1] == ranges[2]
    assert person.ticks() == ["A", "slow", "start", "but", "lovely", "in", "the", "end", "Zxcvb"]


def test_hovering_names_word_place_unit_and_value(person, analyzers):
    person.pastes("I liked it")
    plot = person.page.locator("#stage .plot").bounding_box()
    person.page.mouse.move(plot["x"] + plot["width"] / 2, plot["y"] + 60)
    hover = person.page.locator(".hoverlayer .hovertext")
    hover.wait_for()
    lines = hover.locator("tspan.line").all_text_contents()
    assert lines[0] == "liked, word 2 of 3"
    unit = int(lines[1].split("unit ")[1].split(" of")[0])
    value = analyzers["article"].analyze("I liked it").reading.forward[1, unit - 1]
    assert lines[1].endswith(f": {value:+.2f}".replace("-", "−"))


def test_unknown_words_are_marked_where_they_stand(person):
    person.pastes("A qwertz film, yxcv indeed")
    assert person.page.locator("#words .text .unknown").all_inner_texts() == ["qwertz", "yxcv"]
    assert person.reads("#words .text") == "A qwertz film, yxcv indeed"
    assert "2 unknown" in person.reads("#words .legend")


def test_words_beyond_the_length_are_marked_and_the_reading_scrolls_into_view(person):
    text = "slow start " * 100 + "but a lovely end"
    person.pastes(text)
    assert person.page.locator("#words .text .cut").count() == 1
    assert "154 beyond the last 50, not read" in person.reads("#words .legend")
    box = person.page.locator("#words .text")
    scrolled, whole, seen = box.evaluate("n => [n.scrollTop, n.scrollHeight, n.clientHeight]")
    assert whole > seen
    assert scrolled > 0


def test_a_text_in_another_language_gets_a_hint(person):
    person.presses("Unknown")
    person.waits_for(EXAMPLES[-1].text)
    assert person.reads(".hint") == texts.MOSTLY_UNKNOWN


@pytest.mark.parametrize("text", ["", "   ", "?!… --- ,"])
def test_nothing_to_read_is_said_to_be_no_judgement(person, text):
    person.box.fill(text)
    person.page.get_by_text(texts.NOTHING, exact=True).wait_for()
    assert "not a judgement" in person.reads("#verdict .note")
    assert person.page.locator("#stage .plot").is_hidden()
    person.pastes("A good film")
    assert person.page.locator("#stage .plot").is_visible()


def test_a_text_that_is_too_long_is_refused_in_place_and_kept(person):
    text = "good film " * (MAX_CHARACTERS // 10) + "x"
    person.box.fill(text)
    person.page.get_by_text(texts.TOO_LONG, exact=True).wait_for()
    assert f"{MAX_CHARACTERS:,}" in person.reads("#verdict .note")
    assert len(person.box.input_value()) == len(text)
    person.pastes("A good film")


def test_the_sentences_say_what_is_in_the_record(person, analyzers):
    from brnn.ui.sentences import reader_sentence

    person.pastes(REVIEW)
    analysis = analyzers["article"].analyze(REVIEW)
    shown = person.page.locator(".sentences li").all_inner_texts()
    for line, reader in zip(shown, ("forward", "backward"), strict=True):
        assert reader_sentence(analysis, reader) in line


def test_the_figure_is_described_to_those_who_do_not_see_it(person):
    person.pastes("I liked it")
    alternative = person.page.get_by_role("img", name="forward memory").get_attribute("aria-label")
    assert "3 words" in alternative
    status = person.page.locator("#verdict [role=status]")
    assert person.reads(".label") in status.inner_text(timeout=3_000) or status.count() == 1


def test_zoom_survives_an_update_of_the_same_text_and_the_figure_stays_in_place(person):
    person.pastes(REVIEW)
    person.page.evaluate("window.before = document.querySelector('#stage .plot .main-svg')")
    plot = person.page.locator("#stage .plot").bounding_box()
    middle = plot["y"] + 60
    person.page.mouse.move(plot["x"] + 200, middle)
    person.page.mouse.down()
    person.page.mouse.move(plot["x"] + 500, middle, steps=5)
    person.page.mouse.up()
    span = "(() => { const [a, b] = document.querySelector('#stage .plot').layout.xaxis.range;"
    zoomed = person.page.evaluate(span + "return [a, b] })()")
    assert zoomed[1] - zoomed[0] < 6
    person.page.evaluate("document.body.classList.toggle('dark')")
    person.page.wait_for_timeout(400)
    person.page.evaluate("document.body.classList.toggle('dark')")
    assert person.page.evaluate(span + "return [a, b] })()") == zoomed
    person.pastes(REVIEW + " Really.")
    assert person.page.evaluate(span + "return [a, b] })()") == [0.5, 10.5]
    assert person.page.evaluate(
        "window.before === document.querySelector('#stage .plot .main-svg')"
    )

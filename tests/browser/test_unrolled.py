"""The network, unrolled over the words: its states show the very numbers, and join in the verdict."""

from __future__ import annotations

import pytest
from person import label_of
from playwright.sync_api import expect

from brnn.records import READERS
from brnn.text.numbers import add_up, percent, signed
from brnn.ui.texts.read import READ

pytestmark = pytest.mark.browser

REVIEW = "A slow start, but lovely in the end."


@pytest.fixture
def onlooker(person):
    """A person who sees the network of REVIEW; afterwards, the memories are shown again."""
    person.sets(pinned=None, node=None, unit=None, playhead=None, view="memories")
    person.pastes(REVIEW)
    person.presses(READ["views"]["memories"])
    yield person
    person.sets(pinned=None, node=None, unit=None, playhead=None, view="memories")


def states(person, reader: str) -> list[str]:
    return person.page.locator(f"#stage .network .state[data-reader={reader}] text").all_text_contents()


def test_each_state_shows_the_evidence_after_its_word(onlooker, analyzers):
    ledger = analyzers["article"].analyze(REVIEW).ledger
    for reader in READERS:
        evidence = getattr(ledger, f"{reader}_evidence")
        assert states(onlooker, reader) == [signed(value) for value in evidence]
        rings = onlooker.page.locator("#stage .network .ring")
        assert rings.count() == 2
    assert onlooker.page.locator("#stage canvas.memory:visible").count() == 0
    assert onlooker.page.locator("#stage .evidence").is_hidden()


def test_a_ring_is_around_the_two_states_that_count(onlooker):
    middle = "nodes => nodes.map(node => [node.getAttribute('cx'), node.getAttribute('cy')])"
    rings = onlooker.page.locator("#stage .network .ring").evaluate_all(middle)
    circles = {
        reader: onlooker.page.locator(f"#stage .network .state[data-reader={reader}] circle").evaluate_all(
            middle
        )
        for reader in READERS
    }
    assert rings == [circles["forward"][-1], circles["backward"][0]]


def test_they_join_in_the_sum_of_the_verdict(onlooker, analyzers):
    analysis = analyzers["article"].analyze(REVIEW)
    verdict, ledger = analysis.verdict, analysis.ledger
    terms, total = add_up(
        [ledger.forward_total, ledger.backward_total, ledger.bias], ledger.logit, constant=True
    )
    said = onlooker.page.locator("#stage .frame > .join span").all_text_contents()
    shown = percent(max(verdict.probability, 1 - verdict.probability))
    sum_ = [f"→ {terms[0]}", f"← {terms[1]}", f"bias {terms[2]}", f"= {total}"]
    assert said == [*sum_, f"{label_of(verdict)} {shown}"]


def test_the_verdict_comes_when_all_is_read(onlooker, analyzers):
    last = onlooker.page.locator("#stage .frame > .join span").last
    words = len(analyzers["article"].analyze(REVIEW).encoded.words)
    onlooker.sets(playhead=words - 1)
    expect(last).to_be_hidden()
    onlooker.sets(playhead=words)  # where playing ends
    expect(last).to_be_visible()
    onlooker.sets(playhead=None)
    expect(last).to_be_visible()


def test_states_show_their_evidence_as_it_is_printed_everywhere(scripts):
    printed = {"forward": [0.5, 0.01], "backward": [0.0, 0.5]}
    evidence = {"forward": [0.5, 0.004], "backward": [0.004, 0.5]}
    picture = {"evidence": evidence, "printed": printed, "readers": ["forward", "backward"]}
    told = scripts.call("stage/network.js", "shownBy", picture, None)["told"]
    assert told == {"forward": ["+0.50", "+0.01"], "backward": ["0.00", "+0.50"]}


def test_a_press_beside_a_state_presses_it(onlooker):
    box = onlooker.page.locator("#stage .plot").bounding_box()
    onlooker.page.mouse.click(box["x"] + box["width"] * 1.1 / 8, box["y"] + 0.6 * box["height"])
    assert (onlooker.state("pinned"), onlooker.state("node")) == (1, "backward")


@pytest.mark.parametrize(("words", "seen"), [(1, 1), (2, 2), (12, 12), (13, 12), (40, 12), (200, 12)])
def test_at_most_twelve_words_are_seen_at_once_and_fewer_have_all_the_width(onlooker, words, seen):
    onlooker.picks_and_waits("small")
    onlooker.pastes(" ".join(["lovely"] * words))
    column = onlooker.word(0).bounding_box()["width"]
    width = onlooker.page.locator("#stage .scroller").evaluate("node => node.clientWidth")
    assert width / column == pytest.approx(seen, abs=0.01)
    assert onlooker.page.locator("#stage .overview").is_visible() == (words > 12)
    assert len(states(onlooker, "forward")) == words
    onlooker.picks_and_waits("article")


def test_the_network_is_described_as_such(onlooker):
    plot = onlooker.page.locator("#stage .plot")
    expect(plot).to_have_attribute("role", "group")
    assert plot.get_attribute("aria-label").startswith("The network, unrolled over 8 words")
    onlooker.presses(READ["views"]["network"])
    expect(plot).to_have_attribute("role", "img")
    assert plot.get_attribute("aria-label").startswith("Heatmaps over 8 words")


def test_the_states_show_a_pinned_unit(onlooker, analyzers):
    reading = analyzers["article"].analyze(REVIEW).reading
    onlooker.sets(pinned=0, unit={"reader": "forward", "unit": 5})
    first = onlooker.page.locator("#stage .network .state[data-reader=forward] text").first
    expect(first).to_have_text(signed(reading.forward[0, 5]))
    assert states(onlooker, "forward") == [signed(value) for value in reading.forward[:, 5]]
    assert states(onlooker, "backward") == []
    expect(onlooker.page.locator("#stage h2")).to_contain_text("with unit 6 of the forward reader")


def test_of_a_long_text_a_window_is_seen_and_the_page_stays_as_wide(onlooker):
    onlooker.pastes(" ".join(["A slow start, but lovely in the end."] * 8))
    expect(onlooker.page.locator("#stage .overview")).to_be_visible()
    width = onlooker.page.locator("#stage .scroller").evaluate("node => node.clientWidth / node.scrollWidth")
    assert width < 0.5
    assert onlooker.too_wide() == 0


def test_the_memories_come_back(onlooker):
    onlooker.presses(READ["views"]["network"])
    assert onlooker.page.locator("#stage canvas.memory:visible").count() == 2
    assert onlooker.page.locator("#stage .network").is_hidden()


@pytest.mark.parametrize("reader", READERS)
def test_a_single_reader_has_one_chain(onlooker, reader):
    onlooker.picks_and_waits(READ["models"]["names"].get(name := f"ladder/gru-{reader}", name))
    assert len(states(onlooker, reader)) == len(onlooker.words(reader))
    assert onlooker.page.locator("#stage .network .ring").count() == 1
    onlooker.picks_and_waits("article")


def test_back_at_the_memories_a_press_lets_go_of_a_word_whose_state_was_looked_into(onlooker):
    onlooker.sets(pinned=1, node="forward")
    onlooker.sets(view="memories")
    onlooker.word(1).click()
    assert onlooker.state("pinned") is None

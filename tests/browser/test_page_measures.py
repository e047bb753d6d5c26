"""A visitor chooses what colours the words: the numbers are those of the explanation that is named."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from person import PATIENCE
from playwright.sync_api import expect

from brnn.text.numbers import add_up, signed
from brnn.ui.texts.measures import KEYS, MEASURES

pytestmark = pytest.mark.browser

REVIEW = "A slow start, but lovely in the end."
OTHER = "A lovely start, but slow in the end."
READERS = ("forward", "backward")
KEY = "#stage .keys .scale >> nth=0"
# The colours of values on the scale, −1 … 1.
COLOURS = """async (values) => {
    const { css, onScale } = await part("lib/colours.js");
    return values.map((value) => css(onScale(value)).replaceAll(",", ", "));
}"""


def steps(analyzer, text: str) -> SimpleNamespace:
    """What each word added, as printed: from each printed evidence to the next one."""
    ledger = analyzer.analyze(text).ledger
    ends, _ = add_up([ledger.forward_total, ledger.backward_total, ledger.bias], ledger.logit, constant=True)
    forward, backward = (np.round(getattr(ledger, f"{lane}_evidence").astype(float), 2) for lane in READERS)
    forward[-1], backward[0] = (float(end.replace("−", "-")) for end in ends[:2])
    return SimpleNamespace(forward=np.diff(forward, prepend=0), backward=-np.diff(backward, append=0))


RECORDS = {
    "added": steps,
    "deleted": lambda analyzer, text: analyzer.occlusion(text),
    "gradients": lambda analyzer, text: analyzer.gradients(text),
}


@pytest.fixture
def reader(person) -> Iterator:
    """Someone with a review before them, who leaves the colours as they were."""
    person.pastes(REVIEW)
    yield person
    person.page.unroute_all()
    person.sets(measure="added", unit=None, pinned=None)


def chooses(person, measure: str) -> None:
    person.page.locator("#measure").select_option(measure)


def waits_for_values(person) -> None:
    expect(person.page.locator(KEY)).to_be_visible(timeout=PATIENCE)


def labels(person, lane: str) -> list[str]:
    """What the words of a lane say, without the word and its place."""
    words = person.page.locator(f"#stage .lane.{lane} .word")
    said = words.evaluate_all("words => words.map((word) => word.ariaLabel)")
    return [label.split(", ", 2)[2:] for label in said]


def shows(person, record, key: str) -> None:
    """The lanes have the numbers of this record, in the colours of one scale for all texts, with its key."""
    for lane in READERS:
        values = getattr(record, lane)
        assert labels(person, lane) == [[signed(value)] for value in values]
        words = person.page.locator(f"#stage .lane.{lane} .word")
        colours = words.evaluate_all("words => words.map((word) => getComputedStyle(word).backgroundColor)")
        assert colours == person.page.evaluate(COLOURS, [float(value) / 2 for value in values])
    assert person.page.locator(KEY).inner_text().split("\n") == [key, "≤ −2", "≥ +2 log-odds"]


@pytest.mark.parametrize("measure", RECORDS)
def test_the_words_have_the_numbers_of_the_measure_that_is_named(reader, analyzers, measure):
    chooses(reader, measure)
    waits_for_values(reader)
    shows(reader, RECORDS[measure](analyzers["article"], REVIEW), MEASURES["of"][measure]["key"])
    texts = MEASURES["of"][measure]
    assert reader.page.locator("#measure option:checked").inner_text() == texts["name"]
    for lane in READERS:
        expect(reader.page.locator(f"#stage .lane.{lane}")).to_have_attribute(
            "aria-label", texts["names"][lane]
        )
    reader.word(1).hover()
    tip = reader.page.locator("#stage .tip").inner_text()
    record = RECORDS[measure](analyzers["article"], REVIEW)
    said = texts["point"]["forward"].partition(", evidence")[0]
    assert said.format(value=signed(record.forward[1])) in tip


def test_the_measure_stays_while_somebody_types(reader, analyzers):
    chooses(reader, "deleted")
    waits_for_values(reader)
    reader.types(OTHER, delay=15)
    waits_for_values(reader)
    shows(reader, analyzers["article"].occlusion(OTHER), MEASURES["of"]["deleted"]["key"])


@pytest.mark.parametrize(("measure", "question"), [("deleted", "occlusion"), ("gradients", "gradients")])
def test_an_answer_about_an_older_text_colours_nothing(reader, analyzers, measure, question):
    held = []
    reader.page.route(f"**/ask/{question}", lambda route: held.append(route))
    reader.pastes(f"{REVIEW} {question}?")  # nobody has asked about it yet
    chooses(reader, measure)
    status = reader.page.locator(".measures .said")
    expect(status).to_have_text(MEASURES["waiting"])
    assert all(not said for lane in READERS for said in labels(reader, lane))
    newer = f"{OTHER} {question}?"  # as many words: an old answer would fit
    reader.pastes(newer)
    held.pop().continue_()
    expect(status).to_have_text(MEASURES["waiting"])
    for _ in range(PATIENCE // 50):  # the newer question follows the answer to the older one
        if held:
            break
        reader.page.wait_for_timeout(50)
    assert all(not said for lane in READERS for said in labels(reader, lane))
    held.pop().continue_()
    waits_for_values(reader)
    shows(reader, RECORDS[measure](analyzers["article"], newer), MEASURES["of"][measure]["key"])


def test_gradients_that_two_places_show_are_asked_for_once(reader):
    asked = []
    reader.page.route("**/ask/gradients", lambda route: (asked.append(route), route.continue_()))
    reader.pastes(f"{REVIEW} Once!")  # nobody has asked about it yet
    reader.word(1).click()
    chooses(reader, "gradients")
    waits_for_values(reader)
    expect(reader.page.locator("#read .methods dl", has_text="Integrated gradients")).to_contain_text("→")
    assert len(asked) == 1


def test_without_an_answer_the_page_says_so_and_colours_nothing(reader):
    reader.page.route(
        "**/ask/occlusion",
        lambda route: route.fulfill(json={"kind": "message", "about": "failed", "details": []}),
    )
    reader.pastes(f"{REVIEW} Really.")
    chooses(reader, "deleted")
    expect(reader.page.locator(".measures .said")).to_have_text(MEASURES["failed"])
    assert all(not said for lane in READERS for said in labels(reader, lane))


def test_a_keyboard_changes_the_measure(reader):
    reader.page.locator("#measure").focus()
    reader.page.keyboard.press("ArrowDown")
    waits_for_values(reader)
    assert reader.state("measure") == "deleted"


def test_a_pinned_unit_is_named_as_what_is_seen(reader):
    reader.picks_unit("forward 1")
    said = reader.page.locator(".measures .said")
    expect(said).to_have_text(MEASURES["unit"])
    expect(reader.page.locator("#measure")).to_be_hidden()
    assert reader.page.locator(KEY).inner_text().split("\n") == [KEYS["unit"], "−1", "+1"]
    reader.page.locator(".pin-end button").click()
    expect(reader.page.locator("#measure")).to_be_visible()
    expect(said).to_be_empty()


def test_a_link_keeps_the_measure(reader, newcomer, analyzers):
    chooses(reader, "gradients")
    reader.page.wait_for_function(
        "text => location.hash.includes('colour=gradients') && "
        "new URLSearchParams(location.hash.slice(1)).get('text') === text",
        arg=REVIEW,
    )
    newcomer.open("#" + reader.page.url.partition("#")[2])
    newcomer.waits_for(REVIEW)
    waits_for_values(newcomer)
    shows(newcomer, analyzers["article"].gradients(REVIEW), MEASURES["of"]["gradients"]["key"])


TRUST = {
    "texts": "crops",
    "matters": 0.5,
    "added": {
        "forward": {"n": 1234, "share": 0.8437, "interval": [0.82, 0.8701]},
        "backward": {"n": 77, "share": 0.5, "interval": [0.4, 0.6]},
    },
    "gradients": {"forward": {"n": 1234, "share": 0.9, "interval": [0.8, 0.95]}},
}
_SAME = "Colour and effect of deletion have the same sign for"
_OF = "of the words whose effect is at least 0.5 log-odds (excerpts of test reviews; by chance 50%)."
SAID = {
    "added": f"{_SAME} → 84% (82% to 87%, n = 1,234) and ← 50% (40% to 60%, n = 77) {_OF}",
    "gradients": f"{_SAME} → 90% (80% to 95%, n = 1,234) {_OF}",
    "deleted": MEASURES["trust"]["deleted"],
}


@pytest.mark.parametrize("measure", SAID)
def test_the_page_says_how_far_a_colour_agrees_with_deletion(reader, measure):
    def measured(route) -> None:
        route.fulfill(json=route.fetch().json() | {"trust": TRUST})

    reader.page.route("**/ask/read", measured)
    reader.pastes(f"{REVIEW} Measured.")
    chooses(reader, measure)
    expect(reader.page.locator(".measures .note")).to_have_text(SAID[measure])


def test_one_reader_needs_no_arrow(scripts):
    reading = {"trust": TRUST | {"texts": "reviews"}, "readers": ["forward"]}
    said = scripts.call("lib/measures.js", "trustIn", reading, "gradients", MEASURES)
    assert said.startswith(f"{_SAME} 90% (80% to 95%")
    assert said.endswith("(test reviews; by chance 50%).")


@pytest.mark.parametrize("trust", [None, TRUST | {"added": {}}])
def test_nothing_is_said_where_nothing_was_measured(scripts, trust):
    reading = {"trust": trust, "readers": ["forward"]}
    assert scripts.call("lib/measures.js", "trustIn", reading, "added", MEASURES) == ""

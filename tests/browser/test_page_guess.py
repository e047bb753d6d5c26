"""A visitor hides words and sees what the past, the future and both make of them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
from person import Person
from playwright.sync_api import Locator, Page, expect
from test_saving import saved
from test_share import STATE, shared, waits

from brnn.ui import texts
from brnn.ui.texts.guess import EXAMPLES, GUESS
from brnn.ui.texts.share import SHARE

pytestmark = pytest.mark.browser

TEXT = "I like a cop who falls in love with a thief."
HEADS = ("past", "both", "future")
FIRST = EXAMPLES[0]["text"]
BARS = """() => {
    const height = ({ firstChild, clientHeight }) => firstChild.getBoundingClientRect().height / clientHeight;
    const words = [...document.querySelectorAll("#guess .cells .word")];
    return words.map((word) => [...word.children].slice(0, -1).map(height));
}"""
USUAL = """(guess) => part("lib/store.js").then(({ set, usual }) =>
    set({ page: "guess", guess: { ...usual.guess, ...guess }, presenting: false }))"""


def shows(page: Page, text: str | None = None, word: int | None = None) -> None:
    """Wait until the page has the guesses for a word of a text."""
    if text is not None:
        expect(page.locator("#guess-text")).to_have_value(text)
    if word is not None:
        expect(page.locator("#guess .cells .word").nth(word)).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#guess .play output")).to_contain_text(f"{word + 1} of ")
    expect(page.locator("#guess .columns")).to_be_visible()


@pytest.fixture
def guessing(person) -> Iterator[Person]:
    """Someone on the Guess page, with TEXT before them."""
    person.page.set_viewport_size({"width": 1280, "height": 720})
    person.page.evaluate(USUAL, {})
    person.page.locator("#guess-text").fill(TEXT)
    has_read(person.page, TEXT)
    yield person
    person.page.evaluate(USUAL, {})
    person.page.mouse.move(0, 0)


def has_read(page: Page, text: str) -> None:
    """Wait until the words of this text are seen, of which one is hidden."""
    page.wait_for_function(
        """(text) => {
            const words = [...document.querySelectorAll("#guess .cells .word")];
            const labels = words.map(({ ariaLabel }) => ariaLabel.split(", ")[0]);
            const hidden = words.findIndex(({ ariaPressed }) => ariaPressed === "true");
            const given = text.match(/__+|[\\w'’<>=/]+|[^\\s\\w]/g) ?? [];
            return document.querySelector("#guess-text")?.value === text && given.length === words.length
                && given.every((word, i) => i === hidden || /^__/.test(word) || labels[i] === word);
        }""",
        arg=text,
    )


def hides(page: Page, word: int) -> None:
    """Press a word and wait for its guesses."""
    page.locator("#guess .cells .word").nth(word).click()
    answered(page, word)


def answered(page: Page, word: int) -> None:
    """Wait until the columns are about this word."""
    context = "___ " if word == 0 else "nothing" if word < 0 else ""
    shows(page, word=word)
    before = (
        page.locator("#guess .cells .word").nth(word - 1).locator(".name").inner_text() if word else "___"
    )
    expect(page.locator("#guess .column.both h3")).to_contain_text(f"{before} ___" if word else context)


def column(page: Page, head: str) -> Locator:
    return page.locator(f"#guess .column.{head}")


def listed(page: Page, head: str) -> list[list[str]]:
    """What stands in a column: rank, word, percent of each candidate."""
    return [
        [button.locator(part).inner_text() for part in (".rank", ".name", ".likely")]
        for button in column(page, head).locator(".candidate").all()
    ]


def percent(probability: float) -> str:
    return (
        "<1%" if probability < 0.005 else ">99%" if probability >= 0.995 else f"{round(100 * probability)}%"
    )


def test_bars_are_as_tall_as_each_word_is_surprising(guessing, guesser):
    found = guesser.guesses(TEXT)
    drawn = np.array(guessing.page.evaluate(BARS))
    assert drawn == pytest.approx(np.minimum(1, found.surprise.T / 16), abs=0.06)
    names = guessing.page.locator("#guess .names > div")
    assert names.count() == 1  # in one line
    assert names.inner_text().split("\n") == ["→ past", "both", "← future"]
    assert "up to 16 bits" in guessing.reads("#guess .key")


def test_columns_have_the_records_guesses_and_the_word_in_the_text_with_its_rank(guessing, guesser):
    page = guessing.page
    hides(page, 5)
    found = guesser.guess(TEXT, 5)
    for head in HEADS:
        expected = [*found.candidates[head]]
        if found.truth[head].rank > 8:
            expected.append(found.truth[head])
        assert listed(page, head) == [
            [f"{one.rank:,}", one.word, percent(one.probability)] for one in expected
        ]
        assert column(page, head).locator(".candidate.true .name").inner_text() == "falls"
        widths = (
            column(page, head)
            .locator(".bar")
            .evaluate_all("bars => bars.map((bar) => bar.firstChild.offsetWidth / bar.offsetWidth)")
        )
        assert widths == pytest.approx([one.probability for one in expected], abs=0.03)
    titles = [column(page, head).locator("h3").inner_text().split("\n") for head in HEADS]
    assert [" ".join(title) for title in titles] == [
        "→ past reads … a cop who ___",
        "both reads … cop who ___ in love …",
        "← future reads ___ in love with …",
    ]


def test_a_word_that_is_pressed_becomes_a_blank_and_comes_back_when_another_is(guessing):
    page = guessing.page
    names = page.locator("#guess .cells .word .name")
    for word in (5, 2):
        hides(page, word)
        shown = [name if place != word else "___" for place, name in enumerate([*TEXT[:-1].split(), "."])]
        assert names.all_inner_texts() == shown
    assert page.locator("#guess-text").input_value() == TEXT  # what was typed stays


def test_what_is_said_is_from_the_record(guessing, guesser):
    page = guessing.page
    hides(page, 5)
    truth = guesser.guess(TEXT, 5).truth
    said = page.locator("#guess .sayings p")
    ranks = re.findall(r"the (\d+)\w\w ", said.first.inner_text())
    assert ranks == [str(truth[head].rank) for head in ("past", "future", "both")]
    assert "falls" in said.first.inner_text()
    means = np.nanmean(guesser.guesses(TEXT).surprise, axis=1)
    past, both, future = (f"{mean:.1f}" for mean in means)
    assert said.nth(1).inner_text() == (
        "Average surprise of the 12 known words and marks here: "
        f"past {past} bits, future {future}, both together {both}."
    )
    assert GUESS["bold"] in said.all_inner_texts()
    assert GUESS["softmax"] in said.all_inner_texts()


def test_a_candidate_that_is_pressed_shows_its_sum_in_every_column(guessing, guesser):
    page = guessing.page
    hides(page, 5)
    found = guesser.guess(TEXT, 5)
    pick = next(
        one for one in found.candidates["both"] if one.word in [e.word for e in found.elsewhere["past"]]
    )
    at = found.candidates["both"].index(pick)
    column(page, "both").locator(".candidate").nth(at).click()
    for head in HEADS:
        score = column(page, head).locator(".score")
        known = [*found.candidates[head], *found.elsewhere[head]]
        own = next(one for one in known if one.word == pick.word)
        pressed = column(page, head).locator(".candidate[aria-pressed=true] .name").all_inner_texts()
        assert pressed == [pick.word] * (own in found.candidates[head])
        values = [float(one.replace("−", "-")) for one in score.locator("dd").all_inner_texts()[:-1]]
        assert sum(values[:-1]) == pytest.approx(values[-1], abs=1e-9)
        assert values[-1] == pytest.approx(own.score, abs=0.0051)
    assert page.locator("#guess .both .score dt").all_inner_texts()[1:] == [
        "→ past", "← future", "= score", "probability"
    ]  # fmt: skip
    expect(column(page, "both").locator(".candidate").nth(at)).to_be_focused()  # it stays the same button


def test_pointing_at_a_word_says_its_surprise_and_at_a_candidate_lights_it_everywhere(guessing, guesser):
    page = guessing.page
    hides(page, 5)
    bits = guesser.guesses(TEXT).surprise

    def told(place: int) -> str:
        past, both, future = (f"{value:.1f}" for value in bits[:, place])
        return f"→ past {past} bits, both {both} bits, ← future {future} bits"

    page.locator("#guess .cells .word").nth(3).hover()
    expect(page.locator("#guess .told")).to_have_text(f"\u2068cop\u2069: {told(3)}")
    expect(page.locator("#guess .cells .word.lit .name")).to_have_text("cop")
    page.mouse.move(0, 0)
    expect(page.locator("#guess .told")).to_have_text(f"{GUESS['hidden']}: {told(5)}")
    assert page.locator("#guess .cells .word.lit").count() == 0
    column(page, "past").locator(".candidate.true").hover()
    expect(page.locator("#guess .candidate.lit .name")).to_have_text(["falls"] * 3)


def test_a_blank_that_is_typed_is_what_is_guessed_and_other_typing_keeps_the_hidden_word(guessing):
    page, box = guessing.page, guessing.page.locator("#guess-text")
    hides(page, 5)
    box.fill("I like a cop who falls in love")
    has_read(page, "I like a cop who falls in love")
    shows(page, word=5)
    box.fill("I like ___ . It is very healthy.")
    has_read(page, "I like ___ . It is very healthy.")
    page.mouse.move(0, 0)
    answered(page, 2)
    said = page.locator("#guess .sayings p")
    assert said.first.inner_text().startswith("Best guess from the words before it: ")
    assert GUESS["bold"] not in said.all_inner_texts()  # there is no word to mark
    assert guessing.reads("#guess .told") == f"{GUESS['hidden']}: {GUESS['none']['blank']}"
    assert page.evaluate(BARS)[2] == [0, 0, 0]
    box.fill("I like zebras.")
    has_read(page, "I like zebras.")
    hides(page, 2)
    assert said.first.inner_text().startswith("The model does not know “\u2068zebras\u2069”")
    assert page.locator("#guess .cells .word.unknown").count() == 1


def test_a_word_that_a_shorter_text_has_not_is_let_go(guessing):
    page = guessing.page
    hides(page, 9)
    page.locator("#guess-text").fill("I love it")
    waits(page, "state.guess.word === null")
    has_read(page, "I love it")
    assert page.locator("#guess .cells .word[aria-pressed=true]").count() == 1


def test_the_network_has_an_output_at_every_word_and_its_hidden_word_is_that_of_the_columns(
    guessing, guesser
):
    page = guessing.page
    hides(page, 5)
    page.get_by_role("button", name=GUESS["views"]["bars"], exact=True).click()
    stage = page.locator("#guess .stage")
    words = stage.locator(".lane.forward .word")
    expect(words.nth(6)).to_have_text("___")  # after the mark of the text's beginning
    assert stage.locator(".network .output").count() == words.count() - 2
    box = stage.locator(".network .output.asked text")
    truth = guesser.guess(TEXT, 5).truth["both"]
    assert box.all_text_contents() == ["falls", percent(truth.probability)]
    expect(page.locator("#guess .guessing > .scroller")).to_be_hidden()
    assert GUESS["outputs"] in guessing.reads("#guess .guessing > h2:first-child")
    words.nth(3).click()
    answered(page, 2)
    expect(words.nth(3)).to_have_text("___")
    words.nth(0).click()  # a mark, which cannot be guessed
    answered(page, 2)
    page.locator("#guess .column.both .candidate").nth(1).click()
    other = guesser.guess(TEXT, 2).candidates["both"][1].word
    expect(box.first).to_have_text(other)
    first = stage.locator(".node").first.get_attribute("aria-label")
    assert first.startswith(f"after {GUESS['marks']['begin']}: ")
    assert "guessshows=network" in shared(page)
    page.get_by_role("button", name=GUESS["views"]["network"], exact=True).click()
    expect(page.locator("#guess .guessing > .scroller")).to_be_visible()
    expect(stage).to_be_hidden()


def test_play_hides_one_word_after_the_other(guessing):
    page = guessing.page
    play = page.locator("#guess .play")
    page.evaluate(
        """() => part("lib/store.js").then(({ on }) =>
            on("guess", ({ word }) => (window.hidden ??= []).push(word)))"""
    )
    play.get_by_role("button", name=GUESS["play"]["play"]).click()
    waits(page, "window.hidden?.length > 3")
    play.get_by_role("button", name=GUESS["play"]["pause"]).click()
    hidden = page.evaluate("window.hidden")
    assert hidden[0] == 0  # as nobody has chosen a word
    assert hidden == sorted({*hidden})
    answered(page, hidden[-1])
    play.get_by_role("button", name=GUESS["play"]["play"]).click()
    waits(page, f"window.hidden.length > {len(hidden)}")
    play.get_by_role("button", name=GUESS["play"]["pause"]).click()
    assert page.evaluate("window.hidden")[len(hidden)] > hidden[-1]  # it goes on from there
    play.get_by_role("button", name=GUESS["play"]["last"]).click()
    answered(page, 11)
    play.get_by_role("button", name=GUESS["play"]["first"]).click()
    shows(page, word=0)
    expect(column(page, "past").locator("h3")).to_contain_text(GUESS["nothing"]["past"])
    page.locator("body").press("ArrowRight")
    answered(page, 1)
    page.locator("body").press("End")
    answered(page, 11)
    page.locator("body").press(" ")
    waits(page, "state.guess.word === 1")
    page.locator("body").press(" ")


def test_arrows_walk_along_the_words_and_the_candidates_and_enter_presses(guessing):
    page = guessing.page
    hides(page, 5)
    words = page.locator("#guess .cells .word")
    words.first.focus()
    for key, place in (("ArrowRight", 1), ("ArrowRight", 2), ("End", 11), ("Home", 0), ("ArrowRight", 1)):
        page.keyboard.press(key)
        expect(words.nth(place)).to_be_focused()
    shows(page, word=5)  # so far nothing was hidden
    expect(page.locator("#guess .told")).to_contain_text("like")
    page.keyboard.press("Enter")
    answered(page, 1)
    candidates = column(page, "both").locator(".candidate")
    candidates.first.focus()
    page.keyboard.press("ArrowDown")
    expect(candidates.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(candidates.nth(1)).to_have_attribute("aria-pressed", "true")


def test_a_visitor_guesses_first(guessing, guesser):
    page, first = guessing.page, GUESS["first"]
    hides(page, 5)
    columns, said = page.locator("#guess .columns"), page.locator("#guess .own")
    page.get_by_role("button", name=first["cover"]).click()
    field = page.get_by_label(first["label"])
    assert not columns.is_visible()
    for part in (".hidden-word", ".told", ".cells [aria-pressed=true] .level i"):
        assert not page.locator(f"#guess {part}").first.is_visible()  # they would tell the word
    assert (
        page.locator("#guess .cells [aria-pressed=true]")
        .get_attribute("aria-label")
        .endswith("to be guessed")
    )
    page.locator("#guess .cells .word").nth(5).focus()
    assert page.locator("#guess-text").evaluate("box => getComputedStyle(box).filter") != "none"
    page.get_by_role("button", name=first["guess"], exact=True).click()  # nothing was typed
    assert not columns.is_visible()
    expect(field).to_be_focused()
    field.press_sequentially("Falls1 ")
    field.press("Backspace")
    field.press("Backspace")
    field.press("Enter")
    truth = guesser.guess(TEXT, 5).truth
    expect(said).to_contain_text("You guessed “\u2068Falls\u2069”, and you were right. Its rank: → past ")
    assert re.findall(r"(\d+)\w\w", said.inner_text()) == [str(truth[head].rank) for head in HEADS]
    assert columns.is_visible()
    page.locator("#guess .cells .word").nth(6).click()  # another word is covered again
    expect(columns).to_be_hidden()
    assert not said.is_visible()
    expect(field).to_have_value("")
    page.get_by_role("button", name=first["show"], exact=True).click()
    expect(columns).to_be_visible()
    assert not said.is_visible()
    page.get_by_role("button", name=first["uncover"]).click()
    hides(page, 2)
    assert columns.is_visible()


def test_a_link_has_the_text_the_hidden_word_and_the_candidate(guessing, window):
    page = guessing.page
    hides(page, 5)
    candidate = column(page, "both").locator(".candidate").nth(2)
    candidate.click()
    name = candidate.locator(".name").inner_text()
    link = shared(page)
    page.keyboard.press("Escape")
    other = window()
    other.goto(link)
    has_read(other, TEXT)
    answered(other, 5)
    pressed = column(other, "both").locator(".candidate[aria-pressed=true] .name")
    expect(pressed).to_have_text(name)
    other.reload()
    has_read(other, TEXT)
    answered(other, 5)


def test_a_link_to_a_word_that_is_not_there_hides_another(app, window):
    page = window()
    page.goto(f"{app.url}#page=guess&guesstext=I+like+___&guessword=99&candidate=nowhere")
    has_read(page, "I like ___")
    answered(page, 2)
    waits(page, "state.guess.word === null")


def test_an_example_is_undone_by_back(guessing):
    page = guessing.page
    page.locator("#guess-text").fill("What I typed myself")
    hides(page, 1)
    button = page.locator("#guess").get_by_role("button", name=EXAMPLES[2]["name"], exact=True)
    button.click()
    has_read(page, EXAMPLES[2]["text"])
    assert button.get_attribute("aria-pressed") == "true"
    page.go_back()
    has_read(page, "What I typed myself")
    answered(page, 1)
    page.go_forward()
    has_read(page, EXAMPLES[2]["text"])
    page.locator("#guess").get_by_role("button", name=EXAMPLES[0]["name"], exact=True).click()
    has_read(page, FIRST)
    page.go_back()
    has_read(page, EXAMPLES[2]["text"])
    page.go_forward()
    has_read(page, FIRST)


@pytest.fixture
def without(newcomer) -> Iterator[Page]:
    """A page whose server has no model that guesses words."""

    def answers(route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json=reply.json() | {"guesses": False})

    newcomer.page.route("**/ask/models", answers)
    yield newcomer.page
    newcomer.page.unroute_all()


def test_without_a_model_that_guesses_there_is_no_such_page(app, without):
    without.goto(f"{app.url}#page=guess&text=a+good+film")
    without.get_by_text(SHARE["noGuesses"]).wait_for()
    waits(without, "state.page === 'read' && state.reading?.text === 'a good film'")
    links = without.locator("nav[aria-label] a:visible")
    assert links.all_inner_texts() == ["Read", "Compare", "Experiments", "Models", "Lesson"]
    without.keyboard.press("p")
    without.keyboard.press("2")
    assert without.evaluate(STATE)["page"] == "compare"


def test_a_text_that_is_too_long_is_said_and_one_without_words_too(guessing):
    page, said = guessing.page, guessing.page.locator("#guess .message")
    box = page.locator("#guess-text")
    box.fill("good " * 20_001)
    expect(said).to_contain_text(texts.TOO_LONG)
    expect(page.locator("#guess .guessing")).to_be_hidden()
    box.fill("")
    expect(said).to_have_text(GUESS["empty"])
    for key in ("Escape", "ArrowRight", "Home"):  # there is no word to walk to
        page.keyboard.press(key)
    box.fill(TEXT)
    expect(said).to_be_hidden()
    expect(page.locator("#guess .guessing")).to_be_visible()
    has_read(page, TEXT)


def test_of_a_long_text_the_end_is_read_and_the_hidden_word_kept_in_sight(guessing):
    page = guessing.page
    page.locator("#guess-text").fill("He plays a cop. " * 60)  # 300 words and marks, of which it reads 200
    expect(page.locator("#guess .cells .word")).to_have_count(200)
    page.get_by_text(GUESS["cut"].format(count=200)).wait_for()
    page.keyboard.press("Escape")  # leaves the text
    for key, word in (("Home", 0), ("End", 199), ("Home", 0)):
        page.keyboard.press(key)
        shows(page, word=word)
        place, frame = (
            page.locator(one).bounding_box()
            for one in ("#guess .cells .word[aria-pressed=true]", "#guess .guessing > .scroller")
        )
        assert frame["y"] - 1 <= place["y"] < place["y"] + place["height"] <= frame["y"] + frame["height"] + 1
    lines = page.locator("#guess .names > div").count()
    tops = page.locator("#guess .cells .word").evaluate_all(
        "words => new Set(words.map((one) => one.offsetTop)).size"
    )
    assert lines == tops > 5  # each line has the names of its strips


def test_markup_is_text_like_any_other(guessing, guesser):
    page = guessing.page
    text = "I like <b>love</b> <img src=x onerror=alert(1)>"
    page.locator("#guess-text").fill(text)
    words = guesser.guesses(text).encoded.words
    expect(page.locator("#guess .cells .word")).to_have_count(len(words))
    labels = page.locator("#guess .cells .word").evaluate_all("words => words.map((word) => word.ariaLabel)")
    shown = [label.split(",")[0] for label in labels]
    assert len([word for word, name in zip(words, shown, strict=True) if word != name]) == 1  # the hidden one
    assert page.locator("#guess :is(b, img):not(h3 b, .stage b)").count() == 0


def test_the_guesses_are_saved_as_a_table_and_with_all_numbers(guessing, guesser, tmp_path):
    page = guessing.page
    hides(page, 5)
    found = guesser.guesses(TEXT)
    with saved(page, SHARE["csv"], tmp_path).open(encoding="utf-8-sig") as file:
        head, *lines = csv.reader(file)
    assert [line[1] for line in lines] == list(found.encoded.words)
    for row, name in enumerate(found.heads):
        bits = [float(line[head.index(f"{name}_bits")]) for line in lines]
        assert bits == pytest.approx(found.surprise[row].tolist(), abs=1e-4)
    data = json.loads(saved(page, SHARE["json"], tmp_path).read_text("utf-8"))
    assert data["chosen"]["word"] == 5
    np.testing.assert_allclose(data["probabilities"], found.probabilities, rtol=1e-6)


def test_while_somebody_guesses_nothing_is_saved_that_would_tell(guessing):
    page = guessing.page
    page.get_by_role("button", name=GUESS["first"]["cover"]).click()
    page.get_by_role("button", name=SHARE["save"], exact=True).click()
    for form in ("csv", "json"):
        expect(page.locator(".panel button.entry", has_text=SHARE[form])).to_be_disabled()
    page.keyboard.press("Escape")


def test_a_clicker_hides_one_word_after_the_other_while_presenting(guessing):
    page = guessing.page
    hides(page, 9)
    page.keyboard.press("p")
    assert not page.locator("#guess-text").is_visible()
    for key, word in (("PageDown", 10), ("PageDown", 11), ("PageUp", 10), ("PageDown", 11)):
        page.keyboard.press(key)
        answered(page, word)
    page.keyboard.press("PageDown")  # at the end it plays from the beginning
    waits(page, "state.guess.word === 1")
    page.get_by_role("button", name=GUESS["first"]["cover"]).click()
    page.get_by_label(GUESS["first"]["label"]).fill("own")
    page.keyboard.press("Escape")  # leaves the field first
    assert page.evaluate(STATE)["presenting"]
    page.keyboard.press("Escape")
    assert not page.evaluate(STATE)["presenting"]


def test_on_a_phone_the_columns_stand_one_below_the_other_with_the_word_in_the_text(guessing):
    page = guessing.page
    hides(page, 5)
    page.set_viewport_size({"width": 390, "height": 844})
    boxes = [column(page, head).bounding_box() for head in HEADS]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    for head in HEADS:
        assert column(page, head).locator(".candidate.true").is_visible()
        assert column(page, head).locator(".candidate:visible").count() in (5, 6)
    assert guessing.too_wide() == 0
    page.set_viewport_size({"width": 1280, "height": 720})
    boxes = [column(page, head).bounding_box() for head in HEADS]
    assert len({box["y"] for box in boxes}) == 1

"""Whatever is typed stays text: nothing runs, nothing breaks, nothing leaves."""

from __future__ import annotations

import json

import pytest
from serving import ROOT

from brnn.text import clean
from brnn.ui import texts

pytestmark = pytest.mark.browser

MARKUP = [
    "<script>window.hit = 1</script> good",
    "<img src=x onerror='window.hit = 1'> good",
    "good <a href='https://elsewhere.example'>film</a> <b>bold</b> &lt;b&gt; &amp;amp;",
    "${window.hit = 1} {{value}} `${1}` {{{text}}} @children good",
    "<img src=x onerror='window.hit = 1'> <b>cut off</b> " + "good " * 60,  # in one piece
    "<svg><animate onbegin=window.hit=1 attributeName=x></svg></div></script><style>*{} good",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_shown_as_text_and_nothing_runs(person, text):
    person.pastes(text)
    assert person.reads("#words .text") == text
    person.page.wait_for_timeout(200)
    assert person.page.evaluate("window.hit") is None
    for tag in ("script", "a", "b:not(.sentences b):not(.sum b)", "img", "animate"):
        assert person.page.locator(f"#words {tag}, #stage .plot {tag}, .sentences a").count() == 0


def test_labels_show_angle_brackets_and_entities_as_typed(person):
    person.pastes("AT&T &amp; <b>good</b>")
    assert person.ticks() == ["AT", "T", "amp", "b", "good", "b"]


@pytest.mark.parametrize(
    "text", ["هذا فيلم جميل جدا", "A סרט טוב film", "great 👍🏽 film 👩\u200d👩\u200d👧 🇩🇪"]
)
def test_right_to_left_and_emoji_are_shown_as_typed(person, text):
    person.pastes(text)
    assert person.page.locator("#words .text").text_content() == text
    assert len(person.ticks()) == len(text.split())
    assert person.too_wide() == 0


def test_a_very_long_word_does_not_widen_the_page(person):
    person.pastes("good " + "x" * 5_000)
    assert person.too_wide() == 0
    assert len(person.ticks()[1]) <= 14


def test_naughty_strings_get_a_page_each(person, app):
    collection = ROOT / "tests" / "data" / "naughty_strings.json"
    entries = json.loads(collection.read_text("utf-8"))
    before = len(app.output)
    for entry in entries[:: max(1, len(entries) // 60)]:
        text = entry["text"] * entry.get("repeat", 1)
        if len(text) > 20_000:
            continue
        person.box.evaluate(
            "(box, text) => { box.value = text; box.dispatchEvent(new Event('input')) }", text
        )
        person.page.wait_for_timeout(120)
        assert person.page.get_by_text(texts.FAILED, exact=True).count() == 0, entry
    person.pastes("A good film")
    assert person.page.evaluate("window.hit") is None
    assert app.output[before:] == ""


def test_a_lone_surrogate_is_read_as_a_replacement(person):
    person.box.evaluate(
        "box => { box.value = 'good \\ud800 film'; box.dispatchEvent(new Event('input')) }"
    )
    person.page.wait_for_function(
        "document.querySelector('#words .text').textContent.startsWith('good')"
    )
    assert person.page.locator("#words .text").text_content() in (
        clean("good \ud800 film"),
        "good ??? film",
    )


def test_a_typed_text_reaches_no_log(person, app):
    person.pastes("xyzzy plugh is a secret")
    assert "xyzzy" not in app.output

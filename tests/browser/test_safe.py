"""Whatever is typed stays text: nothing runs, nothing breaks, nothing leaves."""

from __future__ import annotations

import json
import re
from itertools import zip_longest

import pytest
from serving import ROOT

from brnn.text.words import clean
from brnn.ui import texts

pytestmark = pytest.mark.browser

AT_ONCE = 25
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
    assert person.reads("#read .words .text") == text
    person.page.wait_for_timeout(200)
    assert person.page.evaluate("window.hit") is None
    for tag in ("script", "a", "b:not(.sentences b):not(.sum b)", "img", "animate"):
        assert person.page.locator(f"#read .words {tag}, #stage .plot {tag}, .sentences a").count() == 0


def test_labels_show_angle_brackets_and_entities_as_typed(person):
    person.pastes("AT&T &amp; <good> <b>film</b>")
    assert person.words() == ["AT", "T", "good", "film"]
    person.picks_and_waits("small")  # which reads marks, too
    assert "".join(person.words()) == "AT&T&amp;<good>film"
    person.word(1).hover()
    assert person.page.locator("#stage .tip b").text_content() == "&"
    person.picks_and_waits("article")


@pytest.mark.parametrize(
    "text", ["هذا فيلم جميل جدا", "A סרט טוב film", "great 👍🏽 film 👩\u200d👩\u200d👧 🇩🇪"]
)
def test_right_to_left_and_emoji_are_shown_as_typed(person, text):
    person.pastes(text)
    assert person.page.locator("#read .words .text").text_content() == text
    assert len(person.words()) == len(text.split())
    assert person.too_wide() == 0


def test_a_very_long_word_does_not_widen_the_page(person):
    person.pastes("good " + "x" * 5_000)
    assert person.too_wide() == 0
    assert len(person.words()[1]) <= 14


def batches_of_naughty_strings() -> list[str]:
    """Short strings many at a time, long ones alone, each batch with a word that marks its end."""
    collection = ROOT / "tests" / "data" / "naughty_strings.json"
    entries = json.loads(collection.read_text("utf-8"))
    strings = [entry["text"] * entry.get("repeat", 1) for entry in entries]
    short = [text for text in strings if len(text) <= 500]
    batches = ["\n".join(batch) for batch in zip_longest(*[iter(short)] * AT_ONCE, fillvalue="")]
    batches += [text for text in strings if len(text) > 500]
    return [f"{text} end{number}" for number, text in enumerate(batches)]


def test_every_naughty_string_gets_a_page_that_shows_it_as_typed(person, app):
    before = len(app.output)
    for text in batches_of_naughty_strings():
        person.box.evaluate(
            "(box, text) => { box.value = text; box.dispatchEvent(new Event('input')) }", text
        )
        person.page.wait_for_function(
            "end => document.querySelector('#read .words .text').textContent.endsWith(end)",
            arg=text.split()[-1],
        )
        # A text box turns every line end into \n; a lone surrogate cannot be sent as it is.
        typed = person.box.evaluate("box => box.value.toWellFormed()")
        shown = person.page.locator("#read .words .text").text_content()
        assert shown == typed or "\ufffd" in typed
        assert person.page.locator("#read").get_by_text(texts.FAILED, exact=True).count() == 0
    assert person.page.evaluate("window.hit") is None
    assert app.output[before:] == ""


def test_a_lone_surrogate_is_read_as_a_replacement(person):
    person.box.evaluate("box => { box.value = 'good \\ud800 film'; box.dispatchEvent(new Event('input')) }")
    person.page.wait_for_function(
        "() => document.querySelector('#read .words .text').textContent.startsWith('good')"
    )
    assert person.page.locator("#read .words .text").text_content() in (
        clean("good \ud800 film"),
        "good ??? film",
    )


def test_a_typed_text_reaches_no_log(person, app):
    person.pastes("xyzzy plugh is a secret")
    assert "xyzzy" not in app.output


FORBIDDEN = [
    *("connect-src", "frame-src", "img-src", "object-src"),
    *("script-src-attr", "script-src-elem", "script-src-elem", "style-src-elem"),
]


def test_even_if_markup_got_into_the_page_the_browser_would_run_none_of_it(person, app):
    """The policy is the second wall: here the first one is torn down."""
    found = person.page.evaluate(
        """async (other) => {
            const forbidden = [];
            addEventListener("securitypolicyviolation", (event) => forbidden.push(event.effectiveDirective));
            const add = (name, values) =>
                document.body.append(Object.assign(document.createElement(name), values));
            add("script", { textContent: "window.hit = 1" });
            add("script", { src: `${other}/x.js` });
            add("img", { src: `${other}/x.png` });
            add("link", { rel: "stylesheet", href: `${other}/x.css` });
            add("iframe", { src: other });
            add("object", { data: other });
            add("p", { innerHTML: "<img src=data:, onerror=window.hit=1>" });
            await fetch(other).catch(() => null);
            for (let turns = 0; forbidden.length < 8 && turns < 600; turns += 1) {
                await new Promise((go) => setTimeout(go, 50));
            }
            return [forbidden.sort(), window.hit ?? null];
        }""",
        "http://elsewhere.example",
    )
    person.complaints.clear()
    person.requests[:] = [url for url in person.requests if url.startswith(app.url)]
    person.open()
    assert found == [FORBIDDEN, None]


def test_every_answer_says_what_a_browser_may_do_with_it(person, app):
    page = person.page.request.get(app.url)
    policy = page.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "http" not in policy  # no other host
    again = person.page.request.get(app.url).headers["content-security-policy"]
    first, second = (re.findall(r"'nonce-(\S+)'", found) for found in (policy, again))
    assert len(first) == 1
    assert first != second
    for path in ("", "config", "health", "card.png", "none", "gradio_api/info", "theme.css?v=1"):
        headers = person.page.request.get(app.url + path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["content-security-policy"].startswith("default-src 'none'"), path

"""What a person does with the page and sees on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page

from brnn.records import Verdict
from brnn.ui import texts
from brnn.ui.texts.read import READ

PATIENCE = 60_000  # milliseconds: a model may have to be loaded first
WINDOW = {"width": 1280, "height": 720}
PLOT = "document.querySelector('#stage .plot')"
_STEP = 1 / 128  # between two colours of the scale
_CELLS = """async ([reader, units, words]) => {
    const { onScale } = await part("lib/colours.js");
    const values = Array.from({ length: 257 }, (_, i) => (i - 128) / 128);
    const valueOf = new Map(values.map((value) => [String(onScale(value)), value]));
    const canvas = document.querySelector(`#stage canvas.memory.${reader}`);
    const { width, height } = canvas;
    const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    pen.drawImage(canvas, 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    const cell = (word, unit) => {
        const x = Math.floor(((word + 0.5) / words) * width);
        const at = 4 * (Math.floor(((unit + 0.5) / units) * height) * width + x);
        return valueOf.get(String(data.slice(at, at + 3)));
    };
    return Array.from({ length: words }, (_, word) =>
        Array.from({ length: units }, (_, unit) => cell(word, unit)));
}"""
_LINE = """(reader) => {
    const stage = document.querySelector("#stage .stage");
    const topOf = (part) => stage.querySelector(part).getBoundingClientRect().top;
    const top = topOf(".plot") - topOf(".frame"); // not rounded to pixels, as offsetTop is
    const ticks = [...stage.querySelectorAll(".gutter span")];
    const line = stage.querySelector(`.evidence [data-reader=${reader}] .line`);
    return [ticks.map((tick) => [tick.textContent, parseFloat(tick.style.top) - top]),
        line.getAttribute("d").slice(1).split("L")];
}"""


# What the browser says where a busy machine's server puts a question off: the page asks it again by itself.
_PUT_OFF = "Failed to load resource: the server responded with a status of 429 (Too Many Requests)"
# A part of the very script that the page runs, whose address changes with its content.
_PART = """window.part = (name) =>
    import(document.querySelector("script[src$='/main.js']").src).then(({ parts }) => parts[name])"""


def label_of(verdict: Verdict) -> str:
    """How the page calls a verdict."""
    barely = READ["verdict"]["barely"]
    sure = max(verdict.probability, 1 - verdict.probability)
    return (barely["labels"] if sure < barely["below"] else texts.LABELS)[verdict.label]


class Person:
    """A visitor with the page before them. `complaints`: what the browser's console says."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.add_init_script(_PART)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.on(
            "request",
            lambda request: request.url.startswith("http") and self.requests.append(request.url),
        )

    def _hear(self, message) -> None:
        if message.type in ("error", "warning") and message.text != _PUT_OFF:
            self.complaints.append(message.text)

    def arrives(self, url: str) -> None:
        """Take over the window as somebody who has never been at this address."""
        self.url = url
        self.page.unroute_all()
        self.page.emulate_media(
            media="null", color_scheme="light", reduced_motion="null", forced_colors="null"
        )
        self.page.set_viewport_size(WINDOW)
        self.page.goto(f"{url}card.png")
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        self.complaints, self.requests = [], []

    def open(self, query: str = "") -> None:
        """Open the page and wait for its first figure."""
        self.page.goto(self.url + query)
        self.page.locator("#stage .stage[data-shown]").wait_for()

    @property
    def box(self) -> Locator:
        """The text box."""
        return self.page.get_by_role("textbox", name="A review")

    def leaves_without_complaint(self) -> None:
        """Fail if the console had errors or warnings, or another host was asked."""
        complaints, self.complaints = self.complaints, []  # those who come later begin anew
        assert complaints == [], complaints
        assert {urlsplit(url).netloc for url in self.requests} == {urlsplit(self.url).netloc}

    def types(self, text: str, delay: float = 0) -> None:
        """Empty the box and type, a key every `delay` milliseconds; wait for the answer."""
        self.box.fill("")
        self.box.press_sequentially(text, delay=delay)
        self.waits_for(text)

    def pastes(self, text: str) -> None:
        """Replace the text in one go and wait for the answer."""
        self.box.fill(text)
        self.waits_for(text)

    def waits_for(self, text: str) -> None:
        """Wait until the stage shows this very text."""
        self.page.wait_for_function(
            "text => document.querySelector('#stage .stage')?.dataset.shown === text"
            " && document.querySelector('#stage').dataset.state === 'figure'",
            arg=text,
        )

    def presses(self, name: str) -> None:
        """Press a button of the Read page."""
        self.page.locator("#read").get_by_role("button", name=name, exact=True).click()

    def reads(self, selector: str) -> str:
        """The text that is seen there."""
        return self.page.locator(selector).inner_text()

    def picks(self, model: str) -> None:
        """Choose a model in the picker."""
        self.page.locator("#model").select_option(label=model)

    def picks_and_waits(self, model: str) -> None:
        """Choose a model in the picker and wait until it has read the text."""
        self.picks(model)
        self.page.locator("#read .words .model", has_text=f"“{model}”").wait_for()
        self.waits_for(self.state("text"))

    def picks_unit(self, value: str) -> None:
        """Choose a unit in the list, such as "forward 3" for the fourth; "" for none."""
        units = self.page.locator("#read .units")
        units.focus()  # the list is made for those who reach for it
        units.select_option(value)

    def state(self, key: str) -> Any:
        """What the page's store holds under a key."""
        return self.page.evaluate(
            """async (key) => {
                const store = await part("lib/store.js");
                return store.state[key] ?? null;
            }""",
            key,
        )

    def sets(self, **changes: Any) -> None:
        """Change what the page's store holds."""
        self.page.evaluate(
            """async (changes) => {
                const store = await part("lib/store.js");
                store.set(changes);
            }""",
            changes,
        )

    def word(self, place: int, reader: str = "forward") -> Locator:
        """A word of a lane, counted from 0."""
        return self.page.locator(f"#stage .lane.{reader} .word").nth(place)

    def words(self, reader: str = "forward") -> list[str]:
        """The words of a lane, from left to right."""
        return self.page.locator(f"#stage .lane.{reader} .word span").all_text_contents()

    def lit(self) -> list[tuple[str, int]]:
        """The words that are lit: the reader of the lane and the place."""
        found = self.page.evaluate(
            """[...document.querySelectorAll("#stage .lane:not([hidden])")].flatMap((lane) =>
                [...lane.children].flatMap((word, i) => word.classList.contains("lit")
                    ? [[lane.classList[1], i]] : []))"""
        )
        return [(reader, place) for reader, place in found]

    def sees_memory(self, reader: str, states: np.ndarray) -> None:
        """Fail unless the memory that is drawn is this one, (words, units)."""
        drawn = self.heatmap(reader)
        assert drawn == pytest.approx(states[:, self.units(reader)], abs=_STEP)

    def heatmap(self, reader: str) -> np.ndarray:
        """The memory that is drawn, (words, units that are drawn): read from its pixels."""
        units, words = len(self.units(reader)), len(self.words(reader))
        return np.array(self.page.evaluate(_CELLS, [reader, units, words]))

    def units(self, reader: str) -> list[int]:
        """The units that are drawn, from the top, counted from 0."""
        return self.state("reading")["states"][reader]["units"]

    def line(self, reader: str) -> np.ndarray:
        """The running evidence that is drawn, (words,): read from its line and the ticks."""
        ticks, points = self.page.evaluate(_LINE, reader)
        values, heights = zip(*((float(t.replace("−", "-")), y) for t, y in ticks), strict=True)
        each, zero = np.polyfit(values, heights, 1)
        return (np.array([float(point.split()[1]) for point in points]) - zero) / each

    def too_wide(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

"""What a person does with the page and sees on it."""

from __future__ import annotations

from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Page

from brnn.ui import texts

PLOT = "document.querySelector('#stage .plot')"


class Person:
    """A visitor with the page before them. `complaints`: what the browser's console says."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.on(
            "request",
            lambda request: request.url.startswith("http") and self.requests.append(request.url),
        )

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, query: str = "") -> None:
        """Open the page and wait for its first figure."""
        self.page.goto(self.url + query)
        self.page.locator("#stage .main-svg").first.wait_for(timeout=60_000)

    @property
    def box(self):
        """The text box."""
        return self.page.get_by_role("textbox", name="A review")

    def leaves_without_complaint(self) -> None:
        """Fail if the console had errors or warnings, or another host was asked."""
        assert self.complaints == []
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
            f"text => {PLOT}?.layout?.uirevision === text"
            " && document.querySelector('#stage .part').dataset.state === 'figure'",
            arg=text,
            timeout=60_000,  # a model may have to be loaded first
        )

    def presses(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def reads(self, selector: str) -> str:
        """The text that is seen there."""
        return self.page.locator(selector).inner_text()

    def picks(self, model: str) -> None:
        """Choose a model in the picker."""
        self.page.get_by_role("combobox", name=texts.MODEL).click()
        self.page.get_by_role("option", name=model).click()

    def heatmap(self, reader: str) -> np.ndarray:
        """The memory that is drawn, (words, units)."""
        return np.array(self._trace(f"{reader} memory", "z")).T

    def line(self, reader: str) -> np.ndarray:
        """The running evidence that is drawn, (words,)."""
        return np.array(self._trace(f"{reader} evidence", "y"))

    def _trace(self, name: str, key: str) -> list:
        return self.page.evaluate(
            f"""([name, key]) => {{
                const trace = {PLOT}._fullData.find((trace) => trace.name.includes(name));
                return Array.from(trace[key], (row) => row.length ? Array.from(row) : row);
            }}""",
            [name, key],
        )

    def ticks(self) -> list[str]:
        """The words written under the figure, from left to right."""
        return self.page.locator("#stage .xaxislayer-above .xtick").all_text_contents()

    def too_wide(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

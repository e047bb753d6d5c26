"""Windows of a browser that are kept from test to test."""

from __future__ import annotations

from collections import defaultdict

from hosted import Hosted, visit
from person import Person
from playwright.sync_api import Browser
from serving import App

_LONG = 30  # pages of a window's history, of which a browser keeps 50


class Windows:
    """The windows of a browser. They are kept: a new one takes seconds until it has read plotly.js."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[str, list[Person]] = defaultdict(list)  # by the site around, "" for none
        self._around: dict[Person, str] = {}

    def take(self, app: App | Hosted) -> Person:
        """A window of somebody who has never been at this app, with storage of its own."""
        around = app.around if isinstance(app, Hosted) else ""
        person = self._free[around].pop() if self._free[around] else visit(self._browser, app)
        self._around[person] = around
        person.arrives(app.url)
        return person

    def give_back(self, person: Person) -> None:
        """Leave the page."""
        person.page.goto("about:blank")
        if person.page.evaluate("history.length") > _LONG:
            person.page.context.close()
        else:
            self._free[self._around[person]].append(person)

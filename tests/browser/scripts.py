"""Calls functions of the page's scripts in a browser, without the page and without the app."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route
from serving import ROOT

_WEB = ROOT / "brnn" / "ui" / "web"
_ADDRESS = "http://scripts.test/"


class Scripts:
    """The scripts of `brnn/ui/web`, served to an empty page from the disk."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.route(f"{_ADDRESS}**", self._serve)
        page.goto(_ADDRESS)

    def call(self, script: str, function: str, *arguments: Any) -> Any:
        """Call an exported function, "name" or "object.name", with plain JSON."""
        return self.page.evaluate(
            """async ([script, name, given]) => {
                const found = await import(script);
                return name.split(".").reduce((part, key) => part[key], found)(...given);
            }""",
            [f"/{script}", function, list(arguments)],
        )

    @staticmethod
    def _serve(route: Route) -> None:
        path = urlsplit(route.request.url).path.strip("/")
        if path:
            route.fulfill(path=_WEB / path)
        else:
            route.fulfill(content_type="text/html", body="")

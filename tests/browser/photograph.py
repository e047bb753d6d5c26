"""Photographs the page: python tests/browser/photograph.py FOLDER [--models DIR] [--assets].

Writes the page in light and dark, on a desktop and on a phone, into FOLDER. With --assets it also
makes anew the pictures that ship: assets/page.png, and the page's social card and favicon.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page
from serving import ROOT, running_app, running_browser

SIZES = {"desktop": (1280, 720), "phone": (390, 844)}
EXAMPLE = "A turn"
FAVICON = """
<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64" fill="none"
     stroke-width="9" stroke-linecap="round" stroke-linejoin="round">
  <path d="M8 21H54M42 9L54 21" stroke="#1d63a5"/>
  <path d="M56 43H10M22 55L10 43" stroke="#dd7f1f"/>
</svg>"""


def main() -> None:
    """Read the command line, photograph, say where the pictures are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", default=str(ROOT / "assets"))
    parser.add_argument("--assets", action="store_true", help="make the shipped pictures anew")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with running_app("--models", options.models) as app, running_browser() as browser:
        for name, size in SIZES.items():
            for theme in ("light", "dark"):
                path = options.folder / f"{name}-{theme}.png"
                photograph(browser, app.url, path, size, theme, whole=name == "phone")
        if options.assets:
            photograph(browser, app.url, ROOT / "assets" / "page.png", SIZES["desktop"], "light")
            photograph(browser, app.url, ROOT / "brnn/ui/card.png", (1200, 630), "light")
            draw_favicon(browser, ROOT / "brnn" / "ui" / "favicon.png")
    print(f"The pictures are in {options.folder}")


def photograph(
    browser: Browser, url: str, path: Path, size: tuple[int, int], theme: str, whole: bool = False
) -> None:
    """Write one picture of the page with an example that has been read."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, has_touch=size[0] < 500
    )
    page.goto(url)
    show_example(page, EXAMPLE)
    page.screenshot(path=path, full_page=whole)
    page.close()


def show_example(page: Page, name: str) -> None:
    """Press an example and wait until the page shows it and rests."""
    page.locator("#stage .stage[data-shown]").wait_for(timeout=60_000)
    button = page.locator("#read .examples").get_by_role("button", name=name, exact=True)
    button.click()
    button.blur()
    page.mouse.move(0, 0)
    page.wait_for_function(
        "document.querySelector('#stage .stage').dataset.shown"
        " === document.querySelector('#review').value"
    )
    page.wait_for_timeout(500)  # the rope's knot moves for a moment


def draw_favicon(browser: Browser, path: Path) -> None:
    """Draw the two arrows."""
    page = browser.new_page(viewport={"width": 64, "height": 64})
    page.set_content(f"<body style='margin:0'>{FAVICON}</body>")
    page.screenshot(path=path, omit_background=True)
    page.close()


if __name__ == "__main__":
    main()

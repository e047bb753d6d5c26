"""Photographs the pages: python tests/browser/photograph.py FOLDER [--only NAME] [--assets].

Writes every page in light, dark, on a phone and as it is presented into FOLDER. With --assets it
also makes anew the pictures that ship: those of the README, the moving one among them, and the
page's social card and favicon.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page
from serving import ROOT, running_app, running_browser

sys.path.append(str(ROOT))  # started as a script, Python looks beside it alone

from brnn.ui.texts.lesson import STEPS
from brnn.ui.texts.pins import PINS

REVIEW = "A slow start, but a lovely film that stays with you."
LONG = " ".join(
    [
        "I went in expecting very little, and for the first half hour the film agreed with me.",
        "The jokes are tired, the hero sulks, and nobody seems to know why they are on that boat.",
        "Then the storm comes, and with it everything that was missing.",
        "The old captain, played with great warmth, has one long scene in the engine room",
        "that is worth the price of the ticket alone.",
        "From there on I was not bored for a minute, and at the end I did not want to leave.",
    ]
)
SHOTS = {
    "read": {"text": REVIEW},
    "read-long": {"text": LONG, "word": 12},
    "read-word": {"text": REVIEW, "word": 7},
    "read-unit": {"text": REVIEW, "word": 7, "reader": "forward", "unit": 1},
    "read-playing": {"text": LONG, "at": 30},
    "guess": {"page": "guess"},
    "guess-network": {"page": "guess", "guessshows": "network"},
    "guess-long": {"page": "guess", "guesstext": LONG, "guessword": 22},
    "compare": {"page": "compare", "text": REVIEW, "othermodel": "article"},
    "experiments": {"page": "experiments", "text": LONG},
    "models": {"page": "models", "text": REVIEW},
    **{f"lesson-{step}": {"page": "lesson", "step": step} for step in range(1, len(STEPS) + 1)},
}
DESKTOP, PHONE = (1280, 720), (390, 844)
LOOKS = {  # size, theme, presented
    "light": (DESKTOP, "light", False),
    "dark": (DESKTOP, "dark", False),
    "phone": (PHONE, "light", False),
    "presented": (DESKTOP, "light", True),
}
README = {  # name of the picture → shot, look, what is brought into sight
    "read": ("read-word", "light", None),
    "guess": ("guess", "light", None),
    "compare": ("compare", "light", None),
    "models": ("models", "dark", "#models .plane"),
    "lesson": ("lesson-4", "light", None),
}
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
    parser.add_argument("--only", default="", help="photograph only what has this in its name")
    parser.add_argument("--assets", action="store_true", help="make the shipped pictures anew")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with running_app("--models", options.models) as app, running_browser() as browser:
        for look in LOOKS:
            for shot in SHOTS:
                name = f"{shot}-{look}"
                if options.only in name:
                    photograph(browser, app.url, shot, look, options.folder / f"{name}.png")
        if options.assets:
            ship(browser, app.url)
    print(f"The pictures are in {options.folder}")


def ship(browser: Browser, url: str) -> None:
    """Make the pictures that stand in the repository."""
    pictures, ui = ROOT / "assets" / "pictures", ROOT / "brnn" / "ui"
    pictures.mkdir(exist_ok=True)
    for name, (shot, look, place) in README.items():
        photograph(browser, url, shot, look, pictures / f"{name}.png", place)
    film(browser, url, pictures / "playing.webp")
    with opened(browser, url, SHOTS["read"], (1200, 630), "light") as page:
        page.screenshot(path=ui / "card.png")
    draw_favicon(browser, ui / "favicon.png")


WHOLE = "whole"


def photograph(
    browser: Browser, url: str, shot: str, look: str, path: Path, place: str | None = WHOLE
) -> None:
    """Write one picture of a page: of its whole length, or of the window.

    place: what the window is scrolled to; None: nothing.
    """
    size, theme, presented = LOOKS[look]
    with opened(browser, url, SHOTS[shot], size, theme) as page:
        if presented:
            page.keyboard.press("p")
            page.wait_for_timeout(700)
        if place not in (WHOLE, None):
            page.locator(place).scroll_into_view_if_needed()
        page.screenshot(path=path, full_page=place == WHOLE and not presented)


def film(browser: Browser, url: str, path: Path, width: int = 960) -> None:
    """Write the moving picture: the playhead walks through a review, word by word."""
    with opened(browser, url, SHOTS["read"], DESKTOP, "light") as page:
        slider = page.locator("#read .play input")
        words = int(slider.get_attribute("max") or 0)
        page.locator("body").press("Home")
        frames = []
        for read in range(words + 1):
            page.wait_for_timeout(200)
            picture = Image.open(io.BytesIO(page.screenshot()))
            height = picture.height * width // picture.width
            frames.append(picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))
            if read < words:
                page.keyboard.press("ArrowRight")
    lengths = [1200, *[450] * (words - 1), 3000]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=lengths, loop=0, quality=70)


@contextmanager
def opened(
    browser: Browser, url: str, seen: dict[str, object], size: tuple[int, int], theme: str
) -> Iterator[Page]:
    """Open what a share link shows, and wait until it rests."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        has_touch=size[0] < 500,
        device_scale_factor=1,
    )
    try:
        page.goto(f"{url}#{urlencode(seen)}")
        rest(page)
        yield page
    finally:
        page.close()


def rest(page: Page) -> None:
    """Wait until the page shows its figures and changes nothing any more."""
    shown = ".page:not([hidden])"
    there = (
        ".stage[data-shown]",
        ".chart[data-drawn]",
        ".choices button:enabled",
        ".missing:not(:empty)",
        ".riddle:not([hidden])",
        ".candidate",
    )
    page.locator(", ".join(f"{shown} {one}" for one in there)).first.wait_for(timeout=90_000)
    be_still(page, 900)
    for waiting in page.locator(f"{shown} .methods .values").get_by_text(PINS["waiting"]).all():
        waiting.wait_for(state="hidden")


def be_still(page: Page, milliseconds: int) -> None:
    """Wait until the page has changed nothing for a while."""
    page.evaluate(
        """(still) => new Promise((resolve) => {
            let timer = setTimeout(resolve, still);
            new MutationObserver(() => (clearTimeout(timer), (timer = setTimeout(resolve, still))))
                .observe(document.querySelector(".pages"), {
                    subtree: true, childList: true, attributes: true, characterData: true,
                });
        })""",
        milliseconds,
    )


def draw_favicon(browser: Browser, path: Path) -> None:
    """Draw the two arrows."""
    page = browser.new_page(viewport={"width": 64, "height": 64})
    page.set_content(f"<body style='margin:0'>{FAVICON}</body>")
    page.screenshot(path=path, omit_background=True)
    page.close()


if __name__ == "__main__":
    main()

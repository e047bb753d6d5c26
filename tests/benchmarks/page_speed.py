"""Time the page in a real browser, over the models that ship: milliseconds, and how it types.

presses   a key pressed in a text of so many words → the stage painted with that very text
frames    the time between frames while the playhead walks through the text, both readers at once
hovers    the pointer on another word → that word lit everywhere, painted
guesses   likewise on the Guess page: the surprise of every word and the guesses for the hidden one
typing    whole texts typed, a key every 25 ms: how many runs end on another text than the last

python tests/benchmarks/page_speed.py
python tests/benchmarks/page_speed.py --only typing --runs 100
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT), str(ROOT / "tests" / "browser")]

from person import Person  # noqa: E402
from serving import running_app, running_browser  # noqa: E402

from brnn.ui.texts.read import READ  # noqa: E402

SENTENCE = "The plot is slow at first, but the last half hour is lovely and I would go again. "
KEY_PAUSE = 25  # milliseconds
FRAME_BOUND = 50  # milliseconds

# After a frame's callbacks the browser paints; the first task after that finds it painted.
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
WATCH_KEYS = f"""
    window.presses = [];
    addEventListener("keydown", ({{ timeStamp }}) => (window.pressed = timeStamp), true);
    document.querySelector("#stage .stage").addEventListener("drawn", async ({{ target }}) => {{
        const {{ pressed }} = window;
        if (!pressed || target.dataset.shown !== document.querySelector("#review").value) return;
        window.pressed = null; // it may be drawn again, where its place changes
        await {PAINTED};
        window.presses.push(performance.now() - pressed);
    }});
"""
WATCH_GUESSES = f"""
    window.presses = [];
    addEventListener("keydown", ({{ timeStamp }}) => (window.pressed = timeStamp), true);
    const figure = document.querySelector("#guess .guessing");
    new MutationObserver(async () => {{
        if (figure.dataset.shown !== document.querySelector("#guess-text").value) return;
        await {PAINTED};
        window.presses.push(performance.now() - window.pressed);
    }}).observe(figure, {{ attributeFilter: ["data-shown"] }});
"""
WATCH_HOVERS = f"""
    window.hovers = [];
    document.querySelector("#stage .sheet").addEventListener("pointermove", async (event) => {{
        await {PAINTED};
        if (document.querySelectorAll("#stage .word.lit").length !== 2) return;
        window.hovers.push(performance.now() - event.timeStamp);
    }});
"""
WATCH_FRAMES = """
    window.frames_ = [];
    let before = performance.now();
    (function next(now) {
        window.frames_.push(now - before);
        before = now;
        window.watching = requestAnimationFrame(next);
    })(before);
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--presses", type=int, default=50, help="of a key, and hovers")
    parser.add_argument("--runs", type=int, default=100, help="texts that are typed")
    parser.add_argument("--only", choices=MEASURES, help="measure this alone")
    parser.add_argument("--models", default=str(ROOT / "assets"))
    options = parser.parse_args()
    with running_app("--models", options.models) as app, running_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        person = Person(page, app.url)
        person.open()
        person.pastes(" ".join((SENTENCE * 40).split()[: options.words]) + " ")
        for name, measure in MEASURES.items():
            if options.only in (None, name):
                print(f"{name:10}{measure(person, options)}", flush=True)


def presses(person: Person, options: argparse.Namespace) -> str:
    """Type and delete a letter in turn."""
    return summary(pressed(person, options.presses))


def pressed(person: Person, count: int) -> list[float]:
    """Type and delete a letter in turn, each when the last one has been painted; returns milliseconds."""
    page = person.page
    person.box.press("Control+End")
    page.evaluate(WATCH_KEYS)
    for number in range(count + 5):
        page.keyboard.press("Backspace" if number % 2 else "a")
        page.wait_for_function("n => window.presses.length > n", arg=number)
    return page.evaluate("window.presses")[5:]  # the first ones find cold caches


def guesses(person: Person, options: argparse.Namespace) -> str:
    """Type and delete a letter in turn on the Guess page."""
    page, box = person.page, person.page.locator("#guess-text")
    text = person.box.input_value()
    person.sets(page="guess")
    box.fill(text)
    page.wait_for_function(
        "text => document.querySelector('#guess .guessing').dataset.shown === text", arg=text
    )
    page.evaluate(f"() => {{ {WATCH_GUESSES} }}")
    box.press("Control+End")
    for number in range(options.presses + 5):
        page.keyboard.press("Backspace" if number % 2 else "a")
        page.wait_for_function("n => window.presses.length > n", arg=number)
    found = summary(page.evaluate("window.presses")[5:])
    person.sets(page="read")
    return found


def hovers(person: Person, options: argparse.Namespace) -> str:
    """Move the pointer from word to word."""
    page = person.page
    page.evaluate(WATCH_HOVERS)
    seen = page.locator("#stage .scroller").bounding_box()
    assert seen
    for number in range(options.presses):
        x = seen["x"] + seen["width"] * ((number * 0.37) % 0.96 + 0.02)
        page.mouse.move(x, seen["y"] + seen["height"] * ((number * 0.21) % 0.9 + 0.05))
        page.wait_for_function("n => window.hovers.length > n", arg=number)
    page.mouse.move(0, 0)
    return summary(page.evaluate("window.hovers"))


def frames(person: Person, options: argparse.Namespace) -> str:
    """Let both readers walk through the text at the usual speed."""
    page = person.page
    person.presses(READ["play"]["play"])
    page.evaluate(WATCH_FRAMES)
    button = page.locator("#read .play").get_by_role("button", name=READ["play"]["play"])
    button.wait_for(timeout=120_000)  # it says "pause" while they walk
    found = page.evaluate("(cancelAnimationFrame(window.watching), window.frames_.slice(1))")
    within = sum(frame <= FRAME_BOUND for frame in found) / len(found)
    return f"{summary(found)}; {100 * within:.1f}% within {FRAME_BOUND} ms"


def typing(person: Person, options: argparse.Namespace) -> str:
    """Type texts, each a little different, and look whether the page ends on what was typed."""
    wrong = 0
    for run in range(options.runs):
        text = f"Run {run}: {'very ' * (run % 4)}slow, but I liked the end."
        person.box.fill("")
        person.box.press_sequentially(text, delay=KEY_PAUSE)
        person.page.wait_for_timeout(1_000)  # an answer that comes late would come now
        wrong += ends_on(person.page) != [text, text, text]
    return f"{wrong} of {options.runs} runs end on another text"


def ends_on(page: Page) -> list[str]:
    """The text in the box, of the stage, and among what the model read."""
    return page.evaluate(
        """[document.querySelector("#review").value,
            document.querySelector("#stage .stage").dataset.shown,
            document.querySelector("#read .words .text").textContent]"""
    )


def summary(milliseconds: list[float]) -> str:
    """Median, 95th percentile and largest of some times."""
    quantiles = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return (
        f"median {statistics.median(milliseconds):.0f} ms, 95th {quantiles[-1]:.0f} ms,"
        f" at most {max(milliseconds):.0f} ms, n = {len(milliseconds)}"
    )


MEASURES: dict[str, Callable[[Person, argparse.Namespace], str]] = {
    "presses": presses,
    "guesses": guesses,
    "hovers": hovers,
    "frames": frames,
    "typing": typing,
}


if __name__ == "__main__":
    main()

"""What is saved: a picture of what is on screen, an analysis as data, and as a page of its own."""

from __future__ import annotations

import base64
import csv
import json
from pathlib import Path

import numpy as np
import pytest
from person import PATIENCE
from playwright.sync_api import Page, expect

from brnn.ui.texts.share import SAVED

pytestmark = pytest.mark.browser

TEXT = "It was slow, =but </script><b>lovely</b> …"


@pytest.fixture(scope="module")
def page(staying) -> Page:
    """A page that has read the text."""
    staying.pastes(TEXT)
    return staying.page


def saved(page: Page, name: str, folder: Path) -> Path:
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        page.locator(".panel button.entry", has_text=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    page.get_by_text(f"Saved as {path.name}.").wait_for()
    page.keyboard.press("Escape")
    return path


def test_data_say_what_the_model_says(page, tmp_path, analyzers):
    model = page.evaluate("part('lib/store.js').then(({ state }) => state.model)")
    analysis = analyzers[model].analyze(TEXT)
    path = saved(page, "All numbers", tmp_path)
    assert path.name == "brnn-it-was-slow-but-script-b-lovely-b.json"
    found = json.loads(path.read_text("utf-8"))
    assert found["text"] == TEXT
    assert found["verdict"]["logit"] == pytest.approx(analysis.verdict.logit, abs=1e-5)
    np.testing.assert_allclose(found["ledger"]["forward"], analysis.ledger.forward, atol=1e-5)
    with saved(page, "Table", tmp_path).open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [word.text for word in analysis.encoded.text_words]


def pixels(page: Page, png: bytes, box: list[float] | None = None) -> dict:
    """Size of a picture and the colours in a box of it, as the browser reads it."""
    return page.evaluate(
        """async ([png, box]) => {
            const image = new Image();
            image.src = `data:image/png;base64,${png}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            const pen = canvas.getContext("2d");
            pen.drawImage(image, 0, 0);
            const { data } = pen.getImageData(...(box ?? [0, 0, image.width, image.height]));
            const colours = {};
            for (let i = 0; i < data.length; i += 4) {
                const colour = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
                colours[colour] = (colours[colour] ?? 0) + 1;
            }
            return { width: image.width, height: image.height, colours };
        }""",
        [base64.b64encode(png).decode(), box],
    )


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_a_picture_shows_what_is_on_screen(page, tmp_path, theme):
    page.get_by_role("button", name=theme, exact=True).click()
    page.locator("#read .stage[data-shown]").wait_for(state="attached")
    path = saved(page, "Image", tmp_path)
    assert path.name.endswith(".png")
    found = pixels(page, path.read_bytes())
    whole = page.locator("#read").bounding_box()
    assert found["width"] == pytest.approx(2 * (whole["width"] + 48), abs=2)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(found["colours"], key=found["colours"].get) == ground
    plot = page.locator("#read .plot").bounding_box()
    place = [24 + plot["x"] - whole["x"], 24 + plot["y"] - whole["y"]]
    box = [2 * value for value in (*place, plot["width"], plot["height"])]
    drawn = pixels(page, path.read_bytes(), box)["colours"]
    assert drawn[ground] < 0.7 * sum(drawn.values())  # both memories fill much of the figure
    slider = page.locator("#read input[type=range]").bounding_box()
    corner = [24 + slider["x"] - whole["x"] + 1, 24 + slider["y"] - whole["y"] + 1, 2, 1]
    behind = pixels(page, path.read_bytes(), [2 * value for value in corner])["colours"]
    assert behind == {ground: 8}  # no box behind it in the browser's own colour
    words = page.locator("#read .lane.forward .word")
    for i in range(words.count()):
        box = words.nth(i).bounding_box()
        colour = words.nth(i).evaluate("(e) => getComputedStyle(e).backgroundColor")
        # Half of a word's box, and more, is its own colour: the word is written on the rest.
        assert found["colours"].get(colour, 0) > 2 * box["width"] * box["height"], i


def test_a_saved_page_plays_hovers_and_pins_without_a_network(page, browser, tmp_path):
    path = saved(page, "Web page", tmp_path)
    assert path.stat().st_size < 500_000
    words = page.locator("#read .lane.forward .word").all_text_contents()
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    copy = context.new_page()
    complaints, asked = [], []
    copy.on("pageerror", lambda error: complaints.append(str(error)))
    copy.on(
        "console",
        lambda said: said.type in ("error", "warning") and complaints.append(said.text),
    )
    copy.on("request", lambda request: asked.append(request.url.split(":")[0]))
    copy.goto(path.as_uri())
    copy.locator("#read .stage[data-shown]").wait_for(state="attached", timeout=PATIENCE)
    lane = copy.locator("#read .lane.forward .word")
    assert lane.all_text_contents() == words
    assert copy.locator("#read .verdict-label").inner_text()

    lane.nth(1).hover()
    assert copy.locator("#read .lane.backward .word").nth(1).get_attribute("class").endswith("lit")
    assert "word 2 of" in copy.locator(".tip").inner_text()

    lane.nth(2).click()
    assert lane.nth(2).get_attribute("aria-pressed") == "true"
    copy.locator(".methods dl", has_text="Integrated gradients").get_by_text("→").wait_for()
    assert copy.get_by_role("button", name="delete").count() == 0
    copy.locator(".methods .unit").last.click()
    copy.locator(".histogram svg").wait_for()
    copy.keyboard.press("Escape")

    copy.get_by_role("button", name="Back to the start (Home)").click()
    assert copy.locator(".play output").inner_text() == f"0 of {len(words)} steps"
    copy.get_by_role("button", name="Play (space)").click()
    copy.get_by_text(f"{len(words)} of {len(words)} steps").wait_for(timeout=PATIENCE)

    copy.get_by_role("button", name="Present", exact=True).click()
    assert not copy.get_by_text(SAVED["note"]).is_visible()
    copy.keyboard.press("Escape")
    assert set(asked) <= {"file", "data", "blob"}
    refused = copy.evaluate("fetch('https://example.org/').then(() => 'asked', () => 'refused')")
    assert refused == "refused"
    assert [said for said in complaints if "example.org" not in said] == []
    context.close()


def test_a_saved_page_has_the_unit_that_is_pinned_though_it_is_not_drawn(page, browser, tmp_path, analyzers):
    state = page.evaluate("part('lib/store.js').then(({ state }) => state)")
    sizes = np.abs(analyzers[state["model"]].analyze(TEXT).reading.forward).max(axis=0)
    sizes[state["reading"]["states"]["forward"]["units"]] = np.inf  # they are drawn
    unit = {"reader": "forward", "unit": int(sizes.argmin())}  # nor is it the strongest at any word
    pin = "unit => part('lib/store.js').then(({ set }) => set({ unit }))"
    page.evaluate(pin, unit)
    brought = page.locator("#read .card .values b")
    brought.wait_for()
    path = saved(page, "Web page", tmp_path)
    context = browser.new_context(offline=True)
    copy = context.new_page()
    copy.goto(path.as_uri())
    expect(copy.locator("#read .card .values b")).to_have_text(brought.inner_text(), timeout=PATIENCE)
    assert copy.locator("#read .units").input_value() == f"forward {unit['unit']}"
    context.close()
    page.evaluate(pin, None)


def test_the_data_of_a_step_hold_its_reading_once(newcomer, tmp_path):
    newcomer.page.goto(f"{newcomer.url}#page=lesson&step=2")
    newcomer.page.wait_for_selector("#lesson .stage[data-shown]")
    found = json.loads(saved(newcomer.page, "All numbers", tmp_path).read_text("utf-8"))
    assert not {"whole", "picture", "guessed"} & set(found)
    assert found["reading"]

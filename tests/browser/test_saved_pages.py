"""What is saved is what is seen, on every page: as a picture, a table, numbers, and a page of its own."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from person import PATIENCE
from photograph import rest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from test_saving import saved
from test_share import STATE

from brnn.explain.table import cell
from brnn.ui.texts.experiments import EXPERIMENTS
from brnn.ui.texts.lesson import STEPS
from brnn.ui.texts.share import SHARE

pytestmark = pytest.mark.browser

TEXT = "=It was slow, but </script><b>lovely</b>"
OTHER = "+It was slow and <img src=x onerror=alert(1)> bad"
MIRROR = next(i for i, step in enumerate(STEPS, 1) if step["shows"] == "mirror")
SEEN: dict[str, dict[str, object]] = {
    "read": {"pinned": 1, "unit": None, "playhead": 3},
    "network": {"page": "read", "view": "network", "pinned": 1},
    "compare": {"other": {"text": OTHER, "model": "small"}},
    "guess": {"guess": {"text": OTHER, "word": 2, "candidate": None, "covered": False}},
    "experiments": {
        "order": {"arrangement": "start", "number": 0, "guess": "stays"},
        "padding": {"side": "before", "stop": 9, "guess": None},
    },
    "models": {"model": "article"},
    "lesson": {"step": MIRROR, "lesson": TEXT},
}


@pytest.fixture(scope="module")
def page(staying) -> Page:
    """A page that shows what a test asks for."""
    return staying.page


def shows(page: Page, name: str) -> None:
    """Have a page show something, with nothing left of what was shown before."""
    changes = {
        "page": name,
        "model": "small",
        "text": TEXT,
        "view": "memories",
        "playhead": None,
        **SEEN[name],
    }
    page.evaluate(
        """async (changes) => {
            const { set, usual } = await part("lib/store.js");
            const { order, padding, mute, pinned, unit, row } = usual;
            const first = ["page", "model", "text", "other", "step", "lesson", "guess"];
            const all = Object.entries({ order, padding, mute, pinned, unit, row, ...changes });
            set(Object.fromEntries(all.filter(([key]) => first.includes(key))));
            await new Promise((resolve) => setTimeout(resolve, 1000)); // answers let go of what was chosen
            set(Object.fromEntries(all.filter(([key]) => !first.includes(key))));
        }""",
        changes,
    )
    rest(page)
    page.mouse.move(0, 0)


def most_different(one: bytes, other: bytes, block: int = 16) -> float:
    """The largest difference between the mean greys of two pictures' blocks, of 255."""
    first = Image.open(BytesIO(one)).convert("L")
    second = Image.open(BytesIO(other)).convert("L").resize(first.size, Image.Resampling.BOX)
    size = (first.width // block, first.height // block)
    greys = [np.asarray(each.resize(size, Image.Resampling.BOX), np.float32) for each in (first, second)]
    return float(np.abs(greys[0] - greys[1]).max())


def without_margin(png: bytes, top: float = 0) -> bytes:
    """A saved picture without the margins around the page, nor what stands over it."""
    picture, scale, out = Image.open(BytesIO(png)), 2, BytesIO()
    margin = 24 * scale
    box = (margin, margin + round(top * scale), picture.width - margin, picture.height - margin)
    picture.crop(box).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("name", SEEN)
def test_the_picture_is_what_is_seen(page, tmp_path, name):
    shows(page, name)
    png = saved(page, SHARE["picture"], tmp_path).read_bytes()
    picker = page.locator(".picker").bounding_box()
    over = picker["height"] + 16 if name == "experiments" else 0  # which says what model it is
    seen = page.locator(".page:not([hidden])").screenshot()
    assert most_different(seen, without_margin(png, over)) < 36


def test_the_picture_has_every_line_of_the_table_of_models(page, tmp_path):
    shows(page, "models")
    png = without_margin(saved(page, SHARE["picture"], tmp_path).read_bytes())
    picture = np.asarray(Image.open(BytesIO(png)).convert("L"))
    whole = page.locator("#models").bounding_box()
    names = page.locator("#models .figures button")
    assert names.count() > 2
    for i in range(names.count()):
        box = names.nth(i).bounding_box()
        left, top = (round(2 * (box[key] - whole[key])) for key in ("x", "y"))
        part = picture[top : top + round(2 * box["height"]), left : left + round(2 * box["width"])]
        assert part.min() < 128 < part.max(), names.nth(i).inner_text()


def rows(page: Page, folder: Path) -> list[list[str]]:
    with saved(page, SHARE["csv"], folder).open(encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def numbers(page: Page, folder: Path) -> dict:
    return json.loads(saved(page, SHARE["json"], folder).read_text("utf-8"))


def test_a_comparison_is_saved_row_by_row(page, tmp_path, analyzers):
    shows(page, "compare")
    head, *found = rows(page, tmp_path)
    assert head[:3] == ["text_a", "text_b", "same_word"]
    first, second = analyzers["small"].analyze(TEXT), analyzers["small"].analyze(OTHER)
    column = {name: [line[i] for line in found] for i, name in enumerate(head)}
    for side, analysis in (("a", first), ("b", second)):
        assert [text for text in column[f"text_{side}"] if text] == [
            cell(word) for word in analysis.encoded.words
        ]
        for reader in ("forward", "backward"):
            added = [float(value) for value in column[f"{reader}_{side}"] if value]
            np.testing.assert_allclose(added, getattr(analysis.ledger, reader), atol=1e-5)
    difference = sum(
        float(value) for name in ("forward", "backward") for value in column[f"{name}_difference"]
    )
    assert difference == pytest.approx(second.verdict.logit - first.verdict.logit, abs=1e-4)
    data = numbers(page, tmp_path)
    assert [side["text"] for side in data["sides"]] == [TEXT, OTHER]
    np.testing.assert_allclose(
        data["sides"][0]["readers"]["forward"]["evidence"], first.ledger.forward_evidence, atol=1e-5
    )


def test_what_nobody_has_seen_of_an_experiment_is_not_saved(page, tmp_path):
    shows(page, "experiments")
    data = numbers(page, tmp_path)
    assert (data["text"], data["model"]) == (TEXT, "small")
    assert data["order"]["settings"] == {"arrangement": "start", "number": 0}
    assert data["order"]["prediction"] == "stays"
    assert len(data["order"]["result"]["shuffles"]) == 20
    assert data["mute"] == {"settings": {"reader": "forward"}, "prediction": None, "result": None}
    head, *found = rows(page, tmp_path)
    shown = page.locator("[data-trial=explain] tbody tr")
    assert len(found) == shown.count()
    assert found[0][head.index("word")] == "'="
    assert all(float(line[-1]) is not None for line in found)


def test_the_measures_of_all_models_are_saved(page, tmp_path):
    shows(page, "models")
    head, *found = rows(page, tmp_path)
    names = page.locator("#models .all .figures").first.locator("tbody th")
    assert len(found) == names.count()
    assert {"model", "test_accuracy", "sst2_dev_accuracy", "parameters"} <= set(head)
    data = numbers(page, tmp_path)
    assert [model["name"] for model in data["metrics"]["models"]] == [line[0] for line in found]


def test_a_step_of_the_lesson_is_saved(page, tmp_path):
    shows(page, "lesson")
    head, *found = rows(page, tmp_path)
    words = page.locator("#lesson .lane.forward .word").count()
    assert len(found) == words
    assert head[:3] == ["word", "text", "forward_added"]
    data = numbers(page, tmp_path)
    assert (data["step"], data["title"]) == (MIRROR, STEPS[MIRROR - 1]["title"])
    assert data["reading"]["text"] == TEXT
    assert data["mirror"]["reading"]


def test_a_format_that_has_nothing_to_hold_says_so(page):
    shows(page, "experiments")
    page.locator("#tried").fill("")
    page.get_by_text(EXPERIMENTS["messages"]["noWords"]).first.wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    entry = page.locator(".panel button.entry", has_text=SHARE["csv"])
    expect(entry).to_be_disabled()
    expect(entry).to_contain_text(SHARE["notes"]["none"]["csv"])
    expect(page.locator(".panel button.entry", has_text=SHARE["picture"])).to_be_enabled()
    page.keyboard.press("Escape")


def is_quiet(copy: Page) -> list[str]:
    complaints: list[str] = []
    copy.on("pageerror", lambda error: complaints.append(str(error)))
    copy.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
    copy.on("dialog", lambda dialog: complaints.append(dialog.message))
    copy.on("request", lambda request: request.url.startswith("http") and complaints.append(request.url))
    return complaints


@pytest.mark.parametrize("name", ["guess", "compare", "experiments", "models", "lesson"])
def test_a_saved_page_looks_like_the_page(page, browser: Browser, tmp_path, name):
    shows(page, name)
    if name == "experiments":  # a result that is hidden again
        page.locator("[data-trial=padding] .guess").first.click()
        page.locator("[data-trial=padding] .chart[data-drawn]").wait_for()
        shows(page, name)
    seen = page.locator(f"#{name}").screenshot()
    path = saved(page, SHARE["html"], tmp_path)
    copy = browser.new_page(viewport={"width": 1280, "height": 720})
    complaints = is_quiet(copy)
    copy.goto(path.as_uri())
    assert copy.locator("script").count() == 0
    picture = copy.locator(f"#{name}").screenshot()
    assert complaints == []
    assert most_different(seen, picture, 64) < 12
    if name == "models":
        assert copy.locator("details").get_attribute("open") is None
    if name == "experiments":  # what nobody has seen is not in the file
        assert copy.locator("[data-trial=order] .result .sentence").inner_text()
        assert copy.locator("[data-trial=padding] .result").text_content() == ""
    copy.close()


def test_a_saved_reading_opens_as_it_was_seen(page, browser: Browser, tmp_path):
    shows(page, "network")
    page.evaluate(
        """() => part("lib/store.js").then(({ set }) => set({
            pinned: 2, unit: { reader: "backward", unit: 3 }, playhead: 4,
            measure: "deleted", units: "all", zoom: 1,
        }))"""
    )
    rest(page)
    path = saved(page, SHARE["html"], tmp_path)
    units = page.evaluate(STATE)["reading"]["states"]["backward"]["units"]
    copy = browser.new_page(viewport={"width": 1280, "height": 720})
    complaints = is_quiet(copy)
    copy.goto(path.as_uri())
    copy.locator("#read .stage[data-shown]").wait_for(timeout=PATIENCE)
    expect(copy.locator("#read .stage")).to_have_attribute("data-view", "network")
    expect(copy.locator("#read .lane.forward .word").nth(2)).to_have_attribute("aria-pressed", "true")
    expect(copy.locator("#read .pin-head h3")).to_contain_text("unit 4")
    expect(copy.locator("#measure")).to_have_value("deleted")
    assert copy.locator(".play output").inner_text().startswith("4 of ")
    given = json.loads(copy.locator("#given").text_content())
    assert given["answers"]["read"]["readers"]["backward"]["rows"] == units
    assert "word=3" in given["link"]
    assert complaints == []
    copy.close()
    page.evaluate(
        """() => part("lib/store.js").then(({ set, usual }) => set({
            measure: usual.measure, units: usual.units, zoom: usual.zoom,
        }))"""
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        *((text, f"'{text}") for text in ("=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "\t=1", "－1")),
        ('a "b"', '"a ""b"""'), ("a,b", '"a,b"'), ("a\nb", '"a\nb"'), ("=a,b", '"\'=a,b"'),
        ("good", "good"), (-1.5, "-1.5"), (0, "0"), (None, ""), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(scripts, value, written):
    assert scripts.call("lib/files.js", "cell", value) == written

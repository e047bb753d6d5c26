"""A model from a stranger: whatever its files say is shown as text, on every page and in saved ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from serving import App, free_port, running_app
from test_model_folder import reseal
from test_saving import saved

from brnn.model.folder import CONFIG, METRICS, VOCABULARY
from brnn.ui.texts.share import SHARE

pytestmark = pytest.mark.browser

MARKUP = (
    "</script><script>window.hit=1</script><img src=x onerror=window.hit=1><a href=javascript:hit=1>x</a>"
)
PAGES = ["read", "guess", "compare", "experiments", "lesson", "models"]
OF_A_MODEL = ["guess", "models"]
"""The pages whose content has a model's words or figures; the others have its name above them."""
INJECTED = "[onerror], img[src='x'], a[href^='javascript:']"


def poisoned(value: Any) -> Any:
    """Figures with markup in place of every text, and after every name of what was counted."""
    if isinstance(value, dict):
        return {key: poisoned(found) for key, found in value.items()} | {MARKUP: MARKUP}
    if isinstance(value, list):
        return [poisoned(found) for found in value]
    return MARKUP if isinstance(value, str) else value


def poison(source: Path, folder: Path) -> None:
    """Copy a model; its name, words and figures are markup, which its checksums agree with."""
    shutil.copytree(source, folder)
    config = json.loads((folder / CONFIG).read_text("utf-8"))
    (folder / CONFIG).write_text(json.dumps(config | {"name": MARKUP}))
    lines = (folder / VOCABULARY).read_text("utf-8").split("\n")
    lines[10:-3] = [f"{MARKUP}{number}" for number in range(len(lines[10:-3]))]
    (folder / VOCABULARY).write_text("\n".join(lines), "utf-8")
    if (folder / METRICS).exists():
        figures = json.loads((folder / METRICS).read_text("utf-8"))
        (folder / METRICS).write_text(json.dumps(poisoned(figures)))
    reseal(folder)


@pytest.fixture(scope="module")
def app(models, tmp_path_factory) -> Iterator[App]:
    """An app whose models are a stranger's: one that judges and one that guesses."""
    folder = tmp_path_factory.mktemp("hostile")
    poison(models / "article", folder / MARKUP.replace("/", "∕"))
    poison(models / "guess", folder / "guess")
    with running_app("--models", str(folder), "--port", str(free_port())) as app:
        yield app


def harmed(page: Page) -> tuple[object, int]:
    """What ran, and how many nodes came into being."""
    return page.evaluate("window.hit ?? null"), page.locator(INJECTED).count()


@pytest.mark.parametrize("name", PAGES)
def test_what_a_models_files_say_is_text_on_every_page_and_in_its_saved_copy(
    person, app, browser: Browser, tmp_path, name
):
    page = person.page
    person.sets(page=name)
    shown = ".page:not([hidden])" if name in OF_A_MODEL else ".picker"
    page.wait_for_function("shown => document.querySelector(shown).innerText.includes('><scr')", arg=shown)
    assert harmed(page) == (None, 0)
    file = saved(page, SHARE["html"], tmp_path)
    copy = browser.new_page()
    asked: list[str] = []
    copy.on("request", lambda request: asked.append(request.url))
    copy.goto(file.as_uri())
    copy.locator(".page:not([hidden])").wait_for()
    assert harmed(copy) == (None, 0)
    assert asked == [file.as_uri()]
    copy.close()
    assert "hit=1" not in app.output

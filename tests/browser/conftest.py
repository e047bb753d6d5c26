"""A model folder, a running app, a browser, and pages that may not complain."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hosted import Hosted, hosted, python_of, running_space, write_space
from made import LADDER, write_ladder
from oracle import random_model
from person import Person
from playwright.sync_api import Browser, Page
from scripts import Scripts
from serving import ROOT, App, free_port, running_app, running_browser
from windows import Windows

from brnn.model.folder import save
from brnn.text.words import forms
from brnn.ui.examples import EXAMPLES
from brnn.ui.texts import guess

READ = [example.text for example in EXAMPLES[:-1]]
GUESSED = [example["text"].replace("_", "") for example in guess.EXAMPLES]


def pytest_collection_modifyitems(items) -> None:
    """Let the sockets of servers and browsers be closed whenever their owners get to it."""
    late = pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(late)


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    """A folder with models that load and one that does not; the article's, if it ships.

    The readers of the ladder are untrained, beside made figures of a ladder.
    """
    folder = tmp_path_factory.mktemp("models")
    if (ROOT / "assets" / "article" / "config.json").exists():
        shutil.copytree(ROOT / "assets" / "article", folder / "article")
    else:
        make_model(folder / "article", units=12, max_words=50)
    make_model(folder / "small", cell="gru", units=5, max_words=200, punctuation=True)
    write_ladder(folder, LADDER)
    for direction in ("forward", "backward"):
        make_model(folder / "ladder" / f"gru-{direction}", cell="gru", direction=direction, units=9)
    make_model(folder / "guess", GUESSED, True, cell="gru", max_words=200, task="guess")
    shutil.copytree(folder / "small", folder / "unreadable")
    weights = folder / "unreadable" / "model.weights.h5"
    weights.write_bytes(weights.read_bytes()[:-100])
    return folder


def make_model(folder: Path, texts: Iterable[str] = READ, punctuation: bool = False, **settings: Any) -> None:
    """Save a model that was never trained, with the figures there, that knows the words of some texts.

    settings: see `random_model`.
    """
    words = dict.fromkeys(form for text in texts for form in forms(text, punctuation))
    made = random_model(words=tuple(words), **settings)
    metrics = folder / "metrics.json"
    known = json.loads(metrics.read_text("utf-8")) if metrics.exists() else {}
    metrics.unlink(missing_ok=True)  # a folder that holds anything else is not saved to
    config = replace(made.config, punctuation=punctuation)
    save(replace(made, name=folder.name, config=config, metrics=known), folder)


@pytest.fixture(scope="session")
def guesser(models):
    """The model that guesses, to compare the page with."""
    from brnn.explain.guessing import Guesser

    return Guesser.load(models / "guess")


@pytest.fixture(scope="session")
def analyzers(models):
    """The same models, to compare the page with."""
    from brnn import Analyzer

    names = ("article", "small", "ladder/gru-forward", "ladder/gru-backward")
    return {name: Analyzer.load(models / name) for name in names}


@pytest.fixture(scope="session")
def app(models, tmp_path_factory) -> Iterator[App | Hosted]:
    """The app on a free port, or with BRNN_SPACE=1 that of a Space, see `hosted`."""
    if os.environ.get("BRNN_SPACE"):
        home = tmp_path_factory.mktemp("space")
        folder = write_space(home / "folder", models)
        python = python_of(folder, home / "python")
        with running_space(folder, home, python) as app, hosted(app, home) as space:
            yield space
    else:
        with running_app("--models", str(models), "--port", str(free_port())) as app:
            yield app


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def scripts(browser) -> Iterator[Scripts]:
    """The page's scripts, for what they do without page and server."""
    page = browser.new_page()
    yield Scripts(page)
    page.close()


@pytest.fixture(scope="session")
def windows(browser) -> Windows:
    """The browser's windows."""
    return Windows(browser)


@pytest.fixture(scope="module")
def staying(app, windows) -> Iterator[Person]:
    """Someone who keeps the page open through all tests of a module."""
    person = windows.take(app)
    person.open()
    yield person
    windows.give_back(person)


@pytest.fixture
def person(staying) -> Iterator[Person]:
    """Someone with the page before them; the page may not complain nor ask another host."""
    yield staying
    staying.leaves_without_complaint()


@pytest.fixture
def newcomer(app, windows) -> Iterator[Person]:
    """Someone who has never been here and has not opened the page yet."""
    person = windows.take(app)
    yield person
    person.leaves_without_complaint()
    windows.give_back(person)


@pytest.fixture
def window(app, windows) -> Iterator[Callable[[], Page]]:
    """Asks for the window of yet another newcomer; no page may fail."""
    taken: list[Person] = []

    def window() -> Page:
        taken.append(windows.take(app))
        return taken[-1].page

    yield window
    for person in taken:
        windows.give_back(person)
    said = [complaint for person in taken for complaint in person.complaints]
    # A question that makes no sense is refused, and a server may end before its page.
    assert [one for one in said if not one.startswith("Failed to load resource")] == []

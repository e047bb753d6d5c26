"""A Space's folder as Spaces runs it, behind a proxy that speaks https and in a frame of another site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pytest
import yaml
from person import Person
from playwright.sync_api import Browser, Frame, Page
from proxies import certified, framing, proxy
from serving import App, free_port, running_app

from brnn.cli.command import main


class Hosted(NamedTuple):
    """A Space. url: where the proxy shows it; around: the site that shows it in a frame."""

    app: App
    url: str
    around: str


class Framed:
    """A page in a frame of another site: what is in it is the frame's, the rest is the window's."""

    def __init__(self, page: Page, around: str) -> None:
        self._page, self._around = page, around

    def goto(self, url: str) -> None:
        self._page.goto(f"{self._around}?{quote(url)}")

    def on(self, event: str, heard: Any) -> None:
        others = event == "request"  # the other site's own page is nothing that ours asks for
        self._page.on(event, lambda it: (others and it.url.startswith(self._around)) or heard(it))

    def __getattr__(self, name: str) -> Any:
        frame = self._page.frame(name="space") if hasattr(Frame, name) else None
        return getattr(frame or self._page, name)


def visit(browser: Browser, app: App | Hosted) -> Person:
    """A new visitor, with a page that is not opened yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    return Person(Framed(page, app.around) if isinstance(app, Hosted) else page, app.url)


def write_space(folder: Path, models: Path) -> Path:
    """Write a Space with two models of a folder, the article's first."""
    chosen = [f"--model={models / name}" for name in ("article", "small")]
    assert main(["space", "user/name", *chosen, "--to", str(folder)]) == 0
    return folder


def python_of(space: Path, home: Path) -> str:
    """The Python of a Space: with BRNN_INSTALL=1 a new 3.12 with what the folder names, else this one."""
    if not os.environ.get("BRNN_INSTALL"):
        return sys.executable
    found = shutil.which("python3.12")
    if not found or subprocess.run([found, "--version"], capture_output=True, check=False).returncode:
        pytest.skip("there is no python3.12 on this machine")
    subprocess.run([found, "-m", "venv", str(home)], check=True)
    card = yaml.safe_load((space / "README.md").read_text("utf-8").split("---\n")[1])
    installs = ["-r", str(space / "requirements.txt"), f"gradio=={card['sdk_version']}", "spaces"]
    python = str(home / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *installs], check=True)
    return python


@contextmanager
def running_space(folder: Path, home: Path, python: str = sys.executable, **more: str) -> Iterator[App]:
    """Start a Space's app as Spaces does. more: further variables."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "SYSTEM": "spaces",
        "SPACE_ID": "user/name",
        "SPACE_AUTHOR_NAME": "user",
        "SPACE_REPO_NAME": "name",
        "SPACE_TITLE": "name",
        "SPACE_HOST": "user-name.hf.space",
        "SPACE_SUBDOMAIN": "user-name",
        "CPU_CORES": "2",
        "MEMORY": "16Gi",
        "GRADIO_SERVER_NAME": "0.0.0.0",
        "GRADIO_SERVER_PORT": str(free_port()),  # 7860 there
        "GRADIO_ANALYTICS_ENABLED": "True",
        "GRADIO_FLAGGING_MODE": "never",
        "GRADIO_NUM_PORTS": "1",
        "GRADIO_SSR_MODE": "True",
        "GRADIO_THEME": "huggingface",
        "PYTHONUNBUFFERED": "1",
    }
    with running_app(python=python, folder=folder, environment=environment | more) as app:
        yield app


@contextmanager
def hosted(app: App, home: Path) -> Iterator[Hosted]:
    """Show a Space to the world."""
    try:
        certificate = certified(home)
    except FileNotFoundError:
        pytest.skip("openssl, which makes the proxy's certificate, is not installed")
    port = urlsplit(app.url).port
    with proxy("", port, certificate=certificate) as outside, framing(certificate) as around:
        yield Hosted(app, f"{outside}/", around)

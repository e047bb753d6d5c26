"""Starts the real app and a real browser, for the tests and for the photographs."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds: a busy machine takes its time
_ADDRESS = re.compile(
    r"(?:The page is at|[Rr]unning on(?: local URL:)?) +http://([^/\s]+)"
)  # we, Gradio, uvicorn
# The shell without a window of its own opens a page four times as fast.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
)
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A context's `ignore_https_errors` begins every request anew, up to 32 times; then the browser gives up.
    "--ignore-certificate-errors",
]


class App:
    """An `app.py` that was started. Its output is read as it comes, so that it never blocks."""

    def __init__(
        self,
        *arguments: str,
        program: Sequence[str] = ("app.py",),
        python: str = sys.executable,
        folder: Path = ROOT,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        # What a shell runs in the background ignores Ctrl-C, and so would all that it starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            [python, "-u", *program, *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self._lines: list[str] = []
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def serves(self) -> None:
        """Wait until the page is served. Raises RuntimeError if it never is."""
        if not self._ready.wait(PATIENCE) or not self.url:
            self.stop()
            raise RuntimeError(f"the app did not start:\n{self.output}")

    @property
    def output(self) -> str:
        """All that the app has printed so far."""
        return "".join(self._lines)

    def says(self, text: str) -> bool:
        """Whether the app prints a text: what it has written may not have been read yet."""
        patience = time.monotonic() + PATIENCE
        while text not in self.output and time.monotonic() < patience:
            time.sleep(0.05)
        return text in self.output

    @property
    def url(self) -> str:
        """Where the page is."""
        found = _ADDRESS.search(self.output)
        return f"http://{found[1].replace('0.0.0.0', '127.0.0.1')}/" if found else ""

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Send the app a signal and wait for its end; returns its status."""
        self.process.send_signal(how)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self._reader.join(PATIENCE)

    def leaves_nobody_behind(self) -> bool:
        """Whether no process that the app started is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.append(line)
                if _ADDRESS.search(line):
                    self._ready.set()
        self._ready.set()


def free_port() -> int:
    """A port that nobody listens on, away from the default and from what others find free now."""
    from brnn.ui import address

    with address.listen("127.0.0.1", random.randrange(18_600, 28_600)) as listener:
        return listener.getsockname()[1]


@contextmanager
def running_app(*arguments: str, **options: Any) -> Iterator[App]:
    """Serve the page for as long as the block lasts. options: see `App`."""
    app = App(*arguments, **options)
    try:
        app.serves()
        yield app
    finally:
        app.stop()


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run a headless Chromium: an installed one, else Playwright's own."""
    installed = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=CHROMIUM_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()

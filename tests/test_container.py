"""The steps of the Dockerfile, in an environment of its own, as an ordinary user."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT
from test_wheel import tracked

STEPS = [
    tuple(line.split(maxsplit=1))
    for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def steps(kind: str) -> list[str]:
    """What the steps of one kind say, in their order."""
    return [said for name, said in STEPS if name == kind]


def copied(said: str) -> list[str]:
    """The tracked files that a COPY step copies."""
    *sources, target = said.split()
    assert all(target.strip("./") in ("", source.strip("./")) for source in sources)  # names stay as they are
    return tracked(*sources)


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """A folder with what the steps before USER leave, which every user may read.

    With BRNN_INSTALL=1 pip installs all libraries anew, as the image does. Otherwise they are borrowed.
    """
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder)
        image.chmod(0o755)
        for name in [name for said in steps("COPY") for name in copied(said)]:
            (image / "app" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, image / "app" / name)
        fresh = bool(os.environ.get("BRNN_INSTALL"))
        venv.create(image / "python", with_pip=fresh)
        if fresh:
            (install,) = (said for said in steps("RUN") if said.startswith("python "))
            subprocess.run(in_image(image, install), cwd=image / "app", check=True)
        else:
            paths = sysconfig.get_paths(vars={"base": str(image / "python")})
            (Path(paths["purelib"]) / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])
        yield image


def in_image(image: Path, said: str, port: int = 7860) -> list[str]:
    """The command of a step, with the Python of the image and another port."""
    words = json.loads(said) if said.startswith("[") else shlex.split(said)
    python = {"python": str(image / "python" / "bin" / "python")}
    return [python.get(word, word).replace("7860", str(port)) for word in words]


def test_the_linter_has_nothing_to_say_of_the_dockerfile():
    linter = Path(sys.executable).with_name("hadolint")
    ended = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_only_what_is_copied_is_sent_to_the_builder():
    lines = (ROOT / ".dockerignore").read_text("utf-8").split()
    sent = {line.strip("!/") for line in lines if line.startswith("!")}
    assert "*" in lines
    assert sent == {source.strip("/") for said in steps("COPY") for source in said.split()[:-1]}


def test_an_ordinary_user_serves_the_page_and_the_health_check_finds_it(image):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (user,) = steps("USER")
    ordinary = {"user": int(user), "group": int(user), "extra_groups": []} if os.geteuid() == 0 else {}
    plain = {"cwd": image / "app", "env": {"PATH": "/usr/bin:/bin"}, **ordinary}
    (check,) = (said.partition("CMD ")[2] for said in steps("HEALTHCHECK"))
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(in_image(image, steps("CMD")[0], port), **plain, **quiet) as app:
        try:
            patience = time.monotonic() + 120
            while (
                found := subprocess.run(in_image(image, check, port), **plain, **quiet, check=False)
            ).returncode:
                assert app.poll() is None, app.communicate()[0]
                assert time.monotonic() < patience, found.stdout
        finally:
            app.terminate()
        said = app.communicate(timeout=10)[0]
    assert "The page is at" in said
    assert "Traceback" not in said
    assert not [*image.glob("app/**/__pycache__")]  # nothing of the image is the user's to write

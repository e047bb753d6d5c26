"""The wheel of what git tracks, in an environment of its own that cannot see the checkout."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest
from gradio_client import Client
from places import ROOT

TEXT = "A slow start, but a lovely film."
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def tracked(*folders: str) -> list[str]:
    """The files that git tracks, as paths from the root of the checkout."""
    command = ["git", "ls-files", "-z", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel built from the tracked files alone."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(built)]
    subprocess.run([*build, str(source)], check=True)
    (found,) = built.glob("brnn-*.whl")
    return found


@pytest.fixture(scope="module")
def run(wheel, tmp_path_factory):
    """Return what starts a program of a fresh environment, which borrows no more than libraries."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv", with_pip=False)
    python = home / "venv" / "bin" / "python"
    subprocess.run([*PIP, "--python", str(python), "install", "--no-deps", str(wheel)], check=True)
    paths = sysconfig.get_paths(vars={"base": str(home / "venv")})
    (Path(paths["purelib"]) / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])

    def run(name: str, *arguments: str, **options) -> subprocess.Popen[str]:
        command = [str(python.with_name(name)), *arguments]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=home, env={"PATH": "/usr/bin:/bin"}, **streams)

    return run


def answer(program: subprocess.Popen[str]) -> str:
    """What a program prints until it ends, without an error."""
    with program:
        out, err = program.communicate(timeout=120)
    assert program.returncode == 0, err
    return out


def test_the_wheel_holds_every_file_of_the_package_and_the_two_models(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(tracked("brnn")) <= names
    for model in ("default", "article"):
        assert {f"brnn/{name}" for name in tracked(f"assets/{model}")} <= names
    assert "brnn/py.typed" in names
    of_ladder = [name for name in names if name.startswith("brnn/assets/ladder")]
    assert of_ladder == ["brnn/assets/ladder/runs.json"]  # its figures, none of its models
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"brnn"}


def test_it_is_the_installed_package_that_runs(run):
    script = "import brnn, sys; print(brnn.__file__, *sys.path, sep='\\n')"
    origin, *path = answer(run("python", "-c", script)).split("\n")
    assert "/installed" in origin
    assert str(ROOT) not in path


def test_the_command_gives_verdicts_by_both_models(run):
    assert answer(run("brnn", TEXT)).startswith("positive")
    found = json.loads(answer(run("brnn", "--json", "--model", "article", TEXT)))
    assert (found["text"], found["words_read"]) == (TEXT, 7)


def test_the_command_explains(run):
    found = json.loads(answer(run("brnn", "explain", "--method", "knowing", "--json", TEXT)))
    assert [row["word"] for row in found["rows"]] == found["words"]
    assert found["forward"]["sign"] == 1


def test_the_command_serves_a_page_and_programs_until_it_is_ended(run):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    with run("brnn", "serve", "--port", str(port)) as program:
        try:
            assert "brnn" in page(program, url)
            (verdict,) = Client(url, verbose=False).predict([TEXT], api_name="/classify")
            assert verdict["label"] == "positive"
            program.terminate()
            out, err = program.communicate(timeout=10)
            assert (program.returncode, err) == (-signal.SIGTERM, "")
            assert url in out
        finally:
            program.kill()


def page(program: subprocess.Popen[str], url: str) -> str:
    """What a browser gets, as soon as there is somebody to ask."""
    patience = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read().decode()
        except OSError:
            assert program.poll() is None, program.stderr.read()
            assert time.monotonic() < patience
            time.sleep(0.1)


def test_the_command_writes_a_space_as_a_checkout_does(run, tmp_path):
    assert answer(run("brnn", "space", "user/page", "--to", str(tmp_path / "space")))
    places = (path.relative_to(tmp_path / "space") for path in (tmp_path / "space").rglob("*"))
    found = {place.as_posix() for place in places if (tmp_path / "space" / place).is_file()}
    package = {name for name in tracked("brnn") if not name.endswith((".csv", ".json", ".toml"))}
    own = {".gitattributes", "README.md", "app.py", "requirements.txt"}
    assert found == package | own | set(
        tracked(
            "assets/default", "assets/article", "assets/guess", "assets/baseline", "assets/ladder/runs.json"
        )
    )
    listed = (tmp_path / "space" / "requirements.txt").read_text("utf-8").splitlines()
    names = {re.split(r"[^\w-]", line)[0] for line in listed}
    needed = {
        re.split("[<>=]", line)[0] for line in (ROOT / "requirements.txt").read_text("utf-8").split("\n")
    }
    assert names == needed - {"", "gradio", "huggingface-hub", "keras", "tensorflow", "tensorflow-cpu"}


def test_a_report_is_for_a_checkout_and_says_so(run):
    with run("python", "-m", "brnn.evaluation.report") as program:
        out, err = program.communicate(timeout=120)
    assert (program.returncode, out) == (1, "")
    assert "works in a checkout of the repository only" in err

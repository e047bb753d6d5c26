"""A clone has the bytes that were committed, whatever Git is told about line ends."""

from __future__ import annotations

import subprocess
import sys

import pytest
from places import ROOT

pytestmark = pytest.mark.field_case(1)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clone as Git for Windows makes it by default."""
    folder = tmp_path_factory.mktemp("windows") / "brnn"
    changed = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    subprocess.run(["git", "clone", "--quiet", "--shared", *changed, str(ROOT), str(folder)], check=True)
    return folder


def test_no_line_end_is_changed(clone):
    command = ["git", "ls-files", "--eol"]
    lines = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=True).stdout.splitlines()
    ends = [line.split()[:2] for line in lines]
    assert len(ends) > 400
    assert [pair for pair in ends if pair[0][1:] != pair[1][1:]] == []
    assert ["i/crlf", "w/crlf"] not in ends


@pytest.mark.parametrize("model", ["default", "article"])
def test_its_models_read(clone, model):
    command = [sys.executable, "-m", "brnn", "--model", model, "fine"]
    answer = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("positive")

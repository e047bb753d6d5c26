"""Gradio is imported without its type stubs, wherever the import comes from."""

from __future__ import annotations

import subprocess
import sys

import pytest
from places import ROOT

from brnn.ui import stubs

_ASK = f"""
import sys
import gradio
from {stubs.MODULE} import {stubs.FUNCTION} as function
print(function.__module__, gradio.Textbox("film").value, len(sys.meta_path))
"""


def asked(first: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", first + _ASK], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return found.stdout.split()


@pytest.mark.parametrize("first", ["import brnn.ui", "import brnn.cli.serve", "import brnn.ui.models"])
def test_with_us_gradio_writes_no_stubs(first):
    assert asked(first)[:2] == ["brnn.ui.stubs", "film"]


def test_without_us_it_would():
    assert asked("")[:2] == [stubs.MODULE, "film"]


def test_nothing_is_put_in_its_way_twice():
    finders = [*sys.meta_path]
    stubs.leave_out()
    assert sys.meta_path == finders

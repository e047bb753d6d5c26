"""Gradio does at its start what is needed here, and no more."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from places import ROOT

from brnn.ui import starting
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler

_ASK = f"""
import sys
import gradio
from {starting.MODULE} import {starting.FUNCTION} as function
print(function.__module__, gradio.Textbox("film").value, len(sys.meta_path))
"""


def asked(first: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", first + _ASK], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return found.stdout.split()


@pytest.mark.parametrize("first", ["import brnn.ui", "import brnn.cli.serve"])
def test_with_us_gradio_writes_no_stubs(first):
    assert asked(first)[:2] == ["brnn.ui.starting", "film"]


def test_without_us_it_would():
    assert asked("")[:2] == [starting.MODULE, "film"]


def test_nothing_is_put_in_its_way_twice():
    finders = [*sys.meta_path]
    starting.leave_out_stubs()
    assert sys.meta_path == finders


@pytest.mark.parametrize("serve", ["build", "demo"])
def test_one_app_is_made_for_a_page(serve, monkeypatch):
    from gradio.routes import App

    from brnn.ui import server

    made, create = [], App.create_app
    monkeypatch.setattr(
        App, "create_app", staticmethod(lambda *a, **k: made.append(create(*a, **k)) or made[-1])
    )

    async def start() -> None:  # Gradio wants a running event loop
        getattr(server, serve)(Models(dict), Scheduler())

    asyncio.run(start())
    assert len(made) == (1 if serve == "build" else 0)  # `launch` makes that of `demo`
    assert App.create_app is not starting.do_nothing

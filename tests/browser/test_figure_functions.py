"""The page fills the templates of figures as Python does."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Error
from serving import ROOT

pytestmark = pytest.mark.browser

CASES = json.loads((ROOT / "tests" / "data" / "figure_slots.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_slots_are_filled(scripts, case):
    def fill():
        return scripts.call("lib/figures.js", "fillSlots", case["template"], case["values"])

    if case["filled"] == "refused":
        with pytest.raises(Error, match="no value for"):
            fill()
    else:
        assert fill() == case["filled"]

"""Templates are filled alike in Python and in the page (browser/test_figure_functions.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brnn import figures
from brnn.figures import templates

CASES = json.loads((Path(__file__).parent / "data" / "figure_slots.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_slots_are_filled(case):
    if case["filled"] == "refused":
        with pytest.raises(KeyError):
            templates.fill(case["template"], case["values"])
    else:
        assert templates.fill(case["template"], case["values"]) == case["filled"]


def test_templates_are_json_with_a_height_and_without_a_theme():
    for template in figures.TEMPLATES.values():
        assert json.loads(json.dumps(template, allow_nan=False)) == template
        assert "height" in template["layout"]
        assert "template" not in template["layout"]  # the theme is added when it is known

"""README's table of speed says what was measured, each figure beside its baseline."""

from __future__ import annotations

import json

import pytest

from brnn.evaluation.report import fill
from brnn.evaluation.report.sources import ReportError
from brnn.evaluation.report.speed import FILE

START = {
    "what": "start",
    "unit": "s",
    "ours": 3.26,
    "baseline": "`import`",
    "theirs": 2.5,
    "n": 3,
}
GRU = {"what": "GRU", "unit": "ms", "baseline": "Keras", "theirs": 20.0, "n": 15, "cell": "gru"}
FIGURES = {
    "cores": 2,
    "rows": [START, START | {"what": "memory", "unit": "MB", "ours": 1195.4}],
    "reading": [
        GRU | {"words": 10, "ours": 0.512},
        GRU | {"words": 2_000, "ours": 101.7},
        GRU | {"cell": "lstm", "words": 10, "ours": 0.72},
        GRU | {"cell": "lstm", "words": 2_000, "ours": 150.2},
    ],
    "growth": {"gru": 1.0123, "lstm": 0.987},
    "steady": 200,
}


@pytest.fixture
def tables(tmp_path):
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(json.dumps(FIGURES))
    return fill("<!-- figures: speed -->\n<!-- /figures -->", tmp_path)


def test_every_figure_stands_beside_its_baseline_with_n(tables):
    assert "| start | 3.26 s | `import` | 2.50 s | 1.30 | 3 |" in tables
    assert "| memory | 1,195 MB | `import` | 2.50 MB | 478 | 3 |" in tables


def test_readings_stand_by_length_and_cell(tables):
    assert "| words | GRU | ratio | LSTM | ratio |" in tables
    assert "| 10 | 0.51 | 0.03 | 0.72 | 0.04 |" in tables
    assert "| 2,000 | 102 | 5.08 | 150 | 7.51 |" in tables
    assert "to the power of 1.01 (GRU), 0.99 (LSTM)" in tables


@pytest.mark.parametrize("left_out", FIGURES)
def test_figures_of_another_form_are_named_with_their_file(left_out, tmp_path):
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(json.dumps({key: FIGURES[key] for key in FIGURES if key != left_out}))
    with pytest.raises(ReportError, match=f"{FILE.as_posix()} is not what .make speed. writes: .*{left_out}"):
        fill("<!-- figures: speed -->\n<!-- /figures -->", tmp_path)


def test_without_figures_nothing_is_claimed(tmp_path):
    assert "Nothing has been measured yet." in fill("<!-- figures: speed -->\n<!-- /figures -->", tmp_path)

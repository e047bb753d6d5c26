"""Sentences written by hand stand only while their figures support them; the page leads to every figure."""

from __future__ import annotations

import json
import shutil

import pytest
from made import write_ladder
from places import ROOT

from brnn.evaluation.report.__main__ import main
from brnn.evaluation.report.claims import broken
from brnn.evaluation.report.measured import measured


@pytest.fixture
def copy(tmp_path):
    """README, and the figures that it is about, as a checkout."""
    shutil.copyfile(ROOT / "README.md", tmp_path / "README.md")
    for file in (ROOT / "assets").rglob("*.json"):
        place = tmp_path / file.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    return tmp_path


def changed(file, *path, to):
    content = json.loads(file.read_text())
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    file.write_text(json.dumps(content))


def test_every_claim_stands_in_readme_and_its_figures_support_it(copy):
    assert list(broken(copy)) == []


@pytest.mark.parametrize(
    ("file", "path", "value", "sentence"),
    [
        ("article", ("test", "accuracy_interval"), [0.79, 0.8], "right about three times in four"),
        (
            "default",
            ("texts", "sst2_dev", "accuracy_interval"),
            [0.9, 0.95],
            "in every row their 95% intervals overlap.",
        ),
        (
            "default",
            ("short_reviews", "by_tag", "negation", "accuracy"),
            0.5,
            "They stay because they help most with negation",
        ),
        (
            "default",
            ("short_reviews", "by_tag", "negation", "accuracy_interval"),
            [0.8, 0.81],
            "in every row their 95% intervals overlap.",
        ),
    ],
)
def test_a_claim_that_its_interval_does_not_support_fails_the_check(
    copy, file, path, value, sentence, capsys
):
    assert main([], copy) == 0
    assert main(["--check"], copy) == 0
    changed(copy / "assets" / file / "metrics.json", *path, to=value)
    assert main([], copy) == 1  # the texts are written again, but what was typed is not
    assert sentence in capsys.readouterr().err
    assert main(["--check"], copy) == 1


def test_a_claim_that_was_rewritten_is_noticed(copy):
    readme = copy / "README.md"
    readme.write_text(readme.read_text().replace("three times in four", "nine times in ten"))
    (line,) = broken(copy)
    assert line.startswith("README.md no longer says")


def test_a_generated_sentence_that_parts_from_its_interval_fails_the_check(copy, capsys):
    runs = {("scratch", "gru", "forward"): [0.86, 0.861, 0.862]}
    write_ladder(copy / "assets", runs | {("scratch", "gru", "bidirectional"): [0.865, 0.866, 0.867]})
    assert main([], copy) == 0
    assert "two readers are right more often." in (copy / "README.md").read_text()
    write_ladder(copy / "assets", runs | {("scratch", "gru", "bidirectional"): [0.85, 0.866, 0.87]})
    assert main(["--check"], copy) == 1
    assert "README.md does not match the metrics" in capsys.readouterr().err


def test_the_page_leads_from_every_model_to_its_file_and_command(copy):
    page = measured(copy / "assets")
    for name in ("default", "article", "baseline"):
        metrics = json.loads((copy / "assets" / name / "metrics.json").read_text())
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {name}: accuracy |")]
        assert f"`{name}/metrics.json` | `test.accuracy` |" in row
        assert f"{metrics['test']['accuracy']:.2%}" in row
    assert "| synthetic sentences about negation | 30,000 | 0 | 0 |" in page


def test_every_run_of_the_ladder_is_counted_once(copy):
    runs = json.loads((copy / "assets" / "ladder" / "runs.json").read_text())["runs"]
    (row,) = [line for line in measured(copy / "assets").splitlines() if line.startswith("| ladder |")]
    seeds = len({run["seed"] for run in runs})
    assert row.endswith(f'| `make ladder ARGS="--seeds {seeds}"` | {len(runs)} runs |')

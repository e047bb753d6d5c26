"""Tables and card of a model that guesses words say what its metrics say."""

from __future__ import annotations

import json

import pytest
from oracle import random_model

from brnn.evaluation.report import fill
from brnn.evaluation.report.card import card
from brnn.model import folder as model_folder


def row(top1: float, n: int = 900) -> dict:
    around = [top1 - 0.01, top1 + 0.01]
    return {
        "n": n,
        "top1": top1,
        "top1_interval": around,
        "top5": 2 * top1,
        "top5_interval": [2 * end for end in around],
        "perplexity": 10 / top1,
        "perplexity_interval": None,
        "mean_rank": 70.4,
        "median_rank": 7.0,
    }


METRICS = {
    "preset": "guess",
    "model": {"units": 128},
    "training": {"seed": 0},
    "sizes": {"train": 22_500, "unlabelled": 50_000},
    "pretraining": {"settings": {"epochs": 4}, "seconds": 60},
    "heads": {"settings": {"guesses": 1_024}, "seconds": 40},
    "seconds_in_all": 100,
    "guesses": {
        "reviews": 2_000,
        "known": 0.951,
        "kinds": {"all": "all known words", "content": "content words", "copies": "copied words"},
        "rows": {
            "nothing": {"all": row(0.05)},
            **{
                head: {"all": row(share), "content": row(share / 2, 400), "copies": {"n": 0}}
                for head, share in (("past", 0.15), ("both", 0.25), ("future", 0.16))
            },
        },
        "gains": {
            "all": {
                "n": 900,
                **{name: {"ratio": 1.5, "interval": [1.4, 1.6]} for name in ("top1", "top5")},
                "perplexity": {"ratio": 0.4, "interval": None},
            }
        },
    },
}


@pytest.fixture
def assets(tmp_path):
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guess")
    write(tmp_path / "guess" / "metrics.json", METRICS)
    return tmp_path


def write(path, metrics) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(metrics))


def tables(assets) -> str:
    return fill("<!-- figures: guesses -->\n<!-- /figures -->", assets)


def test_every_row_has_its_figures_with_n_and_intervals(assets):
    lines = tables(assets).splitlines()
    assert "| nothing: how often a word occurs | 900 | 5.0% (4.0% to 6.0%) |" in lines[3]
    assert lines[6] == ("| both | 900 | 25.0% (24.0% to 26.0%) | 50.0% (48.0% to 52.0%) | 40.0 | 70 | 7 |")


def test_what_both_gain_stands_by_seed(assets):
    other = METRICS | {"training": {"seed": 1}}
    write(assets / "repeats" / "guess-seed-1.json", other)
    found = tables(assets)
    assert "| seed 0 | 900 | 1.50 (1.40 to 1.60) | 1.50 (1.40 to 1.60) | 0.40 |" in found
    assert "| seed 1 | 900 |" in found


def test_a_wider_single_reader_stands_beside_them(assets):
    wide = METRICS | {"preset": "guess-wide", "model": {"units": 256}}
    write(assets / "repeats" / "guess-wide-seed-0.json", wide)
    assert "| the past, one reader of 256 units | 900 | 15.0% (14.0% to 16.0%) |" in tables(assets)


def test_kinds_of_words_without_any_are_left_out(assets):
    found = tables(assets)
    assert (
        "| content words | 400 | 7.5% (6.5% to 8.5%) | 133.3 | 8.0% (7.0% to 9.0%) | 125.0 "
        "| 12.5% (11.5% to 13.5%) | 80.0 |"
    ) in found
    assert "copied words" not in found


def test_nothing_is_said_of_a_model_that_was_not_measured(tmp_path):
    assert "Nothing has been measured yet." in tables(tmp_path)
    model_folder.save(random_model("gru", task="guess"), tmp_path / "guess")
    write(tmp_path / "guess" / "metrics.json", {})
    assert "Nothing has been measured yet." in tables(tmp_path)
    assert "This model has not been measured." in card(tmp_path / "guess")


def test_the_card_says_what_the_model_is_and_how_it_guesses(assets):
    text = card(assets / "guess")
    assert "pipeline_tag: fill-mask" in text
    assert "95.1% of the words of the test reviews" in text
    assert "| both | 900 | 25.0% (24.0% to 26.0%)" in text
    assert "train 22,500" in text
    assert "| heads | `guesses` | `1024` |" in text
    assert "both stages together: 100 seconds" in text

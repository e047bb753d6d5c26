"""The table of agreement says what the metrics say; its sentence follows the intervals."""

from __future__ import annotations

import pytest
from test_report import metrics_of, section, write_model

from brnn.evaluation.report.card import card
from brnn.evaluation.report.faithfulness import sentence, table_of


def figure(name: str, value: float | None, n: int = 50) -> dict:
    return {"n": n, name: value, "interval": None if value is None else [value - 0.1, value + 0.1]}


def agreement(ledger: float = 0.3, occlusion: float = 0.9, readers=("forward", "backward")) -> dict:
    """What `faithfulness` returns, made. ledger, occlusion: how far they move the verdict."""

    def pair(share: float) -> dict:
        return {"rank_correlation": figure("mean", share / 2), "same_sign": figure("share", share, 1_234)}

    pairs = {"ledger_occlusion": pair(0.75), "ledger_gradients": pair(0.5), "occlusion_gradients": pair(0.85)}
    moved = {"ledger": ledger, "occlusion": occlusion, "gradients": 0.8, "random": 0.05}
    group = {scope: pairs for scope in (*readers, "together")}
    group["deletion"] = {method: figure("mean", value) for method, value in moved.items()}
    return {"matters": 0.5, "deleted": 0.1, "reviews": group, "crops": group}


def test_readme_has_two_columns_for_each_model_with_n_and_interval(tmp_path):
    write_model(tmp_path / "default", metrics_of(faithfulness=agreement()))
    write_model(tmp_path / "article", metrics_of())  # not measured: no column
    lines = section("faithfulness", tmp_path)
    assert lines[0] == "|  | `default`, reviews | `default`, excerpts |"
    assert "| texts | 50 | 50 |" in lines
    signs = "75.0% (65.0% to 85.0%), n = 1,234"
    assert f"| same sign: added evidence vs. deletion | {signs} | {signs} |" in lines
    rank = "0.42 (0.32 to 0.53)"
    assert f"| rank correlation: deletion vs. integrated gradients | {rank} | {rank} |" in lines
    moved = "+0.30 (+0.20 to +0.40)"
    row = "log-odds moved by deleting the top 10% of words by added evidence"
    assert f"| {row} | {moved} | {moved} |" in lines
    assert any(line.startswith("| log-odds moved by deleting a random 10% of words | ") for line in lines)
    assert not any("forward reader" in line for line in lines)


def test_a_card_has_rows_for_each_reader_if_there_are_two(tmp_path):
    write_model(tmp_path / "two", metrics_of(faithfulness=agreement()))
    write_model(
        tmp_path / "one", metrics_of(faithfulness=agreement(readers=["forward"])), direction="forward"
    )
    two, one = card(tmp_path / "two"), card(tmp_path / "one")
    for text in (two, one):
        assert "## Faithfulness" in text
        assert "at least 0.5 log-odds" in text
        assert "the 10% of the words" in text
    assert "same sign: added evidence vs. deletion, forward reader" in two
    assert "same sign: added evidence vs. deletion |" in one
    assert "forward reader" not in table_of({"one": {"faithfulness": agreement()}})


def test_a_model_without_these_figures_says_nothing_of_them(tmp_path):
    write_model(tmp_path / "default", metrics_of())
    assert "Faithfulness" not in card(tmp_path / "default")
    assert section("faithfulness", tmp_path) == ["Nothing has been measured yet."]
    assert sentence([metrics_of()]) == ""


@pytest.mark.parametrize(
    ("moved", "said", "least"),
    [
        ([(0.3, 0.9), (0.3, 0.9)], "In 4 of 4 comparisons", True),
        ([(0.3, 0.9), (0.3, 0.45)], "In 2 of 4 comparisons", True),
        ([(0.3, 0.9), (0.9, 0.3)], "; in 2, less far;", False),
        ([(0.3, 0.45)], "In 0 of 2 comparisons", False),
    ],
)
def test_what_a_word_added_is_said_to_tell_least_only_where_intervals_part(moved, said, least):
    found = sentence([{"faithfulness": agreement(*one)} for one in moved])
    assert said in found
    assert ("added evidence says least about what deleting a word would change" in found) == least
    assert "The page still colours words by added evidence at first" in found

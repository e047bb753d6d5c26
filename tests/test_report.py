"""The tables say what the metrics files say, with every n, and "–" where nothing was measured."""

from __future__ import annotations

import json

import numpy as np
import pytest
from made import write_ladder

from brnn.config import DIRECTIONS, ModelConfig
from brnn.evaluation.report import ReportError, claims, fill
from brnn.evaluation.report.__main__ import main
from brnn.evaluation.report.ladder import FINDINGS, LOOKS, intervals
from brnn.evaluation.report.markdown import code, counts, share, shown, spread, table
from brnn.evaluation.report.sources import model_folders, number, runs_of, seconds_of
from brnn.training.presets import PRESETS


def figures(accuracy: float = 0.9, n: int = 1_234, **others) -> dict:
    """What `measures.measure` returns, made."""
    return {
        "n": n,
        "accuracy": accuracy,
        "accuracy_interval": [accuracy - 0.01, accuracy + 0.01],
        "log_loss": 0.25,
        "f1": 0.875,
        "roc_auc": 0.96,
        "calibration_error": 0.0123,
        "confusion": {
            "true_negative": 501,
            "false_positive": 62,
            "false_negative": 73,
            "true_positive": 598,
        },
        **others,
    }


def metrics_of(accuracy: float = 0.9, seed: int = 0, **others) -> dict:
    """Metrics with everything in them."""
    length = {"n": 321, "accuracy": 0.8, "accuracy_interval": [0.75, 0.85]}
    tag = {"n": 120, "accuracy": 0.7, "accuracy_interval": [0.61, 0.78]}
    lengths = [{"from": 1, "to": 100, **length}, {"from": 401, "to": None, **length}]
    return {
        "preset": "made",
        "reviews": "checksum",
        "training": {"epochs": 3, "seed": seed, "selection": "validation"},
        "sizes": {"train": 22_500, "validation": 2_500, "test": 1_234},
        "parameters": 54_321,
        "reader_weights": 12_345,
        "history": [{"epoch": 1, "test": {"accuracy": accuracy}}],
        "kept_epoch": 2,
        "seconds": 60.0,
        "seconds_in_all": 3_600.4,
        "test": figures(accuracy, by_length=lengths),
        "test_without_repeats": figures(0.89, n=1_200, repeats=34),
        "short_reviews": figures(0.77, n=600, by_tag={"plain": tag, "word | order": tag}),
        "test_crops": figures(0.7, n=1_234),
        "uncalibrated": {"test": {"n": 1_234, "log_loss": 0.5, "calibration_error": 0.1}},
        "temperature": 1.5,
        **others,
    }


def write(path, metrics):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(metrics), "utf-8")


def write_model(folder, metrics=None, **settings):
    write(folder / "metrics.json", metrics_of() if metrics is None else metrics)
    model = ModelConfig(**settings).to_json()
    write(folder / "config.json", {"format": 1, "name": folder.name, "model": model})
    (folder / "model.weights.h5").write_bytes(bytes(1_200_000))
    (folder / "vocabulary.txt").write_bytes(bytes(300_000))


def section(name, assets):
    """The lines that are made for a figures section."""
    filled = fill(f"before\n<!-- figures: {name} -->\nold\n<!-- /figures -->\nafter\n", assets)
    lines = filled.splitlines()
    assert lines[:2] == ["before", f"<!-- figures: {name} -->"]
    assert lines[-2:] == ["<!-- /figures -->", "after"]
    return lines[2:-2]


def test_other_seeds_of_a_recipe_stand_below_the_model(tmp_path):
    write_model(tmp_path / "default", metrics_of(0.9251))
    write_model(tmp_path / "article", metrics_of(0.75))
    for seed, accuracy in ((1, 0.9231), (2, 0.9246)):
        write(tmp_path / "repeats" / f"default-seed-{seed}.json", metrics_of(accuracy, seed))
    lines = section("models", tmp_path)
    assert lines[3] == "| accuracy with other seeds | 1,234 | 92.31%, 92.46% | – |"


def test_the_models_stand_side_by_side_with_interval_and_n(tmp_path):
    write_model(tmp_path / "default", metrics_of(0.9251))
    write_model(tmp_path / "article", metrics_of(0.75))
    write(
        tmp_path / "baseline" / "metrics.json",
        {"features": 654_321, "seconds": 99.6, "test": figures(0.91)},
    )
    lines = section("models", tmp_path)
    assert lines[0] == ("| on the official test split | n | `default` | `article` | `baseline` |")
    assert lines[2] == (
        "| accuracy (95% interval) | 1,234 | 92.51% (91.51% to 93.51%) | 75.00% (74.00% to 76.00%) "
        "| 91.00% (90.00% to 92.00%) |"
    )
    assert "| F1 | 1,234 | 0.875 | 0.875 | 0.875 |" in lines
    assert "| ROC AUC | 1,234 | 0.960 | 0.960 | 0.960 |" in lines
    assert "| log-loss | 1,234 | 0.250 | 0.250 | 0.250 |" in lines
    assert "| calibration error | 1,234 | 0.012 | 0.012 | 0.012 |" in lines
    assert (
        "| accuracy without repeated texts | 1,200 | 89.00% (88.00% to 90.00%) "
        "| 89.00% (88.00% to 90.00%) | – |"
    ) in lines
    assert "| parameters |  | 54,321 | 54,321 | 654,321 features |" in lines
    assert "| weights and vocabulary on disk |  | 1.5 MB | 1.5 MB | – |" in lines
    assert "| training time in seconds, all stages |  | 3,600 | 3,600 | 100 |" in lines
    assert not any("Not measured yet" in line for line in lines)


def test_a_model_that_is_not_there_is_named_and_has_no_column(tmp_path):
    write_model(tmp_path / "article")
    lines = section("models", tmp_path)
    assert lines[0] == "| on the official test split | n | `article` |"
    assert lines[-1] == "Not measured yet: `default`, `baseline`."


def test_lengths_and_tags_have_their_own_n_and_interval(tmp_path):
    write_model(tmp_path / "default")
    write(tmp_path / "baseline" / "metrics.json", {"test": figures(by_length=[])})
    assert section("lengths", tmp_path) == [
        "| words of the review | n | `default` | `baseline` |",
        "| --- | --- | --- | --- |",
        "| 1–100 | 321 | 80.00% (75.00% to 85.00%) | – |",
        "| 401 and more | 321 | 80.00% (75.00% to 85.00%) | – |",
    ]
    assert section("short", tmp_path)[2:] == [
        "| our short reviews | 600 | 77.00% (76.00% to 78.00%) | – |",
        "| plain | 120 | 70.00% (61.00% to 78.00%) | – |",
        "| word \\| order | 120 | 70.00% (61.00% to 78.00%) | – |",
        f"| for comparison: the test split | 1,234 |{' 90.00% (89.00% to 91.00%) |' * 2}",
    ]


def test_texts_of_other_people_stand_first_and_what_synthetic_texts_teach_beside_them(tmp_path):
    others = {"sst2_dev": figures(0.8, n=872), "more": figures(0.6, n=50)}
    write_model(tmp_path / "default", metrics_of(texts=others))
    without = {"short_reviews": figures(0.82, n=600), "texts": {"sst2_dev": figures(0.84, n=872)}}
    write(tmp_path / "repeats" / "default-without-synthetic-texts.json", without)
    table = section("short", tmp_path)
    assert table[0] == "| short texts | n | `default` | `default` without synthetic sentences |"
    assert [row.split(" |")[0] for row in table[2:5]] == ["| SST-2 dev", "| more", "| our short reviews"]
    assert table[2].count("80.00%") == table[2].count("84.00%") == 1
    assert table[4].count("77.00%") == table[4].count("82.00%") == 1


def test_calibration_is_told_before_and_after(tmp_path):
    write_model(tmp_path / "default")
    assert section("calibration", tmp_path)[2:] == [
        "| test reviews | 1,234 | 0.5000 | 0.2500 | 0.1000 | 0.0123 |",
    ]


def test_how_often_a_model_answers_hard_to_say_is_a_share_with_its_interval(tmp_path):
    names = {"names": {"n": 30, "told": 27}}
    texts = {"sst2_dev": {"n": 872, "told": 0, "doubtful": {"n": 872, "told": 109}}}
    write_model(tmp_path / "default", metrics_of() | {"doubtful": names, "texts": texts})
    assert section("doubtful", tmp_path)[2:] == [
        "| names | 30 | 90.0% (74.4% to 96.5%) |",
        "| SST-2 dev | 872 | 12.5% (10.5% to 14.9%) |",
    ]


@pytest.mark.parametrize("name", ["models", "lengths", "short", "doubtful", "ladder", "article"])
def test_a_section_without_any_file_is_one_sentence(name, tmp_path):
    (line,) = section(name, tmp_path)
    assert line.endswith(" yet.")


@pytest.mark.parametrize("name", ["models", "lengths", "short", "doubtful", "ladder", "article"])
def test_no_key_of_the_metrics_is_needed(name, tmp_path):
    for folder in ("default", "article", "ladder/gru-forward", "ladder/gru-bidirectional"):
        write_model(tmp_path / folder, {})
    write(tmp_path / "baseline" / "metrics.json", {})
    assert section(name, tmp_path)


@pytest.mark.parametrize("value", ["much", None, [], {"n": "x"}, True, 10**400, 1e300])
def test_a_value_of_another_kind_is_no_figure(value, tmp_path):
    broken = metrics_of() | {"test": {"accuracy": value, "by_length": value, "n": value}}
    broken |= {"short_reviews": {"by_tag": value}, "seconds_in_all": value, "history": value}
    broken |= {"doubtful": value, "texts": {"sst2_dev": {"doubtful": value}}}
    for folder in ("default", "article", "ladder/gru-forward"):
        write_model(tmp_path / folder, broken)
    accuracy = section("models", tmp_path)[2]
    assert accuracy == "| accuracy (95% interval) | – | – | – |"
    assert section("lengths", tmp_path)
    assert section("short", tmp_path)
    assert section("ladder", tmp_path)
    assert section("article", tmp_path)


@pytest.fixture(autouse=True)
def _no_claims(monkeypatch):
    """The texts made here contain no sentence of README."""
    monkeypatch.setattr(claims, "CLAIMS", {})


GRU = {direction: ("scratch", "gru", direction) for direction in DIRECTIONS}


def test_the_ladder_is_mean_and_deviation_over_the_seeds_and_paired_differences(tmp_path):
    shares = {
        GRU["forward"]: [0.80, 0.81, 0.82],
        GRU["backward"]: [0.83, 0.85, 0.87],
        GRU["bidirectional"]: [0.86, 0.88, 0.90],
    }
    write_ladder(tmp_path, shares)
    assert section("ladder", tmp_path) == [
        "Trained from scratch, with nearly the same number of weights:",
        "",
        "| cell | readers | units | weights | learning rate | seeds | failed | n | test accuracy | log-loss "
        "| seconds |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| GRU | forward only | 100 | 1,000 | 0.001 | 3 | 0 | 1,234 "
        "| 81.00% ± 1.00% | 0.250 ± 0.000 | 201 ± 1 |",
        "| GRU | backward only | 100 | 1,000 | 0.001 | 3 | 0 | 1,234 "
        "| 85.00% ± 2.00% | 0.250 ± 0.000 | 201 ± 1 |",
        "| GRU | bidirectional | 64 | 990 | 0.001 | 3 | 0 | 1,234 "
        "| 88.00% ± 2.00% | 0.250 ± 0.000 | 201 ± 1 |",
        "",
        "Mean ± standard deviation over the seeds, on the official test split. A run failed if it is right "
        "on less than 80% of the validation reviews; the means leave it out. Not trained yet: SimpleRNN, "
        "LSTM.",
        "",
        # The differences 6, 7, 8: 7 ± 4.30 × 1/√3, or 18.93 × 1/√3 for all looks.
        "- GRU, both readers instead of forward only: +7.00 points of test accuracy (95% interval +4.52 to "
        f"+9.48, 3 paired seeds). {FINDINGS['alone']}",
        # The differences 3, 3, 3 have no spread.
        "- GRU, both readers instead of backward only: +3.00 points of test accuracy (95% interval +3.00 to "
        "+3.00, 3 paired seeds). On these test reviews, two readers are right more often.",
    ]


@pytest.mark.parametrize(
    ("both", "one", "finding"),
    [
        ([0.90, 0.91, 0.93], [0.88, 0.89, 0.90], "alone"),  # 2, 2, 3
        ([0.90, 0.91, 0.92], [0.95, 0.96, 0.97], "fewer"),
        ([0.90, 0.91], [0.89, 0.905], "unclear"),
        ([0.90], [0.80], "unclear"),
    ],
)
def test_a_sentence_claims_only_what_its_interval_for_all_looks_allows(both, one, finding, tmp_path):
    write_ladder(tmp_path, {GRU["bidirectional"]: both, GRU["backward"]: one})
    said = [line for line in section("ladder", tmp_path) if line.startswith("- ")]
    assert len(said) == 1
    assert said[0].endswith(FINDINGS[finding])


def test_runs_that_failed_are_counted_and_not_averaged(tmp_path):
    shares = {GRU["forward"]: [0.81, 0.55, 0.83], GRU["bidirectional"]: [0.90, 0.91, 0.5]}
    write_ladder(tmp_path, shares)
    lines = section("ladder", tmp_path)
    assert "| GRU | forward only | 100 | 1,000 | 0.001 | 3 | 1 | 1,234 | 82.00% ± 1.41% |" in lines[4]
    assert "+9.00 points of test accuracy (one seed gives no interval)" in lines[-1]


def test_the_series_with_equal_units_takes_two_readers_from_scratch(tmp_path):
    shares = {GRU["forward"]: [0.81], GRU["bidirectional"]: [0.90], ("units", "gru", "forward"): [0.80]}
    write_ladder(tmp_path, shares)
    said = [line for line in section("ladder", tmp_path) if line.startswith("- ")]
    assert ["+9.00" in said[0], "+10.00" in said[1]] == [True, True]


def test_the_quantiles_are_students():
    stats = pytest.importorskip("scipy.stats")
    for df in range(1, 10):
        values = np.arange(df + 1.0)
        error = values.std(ddof=1) / (df + 1) ** 0.5
        for interval, looks in zip(intervals(values.tolist()), (1, LOOKS), strict=True):
            half = stats.t.ppf(1 - 0.025 / looks, df) * error
            assert interval == pytest.approx((values.mean() - half, values.mean() + half), rel=1e-3)


@pytest.mark.parametrize("content", ["[]", "{", '{"format": 2, "runs": []}', '{"format": 1, "runs": [1]}'])
def test_a_file_of_something_else_is_no_ladder(content, tmp_path):
    (tmp_path / "ladder").mkdir()
    (tmp_path / "ladder" / "runs.json").write_text(content)
    with pytest.raises(ReportError, match=r"runs\.json"):
        section("ladder", tmp_path)


def test_repeats_are_sorted_by_seed_and_the_shipped_run_stands_for_its_own(tmp_path):
    write_model(tmp_path / "article", metrics_of(0.7, seed=1))
    for seed, accuracy in ((10, 0.9), (2, 0.8), (1, 0.1)):
        run = metrics_of(accuracy, seed)
        write(tmp_path / "repeats" / f"article-seed-{seed}.json", run)
    runs = runs_of(tmp_path / "article")
    assert [number(run, "test", "accuracy") for run in runs] == [0.7, 0.8, 0.9]


@pytest.mark.parametrize(
    "changed",
    [
        {"training": {"epochs": 4, "seed": 1, "selection": "validation"}},
        {"reader_weights": 1},
        {"reviews": "others"},
        {"pretraining": {"settings": {"epochs": 2}}},
        {"heads": {"settings": {"epochs": 2}}},
        {"committee": {"surer": 2}},
        {"committee": {"network": {"epochs": 2}}},
    ],
)
def test_a_repeat_of_another_recipe_makes_no_mean(changed, tmp_path):
    stage = {"settings": {"epochs": 1}}
    stages = {"pretraining": stage, "heads": stage, "committee": {"surer": 1, "network": {"epochs": 1}}}
    shipped = metrics_of() | stages
    write_model(tmp_path / "article", shipped)
    repeat = tmp_path / "repeats" / "article-seed-1.json"
    write(repeat, shipped | {"training": {**shipped["training"], "seed": 1}})
    section("article", tmp_path)
    write(repeat, shipped | {"training": {**shipped["training"], "seed": 1}} | changed)
    with pytest.raises(ReportError, match=r"article-seed-1\.json .* used different recipes"):
        section("article", tmp_path)


def test_a_repeat_may_lack_a_setting_that_is_newer_than_it(tmp_path):
    newer = metrics_of()
    newer["training"] = {**newer["training"], "calibrate": False}
    write_model(tmp_path / "article", newer)
    write(tmp_path / "repeats" / "article-seed-1.json", metrics_of(0.8, seed=1))
    assert "| test accuracy | article | our `article`, mean ± SD of 2 | seed 0 | seed 1 |" in section(
        "article", tmp_path
    )


def test_the_articles_table_tells_best_from_last(tmp_path):
    for seed, shares in enumerate([(0.78, 0.80, 0.70), (0.77, 0.82, 0.74)]):
        run = metrics_of(seed=seed, history=[{"test": {"accuracy": share}} for share in shares])
        if seed:
            write(tmp_path / "repeats" / f"article-seed-{seed}.json", run)
        else:
            write_model(tmp_path / "article", run)
    lines = section("article", tmp_path)
    assert lines[2] == "| best epoch | 78.58% | 81.00% ± 1.41% | 80.00% | 82.00% |"
    assert lines[3] == "| last epoch (kept) | 73.14% | 72.00% ± 2.83% | 70.00% | 74.00% |"
    assert "n = 1,234" in lines[5]


def test_every_recipe_is_in_its_table_and_the_ladder_is_one_line(tmp_path):
    lines = section("recipes", tmp_path)
    names = [line.split("`")[1] for line in lines[2:]]
    assert names == [*(name for name in PRESETS if not name.startswith("ladder-")), "ladder-…"]
    assert "bidirectional, 64 units; one reader, 100 units" in lines[-1]


def test_seconds_of_the_last_stage_do_not_stand_for_all():
    assert seconds_of({"seconds": 5.0}) == 5.0
    assert seconds_of({"seconds": 5.0, "seconds_in_all": 7.0}) == 7.0
    assert seconds_of({"seconds": 5.0, "pretraining": {"history": []}}) is None


def test_an_unknown_section_is_refused(tmp_path):
    with pytest.raises(ReportError, match="there is no table weather, only models"):
        section("weather", tmp_path)


def test_a_file_that_is_no_json_is_named(tmp_path):
    write_model(tmp_path / "article")
    (tmp_path / "article" / "metrics.json").write_text("{", "utf-8")
    with pytest.raises(ReportError, match=r"article.metrics\.json cannot be read"):
        section("models", tmp_path)
    (tmp_path / "article" / "metrics.json").write_text("[]", "utf-8")
    with pytest.raises(ReportError, match="must be a JSON object"):
        section("models", tmp_path)


def test_models_of_the_ladder_are_shipped_models_and_unfinished_saves_are_not(tmp_path):
    for name in ("ladder/gru-forward", "default", "article", ".article.new", "ladder/.x.old"):
        write_model(tmp_path / name)
    write(tmp_path / "baseline" / "metrics.json", {})
    found = [folder.relative_to(tmp_path).as_posix() for folder in model_folders(tmp_path)]
    assert found == ["article", "default", "ladder/gru-forward"]


def test_nothing_in_a_text_leaves_its_cell():
    made = table(["a|b"], [["x\n| <b>y"], [code("`|`\n")]])
    assert made == "| a\\|b |\n| --- |\n| x \\| &lt;b>y |\n| `’\\|’` |\n"


def test_figures_are_shown_with_true_signs_and_their_n_once():
    assert shown(-0.5, "+.2f") == "−0.50"
    assert shown(None, ".2f") == "–"
    assert share({}) == "–"
    assert counts([{"n": 5}, {}, {"n": 5}]) == "5"
    assert counts([{"n": 5}, {"n": 6_000}]) == "5 / 6,000"
    assert spread([1.0, 3.0], ".1f") == "2.0 ± 1.4"
    assert spread([1.0, None], ".1f") == "–"


def project(root):
    """A project whose README has one section and which ships two models."""
    write_model(root / "assets" / "article")
    write_model(root / "assets" / "ladder" / "gru-forward", cell="gru", direction="forward")
    (root / "README.md").write_text("# x\n<!-- figures: models -->\n<!-- /figures -->\n", "utf-8")


def test_the_command_writes_tables_and_cards_once(tmp_path, capsys):
    project(tmp_path)
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Written: README.md",
        "Written: assets/README.md",
        "Written: assets/article/README.md",
        "Written: assets/ladder/gru-forward/README.md",
    ]
    assert "| log-loss | 1,234 | 0.250 |" in (tmp_path / "README.md").read_text("utf-8")
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out == ""
    assert main(["--check"], tmp_path) == 0


@pytest.mark.parametrize(
    "drifted", ["README.md", "assets/article/README.md", "assets/ladder/gru-forward/README.md"]
)
def test_the_check_names_what_drifted_and_changes_nothing(drifted, tmp_path, capsys):
    project(tmp_path)
    main([], tmp_path)
    path = tmp_path / drifted
    text = path.read_text("utf-8").replace("0.250", "0.249")
    path.write_text(text, "utf-8")
    capsys.readouterr()
    assert main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err == (f"{drifted} does not match the metrics: run `make report`\n")
    assert path.read_text("utf-8") == text
    path.unlink()
    if drifted != "README.md":
        assert main(["--check"], tmp_path) == 1


def test_new_metrics_are_a_drift(tmp_path):
    project(tmp_path)
    main([], tmp_path)
    write(tmp_path / "assets" / "article" / "metrics.json", metrics_of(0.91))
    assert main(["--check"], tmp_path) == 1
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0


def test_the_command_says_which_file_is_at_fault(tmp_path, capsys):
    project(tmp_path)
    (tmp_path / "assets" / "article" / "config.json").write_text("{}", "utf-8")
    assert main([], tmp_path) == 1
    error = capsys.readouterr().err
    assert error.startswith("brnn.evaluation.report: ")
    assert "article" in error
    assert "config.json" in error

"""A model's card says what its settings and metrics say, as the Hub reads it, and no more."""

from __future__ import annotations

import json
import re

import pytest
from huggingface_hub import ModelCard
from test_report import figures, metrics_of, write, write_model

from brnn.config import ModelConfig
from brnn.evaluation.report import ReportError, write_card
from brnn.evaluation.report.card import card
from brnn.training.presets import PRESETS

SECTIONS = (
    "What it is",
    "Intended use",
    "Limits",
    "Bias",
    "Data",
    "Training",
    "Figures",
    "Confusion matrix",
    "Calibration",
    "How to load it",
    "Citation",
)


def made(tmp_path, metrics=None, **settings):
    """The card of a made model, by section."""
    write_model(tmp_path / "model", metrics, **settings)
    write_card(tmp_path / "model")
    text = (tmp_path / "model" / "README.md").read_text("utf-8")
    parts = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def front_matter(folder):
    return ModelCard((folder / "README.md").read_text("utf-8")).data


def test_the_hub_reads_license_language_data_and_figures(tmp_path):
    made(tmp_path, cell="lstm", direction="forward")
    found = front_matter(tmp_path / "model")
    expected = {"license": "apache-2.0", "language": "en", "library_name": "keras"}
    assert expected.items() <= found.to_dict().items()
    assert found.datasets == ["stanfordnlp/imdb"]
    assert found.pipeline_tag == "text-classification"
    assert {"lstm", "forward"} <= set(found.tags)
    assert found.model_name == "model"
    results = {result.metric_type: result for result in found.eval_results}
    assert {name: result.metric_value for name, result in results.items()} == {
        "accuracy": 0.9,
        "f1": 0.875,
        "roc_auc": 0.96,
    }
    assert {result.dataset_split for result in results.values()} == {"test"}


def test_every_section_is_there_in_its_order(tmp_path):
    assert tuple(made(tmp_path)) == SECTIONS


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
@pytest.mark.parametrize("cell", ["simple", "gru", "lstm"])
def test_no_metric_is_needed(cell, direction, tmp_path):
    sections = made(tmp_path, {}, cell=cell, direction=direction)
    assert tuple(sections) == SECTIONS
    assert "not been measured" in sections["Figures"]
    assert "was not measured" in sections["Data"]
    assert "None" not in "".join(sections.values()).replace("None of this was measured", "")
    assert front_matter(tmp_path / "model").eval_results is None


def test_it_says_how_the_model_reads(tmp_path):
    what = made(
        tmp_path,
        metrics_of(ledger={"n": 1_000, "largest_remainder": 1.26e-6}),
        cell="gru",
        direction="backward",
        units=100,
        max_words=120,
        keep="start",
        punctuation=True,
    )["What it is"]
    assert "One reader goes through a review from its last word to its first." in what
    assert "GRU of 100 units," in what
    assert "reads the first 120 of a review, punctuation marks among them" in what
    assert "Parameters: 54,321, of which 12,345 are recurrent and head weights" in what
    assert "Over 1,000 test reviews" in what
    assert "1.3e−06 at most" in what


def test_texts_in_both_splits_are_disclosed_with_the_figure_without_them(tmp_path):
    told = made(tmp_path)["Data"]
    assert "Texts of the test split that stand in the training split too: 34." in told
    assert "With them the test accuracy is 90.00% (89.00% to 91.00%)," in told
    assert "without them 89.00% (88.00% to 90.00%), n = 1,200." in told


def test_texts_of_our_own_are_disclosed_where_they_were_learnt_from(tmp_path):
    assert "written for this project" not in made(tmp_path)["Data"]
    training = {
        "epochs": 5,
        "selection": "validation",
        "short_review_repeats": 2,
        "negations": 10_000,
    }
    told = made(tmp_path, metrics_of(training=training, sizes={"short_validation": 386}))["Data"]
    assert "each read 2 times an epoch, and 10,000 sentences that a grammar makes." in told
    assert "Another 386 short reviews were held out to choose by." in told


def test_it_says_whether_the_test_split_was_watched(tmp_path):
    chosen = made(tmp_path)["Training"]
    assert "Epoch 2 of 3 is kept, of the lowest log-loss on n = 2,500 validation reviews" in chosen
    assert "watched" not in chosen
    training = {"epochs": 5, "selection": "last", "seed": 0}
    watched = made(tmp_path, metrics_of(training=training))["Training"]
    assert "**The test split was watched:** it was measured after every one of 5 epochs" in watched
    assert "held out of the training reviews" not in watched


def test_settings_of_every_stage_are_listed(tmp_path):
    metrics = metrics_of(
        training=PRESETS["default"].training.to_json(),
        pretraining={"settings": PRESETS["default"].pretraining.to_json()},
        committee={"settings": PRESETS["default"].teacher.to_json()},
        versions={"keras": "3.0"},
    )
    text = made(tmp_path, metrics)["Training"]
    names = {"pretraining": "pretraining", "teacher": "a judge", "training": "the model"}
    for stage, name in names.items():
        for setting, value in getattr(PRESETS["default"], stage).to_json().items():
            assert f"| {name} | `{setting}` | `{value}` |" in text
    assert "all stages together: 3,600." in text
    assert "`keras` `3.0`" in text


def test_figures_stand_with_their_n(tmp_path):
    text = made(tmp_path, metrics_of(validation=figures(0.88, n=2_500)))["Figures"]
    assert (
        "|  | test | test without repeated texts | validation | short reviews |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| n | 1,234 | 1,200 | 2,500 | 600 |\n"
        "| accuracy (95% interval) | 90.00% (89.00% to 91.00%) | 89.00% (88.00% to 90.00%) "
        "| 88.00% (87.00% to 89.00%) | 77.00% (76.00% to 78.00%) |\n"
    ) in text
    assert "| 401 and more | 321 | 80.00% (75.00% to 85.00%) |" in text
    assert "| plain | 120 | 70.00% (61.00% to 78.00%) |" in text


def test_the_confusion_matrix_has_labels_as_rows(tmp_path):
    text = made(tmp_path)["Confusion matrix"]
    assert "|  | read as negative | read as positive |" in text
    assert "| is negative | 501 | 62 |" in text
    assert "| is positive | 73 | 598 |" in text
    assert "n = 1,234" in text


def test_it_says_whether_it_is_calibrated(tmp_path):
    calibrated = made(tmp_path)["Calibration"]
    assert "divided by a temperature of 1.50" in calibrated
    assert "0.012 on the test split, n = 1,234; 0.012 on the short reviews, n = 600" in calibrated
    assert "0.500 before, 0.250 after, n = 600" in calibrated
    plain = metrics_of(temperature=1.0)
    del plain["short_reviews_uncalibrated"]
    text = made(tmp_path, plain)["Calibration"]
    assert text.startswith("\nNot calibrated")
    assert "before" not in text


def test_only_methods_that_were_used_are_cited(tmp_path):
    plain = metrics_of(temperature=1.0, training=PRESETS["article"].training.to_json())
    cited = made(tmp_path, plain, direction="forward")["Citation"]
    assert "@inproceedings{maas2011learning," in cited
    assert "Elman" in cited
    assert "Kingma" in cited
    for name in ("Schuster", "Guo", "Dai", "Srivastava", "Loshchilov", "Hochreiter", "Cho"):
        assert name not in cited
    full = metrics_of(
        training=PRESETS["default"].training.to_json(), pretraining={"settings": {"epochs": 2}}
    )
    cited = made(tmp_path, full, cell="gru")["Citation"]
    for name in ("Schuster", "Guo", "Dai", "Srivastava", "Loshchilov", "Cho"):
        assert name in cited


def test_a_text_from_a_file_becomes_no_markup(tmp_path):
    metrics = metrics_of(training={"epochs": "` | <script>\n## Boo", "selection": "last"})
    write_model(tmp_path / "model", metrics)
    name = "a` <img>\n---\n# b"
    write(tmp_path / "model" / "config.json", {"name": name, "model": ModelConfig().to_json()})
    text = card(tmp_path / "model")
    body = text.split("\n---\n", maxsplit=1)[1]
    assert "\n# `a’ <img> --- # b`\n" in body
    assert "| `’ \\| &lt;script> ## Boo` |" in body
    write_card(tmp_path / "model")
    assert front_matter(tmp_path / "model").model_name == name


def test_the_example_of_the_card_is_what_the_package_offers(tmp_path):
    from brnn import Analyzer

    example = made(tmp_path)["How to load it"]
    assert "from brnn import Analyzer" in example
    assert all(hasattr(Analyzer, name) for name in re.findall(r"nalyzer\.(\w+)\(", example))


def test_a_folder_without_settings_or_figures_is_named(tmp_path):
    with pytest.raises(ReportError, match=r"config\.json cannot be read"):
        write_card(tmp_path)
    write_model(tmp_path / "model")
    (tmp_path / "model" / "metrics.json").unlink()
    with pytest.raises(ReportError, match=r"metrics\.json cannot be read"):
        write_card(tmp_path / "model")
    settings = json.loads((tmp_path / "model" / "config.json").read_text("utf-8"))
    settings["model"]["cell"] = "transformer"
    write(tmp_path / "model" / "config.json", settings)
    with pytest.raises(ReportError, match="cell must be one of"):
        write_card(tmp_path / "model")

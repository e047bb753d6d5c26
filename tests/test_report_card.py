"""A model's card says what its settings and metrics say, as the Hub reads it, and no more."""

from __future__ import annotations

import json
import re

import pytest
from huggingface_hub import ModelCard
from test_report import figures, metrics_of, write, write_model

from brnn.config import ModelConfig
from brnn.evaluation.report import ReportError
from brnn.evaluation.report.card import card
from brnn.training.presets import PRESETS

SECTIONS = (
    "What it is",
    "Intended use",
    "Limits",
    "Bias",
    "Data",
    "Training",
    "Results",
    "Confusion matrix",
    "Calibration",
    "How to load it",
    "Citation",
)


def write_card(folder):
    (folder / "README.md").write_text(card(folder), "utf-8")


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
    assert "not been measured" in sections["Results"]
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
    assert "The reader is a GRU with 100 units" in what
    assert "reads the first 120 words of a review, including punctuation marks" in what
    assert "Parameters: 54,321, of which 12,345 are recurrent and head weights" in what
    assert "On 1,000 test reviews" in what
    assert "at most 1.3e−06" in what


def test_texts_in_both_splits_are_disclosed_with_the_figure_without_them(tmp_path):
    told = made(tmp_path)["Data"]
    assert "34 texts of the test split also occur in the training split." in told
    assert "The test accuracy is 90.00% (89.00% to 91.00%) with them" in told
    assert "89.00% (88.00% to 90.00%) without them (n = 1,200)." in told
    unlabelled = figures(0.89, n=1_200, repeats=56, repeats_of=["train", "unlabelled"])
    told = made(tmp_path, metrics_of(test_without_repeats=unlabelled))["Data"]
    where = "among the reviews that the model was trained on, labelled or not."
    assert f"56 texts of the test split also occur {where}" in told


def test_texts_of_our_own_are_disclosed_where_they_were_learnt_from(tmp_path):
    assert "No synthetic text was used for training." in made(tmp_path)["Data"]
    training = {"epochs": 5, "selection": "validation", "negations": 10_000}
    told = made(tmp_path, metrics_of(training=training))["Data"]
    assert "was therefore also trained on 10,000 synthetic sentences that a small grammar generated." in told
    assert "No synthetic text" not in told


def test_it_says_whether_the_test_split_was_watched(tmp_path):
    chosen = made(tmp_path)["Training"]
    assert "Epoch 2 of 3 was kept because it had the lowest log-loss" in chosen
    assert "on the validation reviews (n = 2,500)" in chosen
    assert "monitored" not in chosen
    training = {"epochs": 5, "selection": "last", "seed": 0}
    watched = made(tmp_path, metrics_of(training=training))["Training"]
    assert "**The test split was monitored:** it was evaluated after each of the 5" in watched
    assert "held out from the training reviews" not in watched


def test_settings_of_every_stage_are_listed(tmp_path):
    metrics = metrics_of(
        training=PRESETS["default"].training.to_json(),
        pretraining={"settings": PRESETS["default"].pretraining.to_json()},
        committee={"settings": PRESETS["default"].teacher.to_json()},
        versions={"keras": "3.0"},
    )
    text = made(tmp_path, metrics)["Training"]
    names = {"pretraining": "pretraining", "teacher": "teacher", "training": "model"}
    for stage, name in names.items():
        for setting, value in getattr(PRESETS["default"], stage).to_json().items():
            assert f"| {name} | `{setting}` | `{value}` |" in text
    assert "all stages together: 3,600 seconds." in text
    assert "`keras` `3.0`" in text


def test_it_says_who_gave_the_soft_labels_and_what_weighed_them(tmp_path):
    committee = {"members": {"reviews": {"together": {"n": 2_250}}}, "encoder": "a/b", "revision": "c0ffee"}
    text = made(tmp_path, metrics_of(committee=committee))["Training"]
    assert "a small pretrained language model, `a/b` (revision `c0ffee`" in text
    assert "on which the weight of each was then fitted (n = 2,250)" in text
    assert "multiplied by" not in text
    surer = made(tmp_path, metrics_of(committee=committee | {"surer": 1.5}))["Training"]
    assert "Its log-odds for excerpts and single words were multiplied by 1.50:" in surer
    assert "soft labels" not in made(tmp_path)["Training"]


def test_figures_stand_with_their_n(tmp_path):
    text = made(tmp_path, metrics_of(validation=figures(0.88, n=2_500)))["Results"]
    assert (
        "| texts | n | accuracy (95% interval) | F1 | ROC AUC | log-loss | calibration error |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| test split | 1,234 | 90.00% (89.00% to 91.00%) | 0.875 | 0.960 | 0.250 | 0.012 |\n"
        "| test split without repeated texts | 1,200 | 89.00% (88.00% to 90.00%) |"
    ) in text
    assert "| 401 and more | 321 | 80.00% (75.00% to 85.00%) |" in text
    assert "| plain | 120 | 70.00% (61.00% to 78.00%) |" in text


def test_the_confusion_matrix_has_labels_as_rows(tmp_path):
    text = made(tmp_path)["Confusion matrix"]
    assert "| label | predicted negative | predicted positive |" in text
    assert "| negative | 501 | 62 |" in text
    assert "| positive | 73 | 598 |" in text
    assert "n = 1,234" in text


def test_it_says_whether_it_is_calibrated(tmp_path):
    own = {"1 to 100": {"n": 7, "temperature": 1.11, "log_loss": 0.3, "log_loss_with_own": 0.29}}
    calibrated = made(tmp_path, metrics_of(own_temperatures=own))["Calibration"]
    assert "divided by a temperature of 1.50, chosen on the validation reviews. The sum" in calibrated
    assert "| test split | 1,234 | 0.5000 | 0.2500 | 0.1000 | 0.0123 |" in calibrated
    assert "| 1 to 100 | 7 | 1.11 | 0.2900 | 0.3000 |" in calibrated
    plain = metrics_of(temperature=1.0)
    del plain["uncalibrated"]
    text = made(tmp_path, plain)["Calibration"]
    assert text.startswith("\nThe model is not calibrated")
    assert "before" not in text


def test_only_methods_that_were_used_are_cited(tmp_path):
    plain = metrics_of(temperature=1.0, training=PRESETS["article"].training.to_json())
    cited = made(tmp_path, plain, direction="forward")["Citation"]
    assert "@inproceedings{maas2011learning," in cited
    assert "Elman" in cited
    assert "Kingma" in cited
    for name in ("Schuster", "Guo", "Dai", "Srivastava", "Loshchilov", "Hochreiter", "Cho"):
        assert name not in cited
    full = metrics_of(training=PRESETS["default"].training.to_json(), pretraining={"settings": {"epochs": 2}})
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
    called = re.findall(r"nalyzer\.(\w+)\(", example)
    assert called
    assert [name for name in called if not hasattr(Analyzer, name)] == []


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

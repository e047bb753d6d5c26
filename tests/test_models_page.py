"""The Models page: every figure and sentence says what the metrics and the statistics say."""

from __future__ import annotations

import base64
import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from measured import measured_model

from brnn import figures
from brnn.analyzer import Analyzer
from brnn.model.measures import calibration_error, measure
from brnn.ui.answers.models_page import agreement, learning_sentence, metrics
from brnn.ui.answers.question import Asked, Question
from brnn.ui.texts import models as texts

TEXT = "a slow start but a lovely film"


def epochs(held: list[float], losses: list[float], kind: str = "test") -> list[dict]:
    return [
        {
            "epoch": at,
            "n": 900,
            "loss": 0.5 / at,
            "accuracy": 0.7 + 0.05 * at,
            kind: {"n": 400, "accuracy": accuracy, "log_loss": loss},
        }
        for at, (accuracy, loss) in enumerate(zip(held, losses, strict=True), start=1)
    ]


def measured_folder(folder: Path, accuracies: dict[str, list[float]], **more) -> Path:
    """Metrics of models and their repeats, without any model: the page needs no more of others."""
    for name, values in accuracies.items():
        place = folder / name
        place.mkdir(parents=True)
        if name != "baseline":
            (place / "config.json").write_text("{}")
        for seed, accuracy in enumerate(values):
            found = {
                "training": {"seed": seed},
                "test": {
                    "n": 25_000,
                    "accuracy": accuracy,
                    "accuracy_interval": [accuracy - 0.004, accuracy + 0.004],
                    "log_loss": 0.25,
                    "calibration_error": 0.0123,
                },
                "reader_weights": 100,
                "seconds": 90.0,
                **more,
            }
            repeats = place.parent / "repeats"
            repeats.mkdir(exist_ok=True)
            path = place / "metrics.json"
            if seed:
                path = repeats / f"{place.name}-seed-{seed}.json"
            path.write_text(json.dumps(found))
    return folder


def analyzer_of(direction="bidirectional", **found) -> Analyzer:
    return Analyzer(dataclasses.replace(measured_model(direction=direction), metrics=found))


def asked(analyzer: Analyzer, folder: Path, name: str = "mine", **question) -> Asked:
    entries = {"text": TEXT, "narrow": 0, **question}
    return Asked(name, analyzer, Question.of(entries), None, folder)


def sent(answer: dict) -> dict:
    """As it goes out: no number that JSON does not know."""
    return json.loads(json.dumps(answer, allow_nan=False))


def trace(figure: dict, name: str) -> dict:
    (found,) = [trace for trace in figure["data"] if trace.get("name") == name]
    return found


def numbers(array) -> np.ndarray:
    if isinstance(array, list):
        return np.array(array)
    flat = np.frombuffer(base64.b64decode(array["bdata"]), "<" + array["dtype"])
    shape = array.get("shape")
    return flat.reshape([int(n) for n in shape.split(",")]) if shape else flat


def test_the_table_has_every_model_with_its_interval_and_says_who_is_best(tmp_path):
    folder = measured_folder(
        tmp_path, {"default": [0.92], "article": [0.75], "baseline": [0.909], "ladder/gru-x": [0.8]}
    )
    table = sent(metrics(asked(analyzer_of(), folder)))["table"]
    assert [row["model"] for row in table["rows"]] == [
        "default",
        "article",
        "baseline",
        "ladder/gru-x",
    ]
    assert [row["pickable"] for row in table["rows"]] == [True, True, False, True]
    assert table["rows"][0]["cells"][:3] == ["92.0% (91.6 to 92.4)", "0.250", "1.2"]
    assert "n = 25,000" in table["note"]
    assert "default, 92.0%" in table["sentence"]
    assert "90.9%" in table["sentence"]
    assert texts.APART[True] in table["sentence"]


def test_short_reviews_have_a_column_for_each_tag_with_its_n(tmp_path):
    short = {"n": 40, "accuracy": 0.8, "by_tag": {"irony": {"n": 30, "accuracy": 0.5}}}
    folder = measured_folder(tmp_path, {"article": [0.75]}, short_reviews=short)
    found = sent(metrics(asked(analyzer_of(), folder)))["short"]
    assert found["head"][1:] == ["all\nn = 40", "irony\nn = 30"]
    assert found["rows"][0]["cells"] == ["80%", "50%"]


def test_overfitting_is_seen_and_said(tmp_path):
    history = epochs([0.79, 0.78, 0.75], [0.44, 0.50, 0.70])
    analyzer = analyzer_of(history=history, kept_epoch=3)
    (own,) = sent(metrics(asked(analyzer, tmp_path)))["learning"]
    assert "It overfits: from epoch 1 to 3" in own["sentence"]
    assert "falls from 79.0% to 75.0%" in own["sentence"]
    assert "from 0.44 to 0.70" in own["sentence"]
    assert own["sentence"].endswith("Kept: epoch 3.")
    assert "3 epochs, 900 texts each; held out: 400 test reviews" in own["caption"]
    assert trace(own["figure"], "held out accuracy")["y"] == [0.79, 0.78, 0.75]
    assert trace(own["figure"], "held out log-loss")["y"] == [0.44, 0.5, 0.7]
    assert trace(own["figure"], "training accuracy")["y"] == pytest.approx([0.75, 0.8, 0.85])


@pytest.mark.parametrize(
    ("held", "losses", "said"),
    [
        ([0.7, 0.8], [0.5, 0.4], "best at the last epoch, 2"),
        ([0.8, 0.79], [0.5, 0.4], "best at epoch 1"),
        ([0.8], [0.5], texts.ONE_EPOCH),
        ([None, 0.8], [None, 0.4], "best at the last epoch"),
    ],
)
def test_what_does_not_overfit_is_not_said_to(held, losses, said):
    training = figures.Curve([0.6] * len(held), [0.7] * len(held))
    sentence = learning_sentence(training, figures.Curve(held, losses), "validation")
    assert said in sentence
    assert "overfits" not in sentence


def test_beside_a_model_stands_the_article_and_beside_the_article_the_default(tmp_path):
    folder = measured_folder(tmp_path, {"default": [0.9], "article": [0.7]})
    for name, beside in (("default", "article"), ("article", "default"), ("else", "article")):
        found = metrics(asked(analyzer_of(), folder, name))["learning"]
        assert [curve["name"] for curve in found] == [name, beside]


def test_the_ladder_shows_mean_and_spread_over_seeds(tmp_path):
    runs = {"ladder/gru-forward": [0.80, 0.84], "ladder/gru-bidirectional": [0.85, 0.86]}
    folder = measured_folder(tmp_path, {**runs, "ladder/gru-backward": [0.81, 0.82]})
    found = sent(metrics(asked(analyzer_of(), folder)))["ladder"]
    means = trace(found["figure"], "means")
    assert means["x"] == pytest.approx([0.82, 0.815, 0.855])
    assert means["error_x"]["array"][0] == pytest.approx(np.std([0.80, 0.84], ddof=1))
    assert "by +3.50 points" in found["sentences"][0]
    assert "2 seeds each, n = 25,000" in found["note"]


def test_a_rung_far_from_the_others_is_named_at_the_edge():
    rungs = [
        figures.Rung("GRU", "forward", [0.85, 0.86]),
        figures.Rung("GRU", "backward", [0.5, 0.7]),
    ]
    layout = json.loads(figures.ladder(rungs).to_json())["layout"]
    assert layout["xaxis"]["range"][0] > 0.8
    assert layout["annotations"][0]["text"] == "◀ 60.0% ± 14.1 points"


def test_a_repeat_of_another_recipe_is_named_in_place(tmp_path):
    folder = measured_folder(tmp_path, {"ladder/gru-forward": [0.8, 0.81]})
    path = folder / "ladder" / "repeats" / "gru-forward-seed-1.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "reader_weights": 7}))
    found = metrics(asked(analyzer_of(), folder))["ladder"]
    assert found["figure"] is None
    assert "different recipes" in found["missing"]


def test_the_confusion_and_the_reliability_are_those_of_the_test_reviews(tmp_path):
    analyzer = analyzer_of()
    plane = analyzer.agreement()
    logits = plane.forward + plane.backward - plane.boundary
    test = measure(logits, plane.labels)
    analyzer = analyzer_of(test=test)
    found = sent(metrics(asked(analyzer, tmp_path)))
    shares = numbers(trace(found["confusion"]["figure"], "verdicts")["z"])
    wrong = test["confusion"]["false_positive"] + test["confusion"]["false_negative"]
    assert f"Of {test['n']:,} test reviews {wrong}" in found["confusion"]["sentence"]
    assert np.abs(shares).sum(axis=1) == pytest.approx([1, 1])
    assert (shares[:, 0] <= 0).all()
    assert (shares[:, 1] >= 0).all()
    assert found["reliability"]["error"] == pytest.approx(calibration_error(logits, plane.labels))
    assert sum(trace(found["reliability"]["figure"], "so")["customdata"]) == test["n"]


def test_bins_hold_every_review_once_at_what_was_said_and_what_is_so():
    rng = np.random.default_rng(3)
    logits, labels = rng.normal(0, 3, 500), rng.integers(0, 2, 500)
    bins = figures.bins_of(logits, labels)
    said = 1 / (1 + np.exp(-logits))
    counts = np.histogram(said, np.linspace(0, 1, 16))[0]
    assert bins.counts.tolist() == counts[counts > 0].tolist()
    assert (bins.said * bins.counts).sum() == pytest.approx(said.sum())
    assert (bins.so * bins.counts).sum() == pytest.approx(labels.sum())
    assert ((bins.low <= bins.so) & (bins.so <= bins.high)).all()


def test_the_plane_holds_every_review_once_and_the_text_among_them(tmp_path):
    analyzer = analyzer_of()
    record = analyzer.agreement(TEXT)
    found = sent(agreement(asked(analyzer, tmp_path)))
    for label, name in enumerate(("negative", "positive")):
        cells = trace(found["figure"], f"{name} reviews")
        counts = numbers(cells["customdata"])
        assert counts.sum() == (record.labels == label).sum()
        assert numbers(cells["z"]) == pytest.approx((1 if label else -1) * np.sqrt(counts))
    own = [trace for trace in found["figure"]["data"] if trace.get("meta") == "chosen"]
    assert [trace["customdata"][0] for trace in own] == [pytest.approx(record.text)] * 2
    assert [row[2] for row in found["quadrants"]] == [f"{q.n:,}" for q in record.quadrants]


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_one_reader_has_a_line_instead_of_a_plane(tmp_path, direction):
    found = sent(agreement(asked(analyzer_of(direction), tmp_path)))
    kinds = {trace["type"] for trace in found["figure"]["data"]}
    assert kinds == {"bar", "scatter"}
    assert found["sentence"] == texts.PLANE_ONE.format(n=60)
    assert len(found["quadrants"]) == 2


def test_the_line_between_the_verdicts_ends_at_the_axes():
    record = analyzer_of().agreement()
    figure = json.loads(figures.plane(record).to_json())
    bound = figure["layout"]["xaxis"]["range"][1]
    lines = [trace for trace in figure["data"] if trace["name"] == "boundary"]
    assert len(lines) == 2
    for line in lines:
        for x, y in zip(line["x"], line["y"], strict=True):
            assert x + y == pytest.approx(record.boundary)
            assert max(abs(x), abs(y)) == pytest.approx(bound)


def test_a_text_without_words_is_said_to_have_none(tmp_path):
    found = agreement(asked(analyzer_of(), tmp_path, text="…"))
    assert found["own"] == texts.NOTHING_READ
    assert not [trace for trace in found["figure"]["data"] if trace.get("meta") == "chosen"]


def test_what_is_missing_is_said_in_place(tmp_path):
    bare = Analyzer(dataclasses.replace(measured_model(), metrics={}, statistics=None))
    found = sent(metrics(asked(bare, tmp_path)))
    assert found["learning"][0]["missing"] == texts.NO_METRICS
    assert found["ladder"]["missing"] == texts.NO_LADDER
    assert found["confusion"]["missing"] == texts.NO_TEST
    assert found["reliability"]["missing"] == texts.NO_STATISTICS
    assert agreement(asked(bare, tmp_path))["missing"] == texts.NO_STATISTICS
    assert found["table"]["rows"] == []
    assert found["short"] is None


@pytest.mark.parametrize("content", ["[]", "{", '{"test": 7, "history": {"a": 1}}', "{}"])
def test_no_metrics_file_can_break_the_page(tmp_path, content):
    folder = measured_folder(tmp_path, {"article": [0.7], "default": [0.9]})
    (folder / "article" / "metrics.json").write_text(content)
    found = sent(metrics(asked(analyzer_of(), folder, history=[3, {"test": []}])))
    assert found["table"]["rows"][0]["model"] == "default"


def test_a_wrong_history_is_no_curve(tmp_path):
    for history in ([3], {"a": 1}, [{"test": []}], [{"accuracy": "x", "test": {"accuracy": True}}]):
        (own,) = sent(metrics(asked(analyzer_of(history=history), tmp_path)))["learning"]
        assert own["missing"] in (texts.NO_HISTORY, "")

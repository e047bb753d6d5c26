"""The Models page: its answers and its figures hold what metrics and statistics say."""

from __future__ import annotations

import base64
import dataclasses
import json
from pathlib import Path

import numpy as np
import orjson
import pytest
from made import write_ladder
from measured import measured_model
from places import ROOT
from sent import as_sent, replied

from brnn import figures
from brnn.analyzer import Analyzer
from brnn.model.measures import calibration_error, measure
from brnn.ui.answers.metrics import metrics
from brnn.ui.answers.question import Asked, Question
from brnn.ui.protocol import unpack

TEXT = "a slow start but a lovely film"
NO_LADDER = {"rungs": [], "second_directions": [], "baseline": None, "problem": None}


def epochs(held: list[float | None], losses: list[float | None], split: str = "test") -> list[dict]:
    return [
        {
            "epoch": at,
            "n": 900,
            "loss": 0.5 / at,
            "accuracy": 0.7 + 0.05 * at,
            split: {"n": 400, "accuracy": accuracy, "log_loss": loss},
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


def answered(folder: Path) -> dict:
    """The answer to "metrics" about the models of a folder."""
    return as_sent("metrics", metrics(Asked("mine", None, Question({}), None, [str(folder)])))


def agreed(analyzer: Analyzer) -> dict:
    """The answer to "agreement"."""
    return replied("agreement", Asked("mine", analyzer, Question({})))


def analyzer_of(direction="bidirectional") -> Analyzer:
    return Analyzer(measured_model(direction=direction))


def drawn(figure) -> dict[str, dict]:
    """The traces of a figure by name, as they go out."""
    return {trace["name"]: trace for trace in json.loads(figure.to_json())["data"]}


def numbers(array) -> np.ndarray:
    if isinstance(array, list):
        return np.array(array)
    flat = np.frombuffer(base64.b64decode(array["bdata"]), "<" + array["dtype"])
    shape = array.get("shape")
    return flat.reshape([int(n) for n in shape.split(",")]) if shape else flat


# What was measured of all models


def test_every_model_is_there_in_order_with_its_own_figures(tmp_path):
    folder = measured_folder(
        tmp_path, {"default": [0.92], "article": [0.75], "baseline": [0.909], "ladder/gru-x": [0.8]}
    )
    models = answered(folder)["models"]
    assert [m["name"] for m in models] == ["default", "article", "baseline", "ladder/gru-x"]
    assert [m["is_model"] for m in models] == [True, True, False, True]
    assert models[0]["test"] == {
        "n": 25_000,
        "accuracy": 0.92,
        "interval": [pytest.approx(0.916), pytest.approx(0.924)],
        "log_loss": 0.25,
        "calibration_error": 0.0123,
    }
    assert models[0]["seconds"] == 90.0


def test_short_reviews_are_there_by_tag_with_their_n(tmp_path):
    short = {"n": 40, "accuracy": 0.8, "by_tag": {"irony": {"n": 30, "accuracy": 0.5}}}
    (found,) = answered(measured_folder(tmp_path, {"article": [0.75]}, short_reviews=short))["models"]
    assert (found["short_reviews"]["n"], found["short_reviews"]["accuracy"]) == (40, 0.8)
    assert {tag: (s["n"], s["accuracy"]) for tag, s in found["by_tag"].items()} == {"irony": (30, 0.5)}


def test_training_is_there_by_epoch_with_the_one_kept_and_how_it_was_selected(tmp_path):
    history = epochs([0.79, 0.78, 0.75], [0.44, 0.50, 0.70], "validation")
    more = {"history": history, "kept_epoch": 1, "training": {"selection": "validation"}}
    (found,) = answered(measured_folder(tmp_path, {"article": [0.75]}, **more))["models"]
    training = found["training"]
    assert [epoch["accuracy"] for epoch in training["held_out"]] == [0.79, 0.78, 0.75]
    assert [epoch["log_loss"] for epoch in training["held_out"]] == [0.44, 0.5, 0.7]
    assert [epoch["accuracy"] for epoch in training["trained"]] == pytest.approx([0.75, 0.8, 0.85])
    assert [epoch["log_loss"] for epoch in training["trained"]] == pytest.approx([0.5, 0.25, 1 / 6])
    assert [training[key] for key in ("split", "kept", "selection")] == [
        "validation",
        1,
        "validation",
    ]


def test_the_epoch_that_is_said_to_be_selected_on_validation_has_the_lowest_log_loss():
    for model in answered(ROOT / "assets")["models"]:
        training = model["training"]
        if training and training["selection"] == "validation":
            losses = [epoch["log_loss"] for epoch in training["held_out"]]
            assert training["kept"] == 1 + int(np.argmin(losses))


def test_what_was_not_measured_is_none(tmp_path):
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "config.json").write_text("{}")
    found = answered(tmp_path)
    (model,) = found["models"]
    empty = ["training", "confusion", "parameters", "features", "bytes", "seconds"]
    assert [model[key] for key in empty] == [None] * len(empty)
    assert set(model["test"].values()) == {None}
    assert found["ladders"]["scratch"] == NO_LADDER


COUNTS = [f'{{"test": {{"n": {n}}}}}' for n in ("1" + 30 * "0", "1e30", 400 * "9")]


@pytest.mark.parametrize("content", ["[]", "{", '{"test": 7, "history": {"a": 1}}', "{}", *COUNTS])
def test_no_metrics_file_can_break_the_answer(tmp_path, content):
    folder = measured_folder(tmp_path, {"article": [0.7], "default": [0.9]})
    (folder / "article" / "metrics.json").write_text(content)
    found = answered(folder)
    assert found["models"][0]["name"] == "default"
    assert len(found["models"]) + len(found["problems"]) == 2
    orjson.dumps(found)


@pytest.mark.parametrize(
    "history", [[3], {"a": 1}, [{"test": []}], [{"accuracy": "x", "test": {"accuracy": True}}]]
)
def test_a_wrong_history_is_no_curve(tmp_path, history):
    (found,) = answered(measured_folder(tmp_path, {"article": [0.7]}, history=history))["models"]
    assert not any(epoch["accuracy"] for epoch in (found["training"] or {"held_out": []})["held_out"])


# The ladder


def test_the_ladder_holds_every_seed_and_what_the_second_direction_brings(tmp_path):
    shares = {"forward": [0.80, 0.84], "backward": [0.81, 0.5], "bidirectional": [0.85, 0.86]}
    write_ladder(tmp_path, {("scratch", "gru", direction): found for direction, found in shares.items()})
    ladders = answered(tmp_path)["ladders"]
    assert list(ladders) == ["scratch", "units", "pretrained"]
    ladder = ladders["scratch"]
    assert [(r["cell"], r["direction"], r["n"], r["accuracies"], r["failed"]) for r in ladder["rungs"]] == [
        ("gru", "forward", 1_234, [0.80, 0.84], 0),
        ("gru", "backward", 1_234, [0.81], 1),
        ("gru", "bidirectional", 1_234, [0.85, 0.86], 0),
    ]
    forward, backward = ladder["second_directions"]
    assert (forward["cell"], forward["single"], forward["seeds"]) == ("gru", "forward", 2)
    assert forward["gain"] == pytest.approx(0.855 - 0.82)
    assert forward["interval"] == [
        pytest.approx(0.035 - 12.7062 * 0.015),
        pytest.approx(0.035 + 12.7062 * 0.015),
    ]
    assert (backward["single"], backward["seeds"], backward["interval"]) == ("backward", 1, None)
    assert ladders["pretrained"] == NO_LADDER


def test_a_damaged_ladder_is_named(tmp_path):
    write_ladder(tmp_path, {})
    (tmp_path / "ladder" / "runs.json").write_text("{}")
    ladder = answered(tmp_path)["ladders"]["scratch"]
    assert ladder["rungs"] == []
    assert "runs.json" in ladder["problem"]


def test_the_ladder_shows_mean_and_spread_over_seeds():
    rungs = [
        figures.Rung("gru", "forward", [0.80, 0.84]),
        figures.Rung("gru", "bidirectional", [0.85]),
    ]
    means = drawn(figures.ladder(rungs, 25_000))["means"]
    assert means["x"] == pytest.approx([0.82, 0.85])
    assert means["y"] == ["gru-forward", "gru-bidirectional"]
    assert means["error_x"]["array"] == pytest.approx([np.std([0.80, 0.84], ddof=1), 0])
    assert means["hovertext"][0].startswith("GRU, forward only: 82.0% ± 2.8 points, seeds: 2, n = 25,000")


def test_a_rung_far_from_the_others_is_named_at_the_edge():
    rungs = [
        figures.Rung("gru", "forward", [0.85, 0.86]),
        figures.Rung("gru", "backward", [0.5, 0.7]),
    ]
    figure = figures.ladder(rungs)
    assert figure.layout.xaxis.range[0] > 0.8
    assert drawn(figure)["beyond the axis"]["text"] == [" ◀ 60.0% ± 14.1 points"]


def test_learning_curves_hold_both_lines_and_mark_the_epoch_that_was_kept():
    training, held = figures.Curve([0.8, 0.9], [0.5, 0.3]), figures.Curve([0.7, None], [0.6, 0.65])
    traces = drawn(figures.learning(training, held, kept=2))
    assert traces["training accuracy"]["y"] == [0.8, 0.9]
    assert traces["training log-loss"]["y"] == [0.5, 0.3]
    assert traces["held out accuracy"]["y"] == [0.7, None]
    assert traces["held out log-loss"]["y"] == [0.6, 0.65]
    assert traces["kept"]["x"] == [2, 2]
    assert drawn(figures.learning(training, held))["kept"]["x"] == []


# The test reviews of one model


def test_the_reliability_is_that_of_the_test_reviews():
    analyzer = analyzer_of()
    plane = analyzer.agreement()
    logits = plane.forward + plane.backward - plane.boundary
    found = agreed(analyzer)["reliability"]
    said, positive, reviews = (unpack(found[name]) for name in ("said", "positive", "reviews"))
    assert reviews.sum() == len(logits)
    assert np.nansum(said * reviews) == pytest.approx((1 / (1 + np.exp(-logits))).sum(), rel=1e-5)
    assert np.nansum(positive * reviews) == pytest.approx(plane.labels.sum(), rel=1e-5)
    assert found["right"] == measure(logits, plane.labels)["accuracy"]
    sure = 1 / (1 + np.exp(-np.abs(logits)))
    assert found["sure"] == pytest.approx(sure.mean())
    assert abs(found["sure"] - found["right"]) <= calibration_error(logits, plane.labels) + 1e-9


def test_bins_hold_every_review_once_at_what_was_said_and_what_is_so():
    rng = np.random.default_rng(3)
    logits, labels = rng.normal(0, 3, 500), rng.integers(0, 2, 500)
    logits = logits[np.abs(logits) > 0.5]  # a bin stays empty
    labels = labels[: len(logits)]
    bins = figures.bins_of(logits, labels)
    said = 1 / (1 + np.exp(-logits))
    assert bins.counts.tolist() == np.histogram(said, np.linspace(0, 1, 16))[0].tolist()
    there = bins.counts > 0
    assert not there.all()
    assert np.isnan(bins.said).tolist() == np.isnan(bins.low).tolist() == (~there).tolist()
    assert np.nansum(bins.said * bins.counts) == pytest.approx(said.sum())
    assert np.nansum(bins.positive * bins.counts) == pytest.approx(labels.sum())
    assert ((bins.low <= bins.positive) & (bins.positive <= bins.high))[there].all()


def test_the_confusion_matrix_says_each_count_and_its_share_of_the_label():
    counts = {"true_negative": 30, "false_positive": 10, "false_negative": 5, "true_positive": 15}
    trace = drawn(figures.confusion(counts))["verdicts"]
    assert numbers(trace["z"]).tolist() == [[-0.75, 0.25], [-0.25, 0.75]]
    assert trace["text"] == [
        ["<b>30</b><br>75.0%", "<b>10</b><br>25.0%"],
        ["<b>5</b><br>25.0%", "<b>15</b><br>75.0%"],
    ]


def test_the_cells_and_the_quadrants_hold_every_test_review_once():
    analyzer = analyzer_of()
    record = analyzer.agreement()
    found = agreed(analyzer)
    verdict = record.forward + record.backward > record.boundary
    for label, name in enumerate(("negative", "positive")):
        here = record.labels == label
        counts = unpack(found["counts"][name])
        assert counts.sum() == here.sum()
        # The rows are the backward evidence, the columns the forward evidence.
        inside = np.clip(record.backward[here], -found["edge"], found["edge"])
        edges = np.linspace(-found["edge"], found["edge"], 65)
        assert counts.sum(axis=1).tolist() == np.histogram(inside, edges)[0].tolist()
        assert sum(q["reviews"][name] for q in found["quadrants"]) == here.sum()
        right = int((verdict[here] == bool(label)).sum())
        assert sum(q["right"][name] for q in found["quadrants"]) == right
    assert found["boundary"] == record.boundary


def test_the_plane_shows_the_cells_and_the_text_among_them():
    analyzer = analyzer_of()
    record = analyzer.agreement(TEXT)
    cells = figures.cells_of(record)
    traces = drawn(figures.plane(record))
    for label, name in enumerate(("negative", "positive")):
        assert numbers(traces[f"{name} reviews"]["customdata"]).tolist() == (cells.counts[label].tolist())
    own = traces["your text"]
    place = np.clip(record.text, -cells.edge, cells.edge)
    assert [*numbers(own["x"]), *numbers(own["y"])] == pytest.approx(list(place))


@pytest.mark.parametrize("stacked", [False, True])
def test_the_line_between_the_verdicts_ends_at_the_axes(stacked):
    record = analyzer_of().agreement()
    figure = json.loads(figures.plane(record, stacked).to_json())
    bound = figure["layout"]["xaxis"]["range"][1]
    lines = [trace for trace in figure["data"] if trace["name"] == "boundary"]
    assert len(lines) == 2
    for line in lines:
        for x, y in zip(numbers(line["x"]), numbers(line["y"]), strict=True):
            assert x + y == pytest.approx(record.boundary)
            assert max(abs(x), abs(y)) == pytest.approx(bound)


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_one_reader_has_a_line_instead_of_a_plane(direction):
    analyzer = analyzer_of(direction)
    found = agreed(analyzer)
    assert found["readers"] == [direction]
    assert {counts["shape"][0] for counts in found["counts"].values()} == {64}
    assert len(found["quadrants"]) == 2
    kinds = {trace["type"] for trace in drawn(figures.plane(analyzer.agreement(TEXT))).values()}
    assert kinds == {"bar", "scatter"}


def test_a_model_without_statistics_says_so():
    bare = Analyzer(dataclasses.replace(measured_model(), statistics=None))
    assert agreed(bare) == {"kind": "message", "about": "noStatistics", "details": []}

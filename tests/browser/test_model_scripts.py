"""What the scripts make of metrics, agreement and lesson: tables, sentences, values of charts."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import numpy as np
import pytest
from measured import measured_analyzer
from sent import as_sent

from brnn import figures
from brnn.evaluation.report.ladder import FINDINGS
from brnn.figures.templates import fill
from brnn.ui.answers.agreement import agreement
from brnn.ui.answers.metrics import metrics
from brnn.ui.answers.question import Asked, Question
from brnn.ui.protocol import pack
from brnn.ui.texts.lesson import LESSON
from brnn.ui.texts.models import MODELS
from brnn.ui.texts.read import SENTENCES

pytestmark = pytest.mark.browser

NOT_MEASURED = {
    "n": None,
    "accuracy": None,
    "interval": None,
    "log_loss": None,
    "calibration_error": None,
}
TEXT = "a slow start but a lovely film"


def score(accuracy: float | None, loss: float | None = None, **more) -> dict:
    return NOT_MEASURED | {"n": 400, "accuracy": accuracy, "log_loss": loss} | more


def model(name: str, accuracy: float | None = None, **more) -> dict:
    test = NOT_MEASURED
    if accuracy is not None:
        test = score(accuracy, 0.25, interval=[accuracy - 0.004, accuracy + 0.004], n=25_000)
        test["calibration_error"] = 0.0123
    empty = ("parameters", "features", "bytes", "seconds", "training", "confusion")
    return {
        "name": name,
        "is_model": True,
        "test": test,
        "sentences": NOT_MEASURED,
        "short_reviews": NOT_MEASURED,
        "by_tag": {},
        **dict.fromkeys(empty),
        **more,
    }


def training(held: list, losses: list, **more) -> dict:
    return {
        "trained": [score(0.7 + 0.05 * at, n=900) for at in range(1, len(held) + 1)],
        "split": "validation",
        "held_out": [score(*pair) for pair in zip(held, losses, strict=True)],
        "kept": None,
        "selection": None,
        **more,
    }


@pytest.fixture
def say(scripts):
    """Call a function of lib/metrics.js with the page's texts."""
    return lambda name, *given: scripts.call("lib/metrics.js", name, *given, MODELS)


# Tables


def test_the_table_prints_each_figure_in_its_unit(say):
    models = [
        model("default", 0.92, parameters=4_038_657, bytes=8_412_000, seconds=3376.7),
        model("baseline", 0.909, is_model=False, features=453_255, seconds=90),
        model("bare"),
    ]
    default, baseline, bare = say("overview", models)
    assert default["cells"] == [
        "92.0% (91.6 to 92.4)",
        "0.250",
        "1.2",
        "–",
        "4,038,657",
        "8.4 MB",
        "56 min",
    ]
    assert baseline["name"].startswith("baseline (no network")
    assert (baseline["isModel"], baseline["cells"][4:]) == (
        False,
        ["453,255 features", "–", "90 s"],
    )
    assert bare["cells"] == ["–"] * 7
    assert [row["measured"] for row in (default, baseline, bare)] == [True, True, False]
    assert say("overview", [model("ladder/gru-forward")])[0]["name"] == "Ladder: GRU, forward only"
    assert "n = 25,000 test reviews" in say("tableNote", models)


@pytest.mark.parametrize(("other", "said"), [(0.909, "do not overlap"), (0.915, "overlap")])
def test_the_most_accurate_model_is_named_with_the_next(say, other, said):
    sentence = say("bestSentence", [model("bare"), model("article", other), model("default", 0.92)])
    assert sentence.startswith("default has the highest test accuracy, 92.0%; article follows at")
    assert sentence.endswith(f"intervals {said}.")
    assert say("bestSentence", [model("default", 0.92), model("bare")]) == ""


def test_short_texts_of_others_come_first_and_ours_have_a_column_for_each_tag(say):
    more = {"short_reviews": score(0.8, n=40), "by_tag": {"irony": score(0.5, n=30)}}
    others = model("others", sentences=score(0.7, n=872))
    found = say("shortTexts", [model("article", **more), model("bare"), others])
    assert found["head"] == ["model", "SST-2 dev\nn = 872", "synthetic, all\nn = 40", "irony\nn = 30"]
    expected = [["article", "–", "80%", "50%"], ["others", "70%", "–", "–"]]
    assert [row["cells"] for row in found["rows"]] == expected
    assert say("overview", [others])[0]["cells"][3] == "70.0%"
    others["sentences"]["interval"] = [0.67, 0.73]
    assert say("overview", [others])[0]["cells"][3] == "70.0% (67.0 to 73.0)"
    assert say("shortTexts", [model("bare")]) is None


# Sentences


def test_overfitting_is_seen_and_said(say):
    found = training([0.79, 0.78, 0.75], [0.44, 0.50, 0.70], kept=3, selection="last")
    said = say("learningSentence", found)
    assert "It overfits: from epoch 1 to 3, training accuracy rises from 75.0% to 85.0%" in said
    assert "falls from 79.0% to 75.0% and log-loss rises from 0.44 to 0.70" in said
    assert said.endswith("The last epoch, 3, was kept, as its recipe says.")
    caption = say("learningCaption", model("default", training=found))
    assert caption == "default: 3 epochs of 900 texts; held out: 400 validation reviews."


@pytest.mark.parametrize(
    ("held", "losses", "said"),
    [
        ([0.7, 0.8], [0.5, 0.4], "is highest after the last epoch, 2: 80.0%"),
        ([0.8, 0.79], [0.5, 0.4], "peaks at 80.0% after epoch 1"),
        ([0.8], [0.5], MODELS["oneEpoch"]),
        ([None, 0.8], [None, 0.4], "is highest after the last epoch"),
    ],
)
def test_what_does_not_overfit_is_not_said_to(say, held, losses, said):
    sentence = say("learningSentence", training(held, losses))
    assert said in sentence
    assert "overfits" not in sentence


def test_the_kept_epoch_is_said_to_be_the_one_of_the_lowest_log_loss(say):
    """As in the default model, whose accuracy is highest in another epoch."""
    found = training([0.9176, 0.9184], [0.2079, 0.2082], kept=1, selection="validation")
    assert say("learningSentence", found) == (
        "Accuracy on the validation reviews is highest after the last epoch, 2: 91.8%. Epoch 1 was "
        "kept: its log-loss on the validation reviews, 0.208, is the lowest."
    )


@pytest.mark.parametrize(
    ("interval", "finding", "said"),
    [
        ([-0.005, -0.002], "fewer", "95% interval −0.50 to −0.20, 4 paired seeds). " + FINDINGS["fewer"]),
        ([-0.02, 0.013], "unclear", "95% interval −2.00 to +1.30, 4 paired seeds). " + FINDINGS["unclear"]),
        ([-0.007, -0.0001], "alone", "95% interval −0.70 to −0.01, 4 paired seeds). " + FINDINGS["alone"]),
        (None, "unclear", "one seed gives no interval). " + FINDINGS["unclear"]),
    ],
)
def test_the_second_direction_is_said_as_far_as_its_interval_allows(say, interval, finding, said):
    second = {"cell": "gru", "single": "backward", "seeds": 4, "gain": -0.0035}
    assert say("secondDirection", second | {"interval": interval, "finding": finding}) == (
        f"GRU, both readers instead of backward only: −0.35 points of test accuracy ({said}"
    )


def test_the_lesson_concludes_from_the_comparisons_and_from_a_model_that_counts_words(say):
    rungs = [{"accuracies": accuracies} for accuracies in ([0.8, 0.9], [0.9, 0.92], [])]
    unclear = ((0.001, [-0.001, 0.003]), (-0.002, [-0.05, 0.046]))
    found = [{"finding": "unclear", "gain": gain, "interval": interval} for gain, interval in unclear]
    told = say("conclusions", {"rungs": rungs, "second_directions": found, "baseline": 0.88})
    assert told[0].startswith("None of the 2 comparisons")
    assert "intervals reach from −5.00 to +4.60 points" in told[0]
    assert "right on 88.0% of the test reviews, more often than 1 of these 2" in told[1]
    sure = (("more", 0.005), ("fewer", -0.01))
    found += [{"finding": finding, "gain": gain, "interval": [gain, gain]} for finding, gain in sure]
    (told,) = say("conclusions", {"rungs": rungs, "second_directions": found, "baseline": None})
    assert told.startswith("In 2 of the 4 comparisons")
    assert "by −1.00 to +0.50 points" in told
    told = say("conclusions", {"rungs": rungs, "second_directions": found[:3], "baseline": 0.5})
    assert told[0].startswith("In one of the 3 comparisons")
    assert "by +0.50 points" in told[0]
    assert "less often than each of these 2" in told[1]
    told = say("conclusions", {"rungs": rungs, "second_directions": found, "baseline": 0.95})
    assert "more often than each of these 2" in told[1]
    found[-1] |= {"finding": "alone"}  # it does not count
    (told,) = say("conclusions", {"rungs": rungs, "second_directions": found, "baseline": None})
    assert told.startswith("In one of the 4 comparisons")
    alone = [one | {"finding": "unclear", "interval": None} for one in found]
    assert say("conclusions", {"rungs": rungs, "second_directions": alone, "baseline": None}) == [
        MODELS["oneSeed"]
    ]


def test_runs_that_failed_are_named_below_the_ladder(say):
    rung = {"cell": "simple", "direction": "backward", "n": 25_000, "accuracies": [0.8, 0.81], "failed": 3}
    assert say("ladderNote", [rung], "From scratch") == (
        "From scratch. Seeds per network: 5; n = 25,000 test reviews. Not shown, as they failed to learn "
        "(right "
        "on less than 80% of the validation reviews): 3 of SimpleRNN, backward only."
    )
    assert "failed" not in say("ladderNote", [rung | {"failed": 0}], "From scratch")


def test_the_readers_agreement_is_summed_over_the_quadrants(say):
    quadrant = {"interval": [0.5, 0.9], "reviews": {"negative": 10, "positive": 0}}
    quadrants = [
        quadrant | {"forward": x, "backward": y, "right": {"negative": right, "positive": 0}}
        for (x, y), right in zip(
            [(x, y) for x in ("negative", "positive") for y in ("negative", "positive")],
            (9, 6, 5, 8),
            strict=True,
        )
    ]
    answer = {"readers": ["forward", "backward"], "quadrants": quadrants}
    assert say("agreementSentence", answer) == (
        "The readers agree on 50% of 40 test reviews. Where they agree, 85.0% of the verdicts are "
        "right; where they disagree, 55.0%."
    )
    table = say("quadrantTable", answer)
    assert table["head"] == ["→", "←", *MODELS["quadrants"]]
    assert table["rows"][1]["cells"] == ["−", "+", "10", "60.0%", "50.0% to 90.0%"]
    alone = say("quadrantTable", answer | {"readers": ["backward"]})
    assert alone["head"] == ["←", *MODELS["quadrants"]]
    assert alone["rows"][1]["cells"] == ["+", "10", "60.0%", "50.0% to 90.0%"]
    answer["reliability"] = {"sure": 0.9, "right": 0.7}  # 40 reviews: ± 14 points
    assert say("reliabilitySentence", answer).endswith("it is overconfident by 20.0 points.")
    answer["reliability"] = {"sure": 0.5, "right": 0.7}
    assert say("reliabilitySentence", answer).endswith("it is underconfident by 20.0 points.")
    answer["reliability"] = {"sure": 0.8, "right": 0.7}
    assert say("reliabilitySentence", answer).endswith("a difference this small may be chance.")


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        ([1, 1, 6], "The last of the 3 words"),
        ([2, 3, 2], "The last 2 of the 3 words"),
        ([2, 3, 2, 2], "The last of the 3 words"),  # and the mark after it
        ([2, 1, 3, 6], "The punctuation that the forward reader reads last makes up half"),
    ],
)
def test_reach_is_said_in_words(scripts, reach, said):
    half = 1 if reach[-1] > 4 else 2
    alone = {"forward": {"slopes": pack([1, 1]), "half": 1}}
    assert scripts.call("lib/lesson.js", "reachSentences", alone, ["good", "."], LESSON) == []
    answer = {"forward": {"slopes": pack(reach), "half": half}}
    read = ["a", "slow", "start", "."][: len(reach)]
    (sentence,) = scripts.call("lib/lesson.js", "reachSentences", answer, read, LESSON)
    assert said in sentence
    assert f"at its first word is {100 * reach[0] / max(reach):.1f}% of the largest." in sentence
    assert not scripts.call(
        "lib/lesson.js", "reachSentences", {"forward": {"slopes": pack([]), "half": 0}}, [], LESSON
    )


def words(text: str) -> dict:
    return {"words": [{"word": word, "label": word} for word in text.split()]}


def test_the_mirror_says_by_how_much_the_logits_differ(scripts):
    mirror = {"reading": {"logit": 1.25}, "state_gap": 0}
    said = scripts.call("lib/lesson.js", "mirrorSentence", 1.25, False, mirror, LESSON)
    assert said == "The network’s logit is +1.250000."  # no result yet
    said = scripts.call("lib/lesson.js", "mirrorSentence", 1.25, True, mirror, LESSON)
    assert said == (
        "The network’s logit is +1.250000; its mirror image’s is +1.250000: they are equal. "
        "Every unit is the same, bit for bit."
    )
    mirror["state_gap"] = 2e-7
    said = scripts.call("lib/lesson.js", "mirrorSentence", 1.2500005, True, mirror, LESSON)
    assert "they differ by 5e-7" in said
    assert "differs by more than 2e-7" in said


def test_the_printed_equation_adds_up_and_ends_at_the_state(scripts):
    found = {"reader": "backward", "word": 1, "unit": 3, "bias": 0.004, "memory": 0.7}
    found |= {"from_word": 0.446, "from_memory": 0.4441}
    picture = words("a b") | {"settings": {"units": 64, "embedding_size": 128}}
    row = scripts.call("lib/lesson.js", "cellRow", found, picture, LESSON, SENTENCES)
    *terms, total, state = [(term.get("arrow", ""), term["value"]) for term in row["terms"]]
    assert terms == [("", "+0.45"), ("", "+0.44"), ("", "0.00")]
    assert (total, state) == (("=", "+0.89"), ("tanh →", "+0.70"))
    assert "Unit 4 of the backward reader at" in row["title"]
    assert row["terms"][1]["name"] == LESSON["fromNothing"]  # the backward reader's first word


# Charts are filled alike in Python and in the page.


def filled(scripts, name: str, *given: Any) -> dict:
    """The figure that the page makes of an answer."""
    chart = scripts.page.evaluate(
        """async ([name, given]) => {
          const plain = (key, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);
          return JSON.stringify((await import("/lib/chartvalues.js"))[name](...given), plain);
        }""",
        [name, list(given)],
    )
    found = json.loads(chart)
    return fill(figures.TEMPLATES[found.pop("figure")], found)


def as_plain(value: Any) -> Any:
    """A figure of Python as plain values: no arrays, and None for what is no number."""
    if isinstance(value, np.ndarray | list | tuple):
        return [as_plain(part) for part in value]
    if isinstance(value, dict) and "bdata" in value:
        flat = np.frombuffer(base64.b64decode(value["bdata"]), "<" + value["dtype"])
        shape = value.get("shape")
        return as_plain(flat.reshape([int(n) for n in shape.split(",")]) if shape else flat)
    if isinstance(value, dict):
        return {key: as_plain(part) for key, part in value.items() if key != "template"}
    if isinstance(value, float | np.floating) and math.isnan(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def assert_alike(one: Any, other: Any, place: str = "") -> None:
    if isinstance(one, dict):
        assert one.keys() == other.keys(), place
        for key in one:
            assert_alike(one[key], other[key], f"{place}.{key}")
    elif isinstance(one, list):
        assert len(one) == len(other), place
        for i, pair in enumerate(zip(one, other, strict=True)):
            assert_alike(*pair, f"{place}[{i}]")
    elif isinstance(one, float):
        assert other == pytest.approx(one, rel=1e-5, abs=1e-6), place
    else:
        assert one == other, place


def test_the_ladder_is_filled_alike(scripts):
    worst = 0.80  # further from the mean than the standard deviation
    runs = [("simple", "forward", [0.82, 0.83]), ("simple", "backward", [0.75, 0.51, 0.53])]
    runs += [("gru", "forward", [worst, 0.86, 0.86, 0.86, 0.86])]
    rungs = [{"cell": c, "direction": d, "n": 25_000, "accuracies": a} for c, d, a in runs]
    found = filled(scripts, "ladderChart", rungs, MODELS)
    failed = figures.Rung("gru", "backward", [])  # every run of it: there is nothing to draw
    expected = figures.ladder([*(figures.Rung(*run) for run in runs), failed], 25_000)
    assert_alike(as_plain(expected.to_dict()), found)
    assert found["layout"]["xaxis"]["range"][0] <= worst


def test_learning_and_confusion_are_filled_alike(scripts):
    found = training([0.7, None], [0.6, 0.65], kept=1)
    curves = [
        figures.Curve([e["accuracy"] for e in found[part]], [e["log_loss"] for e in found[part]])
        for part in ("trained", "held_out")
    ]
    assert_alike(
        as_plain(figures.learning(*curves, kept=1).to_dict()),
        filled(scripts, "learningChart", found),
    )
    counts = {"true_negative": 300, "false_positive": 10, "false_negative": 5, "true_positive": 9}
    assert_alike(as_plain(figures.confusion(counts).to_dict()), filled(scripts, "confusionChart", counts))


@pytest.mark.parametrize("direction", ["bidirectional", "forward", "backward"])
@pytest.mark.parametrize("text", [TEXT, None])
def test_plane_and_reliability_are_filled_alike(scripts, direction, text):
    analyzer = measured_analyzer("simple", direction)
    answer = agreement(Asked("mine", analyzer, Question({})))
    record = analyzer.agreement(text)
    readers = [r for r in ("forward", "backward") if direction in (r, "bidirectional")]
    place = None
    if record.text:
        own = dict(zip(("forward", "backward"), record.text, strict=True))
        place = {reader: own[reader] for reader in readers}
    for stacked in (False, True):
        found = filled(scripts, "planeChart", answer, place, stacked, MODELS)
        expected = figures.plane(record, stacked)
        assert_alike(as_plain(expected.to_dict()), found)
    logits = record.forward + record.backward - record.boundary
    assert_alike(
        as_plain(figures.reliability(figures.bins_of(logits, record.labels)).to_dict()),
        filled(scripts, "reliabilityChart", answer["reliability"]),
    )


@pytest.mark.parametrize("text", [TEXT, "<b>film</b> & film " * 40])
def test_the_reach_is_filled_alike(scripts, text):
    analyzer = measured_analyzer(max_words=200)
    record, typed = analyzer.reach(text), analyzer.analyze(text).encoded.words
    answer = {
        reader: {"slopes": pack(getattr(record, reader)), "half": 1} for reader in ("forward", "backward")
    }
    found = filled(scripts, "reachChart", answer, list(typed), 500, LESSON["marks"])
    assert_alike(as_plain(figures.reach(record, typed, 500).to_dict()), found)


def test_the_figures_that_ship_are_written_and_drawn_without_a_hole(scripts, say):
    """Every sentence of the shipped metrics is filled, and every chart has all its values."""
    answer = as_sent("metrics", metrics(Asked("m", None, Question({}))))
    models = answer["models"]
    said = [say("tableNote", models), say("bestSentence", models)]
    for ladder in answer["ladders"].values():
        said += [say("secondDirection", second) for second in ladder["second_directions"]]
        if learnt := [rung for rung in ladder["rungs"] if rung["accuracies"]]:
            said.append(say("ladderNote", ladder["rungs"], "From scratch"))
            said += say("conclusions", ladder)
            filled(scripts, "ladderChart", learnt, MODELS)
    for found in models:
        if found["training"]:
            said += [say("learningSentence", found["training"]), say("learningCaption", found)]
            filled(scripts, "learningChart", found["training"])
        if found["confusion"]:
            said.append(say("confusionSentence", found["confusion"]))
            filled(scripts, "confusionChart", found["confusion"])
    assert all(said)
    assert not [sentence for sentence in said if "{" in sentence or "–" in sentence]

"""The study: figures by hand, sentences that follow the numbers, a page that does not drift."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest
import tiny_corpus
from made import write_ladder
from measured import measured_analyzer
from oracle import random_model

from brnn.analyzer import Analyzer
from brnn.data import archive, corpus
from brnn.data.corpus import Examples
from brnn.evaluation.report import ReportError, claims
from brnn.evaluation.report.__main__ import main as report
from brnn.evaluation.report.study import agreed, mean, page, side
from brnn.evaluation.study.__main__ import main
from brnn.evaluation.study.intervals import CLAIMS, Films
from brnn.evaluation.study.plane import agreement_figures, mute_figures
from brnn.evaluation.study.readings import (
    MARGINS,
    Orders,
    knowing_figures,
    memory_figures,
    order_figures,
)
from brnn.evaluation.study.run import Settings, StudyError, study
from brnn.explain.agreement import Agreement, agreement
from brnn.explain.experiments.order import Order
from brnn.explain.knowing import MARGIN, Knowing, Turn, who_knew_first
from brnn.explain.outcomes import Outcome, Outcomes
from brnn.explain.reach import Reach
from brnn.model import folder as model_folder
from brnn.model import statistics
from brnn.model.compiled import CompiledNetwork
from brnn.model.measures import wilson_interval
from brnn.model.network import Network

WORDS = ("dull", "lovely", "from", "start", "to", "end", "awful", "brilliant", "boring", "and")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The folder of the tiny corpus."""
    return tiny_corpus.write_folder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def tested(data):
    with contextlib.redirect_stderr(io.StringIO()):
        return corpus.load(data)["test"]


@pytest.fixture(scope="module")
def analyzer(tested):
    """A random model with statistics, as a training would have collected them.

    Its head speaks up, so that its readers take sides.
    """
    bare = random_model("gru", units=4, max_words=30, words=WORDS)
    kernel = 400 * bare.weights["head/kernel"]
    bare = dataclasses.replace(bare, weights={**bare.weights, "head/kernel": kernel})
    ids = [bare.vocabulary.encode(text, bare.config).ids for text in tested.texts]
    examples = Examples(ids, tested.labels)
    with contextlib.redirect_stderr(io.StringIO()):
        found = statistics.collect(CompiledNetwork(Network.of(bare)), examples, examples, top=2)
    return Analyzer(dataclasses.replace(bare, name="tiny", statistics=found))


@pytest.fixture(scope="module")
def saved_model(analyzer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny"
    model_folder.save(analyzer.model, folder)
    return folder


@pytest.fixture(scope="module")
def figures(analyzer, tested):
    """Figures of the tiny test split, as JSON gives them back."""
    found = study(analyzer, tested, Settings(reviews=12, slow_reviews=5, shuffles=3))
    return json.loads(json.dumps(found, allow_nan=False))


def written(folder, figures):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.json").write_text(json.dumps(figures), "utf-8")
    return folder


def said(tmp_path, figures, title=None):
    """The page of some figures on one line, or one section of it."""
    text = page(written(tmp_path / "study", figures), tmp_path)
    if title:
        (text,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return " ".join(text.split())


# Intervals


def films_of(n, each=1, seed=0):
    """The films of n reviews, so many reviews to a film."""
    return Films(np.array([f"tt{review // each}" for review in range(n)]), seed)


def test_with_one_review_a_film_the_intervals_are_the_usual_ones():
    hits, values = np.arange(400) % 4 == 0, np.random.default_rng(0).normal(2, 3, 400)
    share, mean = films_of(400).share(hits), films_of(400).mean(values)
    assert (share["n"], share["share"]) == (mean["n"], 400, 0.25)[1:] == (400, 0.25)
    assert share["interval"] == pytest.approx(wilson_interval(100, 400), abs=0.006)
    half = 1.959964 * values.std(ddof=1) / 20
    assert mean["mean"] == values.mean()
    assert mean["interval"] == pytest.approx([values.mean() - half, values.mean() + half], abs=0.02)
    assert "joint" not in share | mean, "no sentence may rest on them"


@pytest.mark.parametrize("measure", ["share", "quartiles"])
def test_reviews_of_one_film_that_say_the_same_count_as_one(measure):
    values = np.random.default_rng(1).random(50)
    alone = getattr(films_of(50), measure)(values)
    repeated = getattr(films_of(400, each=8), measure)(np.repeat(values, 8))
    assert repeated["n"] == 8 * alone["n"]
    assert repeated["interval"] == pytest.approx(alone["interval"], abs=1e-6)


def test_a_joint_interval_is_the_wider_one_of_as_many_looks_as_there_are_claims():
    values = np.random.default_rng(2).normal(0, 1, 2_000)
    found = films_of(2_000).mean(values, claim=True)
    error = values.std(ddof=1) / 2_000**0.5
    assert CLAIMS == 12
    expected = values.mean() + 2.8653 * error * np.array([-1, 1])  # normal quantile of 1 - 0.05 / 24
    assert found["joint"] == pytest.approx(expected, abs=0.25 * error)
    assert found["interval"][0] > found["joint"][0]
    assert found["interval"][1] < found["joint"][1]


def test_a_gap_is_the_difference_of_two_shares_of_the_same_resamples():
    hits = np.tile([True, False, True, True], 100)
    one = np.tile([True, True, False, False], 100)
    found = films_of(400).gap(hits, one, ~one)
    assert (found["n"], found["mean"]) == (400, -0.5)
    half = 1.959964 * (0.25 / 200) ** 0.5  # only the first share varies
    assert found["interval"] == pytest.approx([-0.5 - half, -0.5 + half], abs=0.01)
    within = films_of(400, each=4).gap(hits, one, ~one)  # in every film it is the same
    assert (within["mean"], within["interval"], within["joint"]) == (-0.5, None, None)
    assert films_of(400).gap(hits, one, one & ~one)["mean"] is None


@pytest.mark.parametrize("values", [[0.5], [0.1, 0.1, 0.1]])
def test_values_that_show_no_spread_give_no_interval(values):
    values, films = np.array(values), films_of(len(values))
    for found in (films.mean(values, claim=True), films.share(values), films.quartiles(values)):
        assert found["n"] == len(values)
        assert found["interval"] is None
        assert found.get("joint") is None


def test_only_the_reviews_asked_for_count_even_if_others_have_no_value():
    values = np.array([1.0, np.nan, 2.0, 4.0, np.nan])
    some, films = ~np.isnan(values), films_of(5, each=2)
    assert films.mean(values, some)["mean"] == pytest.approx(7 / 3)
    assert films.quartiles(values, some)["quartiles"] == [1.5, 2, 3]
    none = np.zeros(5, bool)
    assert films.share(values, none, claim=True) == {"n": 0, "share": None, "interval": None, "joint": None}
    assert films.quartiles(values, none) == {"n": 0, "quartiles": None, "interval": None}


def test_quartiles_come_with_the_bootstrap_interval_of_the_median():
    values = np.random.default_rng(0).permutation(np.arange(101.0))
    found = films_of(101, seed=3).quartiles(values)
    assert found["quartiles"] == [25, 50, 75]
    # Of 101 ranks the median's 95% interval is about 50 ± 1.96 · √101 / 2.
    assert found["interval"] == pytest.approx([40, 60], abs=1.5)
    assert found == films_of(101, seed=3).quartiles(values)
    other = films_of(101, seed=4).mean(values)["interval"]
    assert films_of(101, seed=3).mean(values)["interval"] != other


def test_the_interval_of_a_share_stays_within_0_and_1():
    low, high = films_of(21).share(np.array([0.0] * 20 + [1.0]))["interval"]
    assert 0 <= low < 1 / 21 < high < 0.2


# Figures of all test reviews


PLANE = Agreement(
    centred_on=9,
    #         both right  both wrong  stronger right  weaker right  forward wrong
    forward=np.array([2.0, -1.0, 3.0, 3.0, -0.5]),
    backward=np.array([1.0, -2.0, -1.0, -1.0, 0.4]),
    labels=np.array([1, 1, 1, 0, 1], np.uint8),
    boundary=-0.3,  # the last review's sum of −0.1 is above it, against the stronger reader
    quadrants=agreement(measured_analyzer().model.statistics, 0.0).quadrants,
)


def counted(figure):
    return round(figure["share"] * figure["n"]), figure["n"]


def test_agreement_by_hand():
    found = agreement_figures(PLANE, films_of(5))
    shares = {
        name: figure for name, figure in found.items() if isinstance(figure, dict) and "share" in figure
    }
    counts = {name: counted(figure) for name, figure in shares.items()}
    assert counts == {
        "agree": (2, 5),
        "right_where_agree": (1, 2),
        "right_where_disagree": (2, 3),
        "forward_right_where_disagree": (1, 3),
        "stronger_right_where_disagree": (1, 3),
        "verdict_of_stronger_where_disagree": (2, 3),
        "both_wrong_of_wrong_verdicts": (1, 2),
    }
    assert found["agree_less_disagree"]["mean"] == pytest.approx(1 / 2 - 2 / 3)
    quadrants = {(q["forward"], q["backward"]): counted(q["right"]) for q in found["quadrants"]}
    assert quadrants == {
        ("negative", "negative"): (0, 1),
        ("negative", "positive"): (1, 1),
        ("positive", "negative"): (1, 2),
        ("positive", "positive"): (1, 1),
    }
    assert sum(counted(q["of_all"])[0] for q in found["quadrants"]) == 5
    assert found["centred_on"] == 9


def test_muting_by_hand():
    films = films_of(5)
    found = mute_figures(PLANE, films)
    # Verdicts: both + − + + +, forward alone + − + + −, backward alone + − − − +; true + + + − +.
    assert counted(found["both"]) == (3, 5)
    forward, backward = found["forward_alone"], found["backward_alone"]
    assert (counted(forward["right"]), counted(backward["right"])) == ((2, 5), (3, 5))
    assert (counted(forward["same_verdict"]), counted(backward["same_verdict"])) == ((4, 5), (3, 5))
    assert forward["loss"] == films.mean(np.array([0.0, 0, 0, 0, 1]), claim=True)
    assert backward["loss"] == films.mean(np.array([0.0, 0, 1, -1, 0]), claim=True)
    assert found["forward_less_backward"] == films.mean(np.array([0.0, 0, 1, -1, -1]), claim=True)


def test_shares_are_those_of_the_analyzer():
    analyzer = measured_analyzer("gru")
    plane, scores = analyzer.agreement(), analyzer.mute_scores()
    films = films_of(len(plane.labels))
    found = mute_figures(plane, films)
    for figure, expected in (
        (found["both"], scores.unmuted),
        (found["backward_alone"]["right"], scores.forward_muted),
        (found["forward_alone"]["right"], scores.backward_muted),
    ):
        assert (figure["n"], figure["share"]) == (expected["n"], expected["accuracy"])
    quadrants = agreement_figures(plane, films)["quadrants"]
    assert [counted(q["right"]) for q in quadrants] == [(sum(q.right), q.n) for q in plane.quadrants]


# Figures of readings


def knowing_of(forward, backward, words, sides=(1, 1), evidence=0.0):
    """Readers that keep their side from so many words on; −1: that end undecided."""
    turns = [
        Turn(abs(read), 0, side * int(read > 0)) if read else None
        for read, side in zip((forward, backward), sides, strict=True)
    ]
    return Knowing(9, np.full(words, evidence), np.full(words, -evidence), *turns, ())


def at_margin(found):
    """The figures of these readings at a margin of one."""
    figures = knowing_figures({1.0: found}, films_of(len(found)))
    (only,) = figures["by_margin"]
    return only


def test_who_knew_first_by_hand():
    found = at_margin(
        [
            knowing_of(1, 4, 4, evidence=1.5),
            knowing_of(3, 3, 10, evidence=0.5),
            knowing_of(8, 2, 10, sides=(-1, -1)),
            knowing_of(0, 0, 0),
            knowing_of(9, 5, 10, sides=(-1, 1)),
        ]
    )
    assert counted(found["forward"]["undecided"]) == (0, 4)
    assert counted(found["forward"]["at_once"]) == (1, 4)
    assert found["forward"]["words_read"]["quartiles"] == [2.5, 5.5, 8.25]
    assert found["forward"]["share_read"]["quartiles"] == pytest.approx([0.2875, 0.55, 0.825])
    assert counted(found["forward"]["late"]) == (2, 4)
    assert counted(found["backward"]["late"]) == (1, 4)
    names = ("forward_first", "backward_first", "tied", "forward_first_of_untied")
    assert [counted(found[name]) for name in names] == [(1, 4), (2, 4), (1, 4), (1, 3)]
    assert counted(found["forward_first_of_positive"]) == (1, 1)
    assert counted(found["forward_first_of_negative"]) == (0, 1)


def test_a_reader_that_ends_undecided_is_a_share_of_its_own():
    found = at_margin([knowing_of(1, 4, 4), knowing_of(-1, 3, 10), knowing_of(-1, -1, 10)])
    undecided = [counted(found[reader]["undecided"]) for reader in ("forward", "backward")]
    assert undecided == [(2, 3), (1, 3)]
    assert found["forward"]["words_read"]["quartiles"] == [1, 1, 1]
    assert found["backward"]["words_read"]["quartiles"] == [3.25, 3.5, 3.75]
    assert counted(found["backward"]["late"]) == (1, 2)
    assert counted(found["forward_first"]) == (1, 1)


def test_the_readers_evidence_after_their_first_words_and_their_last_is_told_apart():
    no_turn = Turn(1, 0, 0)
    found = knowing_figures(
        {1.0: [Knowing(9, np.array([0.5, 2.0, -3.0]), np.array([4.0, 1.0, -0.25]), no_turn, no_turn, ())]},
        films_of(1),
    )
    forward, backward = found["forward"], found["backward"]
    assert forward["after_one_word"]["quartiles"][1] == 0.5
    assert backward["after_one_word"]["quartiles"][1] == -0.25, "it starts at the last word"
    assert forward["final_size"]["quartiles"][1] == 3.0
    assert backward["final_size"]["quartiles"][1] == 4.0
    assert [counted(reader["positive_after_one_word"]) for reader in (forward, backward)] == [(1, 1), (0, 1)]


def test_half_reach_by_hand():
    def memory(forward, backward):
        return Reach(np.array(forward, np.float64), np.array(backward, np.float64))

    reviews = [memory([1, 1, 1, 1], [0, 0, 0, 5]), memory([1, 9], [9, 1]), memory([], [])]
    found = memory_figures(reviews, films_of(3))
    assert found["forward"]["half_reach"]["quartiles"] == [1.25, 1.5, 1.75]
    assert found["backward"]["half_reach"]["quartiles"] == [1.75, 2.5, 3.25]
    assert found["forward"]["share_of_words"]["quartiles"][1] == 0.5
    assert found["words"]["quartiles"][1] == 3
    assert (found["forward_less_backward"]["n"], found["forward_less_backward"]["mean"]) == (2, -1)


def orders_of(sentence, words, typed, start, end, shuffled, change=1.0, positive=True):
    """One review in several orders: each a pair of forward and backward evidence; no bias."""

    def outcomes(pairs):
        forward, backward = np.array(pairs, np.float64).T.copy()
        return Outcomes(forward, backward, forward + backward)

    typed, start, end = (Outcome(*pair, sum(pair)) for pair in (typed, start, end))
    order = Order(sentence, 0, typed, start, end, outcomes(shuffled))
    return Orders(order, change, words, positive)


def test_order_by_hand():
    one = orders_of((2, 4), 6, (1, 1), (0, 3), (4, 0.5), [(1, 1), (-3, 1), (1, 1), (2, 0)])
    other = orders_of((0, 3), 5, (-1, -1), (-1, -1), (-3, 4), [(-1, -1)] * 4, change=-2.0, positive=True)
    whole = orders_of((0, 3), 3, (1, 0), (1, 0), (1, 0), [(1, 0)] * 4, positive=False)
    nothing = orders_of((0, 0), 0, (0, 0), (0, 0), (0, 0), [(0, 0)] * 4)
    middle = orders_of((1, 2), 3, (1, 1), (2, 1), (1, 5), [(1, 0)] * 4, change=-1.0)
    found = order_figures([one, other, whole, nothing, middle], films_of(5))
    shuffled = found["shuffled"]
    assert shuffled["flipped"]["share"] == pytest.approx((1 / 4 + 0 + 0 + 0) / 4)
    assert counted(shuffled["right_as_typed"]) == (2, 4)
    assert shuffled["right_shuffled"]["share"] == pytest.approx((3 / 4 + 0 + 0 + 1) / 4)
    assert (shuffled["loss"]["n"], shuffled["loss"]["mean"]) == (4, 1 / 16)
    assert counted(found["at_start"]) == (0, 2)  # of the others it stands there already
    assert counted(found["at_end"]) == (1, 3)
    # One sentence spoke for positive, the other for negative; those at an end are not compared.
    forward, backward = found["shifts"]["forward"], found["shifts"]["backward"]
    means = [[reader[name]["mean"] for name in reader] for reader in (forward, backward)]
    assert means == [[-1, 1.5, 2.5], [1, -2.25, 3.25]]
    assert forward["at_start"]["n"] == 2


def test_the_study_of_a_model_is_what_its_analyzer_says(analyzer, tested, figures):
    texts = tested.texts
    drawn = np.random.default_rng(0).permutation(48)[:12]
    assert [at["margin"] for at in figures["knowing"]["by_margin"]] == list(MARGINS)
    assert MARGIN in MARGINS
    for at in figures["knowing"]["by_margin"]:
        ledgers = [analyzer.ledger(texts[row]) for row in drawn]
        found = [who_knew_first(own, analyzer.model.statistics, at["margin"]) for own in ledgers]
        expected = np.median([k.forward.words_read for k in found if k.forward.sign])
        assert at["forward"]["words_read"]["quartiles"][1] == expected
        assert counted(at["tied"])[0] == sum(k.first == "both" for k in found)
    reach = [analyzer.reach(texts[row]).backward_half_reach for row in drawn[:5]]
    assert figures["memory"]["backward"]["half_reach"]["quartiles"][1] == np.median(reach)
    flips = []
    for row in drawn[:5]:
        order = analyzer.order(texts[row], shuffles=3, seed=0)
        flips.append(np.mean((order.shuffles.logits > 0) != (order.as_typed.logit > 0)))
    assert figures["order"]["shuffled"]["flipped"]["share"] == pytest.approx(np.mean(flips))
    assert figures["mute"]["both"]["share"] == analyzer.mute_scores().unmuted["accuracy"]
    assert figures["settings"]["test_reviews"] == figures["agreement"]["agree"]["n"] == 48
    assert figures["model"]["name"] == "tiny"
    assert figures["model"]["cell"] == "gru"
    assert len(figures["model"]["weights_sha256"]) == 64


def test_no_word_of_a_review_is_in_the_figures(figures):
    def texts(value):
        if isinstance(value, dict):
            return [text for part in value.values() for text in texts(part)]
        if isinstance(value, list):
            return [text for part in value for text in texts(part)]
        return [value] if isinstance(value, str) else []

    (digest,) = (text for text in texts(figures) if len(text) == 64)
    assert set(texts(figures)) == {digest, "tiny", "gru", "end", "negative", "positive"}


# The page


def changed(figures, path, **values):
    """The figures with some values of one figure changed. path: keys and places, with dots."""
    found = copy.deepcopy(figures)
    place = found
    for key in path.split("."):
        place = place[int(key) if key.isdigit() else key]
    place.update(values)
    return found


def test_the_side_of_an_interval():
    assert side({"joint": [0.1, 0.2]}) == side({"joint": [0.6, 0.7]}, 0.5) == 1
    assert side({"joint": [-0.2, -0.1]}) == side({"joint": [0.1, 0.4]}, 0.5) == -1
    assert side({"joint": [-0.1, 0.2]}) == side({"joint": None}) == 0
    assert side({"joint": [0.0, 0.2]}) == 0
    up, down, none = {"joint": [0.1, 0.2]}, {"joint": [-0.2, -0.1]}, {"joint": [-0.1, 0.2]}
    assert (agreed([up, up]), agreed([down, down])) == (1, -1)
    assert agreed([up, down]) == agreed([up, none]) == agreed([none, none]) == 0
    points = {"mean": -0.0123, "interval": [-0.02, 0.01]}
    assert mean(points, "+.2f", 100) == "−1.23 (−2.00 to +1.00)"


def test_no_sentence_can_rest_on_a_95_percent_interval_alone():
    with pytest.raises(KeyError):
        side({"interval": [0.1, 0.2]})


UP, DOWN, OPEN = [0.01, 0.02], [-0.02, -0.01], [-0.01, 0.02]
HIGH, LOW, MIDDLE = [0.6, 0.7], [0.2, 0.3], [0.4, 0.6]
DIRECTIONS = [
    (
        "Do the readers agree?",
        "agreement.forward_right_where_disagree",
        {
            "the forward reader is right more often": HIGH,
            "the backward reader is right more often": LOW,
            "the interval does not show which reader is right more often": MIDDLE,
        },
    ),
    (
        "Do the readers agree?",
        "agreement.agree_less_disagree",
        {
            "The verdict is right more often where they agree.": UP,
            "The verdict is right less often where they agree.": DOWN,
            "The interval does not show where it is right more often.": OPEN,
        },
    ),
    (
        "Which reader knows first?",
        "knowing.by_margin.1.forward_first_of_untied",
        {
            "At a margin of 1, the forward reader was first more often": HIGH,
            "At a margin of 1, the backward reader was first more often": LOW,
            "At a margin of 1, the interval does not show which reader was first more often": MIDDLE,
        },
    ),
    (
        "How far back do they reach?",
        "memory.forward_less_backward",
        {
            "the forward reader reaches further back": UP,
            "the backward reader reaches further back": DOWN,
            "the interval does not show which reader reaches further back": OPEN,
        },
    ),
    (
        "What if one reader is silenced?",
        "mute.forward_less_backward",
        {
            "alone, the forward reader is right more often": UP,
            "alone, the backward reader is right more often": DOWN,
            "the interval does not show which reader is right more often alone": OPEN,
        },
    ),
    (
        "What if one reader is silenced?",
        "mute.forward_alone.loss",
        {
            "With the backward reader silenced, accuracy falls": UP,
            "With the backward reader silenced, accuracy rises": DOWN,
            "With the backward reader silenced, the interval shows no change": OPEN,
        },
    ),
    (
        "Does the order of the words matter?",
        "order.shuffled.loss",
        {
            "With the words shuffled, accuracy falls": UP,
            "With the words shuffled, accuracy rises": DOWN,
            "With the words shuffled, the interval shows no change": OPEN,
        },
    ),
    (
        "Does the order of the words matter?",
        "order.shifts.forward.last_less_first",
        {
            "if it reads the sentence last than if it reads it first": UP,
            "if it reads the sentence first than if it reads it last": DOWN,
            "The forward reader shows no clear difference between": OPEN,
        },
    ),
]


@pytest.mark.parametrize(("title", "path", "claims"), DIRECTIONS, ids=lambda value: str(value)[:40])
def test_a_sentence_claims_what_its_interval_carries(title, path, claims, figures, tmp_path):
    figures = changed(figures, "order.shifts.backward.last_less_first", joint=OPEN)  # has the same words
    for claim, interval in claims.items():
        text = said(tmp_path, changed(figures, path, joint=interval), title)
        assert [other for other in claims if other in text] == [claim]


@pytest.mark.parametrize(
    ("joint", "conclusion"),
    [
        ([HIGH, HIGH, HIGH], "All margins agree: the forward reader knows first more often."),
        ([LOW, LOW, LOW], "All margins agree: the backward reader knows first more often."),
        ([LOW, MIDDLE, HIGH], "these figures do not show that either reader knows first."),
        ([LOW, MIDDLE, LOW], "these figures do not show that either reader knows first."),
    ],
)
def test_a_reader_knows_first_only_if_it_does_at_every_margin(joint, conclusion, figures, tmp_path):
    for place, interval in enumerate(joint):
        figures = changed(figures, f"knowing.by_margin.{place}.forward_first_of_untied", joint=interval)
    text = said(tmp_path, figures, "Which reader knows first?")
    assert conclusion in text
    assert text.count("knows first") == 1


def test_the_page_names_the_number_of_comparisons_that_it_makes(figures, tmp_path):
    def claims(value):
        if isinstance(value, dict):
            return ("joint" in value) + sum(map(claims, value.values()))
        return sum(map(claims, value)) if isinstance(value, list) else 0

    assert claims(figures) == CLAIMS == figures["settings"]["claims"]
    assert f"The sentences about this model rest on {CLAIMS} comparisons" in said(tmp_path, figures)
    assert "Each wider interval has a level of 99.58%" in said(tmp_path, figures)


def test_the_closing_section_names_the_reader_that_is_missed_less(figures, tmp_path):
    for other, interval, low, high in (("backward", UP, 0.01, 0.05), ("forward", DOWN, 0.05, 0.01)):
        found = changed(figures, "mute.forward_less_backward", joint=interval)
        for reader, loss in (("forward", low), ("backward", high)):
            ends = [loss - 0.005, loss + 0.005]
            found = changed(found, f"mute.{reader}_alone.loss", mean=loss, interval=ends, joint=ends)
        text = said(tmp_path, found, "The case against two directions")
        assert f"With the {other} reader silenced, which costs less than silencing the" in text
        assert "reader, accuracy falls: +1.00 (+0.50 to +1.50)" in text
    text = said(tmp_path, changed(found, "mute.forward_less_backward", joint=OPEN))
    assert "costs less" not in text


def test_every_section_stands_with_its_question_its_table_and_how_it_was_measured(figures, tmp_path):
    text = page(written(tmp_path / "study", figures), tmp_path)
    sections = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)[1:]
    titles, bodies = sections[::2], sections[1::2]
    assert len(titles) == 6  # none for a ladder that is not there
    for body in bodies[:-1]:
        assert "?" in body
        assert "\n| --- |" in body
        assert "*Method:* " in body
    assert bodies[-1].count("\n- ") in (4, 5)  # one depends on which reader is better alone
    assert "None" not in text
    assert "nan" not in text
    assert all(len(line) <= 100 for line in text.splitlines() if not line.startswith("|"))


def test_the_ladder_stands_in_it_once_trained(figures, tmp_path):
    shares = {"forward": [0.80, 0.81], "backward": [0.83, 0.85], "bidirectional": [0.86, 0.88]}
    write_ladder(tmp_path, {("scratch", "gru", direction): found for direction, found in shares.items()})
    ladder = said(tmp_path, figures, "Does training with two directions help?")
    assert "| GRU | bidirectional | 64 | 990 | 0.001 | 2 | 0 | 1,234 | 87.00% ± 1.41% |" in ladder
    against = " ".join(said(tmp_path, figures, "The case against two directions").split())
    assert "- GRU, both readers instead of backward only: +3.00 points of test accuracy" in against


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "cannot be read"),
        ('{"format": 0}', "has another format version"),
        ('{"format": 3, "agreement": {"agree": 3}}', "lacks figures"),
    ],
)
def test_figures_that_are_none_are_named(text, reason, tmp_path):
    (tmp_path / "figures.json").write_text(text)
    with pytest.raises(ReportError, match=rf"figures\.json .*{reason}"):
        page(tmp_path, tmp_path)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A repository with a README and without sentences typed by hand."""
    monkeypatch.setattr(claims, "CLAIMS", {})
    (tmp_path / "README.md").write_text("# x\n")


@pytest.mark.usefixtures("checkout")
def test_new_figures_without_a_new_page_are_a_drift(figures, tmp_path, capsys):
    study = written(tmp_path / "assets" / "study", figures)
    assert report(["--check"], tmp_path) == 1
    assert report([], tmp_path) == 0
    assert "Written: assets/study/README.md\n" in capsys.readouterr().out
    assert report(["--check"], tmp_path) == 0
    written(study, changed(figures, "agreement.agree", share=0.1234))
    assert report(["--check"], tmp_path) == 1
    assert "assets/study/README.md does not match" in capsys.readouterr().err
    assert "12.3%" not in (study / "README.md").read_text("utf-8")


@pytest.mark.usefixtures("checkout")
def test_a_sentence_and_its_interval_that_part_ways_fail_the_check(figures, tmp_path, capsys):
    study = tmp_path / "assets" / "study"
    claimed = changed(figures, "mute.forward_less_backward", joint=UP)
    written(study, claimed)
    assert report([], tmp_path) == report(["--check"], tmp_path) == 0
    page_file = study / "README.md"
    text = page_file.read_text("utf-8")
    assert "the forward reader is right more often" in " ".join(text.split())
    for change in (
        lambda: written(study, changed(claimed, "mute.forward_less_backward", joint=OPEN)),
        lambda: page_file.write_text(text.replace("the forward reader", "the backward reader"), "utf-8"),
    ):
        change()
        assert report(["--check"], tmp_path) == 1
        assert "assets/study/README.md does not match" in capsys.readouterr().err
        written(study, claimed)


# The command


def test_the_command_writes_figures_and_their_page(data, saved_model, tmp_path, capsys):
    output = tmp_path / "new" / "study"
    flags = ["--data", str(data), "--model", str(saved_model), "--reviews", "4"]
    assert main([*flags, "--seed", "1", "--output", str(output)]) == 0
    found = json.loads((output / "figures.json").read_text("utf-8"))
    assert found["settings"]["seed"] == 1
    assert (
        found["knowing"]["forward"]["after_one_word"]["n"] == found["order"]["shuffled"]["flipped"]["n"] == 4
    )
    text = (output / "README.md").read_text("utf-8")
    assert text.startswith(
        "# What the two readers do\n\nThis study measures the two readers of one model, `tiny`,"
    )
    assert " units per reader (weights `" in " ".join(text.split())  # a model that was never measured
    assert capsys.readouterr().out == f"Saved: {output}\n"


def refused(capsys, *flags):
    assert main([*flags]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    line = err.splitlines()[-1]
    assert line.startswith("python -m brnn.evaluation.study: ")
    assert "Traceback" not in err
    return line


def test_a_missing_model_or_dataset_is_named(saved_model, tmp_path, capsys):
    to = ("--output", str(tmp_path / "study"))
    assert "there is no model folder" in refused(capsys, "--model", str(tmp_path / "none"), *to)
    missing = tmp_path / "none.tar.gz"
    line = refused(capsys, "--model", str(saved_model), "--data", str(missing), *to)
    assert f"{missing} does not exist" in line


def test_a_dataset_that_cannot_be_fetched_is_named(saved_model, tmp_path, capsys, monkeypatch):
    def offline():
        raise archive.DataError("cannot download it")

    monkeypatch.setattr(archive, "fetch", offline)
    to = ("--output", str(tmp_path / "study"))
    assert "cannot download it" in refused(capsys, "--model", str(saved_model), *to)


def test_a_folder_that_cannot_be_written_is_named(saved_model, data, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    flags = ("--model", str(saved_model), "--data", str(data))
    assert "file" in refused(capsys, *flags, "--output", str(tmp_path / "file"))


@pytest.mark.field_case(2)
def test_a_page_of_something_else_is_not_replaced(saved_model, data, tmp_path, capsys):
    (tmp_path / "README.md").write_text("mine")
    flags = ("--model", str(saved_model), "--data", str(data), "--output", str(tmp_path))
    assert "holds no study of ours: choose another --output" in refused(capsys, *flags)
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_model_with_one_reader_or_without_statistics_is_refused(tmp_path, capsys):
    for name, model, reason in (
        (
            "one",
            random_model("gru", "forward", max_words=30, words=WORDS),
            "has only a forward reader",
        ),
        ("bare", random_model("gru", max_words=30, words=WORDS), "has no statistics"),
    ):
        model_folder.save(model, tmp_path / name)
        assert reason in refused(capsys, "--model", str(tmp_path / name), "--data", "none")


def test_statistics_of_other_reviews_are_refused(analyzer, tested):
    settings = Settings(reviews=3)
    with pytest.raises(StudyError, match="describe 48 test reviews, not these 30"):
        study(analyzer, tested.take(np.arange(30)), settings)
    texts = tuple(f"lovely {text}"[:40] for text in tested.texts)
    others = dataclasses.replace(tested, texts=texts)
    with pytest.raises(StudyError, match="describe other test reviews: for number"):
        study(analyzer, others, settings)


@pytest.mark.field_case(25)
@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--reviews", "1"], "--reviews must be a whole number from 2 to 25,000, got 1"),
        (["--reviews", "25001"], "--reviews must be a whole number from 2 to 25,000, got 25001"),
        (["--reviews", "many"], "--reviews must be a whole number from 2 to 25,000, got 'many'"),
        (["--seed", "-1"], "--seed must be a whole number from 0 to 2,147,483,647, got -1"),
        (["--seed", "1.5"], "--seed must be a whole number from 0 to 2,147,483,647, got '1.5'"),
    ],
)
def test_impossible_settings_are_usage_errors(flags, message, capsys):
    with pytest.raises(SystemExit) as status:
        main(flags)
    assert status.value.code == 2
    assert message in capsys.readouterr().err


def test_help_answers_without_tensorflow():
    code = (
        "import sys, contextlib; from brnn.evaluation.study.__main__ import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "assert 'tensorflow' not in sys.modules and 'keras' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

"""The figures of agreement against counts by hand on a tiny model, word by word from the oracle."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from oracle import oracle_reading, random_analyzer, weights_of

from brnn.data.crops import crops_of, sentence_ends
from brnn.evaluation import faithfulness as measured
from brnn.evaluation.faithfulness import METHODS, faithfulness, rank_correlation
from brnn.model.gradients import Gradients
from brnn.model.readers import Readers

KINDS = (("gru", "bidirectional"), ("simple", "backward"))
LENGTHS = (5, 3, 8, 4, 6, 7, 5, 8, 3)  # short: over many words an effect fades below the rounding of float32
MATTERS = 0.1


@pytest.fixture(scope="module", autouse=True)
def _few_texts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measured, "REVIEWS", 5)
        patch.setattr(measured, "CROPS", 7)
        patch.setattr(measured, "MATTERS", MATTERS)
        yield


@pytest.fixture(scope="module", params=KINDS, ids="-".join)
def case(request):
    """An analyzer, its test reviews and what is measured of them."""
    analyzer, rng = random_analyzer(*request.param), np.random.default_rng(3)
    words = analyzer.model.vocabulary.words
    test = [analyzer.analyze(" ".join(rng.choice(words, n))).encoded.ids for n in LENGTHS]
    return analyzer, test, measure(analyzer, test)


def measure(analyzer, test, seed: int = 0):
    model = analyzer.model
    readers = Readers(model.config, model.weights)
    return faithfulness(readers, Gradients(model.config, model.weights), model.vocabulary, test, seed)


def texts_of(analyzer, test) -> dict[str, list]:
    order = np.random.default_rng(0).permutation(len(test))
    crops = crops_of([test[row] for row in order[-7:]], sentence_ends(analyzer.model.vocabulary), 0)
    return {"reviews": [test[row] for row in order[:5]], "crops": crops}


def evidence(analyzer, ids):
    """Running evidence of both readers, by the oracle: zero for a reader that is missing."""
    weights, config = weights_of(analyzer.model), analyzer.model.config
    found = oracle_reading(ids, config, weights)
    head = weights["head"][0][:, 0].astype(np.float64)
    forward, backward = np.split(head, [config.units]) if len(head) > config.units else (head, head)
    return {
        "forward": found.forward @ forward if found.forward.shape[1] else np.zeros(len(ids)),
        "backward": found.backward @ backward if found.backward.shape[1] else np.zeros(len(ids)),
    }


def by_hand(analyzer, ids) -> dict[str, dict[str, np.ndarray]]:
    """What a text's words are worth by each method, by reader and together."""
    whole = evidence(analyzer, ids)
    last = {"forward": -1, "backward": 0}
    without = [evidence(analyzer, np.delete(ids, word)) for word in range(len(ids))]
    words = analyzer.model.vocabulary.words
    slopes = analyzer.gradients(" ".join(words[i - 2] for i in ids))
    values = {}
    for reader, end in last.items():
        padded = np.concatenate([[0.0], whole[reader], [0.0]])
        steps = np.diff(padded)[:-1] if reader == "forward" else -np.diff(padded)[1:]
        lost = [whole[reader][end] - (other[reader][end] if len(ids) > 1 else 0.0) for other in without]
        values[reader] = {"ledger": steps, "occlusion": np.array(lost), "gradients": getattr(slopes, reader)}
    there = analyzer.model.config.readers
    together = {method: sum(values[reader][method] for reader in there) for method in METHODS}
    return {reader: values[reader] for reader in there} | {"together": together}


def ranked(values):
    return np.array([np.sum(values < v) + (np.sum(values == v) + 1) / 2 for v in values])


@pytest.mark.parametrize("group", ["reviews", "crops"])
def test_figures_are_those_counted_by_hand(case, group):
    analyzer, test, figures = case
    values = [by_hand(analyzer, ids) for ids in texts_of(analyzer, test)[group]]
    assert set(figures[group]) == {*values[0], "deletion"}
    for scope in values[0]:
        for one, other in combinations(METHODS, 2):
            found = figures[group][scope][f"{one}_{other}"]
            pairs = [(v[scope][one], v[scope][other]) for v in values]
            correlations = [np.corrcoef(ranked(a), ranked(b))[0, 1] for a, b in pairs]
            assert found["rank_correlation"]["n"] == len(values)
            assert found["rank_correlation"]["mean"] == pytest.approx(np.mean(correlations), abs=1e-3)
            same = [
                a * b > 0
                for v in values
                for a, b, lost in zip(v[scope][one], v[scope][other], v[scope]["occlusion"], strict=True)
                if abs(lost) >= MATTERS
            ]
            assert found["same_sign"]["n"] == len(same) > 5
            assert found["same_sign"]["share"] == pytest.approx(np.mean(same))


@pytest.mark.parametrize("group", ["reviews", "crops"])
def test_deleting_the_words_that_a_method_ranks_first_moves_the_verdict_as_by_hand(case, group):
    analyzer, test, figures = case
    for method in METHODS:
        moved = []
        for ids in texts_of(analyzer, test)[group]:
            logit = logit_of(analyzer, ids)
            side = 1 if logit > 0 else -1
            support = side * by_hand(analyzer, ids)["together"][method]
            gone = np.argsort(-support)[: max(1, round(0.1 * len(ids)))]
            moved.append(side * (logit - logit_of(analyzer, np.delete(ids, gone))))
        found = figures[group]["deletion"][method]
        assert found["n"] == len(moved)
        assert found["mean"] == pytest.approx(np.mean(moved), abs=1e-4)


def logit_of(analyzer, ids):
    return oracle_reading(ids, analyzer.model.config, weights_of(analyzer.model)).logit


def test_every_value_lies_within_its_interval(case):
    _, _, figures = case

    def check(found) -> int:
        if "interval" not in found:
            return sum(check(part) for part in found.values() if isinstance(part, dict))
        low, high = found["interval"]
        assert low <= found.get("mean", found.get("share")) <= high
        return 1

    assert check(figures) >= 2 * (2 * 6 + 4)


def test_the_interval_draws_whole_texts():
    """Words of one text agree with each other: ten alike count as one, not as ten."""
    few = measured._ratio("share", [10, 0] * 5, [10] * 10, 0)
    many = measured._ratio("share", [1, 0] * 50, [1] * 100, 0)
    assert few["n"] == many["n"] == 100
    assert few["share"] == many["share"] == 0.5
    assert np.ptp(few["interval"]) > 2.5 * np.ptp(many["interval"])


def test_a_share_of_all_words_or_none_still_has_an_interval():
    """40 words of 4 texts agree: that says as much as 4 texts, not more."""
    found = measured._ratio("share", [10] * 4 + [0], [10] * 4 + [0], 0)
    assert (found["n"], found["share"]) == (40, 1)
    assert found["interval"] == pytest.approx([4 / (4 + 1.96**2), 1], abs=1e-4)
    assert measured._ratio("share", [0] * 4, [10] * 4, 0)["interval"][1] > 0.4


def test_without_words_that_matter_nothing_is_claimed():
    assert measured._ratio("share", [0, 0], [0, 0], 0) == {"n": 0, "share": None, "interval": None}


def test_the_same_seed_gives_the_same_figures_and_another_seed_another_sample(case):
    analyzer, test, figures = case
    assert measure(analyzer, test) == figures
    assert measure(analyzer, test, seed=1)["reviews"] != figures["reviews"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1, 2, 3], [10, 20, 30], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([1, 2, 3, 4], [1, 100, 3, 4], 0.4),
        ([1, 1, 2, 2], [1, 2, 3, 4], 2 / 5**0.5),
    ],
)
def test_rank_correlation(one, other, expected):
    assert rank_correlation(np.array(one, float), np.array(other, float)) == pytest.approx(expected)


def test_rank_correlation_of_equal_values_is_undefined():
    assert np.isnan(rank_correlation(np.ones(4), np.arange(4.0)))

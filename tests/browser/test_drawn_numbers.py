"""Every figure's numbers, read back from the page's own data, are those of the record.

(Those of the stages, of Compare and of the learning curves: see the tests of these parts.)
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator

import numpy as np
import pytest
from made import LADDER
from person import Person
from test_page_lesson import BY_SHOWN
from test_page_lesson import opens as opens_step

from brnn.explain.experiments.order import verdict_sentence
from brnn.ui.answers.experiments import PADS, SHUFFLES

pytestmark = pytest.mark.browser

TEXT = "A slow start. The end is lovely and the cast is excellent!"


@pytest.fixture
def visitor(person) -> Iterator[Person]:
    """Someone whose text the article's model reads."""
    person.page.set_viewport_size({"width": 1280, "height": 720})
    goes_to(person, "Read")
    person.picks("article")
    person.pastes(TEXT)
    yield person
    goes_to(person, "Read")


@pytest.fixture
def article(analyzers):
    return analyzers["article"]


def goes_to(person: Person, page: str) -> None:
    person.page.get_by_role("link", name=page, exact=True).click()


def drawn(person: Person, place: str) -> dict[str, dict[str, np.ndarray]]:
    """The numbers of each trace of a chart, by its name."""
    chart = person.page.locator(f"{place} .main-svg").first
    chart.wait_for()
    found = person.page.locator(place).evaluate(
        """node => node._fullData.map((trace) => [trace.name, Object.fromEntries(
            ["x", "y", "z", "customdata"].filter((key) => trace[key]).map((key) =>
                [key, Array.from(trace[key], (row) => row?.length && typeof row !== "string"
                    ? Array.from(row) : row)]))])"""
    )
    return {name: {key: np.array(values) for key, values in trace.items()} for name, trace in found}


def reveals(person: Person, trial: str) -> str:
    """Predict something; return where the figure is."""
    goes_to(person, "Experiments")
    place = f"[data-trial={trial}]"
    button = person.page.locator(f"{place} .choices button:not([aria-disabled])").first
    button.click()
    return f"{place} .chart[data-drawn]"


def test_the_orders_are_those_of_the_record(visitor, article):
    dots, _ = drawn(visitor, reveals(visitor, "order")).values()
    analysis = article.analyze(TEXT)
    record = article.order(analysis, verdict_sentence(analysis), SHUFFLES)
    moved = [analysis.verdict.logit, record.at_start.logit, record.at_end.logit]
    assert dots["x"] == pytest.approx([*moved, *record.shuffles.logits], abs=1e-5)
    assert dots["y"].tolist() == [0, 1, 2, *[3] * SHUFFLES]


def test_the_padded_readings_are_those_of_the_record(visitor, article):
    traces = drawn(visitor, reveals(visitor, "padding"))
    record = article.padding(article.analyze(TEXT), "after", PADS)
    for name in ("masked", "unmasked"):
        assert traces[name]["x"].tolist() == list(PADS)
        logits = getattr(record, name).logits
        assert traces[name]["y"] == pytest.approx(logits, abs=1e-5)


def test_the_muted_verdicts_are_those_of_the_record(visitor, article):
    dots, _ = drawn(visitor, reveals(visitor, "mute")).values()
    record = article.mute(article.analyze(TEXT))
    expected = [record.unmuted.logit, record.forward_muted.logit]
    assert dots["x"] == pytest.approx(expected, abs=1e-5)


def test_confusion_reliability_and_plane_hold_the_test_reviews(visitor, article):
    goes_to(visitor, "Models")
    statistics_, test = article.model.statistics, article.model.metrics["test"]
    confusion = test["confusion"]
    z = drawn(visitor, "#models .body > .pair > :first-child .chart[data-drawn]")["verdicts"]["z"]
    negative = confusion["true_negative"] + confusion["false_positive"]
    positive = confusion["true_positive"] + confusion["false_negative"]
    assert z.ravel() == pytest.approx(
        [
            -confusion["true_negative"] / negative,
            confusion["false_positive"] / negative,
            -confusion["false_negative"] / positive,
            confusion["true_positive"] / positive,
        ]
    )

    found = article.agreement(TEXT)
    traces = drawn(visitor, "#models .body > .pair > :last-child .chart[data-drawn]")
    bins = traces["share of positive reviews"]
    logits = found.forward + found.backward - found.boundary
    said = 1 / (1 + np.exp(-logits))
    group = np.minimum((said * 15).astype(int), 14)
    for place, (x, y, n) in enumerate(zip(bins["x"], bins["y"], bins["customdata"], strict=True)):
        inside = group == place
        assert n == inside.sum() > 0
        assert x == pytest.approx(said[inside].mean(), abs=1e-6)
        assert y == pytest.approx(found.labels[inside].mean(), abs=1e-6)

    for label, count in enumerate(np.bincount(found.labels)):
        place = "#models .plane .chart[data-drawn]"
        cells = visitor.page.locator(place).evaluate(
            """(node, label) => Array.from(node._fullData.filter((t) => t.type === "heatmap")[label]
                .customdata, (row) => Array.from(row)).flat()""",
            label,
        )
        assert sum(cells) == count == test["n"] / 2
    assert statistics_ is not None


def test_the_reach_is_that_of_the_record(visitor, article):
    opens_step(visitor, BY_SHOWN["reach", None])
    text = visitor.page.locator("#lesson-text").input_value()
    record = article.reach(article.analyze(text))
    traces = drawn(visitor, "#lesson .block:not(.ladder) .chart[data-drawn]")
    norms = record.forward
    assert traces["→ forward"]["customdata"] == pytest.approx(norms / norms.max(), abs=1e-5)
    assert len(traces["← backward"]["customdata"]) == 0


def test_the_ladder_shows_the_accuracies_of_the_runs_that_did_not_fail(visitor):
    scratch = [shares for (series, *_), shares in LADDER.items() if series == "scratch"]
    accuracies = [accuracy for shares in scratch for accuracy in shares if accuracy >= 0.8]
    opens_step(visitor, BY_SHOWN["ladder", None])
    traces = drawn(visitor, "#lesson .ladder .chart[data-drawn]")
    assert sorted(traces["seeds"]["x"]) == pytest.approx(sorted(accuracies))
    by_row = {
        row: [a for a, at in zip(*map(traces["seeds"].get, "xy"), strict=True) if at == row]
        for row in traces["means"]["y"]
    }
    assert traces["means"]["x"] == pytest.approx([statistics.mean(a) for a in by_row.values()])
    assert len(by_row) == len(scratch)

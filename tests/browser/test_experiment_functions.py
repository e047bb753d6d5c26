"""What the scripts make of the answers of the experiments, without the page."""

from __future__ import annotations

import numpy as np
import pytest
from measured import measured_analyzer
from sent import as_sent

from brnn import figures
from brnn.records import Verdict
from brnn.text.numbers import signed
from brnn.ui.answers import experiments
from brnn.ui.answers.question import Asked, Question
from brnn.ui.protocol import pack
from brnn.ui.texts.experiments import EXPERIMENTS

pytestmark = pytest.mark.browser

TEXT = "a slow start but the film was very good"
SCRIPT = "lib/experiments.js"


SHUFFLED = {"arrangement": "shuffle", "number": 0}


def call(scripts, function: str, answer, choice=SHUFFLED):
    """What a function makes of an answer, as it arrives, and of what the controls say."""
    received = scripts.call(SCRIPT, "received", answer)
    return scripts.call(SCRIPT, function, received, EXPERIMENTS, choice)


def asked(name: str, text: str = TEXT, direction: str = "bidirectional", **question):
    analyzer = measured_analyzer("gru", direction)
    question = Question({"text": text, "number": 0} | question)
    return as_sent(name, getattr(experiments, name)(Asked("m", analyzer, question)))


def order_of(before: float, after: float, shuffles=(0.0, 0.0), words=2) -> dict:
    """An answer to "order" with these logits; both readers move alike."""
    half = (after - before) / 2
    return {
        "kind": "order",
        "words": ["a", "b"][:words],
        "added": pack([after] * words),
        "logit": before,
        "totals": {"forward": 0.0, "backward": 0.0},
        "shown": after,
        "shown_totals": {"forward": half, "backward": half},
        "start": before,
        "end": after,
        "shuffles": pack(shuffles),
    }


LOGITS = (-2.0, -0.04, 0.0, 0.004, 0.5)


@pytest.mark.parametrize("before", LOGITS)
@pytest.mark.parametrize("after", LOGITS)
def test_a_verdict_turns_where_its_label_does(scripts, before, after):
    turned = Verdict(before).label != Verdict(after).label
    result = "turns" if turned else "stays"
    assert call(scripts, "order.result", order_of(before, after)) == result
    muted = {"logit": before, "muted": {"backward": after}}
    assert call(scripts, "mute.result", muted, {"reader": "backward"}) == result
    padded = {"logit": before, "unmasked": pack([before, after])}
    still = abs(np.float32(after) - before) < 0.05
    expected = "turns" if turned else "stays" if still else "moves"
    assert call(scripts, "padding.result", padded, {"stop": 1}) == expected
    assert call(scripts, "padding.result", padded, {"stop": 0}) == "stays"


def test_the_printed_shifts_lead_from_one_printed_verdict_to_the_other(scripts):
    said = call(scripts, "order.sentence", order_of(-0.114, 0.324, [-1, 1, 2]))
    assert said == (
        "The log-odds go from −0.11 to +0.32 (→ +0.21, ← +0.22): the verdict turns positive. "
        "2 of the 3 shuffles flip it. For a bag of words, all these orders are the same."
    )
    same = call(scripts, "order.sentence", order_of(1.0, 1.0, [2, -1]))
    assert same.startswith(
        "In this order the log-odds are still +1.00 (→ 0.00, ← 0.00): the verdict stays positive."
    )
    assert "1 of the 2 shuffles flips it." in same
    assert "None of the 2" in call(scripts, "order.sentence", order_of(1.0, 2.0, [2, 1]))
    alone = call(scripts, "order.sentence", order_of(1.0, 1.0, words=1))
    assert alone == EXPERIMENTS["order"]["oneWord"]


@pytest.mark.parametrize("arrangement", ["start", "end"])
def test_a_single_sentence_cannot_be_moved(scripts, arrangement):
    unmoved = order_of(1.0, 1.0)
    moved = order_of(1.0, 0.5)
    for answer in (unmoved, moved):
        said = call(scripts, "order.sentence", answer, {"arrangement": arrangement})
        assert (said == EXPERIMENTS["order"]["oneSentence"]) == (answer is unmoved)


def test_an_order_of_one_reader_has_one_shift(scripts):
    said = call(scripts, "order.sentence", asked("order", direction="backward"))
    assert "←" in said
    assert "→" not in said


def test_padding_is_told_with_and_without_a_mask(scripts):
    answer = {
        "logit": -1.0,
        "pads": [0, 1, 20],
        "side": "before",
        "masked": pack([-1, -1, -1]),
        "unmasked": pack([-1, -0.96, 0.5]),
    }
    said = [call(scripts, "padding.sentence", answer, {"stop": stop}) for stop in range(3)]
    assert said == [
        "Without padding there is nothing to mask: −1.00 either way.",
        "With 1 pad before the text and no mask, the log-odds are −0.96, within 0.05 of −1.00. "
        "With a mask they are −1.00.",
        "With 20 pads before the text and no mask, the log-odds go from −1.00 to +0.50: the "
        "verdict turns positive. With a mask they are −1.00.",
    ]
    told = call(scripts, "padding.alternative", answer)
    assert "from −1.00 without padding to +0.50 with 20 pads" in told


def test_mute_tells_the_verdict_and_the_test_reviews(scripts):
    answer = {
        "logit": 2.0,
        "muted": {"forward": -0.5, "backward": 1.0},
        "n": 25_000,
        "accuracy": 0.9263,
        "muted_accuracy": {"forward": 0.8, "backward": 0.75},
    }
    said = call(scripts, "mute.sentence", answer, {"reader": "forward"})
    assert said == (
        "With the forward reader muted, the log-odds go from +2.00 to −0.50: the verdict turns "
        "negative. On 25,000 test reviews the accuracy is 92.6%, and 80.0% with this reader muted."
    )
    del answer["muted"]["backward"]
    alone = call(scripts, "mute.sentence", answer, {"reader": "forward"})
    assert "no other reader" in alone


def filled(scripts, name: str, answer, choice) -> dict:
    """The figure that the page draws of an answer."""
    slots = call(scripts, f"{name}.slots", answer, choice)
    return scripts.call("lib/figures.js", "fillSlots", figures.TEMPLATES[name], slots)


def same(page, python) -> bool:
    """Whether two figures are alike, but for the theme and what float32 cannot hold."""
    if isinstance(page, dict):
        return page.keys() == python.keys() and all(same(page[k], python[k]) for k in page)
    if isinstance(page, list):
        return len(page) == len(python) and all(map(same, page, python))
    return page == (pytest.approx(python, abs=1e-5) if isinstance(page, float) else python)


def as_json(figure) -> dict:
    """A figure of Python, its arrays as lists, without its theme."""
    plain = {"data": [trace.to_plotly_json() for trace in figure.data]}
    plain |= {"layout": figure.layout.to_plotly_json()}
    del plain["layout"]["template"]
    return listed(plain)


def listed(value):
    if isinstance(value, dict):
        return {key: listed(part) for key, part in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [listed(part) for part in value]
    return value.item() if isinstance(value, np.generic) else value


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("order", {"arrangement": "shuffle", "number": 3}),
        ("order", {"arrangement": "end", "number": 0}),
        ("padding", {"stop": 5}),
        ("mute", {"reader": "backward"}),
    ],
)
def test_the_page_draws_what_python_draws(scripts, name, choice):
    analyzer = measured_analyzer("gru")
    analysis = analyzer.analyze(TEXT)
    if name == "order":
        shown = choice["number"] if choice["arrangement"] == "shuffle" else choice["arrangement"]
        expected = figures.order(analyzer.order(analysis, shuffles=experiments.SHUFFLES), shown)
    elif name == "padding":
        record = analyzer.padding(analysis, "after", experiments.PADS)
        expected = figures.padding(record, choice["stop"])
    else:
        expected = figures.mute(analyzer.mute(analysis), choice["reader"])
    question = choice if name == "order" else {}
    found = filled(scripts, name, asked(name, **question), choice)
    assert same(found, as_json(expected))


def test_dots_are_told_to_those_who_do_not_see_them(scripts):
    answer = asked("order")
    told = call(scripts, "order.alternative", answer)
    assert f"as typed {signed(answer['logit'])}" in told
    assert "20 shuffles" in told
    muted = asked("mute")
    told = call(scripts, "mute.alternative", muted, {"reader": "backward"})
    assert f"{signed(muted['muted']['backward'])} with the backward reader muted" in told

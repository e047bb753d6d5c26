"""What the page asks and gets: models that load, turns, and questions that no page of ours asks."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import orjson
import pytest
from made import analysis_of
from measured import measured_analyzer

from brnn.config import ModelConfig
from brnn.records import Analysis
from brnn.text.words import MAX_CHARACTERS
from brnn.ui import answers, texts
from brnn.ui.answers.question import BadQuestion, Question
from brnn.ui.models import Models, NoModel
from brnn.ui.scheduler import Busy, Scheduler

CONFIG = ModelConfig(units=20)
PATIENCE = 60  # seconds after which an answer that never comes fails a test
SECRET = "xyzzy"


class MadeAnalyzer:
    """Reads without a network."""

    model = SimpleNamespace(config=CONFIG, statistics=None, metrics={})

    def analyze(self, text: str) -> Analysis:
        return analysis_of(text, CONFIG)

    def head_weights(self) -> Any:
        return (np.ones(CONFIG.units, np.float32),) * 2


def broken() -> MadeAnalyzer:
    raise ValueError("it is broken")


def started(**loads: Callable[[], Any]) -> Models:
    models = Models(lambda: loads)
    models.start()
    return models


def replying(models: Models) -> Callable[[str, Any], Awaitable[tuple[int, Any]]]:
    """What the route of the questions does: status and answer of a question by its name."""
    return partial(answers.reply, visitor="somebody", models=models, scheduler=Scheduler())


def asking(models: Models) -> Callable[[str, Any], dict[str, Any]]:
    """Ask, and get plain JSON."""
    reply = replying(models)

    def ask(name: str, question: Any) -> dict[str, Any]:
        async def wait() -> tuple[int, Any]:
            return await asyncio.wait_for(reply(name, question), PATIENCE)

        return json.loads(json.dumps(asyncio.run(wait())[1], allow_nan=False, default=vars))

    return ask


def test_the_models_are_named_with_the_default_and_those_left_out():
    models = started(bad=broken, b=MadeAnalyzer, a=MadeAnalyzer)
    found = asking(models)("models", {})
    assert found == {
        "kind": "models",
        "models": ["b", "a"],
        "default": "b",
        "problems": ["it is broken"],
        "guesses": False,
    }


def test_a_text_is_read_by_the_model_that_is_asked_for_or_else_by_the_default():
    ask = asking(started(a=MadeAnalyzer, b=MadeAnalyzer))
    for question, model in (
        ({"text": "good", "model": "b"}, "b"),
        ({"text": "good", "model": "gone"}, "a"),
        ({"text": "good"}, "a"),
    ):
        answer = ask("read", question)
        assert (answer["kind"], answer["text"], answer["model"]) == ("reading", "good", model)


def test_the_states_of_the_first_units_are_sent_and_of_all_on_request():
    ask = asking(started(a=MadeAnalyzer))
    for units, sent in (("all", 20), ("text", 16), ("many", 16), (None, 16)):
        readers = ask("read", {"text": "good", "units": units})["readers"]
        assert [readers[reader]["states"]["shape"] for reader in readers] == [[sent, 1]] * 2


def test_without_any_model_every_answer_says_why():
    ask = asking(started(bad=broken, worse=broken))
    assert ask("models", {})["models"] == []
    for name in answers.ANSWERS:
        answer = ask(name, {"text": "good"})
        assert answer["about"] == "noModel"
        assert answer["details"] == ["it is broken"] * 2


def test_a_model_that_cannot_be_loaded_says_why_and_the_others_read():
    ask = asking(started(a=MadeAnalyzer, bad=broken))
    for _ in range(2):  # no other model answers for it
        for name, question in (("read", {"model": "bad"}), ("compare", {"model": "a", "other": "bad"})):
            answer = ask(name, {"text": "good", **question})
            assert (answer["about"], answer["details"]) == ("badModel", ["it is broken"])
    assert ask("read", {"text": "good"})["model"] == "a"


@pytest.fixture
def slow() -> Iterator[tuple[Models, threading.Event]]:
    """Models of which one takes its time, until it is let go."""
    go = threading.Event()
    models = started(quick=MadeAnalyzer, slow=lambda: go.wait(PATIENCE) and MadeAnalyzer())
    models.ask().result(PATIENCE)
    yield models, go
    go.set()


def test_whoever_waits_for_a_model_keeps_nobody_from_another(slow):
    models, go = slow
    reply = replying(models)

    async def ask() -> list[str]:
        slow, quick = ({"text": "good", "model": model} for model in ("slow", "quick"))
        waiting = [asyncio.create_task(reply("read", slow)) for _ in range(64)]
        await asyncio.sleep(0)  # all of them begin
        _, answer = await asyncio.wait_for(reply("read", quick), PATIENCE)
        assert not any(task.done() for task in waiting)
        go.set()
        others = {later["model"] for _, later in await asyncio.gather(*waiting)}
        return [answer["model"], *others]

    assert asyncio.run(ask()) == ["quick", "slow"]


def test_a_text_over_the_limit_is_refused():
    ask = asking(started(a=MadeAnalyzer))
    assert ask("read", {"text": "a" * (MAX_CHARACTERS + 1)})["about"] == "tooLong"
    assert ask("read", {"text": " " * MAX_CHARACTERS})["words"] == []


def test_an_error_that_nobody_expects_is_told_and_logged_without_the_text(caplog):
    class Failing(MadeAnalyzer):
        def analyze(self, text: str) -> Analysis:
            if SECRET in text:
                raise RuntimeError(f"cannot read {text}")
            return super().analyze(text)

    with caplog.at_level(logging.DEBUG):
        answer = asking(started(a=Failing))("read", {"text": f"{SECRET} plugh"})
    assert answer == {"kind": "message", "about": "failed", "details": []}
    assert "RuntimeError" in caplog.text
    assert "test_answers.py" in caplog.text  # where it arose
    assert SECRET not in caplog.text


def test_a_failure_is_logged_without_its_text(caplog):
    with caplog.at_level(logging.ERROR):
        try:
            raise ValueError(f"what the visitor typed: {SECRET}")
        except ValueError as error:
            answers.log_without_text(error)
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        MemoryError(SECRET),
        BadQuestion("text"),
        NoModel(["?"]),
        Busy(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_refusal_quotes_nothing_of_an_error_that_may_hold_a_text(error):
    _, said = answers.refusal(error, started(a=MadeAnalyzer))
    assert said["kind"] == "message"
    assert said["about"] in texts.MESSAGES
    assert SECRET not in json.dumps(said)


NO_NUMBERS = [None, True, "1", 1.0, 1.5, -1, 10**30, [], {}, float("nan"), float("inf")]


@pytest.mark.parametrize("value", [*NO_NUMBERS, 4])
def test_a_number_is_whole_and_within_its_limits(value):
    with pytest.raises(BadQuestion, match="word must be a whole number from 0 to 3"):
        Question.of({"word": value}).number("word", 0, 3)
    assert [Question.of({"word": n}).number("word", 0, 3) for n in (0, 3)] == [0, 3]


@pytest.mark.parametrize("value", [None, 1, [], ["a"], {}, "c", "A", True])
def test_a_choice_is_one_of_the_choices(value):
    assert Question.of({"side": value}).choice("side", ("a", "b"), "b") == "b"
    assert Question.of({"side": "a"}).choice("side", ("a", "b"), "b") == "a"


NO_OBJECTS = [None, "good", 1, [], ["text", "good"], True]
TOO_LONG = "a" * (MAX_CHARACTERS + 1)


JUNK = [*NO_NUMBERS, ["good"], {"text": "good"}, "", "gone", "?!", TOO_LONG, "\ud800 \0 <b>"]
GOOD = {"text": "good film", "before": "good film", "after": "a good film", "word": 0, "unit": 0}


class Watched(dict):
    """A question that remembers which of its entries were looked at."""

    looked_at: set[str]

    def get(self, name: str, otherwise: Any = None) -> Any:
        self.looked_at.add(name)
        return super().get(name, otherwise)


def questions_that_no_page_asks() -> Iterator[Any]:
    """What an answer looks at, in turn each with what it may not be, beside what it may be."""
    yield from ({}, {"": ""}, {"text": ""}, {"text": "?!", "before": "?!", "after": "?!"})
    looked_at: set[str] = set()
    tried: set[str] = set()
    while True:
        question = Watched(GOOD)
        question.looked_at = looked_at
        yield question
        if not (names := sorted(looked_at - tried)):
            return
        for name in names:
            tried.add(name)
            for value in JUNK:
                question = Watched(GOOD | {name: value})
                question.looked_at = looked_at
                yield question


def real() -> Models:
    """Models that can do all that is asked of them, but the last, which has no statistics."""
    from oracle import random_analyzer

    return started(
        both=lambda: measured_analyzer(max_words=50),
        forward=lambda: measured_analyzer("gru", "forward", max_words=50),
        bare=random_analyzer,
    )


@pytest.mark.parametrize("name", [*answers.ANSWERS, "models"])
def test_a_question_that_no_page_asks_gets_an_answer_and_never_an_exception(name, caplog):
    reply = replying(real())
    asked = []

    async def ask() -> None:
        for question in (*NO_OBJECTS, *questions_that_no_page_asks()):
            status, answer = await asyncio.wait_for(reply(name, question), PATIENCE)
            asked.append((question, status, answer))

    with caplog.at_level(logging.ERROR):
        asyncio.run(ask())
    assert caplog.text == ""  # none of them is an error that nobody expects
    for question, status, answer in asked:
        orjson.dumps(answer)
        json.dumps(answer, allow_nan=False, default=vars)
        assert status in (200, 400)
        about = answer["about"] if answer.get("kind") == "message" else None
        assert (status == 400) == (about == "badQuestion")
        assert isinstance(question, dict) or status == 400
        if name == "read" and status == 400 and isinstance(question, dict):
            assert answer["details"] == ["text must be a string"]
    if name == "read":  # the entries are found, or this test would test nothing
        assert {"text", "model", "units"} <= {
            key for question, _, _ in asked if isinstance(question, Watched) for key in question.looked_at
        }


@pytest.mark.parametrize("name", answers.ANSWERS)
@pytest.mark.parametrize("model", ["forward", "bare"])
def test_a_model_with_one_reader_or_without_statistics_gets_answers_too(name, model, caplog):
    ask = asking(real())
    question = {
        "model": model,
        "other": "both",
        "text": "a good film",
        "before": "a good film",
        "after": "a dull film",
        "word": 1,
        "unit": 0,
        "reader": "backward",
    }
    with caplog.at_level(logging.ERROR):
        for reader in ("forward", "backward"):
            assert ask(name, question | {"reader": reader}).get("about") != "failed"
    assert caplog.text == ""

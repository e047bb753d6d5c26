"""The page's questions: plain JSON in, a typed record of plain JSON out.

An answer is a function of one model and one question, and its type is the one that the function
returns, see `protocol`. `brnn.ui.ask` carries both over HTTP; `web/lib/server.js` asks.
"""

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Literal

from brnn.analyzer import NoStatistics
from brnn.config import SettingError
from brnn.explain.guessing import Guesser
from brnn.text.words import TextTooLong
from brnn.ui.answers.agreement import agreement
from brnn.ui.answers.compare import compare
from brnn.ui.answers.edit import edit
from brnn.ui.answers.experiments import mute, order, padding
from brnn.ui.answers.explain import explain
from brnn.ui.answers.export import export
from brnn.ui.answers.guess import guess
from brnn.ui.answers.lesson import lesson
from brnn.ui.answers.metrics import metrics
from brnn.ui.answers.question import Asked, BadQuestion, NothingToRead, Question
from brnn.ui.answers.reading import read
from brnn.ui.answers.step import step
from brnn.ui.answers.unit import unit
from brnn.ui.answers.word import gradients, occlusion, word
from brnn.ui.models import Models, NoModel
from brnn.ui.protocol import Message, TypedDict
from brnn.ui.scheduler import Busy, Scheduler

_LOG = logging.getLogger(__name__)

_OF_A_MODEL: tuple[Callable[[Asked], Any], ...] = (
    *(read, word, occlusion, gradients, unit, step, edit, compare, order, padding, mute),
    *(explain, metrics, agreement, lesson, export, guess),
)
ANSWERS = {answer.__name__: answer for answer in _OF_A_MODEL}
"""The answers to all questions about a model, by the name of the question."""

_LONG = {"occlusion", "gradients", "order", "padding", "explain", "export", "lesson"}
"""Those that may read a text many times."""


class ModelList(TypedDict):
    """The answer to "models": the available models, in order.

    default: None if there is none. problems: why others are not available.
    guesses: whether there is a model that guesses words.
    """

    kind: Literal["models"]
    models: list[str]
    default: str | None
    problems: list[str]
    guesses: bool


async def reply(
    name: str, values: Any, visitor: str, models: Models, scheduler: Scheduler
) -> tuple[int, Any]:
    """Return an HTTP status with the answer, or with a message instead.

    name: "models" or one of ANSWERS. values: the question as it arrived, untrusted JSON.
    """
    try:
        question = Question.of(values)
        if name == "models":
            return 200, await _list(models)
        if name not in ANSWERS:
            raise BadQuestion("there is no such question")
        model = await models.loaded(question.choice("model", models.known, None))
        second = question.choice("other", models.known, None)
        other = None if second is None else await models.loaded(second)
        asked = Asked(*model, question, other, models.sources, await _guesser(name, question, models))
        return 200, await scheduler.run(visitor, partial(ANSWERS[name], asked), long=name in _LONG)
    except Exception as error:
        return refusal(error, models)


async def _guesser(name: str, question: Question, models: Models) -> Guesser | None:
    shows = question.entries.get("shows") if name == "lesson" else name
    if shows == "guess":
        return await models.guesser()
    if shows == "ladder":  # which has more to show
        with suppress(NoModel):
            return await models.guesser()
    return None


async def _list(models: Models) -> ModelList:
    try:
        default, _ = await models.loaded()
    except NoModel:
        default = None
    return {
        "kind": "models",
        "models": models.names(),
        "default": default,
        "problems": models.left_out(),
        "guesses": models.guesses,
    }


def refusal(error: Exception, models: Models) -> tuple[int, Message]:
    """Return an HTTP status and a message about an error; 200 if no program is at fault.

    Neither the message nor the log contains a visitor's text.
    """
    match error:
        case NoModel():
            return 200, message("badModel" if models.names() else "noModel", *error.reasons)
        case TextTooLong():
            return 200, message("tooLong")
        case BadQuestion():
            return 400, message("badQuestion", str(error))
        case NothingToRead():
            return 200, message("noWords")
        case NoStatistics():
            return 200, message("noStatistics")
        case SettingError():
            return 200, message("badSetting", str(error))
        case Busy():
            return 503, message("busy")
    log_without_text(error)
    return 500, message("failed")


def message(about: str, *details: str) -> Message:
    """Return a message instead of an answer; the page has the wording for `about`."""
    return {"kind": "message", "about": about, "details": list(details)}


def log_without_text(error: Exception) -> None:
    """Log where an error arose, without its message, which may quote a visitor's text."""
    places = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s while reading a text\n%s", type(error).__name__, places)

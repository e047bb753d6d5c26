"""What the page asks the server, and what it gets: plain JSON in, plain JSON out.

Each answer is a function of one model and one question. Gradio carries both ways
(`server_functions` of its HTML component); `script/server.js` asks.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import anyio

from brnn.text.words import MAX_CHARACTERS, TextTooLong
from brnn.ui import payload, texts
from brnn.ui.answers.agreement import agreement
from brnn.ui.answers.compare import compare
from brnn.ui.answers.edit import edit
from brnn.ui.answers.experiments import mute, order, padding
from brnn.ui.answers.export import export
from brnn.ui.answers.lesson import lesson
from brnn.ui.answers.metrics import metrics
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.answers.reading import read
from brnn.ui.answers.unit import unit
from brnn.ui.answers.word import word
from brnn.ui.models import Models, NoModel

_LOG = logging.getLogger(__name__)
Answer = Callable[[Asked], Mapping[str, Any]]

ANSWERS: Mapping[str, Answer] = {
    "read": read,
    "word": word,
    "unit": unit,
    "edit": edit,
    "compare": compare,
    "order": order,
    "padding": padding,
    "mute": mute,
    "metrics": metrics,
    "agreement": agreement,
    "lesson": lesson,
    "export": export,
}
"""By name, what can be asked of a model."""


def functions(models: Models) -> list[Callable[[Any], Any]]:
    """Return the functions that Gradio serves, by the names that the page calls them by."""
    turn = anyio.CapacityLimiter(1)  # one at a time: two that run at once are both late
    return [_models(models), *(_served(name, ANSWERS[name], models, turn) for name in ANSWERS)]


def _served(
    name: str, answer: Answer, models: Models, turn: anyio.CapacityLimiter
) -> Callable[[Any], Any]:
    async def ask(question: Any) -> Mapping[str, Any]:
        try:
            asked = Question.of(question)
            model = asked.choice("model", models.names(), None)
            await models.wait(model)
            found, analyzer = models.ask(model).result()
            second = asked.choice("other", models.names(), None)
            if second is not None:
                await models.wait(second)
            other = models.ask(second).result() if second is not None else None
            work = partial(answer, Asked(found, analyzer, asked, other, models.folder))
            return await anyio.to_thread.run_sync(work, limiter=turn)
        except Exception as error:
            return refusal(error, models)

    ask.__name__ = name
    return ask


def _models(models: Models) -> Callable[[Any], Any]:
    async def find(_: Any) -> payload.Part:
        await models.wait()
        names, reasons = models.names(), models.left_out()
        left_out = texts.NOT_LOADED.format(reasons="; ".join(reasons)) if reasons else ""
        return {
            "models": [{"name": name, "label": payload.model_name(name)} for name in names],
            "default": models.ask().result()[0] if names else None,
            "notice": left_out if names else "",
        }

    find.__name__ = "models"
    return find


def refusal(error: Exception, models: Models) -> payload.Part:
    """Return what the page says of an error. No text of a visitor is in it, nor in the log."""
    match error:
        case NoModel() if models.names():
            return payload.message(texts.BAD_MODEL, *error.reasons, texts.BAD_MODEL_HELP)
        case NoModel():
            return payload.message(texts.NO_MODEL, *error.reasons, texts.NO_MODEL_HELP)
        case TextTooLong():
            detail = texts.TOO_LONG_DETAIL.format(limit=MAX_CHARACTERS)
            return payload.message(texts.TOO_LONG, detail)
        case BadQuestion():
            return payload.message(texts.FAILED, str(error))
    log_without_text(error)
    return payload.message(texts.FAILED, texts.FAILED_DETAIL)


def log_without_text(error: Exception) -> None:
    """Log where an error arose; its message may quote what a visitor typed and stays out."""
    places = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s while reading a text\n%s", type(error).__name__, places)

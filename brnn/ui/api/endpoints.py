"""The endpoints for programs. Their docstrings are what clients and assistants read about them.

Annotations are evaluated here, not left as text: Gradio tells clients the types from them.
"""

import asyncio
import inspect
import re
from collections.abc import Callable, Coroutine
from functools import partial, wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar, cast

import gradio as gr

from brnn.analyzer import NoStatistics
from brnn.config import SettingError
from brnn.explain import guess_record
from brnn.explain.experiments.comparison import comparison
from brnn.explain.registry import EXPLANATIONS, find
from brnn.explain.sheets.sheet import as_record
from brnn.explain.table import record
from brnn.text.words import TextTooLong
from brnn.ui import guard
from brnn.ui import texts as page_texts
from brnn.ui.answers import log_without_text
from brnn.ui.api import described, health
from brnn.ui.api.records import Analysis, Comparison, Explanation, Guesses, Health, Offer, Verdict
from brnn.ui.models import Models, NoModel
from brnn.ui.scheduler import Busy, Scheduler

MAX_TEXTS = 1_000
_SLICE = 16
"""Texts per turn; between turns, visitors of the page get theirs."""
_PROGRAMS = "programs"
"""The scheduler treats all programs as one visitor, which keeps the page fast."""
_Answer = TypeVar("_Answer")
_Given = ParamSpec("_Given")
if TYPE_CHECKING:
    Method = str
else:
    Method = Literal[tuple(EXPLANATIONS)]  # so that clients see the names


class Refusal(gr.Error):  # type: ignore[misc]
    """An error whose message says what is wrong and what would be right. It quotes no text."""

    def __init__(self, message: str) -> None:
        super().__init__(message, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


def _endpoint(
    work: Callable[_Given, Coroutine[Any, Any, _Answer]],
) -> Callable[_Given, Coroutine[Any, Any, _Answer]]:
    """Let an endpoint fail with a Refusal only. Unfold its docstring: Gradio reads it line by line."""

    @wraps(work)
    async def answer(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        try:
            return await work(*args, **kwargs)
        except (TextTooLong, TypeError, NoModel, SettingError, NoStatistics) as error:
            raise Refusal(str(error)) from None  # none of these messages quotes a text
        except Busy as busy:
            guard.report(busy)
            raise Refusal(page_texts.BUSY) from None
        except Refusal:
            raise
        except Exception as error:
            log_without_text(error)
            raise Refusal(page_texts.FAILED) from None

    answer.__doc__ = re.sub(r"\n {8}", " ", inspect.getdoc(work) or "")
    return answer


class Endpoints:
    """The endpoints of a page, in `all`; see their docstrings."""

    NAMES = ("classify", "analyze", "explain", "compare", "guess", "models", "health")

    def __init__(self, models: Models, scheduler: Scheduler) -> None:
        self._models, self._scheduler = models, scheduler
        self.all = tuple(getattr(self, name) for name in self.NAMES)

    @_endpoint
    async def classify(self, texts: list[str], model: str | None = None) -> list[Verdict]:
        """Classify each film review as positive or negative.

        Args:
            texts: up to 1,000 film reviews in English.
            model: the name of a model; `models` lists them; by default the first one.

        Returns:
            For each text its label ("positive" or "negative"), the probability of "positive", the logit
                (log-odds of "positive"), and a doubt: why the verdict means little, or null.
        """
        if not isinstance(texts, list) or len(texts) > MAX_TEXTS:
            raise Refusal(f"texts must be a list of up to {MAX_TEXTS:,} strings")
        _, analyzer = await self._models.named(model)
        slices = [
            await self._run(partial(analyzer.classify, texts[start : start + _SLICE]), admitted=start > 0)
            for start in range(0, len(texts), _SLICE)
        ]
        return [cast(Verdict, verdict.as_dict()) for verdict in chain.from_iterable(slices)]

    @_endpoint
    async def analyze(self, text: str, model: str | None = None) -> Analysis:
        """Return everything about the reading of one film review, including all hidden states (large).

        Args:
            text: a film review in English.
            model: the name of a model; `models` lists them; by default the first one.

        Returns:
            The verdict, the words, the memories of both readers (hidden states, words × units), and
                the ledger in log-odds: what each word added for each reader, and the bias.
        """
        name, analyzer = await self._models.named(model)
        analysis = await self._run(partial(analyzer.analyze, text))
        return cast(Analysis, record(name, analysis, analyzer.model.config))

    @_endpoint
    async def explain(
        self,
        text: str,
        method: Method = "ledger",
        settings: dict[str, str | int | bool] | None = None,
        other: str | None = None,
        model: str | None = None,
    ) -> Explanation:
        """Explain the verdict on a film review; by default, say what each word added to it.

        Args:
            text: a film review in English.
            method: the question to answer; `models` lists the methods.
            settings: settings of the method, such as {"steps": 64}; `models` lists them.
            other: a second text, for the method `edits`.
            model: the name of a model; `models` lists them; by default the first one.

        Returns:
            The verdict, the words that were read, single values of the method in log-odds, and its
                table in rows, most often one for each word.
        """
        explanation = find(str(method))
        if not isinstance(settings, dict | None):
            raise Refusal('settings must be an object, such as {"steps": 64}')
        given = explanation.read({name: _as_text(value) for name, value in (settings or {}).items()})
        texts = [text] if other is None else [text, other]
        name, analyzer = await self._models.named(model)

        def answer() -> Any:
            analysis, sheet = explanation.answer(analyzer, texts, given)
            return as_record(sheet, name, analysis)

        return cast(Explanation, await self._run(answer))

    @_endpoint
    async def compare(
        self, text: str, other: str | None = None, model: str | None = None, other_model: str | None = None
    ) -> Comparison:
        """Compare two film reviews under one model, or one film review under two models, word by word.

        Args:
            text: a film review in English.
            other: a second one; by default the same.
            model: the name of a model; `models` lists them; by default the first one.
            other_model: the name of the model that reads the second text; by default the same.

        Returns:
            Both readings, and the second minus the first in log-odds: the logit, the bias, and in rows
                what each word added for each reader; bias and rows add up to the logit.
        """
        if other is None and other_model is None:
            raise Refusal("compare needs other, a second text, or other_model, a second model")
        first = await self._models.named(model)
        second = first if other_model is None else await self._models.named(other_model)

        def work() -> Comparison:
            sides = ((first, text), (second, text if other is None else other))
            readings = [analyzer.analyze(own) for (_, analyzer), own in sides]
            return described.compared(comparison(*readings), first[0], second[0])

        return await self._run(work)

    @_endpoint
    async def guess(self, text: str, words: list[int] | None = None, most: int = 8) -> Guesses:
        """Guess words of an English text from the words before them, those after them, and both.

        Args:
            text: a text; two or more underscores are a blank.
            words: the numbers of the words to guess, counted from 1; by default the blanks.
            most: how many candidates to list for each, up to 50.

        Returns:
            How probable each word is and its rank among all words that the model knows; and for each
                word to guess, the candidates of the past, both and the future with the terms of their
                scores.
        """
        guesser = await self._models.guesser()
        if not isinstance(words, list | None) or not all(type(word) is int for word in words or ()):
            raise Refusal("words must be a list of whole numbers, such as [3]")
        if type(most) is not int:
            raise Refusal("most must be a whole number")
        return cast(Guesses, await self._run(partial(guess_record.record, guesser, text, words, most)))

    @_endpoint
    async def models(self) -> Offer:
        """List what there is to ask: the models, with their cell, readers and size, and all methods.

        Returns:
            The name of the default model, all models and the methods that they can answer, why others
                could not be loaded, and the methods of `explain` with their settings.
        """
        methods = described.methods()
        try:
            default, _ = await self._models.loaded()
        except NoModel as error:
            return {"default": None, "models": [], "problems": error.reasons, "methods": methods}
        models = await asyncio.to_thread(described.models, self._models)
        return {
            "default": default,
            "models": models,
            "problems": self._models.left_out(),
            "methods": methods,
        }

    @_endpoint
    async def health(self) -> Health:
        """Report at once whether texts can be read.

        Returns:
            The status ("ok", "loading" or "failed"), the version of brnn, and the name of the default
                model or the reasons why none could be loaded.
        """
        return health.state(self._models)

    async def _run(self, work: Callable[[], _Answer], admitted: bool = False) -> _Answer:
        return await self._scheduler.run(_PROGRAMS, work, long=True, admitted=admitted)


def _as_text(value: object) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)

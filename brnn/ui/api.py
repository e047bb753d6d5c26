"""Endpoints for programs, named like the methods of Analyzer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr

from brnn.analyzer import NoStatistics
from brnn.config import SettingError
from brnn.explain.registry import find, needs_gradients
from brnn.explain.sheets.sheet import as_record
from brnn.explain.table import record
from brnn.text.words import TextTooLong
from brnn.ui import texts as page_texts
from brnn.ui.answers import log_without_text
from brnn.ui.models import Models, NoModel
from brnn.ui.scheduler import Busy, Scheduler

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.records import Verdict

MAX_TEXTS = 1_000
_SLICE = 16
"""Texts per turn; between turns, visitors of the page get theirs."""
_PROGRAMS = "programs"
"""The scheduler treats all programs as one visitor, which keeps the page fast."""
_Answer = TypeVar("_Answer")


def add(models: Models, scheduler: Scheduler) -> None:
    """Add the endpoints to the page that is being built."""

    async def run(work: Callable[[str, Analyzer], _Answer], gradients: bool = False) -> _Answer:
        try:
            model = await models.loaded()
            if gradients:
                await models.prepare_gradients(*model)
            return await scheduler.run(_PROGRAMS, partial(work, *model))
        except (TextTooLong, TypeError, NoModel, SettingError, NoStatistics) as error:
            # None of these messages quotes a text.
            raise gr.Error(str(error), print_exception=False) from None
        except Busy:
            raise gr.Error(page_texts.BUSY, print_exception=False) from None
        except Exception as error:
            log_without_text(error)
            raise gr.Error(page_texts.FAILED, print_exception=False) from None

    async def classify(texts: list[str]) -> list[dict]:  # type: ignore[type-arg]
        """Return the verdict of each text.

        Args:
            texts: up to 1,000 film reviews in English.

        Returns:
            For each text its label ("positive" or "negative"), the probability of "positive" and
            the logit (log-odds of "positive").
        """
        if not isinstance(texts, list) or len(texts) > MAX_TEXTS:
            message = f"texts must be a list of up to {MAX_TEXTS:,} strings"
            raise gr.Error(message, print_exception=False)

        def work(start: int, _: str, analyzer: Analyzer) -> list[Verdict]:
            return analyzer.classify(texts[start : start + _SLICE])

        slices = [await run(partial(work, start)) for start in range(0, len(texts), _SLICE)]
        return [
            {"label": verdict.label, "probability": verdict.probability, "logit": verdict.logit}
            for verdict in chain.from_iterable(slices)
        ]

    async def analyze(text: str) -> dict:  # type: ignore[type-arg]
        """Return the full analysis of one text.

        Args:
            text: a film review in English.

        Returns:
            The model's name, the verdict (label, probability of "positive", logit), the words
            that were read, both memories (words × units) and the ledger in log-odds: what each
            word added for each reader, and the bias. A reader that the model does not have is
            null.
        """

        def work(name: str, analyzer: Analyzer) -> dict[str, Any]:
            return record(name, analyzer.analyze(text), analyzer.model.config)

        return await run(work)

    async def explain(
        text: str,
        method: str = "ledger",
        settings: dict | None = None,  # type: ignore[type-arg]
        other: str | None = None,
    ) -> dict:  # type: ignore[type-arg]
        """Return one explanation of a text, as `brnn explain --json` prints it.

        Args:
            text: a film review in English.
            method: one of those listed by `brnn explain --help`.
            settings: settings of the method, as text, such as {"steps": "64"}.
            other: a second text, for a method that takes two.

        Returns:
            The model's name, the text, the words that were read, the verdict, the method with its
            settings, and its result: single values and "rows".
        """

        def work(name: str, analyzer: Analyzer) -> dict[str, Any]:
            explanation = find(method)
            given = explanation.read(settings or {})
            texts = [text] if other is None else [text, other]
            analysis, sheet = explanation.answer(analyzer, texts, given)
            return as_record(sheet, name, analysis)

        return await run(work, needs_gradients(method))

    # No Gradio limit: the scheduler limits the page and programs together.
    gr.api(classify, api_name="classify", concurrency_limit=None)
    gr.api(analyze, api_name="analyze", concurrency_limit=None)
    gr.api(explain, api_name="explain", concurrency_limit=None)

"""Two endpoints for programs, under the names of the Python face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr

from brnn.explain.table import record
from brnn.text.words import TextTooLong
from brnn.ui.models import Models, NoModel

MAX_TEXTS = 1_000
_Answer = TypeVar("_Answer")


def add(models: Models) -> None:
    """Add the endpoints to the page that is being built."""

    def classify(texts: list[str]) -> list[dict]:  # type: ignore[type-arg]
        """Return the verdict of each text.

        Args:
            texts: up to 1,000 film reviews in English.

        Returns:
            For each text its label ("positive" or "negative"), the probability of "positive" and
            the logit (log-odds of "positive").
        """
        if not isinstance(texts, list) or len(texts) > MAX_TEXTS:
            raise gr.Error(f"texts must be a list of up to {MAX_TEXTS:,} strings", visible=False)
        verdicts = _answer(lambda: models.ask().result()[1].classify(texts))
        return [
            {"label": verdict.label, "probability": verdict.probability, "logit": verdict.logit}
            for verdict in verdicts
        ]

    def analyze(text: str) -> dict:  # type: ignore[type-arg]
        """Return all that the model makes of one text.

        Args:
            text: a film review in English.

        Returns:
            The model's name, the verdict (label, probability of "positive", logit), the words
            that were read, both memories (words × units) and the ledger in log-odds: what each
            word added for each reader, and the bias. A reader that the model does not have is
            null.
        """

        def answer() -> dict[str, Any]:
            name, analyzer = models.ask().result()
            return record(name, analyzer.analyze(text), analyzer.model.config)

        return _answer(answer)

    gr.api(classify, api_name="classify", concurrency_id="model")
    gr.api(analyze, api_name="analyze", concurrency_id="model")


def _answer(answer: Callable[[], _Answer]) -> _Answer:
    # Only messages that quote nothing of a text reach the caller, and none reaches the log.
    try:
        return answer()
    except (TextTooLong, TypeError, NoModel) as error:
        raise gr.Error(str(error), print_exception=False) from None

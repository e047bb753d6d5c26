"""A question from the page: untrusted JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from brnn.analyzer import Analyzer
from brnn.config import ModelConfig
from brnn.explain.guessing import Guesser
from brnn.records import Analysis, Reader
from brnn.text.words import MAX_CHARACTERS, TextTooLong

_T = TypeVar("_T")


class BadQuestion(ValueError):
    """An invalid question. The message names the entry and its valid values."""


class NothingToRead(ValueError):
    """The text has no words, but the answer needs some."""


@dataclass(frozen=True)
class Question:
    """The entries of a question, each checked on access."""

    entries: Mapping[str, Any]

    @classmethod
    def of(cls, values: Any) -> Question:
        """Raises BadQuestion unless `values` is a JSON object."""
        if not isinstance(values, dict):
            raise BadQuestion("a question must be a JSON object")
        return cls(values)

    def text(self, name: str = "text") -> str:
        """Return a text. Raises TextTooLong over the limit."""
        text = self.entries.get(name, "")
        if not isinstance(text, str):
            raise BadQuestion(f"{name} must be a string")
        if len(text) > MAX_CHARACTERS:
            raise TextTooLong(f"{len(text):,} characters")
        return text

    def number(self, name: str, low: int, high: int) -> int:
        """Return a whole number within both limits."""
        value = self.entries.get(name)
        if type(value) is not int or not low <= value <= high:
            raise BadQuestion(f"{name} must be a whole number from {low:,} to {high:,}")
        return value

    def choice(self, name: str, choices: Collection[str], otherwise: _T) -> str | _T:
        """Return one of the choices, or `otherwise` if the entry is missing or invalid."""
        value = self.entries.get(name)
        return value if isinstance(value, str) and value in choices else otherwise


@dataclass(frozen=True)
class Asked:
    """A question and its model; `other`: a second model to compare with.

    sources: of all models, see `ui.models.find`.
    guesser: the model that guesses words, if the question is one for it and there is one.
    """

    model: str
    analyzer: Analyzer
    question: Question
    other: tuple[str, Analyzer] | None = None
    sources: Sequence[str] = ()
    guesser: Guesser | None = None

    @property
    def config(self) -> ModelConfig:
        """The model's settings."""
        return self.analyzer.model.config

    @property
    def readers(self) -> list[Reader]:
        """The readers that the model has."""
        return self.config.readers

    def analysis(self) -> Analysis:
        """Return the analysis of the text. Raises TextTooLong over the limit."""
        return self.analyzer.analyze(self.question.text())

    def analysis_of_words(self) -> Analysis:
        """Return the analysis of the text. Raises NothingToRead for a text without words."""
        analysis = self.analysis()
        if analysis.nothing_to_read:
            raise NothingToRead("there is no word in this text")
        return analysis

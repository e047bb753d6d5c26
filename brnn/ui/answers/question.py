"""A question of the page: JSON from anywhere, so that nothing in it is taken on trust."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from brnn.text.words import MAX_CHARACTERS, TextTooLong

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer

_T = TypeVar("_T")


class BadQuestion(ValueError):
    """A question that no page of ours asks. The message names the entry and what it may be."""


@dataclass(frozen=True)
class Question:
    """The entries of a question, each checked when it is looked at."""

    entries: Mapping[str, Any]

    @classmethod
    def of(cls, values: Any) -> Question:
        """Raises BadQuestion for what is no JSON object."""
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
        """Return one of the choices; without an entry, or with another one, `otherwise`."""
        value = self.entries.get(name)
        return value if isinstance(value, str) and value in choices else otherwise


@dataclass(frozen=True)
class Asked:
    """A question with the model it is asked of; `other`: a second one, where two are compared.

    folder: where the folders of all models lie; None: those that are shipped.
    """

    model: str
    analyzer: Analyzer
    question: Question
    other: tuple[str, Analyzer] | None = None
    folder: Path | None = None

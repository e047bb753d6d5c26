"""Addresses of models on the Hugging Face Hub: hf://user/name, or hf://user/name@revision."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from brnn.model.folder import ModelFolderError

PREFIX = "hf://"
_NAME = r"\w(?:(?!--|\.\.)[\w.-]){0,95}(?<![.-])"
_REPOSITORY = re.compile(rf"(?P<repository>{_NAME}/{_NAME})(?:@(?P<revision>.*))?", re.ASCII)
_REVISION = re.compile(r"\w(?:(?!\.\.|//)[\w./+-])*(?<![./])", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")


class HubError(ModelFolderError):
    """A model cannot be fetched from the Hub or pushed to it. The message says why, and what to do."""


class Address(NamedTuple):
    """A repository on the Hub, and a branch, a tag or a commit; None is its default branch."""

    repository: str
    revision: str | None = None

    @classmethod
    def of(cls, text: str) -> Self:
        """Read an address, with or without hf://. Raises HubError, which says what is expected."""
        found = _REPOSITORY.fullmatch(text.removeprefix(PREFIX).removeprefix("models/"))
        if not found:
            raise HubError(f"{text} is not an address on the Hub: it must be {PREFIX}user/name")
        return cls(found["repository"]).at(found["revision"])

    def at(self, revision: str | None) -> Self:
        """Return the same repository at another revision. Raises HubError if it cannot be one."""
        if revision is not None and not _REVISION.fullmatch(revision):
            raise HubError(
                f"{revision!r} is not a revision: it must be the name of a branch, a tag or a commit"
            )
        return self._replace(revision=revision)

    @property
    def kind(self) -> str:
        """What the repository is to the Hub."""
        return "model"

    @property
    def is_pinned(self) -> bool:
        """Whether the revision is a commit, whose files never change."""
        return bool(self.revision and _COMMIT.fullmatch(self.revision))

    def __str__(self) -> str:
        return f"{PREFIX}{self.repository}" + (f"@{self.revision}" if self.revision else "")


class Space(Address):
    """A Space on the Hub."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Read an address, with or without hf://spaces/. Raises HubError, which says what is expected."""
        return super().of(text.removeprefix(PREFIX).removeprefix("spaces/"))

    @property
    def kind(self) -> str:
        """What the repository is to the Hub."""
        return "space"

    def __str__(self) -> str:
        return f"{PREFIX}spaces/{self.repository}"

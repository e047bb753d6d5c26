"""Command-line flags for settings, built from the names, ranges and descriptions of the fields."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any, TypeVar

from brnn.config import SettingError, Settings

_Record = TypeVar("_Record", bound=Settings)


def add_flags(parser: argparse.ArgumentParser, record: type[Settings], title: str) -> None:
    """Add a flag for every setting of `record`. Without the flag, the preset's value stays."""
    group = parser.add_argument_group(title)
    for setting in dataclasses.fields(record):  # type: ignore[arg-type]
        flag = "--" + setting.name.replace("_", "-")
        about = setting.metadata["about"]
        if "flag" in setting.metadata:
            group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=about)
        else:
            accepted = setting.metadata.get("range") or ", ".join(setting.metadata["choices"])
            group.add_argument(flag, metavar="…", help=f"{about} ({accepted})")


def with_flags(record: _Record, given: argparse.Namespace) -> _Record:
    """Return `record` updated with the flags that were given. Raises SettingError, which names the flag."""
    changes: dict[str, Any] = {}
    try:
        for setting in dataclasses.fields(record):  # type: ignore[arg-type]
            value = getattr(given, setting.name)
            if value is not None:
                accepted = setting.metadata.get("range")
                changes[setting.name] = accepted.read(setting.name, value) if accepted else value
        return dataclasses.replace(record, **changes)  # type: ignore[type-var]
    except SettingError as error:
        name, _, wrong = str(error).partition(" ")
        raise SettingError(f"--{name.replace('_', '-')} {wrong}") from None

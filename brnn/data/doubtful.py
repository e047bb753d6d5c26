"""Texts of our own that say nothing about a film that a model could judge: whether it says so.

They also chose the limit of `doubt`, so their figures flatter the default model.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

TEXTS: dict[str, list[str]] = {
    kind: texts.splitlines()
    for kind, texts in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
"""The texts of each kind, such as "other languages"."""

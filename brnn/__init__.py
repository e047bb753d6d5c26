"""Watch a bidirectional recurrent network read.

`import brnn` is fast: other modules are imported only when a name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.explain.guessing import Guesser
    from brnn.records import Analysis, Encoded, Ledger, Reading, Verdict

__all__ = ["Analysis", "Analyzer", "Encoded", "Guesser", "Ledger", "Reading", "Verdict"]
__version__ = "0.1.0"

_HOMES = {"Analyzer": "brnn.analyzer", "Guesser": "brnn.explain.guessing"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "brnn.records")), name)
    raise AttributeError(f"module 'brnn' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

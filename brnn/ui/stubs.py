"""Keep Gradio from writing type stubs whenever it is imported, which takes nearly half of that time.

For editors, Gradio 6 parses the source of every component and compares it with a file next to it. There is
no setting against it. If Gradio renames the function, this has no effect and a test fails.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

MODULE, FUNCTION = "gradio.component_meta", "create_or_modify_pyi"


class _Finder(MetaPathFinder):
    """Finds that one module, and puts a function that does nothing in the place of Gradio's."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == MODULE else None
        if spec and spec.loader:
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                setattr(module, FUNCTION, write_nothing)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def write_nothing(*_: object) -> None:
    """Stand in for Gradio's function."""


def leave_out() -> None:
    """Take effect, unless Gradio is imported already."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

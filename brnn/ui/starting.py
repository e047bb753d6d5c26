"""Leave out what Gradio 6 does at its start and nobody here needs. There are no settings for it.

Stubs: whenever it is imported, Gradio parses the source of every component and compares it with a file for
editors next to it, which takes nearly half of its import.
Apps: it makes an app when a page is begun, when it is finished and when it gets a queue, but uses only the
one that is made when the page is served.

If Gradio renames what is replaced here, tests fail.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
                setattr(module, FUNCTION, do_nothing)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def do_nothing(*_: object, **__: object) -> None:
    """Stand in for a function of Gradio."""


def leave_out_stubs() -> None:
    """Let Gradio write no stubs, unless it is imported already."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


@contextmanager
def without_apps() -> Iterator[None]:
    """Let Gradio make no app while a page is built."""
    from gradio.routes import App

    create = App.create_app
    App.create_app = staticmethod(do_nothing)
    try:
        yield
    finally:
        App.create_app = create

"""The models of a page: loaded in the background, so that the page answers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer

_WARM_UP = "a film"


class NoModel(LookupError):
    """No model could be loaded. `reasons` says why, a line each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Models:
    """Analyzers by name. Whoever asks for one that is not loaded yet waits for it.

    load: yields a name with its analyzer, or with the error that says why there is none; the
        first that loads is the default. It runs in a thread of its own, once `start` is called.
    """

    def __init__(self, load: Callable[[], Iterable[tuple[str, Analyzer | Exception]]]) -> None:
        self._load = load
        self._analyzers: dict[str, Analyzer] = {}
        self._reasons: list[str] = []
        self._changed = threading.Condition()
        self._finished = False

    def start(self) -> None:
        """Begin to load, and return at once."""
        threading.Thread(target=self._run, name="models", daemon=True).start()

    def get(self, name: str | None = None) -> tuple[str, Analyzer]:
        """Return a model's name and its analyzer; without a name that exists, the default's.

        Waits until it is loaded. Raises NoModel if there is none at all.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._finished
                    or name in self._analyzers
                    or (not name and bool(self._analyzers))
                )
            )
            if not self._analyzers:
                raise NoModel(self._reasons)
            found = name if name in self._analyzers else next(iter(self._analyzers))
            return found, self._analyzers[found]

    def all(self) -> tuple[list[str], list[str]]:
        """Return the names of all models and the reasons for those left out; waits for the last."""
        with self._changed:
            self._changed.wait_for(lambda: self._finished)
            return list(self._analyzers), list(self._reasons)

    def _run(self) -> None:
        try:
            for name, result in self._load():
                if not isinstance(result, Exception):
                    result.analyze(_WARM_UP)  # compiles the network, which the first visitor
                with self._changed:  # would otherwise wait for
                    if isinstance(result, Exception):
                        self._reasons.append(str(result))
                    else:
                        self._analyzers[name] = result
                    self._changed.notify_all()
        except Exception as error:  # whoever waits must hear of it, whatever it is
            with self._changed:
                self._reasons.append(f"{type(error).__name__}: {error}")
            raise
        finally:
            with self._changed:
                self._finished = True
                self._changed.notify_all()

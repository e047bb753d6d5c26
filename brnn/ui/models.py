"""The models of the page, each loaded in the background when first requested."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from brnn.analyzer import Analyzer
from brnn.explain.guessing import Guesser
from brnn.model.cache import Cache
from brnn.model.hub.names import named_in

_LOG = logging.getLogger(__name__)
_Loaded = TypeVar("_Loaded")
_TRIAL = "a film"


class NoModel(LookupError):
    """A model, or every model, could not be loaded. `reasons`: why, one line each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Models:
    """Analyzers by name. The default is loaded at the start, the others on request.

    Loaded models are kept, and so are the reasons for failures.

    find: returns the loaders of all models by name, in order. The default is the first that
        loads. Finding and loading take seconds, so both run in the background.
    sources: of the models, for their metrics, see `find`.
    guesser: loads the model that guesses words, on the first request; None if there is none.
    """

    def __init__(
        self,
        find: Callable[[], Mapping[str, Callable[[], Analyzer]]],
        sources: Sequence[str] = (),
        guesser: Callable[[], Guesser] | None = None,
    ) -> None:
        self._find = find
        self.sources = sources
        self._load_guesser = guesser
        self._guesser: Future[Guesser] | None = None
        self._found: Mapping[str, Callable[[], Analyzer]] = {}
        self._asked: dict[str, Future[tuple[str, Analyzer]]] = {}
        self._default: Future[tuple[str, Analyzer]] = Future()
        self._starter = threading.Thread(target=self._load_default, name="default model", daemon=True)
        self._asking = threading.Lock()
        self._loader = ThreadPoolExecutor(1, "models")  # one at a time: loading two at once delays both

    def start(self) -> None:
        """Start finding models and loading the default, unless that has begun, and return at once."""
        with self._asking:
            if not self._starter.ident:
                self._starter.start()

    def ask(self, name: str | None = None) -> Future[tuple[str, Analyzer]]:
        """Return a future of a model's name and analyzer; it may raise NoModel.

        An unknown name means the default. Do not cancel the future: others may wait for it.
        """
        with self._asking:
            if name is None or name not in self._found:
                return self._default
            if name not in self._asked:
                self._asked[name] = self._loader.submit(self._load, name)
            return self._asked[name]

    async def loaded(self, name: str | None = None) -> tuple[str, Analyzer]:
        """Await the result of `ask`, without blocking a thread."""
        return await asyncio.shield(asyncio.wrap_future(self.ask(name)))

    async def named(self, name: str | None) -> tuple[str, Analyzer]:
        """Await the model of this name; None: the default. Raises NoModel for an unknown name."""
        default = await self.loaded()  # by then, the names are known
        if name is None:
            return default
        if name not in [*self._found]:
            raise NoModel([f"model must be one of {', '.join(self.names())}"])
        return await self.loaded(name)

    @property
    def guesses(self) -> bool:
        """Whether there is a model that guesses words."""
        return self._load_guesser is not None

    async def guesser(self) -> Guesser:
        """Await the model that guesses words. Raises NoModel, also if there is none."""
        if not self._load_guesser:
            raise NoModel(["there is no model that guesses words: train one with --preset guess"])
        with self._asking:
            self._guesser = self._guesser or self._loader.submit(_explained, self._load_guesser)
        return await asyncio.shield(asyncio.wrap_future(self._guesser))

    def names(self) -> list[str]:
        """Return the names of all models except those that failed to load."""
        reasons = self._reasons()
        return [name for name in self._found if name not in reasons]

    @property
    def known(self) -> list[str]:
        """The names of all models, also of those that failed to load."""
        return [*self._found]

    def left_out(self) -> list[str]:
        """Return the reasons why models failed to load."""
        return [reason for reasons in self._reasons().values() for reason in reasons]

    def cached(self) -> tuple[int, int]:
        """Return how many texts need not be read again, and how many were read."""
        with self._asking:
            done = [model for model in self._asked.values() if model.done() and not model.exception()]
            found: list[Cache[Any]] = [model.result()[1].cache for model in done]
            if (guesser := self._guesser) and guesser.done() and not guesser.exception():
                found.append(guesser.result().cache)
        return sum(cache.hits for cache in found), sum(cache.misses for cache in found)

    def _reasons(self) -> dict[str, list[str]]:
        with self._asking:
            errors = {name: answer.exception() for name, answer in self._asked.items() if answer.done()}
        return {name: error.reasons for name, error in errors.items() if isinstance(error, NoModel)}

    def _load_default(self) -> None:
        reasons = []
        try:
            self._found = self._find()
            for name in self._found:
                answer = self.ask(name)
                if answer.exception() is None:
                    self._default.set_result(answer.result())
                    return
                reasons.append(str(answer.exception()))
            if not self._found:
                reasons.append("none of the models gives verdicts")
        except Exception as error:  # any error must reach those who wait
            reasons.append(_reason(error))
        self._default.set_exception(NoModel(reasons))

    def _load(self, name: str) -> tuple[str, Analyzer]:
        def load() -> Analyzer:
            analyzer = self._found[name]()
            analyzer.analyze(_TRIAL)  # a model that cannot read fails here, not before a visitor
            return analyzer

        return name, _explained(load)


def offered(sources: Sequence[str]) -> Models:
    """Return all models of some sources, see `find`; none are all that ship.

    Words are guessed by the first model there that does so, else by the shipped one.
    """
    guessing = [*named_in(sources, "guess").values(), *named_in([], "guess").values()]
    return Models(partial(find, sources), sources, partial(Guesser.load, guessing[0]) if guessing else None)


def find(sources: Sequence[str]) -> dict[str, Callable[[], Analyzer]]:
    """Return the loaders of all models of some sources by name, in order, see `hub.names.named_in`."""
    return {name: partial(Analyzer.load, model) for name, model in named_in(sources).items()}


def _explained(load: Callable[[], _Loaded]) -> _Loaded:
    """Return what is loaded. Raises NoModel, which says why, for any error."""
    try:
        return load()
    except Exception as error:
        raise NoModel([_reason(error)]) from error


def _reason(error: Exception) -> str:
    if isinstance(error, ValueError):  # a ModelFolderError says which file is at fault and why
        return str(error)
    _LOG.error("a model cannot be loaded", exc_info=error)
    return f"{type(error).__name__}: {error}"

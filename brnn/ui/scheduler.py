"""Who is answered next: one worker for everybody, visitors take turns."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

_T = TypeVar("_T")
_Job = tuple[Future[Any], Callable[[], Any]]


class Busy(Exception):
    """Too much is waiting already."""


class Scheduler:
    """Does one job at a time: two that compute at once are both late.

    Visitors take turns, so a visitor who asks for a lot delays the others by one job, not by all.
    Whoever waits holds no thread.

    limit: jobs that may wait in all. each: jobs of one visitor that may wait.
    """

    def __init__(self, limit: int = 1_000, each: int = 64) -> None:
        self._limit, self._each = limit, each
        self._waiting: dict[str, deque[_Job]] = {}  # by visitor; the first one is next
        self._count = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._work, name="answers", daemon=True).start()

    def submit(self, visitor: str, work: Callable[[], _T]) -> Future[_T]:
        """Return the result to come. Raises Busy if too much is waiting."""
        future: Future[_T] = Future()
        with self._changed:
            jobs = self._waiting.get(visitor, ())
            if self._count >= self._limit or len(jobs) >= self._each:
                raise Busy
            self._waiting.setdefault(visitor, deque()).append((future, work))
            self._count += 1
            self._changed.notify()
        return future

    async def run(self, visitor: str, work: Callable[[], _T]) -> _T:
        """Return the result. A caller that is cancelled leaves the queue. Raises Busy."""
        return await asyncio.wrap_future(self.submit(visitor, work))

    def _next(self) -> _Job:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            visitor = next(iter(self._waiting))
            jobs = self._waiting.pop(visitor)
            job = jobs.popleft()
            if jobs:
                self._waiting[visitor] = jobs  # behind all others
            self._count -= 1
            return job

    def _work(self) -> None:
        while True:
            future, work = self._next()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:
                    future.set_exception(error)
            del future, work  # an answer is not kept until the next one

"""The scheduler: one worker for everybody; visitors take turns."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

_T = TypeVar("_T")
_Job = tuple[Future[Any], Callable[[], Any]]


class Busy(Exception):
    """The queue is full."""


class Scheduler:
    """Does one job at a time, because two at once delay each other.

    Visitors take turns, so a visitor with many jobs delays the others by only one job. Waiting
    does not block a thread.

    limit: how many jobs may wait in total. each: how many may wait per visitor.
    """

    def __init__(self, limit: int = 1_000, each: int = 64) -> None:
        self._limit, self._each = limit, each
        self._waiting: dict[str, deque[_Job]] = {}  # by visitor; the first is next
        self._count = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._work, name="answers", daemon=True).start()

    def submit(self, visitor: str, work: Callable[[], _T]) -> Future[_T]:
        """Return a future of the result. Raises Busy if the queue is full."""
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
        """Return the result. Cancelling the caller removes the job. Raises Busy."""
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
            del future, work  # do not keep the answer alive until the next job

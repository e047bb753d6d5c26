"""The scheduler: one worker for everybody's short jobs and one for the long ones; visitors take turns."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

_T = TypeVar("_T")
_Job = tuple[Future[Any], Callable[[], Any]]


class Busy(Exception):
    """Too many jobs wait, or too long."""

    AFTER = 2
    """Seconds after which to ask again."""


class Scheduler:
    """Does one short job at a time, because two at once delay each other, and beside it one long one.

    Visitors take turns, so a visitor with many jobs delays the others by only one job. Waiting
    does not block a thread.

    limit: how many short jobs may wait in total, and how many long ones. each: how many per visitor.
    patience: seconds that a job may wait for its turn.
    """

    def __init__(self, limit: int = 1_000, each: int = 64, patience: float = 1.5) -> None:
        self._lanes = {False: _Lane("answers", limit, each), True: _Lane("long answers", limit, each)}
        self._patience = patience

    def submit(
        self, visitor: str, work: Callable[[], _T], long: bool = False, admitted: bool = False
    ) -> Future[_T]:
        """Return a future of the result. Raises Busy if too many jobs wait, unless the job is admitted."""
        return self._lanes[long].submit(visitor, work, admitted)

    async def run(
        self, visitor: str, work: Callable[[], _T], long: bool = False, admitted: bool = False
    ) -> _T:
        """Return the result. Cancelling the caller removes the job.

        admitted: the job goes on with one that has been done: it waits for its turn however many others wait,
            and however long it takes.
        Raises Busy if too many jobs wait, or if this one has waited too long.
        """
        job = self.submit(visitor, work, long, admitted)
        result = asyncio.wrap_future(job)
        try:
            await asyncio.wait([result], timeout=None if admitted else self._patience)
        except asyncio.CancelledError:
            job.cancel()
            raise
        if not result.done() and job.cancel():  # not if its turn has come
            raise Busy
        return await result

    def waiting(self) -> int:
        """Return how many jobs wait."""
        return sum(lane.count for lane in self._lanes.values())


class _Lane:
    """A worker, and the jobs that wait for it."""

    def __init__(self, name: str, limit: int, each: int) -> None:
        self._limit, self._each = limit, each
        self._waiting: dict[str, deque[_Job]] = {}  # by visitor; the first is next
        self.count = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    def submit(self, visitor: str, work: Callable[[], _T], admitted: bool) -> Future[_T]:
        future: Future[_T] = Future()
        with self._changed:
            jobs = self._waiting.get(visitor, ())
            if not admitted and (self.count >= self._limit or len(jobs) >= self._each):
                raise Busy
            self._waiting.setdefault(visitor, deque()).append((future, work))
            self.count += 1
            self._changed.notify()
        return future

    def _next(self) -> _Job:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            visitor = next(iter(self._waiting))
            jobs = self._waiting.pop(visitor)
            job = jobs.popleft()
            if jobs:
                self._waiting[visitor] = jobs  # behind all others
            self.count -= 1
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

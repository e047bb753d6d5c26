"""Who is answered next: one job at a time, visitors in turn, nobody holds a thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from brnn.ui.scheduler import Busy, Scheduler

PATIENCE = 60  # seconds after which a job that never comes fails a test


class Held:
    """A scheduler whose worker is held up by a first job until it is let go."""

    def __init__(self, **limits: int) -> None:
        self.scheduler = Scheduler(**limits)
        self.done: list[str] = []
        self._jobs: list[Future[None]] = []
        self._go = threading.Event()
        begun = threading.Event()
        self.first = self.scheduler.submit("first", lambda: begun.set() or self._go.wait(PATIENCE))
        assert begun.wait(PATIENCE)

    def submit(self, visitor: str, name: str) -> None:
        """Submit a job that notes its name when it is done."""
        self._jobs.append(self.scheduler.submit(visitor, lambda: self.done.append(name)))

    def let_go(self) -> list[str]:
        """Let the worker work, until it is through; returns the names of the jobs as done."""
        self._go.set()
        for job in (self.first, *self._jobs):
            job.result(PATIENCE)
        return self.done


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.let_go()


def test_what_has_begun_goes_on_however_many_others_wait():
    held = Held(limit=1)
    held.submit("a", "waits")
    with pytest.raises(Busy):
        held.scheduler.submit("a", lambda: None)
    goes_on = held.scheduler.submit("a", lambda: held.done.append("goes on"), admitted=True)
    held.let_go()
    goes_on.result(PATIENCE)
    assert held.done == ["waits", "goes on"]


def test_jobs_of_one_visitor_are_done_one_at_a_time_in_order():
    scheduler, running, order = Scheduler(), [0], []

    def job(number: int) -> int:
        running[0] += 1
        assert running[0] == 1
        threading.Event().wait(0.001)
        order.append(number)
        running[0] -= 1
        return number

    jobs = [scheduler.submit("a", lambda n=n: job(n)) for n in range(30)]
    assert [job.result(PATIENCE) for job in jobs] == order == list(range(30))


def test_visitors_take_turns_whoever_has_asked_for_more(held):
    for number in range(3):
        held.submit("much", f"much {number}")
    for visitor in ("b", "c"):
        held.submit(visitor, visitor)
    assert held.let_go() == ["much 0", "b", "c", "much 1", "much 2"]


def test_what_is_too_much_is_refused_for_one_visitor_and_for_all():
    held = Held(limit=5, each=3)
    for number in range(3):
        held.submit("a", f"a{number}")
    with pytest.raises(Busy):
        held.submit("a", "too much of one")
    held.submit("b", "b")
    held.submit("c", "c")
    with pytest.raises(Busy):
        held.submit("d", "too much of all")
    assert sorted(held.let_go()) == ["a0", "a1", "a2", "b", "c"]
    held.submit("a", "again")  # what is done makes room
    assert held.let_go()[-1] == "again"


def test_an_error_reaches_whoever_asked_and_the_next_job_is_done():
    scheduler = Scheduler()

    def fail() -> None:
        raise KeyError("of one job")

    failing = scheduler.submit("a", fail)
    assert scheduler.submit("a", lambda: "next").result(PATIENCE) == "next"
    with pytest.raises(KeyError, match="of one job"):
        failing.result(PATIENCE)


def test_whoever_leaves_leaves_the_queue(held):
    async def leave() -> None:
        waiting = asyncio.create_task(held.scheduler.run("a", lambda: held.done.append("left")))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(leave())
    held.submit("a", "stayed")
    assert held.let_go() == ["stayed"]


def test_those_who_wait_hold_no_thread(held):
    async def wait() -> int:
        tasks = [asyncio.create_task(held.scheduler.run(str(n), lambda: None)) for n in range(200)]
        await asyncio.sleep(0)
        threads = threading.active_count()
        held.let_go()
        await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE)
        return threads

    before = threading.active_count()
    assert asyncio.run(wait()) <= before


def test_whoever_has_waited_too_long_is_refused_and_what_has_begun_is_finished(held):
    scheduler = held.scheduler
    scheduler._patience = 0.01

    async def ask() -> None:
        with pytest.raises(Busy):
            await scheduler.run("a", lambda: held.done.append("too late"))
        going_on = asyncio.create_task(scheduler.run("a", lambda: "admitted", admitted=True))
        begun, go = threading.Event(), threading.Event()
        slow = asyncio.create_task(
            scheduler.run("b", lambda: begun.set() or (go.wait(PATIENCE) and "slow"), long=True)
        )
        await asyncio.sleep(10 * scheduler._patience)
        assert begun.wait(PATIENCE)
        go.set()
        assert await slow == "slow"
        held.let_go()
        assert await going_on == "admitted"

    asyncio.run(ask())
    assert held.done == []


def test_a_long_job_delays_no_short_one():
    scheduler, go, begun = Scheduler(), threading.Event(), threading.Event()
    long = scheduler.submit("a", lambda: begun.set() or go.wait(PATIENCE), long=True)
    assert begun.wait(PATIENCE)
    assert scheduler.submit("a", lambda: "short").result(PATIENCE) == "short"
    assert not long.done()
    go.set()
    assert long.result(PATIENCE)

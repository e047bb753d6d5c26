"""Measure how many visitors the app can answer: each asks for a reading, waits for it, asks again.

Every text has 5 to 60 words and one that occurs in no other; an answer that is not to the text that
was asked is an error. To the server, each question is a visitor's first, so nobody is told to ask less often.
With --before, an older checkout is measured in the same run, beside it, and
the ratios are printed. Processor time is read from /proc, so this runs on Linux.

    python tests/benchmarks/visitors.py [--before ../checkout] [--visitors 1 10 100] [--seconds 20]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = (
    "the film is slow and the plot was not very good at first but I never thought that it would "
    "end so well with lovely music great actors and a camera that is never boring or bad"
)


@dataclass
class Measured:
    """What N visitors met in a closed loop."""

    a_second: float
    median: float
    slowest: float
    processor: float

    def __str__(self) -> str:
        return (
            f"{self.a_second:8.1f}  {1_000 * self.median:8.0f}  {1_000 * self.slowest:8.0f}  "
            f"{1_000 * self.processor:8.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--before", type=Path, help="an older checkout to compare with")
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    roots = {"before": options.before, "now": ROOT} if options.before else {"now": ROOT}
    print(f"{'':16}answers/s  median ms  slowest ms  processor ms an answer")
    found = {
        (name, number): measured
        for name, root in roots.items()
        for number, measured in measure(root, options.visitors, options.seconds, name)
    }
    for number in options.visitors if options.before else ():
        before, now = found["before", number], found["now", number]
        print(
            f"{number:4} visitors: {now.a_second / before.a_second:.2f} × the answers, "
            f"{now.processor / before.processor:.2f} × the processor time"
        )


def measure(root: Path, visitors: list[int], seconds: float, name: str) -> Iterator[tuple[int, Measured]]:
    """Start the app of a checkout once and let N visitors in, for each N."""
    with running(root) as (port, process):
        address = asyncio.run(way_to_ask(port))
        for number in visitors:
            measured = asyncio.run(loop(address, process, number, seconds))
            print(f"{name:8}{number:4}  {measured}", flush=True)
            yield number, measured


@contextmanager
def running(root: Path) -> Iterator[tuple[int, int]]:
    """Run the app of a checkout; yields its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "app.py", "--port", str(port)]
    app = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    try:
        assert app.stdout
        if not any("The page is at" in line for line in app.stdout):
            raise SystemExit(f"the app of {root} did not start")
        yield port, app.pid
    finally:
        app.terminate()
        app.wait()


class Way:
    """How a checkout is asked: an address, and the body of a question."""

    def __init__(self, port: int, path: str, around: dict[str, Any] | None) -> None:
        self.port, self._path, self._around = port, path, around

    def request(self, question: Any, visitor: str = "first") -> bytes:
        """Return an HTTP request with a question."""
        asked = question if self._around is None else {**self._around, "data": question}
        body = json.dumps(asked).encode()
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Visitor: {visitor}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


async def way_to_ask(port: int) -> Way:
    """Return how the app at a port is asked to read, once its first model does."""
    way = Way(port, "/ask/read", None)
    if (await ask(way, await connect(way), {"text": "a film"}))[0] != 200:
        reader, writer = await connect(way)
        writer.write(f"GET /config HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        _, config = await response(reader)
        writer.close()
        page = next(c for c in json.loads(config)["components"] if c["type"] == "html")
        around = {"component_id": page["id"], "fn_name": "read", "session_hash": "a"}
        way = Way(port, "/gradio_api/component_server/", around)
        status, answer = await ask(way, await connect(way), {"text": "a film"})
        assert status == 200, answer
    return way


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(way: Way) -> Connection:
    return await asyncio.open_connection("127.0.0.1", way.port, limit=2**22)


async def ask(way: Way, connection: Connection, question: Any, visitor: str = "first") -> tuple[int, bytes]:
    """Ask once; returns status and body."""
    reader, writer = connection
    writer.write(way.request(question, visitor))
    return await response(reader)


async def response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    status = int(head.split(" ", 2)[1])
    if found := re.search(r"content-length: (\d+)", head):
        return status, await reader.readexactly(int(found[1]))
    body = b""  # in chunks
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return status, body


async def loop(way: Way, process: int, visitors: int, seconds: float) -> Measured:
    """Let visitors ask for a while, each anew as soon as it is answered."""
    connections = [await connect(way) for _ in range(visitors)]
    before, start = processor_time(process), time.perf_counter()
    end = start + seconds
    times: list[float] = []

    async def visit(number: int) -> None:
        chance = random.Random(number)
        while (begun := time.perf_counter()) < end:
            nonce = f"q{number}x{len(times)}x{chance.randrange(10**9)}"
            words = chance.choices(SENTENCE.split(), k=chance.randint(5, 60) - 1)
            words.insert(chance.randint(0, len(words)), nonce)
            question = {"text": " ".join(words)}
            status, answer = await ask(way, connections[number], question, nonce)
            if status != 200 or nonce.encode() not in answer:
                raise SystemExit(f"not the answer to what was asked: {status} {answer[:200]!r}")
            times.append(time.perf_counter() - begun)

    await asyncio.gather(*map(visit, range(visitors)))
    passed, spent = time.perf_counter() - start, processor_time(process) - before
    for _, writer in connections:
        writer.close()
    return Measured(len(times) / passed, statistics.median(times), max(times), spent / len(times))


def processor_time(process: int) -> float:
    """Seconds that a process has computed."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()

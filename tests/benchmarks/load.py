"""Let many visitors use the page at once, with locust, and tell what they met.

Each visitor loads the page's files, then types a key every 200 ms, pins words, plays and compares, as the
page does: one question of a kind at a time, and one that is refused is asked again after the time that the
server names. Every text has a word that occurs in no other; an answer about another text is an error. Locust
runs on the same machine as the server and answers its own visitors late when there are very many. What the
server does with a crowd shows when a lighter program is the crowd, and a few visitors come beside it:

    pip install "locust>=2.40,<3"
    python tests/benchmarks/load.py [--visitors 100] [--seconds 600] [--surge 200 1000]

    wrk -t1 -c1000 -d25s --timeout 30s --latency -s tests/benchmarks/crowd.lua http://127.0.0.1:7991/ask/read
    python tests/benchmarks/load.py --at http://127.0.0.1:7991 --visitors 5 --seconds 28

After the first load come the surges, 30 seconds each, and after each of them 10 seconds' rest and the first
load again, to see whether the server is as it was. Memory is read from /proc: Linux only.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import gevent
from locust import FastHttpUser, constant, task
from locust.env import Environment

ROOT = Path(__file__).resolve().parents[2]
KEY = 0.2  # seconds between two keys
ALIVE = 4  # seconds after which the page looks whether its server is there
SENTENCE = (
    "the film is slow and the plot was not very good at first but I never thought that it would "
    "end so well with lovely music great actors and a camera that is never boring or bad"
)
BUSY = (429, 503)
HEAD = "visitors  seconds  answers/s  median  95th  slowest  refused  told after  errors  memory MB"


@dataclass
class Met:
    """What visitors met. times: seconds of each answer; refusals: seconds until each of them was told."""

    times: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    longest: tuple[float, str] = (0.0, "")
    memory: list[float] = field(default_factory=list)


met = Met()


class Visitor(FastHttpUser):
    """Somebody with the page before them."""

    wait_time = constant(0)
    network_timeout = connection_timeout = 60.0

    def on_start(self) -> None:
        self.name = f"{random.getrandbits(60):x}"
        self.alive = time.monotonic() + ALIVE * random.random()
        gevent.sleep(random.random() * 2)
        page = self.get("/")
        # Its own files, those of Gradio that it names, and what the latter ask for.
        files = re.findall(r'(?:src|href)="(page/[^"]+|[./]*(?:assets|static)/[^"]+)"', page)
        for file in dict.fromkeys(files):
            self.get(urljoin("/", file))
        for file in ("config", "theme.css", "gradio_api/info", "gradio_api/app_id"):
            self.get(f"/{file}")

    @task
    def visit(self) -> None:
        nonce = f"q{random.getrandbits(48):x}"
        words = random.choices(SENTENCE.split(), k=random.randint(4, 30))
        words.insert(random.randint(0, len(words)), nonce)
        text = " ".join(words)
        typed, next_key = 0, time.monotonic()
        while typed < len(text):
            next_key += KEY
            gevent.sleep(max(0.0, next_key - time.monotonic()))
            # While an answer is awaited, one types on; then the newest text is asked.
            typed = min(len(text), typed + 1 + max(0, int((time.monotonic() - next_key) / KEY)))
            next_key = max(next_key, time.monotonic() - KEY)
            self.ask("read", {"text": text[:typed]}, text[:typed])
            if time.monotonic() > self.alive:
                self.alive = time.monotonic() + ALIVE
                self.get("/gradio_api/app_id")
        for word in random.sample(range(len(words)), 2):
            asked = {"text": text, "word": word}
            for question in ("word", "occlusion", "gradients"):
                self.ask(question, asked)
            gevent.sleep(2)  # looks at it
        gevent.sleep(len(words) * 0.2)  # plays: nothing is asked
        self.ask("compare", {"text": text, "otherText": text.replace("not ", "")})
        gevent.sleep(1)

    def get(self, path: str) -> str:
        return self._answer("GET", path, path.rsplit("/", 1)[-1] or "page").text

    def ask(self, question: str, asked: dict[str, Any], text: str | None = None) -> None:
        answer = self._answer("POST", f"/ask/{question}", question, json=asked)
        found = answer.json() if answer.status_code == 200 else {}
        if text is not None and found.get("text", text) != text:
            met.errors.append(f"{question}: the answer is about another text")
        if found.get("kind") == "message" and found["about"] not in ("noWords", "noStatistics"):
            met.errors.append(f"{question}: {found['about']}")

    def _answer(self, method: str, path: str, name: str, **more: Any) -> Any:
        while True:
            begun = time.monotonic()
            with self.client.request(
                method, path, headers={"Visitor": self.name}, catch_response=True, name=name, **more
            ) as answer:
                answer.success()
            seconds = time.monotonic() - begun
            if seconds > met.longest[0]:
                met.longest = (seconds, name)
            if answer.status_code in BUSY:
                met.refusals.append(seconds)
                gevent.sleep(float(answer.headers.get("Retry-After", 1)) * (0.5 + random.random()))
                continue
            met.times.append(seconds)
            if answer.status_code != 200:
                met.errors.append(f"{name}: status {answer.status_code} {answer.error or ''}")
            return answer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visitors", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--surge", type=int, nargs="*", default=[200, 1000])
    parser.add_argument("--at", help="address of an app that runs already: only the first load, no memory")
    options = parser.parse_args()
    if options.at:
        Visitor.host = options.at
        print(HEAD)
        load(
            Environment(user_classes=[Visitor]).create_local_runner(), None, options.visitors, options.seconds
        )
        return
    app = subprocess.Popen(
        [sys.executable, "-u", "app.py", "--port", "7991"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        address = next(line.split()[-1] for line in app.stdout if "The page is at" in line)
        Visitor.host = address.rstrip("/")
        environment = Environment(user_classes=[Visitor])
        runner = environment.create_local_runner()
        print(HEAD)
        load(runner, app.pid, options.visitors, options.seconds)
        for visitors in options.surge:
            load(runner, app.pid, visitors, 30)
            gevent.sleep(10)
            load(runner, app.pid, options.visitors, 30)
        runner.quit()
    finally:
        app.terminate()
        app.wait()


def load(runner: Any, process: int | None, visitors: int, seconds: int) -> None:
    """Let so many visitors in for a while, and print what they met."""
    met.__init__()  # type: ignore[misc]
    runner.start(visitors, spawn_rate=max(10, visitors / 5))
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        gevent.sleep(min(5, seconds))
        met.memory.append(resident(process) if process else 0)
    runner.stop()
    times = sorted(met.times) or [0.0]
    told = f"{max(met.refusals):10.2f}" if met.refusals else f"{'–':>10}"
    late = met.memory[12:] or met.memory[-1:]  # after the first minute
    print(
        f"{visitors:8}  {seconds:7}  {len(times) / seconds:9.1f}  {statistics.median(times):6.2f}  "
        f"{times[int(0.95 * len(times))]:4.2f}  {times[-1]:7.2f}  {len(met.refusals):7}  {told}  "
        f"{len(met.errors):6}  {min(late):.0f} to {max(late):.0f}   longest: {met.longest[1]}",
        flush=True,
    )
    for error in sorted(set(met.errors))[:5]:
        print(f"          {met.errors.count(error)} × {error}")


def resident(process: int) -> float:
    """Memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1_000


if __name__ == "__main__":
    main()

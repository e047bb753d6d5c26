"""Measure the app as its visitors and its host meet it: seconds to the first page, megabytes.

Starts app.py, waits for the page, asks its API for a first verdict, lets it rest, then asks for
analyses of several lengths. Memory is read from /proc, so this runs on Linux.

    python tests/benchmarks/app_footprint.py
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "The plot is slow at first, but the last half hour is lovely and I would go again. "
LENGTHS = (10, 50, 200)
PATIENCE = 120  # seconds

web = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the app is on this machine


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--analyses", type=int, default=50)
    parser.add_argument("--starts", type=int, default=3, help="starts that are timed")
    options = parser.parse_args()
    rows = [start_and_ask(options.analyses) for _ in range(options.starts)]
    print(f"median of {options.starts} starts (all)")
    for name in rows[0]:
        values = [row[name] for row in rows]
        listed = ", ".join(f"{value:.1f}" for value in values)
        print(f"  {name:52}{statistics.median(values):8.1f}   ({listed})")


def start_and_ask(analyses: int) -> dict[str, float]:
    """Start the app once and return what was measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    app = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found: dict[str, float] = {}
    try:
        while not answers(address):
            patient(app, started)
        found["seconds to the first page"] = time.perf_counter() - started
        while asked(address, SENTENCE) is None:  # until the model is loaded
            patient(app, started)
        found["seconds to the first verdict"] = time.perf_counter() - started
        time.sleep(3)
        found["megabytes at rest"] = memory(app.pid, "VmRSS")
        times: dict[int, list[float]] = {length: [] for length in LENGTHS}
        for number in range(analyses):
            length = LENGTHS[number % len(LENGTHS)]
            text = " ".join((SENTENCE * 20).split()[:length])
            before = time.perf_counter()
            if asked(address, text) is None:
                raise SystemExit("the app did not answer")
            times[length].append(1_000 * (time.perf_counter() - before))
        for length, milliseconds in times.items():
            name = f"milliseconds per request, {length} words, over HTTP"
            found[name] = statistics.median(milliseconds)
        found[f"megabytes after {analyses} analyses"] = memory(app.pid, "VmRSS")
        found["megabytes at most"] = memory(app.pid, "VmHWM")
    finally:
        app.terminate()
        app.wait()
    return found


def patient(app: subprocess.Popen[bytes], started: float) -> None:
    """Wait a little; raise SystemExit if the app is gone or takes too long."""
    if app.poll() is not None or time.perf_counter() - started > PATIENCE:
        raise SystemExit("app.py did not come up")
    time.sleep(0.02)


def answers(address: str) -> bool:
    """Whether the page is served."""
    try:
        return bool(web.open(address, timeout=10).status == 200)
    except OSError:
        return False


def asked(address: str, text: str) -> Any | None:
    """The answer of the API's "analyze" to a text; none while it has none."""
    call = urllib.request.Request(
        f"{address}/gradio_api/call/analyze",
        json.dumps({"data": [text]}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        event = json.load(web.open(call, timeout=60))["event_id"]
        stream = web.open(f"{address}/gradio_api/call/analyze/{event}", timeout=60).read().decode()
    except OSError:
        return None
    if "event: complete" not in stream:
        return None
    return json.loads(stream.rpartition("data: ")[2])


def memory(pid: int, field: str) -> float:
    """Megabytes of a process: VmRSS now, VmHWM at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


if __name__ == "__main__":
    main()

"""Measure the app as its visitors and its host meet it: first verdict, memory, rest, end.

Starts app.py, asks for a verdict until it comes, lets the app rest, then ends it with a signal; and
starts it again to send signals while it starts. The first verdict is compared with the time of
`import gradio` in a bare interpreter and of reading the weights, taken in turn with the starts.
Memory and processor time are read from /proc, so this runs on Linux.

    python tests/benchmarks/app_footprint.py [--starts 3] [--rest 60]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "assets" / "default" / "model.weights.h5"
TEXT = "The plot is slow at first, but the last half hour is lovely and I would go again."
PATIENCE = 240  # seconds
MOMENTS = (0.05, 0.2, 0.5, 1, 2, 3, 5, 8)
"""Seconds after the start at which a signal is sent."""
READ_WEIGHTS = f"""
import h5py, time
start = time.perf_counter()
with h5py.File({str(WEIGHTS)!r}) as file:
    file.visititems(lambda _, item: isinstance(item, h5py.Dataset) and item[()])
print(time.perf_counter() - start)
"""

web = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the app is on this machine


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=3, help="starts that are timed")
    parser.add_argument("--rest", type=float, default=60, help="seconds without a visitor")
    options = parser.parse_args()
    rows = [start_and_rest(options.rest if last else 0) for last in lasts(options.starts)]
    print(f"median of {options.starts} starts (all)")
    for name in rows[-1]:
        values = [row[name] for row in rows if name in row]
        listed = ", ".join(f"{value:.2f}" for value in values)
        print(f"  {name:52}{statistics.median(values):8.2f}   ({listed})")
    print("seconds from a signal to the end of the app, and its status")
    for number in (signal.SIGINT, signal.SIGTERM):
        ends = [end_after(moment, number) for moment in MOMENTS]
        listed = ", ".join(f"{seconds:.2f}" for seconds, _ in ends)
        statuses = sorted({status for _, status in ends})
        print(f"  {number.name} {listed} after {MOMENTS} seconds: {statuses}")


def lasts(count: int) -> list[bool]:
    return [number == count - 1 for number in range(count)]


def start_and_rest(rest: float) -> dict[str, float]:
    """Start the app once and return what was measured; rest: seconds without a visitor."""
    found = {"seconds of `import gradio`": seconds_of("import gradio")}
    output = subprocess.run(
        [sys.executable, "-c", READ_WEIGHTS], capture_output=True, text=True, check=True
    ).stdout
    found["seconds of reading the weights"] = float(output)
    app, port, started = start()
    try:
        verdict(app, port)
        found["seconds to the first verdict"] = time.perf_counter() - started
        found["… by import and weights"] = found["seconds to the first verdict"] / (
            found["seconds of `import gradio`"] + found["seconds of reading the weights"]
        )
        found["megabytes then"] = memory(app.pid, "VmRSS")
        loaded = "libtensorflow" in Path(f"/proc/{app.pid}/maps").read_text()
        found["TensorFlow loaded then (1: yes)"] = float(loaded)
        web.open(f"http://127.0.0.1:{port}/", timeout=60).read()
        found["seconds to the page"] = time.perf_counter() - started
        if rest:
            time.sleep(3)
            before = processor_time(app.pid)
            time.sleep(rest)
            spent = processor_time(app.pid) - before
            found[f"% of a core in {rest:g} seconds of rest"] = 100 * spent / rest
            found["megabytes after that"] = memory(app.pid, "VmRSS")
    finally:
        app.kill()
        app.wait()
    return found


def start() -> tuple[subprocess.Popen[bytes], int, float]:
    """Start the app; returns its process, its port and when that was."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    app = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return app, port, started


def verdict(app: subprocess.Popen[bytes], port: int) -> None:
    """Ask for a verdict until the app gives it."""
    end = time.perf_counter() + PATIENCE
    question = urllib.request.Request(
        f"http://127.0.0.1:{port}/ask/read",
        json.dumps({"text": TEXT}).encode(),
        {"Content-Type": "application/json"},
    )
    while time.perf_counter() < end and app.poll() is None:
        try:
            answer = json.load(web.open(question, timeout=PATIENCE))
        except OSError:
            time.sleep(0.02)
        else:
            if answer["text"] != TEXT:
                raise SystemExit("the answer is to another text")
            return
    raise SystemExit("the app gave no verdict")


def end_after(moment: float, number: signal.Signals) -> tuple[float, int]:
    """Start the app, send it a signal; returns the seconds it took to end, and its status."""
    app, _, _ = start()
    time.sleep(moment)
    sent = time.perf_counter()
    app.send_signal(number)
    try:
        status = app.wait(PATIENCE)
        return time.perf_counter() - sent, status
    finally:
        app.kill()


def seconds_of(code: str) -> float:
    """How long a bare interpreter takes for some code."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - started


def memory(pid: int, field: str) -> float:
    """Megabytes of a process: VmRSS now, VmHWM at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def processor_time(pid: int) -> float:
    """Seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()

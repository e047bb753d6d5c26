"""Run every check and close with one summary. Exit status 0 only if all of them pass."""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--durations=10"]
CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "imports one way": [BIN / "lint-imports"],
    "figures in README": [sys.executable, "-m", "brnn.evaluation.report", "--check"],
    "browser tests": [*PYTEST, "--dist", "loadfile", "tests/browser"],  # a page stays for a file
    "unit tests": [*PYTEST, "--ignore", "tests/browser"],
}
# While one of these waits, the other works.
TOGETHER = ("browser tests", "unit tests")


class Outcome(NamedTuple):
    """How a check ended, after how many seconds."""

    name: str
    passed: bool
    seconds: float


def main() -> int:
    started = time.perf_counter()
    outcomes = [run(name) for name in CHECKS if name not in TOGETHER]
    with ThreadPoolExecutor() as pool:
        outcomes += pool.map(run, TOGETHER)
    print("── summary")
    for name, passed, seconds in outcomes:
        print(f"{'passed' if passed else 'FAILED'}  {name:20}{seconds:7.1f} s")
    failed = sum(not passed for _, passed, _ in outcomes)
    print(f"{len(outcomes) - failed} passed, {failed} failed, {time.perf_counter() - started:.1f} s")
    return int(failed > 0)


def run(name: str) -> Outcome:
    """Run a check. Each line of its output begins with its name."""
    started = time.perf_counter()
    command: Sequence[str | Path] = CHECKS[name]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    assert process.stdout
    with process.stdout as lines:
        for line in lines:
            print(f"{name:19} {line}", end="", flush=True)
    return Outcome(name, process.wait() == 0, time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())

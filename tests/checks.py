"""Run every check and close with one summary. Exit status 0 only if all of them pass."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--durations=10"]
CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "imports one way": [BIN / "lint-imports"],
    "figures in README": [sys.executable, "-m", "brnn.evaluation.report", "--check"],
    "unit tests": [*PYTEST, "--ignore", "tests/browser"],
    "browser tests": [*PYTEST, "--dist", "loadfile", "tests/browser"],  # a page stays for a file
}


def main() -> int:
    rows = []
    for name, command in CHECKS.items():
        print(f"── {name}", flush=True)
        started = time.perf_counter()
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        rows.append((name, status == 0, time.perf_counter() - started))
    print("── summary")
    for name, passed, seconds in rows:
        print(f"{'passed' if passed else 'FAILED'}  {name:20}{seconds:7.1f} s")
    failed = sum(not passed for _, passed, _ in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

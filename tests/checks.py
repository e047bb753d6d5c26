"""Run every check and close with one summary. Exit status 0 only if all of them pass.

The unit tests run beside all others, which come first: they use what the browser tests leave of the
processors while they wait.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--durations=10"]
"""Each file stays in one process, so that its page or model is made once."""
ONE_THREAD = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
"""Variables set to 1: where every core has a test to run, more threads of TensorFlow only wait for a core."""
BESIDE = "unit tests"
CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "imports one way": [BIN / "lint-imports"],
    "figures in README": [sys.executable, "-m", "brnn.evaluation.report", "--check"],
    "browser tests": [*PYTEST, "tests/browser"],
    BESIDE: ["nice", "-n", "19", *PYTEST, "--ignore", "tests/browser"],
}


def main() -> int:
    rows = []
    os.environ |= dict.fromkeys(ONE_THREAD, "1")
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""  # else each of a hundred programs compiles every module anew
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        beside = subprocess.Popen(CHECKS[BESIDE], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        for name, command in CHECKS.items():
            print(f"── {name}", flush=True)
            begun = started if name == BESIDE else time.perf_counter()
            status = beside.wait() if name == BESIDE else subprocess.call(command, cwd=ROOT)
            rows.append((name, status == 0, time.perf_counter() - begun))
        said.seek(0)
        print(said.read().decode(errors="replace"))
    print("── summary")
    for name, passed, seconds in rows:
        print(f"{'passed' if passed else 'FAILED'}  {name:20}{seconds:7.1f} s")
    failed = sum(not passed for _, passed, _ in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

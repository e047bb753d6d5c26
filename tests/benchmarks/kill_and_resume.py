"""Kill `train.py` at random moments: a whole model must load, and `--resume` must end the same.

One run is left alone. Then, time after time, a fresh run whose output folder already holds an older
model is killed with SIGKILL at a moment drawn evenly from that run's length. What must hold:

- the output folder loads, and is the older model or the new one;
- the model of the last whole epoch loads, if there is one;
- no process is left behind;
- `--resume` ends with the figures of the run that was left alone (the bar: within 0.3 points).

    python tests/benchmarks/kill_and_resume.py --data aclImdb_v1.tar.gz --kills 5
    python tests/benchmarks/kill_and_resume.py --data DATA -- --preset gru --epochs 2
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn.model import folder as model_folder
from brnn.model.folder import ModelFolderError

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="archive or folder")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    parser.add_argument("--older", type=Path, default=ROOT / "assets" / "article", help="the older model")
    parser.add_argument("flags", nargs="*", default=["--preset", "article"], help="of train.py")
    options = parser.parse_args()
    flags = ["--data", str(options.data.resolve()), *options.flags]
    moments = random.Random(options.seed)
    failures = 0

    with tempfile.TemporaryDirectory(prefix="kill_and_resume_") as folder:
        alone = Path(folder) / "alone" / "model"
        started = time.monotonic()
        run(alone, flags).wait()
        length = time.monotonic() - started
        expected = figures(alone)
        print(f"left alone: {length:.0f} s, {shown(expected)}")
        # Two models of one seed have the same figures; they are told apart by their names.
        older = model_folder.load(options.older).name, figures(options.older)
        new = alone.name, expected
        for kill in range(1, options.kills + 1):
            output = Path(folder) / f"kill-{kill}" / "model"
            while True:
                shutil.copytree(options.older, output)
                moment = moments.uniform(0, length)
                started, process = time.monotonic(), run(output, flags)
                try:
                    process.wait(timeout=moment)
                except subprocess.TimeoutExpired:
                    break
                length = time.monotonic() - started  # it ended first: a faster run than before
                shutil.rmtree(output.parent)
            process.kill()
            process.wait()
            left = survivors(process.pid)
            found = model_folder.load(output).name, figures(output)
            which = "older" if found == older else "new" if found == new else "NEITHER"
            state = last_epoch(output.with_name("model.training") / "model")
            run(output, [*flags, "--resume"]).wait()
            if model_folder.load(output).name != alone.name:
                raise SystemExit("the run that was resumed saved nothing")
            resumed = figures(output)
            difference = apart(resumed, expected)
            good = which != "NEITHER" and "BROKEN" not in state and not left and difference <= 0.3
            failures += not good
            print(
                f"kill {kill} after {moment:5.1f} s of {length:.0f}: the {which} model loads; "
                f"{state}; {left} processes left; resumed: {shown(resumed)}, "
                f"{difference:.2f} points apart{'' if good else '   FAILED'}",
                flush=True,
            )
            shutil.rmtree(output.parent)
    print(f"{options.kills - failures} of {options.kills} kills as they should be")
    return int(failures > 0)


def run(output: Path, flags: list[str]) -> subprocess.Popen[bytes]:
    """Start train.py in a session of its own, so that what it leaves behind can be found."""
    return subprocess.Popen(
        [sys.executable, "train.py", "--output", str(output), *flags],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def survivors(session: int, patience: float = 10) -> int:
    """Count the processes of a session that are still there after a while, and end them."""
    deadline = time.monotonic() + patience
    while members := [pid for pid in processes() if session_of(pid) == session]:
        if time.monotonic() > deadline:
            for pid in members:
                os.kill(pid, signal.SIGKILL)
            return len(members)
        time.sleep(0.2)
    return 0


def processes() -> list[int]:
    """The processes of this machine, where /proc lists them."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def session_of(pid: int) -> int | None:
    """A process's session; none if it is gone or only waits to be."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else int(fields[2])


def figures(folder: Path) -> list[float]:
    """The test accuracies of a model that must load, after each epoch and at the end, percent."""
    metrics = model_folder.load(folder).metrics
    epochs = [e["test"]["accuracy"] for e in metrics["history"] if "test" in e]
    return [100 * accuracy for accuracy in (*epochs, metrics["test"]["accuracy"])]


def last_epoch(folder: Path) -> str:
    """What became of the model of the last whole epoch."""
    if not folder.parent.exists():
        return "no whole epoch"
    try:
        return f"epoch {len(model_folder.load(folder).metrics['history'])} loads"
    except ModelFolderError as error:
        # Whoever is killed while the very first model is written has no whole epoch yet.
        return f"BROKEN: {error}" if (folder.parent / "state.npz").exists() else "no whole epoch"


def apart(one: list[float], other: list[float]) -> float:
    """The largest difference of two lists of figures, in points."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def shown(percents: list[float]) -> str:
    """Figures for a person."""
    return " ".join(f"{percent:.2f}" for percent in percents) + "%"


if __name__ == "__main__":
    sys.exit(main())

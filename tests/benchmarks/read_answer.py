"""What the answer to "read" costs, JSON included: processor time and bytes, here and in a base.

Each text is new to the app: its last word is another one every time. Both checkouts are measured in
turn, each in a process of its own, which also reads the model that it ships.

    python tests/benchmarks/read_answer.py --base ../before
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "The plot is slow at first, but the last half hour is lovely and I would go again. "
WARM_UP = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=Path, help="another checkout, to compare with")
    parser.add_argument("--words", type=int, nargs="+", default=[20, 60, 200])
    parser.add_argument("--runs", type=int, default=60, help="answers of each length and round")
    parser.add_argument("--rounds", type=int, default=3, help="processes of each checkout")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps({words: measured(words, options.runs) for words in options.words}))
        return
    places = [ROOT, *([options.base.resolve()] if options.base else [])]
    found: dict[Path, list[dict[str, list[float]]]] = {place: [] for place in places}
    for _ in range(options.rounds):
        for place in places:
            found[place].append(ask(place, options))
    for words in map(str, options.words):
        here, *base = (
            [statistics.median(run[words][i] for run in found[place]) for i in (0, 1)] for place in places
        )
        line = f"{words:>4} words: {here[0]:5.2f} ms processor time, {here[1]:7,.0f} bytes"
        if base:
            line += (
                f"; before {base[0][0]:5.2f} ms, {base[0][1]:7,.0f} bytes; "
                f"ratio {here[0] / base[0][0]:.2f}, {here[1] / base[0][1]:.2f}"
            )
        print(line)


def ask(place: Path, options: argparse.Namespace) -> dict[str, list[float]]:
    """Measure a checkout in a process of its own."""
    command = [sys.executable, __file__, "--measure", "--runs", str(options.runs), "--words"]
    done = subprocess.run(
        [*command, *map(str, options.words)],
        cwd=place,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def measured(words: int, runs: int) -> list[float]:
    """Milliseconds of processor time and bytes: medians."""
    sys.path.insert(0, str(Path.cwd()))
    from brnn import Analyzer
    from brnn.ui.answers.question import Asked, Question
    from brnn.ui.answers.reading import read

    analyzer = Analyzer.load()
    start = (SENTENCE * (words // 10)).split()[: words - 1]
    used, sizes = [], []
    for run in range(WARM_UP + runs):
        question = Question.of({"text": " ".join([*start, f"word{run}"]), "units": "most"})
        began = time.process_time()
        answer = json.dumps(read(Asked("default", analyzer, question)), separators=(",", ":"))
        used.append(1_000 * (time.process_time() - began))
        sizes.append(len(answer.encode()))
    return [statistics.median(values[WARM_UP:]) for values in (used, sizes)]


if __name__ == "__main__":
    main()

"""Time what is asked for by name, in multiples of the bare compiled forward pass; and its memory.

One text of 200 words (or as many as the model reads): the yardstick of `forward_pass.py` and every
method, in turn. Then, for each method in a process of its own, one text of 2,000 words on random
weights of the same cell and units: the most memory it took, above what the process held idle after
a first short analysis. Memory is read from /proc, so this runs on Linux.

    python tests/benchmarks/explanations.py
    python tests/benchmarks/explanations.py --random gru:128:400
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from forward_pass import add_model_flags, analyzer_of, bare_pass, timed

from brnn import Analyzer
from brnn.records import Analysis

METHODS: dict[str, Callable[[Analyzer, Analysis], object]] = {
    "analyze": lambda analyzer, analysis: analyzer._read(analyzer._encode(analysis.encoded.text)),
    "endings": Analyzer.endings,
    "occlusion": Analyzer.occlusion,
    "integrated gradients": Analyzer.gradients,
    "reach": Analyzer.reach,
    "order": Analyzer.order,
    "padding": Analyzer.padding,
}
WORDS, MANY_WORDS = 200, 2_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_model_flags(parser)
    parser.add_argument("--runs", type=int, default=10, help="runs of each, in turn")
    parser.add_argument("--peak-of", choices=METHODS, help="measure the memory of this method only")
    options = parser.parse_args()
    analyzer = analyzer_of(options)
    if options.peak_of:
        print(peak_of(options.peak_of, analyzer))
        return
    print_times(analyzer, options.runs)
    config = analyzer.model.config
    print(f"\n{MANY_WORDS:,} words, random {config.cell}, {config.units} units, above idle")
    for method in METHODS:
        command = [sys.executable, __file__, "--peak-of", method]
        command += ["--random", f"{config.cell}:{config.units}:{MANY_WORDS}"]
        found = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"  {method:21}{found.stdout.strip()}")


def print_times(analyzer: Analyzer, runs: int) -> None:
    """Time the yardstick and every method on one text, in turn."""
    analysis = analysis_of(analyzer, WORDS)
    ids = analysis.encoded.ids[np.newaxis]
    bare = bare_pass(analyzer.model)
    calls: dict[str, Callable[[], object]] = {"bare pass": lambda: bare(ids)} | {
        name: lambda method=method: method(analyzer, analysis) for name, method in METHODS.items()
    }
    for call in calls.values():
        call()  # compiles
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(runs):
        for name, call in calls.items():
            seconds[name].append(timed(call))
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    print(f"{analyzer.model.name}, {ids.size} words, median of {runs}")
    for name, median in medians.items():
        multiple = median / medians["bare pass"]
        print(f"  {name:21}{1_000 * median:9.1f} ms{multiple:8.1f} ×")
    gradients = analyzer.gradients(analysis)
    print(f"  gradients taken: {gradients.forward_steps} and {gradients.backward_steps}")


def peak_of(method: str, analyzer: Analyzer) -> str:
    """Megabytes that a method takes at most above the idle process, and its seconds."""
    analyzer.analyze("a short one")
    idle = megabytes("VmRSS")
    analysis = analysis_of(analyzer, MANY_WORDS)
    started = time.perf_counter()
    METHODS[method](analyzer, analysis)
    return f"{megabytes('VmHWM') - idle:7.0f} MB{time.perf_counter() - started:8.1f} s"


def analysis_of(analyzer: Analyzer, words: int) -> Analysis:
    """The analysis of a text of random words that the model knows."""
    drawn = np.random.default_rng(0).choice(analyzer.model.vocabulary.words, words)
    return analyzer.analyze(" ".join(drawn))


def megabytes(field: str) -> float:
    """A size of this process as the kernel has it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1_024


if __name__ == "__main__":
    main()

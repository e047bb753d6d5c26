"""Time the way from the archive to encoded arrays of all labelled reviews, train and test.

The bar: at most 30 seconds for the 50,000 on two cores.

    python tests/benchmarks/archive_to_arrays.py --data aclImdb_v1.tar.gz
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn.data import archive, corpus
from brnn.text.tokens import most_frequent, tokenise
from brnn.training.presets import PRESETS


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="archive or folder; else the one in the cache")
    parser.add_argument("--preset", choices=PRESETS, default="article")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    data = options.data or archive.fetch()
    config = PRESETS[options.preset].model

    totals = []
    print("run   reviews    read  tokenise  vocabulary  encode   total, seconds")
    for run in range(1, options.runs + 1):
        times = [time.perf_counter()]
        splits = corpus.load(data)
        times.append(time.perf_counter())
        tokens = {n: tokenise(s.texts, config.punctuation) for n, s in splits.items()}
        times.append(time.perf_counter())
        vocabulary = most_frequent(tokens["train"], config.vocabulary_size)
        times.append(time.perf_counter())
        examples = [
            corpus.encode(tokens[name], split.labels, vocabulary, config) for name, split in splits.items()
        ]
        times.append(time.perf_counter())
        read, tokenise, count, encode = (b - a for a, b in itertools.pairwise(times))
        totals.append(times[-1] - times[0])
        print(
            f"{run:3}{sum(map(len, examples)):10,}{read:8.1f}{tokenise:10.1f}{count:12.1f}"
            f"{encode:8.1f}{totals[-1]:8.1f}",
            flush=True,
        )
    print(f"median of {len(totals)}: {statistics.median(totals):.1f} s")


if __name__ == "__main__":
    main()

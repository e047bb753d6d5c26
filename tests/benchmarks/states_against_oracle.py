"""Compare a model's memories on real reviews with the plain-NumPy oracle of the tests.

The bars, on 1,000 test reviews: memories within 1e-4, the ledger's remainder within 1e-4.

    python tests/benchmarks/states_against_oracle.py --data ../shared/data/aclImdb_v1.tar.gz
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from oracle import oracle_reading, weights_of

from brnn import Analyzer
from brnn.data import archive, corpus


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="archive or folder; else the one in the cache")
    parser.add_argument("--model", type=Path, help="a model's folder; else the default model")
    parser.add_argument("--reviews", type=int, default=1_000, help="test reviews that are read")
    parser.add_argument("--seed", type=int, default=0, help="of the reviews that are drawn")
    options = parser.parse_args()

    analyzer = Analyzer.load(options.model)
    config, weights = analyzer.model.config, weights_of(analyzer.model.network)
    texts = corpus.load(options.data or archive.fetch())["test"].texts
    drawn = np.random.default_rng(options.seed).permutation(len(texts))[: options.reviews]
    largest = {"forward memory": 0.0, "backward memory": 0.0, "logit": 0.0, "ledger remainder": 0.0}
    words = 0
    for row in tqdm(drawn, unit=" reviews"):
        analysis = analyzer.analyze(texts[row])
        reading = analysis.reading
        expected = oracle_reading(analysis.encoded.ids, config, weights)
        for name, difference in {
            "forward memory": np.abs(reading.forward - expected.forward).max(initial=0),
            "backward memory": np.abs(reading.backward - expected.backward).max(initial=0),
            "logit": abs(reading.logit - expected.logit),
            "ledger remainder": abs(analysis.ledger.remainder),
        }.items():
            largest[name] = max(largest[name], float(difference))
        words += len(analysis.encoded.words)
    print(
        f"{analyzer.model.name}: {len(drawn):,} reviews, {words:,} words read; largest difference"
    )
    for name, difference in largest.items():
        print(f"  {name:17}{difference:.1e}")


if __name__ == "__main__":
    main()

"""Compare the readers in NumPy with Keras' layers on real reviews, for each shipped model.

    states, logit   largest difference between NumPy and the bare pass of `forward_pass.py`    1e-5
    light cone      bits that differ before (after) a word that is replaced, inserted or deleted,
                    in the forward (backward) reader's states                                  none
    prefix          evidence at a word less the final evidence of what was read so far         1e-6
    ledger          logit less bias and what each word added                                   1e-4

Exit status 1 if a bar fails.

    python tests/benchmarks/numpy_against_keras.py --data aclImdb_v1.tar.gz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from forward_pass import bare_pass
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn import Analyzer
from brnn.data import archive, corpus
from brnn.explain.evidence import ledger
from brnn.model import shelf
from brnn.model.readers import Ids, Readers
from brnn.records import Ledger, Reading

BARS = {"states": 1e-5, "logit": 1e-5, "light cone": 0, "prefix": 1e-6, "ledger": 1e-4}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="archive or folder; else the one in the cache")
    parser.add_argument(
        "--model",
        metavar="NAME",
        action="append",
        help="folder or name of a shipped model; may be repeated; else all that ship",
    )
    parser.add_argument("--reviews", type=int, default=1_000, help="test reviews that are read")
    parser.add_argument("--seed", type=int, default=0, help="of the reviews and the edits")
    options = parser.parse_args()

    texts = corpus.load(options.data or archive.fetch())["test"].texts
    drawn = np.random.default_rng(options.seed).permutation(len(texts))[: options.reviews]
    failed = []
    for name in options.model or shelf.models_in(shelf.ASSETS):
        analyzer = Analyzer.load(name)
        model, random = analyzer.model, np.random.default_rng(options.seed)
        readers, bare = Readers(model.config, model.weights), bare_pass(model)
        largest, words = dict.fromkeys(BARS, 0.0), 0
        for row in tqdm(drawn, desc=name, unit=" reviews"):
            ids = model.vocabulary.encode(texts[row], model.config).ids
            if not len(ids):
                continue
            words += len(ids)
            for measure, found in differences(readers, bare(ids[np.newaxis]), ids, random):
                largest[measure] = max(largest[measure], float(found))
        over = [measure for measure, bar in BARS.items() if largest[measure] > bar]
        failed += [name] * bool(over)
        found = ", ".join(f"{measure} {largest[measure]:.1e}" for measure in BARS)
        said = f"  OVER: {', '.join(over)}" if over else ""
        print(f"{name}: {len(drawn):,} reviews, {words:,} words; {found}{said}", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all within the bars")
    return int(bool(failed))


def differences(
    readers: Readers, expected: list[np.ndarray], ids: Ids, random: np.random.Generator
) -> Iterator[tuple[str, float]]:
    """Yield how far the readers are off for one text, measure by measure."""
    reading = readers.read(ids)
    forward, backward, logit = (array[0] for array in expected)
    yield "states", np.abs(reading.forward - forward).max(initial=0)
    yield "states", np.abs(reading.backward - backward).max(initial=0)
    yield "logit", abs(reading.logit - float(logit[0]))

    place, word = random.integers(len(ids)), random.integers(1, 2_000)
    before, after = ids[:place], ids[place + 1 :]
    for middle in ([word], [ids[place], word], []):
        edited = readers.read(np.array([*before, *middle, *after], np.int32))
        pairs = (
            (reading.forward[:place], edited.forward[:place]),
            (reading.backward[place + 1 :], edited.backward[len(edited.backward) - len(after) :]),
        )
        for one, other in pairs:
            yield "light cone", np.count_nonzero(one.view(np.int32) != other.view(np.int32))

    whole = sums(readers, reading)
    prefix, suffix = (sums(readers, readers.read(part)) for part in (ids[: place + 1], ids[place:]))
    yield "prefix", abs(whole.forward_evidence[place] - prefix.forward_total)
    yield "prefix", abs(whole.backward_evidence[place] - suffix.backward_total)
    yield "ledger", abs(whole.remainder)


def sums(readers: Readers, reading: Reading) -> Ledger:
    """The sum behind a reading."""
    return ledger(reading, *readers.head_weights(), readers.bias)


if __name__ == "__main__":
    sys.exit(main())

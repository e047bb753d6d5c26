"""Check on real reviews that every sum adds up, for each shipped model.

    ledger               logit − (bias + what each word added)                    within 1e-4
    units                the same, unit by unit                                   within 1e-4
    occlusion            what the logit loses without a word, less what both readers lose   1e-4
    integrated gradients shift − sum over the words, of each reader, at the default steps:
                         within 1% of the shift or 1e-3, whichever is larger

On a few texts also the plain rule with more and more steps: the mean gap must fall, down to what
float32 leaves (1e-4). Exit status 1 if a bar fails.

    python tests/benchmarks/sums.py --data aclImdb_v1.tar.gz --model article
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn import Analyzer
from brnn.data import archive, corpus
from brnn.explain.integrated_gradients import integrated_gradients
from brnn.model import shelf
from brnn.model.hub import names

SUMS = ("ledger", "units", "occlusion")
MOST = 1e-4  # log-odds that float32 may leave of a sum over up to 400 words
STEPS, FEW = (8, 32, 128), 20
DEFAULT, OTHERS = 1_000, 100


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
    parser.add_argument(
        "--reviews",
        type=int,
        help=f"test reviews of each; else {DEFAULT:,} for the default model, {OTHERS} for others",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the reviews that are drawn")
    options = parser.parse_args()
    if options.reviews is not None and options.reviews < 1:
        parser.error("reviews must be at least 1")

    default = shelf.default_folder()
    models = options.model or list(shelf.models_in(shelf.ASSETS))
    texts = corpus.load(options.data or archive.fetch())["test"].texts
    drawn = np.random.default_rng(options.seed).permutation(len(texts))
    failed = []
    for model in models:
        number = DEFAULT if names.folder_of(model) == default else OTHERS
        rows = drawn[: options.reviews or number]
        if not adds_up(model, [texts[row] for row in rows]):
            failed.append(model)
    print(f"failed: {', '.join(failed)}" if failed else "all sums add up")
    return int(bool(failed))


def adds_up(model: str, texts: Sequence[str]) -> bool:
    """Read the texts, print a line, and return whether every sum is within its bar."""
    analyzer = Analyzer.load(model)
    gradients = analyzer._gradients
    largest = dict.fromkeys((*SUMS, "gap", "gap of a shift"), 0.0)
    over, most_steps, gaps = 0, 0, []
    for text in tqdm(texts, desc=model, unit=" reviews"):
        analysis = analyzer.analyze(text)
        remainders = (
            abs(analysis.ledger.remainder),
            abs(analyzer.units(analysis).remainder),
            np.abs(analyzer.occlusion(analysis).remainder).max(initial=0),
        )
        path = integrated_gradients(gradients, analysis)
        found = dict(zip(SUMS, map(float, remainders), strict=True))
        for gap, shift in (
            (abs(path.forward_gap), abs(path.forward_shift)),
            (abs(path.backward_gap), abs(path.backward_shift)),
        ):
            found["gap"] = max(found.get("gap", 0), gap)
            if gap > 1e-3:  # below it the share does not count
                found["gap of a shift"] = max(found.get("gap of a shift", 0), gap / shift)
        largest = {name: max(value, found.get(name, 0)) for name, value in largest.items()}
        over += max(found[name] for name in SUMS) > MOST or not path.complete
        most_steps = max(most_steps, path.forward_steps, path.backward_steps)
        if len(gaps) < FEW:
            plain = [integrated_gradients(gradients, analysis, "zero", s, s) for s in STEPS]
            gaps.append([max(abs(p.forward_gap), abs(p.backward_gap)) for p in plain])
    means = [float(mean) for mean in np.mean(gaps, axis=0)]
    falls = all(more <= max(less, MOST) for less, more in pairwise(means))
    remainders = ", ".join(f"{name} {largest[name]:.1e}" for name in SUMS)
    by_steps = ", ".join(f"{mean:.1e} at {s}" for s, mean in zip(STEPS, means, strict=True))
    said = "falls" if falls else "DOES NOT FALL"
    print(
        f"{model}: {len(texts):,} reviews; largest remainder: {remainders}; integrated gradients: "
        f"largest gap {largest['gap']:.1e}, where above 0.001 at most "
        f"{largest['gap of a shift']:.2%} of the shift, at most {most_steps:,} steps; reviews over "
        f"a bar: {over}; plain rule, mean gap of {len(gaps)}: {by_steps} steps, {said}",
        flush=True,
    )
    return falls and not over


if __name__ == "__main__":
    sys.exit(main())

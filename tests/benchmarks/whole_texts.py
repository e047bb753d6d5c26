"""Measure how much more of its label a short review tells than an excerpt with as many words.

The n-grams of the teacher, cross-fitted by film, judge the labelled training reviews of fewer than WORDS
words, and excerpts of the same lengths from long reviews. The best temperature of each group says how sure
its log-odds should be; `committee.SURER` is the quotient of the two.

    python tests/benchmarks/whole_texts.py --data aclImdb_v1.tar.gz
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn.data.preparation import prepare
from brnn.training.calibration import best_temperature
from brnn.training.grams import Grams
from brnn.training.presets import PRESETS

WORDS, LONG, FOLDS, SAMPLES = 60, 200, 5, 1_000


def main() -> None:
    """Print the factor, with a 95% interval by bootstrap over the short reviews, whose n is given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    preset = PRESETS["default"]
    data = prepare(parser.parse_args().data, preset.model, preset.training, unlabelled=True)
    reviews, labels, rng = data.examples["train"].ids, data.examples["train"].labels, np.random.default_rng(0)
    films, film = np.unique(np.array(data.films, str), return_inverse=True)
    fold = (rng.permutation(len(films)) % FOLDS)[film]
    words = np.array([len(ids) for ids in reviews])
    short, long = np.flatnonzero(words < WORDS), np.flatnonzero(words >= LONG)
    cut = {}
    for row in long:
        length = rng.choice(words[short])
        start = rng.integers(0, words[row] - length, endpoint=True)
        cut[row] = reviews[row][start : start + length]
    judged = np.zeros(len(reviews))
    for held_out in range(FOLDS):
        others = np.flatnonzero(fold != held_out)
        grams = Grams([reviews[row] for row in others], labels[others])
        rows = [row for row in (*short, *long) if fold[row] == held_out]
        judged[rows] = grams.logits([cut.get(row, reviews[row]) for row in rows])
    excerpts = best_temperature(judged[long], labels[long])
    drawn = [short, *(rng.choice(short, len(short)) for _ in range(SAMPLES))]
    factor, *others = (excerpts / best_temperature(judged[rows], labels[rows]) for rows in drawn)
    low, high = np.quantile(others, (0.025, 0.975))
    print(f"{factor:.2f} ({low:.2f} to {high:.2f}), n = {len(short)} reviews, {len(long)} excerpts")


if __name__ == "__main__":
    main()

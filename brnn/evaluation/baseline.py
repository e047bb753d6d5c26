"""A bag-of-words baseline: one weight for each word and each pair of adjacent words.

    python -m brnn.evaluation.baseline --data aclImdb_v1.tar.gz

TF-IDF and logistic regression from scikit-learn, on the words of the networks' own tokenizer. Its
only setting, the inverse regularisation strength C, is chosen on held-out films. The model is then
fitted on the whole training split and evaluated once on the test split. The results are written to
assets/baseline/metrics.json.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.data import archive, corpus
from brnn.data.archive import DataError
from brnn.data.corpus import Reviews
from brnn.data.exam import Exam
from brnn.data.labelled import LabelledTexts, read_all
from brnn.data.preparation import SEED, VALIDATION_SHARE
from brnn.evaluation.evaluate import split_figures, text_figures
from brnn.model.files import check_writable, write_json
from brnn.model.measures import in_words, measure
from brnn.text import streams
from brnn.text.tokens import tokenise
from brnn.text.words import clean, forms

ABOUT = "TF-IDF of words and pairs of words, logistic regression"
PACKAGES = ("numpy", "scikit-learn", "scipy")
PUNCTUATION = True
LEAST_REVIEWS = 2
"""The smallest number of reviews in which a word or pair must occur to be a feature."""
STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)
"""Candidate values of C; larger values regularise less."""


@streams.command
def main(argv: list[str] | None = None) -> int:
    """Fit and measure the baseline. Returns the exit status."""
    prog, form = "python -m brnn.evaluation.baseline", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=prog, description=__doc__, formatter_class=form)
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="files of labelled texts to measure"
    )
    parser.add_argument("--output", type=Path, default=Path("assets/baseline/metrics.json"))
    options = parser.parse_args(argv)
    try:
        import sklearn  # noqa: F401  (fail now, not after minutes of reading)
    except ModuleNotFoundError:
        install = f"{sys.executable} -m pip install scikit-learn"
        print(f"{prog}: scikit-learn is not installed; run: {install}", file=sys.stderr)
        return 1
    with streams.ending(prog, DataError, OSError, interrupted="nothing saved"):
        output = _output(options.output)
        texts = read_all(options.texts)
        metrics = train(corpus.load(options.data or archive.fetch()), texts)
        output.parent.mkdir(parents=True, exist_ok=True)
        write_json(output, metrics)
    strength, seconds = metrics["settings"]["strength"], metrics["seconds"]
    print(f"{ABOUT}: {metrics['features']:,} features, C = {strength:g}, {seconds:.0f} s")
    for name in ("test", "test_without_repeats", "short_reviews"):
        print(f"{name}: {in_words(metrics[name])}")
    print(f"Saved: {options.output}")
    return 0


def _output(path: Path) -> Path:
    """Return where to write, links followed. Raises OSError if it cannot be written or is not ours."""
    path = Path(os.path.realpath(path))
    check_writable(path.parent)
    if path.exists() and f'"about": "{ABOUT}"' not in path.read_text("utf-8", "replace"):
        raise FileExistsError(f"{path} is not a file of this program: choose another --output")
    return path


def train(reviews: dict[str, Reviews], texts: Mapping[str, LabelledTexts]) -> dict[str, Any]:
    """Choose C, fit and evaluate. Returns the metrics, ready for JSON.

    reviews: "train", "test". texts: further texts to measure on, by name.
    """
    train, test = reviews["train"], reviews["test"]
    exam = Exam.of(reviews, tokenise(test.texts, PUNCTUATION, "Split into words: test"))
    started = time.perf_counter()
    tried = validated(train)
    chosen = min(tried, key=lambda strength: tried[strength]["log_loss"])
    tfidf = _tfidf()
    model = _fitted(tfidf.fit_transform(_bar(train, "Train")), train.labels, chosen)
    seconds = time.perf_counter() - started
    logits = model.decision_function(tfidf.transform(_bar(test, "Test")))
    return {
        "about": ABOUT,
        "reviews": corpus.checksum(reviews),
        "sizes": {name: len(split) for name, split in reviews.items()},
        "features": len(tfidf.vocabulary_),
        "settings": {
            "strength": chosen,
            "pairs": True,
            "punctuation": PUNCTUATION,
            "least_reviews": LEAST_REVIEWS,
            "sublinear": True,
            "seed": SEED,
        },
        "tried": [{"strength": strength, **figures} for strength, figures in tried.items()],
        "seconds": round(seconds, 1),
        **split_figures(exam, logits),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        **_on_texts(model, tfidf, exam.short, texts),
    }


def _on_texts(
    model: Any, tfidf: Any, short: LabelledTexts, texts: Mapping[str, LabelledTexts]
) -> dict[str, Any]:
    """Return the results on the short reviews and on further texts."""
    short_figures, *found = (
        text_figures(some, model.decision_function(tfidf.transform(some.texts)))
        for some in (short, *texts.values())
    )
    return {"short_reviews": short_figures, "texts": dict(zip(texts, found, strict=True))}


def validated(train: Reviews) -> dict[float, dict[str, Any]]:
    """Return the validation results of every C, on films held out from the training reviews."""
    kept, held_out = corpus.hold_out_films(train, VALIDATION_SHARE, SEED)
    tfidf = _tfidf()
    try:
        inside = tfidf.fit_transform(_bar(kept, "Train without held-out films"))
    except ValueError as error:  # scikit-learn says that no words are left
        raise DataError(f"the baseline cannot be fitted: {error}") from error
    outside = tfidf.transform(_bar(held_out, "Held-out films"))
    fitted = {c: _fitted(inside, kept.labels, c) for c in tqdm(STRENGTHS, desc="Values of C")}
    return {c: measure(model.decision_function(outside), held_out.labels) for c, model in fitted.items()}


def words(review: str) -> list[str]:
    """Return the words of a review as a network reads them, including punctuation marks."""
    return forms(clean(review), PUNCTUATION)


def _tfidf() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        tokenizer=words,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, 2),
        min_df=LEAST_REVIEWS,
        sublinear_tf=True,
        dtype=np.float32,
    )


def _fitted(features: Any, labels: NDArray[np.uint8], strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=1_000).fit(features, labels)


def _bar(reviews: Reviews, desc: str) -> Any:
    return tqdm(reviews.texts, desc=desc, unit=" reviews")


if __name__ == "__main__":
    sys.exit(main())

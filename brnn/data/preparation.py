"""Prepare the dataset for a training: the vocabulary, the examples of every split, the exam."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from brnn.config import ModelConfig, TrainingConfig
from brnn.data import corpus
from brnn.data.corpus import Examples
from brnn.data.exam import Exam
from brnn.text.tokens import join, most_frequent, tokenise
from brnn.text.vocabulary import Vocabulary

VALIDATION_SHARE = 0.1
SEED = 0  # of the films held out: the same for every training, so that all can share soft labels


@dataclass(frozen=True, eq=False)
class Prepared:
    """Everything that a training reads.

    checksum: SHA-256 of the reviews, see `corpus.checksum`.
    examples: "train" and "test"; "validation" if the epoch is chosen on validation reviews;
        "unlabelled" on request.
    films: the film, or group of films, of each review in "train"; none if no films were held out.
    """

    checksum: str
    vocabulary: Vocabulary
    examples: dict[str, Examples]
    exam: Exam
    films: tuple[str, ...] = ()

    def marked(self, config: ModelConfig) -> Prepared:
        """Return the data for a model that guesses words: its texts begin and end with marks."""
        vocabulary = self.vocabulary.with_marks()
        examples = {
            name: Examples([vocabulary.mark(ids, config) for ids in split.ids], split.labels)
            for name, split in self.examples.items()
        }
        return dataclasses.replace(self, vocabulary=vocabulary, examples=examples)


def prepare(
    path: Path,
    config: ModelConfig,
    training: TrainingConfig,
    unlabelled: bool = False,
    vocabulary: Vocabulary | None = None,
) -> Prepared:
    """Read and split the dataset as the settings say. Raises DataError if it cannot be used.

    vocabulary: of a trained model, which needs no unlabelled reviews any more; None to take the most
        frequent words of the reviews.
    """
    reviews = corpus.load(path, unlabelled)
    splits, films = dict(reviews), list[str]()
    if vocabulary:
        splits.pop("unlabelled", None)  # they would give it words
    if training.selection == "validation":  # on films held out from the training reviews
        splits["train"], splits["validation"] = corpus.hold_out_films(
            reviews["train"], VALIDATION_SHARE, SEED
        )
        films = corpus.film_groups(splits["train"])
    tokens = {
        name: tokenise(split.texts, config.punctuation, f"Split into words: {name}")
        for name, split in splits.items()
    }
    # The most frequent words of the reviews used for training.
    learnt_from = [tokens[name] for name in ("train", "unlabelled") if name in tokens]
    vocabulary = vocabulary or most_frequent(join(learnt_from), config.vocabulary_size)
    examples = {
        name: corpus.encode(tokens[name], split.labels, vocabulary, config) for name, split in splits.items()
    }
    exam = Exam.of(reviews, tokens["test"])
    return Prepared(corpus.checksum(reviews), vocabulary, examples, exam, tuple(films))

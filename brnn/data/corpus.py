"""From the dataset's reviews to splits and word ids. Label 0 is negative, 1 is positive."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.config import ModelConfig
from brnn.data import archive
from brnn.data.archive import DataError, FilmList, Review
from brnn.text.tokens import Tokens
from brnn.text.vocabulary import UNKNOWN, Vocabulary, window

UNLABELLED = 255
_LABELS = {"neg": 0, "pos": 1, "unsup": UNLABELLED}


@dataclass(frozen=True, eq=False)
class Reviews:
    """A set of reviews.

    texts: the reviews as written, with line breaks as `<br />`.
    labels: uint8 (reviews,), 0 for negative, 1 for positive, or UNLABELLED.
    films: the film that each review is about; "" if the dataset does not say.
    """

    texts: tuple[str, ...]
    labels: NDArray[np.uint8]
    films: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: NDArray[np.intp]) -> Reviews:
        """Return some of the reviews, in the order of `rows`."""
        texts, films = (tuple(values[row] for row in rows) for values in (self.texts, self.films))
        return Reviews(texts, self.labels[rows], films)


@dataclass(frozen=True, eq=False)
class Examples:
    """Reviews as the input of a network.

    ids: the word ids of each review, int32 (words,), unpadded.
    labels: (reviews,); uint8, or float32 with the soft labels of a teacher, probabilities of "positive".
    """

    ids: list[NDArray[np.int32]]
    labels: NDArray[Any]

    def __len__(self) -> int:
        return len(self.ids)


def load(path: Path, unlabelled: bool = False) -> dict[str, Reviews]:
    """Return the splits "train", "test" and, on request, "unlabelled", in the dataset's order.

    Raises DataError if the dataset is missing, damaged or hostile.
    """
    folders = archive.FOLDERS if unlabelled else archive.LABELLED
    reviews: dict[str, list[Review]] = defaultdict(list)
    films: dict[tuple[str, int], str] = {}
    with tqdm(desc="Read", unit=" reviews", total=sum(archive.REVIEWS[f] for f in folders)) as bar:
        for entry in archive.read(path, folders):
            if isinstance(entry, FilmList):
                films |= {(entry.folder, number): film for number, film in enumerate(entry.films)}
            else:
                reviews[entry.folder].append(entry)
                bar.update()
        bar.total = bar.n
    for folder in folders:
        if not reviews[folder]:
            raise DataError(f"{path} is not the complete dataset: it has no reviews in {folder}")

    def split(*names: str) -> Reviews:
        rows = [row for name in names for row in sorted(reviews[name], key=lambda r: r.number)]
        labels = np.array([_LABELS[row.folder.split("/")[1]] for row in rows], dtype=np.uint8)
        about = tuple(films.get((row.folder, row.number), "") for row in rows)
        return Reviews(tuple(row.text for row in rows), labels, about)

    splits = {"train": split("train/neg", "train/pos"), "test": split("test/neg", "test/pos")}
    return splits | ({"unlabelled": split("train/unsup")} if unlabelled else {})


def checksum(splits: dict[str, Reviews]) -> str:
    """Return the SHA-256 of all labels and texts, independent of their order within a split."""
    digest = hashlib.sha256()
    for name in sorted(splits):
        reviews = splits[name]
        lines = sorted(f"{label} {t}" for label, t in zip(reviews.labels, reviews.texts, strict=True))
        digest.update("\n".join([name, *lines]).encode())
    return digest.hexdigest()


def hold_out_films(reviews: Reviews, share: float, seed: int) -> tuple[Reviews, Reviews]:
    """Split reviews by film into training reviews and about a `share` of validation reviews.

    All reviews of a film stay on the same side, and so do films that have a text in common.
    Raises DataError if the film of a review is unknown or if there are too few films.
    """
    groups = film_groups(reviews)
    names = sorted(set(groups))
    np.random.default_rng(seed).shuffle(names)
    sizes = Counter(groups)
    held_out: set[str] = set()
    wanted = round(share * len(reviews))
    for name in names:
        if wanted - sizes[name] >= 0:
            held_out.add(name)
            wanted -= sizes[name]
    inside = np.array([group in held_out for group in groups])
    if not 0 < np.count_nonzero(inside) < len(reviews):
        raise DataError(f"there are too few films to hold out {share:.0%} of {len(reviews)} reviews")
    return reviews.take(np.flatnonzero(~inside)), reviews.take(np.flatnonzero(inside))


def repeated_in(others: Reviews, reviews: Reviews) -> NDArray[np.bool_]:
    """Return for each review whether `others` contain the same text, bool (reviews,)."""
    texts = set(others.texts)
    return np.array([review in texts for review in reviews.texts], dtype=bool)


def encode(
    tokens: Tokens, labels: NDArray[np.uint8], vocabulary: Vocabulary, config: ModelConfig
) -> Examples:
    """Return texts as the network reads them: as ids, cut to the words that the model reads."""
    id_of_code = np.array([vocabulary.id_of(word) for word in tokens.words], dtype=np.int32)
    ids = id_of_code[tokens.codes] if len(tokens.codes) else tokens.codes
    encoded = []
    for start, end in itertools.pairwise([0, *tokens.ends.tolist()]):
        first, last = window(end - start, config)
        encoded.append(ids[start + first : start + last])
    return Examples(encoded, labels)


def known_share(examples: Examples) -> float | None:
    """Return the share of the words read that are in the vocabulary; None if there are no words."""
    words = np.concatenate(examples.ids)
    return float(np.mean(words != UNKNOWN)) if len(words) else None


def film_groups(reviews: Reviews) -> list[str]:
    """Return the group of each review: its film, or one name for films that have a text in common.

    Raises DataError if the film of a review is unknown.
    """
    if not all(reviews.films):
        raise DataError("reviews are grouped by film, but the urls_*.txt lists are missing")
    parent = {film: film for film in reviews.films}

    def root(film: str) -> str:
        while parent[film] != film:
            parent[film] = parent[parent[film]]
            film = parent[film]
        return film

    first_film: dict[str, str] = {}
    for review, film in zip(reviews.texts, reviews.films, strict=True):
        # The alphabetically first film names the group, whatever the order of the reviews.
        name, other = sorted((root(film), root(first_film.setdefault(review, film))))
        parent[other] = name
    return [root(film) for film in reviews.films]

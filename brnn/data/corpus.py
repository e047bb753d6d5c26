"""The dataset's reviews → splits → numbers. Label 0 is negative, 1 positive, in every split."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

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
_LABELLED = ("train/neg", "train/pos", "test/neg", "test/pos")


@dataclass(frozen=True, eq=False)
class Reviews:
    """Some reviews.

    texts: as written, line breaks as `<br />`.
    labels: uint8 (reviews,), 0 negative, 1 positive, UNLABELLED.
    films: the film each review is about; empty strings where the dataset does not say.
    """

    texts: tuple[str, ...]
    labels: NDArray[np.uint8]
    films: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: NDArray[np.intp]) -> Reviews:
        """Return some of the reviews, in the order of `rows`."""
        texts, films = self.texts, self.films
        return Reviews(
            tuple(texts[row] for row in rows), self.labels[rows], tuple(films[row] for row in rows)
        )


@dataclass(frozen=True, eq=False)
class Examples:
    """Reviews as a network takes them.

    ids: of each review int32 (words,), unpadded.
    labels: uint8 (reviews,).
    """

    ids: list[NDArray[np.int32]]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.ids)


def load(path: Path, unlabelled: bool = False) -> dict[str, Reviews]:
    """Read "train" and "test", and "unlabelled" if asked for, each in the dataset's own order.

    Raises DataError if the dataset is missing, damaged or hostile.
    """
    folders = archive.FOLDERS if unlabelled else _LABELLED
    reviews: dict[str, list[Review]] = defaultdict(list)
    films: dict[str, list[str]] = {}
    with tqdm(desc="Read", unit=" reviews", total=sum(archive.REVIEWS[f] for f in folders)) as bar:
        for entry in archive.read(path, folders):
            if isinstance(entry, FilmList):
                films[entry.folder] = entry.films
            else:
                reviews[entry.folder].append(entry)
                bar.update()
        bar.total = bar.n
    for folder in folders:
        if not reviews[folder]:
            raise DataError(f"{path} has no reviews in {folder}: not the whole dataset")

    def split(*names: str) -> Reviews:
        rows = [row for name in names for row in sorted(reviews[name], key=lambda r: r.number)]
        return Reviews(
            tuple(row.text for row in rows),
            np.array([_LABELS[row.folder.split("/")[1]] for row in rows], dtype=np.uint8),
            tuple(_film(films.get(row.folder, []), row.number) for row in rows),
        )

    splits = {"train": split("train/neg", "train/pos"), "test": split("test/neg", "test/pos")}
    return splits | ({"unlabelled": split("train/unsup")} if unlabelled else {})


def checksum(splits: dict[str, Reviews]) -> str:
    """Return the SHA-256 of all labels and texts read, whatever their order in a split."""
    digest = hashlib.sha256()
    for name in sorted(splits):
        reviews = splits[name]
        lines = sorted(
            f"{label} {t}" for label, t in zip(reviews.labels, reviews.texts, strict=True)
        )
        digest.update("\n".join([name, *lines]).encode())
    return digest.hexdigest()


def hold_out_films(reviews: Reviews, share: float, seed: int) -> tuple[Reviews, Reviews]:
    """Part reviews by film: the rest, and about `share` of them to validate on.

    All reviews of a film fall on one side, and so do films that share a text.
    Raises DataError if a review's film is not known or if there are too few films.
    """
    if not all(reviews.films):
        raise DataError("validation is carved out by film, but the urls_*.txt lists are missing")
    groups = _groups(reviews)
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
        raise DataError(
            f"there are too few films to hold out {share:.0%} of {len(reviews)} reviews"
        )
    return reviews.take(np.flatnonzero(~inside)), reviews.take(np.flatnonzero(inside))


def repeated_in(others: Reviews, reviews: Reviews) -> NDArray[np.bool_]:
    """Return for each review whether the others hold the same text, bool (reviews,)."""
    texts = set(others.texts)
    return np.array([review in texts for review in reviews.texts], dtype=bool)


def encode(
    tokens: Tokens, labels: NDArray[np.uint8], vocabulary: Vocabulary, config: ModelConfig
) -> Examples:
    """Return texts as the network reads them: known words, and the end that is kept."""
    id_of_code = np.array([vocabulary.id_of(word) for word in tokens.words], dtype=np.int32)
    ids = id_of_code[tokens.codes] if len(tokens.codes) else tokens.codes
    encoded = []
    start = 0
    for end in tokens.ends:
        first, last = window(int(end) - start, config)
        encoded.append(ids[start + first : start + last])
        start = int(end)
    return Examples(encoded, labels)


def known_share(examples: Examples) -> float:
    """Return the share of the words read that are in the vocabulary."""
    words = np.concatenate(examples.ids)
    return float(np.mean(words != UNKNOWN))


def _film(films: list[str], number: int) -> str:
    return films[number] if number < len(films) else ""


def _groups(reviews: Reviews) -> list[str]:
    """Name for every review the group that must stay together: films linked by equal texts."""
    parent = {film: film for film in reviews.films}

    def root(film: str) -> str:
        while parent[film] != film:
            parent[film] = parent[parent[film]]
            film = parent[film]
        return film

    first_film: dict[str, str] = {}
    for review, film in zip(reviews.texts, reviews.films, strict=True):
        # The first in the alphabet names the group, whatever the order of the reviews.
        name, other = sorted((root(film), root(first_film.setdefault(review, film))))
        parent[other] = name
    return [root(film) for film in reviews.films]

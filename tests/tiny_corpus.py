"""A corpus like IMDb's, small and of our own sentences: 24 reviews a folder, two or three a film.

No sentence of the dataset is in it. It has what the dataset has and code trips over: `<br />`,
apostrophes of both kinds, accents, an emoji, a review longer than a model reads, a text that stands
under two films and one that stands in both splits.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

REVIEWS_PER_FOLDER = 24
FOLDERS = ("train/neg", "train/pos", "test/neg", "test/pos", "train/unsup")

_OPENINGS = (
    "We went on a rainy Tuesday",
    "My aunt chose this one",
    "It begins in a lighthouse",
    "Two brothers open a bakery",
    "The café scene comes first",
    "A dog crosses the whole of Norway",
    "I’d read nothing about it",
    "There's a boat, a storm and a cook",
)
_VERDICTS = {
    "neg": (
        "and it was dull from start to end.",
        "and the jokes were awful.<br /><br />A tedious evening.",
        "but the plot is a boring mess 😴.",
    ),
    "pos": (
        "and it was lovely from start to end.",
        "and the jokes were brilliant.<br /><br />A delightful evening.",
        "but the plot is a charming gem 😊.",
    ),
}
_VERDICTS["unsup"] = (_VERDICTS["neg"][0], _VERDICTS["pos"][0], "and then we went home.")
_CLOSINGS = {"train": "So says our row.", "test": "So says the balcony."}
_IN_BOTH_SPLITS = "The lamp went out twice, and nobody minded: a lovely, charming hour."
_OF_TWO_FILMS = "Dull. Awful. Tedious. Don't."
_EXTRAS = {
    "README": "Not a review.",
    "imdb.vocab": "the\nand\n",
    "imdbEr.txt": "0.1\n",
    "train/labeledBow.feat": "9 0:9 1:1\n",
    "train/unsupBow.feat": "0 0:8\n",
    "test/labeledBow.feat": "9 0:9\n",
    "train/pos/.DS_Store": "Not a review either.",
    "train/pos/notes.txt": "Nor this.",
}


def reviews(folder: str) -> list[str]:
    """The texts of a folder, in the order of their numbers."""
    split, label = folder.split("/")
    texts = [
        f"{opening} {verdict} {_CLOSINGS[split]}" for verdict in _VERDICTS[label] for opening in _OPENINGS
    ]
    if folder == "train/neg":
        texts[2] = texts[21] = _OF_TWO_FILMS  # under different films
        texts[5] = "The train leaves, and leaves again. " * 15 + texts[5]
    if label == "pos":
        texts[7] = _IN_BOTH_SPLITS
    return texts


def films(folder: str) -> list[str]:
    """The film of each review: two or three in a row are of one film, none is in both splits."""
    first = {name: 1000 * place for place, name in enumerate(FOLDERS, start=1)}[folder]
    return [f"tt{first + number * 2 // 5:07}" for number in range(REVIEWS_PER_FOLDER)]


def files(extras: bool = True) -> dict[str, bytes]:
    """Every file by its name inside `aclImdb`, in the official layout."""
    ratings = {"neg": 2, "pos": 9, "unsup": 0}
    content = dict(_EXTRAS) if extras else {}
    for folder in FOLDERS:
        split, label = folder.split("/")
        lines = (f"http://www.imdb.com/title/{film}/usercomments\n" for film in films(folder))
        content[f"{split}/urls_{label}.txt"] = "".join(lines)
        for number, text in enumerate(reviews(folder)):
            content[f"{folder}/{number}_{ratings[label]}.txt"] = text
    return {name: text.encode() for name, text in content.items()}


def write_folder(folder: Path, extras: bool = True) -> Path:
    """Write the corpus as an unpacked folder and return it."""
    for name, content in files(extras).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def write_archive(path: Path, prefix: str = "aclImdb/", extras: bool = True) -> Path:
    """Write the corpus as a .tar.gz, its members in no order, as a real one's, and return it."""
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, content in sorted(files(extras).items(), key=lambda item: item[0][::-1]):
            member = tarfile.TarInfo(prefix + name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path

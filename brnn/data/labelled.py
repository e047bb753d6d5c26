"""Labelled texts in a file: our own short reviews, or anybody's sentences.

The file is a table whose first line names the columns: CSV, or TSV without quotation marks if its name
ends in .tsv. Columns: "text" or "sentence"; "label" (negative or positive, or 0 or 1); perhaps "tag".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from reprlib import repr as shortened

import numpy as np
from numpy.typing import NDArray

from brnn.data.archive import DataError
from brnn.records import LABELS
from brnn.text.streams import NotText, decode
from brnn.text.words import TextTooLong, clean

_LABELS = {name: label for label, name in enumerate(LABELS)} | {"0": 0, "1": 1}
_COLUMNS = "text, label (negative or positive, or 0 or 1) and perhaps tag"


@dataclass(frozen=True, eq=False)
class LabelledTexts:
    """Labelled texts.

    texts: the texts as written.
    labels: uint8 (texts,), 0 for negative, 1 for positive.
    tags: the difficulty that each text poses, such as "negation"; "" where the file names none.
    """

    texts: tuple[str, ...]
    labels: NDArray[np.uint8]
    tags: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


def read_all(paths: Iterable[Path]) -> dict[str, LabelledTexts]:
    """Read files, each under its name without the ending. Raises DataError, OSError."""
    found: dict[str, LabelledTexts] = {}
    for path in paths:
        if path.stem in found:
            raise DataError("results are kept under the files' names, so no two files may have the same name")
        found[path.stem] = read(path)
    return found


def read(path: Path) -> LabelledTexts:
    """Read a file. Raises DataError, which names the line, if it has another form; OSError."""
    tabs = path.suffix == ".tsv"
    try:
        lines = io.StringIO(decode(path.read_bytes()).removeprefix("\ufeff"), newline="")
        rows = (
            csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.DictReader(lines)
        )
        found = [_entry(row, f"{path}, line {rows.line_num}") for row in rows]
    except (NotText, csv.Error) as error:
        raise DataError(f"{path}: {error}") from error
    if not found:
        raise DataError(f"{path} holds no texts")
    texts, labels, tags = zip(*found, strict=True)
    return LabelledTexts(texts, np.array(labels, np.uint8), tags)


def _entry(row: dict[str | None, str | None], place: str) -> tuple[str, int, str]:
    """Return text, label and tag of a line. Raises DataError."""
    text, label = row.get("text") or row.get("sentence"), _LABELS.get(row.get("label") or "")
    if not text or label is None or None in row or None in row.values():
        raise DataError(f"{place}: expected {_COLUMNS}, got {shortened(dict(row))}")
    try:
        return clean(text), label, row.get("tag") or ""
    except TextTooLong as error:
        raise DataError(f"{place}: {error}") from None

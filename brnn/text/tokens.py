"""Split many texts into words, on all cores, before a vocabulary is chosen."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from brnn.text.vocabulary import Vocabulary
from brnn.text.words import clean, forms, is_word

_PARALLEL_FROM = 2_000


@dataclass(frozen=True, eq=False)
class Tokens:
    """Texts as sequences of word numbers, before a vocabulary is chosen.

    words: the distinct forms.
    codes: int32 (all words of all texts,), the index of each word in `words`.
    ends: int64 (texts,), the index in `codes` at which each text ends.
    """

    words: tuple[str, ...]
    codes: NDArray[np.int32]
    ends: NDArray[np.int64]


def tokenise(texts: Sequence[str], punctuation: bool, desc: str = "Tokenise") -> Tokens:
    """Split texts into words, on all cores if there are many."""
    workers = min(os.cpu_count() or 1, 8)
    if len(texts) < _PARALLEL_FROM or workers == 1:
        return _tokenise(texts, punctuation)
    size = 500
    chunks = [texts[start : start + size] for start in range(0, len(texts), size)]
    # Spawned, not forked: TensorFlow's threads do not survive a fork.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawn, _follow_parent) as pool:
        found = pool.map(_tokenise, chunks, [punctuation] * len(chunks))
        return join(tqdm(found, desc=desc, total=len(chunks), unit_scale=size))


def join(parts: Iterable[Tokens]) -> Tokens:
    """Join parts into one, in order, with one list of distinct words."""
    code_of: dict[str, int] = {}
    codes, ends = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    total = 0
    for part in parts:
        own = [code_of.setdefault(word, len(code_of)) for word in part.words]
        codes.append(np.array(own, np.int32)[part.codes] if own else part.codes)
        ends.append(part.ends + total)
        total += len(part.codes)
    return Tokens(tuple(code_of), np.concatenate(codes), np.concatenate(ends))


def most_frequent(tokens: Tokens, size: int) -> Vocabulary:
    """Return a vocabulary of the `size` most frequent words; ties are broken alphabetically."""
    counts = np.bincount(tokens.codes, minlength=len(tokens.words))
    order = sorted(range(len(tokens.words)), key=lambda code: (-counts[code], tokens.words[code]))
    return Vocabulary([tokens.words[code] for code in order[:size]])


def word_counts(tokens: Tokens) -> NDArray[np.int64]:
    """Return the number of words in each text, without punctuation marks, int64 (texts,)."""
    counted = np.array([is_word(form) for form in tokens.words], dtype=bool)
    so_far = np.cumsum(np.append(0, counted[tokens.codes]))
    return np.diff(so_far[tokens.ends], prepend=0)


def _tokenise(texts: Sequence[str], punctuation: bool) -> Tokens:
    code_of: dict[str, int] = {}
    codes: list[int] = []
    ends = []
    for review in texts:
        codes += [code_of.setdefault(form, len(code_of)) for form in forms(clean(review), punctuation)]
        ends.append(len(codes))
    return Tokens(tuple(code_of), np.array(codes, np.int32), np.array(ends, np.int64))


def _follow_parent() -> None:
    """Ignore Ctrl-C, and exit when the parent does: a killed parent cannot stop its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has a parent"

    def end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()

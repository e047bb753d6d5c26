"""Rewrite reviews as a reader would not see it, and count the verdicts that change.

The reviews are the short reviews of the test file and some test reviews; every shipped model reads
them. Exit status 1 if a short review changes its label, or more than 0.1% of the test reviews do.

    python tests/benchmarks/rewritings.py --data aclImdb_v1.tar.gz
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from brnn import Analyzer
from brnn.data import archive, corpus
from brnn.data.exam import SHORT_REVIEWS
from brnn.data.labelled import read
from brnn.model import shelf
from brnn.model.readers import Readers
from brnn.text.words import forms

SPACES = {
    "no-break": "\xa0",
    "thin": "\u2009",
    "ideographic": "\u3000",
    "two": "  ",
    "tab": "\t",
    "CRLF": "\r\n",
}
INVISIBLE = {
    "soft hyphen": "\xad",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "zero-width non-joiner": "\u200c",
    "word joiner": "\u2060",
    "byte-order mark": "\ufeff",
    "left-to-right mark": "\u200e",
    "variation selector": "\ufe0f",
    "combining grapheme joiner": "\u034f",
}
DASHES = "‐‑‒–—―−﹣－⸺"
APOSTROPHES = ("’", "‘", "`", "´", "ʼ", "′", "＇", "&#39;", "&#x27;", "&apos;", "&rsquo;")
QUOTES = ("“”", "„“", "«»", "″″", "＂＂", ("&quot;", "&quot;"), ("&ldquo;", "&rdquo;"))
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


def rewritings() -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield the ways to rewrite a text, by name."""
    for mark in APOSTROPHES:
        yield f"apostrophe {mark}", lambda text, mark=mark: text.replace("'", mark)
    for opening, closing in QUOTES:
        yield f"quotes {opening}{closing}", partial(quoted, opening=opening, closing=closing)
    for dash in DASHES:
        yield f"dash {dash}", lambda text, dash=dash: text.replace("-", dash)
    yield "dash for two hyphens", lambda text: re.sub("-{2,3}", "—", text)
    yield "ellipsis", lambda text: text.replace("...", "…")
    for name, space in SPACES.items():
        yield f"space {name}", lambda text, space=space: text.replace(" ", space)
    for name, mark in INVISIBLE.items():
        yield f"{name} in words", lambda text, mark=mark: re.sub(r"\B(?=\w)(?<!&)", mark, text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        yield form, partial(unicodedata.normalize, form)
    yield "ligatures", lambda text: re.sub("ff[il]?|f[il]", lambda found: LIGATURES[found.group()], text)
    yield "contractions in two", lambda text: re.sub(r"(?i)(?<=\w)(?=n't\b|'(?:s|re|ve|ll|d|m)\b)", " ", text)
    yield "entities", html.escape
    yield (
        "all entities",
        lambda text: "".join(letter if letter in " \n" else f"&#{ord(letter)};" for letter in text),
    )
    yield (
        "decomposed entities",
        lambda text: (
            unicodedata.normalize("NFD", html.escape(text)).encode("ascii", "xmlcharrefreplace").decode()
        ),
    )
    yield "a paragraph of a page", lambda text: f'<p class="review">{html.escape(text)}</p>'


def quoted(text: str, opening: str, closing: str) -> str:
    """Return a text with other quotation marks in place of straight ones."""
    return re.sub('"', lambda found: opening if found.start() % 2 else closing, text)


def read_otherwise(texts: list[str], punctuation: bool) -> Iterator[tuple[int, str, str]]:
    """Yield the row, the rewriting and the new text wherever a rewriting gives other words."""
    for row, text in enumerate(texts):
        words = forms(text, punctuation)
        for how, rewrite in rewritings():
            new = rewrite(text)
            if new != text and forms(new, punctuation) != words:
                yield row, how, new


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="archive or folder; else the one in the cache")
    parser.add_argument("--reviews", type=int, default=2_000, help="test reviews that are read")
    options = parser.parse_args()
    test = corpus.load(options.data or archive.fetch())["test"].texts
    drawn = np.random.default_rng(0).permutation(len(test))[: options.reviews]
    # A line break is white space: typed as a space, it can be rewritten like any other.
    texts = {
        "short": list(read(SHORT_REVIEWS).texts),
        "test": [re.sub("<br ?/?>", " ", test[row]) for row in drawn],
    }
    failed = False
    models = {name: Analyzer.load(name).model for name in shelf.models_in(shelf.ASSETS)}
    for kind, typed in texts.items():
        others = {reads: list(read_otherwise(typed, reads)) for reads in (False, True)}
        for name, model in models.items():
            readers = Readers(model.config, model.weights)
            changed: dict[int, list[str]] = {}
            for row, how, new in others[model.config.punctuation]:
                labels = {
                    readers.read(model.vocabulary.encode(text, model.config).ids).logit > 0
                    for text in (typed[row], new)
                }
                if len(labels) > 1:
                    changed.setdefault(row, []).append(how)
            failed |= len(changed) > (0 if kind == "short" else len(typed) / 1_000)
            ways = sorted({how for found in changed.values() for how in found})
            print(
                f"{name}: {kind} reviews, n = {len(typed):,}: {len(others[model.config.punctuation]):,} "
                f"rewritings give other words, {len(changed):,} reviews change their label",
                *ways,
                flush=True,
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

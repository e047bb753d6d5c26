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
from brnn.data import archive, corpus, short_reviews
from brnn.model import shelf
from brnn.model.readers import Readers

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
        "short": list(short_reviews.read(short_reviews.TEST).texts),
        "test": [re.sub("<br ?/?>", " ", test[row]) for row in drawn],
    }
    failed = False
    for name in shelf.models_in(shelf.ASSETS):
        model = Analyzer.load(name).model
        readers = Readers(model.config, model.weights)
        for kind, read in texts.items():
            plain = [model.vocabulary.encode(text, model.config).ids for text in read]
            logits = {}
            changed: dict[int, list[str]] = {}
            others = 0
            for how, rewrite in rewritings():
                for row, text in enumerate(read):
                    new = rewrite(text)
                    if new == text:
                        continue
                    ids = model.vocabulary.encode(new, model.config).ids
                    if np.array_equal(ids, plain[row]):
                        continue
                    others += 1
                    if row not in logits:
                        logits[row] = readers.read(plain[row]).logit
                    if (readers.read(ids).logit > 0) != (logits[row] > 0):
                        changed.setdefault(row, []).append(how)
            allowed = 0 if kind == "short" else len(read) / 1_000
            failed |= len(changed) > allowed
            ways = sorted({how for found in changed.values() for how in found})
            print(
                f"{name}: {kind}, n = {len(read):,}: {others:,} rewritings read otherwise, "
                f"{len(changed):,} reviews change their label {ways or ''}",
                flush=True,
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

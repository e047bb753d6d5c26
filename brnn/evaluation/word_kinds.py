"""Groups of words that are guessed: by kind, by place, by what the rest of the review gives away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from brnn.text.vocabulary import MARKS, SPECIAL, UNKNOWN, Vocabulary
from brnn.text.words import is_word

KINDS = {
    "all": "all known words",
    "content": "content words",
    "function": "function words",
    "punctuation": "punctuation marks",
    "sentence_start": "first word of a sentence",
    "sentence_end": "last word of a sentence",
    "text_start": "first three words of the text",
    "text_end": "last three words of the text",
    "recurring": "words that occur elsewhere in the review",
    "once": "words that occur once in the review",
    "content_once": "content words that occur once in the review",
    "not_copied": "words of reviews that share no eight words in a row with those trained on",
}
"""The groups, and what they are called in tables."""
SHINGLE = 8
"""Length, in words, of a passage that makes a review a copy."""
_EDGE = 3
_STOPS = (".", "!", "?", "...")
_CLOSED_CLASSES = """
    a about above across after against all along although am among an and another any anybody anyone
    anything are aren't around as at be because been before behind being below beneath beside between both
    but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either
    enough every everybody everyone everything except few for from had hadn't has hasn't have haven't having
    he he'd he'll he's her here hers herself him himself his how i i'd i'll i'm i've if in inside into is
    isn't it it'd it'll it's its itself least less lot lots many may me might mine more most much must my
    myself near neither nobody none no nor not nothing of off on once one oneself onto or other others our
    ours ourselves out outside over own per quite rather same several shall she she'd she'll she's should
    shouldn't since so some somebody someone something such than that that's the their theirs them themselves
    then there there's these they they'd they'll they're they've this those though through throughout till to
    too toward towards under unless until up upon us very was wasn't we we'd we'll we're we've were weren't
    what what's whatever when where whether which while who who's whoever whom whose why will with within
    without won't would wouldn't yet you you'd you'll you're you've your yours yourself
"""
_FUNCTION_WORDS = frozenset(_CLOSED_CLASSES.split())
"""The closed classes of English: pronouns, articles, prepositions, conjunctions, auxiliaries and the like."""
Ids = NDArray[np.int32]
Rows = NDArray[np.bool_]


def groups(
    vocabulary: Vocabulary,
    texts: list[Ids],
    review: NDArray[np.intp],
    place: NDArray[np.intp],
    learnt_from: list[Ids],
) -> dict[str, Rows]:
    """Return which words belong to each group, bool (words,), by its name in KINDS.

    texts: ids of reviews, with marks. review, place: of each word. learnt_from: ids of other reviews.
    """
    words = vocabulary.words
    is_mark = np.array([False] * len(SPECIAL) + [not is_word(word) for word in words])
    is_function = np.array([False] * len(SPECIAL) + [word in _FUNCTION_WORDS for word in words])
    lengths = np.array([len(ids) for ids in texts])
    ends = np.cumsum(lengths)
    flat = np.concatenate([np.zeros(0, np.int32), *texts])
    at = (ends - lengths)[review] + place
    own = flat[at]
    marks = [vocabulary.id_of(mark) for mark in MARKS]
    edges = [*marks, *({vocabulary.id_of(stop) for stop in _STOPS} - {UNKNOWN})]
    before, after = flat[np.maximum(at - 1, 0)], flat[np.minimum(at + 1, len(flat) - 1)]
    often = np.concatenate([_recurring(ids) for ids in texts])[at]
    function, mark = is_function[own], is_mark[own]
    content = ~function & ~mark
    copied = _copied(texts, learnt_from)[review]
    begins = np.array([int(len(ids) > 0 and ids[0] in marks) for ids in texts])[review]
    finishes = np.array([int(len(ids) > 0 and ids[-1] in marks) for ids in texts])[review]
    return {
        "all": np.ones(len(own), bool),
        "content": content,
        "function": function,
        "punctuation": mark,
        "sentence_start": np.isin(before, edges) & ~mark,
        "sentence_end": np.isin(after, edges) & ~mark,
        "text_start": place - begins < _EDGE,
        "text_end": lengths[review] - finishes - place <= _EDGE,
        "recurring": often,
        "once": ~often,
        "content_once": content & ~often,
        "not_copied": ~copied,
    }


def _recurring(ids: Ids) -> Rows:
    """Return which words of a text occur in it more than once, bool (words,)."""
    _, found, counts = np.unique(ids, return_inverse=True, return_counts=True)
    return np.asarray(counts[found] > 1)


def _copied(texts: list[Ids], others: list[Ids]) -> Rows:
    """Return which texts have a passage of SHINGLE words in common with others, bool (texts,)."""
    known = np.unique(np.concatenate([np.zeros(0, np.uint64), *map(_passages, others)]))
    passages = [_passages(ids) for ids in texts]
    return np.array(
        [bool((np.searchsorted(known, p, "right") > np.searchsorted(known, p)).any()) for p in passages]
    )


def _passages(ids: Ids) -> NDArray[np.uint64]:
    """Return a number for each passage of a text, uint64: equal ones have the same (Karp & Rabin 1987)."""
    count = max(0, len(ids) - SHINGLE + 1)
    found = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        found = found * np.uint64(0x9E3779B97F4A7C15) + ids[offset : offset + count].astype(np.uint64)
    return found

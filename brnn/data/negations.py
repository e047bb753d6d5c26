"""Generate short labelled sentences, half of which negate the word that carries the opinion.

"Not bad at all" is praise, but long reviews teach this poorly, because they contain other, clearer
words. A small grammar generates sentences of this kind as additional training texts. Half of them
negate the opinion and half of them do not, so that "not" by itself carries no opinion.
"""

from __future__ import annotations

import re

import numpy as np


def _listed(text: str, separator: str = ",") -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in text.split(separator))


def _slots(text: str) -> dict[str, tuple[str, ...]]:
    slots, words = (re.split(r"(\w+):", text)[start::2] for start in (1, 2))
    return {slot: _listed(listed) for slot, listed in zip(slots, words, strict=True)}


_BAD = _slots(
    """
    adj: bad, terrible, boring, awful, dull, stupid, predictable, annoying, weak, poor, silly, slow, lame,
        ugly, pointless, disappointing, horrible, tedious, painful, shallow, confusing, forgettable, clumsy,
        flat, ridiculous, dreadful, irritating, unbearable, cheap, wooden, pretentious, sloppy, unfunny,
        lifeless, bland, ordinary, muddled, trite, overlong, hopeless, laughable, mediocre, unpleasant, lazy,
        messy, embarrassing
    thing: clichés, weak scenes, dull moments, flaws, filler, wasted minutes, bad jokes, plot holes, regrets,
        cheap tricks, boring stretches, problems, false notes, wooden acting, nonsense
    verb: hate, regret, dislike, mind, get tired of, complain about, get bored by, waste time on, suffer
        through, resent, find fault with
    verbed: bored, annoyed, disappointed, irritated, let down, put off, tired
    """
)
"""Words for a bad film, by the slot of a pattern that they fit."""
_GOOD = _slots(
    """
    adj: good, great, wonderful, funny, lovely, brilliant, clever, moving, charming, beautiful, excellent,
        impressive, exciting, original, convincing, enjoyable, interesting, believable, gripping, memorable,
        entertaining, amazing, touching, subtle, fresh, perfect, special, thrilling, watchable, witty,
        powerful, superb, fascinating, elegant, delightful, fun, smart, engaging, hilarious, inspired, honest,
        stunning, likeable
    thing: charm, wit, tension, heart, chemistry, imagination, depth, energy, suspense, warmth, good jokes,
        fresh ideas, redeeming features, soul, style, magic, humour, emotion, fun
    verb: like, enjoy, love, laugh at, care about, recommend, believe, want more of, admire, connect with,
        look forward to, understand the praise for
    verbed: moved, impressed, entertained, charmed, touched, convinced, thrilled, amused
    """
)
"""Words for a good film, by slot."""
_OTHER = _slots(
    """
    s: it, the film, this film, the movie, this movie, the story, the plot, the script, the acting, the cast,
        the ending, the dialogue, the direction, the humour, the music, that
    film: film, movie, story, script, cast, ending, picture, comedy, thriller, drama, sequel
    o: it, this film, this movie, the film, the story, this one, the ending, the cast
    is: is, was, looks, seemed, feels, turned out, is always, was often
    isnt: is not, isn't, was not, wasn't, is never, was never, is hardly, was hardly, is far from, was
        anything but, is by no means, was in no way, did not feel, doesn't seem, never gets, never felt, was
        not even, isn't exactly, is nowhere near
    dont: did not, didn't, don't, do not, never, could not, couldn't, can't, cannot, won't
    no: no, not any, never any, without any, without, zero, hardly any, not a trace of
    very: very, really, so, that, particularly, all that, remotely, even slightly
    much: very, really, truly, quite, so, rather, wonderfully, terribly
    i: i, we, you, one, my wife, nobody who came
    """
)
_TURNING = _listed(
    """
    {s} {isnt} {adj}; {s} {isnt} {adj}; {s} {isnt} {very} {adj}; {s} {isnt} {adj} at all; not {adj}; not
    {very} {adj}; never {adj}; hardly {adj}; far from {adj}; anything but {adj}; not a {adj} {film}; by no
    means a {adj} {film}; isn't a {adj} {film}; hardly a {adj} {film}; i {dont} {verb} {o}; i {dont} {verb}
    {o} at all; i {dont} really {verb} {o}; we {dont} {verb} {o}; {no} {thing}; there is {no} {thing}; there
    was {no} {thing}; it has {no} {thing}; i found no {thing}; nothing {adj} about it; nothing {adj} here;
    nothing {very} {adj} about {o}; there is nothing {adj} in {o}; i was not {verbed}; i wasn't {verbed} for a
    minute; never once was i {verbed}; you won't be {verbed}; nobody will be {verbed}; not as {adj} as they
    say; not half as {adj} as i expected; nobody could call it {adj}; you can't call {s} {adj}; i would not
    call {o} {adj}; {s} lacks {thing}; free of {thing}
    """,
    ";",
)
"""Patterns that negate the opinion of their word."""
_KEEPING = _listed(
    """
    {s} {is} {adj}; {s} {is} {adj}; {s} {is} {much} {adj}; {adj}; {much} {adj}; simply {adj}; a {adj} {film};
    such a {adj} {film}; this is a {adj} {film}; quite a {adj} {film}; i {verb} {o}; i really {verb} {o}; we
    did {verb} {o}; full of {thing}; plenty of {thing}; there is a lot of {thing}; it has {thing}; i found a
    lot of {thing}; nothing but {thing}; everything about it is {adj}; not only {adj} but {adj}; not just
    {adj}, {much} {adj}; i was {verbed}; i was {much} {verbed}; never have i been so {verbed}; as {adj} as
    they say; you can only call {s} {adj}; no doubt about it: {adj}; not once less than {adj}; no film has
    ever been so {adj}; {adj} and {adj}; i have never seen such a {adj} {film}
    """,
    ";",
)
"""Patterns that keep the opinion of their word."""
_ASIDES = _listed(
    """
    we saw it on a sunday; my brother chose it; i went in knowing little; it runs for two hours; the tickets
    were a gift; i had read the book; it is set in a small town; it was late when we got home
    """,
    ";",
)
_JOINTS = (". ", ", ", ", and ", "; ")
_ENDS = ("", ".", ".", "!")


def sentences(n: int, seed: int) -> tuple[list[str], list[int]]:
    """Return n sentences and their labels, 0 or 1. The same seed gives the same sentences."""
    rng = np.random.default_rng(seed)
    made = [_sentence(rng) for _ in range(n)]
    return [text for text, _ in made], [label for _, label in made]


def _sentence(rng: np.random.Generator) -> tuple[str, int]:
    turning, kind = bool(rng.integers(2)), int(rng.integers(2))
    text = _filled(_pick(rng, _TURNING if turning else _KEEPING), kind, rng)
    label = 1 - kind if turning else kind
    if rng.random() < 0.25:  # "not dull, but lovely": the second half agrees with the first
        other = _filled(_pick(rng, ("but {adj}", "just {adj}", "instead {much} {adj}")), label, rng)
        text = f"{text}, {other}"
    if rng.random() < 0.25:
        halves = [text, _pick(rng, _ASIDES)]
        text = _pick(rng, _JOINTS).join(halves if rng.integers(2) else halves[::-1])
    return text + _pick(rng, _ENDS), label


def _filled(form: str, kind: int, rng: np.random.Generator) -> str:
    """Fill the slots of a pattern with words for a bad film (kind 0) or a good one (kind 1)."""
    words = _OTHER | (_GOOD if kind else _BAD)

    def word(slot: re.Match[str]) -> str:
        return _pick(rng, words[slot[1]])

    return re.sub(r"\{(\w+)\}", word, form)


def _pick(rng: np.random.Generator, choices: tuple[str, ...] | list[str]) -> str:
    return choices[int(rng.integers(len(choices)))]

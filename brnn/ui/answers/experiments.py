"""Three experiments on a text: how the verdict changes, in numbers.

The page asks for a prediction before it shows them, and uses them to check it.
"""

from itertools import islice
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from brnn.explain.experiments.order import permutations, verdict_sentence
from brnn.explain.experiments.padding import Side
from brnn.records import Reader, by_reader
from brnn.text.words import is_word
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import Numbers, TypedDict, pack

SHUFFLES = 20
PADS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 400)


class Order(TypedDict):
    """The answer to "order": the text in the requested order, and in others.

    words: the words read, in that order; added: (words,), by both readers together.
    shown: the logit in that order. totals, shown_totals: final evidence of each reader, raw.
    start, end: logits with the strongest sentence first and last. shuffles: (shuffles,), logits.
    """

    kind: Literal["order"]
    words: list[str]
    added: Numbers
    logit: float
    totals: dict[Reader, float]
    shown: float
    shown_totals: dict[Reader, float]
    start: float
    end: float
    shuffles: Numbers


class Padding(TypedDict):
    """The answer to "padding": logits (pads,), by number of pads on one side of the text.

    length: of what is read. words: those of it that are no punctuation marks.
    """

    kind: Literal["padding"]
    side: Side
    length: int
    words: int
    logit: float
    pads: list[int]
    masked: Numbers
    unmasked: Numbers


class Mute(TypedDict):
    """The answer to "mute": logits, and accuracies on n test reviews, with a reader muted."""

    kind: Literal["mute"]
    logit: float
    muted: dict[Reader, float]
    n: int
    accuracy: float
    muted_accuracy: dict[Reader, float]


def order(asked: Asked) -> Order:
    """Read the words in another order. arrangement: "start" or "end"; else the shuffle `number`.

    The strongest sentence stands at the start or the end, or all words are shuffled.
    """
    analyzer, question, analysis = asked.analyzer, asked.question, asked.analysis_of_words()
    words, sentence = analysis.encoded.words, verdict_sentence(analysis)
    arrangement = question.choice("arrangement", ("start", "end"), "shuffle")
    places = _places(len(words), sentence, arrangement, question.number("number", 0, SHUFFLES - 1))
    found = analyzer.rearranged(analysis, places)
    record = analyzer.order(analysis, sentence, SHUFFLES)
    return {
        "kind": "order",
        "words": [words[place] for place in places],
        "added": pack(found.ledger.forward + found.ledger.backward),
        "logit": analysis.ledger.logit,
        "totals": by_reader(record.as_typed, "", asked.readers),
        "shown": found.ledger.logit,
        "shown_totals": by_reader(found.ledger, "_total", asked.readers),
        "start": record.at_start.logit,
        "end": record.at_end.logit,
        "shuffles": pack(record.shuffles.logits),
    }


def _places(words: int, sentence: tuple[int, int], arrangement: str, number: int) -> NDArray[np.intp]:
    """Return the new order: for each place, the index of its word in the text."""
    if arrangement == "shuffle":
        return next(islice(permutations(words), number, None))
    moved, rest = np.arange(*sentence), np.delete(np.arange(words), slice(*sentence))
    return np.concatenate([moved, rest] if arrangement == "start" else [rest, moved])


def padding(asked: Asked) -> Padding:
    """Read the text with padding on one side, with the mask and without it. side: see `Side`."""
    analysis = asked.analysis_of_words()
    side: Any = asked.question.choice("side", get_args(Side), "after")
    record = asked.analyzer.padding(analysis, side, PADS)
    return {
        "kind": "padding",
        "side": side,
        "length": len(analysis.encoded.words),
        "words": sum(map(is_word, analysis.encoded.words)),
        "logit": analysis.ledger.logit,
        "pads": list(PADS),
        "masked": pack(record.masked.logits),
        "unmasked": pack(record.unmasked.logits),
    }


def mute(asked: Asked) -> Mute:
    """Replace the final evidence of each reader in turn with its mean over the training reviews."""
    record, scores = asked.analyzer.mute(asked.analysis_of_words()), asked.analyzer.mute_scores()
    muted, muted_scores = (by_reader(found, "_muted", asked.readers) for found in (record, scores))
    return {
        "kind": "mute",
        "logit": record.unmuted.logit,
        "muted": {reader: verdict.logit for reader, verdict in muted.items()},
        "n": scores.unmuted["n"],
        "accuracy": scores.unmuted["accuracy"],
        "muted_accuracy": {reader: hits["accuracy"] for reader, hits in muted_scores.items()},
    }

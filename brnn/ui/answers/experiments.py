"""Three experiments on a text: how the verdict changes, in numbers.

The page asks for a prediction before it shows them, and uses them to check it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from brnn.analyzer import NoStatistics
from brnn.explain.experiments import Mute, MuteScores
from brnn.explain.experiments.order import permutations, verdict_sentence
from brnn.explain.experiments.padding import Side
from brnn.explain.outcomes import Outcome
from brnn.records import Reader
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import experiments as protocol
from brnn.ui.protocol.packing import Message, pack

SHUFFLES = 20
PADS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 400)
_NOTHING: Message = {"kind": "message", "about": "noWords", "details": []}


def order(asked: Asked) -> protocol.Order | Message:
    """Read the words in another order. arrangement: "start" or "end"; else the shuffle `number`.

    The strongest sentence stands at the start or the end, or all words are shuffled.
    """
    analyzer, question = asked.analyzer, asked.question
    analysis = analyzer.analyze(question.text())
    if analysis.nothing_to_read:
        return _NOTHING
    words, sentence = analysis.encoded.words, verdict_sentence(analysis)
    arrangement = question.choice("arrangement", ("start", "end"), "shuffle")
    places = _places(len(words), sentence, arrangement, question.number("number", 0, SHUFFLES - 1))
    found = analyzer.rearranged(analysis, places)
    record = analyzer.order(analysis, sentence, SHUFFLES)
    readers = analyzer.model.config.readers
    return {
        "kind": "order",
        "words": [words[place] for place in places],
        "added": pack(found.ledger.forward + found.ledger.backward),
        "logit": analysis.ledger.logit,
        "totals": _totals(record.as_typed, readers),
        "shown": found.ledger.logit,
        "shown_totals": _totals(Outcome.of(found.ledger), readers),
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


def _totals(outcome: Outcome, readers: Sequence[Reader]) -> dict[Reader, float]:
    return {reader: getattr(outcome, reader) for reader in readers}


def padding(asked: Asked) -> protocol.Padding | Message:
    """Read the text with padding on one side, with the mask and without it. side: see `Side`."""
    analysis = asked.analyzer.analyze(asked.question.text())
    if analysis.nothing_to_read:
        return _NOTHING
    side: Any = asked.question.choice("side", get_args(Side), "after")
    record = asked.analyzer.padding(analysis, side, PADS)
    return {
        "kind": "padding",
        "side": side,
        "words": len(analysis.encoded.words),
        "logit": analysis.ledger.logit,
        "pads": list(PADS),
        "masked": pack(record.masked.logits),
        "unmasked": pack(record.unmasked.logits),
    }


def mute(asked: Asked) -> protocol.Mute | Message:
    """Replace the final evidence of each reader in turn with its mean over the training reviews."""
    analysis = asked.analyzer.analyze(asked.question.text())
    if analysis.nothing_to_read:
        return _NOTHING
    try:
        record, scores = asked.analyzer.mute(analysis), asked.analyzer.mute_scores()
    except NoStatistics:
        return {"kind": "message", "about": "noStatistics", "details": []}
    readers = asked.analyzer.model.config.readers
    return {
        "kind": "mute",
        "logit": record.unmuted.logit,
        "muted": {reader: _muted(record, reader).logit for reader in readers},
        "n": scores.unmuted["n"],
        "accuracy": scores.unmuted["accuracy"],
        "muted_accuracy": {reader: _muted(scores, reader)["accuracy"] for reader in readers},
    }


def _muted(record: Mute | MuteScores, reader: Reader) -> Any:
    return getattr(record, f"{reader}_muted")

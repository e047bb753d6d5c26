"""Whether a model has reason for its verdict: does it know the words, and does any of them tell it anything?

A verdict is doubtful if

    no words        the text has none, only punctuation marks and pictographs;
    unknown words   many of them are unknown to the model;
    no opinion      the evidence of the readers hardly moves from the first word to the last.

The last rule follows the readers from word to word: where praise and blame cancel out, evidence ends where it
began, too, but it has moved.
"""

from __future__ import annotations

from html import unescape

import numpy as np

from brnn.records import Doubt, Encoded, Ledger

MANY_UNKNOWN = 0.34
"""Share of unknown words from which a verdict is doubtful."""
LITTLE = 0.95
"""How far evidence, in log-odds, moves at most if it is no opinion: the ranges of both readers together.

The smallest limit, in steps of 0.05, with which the default model doubts its verdicts on 90% of the texts in
`data/doubtful.toml`, which say nothing about a film.
"""


def doubt(encoded: Encoded, ledger: Ledger) -> Doubt | None:
    """Return why the verdict on a text is doubtful, or None if it is not. ledger: of the text, raw."""
    unknown = [word.status == "unknown" for word in encoded.words_read if unescape(word.text)[0].isalnum()]
    if not unknown:
        return "no words"
    if sum(unknown) >= MANY_UNKNOWN * len(unknown):
        return "unknown words"
    readers = ledger.forward_evidence, ledger.backward_evidence
    if sum(np.ptp(np.append(evidence, 0.0)) for evidence in readers) < LITTLE:  # both begin at zero
        return "no opinion"
    return None

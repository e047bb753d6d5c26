"""Whether a model has reason for its verdict: does it know the words, and does any of them tell it anything?

A verdict is doubtful if

    no words        the text has none, only punctuation marks and pictographs;
    unknown words   many of them are unknown to the model;
    no opinion      the evidence of each reader is near zero after every word.

The last rule follows the readers from word to word: where praise and blame cancel out, evidence ends near
zero, too, but it was not there all the time.
"""

from __future__ import annotations

import numpy as np

from brnn.records import Doubt, Encoded, Ledger

MANY_UNKNOWN = 0.34
"""Share of unknown words from which a verdict is doubtful."""
LITTLE = 0.4
"""Evidence, in log-odds, that is no opinion: on its own, it would make a verdict 60% sure."""


def doubt(encoded: Encoded, ledger: Ledger) -> Doubt | None:
    """Return why the verdict on a text is doubtful, or None if it is not. ledger: of the text, raw."""
    unknown = [word.status == "unknown" for word in encoded.words_read if word.text[0].isalnum()]
    if not unknown:
        return "no words"
    if sum(unknown) >= MANY_UNKNOWN * len(unknown):
        return "unknown words"
    if np.abs([ledger.forward_evidence, ledger.backward_evidence]).max() < LITTLE:
        return "no opinion"
    return None

"""If the review ended here: what the model says of every beginning and every end of a text.

b + E→(t) + E←(t) in mid-review is no prediction of anything: the backward reader got there through
words that the shorter review would not have. These are predictions: each beginning (the first t
words) and each end (the words from t on) is read as a text of its own.

    E→ of the beginning that ends with word t  =  E→(t) of the whole text
    E← of the end that starts with word t      =  E←(t) of the whole text

So one pass over the text gives half of it, exactly; only the other reader has to start anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from brnn.explain.outcomes import Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis


@dataclass(frozen=True, eq=False)
class Endings:
    """Final evidence of each reader, and the logit, of every beginning and every end of a text.

    beginnings: (words,), of the first word to word t; the last is the whole text.
    ends: (words,), of word t to the last; the first is the whole text.
    bias: the logit of a text without words, log-odds.
    method: name of the method; it has no settings.
    """

    beginnings: Outcomes
    ends: Outcomes
    bias: float
    method: str = "endings"

    def __post_init__(self) -> None:
        if len(self.beginnings) != len(self.ends):
            raise ValueError("there must be as many beginnings as ends: one of each a word")


def endings(readers: Readers, analysis: Analysis) -> Endings:
    """Return what the model says of every beginning and every end of a text, of the words read."""
    beginnings, ends = readers.endings(analysis.encoded.ids)
    return Endings(Outcomes.of(readers, beginnings), Outcomes.of(readers, ends), readers.bias)

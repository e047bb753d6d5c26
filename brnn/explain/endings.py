"""Endings: the verdict if the review ended, or began, at each word.

In the middle of a review, b + E→(t) + E←(t) does not predict anything, because the backward reader has
already read words that the shorter review would not contain. These are real predictions: each beginning (the
first t words) and each end (the words from t on) is read as a text of its own.

    E→ of the beginning that ends with word t  =  E→(t) of the whole text
    E← of the end that starts with word t      =  E←(t) of the whole text

One pass over the text therefore gives half of the numbers exactly. Only the other reader has to read again.
"""

from dataclasses import dataclass, field

from brnn.explain.outcomes import Outcomes
from brnn.model.readers import Readers
from brnn.records import Analysis, Record, length


@dataclass(frozen=True, eq=False)
class Endings(Record):
    """Final evidence and logit of every beginning and every end of a text.

    beginnings: (words,), outcomes of the text from the first word to word t.
    ends: (words,), outcomes of the text from word t to the last word.
    bias: the logit of a text without words, log-odds.
    """

    beginnings: Outcomes = field(metadata=length("words"))
    ends: Outcomes = field(metadata=length("words"))
    bias: float
    method: str = "endings"


def endings(readers: Readers, analysis: Analysis) -> Endings:
    """Return the outcomes of every beginning and every end of the words read."""
    beginnings, ends = readers.endings(analysis.encoded.ids)
    return Endings(Outcomes.of(readers, beginnings), Outcomes.of(readers, ends), readers.bias)

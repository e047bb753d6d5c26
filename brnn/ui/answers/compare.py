"""Two readings side by side: two texts, or one text under two models."""

from typing import Literal

from brnn.explain.experiments.alignment import Kind
from brnn.explain.experiments.comparison import comparison
from brnn.records import Reader
from brnn.ui.answers.question import Asked
from brnn.ui.answers.reading import FEW_UNITS, Reading, reading
from brnn.ui.protocol import Numbers, TypedDict, pack


class Comparison(TypedDict):
    """The answer to "compare": the readings A and B, and B minus A; see `explain.experiments`.

    before, after, kinds: the words read in either, aligned in rows: the word's place in A and in B,
    −1 where it is not read, and the kind of change.
    added: (rows,), for each reader of A or B. bias, logit: B minus A.
    """

    kind: Literal["comparison"]
    sides: list[Reading]
    before: list[int]
    after: list[int]
    kinds: list[Kind]
    added: dict[Reader, Numbers]
    bias: float
    logit: float


def compare(asked: Asked) -> Comparison:
    """Return the readings of A and B, and B minus A. otherText: B's text; other: B's model."""
    name, analyzer = asked.other or (asked.model, asked.analyzer)
    first, second = asked.analysis(), analyzer.analyze(asked.question.text("otherText"))
    record = comparison(first, second)
    return {
        "kind": "comparison",
        "sides": [
            reading(asked.analyzer, first, asked.model, FEW_UNITS),
            reading(analyzer, second, name, FEW_UNITS),
        ],
        "before": [row.before for row in record.rows],
        "after": [row.after for row in record.rows],
        "kinds": [row.kind for row in record.rows],
        "added": {reader: pack(getattr(record, reader)) for reader in record.readers},
        "bias": record.bias,
        "logit": record.logit,
    }

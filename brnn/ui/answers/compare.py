"""Two readings side by side: two texts, or one text under two models."""

from __future__ import annotations

from brnn.explain.experiments import comparison
from brnn.ui.answers.question import Asked
from brnn.ui.answers.reading import reading
from brnn.ui.protocol import experiments as protocol
from brnn.ui.protocol.packing import pack

MOST_UNITS = 8
"""How many units of each reader are sent: two stages share the page."""


def compare(asked: Asked) -> protocol.Comparison:
    """Return the readings of A and B, and B minus A. otherText: B's text; other: B's model."""
    question = asked.question
    name, analyzer = asked.other or (asked.model, asked.analyzer)
    first = asked.analyzer.analyze(question.text())
    second = analyzer.analyze(question.text("otherText"))
    record = comparison(first, second)
    return {
        "kind": "comparison",
        "sides": [
            reading(asked.analyzer, first, asked.model, MOST_UNITS),
            reading(analyzer, second, name, MOST_UNITS),
        ],
        "before": [row.before for row in record.rows],
        "after": [row.after for row in record.rows],
        "kinds": [row.kind for row in record.rows],
        "added": {reader: pack(getattr(record, reader)) for reader in record.readers},
        "bias": record.bias,
        "logit": record.logit,
    }

"""The answer to what is typed: verdict, stage and the words that were read."""

from __future__ import annotations

from brnn import figures
from brnn.ui import payload
from brnn.ui.answers.question import Asked


def read(asked: Asked) -> payload.Part:
    """Return what the Read page shows of a text: three parts, see `payload`."""
    analyzer, question = asked.analyzer, asked.question
    analysis = analyzer.analyze(question.text())
    most = (
        None if question.choice("units", ("all", "most"), "most") == "all" else figures.MOST_UNITS
    )
    return payload.reading(
        analysis, analyzer.units(analysis), asked.model, analyzer.model.config, most
    )

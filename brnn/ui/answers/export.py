"""The answer to "save": an analysis as a file."""

from __future__ import annotations

from typing import Any

from brnn import figures
from brnn.explain.table import as_csv, as_json
from brnn.ui import payload
from brnn.ui.answers.question import Asked, BadQuestion, Question
from brnn.ui.answers.reading import read
from brnn.ui.answers.unit import unit
from brnn.ui.answers.word import card
from brnn.ui.export.standalone import standalone
from brnn.ui.protocol import FIRST_UNITS
from brnn.ui.texts.read import PAGE, READ
from brnn.ui.texts.share import SAVED, SHARE

MOST_CARDS = 60
"""Words of a text whose words can all be pinned in a file."""

_TYPES = {"json": "application/json", "csv": "text/csv", "html": "text/html"}


def export(asked: Asked) -> payload.Part:
    """Return the content of a file in the form that is asked for."""
    analyzer, question = asked.analyzer, asked.question
    config = analyzer.model.config
    form = question.choice("form", _TYPES, None)
    if form is None:
        raise BadQuestion(f"form must be one of {', '.join(_TYPES)}")
    if form == "html":
        content = standalone(given(asked))
    else:
        analysis = analyzer.analyze(question.text())
        content = (
            as_csv(analysis, config) if form == "csv" else as_json(asked.model, analysis, config)
        )
    return {"state": "file", "type": _TYPES[form], "content": content}


def given(asked: Asked) -> dict[str, Any]:
    """Return what the file of an analysis holds: texts, colours, and the answers it can give."""
    analyzer = asked.analyzer
    analysis = analyzer.analyze(asked.question.text())
    reading = read(asked)
    cards: list[payload.Part] = []
    units: list[payload.Part] = []
    if not analysis.nothing_to_read:
        drawn = [
            (reader, place)
            for reader, part in reading["readers"].items()
            for place in part["units"][:FIRST_UNITS]
        ]
        units = [_unit(asked, reader, place) for reader, place in drawn]
        if len(analysis.encoded.words) <= MOST_CARDS:
            lost, slopes = analyzer.occlusion(analysis), analyzer.gradients(analysis)
            places = range(len(analysis.encoded.words))
            cards = [card(analysis, place, lost, place, slopes) for place in places]
    return {
        "texts": PAGE | {"read": READ, "share": SHARE, "saved": SAVED},
        "look": figures.look(),
        "templates": {"light": figures.template(), "dark": figures.template(dark=True)},
        "reading": reading,
        "words": cards,
        "units": units,
    }


def _unit(asked: Asked, reader: str, place: int) -> payload.Part:
    text = asked.question.text()
    question = Question({"text": text, "reader": reader, "unit": place})
    found = unit(Asked(asked.model, asked.analyzer, question))
    return {"reader": reader, "unit": place, "card": found}

"""The answer to "export": an analysis as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brnn import figures
from brnn.explain.table import as_csv, as_json
from brnn.ui.answers import unit, word
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.answers.reading import read
from brnn.ui.protocol import CONSTANTS, SavedFile, pack, unpack
from brnn.ui.standalone import standalone
from brnn.ui.texts.read import PAGE, READ
from brnn.ui.texts.share import SAVED, SHARE

if TYPE_CHECKING:
    from brnn.ui.protocol import CONSTANTS, ReaderPart

MOST_WORDS = 60
"""Up to so many words of a text, a file knows the effect of each."""

_TYPES = {"json": "application/json", "csv": "text/csv", "html": "text/html"}


def export(asked: Asked) -> SavedFile:
    """Return the content of a file in the form that is asked for."""
    analyzer, question = asked.analyzer, asked.question
    form = question.choice("form", _TYPES, None)
    if form is None:
        raise BadQuestion(f"form must be one of {', '.join(_TYPES)}")
    if form == "html":
        content = standalone(given(asked))
    else:
        analysis, config = analyzer.analyze(question.text()), analyzer.model.config
        content = (
            as_csv(analysis, config) if form == "csv" else as_json(asked.model, analysis, config)
        )
    return {"kind": "file", "type": _TYPES[form], "content": content}


def given(asked: Asked) -> dict[str, Any]:
    """Return what the page in a file needs: texts, colours and every answer that it can give.

    It has the units whose states `read` sends, and no others.
    """
    return {
        "texts": PAGE | {"read": READ, "share": SHARE, "saved": SAVED},
        "constants": CONSTANTS,
        "look": figures.look(),
        "templates": {"light": figures.template(), "dark": figures.template(dark=True)},
        "answers": answers(asked),
    }


def answers(asked: Asked) -> dict[str, Any]:
    """Return the answers to "read", to "word" of each word, to "gradients" and "unit" of each."""
    analyzer, readers = asked.analyzer, asked.analyzer.model.config.readers
    analysis = analyzer.analyze(asked.question.text())
    reading = read(asked)
    found: dict[str, Any] = {"read": reading, "word": [], "gradients": None, "unit": {}}
    for reader, part in reading["readers"].items():
        _keep_first_units(part)
        found["unit"][reader] = {
            place: unit.pinned(analyzer, analysis, reader, place) for place in part["units"]
        }
    if 0 < len(analysis.encoded.words) <= MOST_WORDS:
        effects = analyzer.occlusion(analysis)
        found["word"] = [
            word.pinned(analysis, readers, place, effects, place)
            for place in range(len(analysis.encoded.words))
        ]
        found["gradients"] = word.gradients(asked)
    return found


def _keep_first_units(part: ReaderPart) -> None:
    count = part["states"]["shape"][0]
    part["units"] = part["units"][:count]
    part["contributions"] = pack(unpack(part["contributions"])[:count])

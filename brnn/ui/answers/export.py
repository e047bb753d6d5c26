"""The answer to "export": an analysis as a file."""

from collections.abc import Callable
from typing import Any, Literal

from brnn import figures
from brnn.explain.table import as_csv, as_json
from brnn.ui.answers import step, unit, word
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.answers.reading import ReaderPart, read
from brnn.ui.protocol import CONSTANTS, TypedDict, pack, unpack
from brnn.ui.standalone import frame, standalone
from brnn.ui.texts.read import PAGE, READ
from brnn.ui.texts.share import SAVED, SHARE

MOST_WORDS = 60
"""A file contains the effect of each word for texts of up to this many words."""


class SavedFile(TypedDict):
    """The answer to "export"."""

    kind: Literal["file"]
    content: str


def export(asked: Asked) -> SavedFile:
    """Return the content of a file in the requested format; "frame": a page without content."""
    form = asked.question.choice("form", _FORMS, None)
    if form is None:
        raise BadQuestion(f"form must be one of {', '.join(_FORMS)}")
    return {"kind": "file", "content": _FORMS[form](asked)}


def _csv(asked: Asked) -> str:
    return as_csv(asked.analysis(), asked.config)


def _json(asked: Asked) -> str:
    return as_json(asked.model, asked.analysis(), asked.config)


def _html(asked: Asked) -> str:
    return standalone(given(asked))


_FORMS: dict[str, Callable[[Asked], str]] = {
    "json": _json,
    "csv": _csv,
    "html": _html,
    "frame": lambda asked: frame(),
}


def given(asked: Asked) -> dict[str, Any]:
    """Return what the page in a file needs: texts, colours, all its answers, and what it opens with.

    link: what was seen, see `web/lib/link.js`, without the text.
    """
    return {
        "link": asked.question.text("link"),
        "texts": PAGE | {"read": READ, "share": SHARE, "saved": SAVED},
        "constants": CONSTANTS,
        "look": figures.look(),
        "answers": answers(asked),
    }


def answers(asked: Asked) -> dict[str, Any]:
    """Return the answers to "read", "occlusion", "gradients", to "word" for each word and "unit" for some.

    The units are those that are drawn, those that a word names, and the one that is pinned (reader, unit);
    the reading lists no others. The answers to "step" are about the unit that weighs most in each state.
    """
    analyzer, analysis, reading = asked.analyzer, asked.analysis(), read(asked)
    words: list[word.PinnedWord] = []
    lost, slopes, count = None, None, len(analysis.encoded.words)
    if 0 < count <= MOST_WORDS:
        effects = analyzer.occlusion(analysis)
        words = [word.pinned(analysis, asked.readers, at, effects, at) for at in range(count)]
        lost = word.effects(asked.readers, effects)
        slopes = word.gradients(asked)
    units, steps, pinned = {}, {}, asked.question.choice("reader", asked.readers, None)
    for reader, part in reading["readers"].items():
        steps[reader] = [step.stepped(analyzer, analysis, reader, at) for at in range(len(words))]
        named = {found["unit"] for answer in words for found in answer["strongest"][reader]}
        if reader == pinned:
            named.add(asked.question.number("unit", 0, asked.config.units - 1))
        _list_only(part, named.union(part["rows"]))
        units[reader] = {at: unit.pinned(analyzer, analysis, reader, at) for at in part["units"]}
    return {
        "read": reading,
        "word": words,
        "occlusion": lost,
        "gradients": slopes,
        "unit": units,
        "step": steps,
    }


def _list_only(part: ReaderPart, units: set[int]) -> None:
    kept = [place for place, unit in enumerate(part["units"]) if unit in units]
    part["units"] = [part["units"][place] for place in kept]
    part["contributions"] = pack(unpack(part["contributions"])[kept])

"""The live example of each step of the lesson."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np

from brnn import figures
from brnn.analyzer import Analyzer
from brnn.records import READERS, Analysis, Reader
from brnn.text.numbers import add_up, signed
from brnn.ui import payload
from brnn.ui.answers.models_page import folder_of, ladder_part
from brnn.ui.answers.question import Asked, Question
from brnn.ui.sentences import quoted
from brnn.ui.texts import READER_NAMES
from brnn.ui.texts import lesson as texts

_NONE = -1
"""A word or unit that nobody has chosen."""
_MOST = 1_000_000


def lesson(asked: Asked) -> payload.Part:
    """Return what a step shows of a text.

    step: from 1. text: what is read. Some steps ask for more, see their functions below.
    """
    step = asked.question.number("step", 1, len(texts.STEPS))
    if step == len(texts.STEPS):
        return {"state": "lesson", "figure": None} | ladder_part(folder_of(asked))
    analyzer = asked.analyzer
    analysis = analyzer.analyze(asked.question.text())
    shown = _stage(analyzer, analysis)
    if not analysis.nothing_to_read:
        shown |= _LIVE[step - 1](analyzer, analysis, asked.question)
    model = payload.model_line(asked.model, analyzer.model.config)
    return {"state": "lesson", "model": model} | shown


def _stage(analyzer: Analyzer, analysis: Analysis) -> payload.Part:
    units, config = analyzer.units(analysis), analyzer.model.config
    stage = payload.stage(analysis, units, config, figures.MOST_UNITS)
    return {"stage": stage, "sentences": [], "rows": [], "figure": None}


def _order(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    verdict = payload.verdict(analysis, analyzer.model.config)
    return {"rows": [_ledger(verdict) | {"equation": ""}]}


def _fading(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    """width: pixels that the words are laid out for."""
    memory = analyzer.reach(analysis)
    words = analysis.encoded.words
    sentences = []
    for reader in READERS:
        norms = getattr(memory, reader)
        reach = getattr(memory, f"{reader}_half_reach")
        if not reach:
            continue
        first = norms[0 if reader == "forward" else -1] / norms.max()
        form = texts.HALF_REACH if reach > 1 else texts.HALF_REACH_ONE
        sentences.append(
            form.format(
                reader=READER_NAMES[reader], words=reach, all=len(words), first=_share(first)
            )
        )
    figure = json.loads(figures.reach(memory, words, question.number("width", 0, 10_000)).to_json())
    return {"stage": None, "figure": figure, "sentences": sentences}


def _readers(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    stage = _stage(analyzer, analysis)["stage"]
    return {"sentences": [f"{s['arrow']} {s['text']}" for s in stage["sentences"]]}


def _equations(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    """word, unit: those chosen, -1 for the one that moves most; reader: of the unit."""
    config = analyzer.model.config
    if config.cell != "simple":
        return {"sentences": [texts.GATES]}
    there: list[Reader] = [r for r in READERS if getattr(analysis.reading, r).shape[1]]
    reader: Reader = (
        "backward" if question.choice("reader", there, there[0]) == "backward" else (there[0])
    )
    words = analysis.encoded.words
    word = question.number("word", _NONE, _MOST)
    if not 0 <= word < len(words):
        word = int(np.abs(getattr(analysis.ledger, reader)).argmax())
    unit = question.number("unit", _NONE, config.units - 1)
    if unit == _NONE:
        unit = int(np.abs(getattr(analyzer.units(analysis), reader)[word]).argmax())
    found = analyzer.equation(analysis, reader, word, unit)
    terms, total = add_up([found.from_word, found.from_memory, found.bias], found.total)
    before = texts.FROM_MEMORY.format(count=config.units)
    has_before = word > 0 if reader == "forward" else word < len(words) - 1
    names = [
        texts.FROM_WORD.format(count=config.embedding_size),
        before if has_before else texts.FROM_NOTHING,
        texts.CELL_BIAS,
    ]
    place = texts.UNIT_AT.format(
        unit=unit + 1, reader=READER_NAMES[reader], word=quoted(words, word)
    )
    cell = {
        "title": place,
        "equation": texts.CELL,
        "terms": [
            *({"value": v, "name": n} for v, n in zip(terms, names, strict=True)),
            {"value": f"= {total}", "name": texts.SUM},
            {"value": f"tanh → {signed(found.memory)}", "name": texts.MEMORY},
        ],
    }
    return {
        "rows": [cell, _ledger(payload.verdict(analysis, config))],
        "pinned": word,
        "unit": {"reader": reader, "unit": unit},
    }


def _joining(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    verdict = payload.verdict(analysis, analyzer.model.config)
    return {"rows": [_ledger(verdict)], "verdict": verdict}


def _mirror(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    """mirrored: 1 to show the mirrored reading, 0 to show the text's own."""
    found = analyzer.mirror(analysis)
    sentence = texts.SAME.format(
        logit=_long(found.reading.logit),
        mirrored=_long(found.mirrored.logit),
        gap=_tiny(found.logit_difference),
        memories=(
            texts.MEMORIES.format(difference=_tiny(found.memory_difference))
            if found.memory_difference
            else texts.MEMORIES_SAME
        ),
    )
    if not question.number("mirrored", 0, 1):
        return {"sentences": [sentence]}
    image = analyzer.image
    places = np.arange(len(analysis.encoded.words))[::-1]
    return _stage(image, image.rearranged(analysis, places)) | {"sentences": [sentence]}


def _contrast(analyzer: Analyzer, analysis: Analysis, question: Question) -> payload.Part:
    """against: another text that begins alike."""
    other = analyzer.analyze(question.text("against"))
    shared = _shared(analysis, other)
    if not shared:
        return {"sentences": [texts.NOTHING_SHARED.format(other=other.encoded.text)]}
    words = analysis.encoded.words[:shared]
    place = next((at for at, word in enumerate(words) if word.lower() == "apple"), shared - 1)
    changes = {
        reader: _change(analysis, other, reader, place)
        for reader in READERS
        if getattr(analysis.reading, reader).shape[1]
    }
    word = quoted(analysis.encoded.words, place)
    if len(changes) == 1:
        (change,) = changes.values()
        said = texts.CONTRAST_ONE.format(other=other.encoded.text, word=word, change=change)
    else:
        said = texts.CONTRAST.format(other=other.encoded.text, word=word, **changes)
    shifts = {
        reader: signed(
            getattr(analysis.ledger, f"{reader}_total") - getattr(other.ledger, f"{reader}_total")
        )
        for reader in READERS
    }
    sentences = [said, texts.SHIFT.format(**shifts)] if len(changes) == 2 else [said]
    return {"sentences": sentences, "pinned": place}


def _shared(one: Analysis, other: Analysis) -> int:
    """Return how many words two texts share at their start, less one if they are the same."""
    ids = [analysis.encoded.ids for analysis in (one, other)]
    least = min(map(len, ids))
    differ = np.flatnonzero(ids[0][:least] != ids[1][:least])
    return int(differ[0]) if len(differ) else least - (len(ids[0]) == len(ids[1]))


def _change(one: Analysis, other: Analysis, reader: str, place: int) -> str:
    memories = [getattr(analysis.reading, reader)[place] for analysis in (one, other)]
    if np.array_equal(*memories):
        return texts.BIT_FOR_BIT
    distance = float(np.linalg.norm(memories[0] - memories[1]))
    return texts.ANOTHER.format(distance=f"{distance:.2f}")


def _ledger(verdict: payload.Part) -> payload.Part:
    terms = [
        {"value": f"{term['arrow']} {term['value']}".strip(), "name": term["name"]}
        for term in verdict["terms"]
    ]
    total = {"value": f"= {verdict['total']['value']}", "name": verdict["total"]["name"]}
    label = {"value": verdict["percent"], "name": verdict["of"]}
    return {"title": verdict["label"], "equation": texts.HEAD, "terms": [*terms, total, label]}


def _share(value: float) -> str:
    return "less than 0.1%" if value < 0.001 else f"{value:.1%}" if value < 0.1 else f"{value:.0%}"


def _long(value: float) -> str:
    return f"{value:+.6f}".replace("-", "−")


def _tiny(value: float) -> str:
    return "0" if value == 0 else f"{value:.0e}".replace("e-0", "e-").replace("-", "−")


_LIVE: tuple[Callable[[Analyzer, Analysis, Question], payload.Part], ...] = (
    _order,
    _fading,
    _readers,
    _equations,
    _joining,
    _mirror,
    _contrast,
)
"""The live examples, by step; the last step shows the ladder and reads nothing."""

"""The answer to a pinned unit: what it is for, under this text and over many reviews."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import cast

from brnn import figures
from brnn.explain.units import Mover, Unit
from brnn.records import READERS, Analysis, Reader
from brnn.text.numbers import signed
from brnn.ui import payload
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.texts import pins

_MOVERS = 3
"""Words of each kind that are shown."""


def unit(asked: Asked) -> payload.Part:
    """Return the card of one unit; a model without statistics knows but a part of it."""
    analyzer, question = asked.analyzer, asked.question
    analysis = analyzer.analyze(question.text())
    reader = question.choice("reader", READERS, None)
    if reader is None or not getattr(analysis.reading, reader).shape[1]:
        raise BadQuestion("reader must be one that the model has")
    reader = cast(Reader, reader)
    place = question.number("unit", 0, getattr(analysis.reading, reader).shape[1] - 1)
    memory = getattr(analysis.reading, reader)[:, place]
    weight = float(analyzer.head_weights()[reader == "backward"][place])
    ranking = analyzer.units(analysis).ranking
    (rank,) = (
        at
        for at, total in enumerate(ranking, start=1)
        if (total.reader, total.unit) == (reader, place)
    )
    here = _final(analysis, reader, place)
    card = {
        "state": "unit",
        "memory": memory.tolist(),
        "total": {
            "value": signed(ranking[rank - 1].evidence),
            "sum": pins.UNIT_SUM.format(memory=signed(here), weight=signed(weight)),
            "rank": pins.UNIT_RANK.format(place=rank, all=len(ranking)),
        },
    }
    if analyzer.model.statistics is None:
        return card | {"missing": pins.NO_STATISTICS}
    found = analyzer.unit(analysis, reader, place)
    return card | {
        "movers": {
            "name": pins.MOVERS.format(reviews=found.sampled_reviews),
            "rises": {"name": pins.RISES, "words": _words(found.rises)},
            "falls": {"name": pins.FALLS, "words": _words(found.falls)},
        },
        "histogram": _histogram(found, here),
    }


def _final(analysis: Analysis, reader: Reader, place: int) -> float:
    if analysis.nothing_to_read:
        return 0.0
    memory = getattr(analysis.reading, reader)
    return float(memory[-1 if reader == "forward" else 0, place])


def _words(movers: Sequence[Mover]) -> list[payload.Part]:
    if not movers:
        return [{"word": pins.NO_MOVERS, "change": "", "title": ""}]
    return [
        {
            "word": _plain(mover.word),
            "change": signed(mover.change),
            "title": pins.MOVER_TITLE.format(
                change=signed(mover.change), word=_plain(mover.word), times=mover.times
            ),
        }
        for mover in movers[:_MOVERS]
    ]


def _plain(word: str) -> str:
    return html.unescape(figures.label(word))  # a text node needs no escaping


def _histogram(found: Unit, here: float) -> payload.Part:
    middles = (found.edges[1:] + found.edges[:-1]) / 2
    negative, positive = (
        float(counts @ middles / max(1, counts.sum())) for counts in found.histogram
    )
    means = {"positive": signed(positive), "negative": signed(negative), "here": signed(here)}
    return {
        "name": pins.HISTOGRAM.format(reviews=int(found.histogram.sum())),
        "figure": json.loads(figures.unit(found, bare=True).to_json()),
        "note": pins.HISTOGRAM_NOTE.format(**means),
        "alternative": pins.HISTOGRAM_ALTERNATIVE.format(**means),
    }

"""The answer to a pinned word: what is lost without it, its gradients, its two memories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from brnn.records import READERS, Analysis, Reader
from brnn.text.numbers import add_up, signed
from brnn.ui import payload, texts
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.texts import pins

if TYPE_CHECKING:
    from brnn.explain.integrated_gradients import IntegratedGradients
    from brnn.explain.occlusion import Occlusion

_STRONGEST = 2
"""Units of a memory that are shown."""


def word(asked: Asked) -> payload.Part:
    """Return what other methods say of one word, each with its name and its limits."""
    analyzer, question = asked.analyzer, asked.question
    analysis = analyzer.analyze(question.text())
    if analysis.nothing_to_read:
        raise BadQuestion(pins.NO_WORD)
    place = question.number("word", 0, len(analysis.encoded.words) - 1)
    lost = analyzer.occlusion(analysis, [(place, place + 1)])
    return card(analysis, place, lost, 0, analyzer.gradients(analysis))


def card(
    analysis: Analysis, place: int, lost: Occlusion, row: int, slopes: IntegratedGradients
) -> payload.Part:
    """Return the card of one word. row: of the word's own span in `lost`."""
    readers = readers_of(analysis)
    return {
        "state": "word",
        "lost": _sum(
            {reader: float(getattr(lost, reader)[row]) for reader in readers},
            float(lost.logit[row]),
        ),
        "gradients": _gradients(slopes, readers, place),
        "memories": [_strongest(analysis, reader, place) for reader in readers],
    }


def readers_of(analysis: Analysis) -> list[Reader]:
    """Return the readers that the model has."""
    return [reader for reader in READERS if getattr(analysis.reading, reader).shape[1]]


def _sum(values: Mapping[Reader, float], total: float) -> payload.Part:
    """Return a value of each reader as printed; of two readers they add up to the printed sum."""
    printed, whole = add_up(list(values.values()), total)
    terms = [
        {"arrow": texts.ARROWS[reader], "value": value}
        for reader, value in zip(values, printed, strict=True)
    ]
    if len(terms) > 1:
        terms.append({"arrow": "=", "value": whole})
    return {"terms": terms}


def _gradients(slopes: IntegratedGradients, readers: Sequence[Reader], place: int) -> payload.Part:
    values = {reader: float(getattr(slopes, reader)[place]) for reader in readers}
    gap = sum(abs(getattr(slopes, f"{reader}_gap")) for reader in readers)
    steps = max(getattr(slopes, f"{reader}_steps") for reader in readers)
    shown = f"{gap:.2f}" if gap >= 0.005 else f"{gap:.0e}"
    title = pins.GRADIENTS_TITLE[slopes.baseline].format(steps=steps, gap=shown)
    note = "" if slopes.complete else pins.GRADIENTS_ROUGH.format(gap=shown)
    return {**_sum(values, sum(values.values())), "title": title, "note": note}


def _strongest(analysis: Analysis, reader: Reader, place: int) -> payload.Part:
    """Return the units that are furthest from zero after the word, the strongest first."""
    memory = getattr(analysis.reading, reader)[place]
    order = np.argsort(-np.abs(memory), kind="stable")[:_STRONGEST]
    units = [(int(unit), signed(float(memory[unit]))) for unit in order]
    return {
        "reader": reader,
        "arrow": texts.ARROWS[reader],
        "units": [
            {
                "unit": unit,
                "value": value,
                "title": pins.UNIT_VALUE.format(
                    unit=unit + 1, reader=texts.READER_NAMES[reader], value=value
                ),
            }
            for unit, value in units
        ],
    }

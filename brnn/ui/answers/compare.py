"""Two readings on the same axes: two texts, or one text under two models."""

from __future__ import annotations

import html
import json
from typing import Any

import numpy as np

from brnn import figures
from brnn.explain.experiments import Comparison, comparison
from brnn.figures.labels import HOVER_LETTERS
from brnn.records import READERS, Analysis, Ledger
from brnn.text.numbers import add_up, signed
from brnn.ui import payload, texts
from brnn.ui.answers.question import Asked
from brnn.ui.sentences import quoted
from brnn.ui.texts import compare as said

MOST_UNITS = 8
"""Units of each reader that are drawn: two stages share the page."""


def compare(asked: Asked) -> payload.Part:
    """Return the readings of A and B, both stages on one scale, and B less A."""
    question = asked.question
    other, other_analyzer = asked.other or (asked.model, asked.analyzer)
    sides = (
        (asked.model, asked.analyzer, asked.analyzer.analyze(question.text())),
        (other, other_analyzer, other_analyzer.analyze(question.text("otherText"))),
    )
    units = tuple(analyzer.units(analysis) for _, analyzer, analysis in sides)
    first, second = (analysis for _, _, analysis in sides)
    drawn: tuple[Any, ...] = (None, None)
    if not first.nothing_to_read and not second.nothing_to_read:
        drawn = figures.compare(first, second, (units[0], units[1]), MOST_UNITS, lanes=False)
    stages = [
        payload.stage(analysis, ledger, analyzer.model.config, MOST_UNITS, figure)
        for (_, analyzer, analysis), ledger, figure in zip(sides, units, drawn, strict=True)
    ]
    if all(drawn):
        _side_by_side(stages)
    return {
        "state": "compare",
        "sides": [
            {
                "verdict": payload.verdict(analysis, analyzer.model.config),
                "stage": stage | {"unitsOffer": ""},
                "model": payload.model_line(name, analyzer.model.config),
            }
            for (name, analyzer, analysis), stage in zip(sides, stages, strict=True)
        ],
        "difference": difference(comparison(first, second)),
    }


def _side_by_side(stages: list[payload.Part]) -> None:
    """Give both stages the same rows: a reader that is not there adds nothing, and is named."""
    rows = {row["name"]: row for stage in stages for row in stage["rows"]}
    for stage in stages:
        for reader in (r for r in READERS if r in rows and r not in stage["readers"]):
            nothing = [0.0] * len(stage["words"])
            stage["readers"].append(reader)
            stage["delta"][reader] = stage["evidence"][reader] = nothing
            stage["units"][reader] = []
            title = said.NO_READER.format(
                arrow=texts.ARROWS[reader], reader=texts.READER_NAMES[reader]
            )
            stage["rows"].append(rows[reader] | {"title": title, "axis": None})


def difference(record: Comparison) -> payload.Part:
    """Return the figure of B less A with its words, the sum, and one sentence."""
    if not record.rows:
        return {"state": "empty", "note": said.NOTHING_DIFFERENT}
    figure = json.loads(figures.difference(record).to_json())
    names = figures.row_names(record)
    changes = {reader: getattr(record, reader).tolist() for reader in record.readers}
    axis = figure["layout"]["yaxis"]
    return {
        "state": "figure",
        "text": json.dumps([side.encoded.text for side in (record.first, record.second)]),
        "figure": figure,
        "readers": list(record.readers),
        "words": [
            {
                "label": html.unescape(figures.label(name, HOVER_LETTERS)),
                "unknown": False,
                "places": [row.before, row.after],
                "same": row.kind == "same",
            }
            for name, row in zip(names, record.rows, strict=True)
        ],
        "delta": changes,
        "evidence": changes,
        "scale": max(float(np.abs(change).max()) for change in changes.values()) or 1.0,
        "units": {},
        "rows": [
            {
                "name": "evidence",
                "title": said.DIFFERENCE,
                "key": "" if record.same.all() else said.THIN,
                "axis": "yaxis",
                "domain": axis["domain"],
            }
        ],
        "ticks": {
            "range": axis["range"],
            "values": axis["tickvals"],
            "texts": axis["ticktext"],
        },
        "sum": _sum(record),
        "sentence": sentence(record),
        "alternative": figures.describe_difference(record),
    }


def _gap(record: Comparison) -> float:
    """Return the difference of both verdicts as they are printed, log-odds."""
    return round(record.second.ledger.logit, 2) - round(record.first.ledger.logit, 2)


def _sum(record: Comparison) -> payload.Part:
    """Return the difference, itemised: same words, other words, biases. Terms of zero are left out.

    The total is that of the verdicts as printed, so that a reader can check it against both.
    """
    same = record.same
    values = {
        "same": float(record.added[same].sum()),
        "other": float(record.added[~same].sum()),
        "bias": record.bias,
    }
    there = {"same": bool(same.any()), "other": not same.all(), "bias": record.bias != 0}
    kept = [name for name in values if there[name]]
    printed, total = add_up([values[name] for name in kept], _gap(record))
    return {
        "terms": [
            {"arrow": "", "value": value, "name": said.TERMS[name]}
            for name, value in zip(kept, printed, strict=True)
        ],
        "total": {"arrow": "=", "value": total, "name": said.TOTAL},
    }


def sentence(record: Comparison) -> str:
    """Return what differs between both readings, and at which word most of it is."""
    first, second = record.first, record.second
    gap = _gap(record)
    values = {
        "first": _label(first),
        "second": _label(second),
        "gap": signed(abs(gap)).lstrip("+"),
        "more": said.MORE[(gap > 0) == (second.verdict.label == "positive")],
    }
    part = first.verdict.label != second.verdict.label
    # Less than the page prints is not told.
    if not round(gap * 100):
        return said.ALIKE.format(**values) if not part else said.VERDICTS_PART.format(**values)
    verdicts = (said.VERDICTS_PART if part else said.VERDICTS_AGREE).format(**values)
    return f"{verdicts} {_most(record, gap)}".strip()


def _most(record: Comparison, gap: float) -> str:
    """Return where most of the gap comes from: the row that goes furthest in its direction."""
    if not record.rows:
        return ""
    along = record.added * np.sign(gap)
    place = int(along.argmax())
    if round(float(along[place]) * 100) <= 0:
        return ""
    row = record.rows[place]
    sides = [
        (analysis.encoded.words, place_of, _added(analysis.ledger, place_of))
        for analysis, place_of in ((record.first, row.before), (record.second, row.after))
    ]
    words = [quoted(read, at) if at >= 0 else "" for read, at, _ in sides]
    added = [signed(value) for _, _, value in sides]
    if row.kind == "same":
        return said.MOST.format(word=words[0], first=added[0], second=added[1])
    if all(words):
        return said.MOST_CHANGED.format(
            one=words[0], other=words[1], first=added[0], second=added[1]
        )
    side = 0 if words[0] else 1
    return said.MOST_IN_ONE.format(word=words[side], side="AB"[side], added=added[side])


def _added(ledger: Ledger, place: int) -> float:
    if place < 0:
        return 0.0
    return float(sum(getattr(ledger, reader)[place] for reader in READERS))


def _label(analysis: Analysis) -> str:
    return texts.LABELS[analysis.verdict.label].lower()

"""An analysis → what the Read page draws: plain JSON, made for the scripts in `script/`.

Whatever a visitor typed travels as a value in these objects and becomes text in the page through
`textContent`, never markup. A part's `state` says what it is to draw:

    verdict  "verdict" or "message"      stage  "figure" or "empty"      words  "words" or "empty"
"""

from __future__ import annotations

import html
import json
from typing import Any

from brnn import figures
from brnn.config import ModelConfig
from brnn.explain.unit_ledger import UnitLedger
from brnn.records import Analysis
from brnn.text.numbers import add_up, percent, signed
from brnn.ui import texts
from brnn.ui.sentences import reader_sentence

Part = dict[str, Any]


def reading(
    analysis: Analysis, units: UnitLedger, name: str, config: ModelConfig, most: int | None
) -> Part:
    """Return the parts of a text that was read by the model `name`; most: units, see `stage`."""
    return {
        "state": "reading",
        "text": analysis.encoded.text,
        "model": name,
        "verdict": verdict(analysis, config),
        "stage": stage(analysis, units, config, most),
        "words": words(analysis, name, config),
    }


def message(title: str, *details: str) -> Part:
    """Return what a page shows that has something to say instead of an answer."""
    return {"state": "message", "title": title, "details": list(details)}


def verdict(analysis: Analysis, config: ModelConfig) -> Part:
    """Return label, probability of that label, and the sum with the terms as printed."""
    ledger = analysis.ledger
    if analysis.nothing_to_read:
        detail = texts.NOTHING_DETAIL.format(bias=signed(ledger.bias))
        return {"state": "message", "title": texts.NOTHING, "details": [detail]}
    label, probability = analysis.verdict.label, analysis.verdict.probability
    totals = {reader: getattr(ledger, f"{reader}_total") for reader in config.readers}
    printed, total = add_up([*totals.values(), ledger.bias], ledger.logit)
    terms = [
        {"arrow": texts.ARROWS[reader], "value": value, "name": texts.READER_NAMES[reader]}
        for reader, value in zip(totals, printed, strict=False)
    ]
    terms.append({"arrow": "", "value": printed[-1], "name": texts.BIAS})
    shown = percent(probability if label == "positive" else 1 - probability)
    return {
        "state": "verdict",
        "sign": label,
        "label": texts.LABELS[label],
        "percent": shown,
        "of": texts.PROBABILITY_OF[label],
        "probability": probability,
        "ends": [texts.NEGATIVE_END, texts.POSITIVE_END],
        "terms": terms,
        "total": {"arrow": "=", "value": total, "name": texts.LOG_ODDS},
        "note": texts.LEDGER[len(totals)],
        "check": texts.REMAINDER.format(
            logit=f"{ledger.logit:+.6f}".replace("-", "−"), gap=f"{abs(ledger.remainder):.0e}"
        ),
        "spoken": texts.VERDICT_SPOKEN.format(label=texts.LABELS[label], percent=shown),
    }


def stage(
    analysis: Analysis,
    units: UnitLedger,
    config: ModelConfig,
    most: int | None,
    drawn: Any = None,
) -> Part:
    """Return the figure with its words, in numbers, in sentences and in place of the figure.

    most: how many units of each reader are drawn, those that contribute most; None: all.
    drawn: the figure, if it is there already: `figures.stage` of the same, without lanes.
    """
    readers = config.readers
    if analysis.nothing_to_read:
        return {"state": "empty", "note": texts.STAGE_EMPTY[len(readers)]}
    ledger, shown = analysis.ledger, figures.rows_of(analysis, units, most)
    drawn = figures.stage(analysis, units, most, lanes=False) if drawn is None else drawn
    figure = json.loads(drawn.to_json())
    changes = {reader: getattr(ledger, reader) for reader in readers}
    sentences = {reader: reader_sentence(analysis, reader) for reader in readers}
    return {
        "state": "figure",
        "title": texts.STAGE[len(readers)],
        "text": analysis.encoded.text,
        "figure": figure,
        "readers": readers,
        "words": [
            {
                "label": html.unescape(figures.label(word.text)),  # a text node needs no escaping
                "start": word.start,
                "end": word.end,
                "unknown": word.status == "unknown",
            }
            for word in analysis.encoded.text_words
            if word.status != "cut off"
        ],
        "delta": {reader: changes[reader].tolist() for reader in readers},
        "scale": figure["layout"]["coloraxis2"]["cmax"],
        "evidence": {reader: getattr(ledger, f"{reader}_evidence").tolist() for reader in readers},
        "units": {reader: [int(unit) for unit in shown[reader]] for reader in readers},
        "unitsOffer": _units_offer(config, most),
        "ranking": [[total.reader, total.unit, signed(total.evidence)] for total in units.ranking],
        **_axes(figure),
        "sentences": [
            {"arrow": texts.ARROWS[reader], "text": sentence}
            for reader, sentence in sentences.items()
        ],
        "alternative": " ".join([figures.describe(analysis), *sentences.values()]),
    }


def _axes(figure: Part) -> Part:
    """Return titles and places of the rows, and the ticks of the evidence, as the figure has them.

    The page writes them beside the figure, where they stay when the words scroll.
    """
    layout = figure["layout"]
    notes = [(note.get("name"), note["text"]) for note in layout["annotations"]]
    keys = [text for name, text in notes if not name]
    rows = []
    for number, (name, title) in enumerate((n for n in notes if n[0]), start=1):
        axis = f"yaxis{'' if number == len(notes) - len(keys) else number + 1}"
        key = keys[0] if name == "evidence" else ""
        place = {"axis": axis, "domain": list(layout[axis]["domain"])}
        rows.append({"name": name, "title": title, "key": key, **place})
        if name == "evidence":
            ticks = {key: list(layout[axis][key]) for key in ("range", "tickvals", "ticktext")}
    return {
        "rows": rows,
        "ticks": {
            "range": ticks["range"],
            "values": ticks["tickvals"],
            "texts": ticks["ticktext"],
        },
    }


def _units_offer(config: ModelConfig, most: int | None) -> str:
    if config.units <= figures.MOST_UNITS:
        return ""
    offer = texts.ALL_UNITS if most else texts.FIRST_UNITS
    return offer.format(all=config.units, most=figures.MOST_UNITS)


def words(analysis: Analysis, name: str, config: ModelConfig) -> Part:
    """Return the text in stretches with what the model made of them, and a legend with counts."""
    encoded = analysis.encoded
    stretches = segments(analysis)
    kinds = {kind for kind, _ in stretches}
    legend = []
    if encoded.unknown_words:
        text = texts.counted(texts.UNKNOWN_LEGEND, encoded.unknown_words)
        legend.append({"kind": "unknown", "sample": texts.SAMPLE, "text": text})
    if encoded.cut_off_words:
        text = texts.counted(
            texts.CUT_OFF_LEGEND,
            encoded.cut_off_words,
            end=texts.ENDS[config.keep],
            limit=config.max_words,
        )
        legend.append({"kind": "cut", "sample": texts.SAMPLE, "text": text})
    if not legend and encoded.words:
        legend.append(
            {"kind": "", "sample": "", "text": texts.counted(texts.ALL_READ, len(encoded.words))}
        )
    if "skipped" in kinds:
        legend.append(
            {"kind": "skipped", "sample": texts.SKIPPED_SAMPLE, "text": texts.SKIPPED_LEGEND}
        )
    mostly_unknown = 2 * encoded.unknown_words > len(encoded.words)
    return {
        "state": "words",
        "title": texts.WORDS,
        "segments": stretches,
        "legend": legend,
        "hint": texts.MOSTLY_UNKNOWN if mostly_unknown else "",
        "model": model_line(name, config),
    }


def segments(analysis: Analysis) -> list[tuple[str, str]]:
    """Split the text into stretches of one kind; joined, they give back the text.

    Kinds: "" (read, with the white space between), "unknown" (one word), "cut" (beyond what is
    read, with all between), "skipped" (marks that the model does not read).
    """
    text = analysis.encoded.text
    stretches: list[tuple[str, str]] = []

    def add(kind: str, part: str) -> None:
        if part and stretches and stretches[-1][0] == kind and kind != "unknown":
            stretches[-1] = (kind, stretches[-1][1] + part)
        elif part:
            stretches.append((kind, part))

    end, previous = 0, ""
    for word in analysis.encoded.text_words:
        kind = {"read": "", "unknown": "unknown", "cut off": "cut"}[word.status]
        gap = text[end : word.start]
        add("cut" if kind == previous == "cut" else "skipped" if gap.strip() else "", gap)
        add(kind, text[word.start : word.end])
        end, previous = word.end, kind
    add("skipped" if text[end:].strip() else "", text[end:])
    return stretches


def model_name(name: str) -> str:
    """Return what a model is called on the page."""
    return texts.MODEL_NAMES.get(name, name)


def model_line(name: str, config: ModelConfig) -> str:
    """Return one line that says what kind of model is reading."""
    return texts.MODEL_LINE.format(
        name=model_name(name),
        readers=texts.READERS[config.direction],
        cell=texts.CELLS[config.cell],
        units=config.units,
        vocabulary=config.vocabulary_size,
        end=texts.ENDS[config.keep],
        limit=config.max_words,
    )

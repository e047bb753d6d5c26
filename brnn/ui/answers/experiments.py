"""Three experiments on a text: what is predicted on the page before it is shown.

Each answer has the verdict as it is, the choices of a prediction, and what comes of it. `result`
names the choice that is right; the page shows it, the figure and the sentence once somebody chose.
"""

from __future__ import annotations

import html
import json
from itertools import islice
from typing import Any, get_args

import numpy as np

from brnn import figures
from brnn.analyzer import NoStatistics
from brnn.explain.experiments.order import permutations, verdict_sentence
from brnn.explain.experiments.padding import Side
from brnn.records import Analysis, Verdict
from brnn.text.numbers import add_up, signed
from brnn.ui import payload, texts
from brnn.ui.answers.question import Asked
from brnn.ui.texts import experiments as said

SHUFFLES = 20
PADS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 400)
WITHIN = 0.05
"""Log-odds by which a verdict may move and still count as staying as it is."""


def order(asked: Asked) -> payload.Part:
    """Read the words in another order: shuffled, or with the strongest sentence first or last."""
    analysis = asked.analyzer.analyze(asked.question.text())
    if analysis.nothing_to_read:
        return _nothing()
    arrangement = asked.question.choice("arrangement", ("start", "end"), "shuffle")
    number = asked.question.number("number", 0, SHUFFLES - 1)
    sentence, words = verdict_sentence(analysis), len(analysis.encoded.words)
    if arrangement == "shuffle":
        places = next(islice(permutations(words), number, None))
    else:
        moved, rest = np.arange(*sentence), np.delete(np.arange(words), slice(*sentence))
        places = np.concatenate([moved, rest] if arrangement == "start" else [rest, moved])
    found = asked.analyzer.rearranged(analysis, places)
    record = asked.analyzer.order(analysis, sentence, SHUFFLES)
    shown: Any = number if arrangement == "shuffle" else arrangement
    before, after = analysis.verdict, found.verdict
    added = found.ledger.forward + found.ledger.backward
    return {
        **_question("order", before, _turned(before, after)),
        "words": [html.unescape(figures.label(word)) for word in found.encoded.words],
        "added": added.tolist(),
        "scale": float(np.abs(added).max()) or 1.0,
        "figure": json.loads(figures.order(record, shown).to_json()),
        "sentence": _order_sentence(asked, analysis, found, record.shuffles.logits),
        "alternative": said.ALTERNATIVES["order"].format(
            before=signed(before.logit),
            start=signed(record.at_start.logit),
            end=signed(record.at_end.logit),
            n=SHUFFLES,
            low=signed(float(record.shuffles.logits.min())),
            high=signed(float(record.shuffles.logits.max())),
        ),
    }


def _order_sentence(asked: Asked, analysis: Analysis, found: Analysis, shuffled: Any) -> str:
    if len(analysis.encoded.words) == 1:
        return said.ONE_WORD
    before, after = analysis.verdict, found.verdict
    readers = asked.analyzer.model.config.readers
    shifts = [
        getattr(found.ledger, f"{reader}_total") - getattr(analysis.ledger, f"{reader}_total")
        for reader in readers
    ]
    # The printed shifts lead from the one printed verdict to the other.
    printed, total = add_up(shifts, round(after.logit, 2) - round(before.logit, 2))
    moved = ", ".join(
        said.SHIFT.format(arrow=texts.ARROWS[reader], value=value)
        for reader, value in zip(readers, printed, strict=True)
    )
    still = total == signed(0) and all(value == signed(0) for value in printed)
    template = said.ORDER_SAME if still else said.ORDER_MOVED
    turned = sum(Verdict(float(logit)).label != before.label for logit in shuffled)
    parts = [
        template.format(
            before=signed(before.logit),
            after=signed(after.logit),
            shifts=moved,
            outcome=_outcome(before, after),
        ),
        said.SHUFFLES[min(turned, 2)].format(count=turned, n=len(shuffled)),
        said.COUNTING,
    ]
    return " ".join(parts)


def padding(asked: Asked) -> payload.Part:
    """Read the text with pads on one side, without the mask and with it, for each number in PADS.

    `stops`: what is said of each number; the page shows the one that is chosen.
    """
    analysis = asked.analyzer.analyze(asked.question.text())
    if analysis.nothing_to_read:
        return _nothing()
    side: Side = (
        "before" if asked.question.choice("side", get_args(Side), "") == "before" else "after"
    )
    record = asked.analyzer.padding(analysis, side, PADS)
    before = analysis.verdict
    stops = []
    for i, pads in enumerate(PADS):
        after, masked = (
            Verdict(float(outcomes.logits[i])) for outcomes in (record.unmasked, record.masked)
        )
        stays = abs(after.logit - before.logit) < WITHIN and after.label == before.label
        result = said.STAYS if stays else _turned(before, after, said.MOVES)
        forms = said.PADDED_STAYED if stays else said.PADDED
        values = {
            "before": signed(before.logit),
            "after": signed(after.logit),
            "masked": signed(masked.logit),
            "side": side,
            "within": WITHIN,
            "outcome": _outcome(before, after),
        }
        sentence = texts.counted(forms, pads, **values) if pads else said.UNPADDED.format(**values)
        stops.append({"pads": pads, "result": result, "sentence": sentence})
    return {
        **_question("padding", before, ""),
        "count": len(analysis.encoded.words),
        "stops": stops,
        "figure": json.loads(figures.padding(record).to_json()),
        "alternative": said.ALTERNATIVES["padding"].format(
            side=side,
            masked=signed(before.logit),
            before=signed(float(record.unmasked.logits[0])),
            after=signed(float(record.unmasked.logits[-1])),
            most=PADS[-1],
        ),
    }


def mute(asked: Asked) -> payload.Part:
    """Replace what one reader says by its mean; `readers`: those that the model has."""
    analysis = asked.analyzer.analyze(asked.question.text())
    if analysis.nothing_to_read:
        return _nothing()
    readers = asked.analyzer.model.config.readers
    reader: Any = asked.question.choice("reader", readers, readers[0])
    try:
        record = asked.analyzer.mute(analysis)
        scores = asked.analyzer.mute_scores()
    except NoStatistics:
        return payload.message(said.NO_STATISTICS) | {"readers": readers}
    before, after = record.unmuted, getattr(record, f"{reader}_muted")
    values = {
        "reader": texts.READER_NAMES[reader],
        "before": signed(before.logit),
        "after": signed(after.logit),
        "n": scores.unmuted["n"],
        "unmuted": f"{scores.unmuted['accuracy']:.1%}",
        "muted": f"{getattr(scores, f'{reader}_muted')['accuracy']:.1%}",
    }
    if len(readers) == 1:
        sentence = said.MUTED_ALONE.format(**values)
    else:
        sentence = said.MUTED.format(**values) + _outcome(before, after) + ". "
        sentence += said.MUTED_SCORES.format(**values)
    figure = figures.mute(record, reader)
    return {
        **_question("mute", before, _turned(before, after)),
        "readers": readers,
        "reader": reader,
        "figure": json.loads(figure.to_json()),
        "sentence": sentence,
        "alternative": said.ALTERNATIVES["mute"].format(**values),
    }


def _question(name: str, before: Verdict, result: str) -> payload.Part:
    label = texts.LABELS[before.label]
    return {
        "state": "experiment",
        "verdict": said.VERDICT.format(label=label.lower(), logit=signed(before.logit)),
        "sign": before.label,
        "choices": {
            key: text.format(**_labels(before)) for key, text in said.CHOICES[name].items()
        },
        "result": result,
    }


def _turned(before: Verdict, after: Verdict, otherwise: str = said.STAYS) -> str:
    return said.TURNS if before.label != after.label else otherwise


def _outcome(before: Verdict, after: Verdict) -> str:
    turned = before.label != after.label
    return (said.TURNED if turned else said.STAYED).format(**_labels(before))


def _labels(verdict: Verdict) -> dict[str, str]:
    other = "negative" if verdict.label == "positive" else "positive"
    return {"same": texts.LABELS[verdict.label].lower(), "other": texts.LABELS[other].lower()}


def _nothing() -> payload.Part:
    return payload.message(said.NOTHING)

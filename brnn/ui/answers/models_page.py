"""What the Models page shows: all from the models' metrics.json and statistics.npz."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from brnn import figures
from brnn.analyzer import Analyzer, NoStatistics
from brnn.evaluation.report.ladder import CELLS, rungs_in, second_direction
from brnn.evaluation.report.sources import Figures, ReportError, number, part
from brnn.explain.agreement import Agreement
from brnn.figures import Curve, Rung
from brnn.model.measures import calibration_error
from brnn.text.numbers import signed
from brnn.ui import payload
from brnn.ui.answers.models_tables import name_of, overview, short_reviews, sources_in
from brnn.ui.answers.question import Asked
from brnn.ui.texts import ARROWS, LABELS
from brnn.ui.texts import models as texts

_OTHERS = ("article", "default")
"""Whose learning stands beside that of the chosen model: the first that is another one."""


def metrics(asked: Asked) -> payload.Part:
    """Return tables and figures of all models, and of the one that was asked."""
    folder = folder_of(asked)
    sources, amiss = sources_in(folder)
    model = asked.analyzer.model
    curves = [_learning(asked.model, model.metrics)]
    for source in sources:
        name = name_of(source, folder)
        if name == next(other for other in _OTHERS if other != asked.model):
            curves.append(_learning(name, source.metrics))
    return {
        "state": "metrics",
        "model": asked.model,
        "name": payload.model_name(asked.model),
        "table": overview(sources, folder),
        "short": short_reviews(sources, folder),
        "amiss": amiss,
        "learning": curves,
        "learningNote": texts.TRAINING_NOTE,
        "ladder": ladder_part(folder),
        "confusion": _confusion(part(model.metrics, "test")),
        "reliability": _reliability(asked.analyzer),
    }


def agreement(asked: Asked) -> payload.Part:
    """Return the plane of all test reviews with the text on it. narrow: 1 for a phone, else 0."""
    question, analyzer = asked.question, asked.analyzer
    analysis = analyzer.analyze(question.text())
    narrow = bool(question.number("narrow", 0, 1))
    try:
        found = analyzer.agreement(None if analysis.nothing_to_read else analysis)
    except NoStatistics:
        return {"state": "agreement", **_without(texts.NO_STATISTICS)}
    config = analyzer.model.config
    there = {"forward": config.has_forward, "backward": config.has_backward}
    own = texts.NOTHING_READ
    if found.text is not None:
        places = "  ".join(
            texts.OWN_READER.format(arrow=ARROWS[reader], value=signed(value))
            for (reader, has), value in zip(there.items(), found.text, strict=True)
            if has
        )
        own = texts.OWN.format(places=places, label=LABELS[analysis.verdict.label].lower())
    sentence = _plane_sentence(found)
    return {
        "state": "agreement",
        **_drawn(figures.plane(found, stacked=narrow), sentence),
        "own": own,
        "head": texts.QUADRANT_HEAD,
        "quadrants": [
            [
                texts.SIDES[quadrant.forward],
                texts.SIDES[quadrant.backward],
                f"{quadrant.n:,}",
                "–" if quadrant.accuracy is None else f"{quadrant.accuracy:.1%}",
                "–" if quadrant.interval is None else "{:.1%} to {:.1%}".format(*quadrant.interval),
            ]
            for quadrant in found.quadrants
        ],
    }


def folder_of(asked: Asked) -> Path:
    """Return where the folders of all models lie."""
    from brnn.model import shelf  # TensorFlow comes with it

    return (asked.folder or shelf.ASSETS).absolute()


def ladder_part(folder: Path) -> payload.Part:
    """Return the ladder with what the second direction buys and costs, a sentence a cell."""
    try:
        rungs = rungs_in(folder)
        said = [sentence for cell in CELLS if (sentence := second_direction(cell, rungs))]
    except ReportError as error:
        return _without(texts.BAD_FILE.format(reason=error))
    shown = [
        Rung(CELLS[cell], direction, accuracies)
        for (cell, direction), runs in rungs.items()
        if (accuracies := [a for run in runs if (a := number(run, "test", "accuracy")) is not None])
    ]
    if not shown:
        return _without(texts.NO_LADDER)
    seeds = sorted({len(rung.accuracies) for rung in shown})
    ns = {number(run, "test", "n") for runs in rungs.values() for run in runs} - {None}
    n = int(max(n for n in ns if n is not None)) if ns else 0
    counted = f"{seeds[0]} to {seeds[-1]}" if len(seeds) > 1 else str(seeds[0])
    alternative = " ".join([texts.LADDER_ALTERNATIVE.format(rungs=len(shown)), *said])
    return {
        **_drawn(figures.ladder(shown, n), alternative),
        "sentences": said,
        "sentence": "",
        "note": texts.LADDER_NOTE.format(seeds=counted, n=n),
    }


def _learning(name: str, found: Figures) -> payload.Part:
    """Return a model's learning curves with what is seen in them."""
    title = payload.model_name(name)
    if not found:
        return _without(texts.NO_METRICS) | {"name": title}
    history = [epoch for epoch in _list(found.get("history")) if isinstance(epoch, Mapping)]
    kind = next((k for k in ("validation", "test") if any(part(e, k) for e in history)), None)
    if not history or kind is None:
        return _without(texts.NO_HISTORY) | {"name": title}
    training = Curve([number(e, "accuracy") for e in history], [number(e, "loss") for e in history])
    held = Curve(
        [number(e, kind, "accuracy") for e in history],
        [number(e, kind, "log_loss") for e in history],
    )
    kept = number(found, "kept_epoch")
    caption = texts.LEARNING_CAPTION.format(
        name=title,
        epochs=len(history),
        n=int(number(history[-1], "n") or 0),
        held=int(number(history[-1], kind, "n") or 0),
        kind=texts.HELD_OUT[kind],
    )
    sentence = learning_sentence(training, held, kind)
    if kept is not None:
        sentence = f"{sentence} {texts.KEPT.format(kept=int(kept))}"
    figure = figures.learning(training, held, None if kept is None else int(kept))
    return _drawn(figure, sentence) | {"name": title, "caption": caption}


def learning_sentence(training: Curve, held: Curve, kind: str) -> str:
    """Return whether a network got worse on what was held out while it learned on.

    It overfits where the best epoch is not the last and log-loss has grown since.
    """
    accuracies = [-1.0 if value is None else value for value in held.accuracy]
    last, best = len(accuracies) - 1, int(np.argmax(accuracies))
    if last == 0:
        return texts.ONE_EPOCH
    values: dict[str, Any] = {
        "kind": kind + " reviews",
        "best": best + 1,
        "last": last + 1,
        "from_": _share(held.accuracy[best]),
        "to": _share(held.accuracy[last]),
        "train_from": _share(training.accuracy[best]),
        "train_to": _share(training.accuracy[last]),
        "loss_from": _nats(held.log_loss[best]),
        "loss_to": _nats(held.log_loss[last]),
    }
    if best == last:
        return texts.LEARNS_ON.format(**values)
    losses = (held.log_loss[best], held.log_loss[last])
    grown = losses[0] is not None and losses[1] is not None and losses[1] > losses[0]
    return (texts.OVERFITS if grown else texts.LEVELS_OFF).format(**values)


def _confusion(test: Figures) -> payload.Part:
    names = ("true_negative", "false_positive", "false_negative", "true_positive")
    found = {name: number(test, "confusion", name) for name in names}
    counts = {name: int(value) for name, value in found.items() if value is not None}
    if len(counts) < len(names):
        return _without(texts.NO_TEST)
    wrong = counts["false_positive"] + counts["false_negative"]
    sentence = texts.CONFUSION_SENTENCE.format(n=sum(counts.values()), wrong=wrong, **counts)
    return _drawn(figures.confusion(counts), sentence)


def _reliability(analyzer: Analyzer) -> payload.Part:
    try:
        found = analyzer.agreement()
    except NoStatistics:
        return _without(texts.NO_STATISTICS)
    logits = found.forward + found.backward - found.boundary
    said = 1 / (1 + np.exp(-np.abs(logits)))
    sure, right = float(said.mean()), float(np.mean((logits > 0) == (found.labels == 1)))
    gap = 100 * (sure - right)
    form = texts.AS_SURE if abs(gap) < 0.05 else texts.RELIABILITY_SENTENCE
    sentence = form.format(
        n=len(logits),
        bins=figures.BINS,
        sure=sure,
        right=right,
        gap=abs(gap),
        direction=texts.SURER[gap > 0],
    )
    drawn = _drawn(figures.reliability(figures.bins_of(logits, found.labels)), sentence)
    return drawn | {"error": calibration_error(logits, found.labels)}


def _plane_sentence(found: Agreement) -> str:
    n = len(found.labels)
    if any(None in (quadrant.forward, quadrant.backward) for quadrant in found.quadrants):
        return texts.PLANE_ONE.format(n=n)
    counts: dict[bool, int] = {True: 0, False: 0}
    right: dict[bool, float] = {True: 0.0, False: 0.0}
    for quadrant in found.quadrants:
        agree = quadrant.forward == quadrant.backward
        counts[agree] += quadrant.n
        right[agree] += quadrant.n * (quadrant.accuracy or 0.0)
    shares = {agree: right[agree] / max(1, counts[agree]) for agree in counts}
    return texts.PLANE_SENTENCE.format(
        n=n, agree=counts[True] / max(1, n), right=shares[True], other=shares[False]
    )


def _drawn(figure: Any, sentence: str) -> payload.Part:
    drawn = json.loads(figure.to_json())
    return {"figure": drawn, "sentence": sentence, "alternative": sentence, "missing": ""}


def _without(reason: str) -> payload.Part:
    return {"figure": None, "sentence": "", "alternative": "", "missing": reason}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _nats(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

"""The answer to "read": how each reader reads every word, in numbers."""

import dataclasses
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from brnn.analyzer import Analyzer
from brnn.data.crops import LONGEST
from brnn.evaluation.report.sources import Figures, interval, number, part
from brnn.explain import evidence, knowing
from brnn.explain.units import by_influence
from brnn.records import READERS, Analysis, Doubt, Encoded, Reader, Status
from brnn.text.words import is_word
from brnn.ui.answers.question import Asked
from brnn.ui.protocol import FIRST_UNITS, Numbers, TypedDict, pack

FEW_UNITS = 8
"""How many units of each reader are sent where memories have little room."""


class Word(TypedDict):
    """A word of the text: its span in code points, and how the model treats it."""

    start: int
    end: int
    status: Status


class Course(TypedDict):
    """On which side of its average a reader is; see `explain.knowing.Course`."""

    sign: int
    word: int
    same: int
    end: float
    most: float


class ReaderPart(TypedDict):
    """How one reader reads a text.

    evidence: (words,), running evidence after each word, in reading order of the text; raw.
    mean: its mean final evidence over the training reviews; None for a model without statistics.
    course: from centred evidence; None without statistics or words.
    movement: (words,), how far each word moved the whole hidden state (Euclidean).
    units: all units of the reader, those that contribute most to this verdict first.
    contributions: (units,), what each of these adds to the logit, in that order.
    rows: the units that are drawn. states: (rows, words), their hidden states.
    """

    evidence: Numbers
    mean: float | None
    course: Course | None
    movement: Numbers
    units: list[int]
    contributions: Numbers
    rows: list[int]
    states: Numbers


class SameSign(TypedDict):
    """How often a measure of a word has the sign of what deleting it takes away from a reader.

    n: words whose deletion changes the reader's evidence by at least `matters`. interval: 95%.
    """

    n: int
    share: float
    interval: list[float]


class Trust(TypedDict):
    """How far the colours of words agree with deletion, on texts as long as this one.

    texts: "crops" for excerpts of test reviews, or "reviews". matters: in log-odds.
    added, gradients: by reader, without those for which nothing could be measured.
    """

    texts: Literal["crops", "reviews"]
    matters: float
    added: dict[Reader, SameSign]
    gradients: dict[Reader, SameSign]


class Reading(TypedDict):
    """The answer to "read".

    text: as it was read. model: its name. settings: its ModelConfig.
    words: all words of the text; those not "cut off" are read.
    readers: those that the model has. remainder: the numerical error of the sum.
    doubt: why the verdict means little, see `explain.doubt`; None if it does not.
    trust: None for a model for which it was not measured.
    """

    kind: Literal["reading"]
    text: str
    model: str
    settings: dict[str, Any]
    words: list[Word]
    readers: dict[Reader, ReaderPart]
    bias: float
    logit: float
    remainder: float
    doubt: Doubt | None
    trust: Trust | None


def read(asked: Asked) -> Reading:
    """Return the reading of a text.

    units: whose states are sent: "all"; "text", those that contribute most to this verdict; otherwise the
        most influential ones, which are the same for every text.
    """
    drawn = asked.question.choice("units", ("all", "text"), None)
    most = None if drawn == "all" else FIRST_UNITS
    return reading(asked.analyzer, asked.analysis(), asked.model, most, own=drawn == "text")


def reading(
    analyzer: Analyzer, analysis: Analysis, name: str, most: int | None = FIRST_UNITS, own: bool = False
) -> Reading:
    """Return an analysis in the page's format.

    name: the model's name. most: how many units of each reader are sent; None: all.
    own: whether they are those that contribute most to this verdict, see `read`.
    """
    config, ledger = analyzer.model.config, analysis.ledger
    return {
        "kind": "reading",
        "text": analysis.encoded.text,
        "model": name,
        "settings": dataclasses.asdict(config),
        "words": words_of(analysis.encoded),
        "readers": _parts(analyzer, analysis, most, own),
        "bias": ledger.bias,
        "logit": ledger.logit,
        "remainder": ledger.remainder,
        "doubt": analysis.doubt,
        "trust": _trust(analyzer, len(analysis.encoded.words)),
    }


def words_of(encoded: Encoded) -> list[Word]:
    """Return all words of a text in the page's format."""
    return [{"start": word.start, "end": word.end, "status": word.status} for word in encoded.text_words]


def _parts(analyzer: Analyzer, analysis: Analysis, most: int | None, own: bool) -> dict[Reader, ReaderPart]:
    statistics, weights = analyzer.model.statistics, dict(zip(READERS, analyzer.head_weights(), strict=True))
    centred = evidence.centred(analysis.ledger, statistics) if statistics else None
    counts = np.array([is_word(word) for word in analysis.encoded.words], bool)
    parts: dict[Reader, ReaderPart] = {}
    for reader in analyzer.model.config.readers:
        states = getattr(analysis.reading, reader)
        found = (
            knowing.course(getattr(centred, f"{reader}_evidence"), reader, counts=counts) if centred else None
        )
        final = (states[-1:] if reader == "forward" else states[:1]).sum(axis=0)  # zero without words
        contributions = final.astype(np.float64) * weights[reader]
        order = np.argsort(-np.abs(contributions), kind="stable")
        usual = by_influence(statistics, reader, weights[reader]) if statistics else order
        rows = (order if own else usual)[:most]
        parts[reader] = {
            "evidence": pack(getattr(analysis.ledger, f"{reader}_evidence")),
            "mean": float(getattr(statistics, reader).mean_evidence) if statistics else None,
            "course": _course(found),
            "movement": pack(_movement(states, reader)),
            "units": order.tolist(),
            "contributions": pack(contributions[order]),
            "rows": rows.tolist(),
            "states": pack(states.T[rows]),
        }
    return parts


def _course(found: knowing.Course | None) -> Course | None:
    if not found:
        return None
    return {
        "sign": found.sign,
        "word": found.word,
        "same": found.same,
        "end": found.end,
        "most": found.most,
    }


def _trust(analyzer: Analyzer, words: int) -> Trust | None:
    """Return the measured agreement for texts of this length. See `evaluation.faithfulness`."""
    found, config = part(analyzer.model.metrics, "faithfulness"), analyzer.model.config
    texts: Literal["crops", "reviews"] = "crops" if words <= LONGEST else "reviews"
    matters = number(found, "matters")
    if matters is None:
        return None

    def same_sign(pair: str) -> dict[Reader, SameSign]:
        figures = {reader: part(found, texts, reader, pair, "same_sign") for reader in config.readers}
        shares = {reader: _same_sign(figure) for reader, figure in figures.items()}
        return {reader: share for reader, share in shares.items() if share}

    return {
        "texts": texts,
        "matters": matters,
        "added": same_sign("ledger_occlusion"),
        "gradients": same_sign("occlusion_gradients"),
    }


def _same_sign(figure: Figures) -> SameSign | None:
    n, share, ends = number(figure, "n"), number(figure, "share"), interval(figure, "interval")
    if n is None or share is None or ends is None:
        return None
    return {"n": int(n), "share": share, "interval": list(ends)}


def _movement(states: NDArray[np.float32], reader: Reader) -> NDArray[np.float32]:
    """Return float32 (words,), the distance from the state before each word to that after it."""
    start = np.zeros_like(states[:1])
    before = [start, states[:-1]] if reader == "forward" else [states[1:], start]
    moved: NDArray[np.float32] = np.linalg.norm(states - np.concatenate(before), axis=1)
    return moved

"""The answer about a state of the network that was pressed: what it holds, and how it came about."""

from typing import Literal, cast

from brnn.analyzer import Analyzer
from brnn.explain.step import Step
from brnn.records import Analysis, Reader
from brnn.ui.answers.question import Asked, BadQuestion
from brnn.ui.protocol import TypedDict

STRONGEST = -1
"""Instead of a unit: the one that weighs most in this state."""
_MOST = 3
"""How many units are listed."""


class UnitEvidence(TypedDict):
    """What a unit holds after a word: its state × its weight, log-odds."""

    unit: int
    evidence: float


class Stepped(TypedDict):
    """The answer to "step".

    step: of the unit that was asked about, or else of the first of `strongest`. evidence: that this unit
        holds after the word.
    strongest: the units that hold most of the reader's evidence after the word, of either sign.
    others: the evidence that all other units hold together.
    """

    kind: Literal["step"]
    step: Step
    evidence: float
    strongest: list[UnitEvidence]
    others: float


def step(asked: Asked) -> Stepped:
    """Return the step of one unit of one reader at one word. unit: STRONGEST for that one."""
    question, analysis = asked.question, asked.analysis_of_words()
    reader = question.choice("reader", asked.readers, None)
    if reader is None:
        raise BadQuestion("reader must be one that the model has")
    word = question.number("word", 0, len(analysis.encoded.words) - 1)
    unit = question.number("unit", STRONGEST, asked.config.units - 1)
    return stepped(asked.analyzer, analysis, cast(Reader, reader), word, unit)


def stepped(
    analyzer: Analyzer, analysis: Analysis, reader: Reader, word: int, unit: int = STRONGEST
) -> Stepped:
    """Return the answer about one state."""
    ranking = analyzer.units(analysis).ranking_at(reader, word)
    first = ranking[0].unit if unit == STRONGEST else unit
    return {
        "kind": "step",
        "step": analyzer.step(analysis, reader, word, first),
        "evidence": next(own.evidence for own in ranking if own.unit == first),
        "strongest": [{"unit": own.unit, "evidence": own.evidence} for own in ranking[:_MOST]],
        "others": sum(own.evidence for own in ranking[_MOST:]),
    }

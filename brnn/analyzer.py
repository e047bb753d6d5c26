"""The interface between a model and everything that shows its readings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence
from brnn.explain.agreement import Agreement, agreement
from brnn.explain.doubt import doubt
from brnn.explain.endings import Endings, endings
from brnn.explain.equation import Equation, equation
from brnn.explain.evidence import UnitLedger
from brnn.explain.experiments.edits import Edits, edits
from brnn.explain.experiments.mirror import Mirror, mirror, mirrored
from brnn.explain.experiments.mute import Mute, MuteScores, mute, mute_scores
from brnn.explain.experiments.order import Order, order, rearranged
from brnn.explain.experiments.padding import NUMBERS, Padding, Side, padding
from brnn.explain.integrated_gradients import IntegratedGradients, integrated_gradients
from brnn.explain.knowing import Knowing, who_knew_first
from brnn.explain.occlusion import Occlusion, occlusion
from brnn.explain.reach import Reach, reach
from brnn.explain.step import Step, step
from brnn.explain.units import Unit, inspect_unit
from brnn.model.cache import Cache
from brnn.model.folder import STATISTICS, Model
from brnn.model.gradients import Baseline, Gradients
from brnn.model.hub import names
from brnn.model.readers import Readers
from brnn.model.statistics import Statistics
from brnn.records import Analysis, Encoded, Ledger, Reader, Reading, Verdict
from brnn.text.words import clean

Text = str | Analysis
"""A text, or its analysis by the same analyzer, which saves reading it again."""

_MOST_ANALYSES, _MOST_BYTES = 256, 16_000_000  # cached per analyzer
_WORD_BYTES = 400  # per word of a text, with its span and status
_AT_ONCE = 64  # texts that are classified together: all of their states are kept meanwhile


class NoStatistics(ValueError):
    """The model has no statistics, but they are needed. The message says what to do."""


class Analyzer:
    """Reads texts with one model.

    analyzer = Analyzer.load()
    analyzer.classify(["I liked it."])[0].label      # "positive"
    analysis = analyzer.analyze("I liked it.")
    analysis.ledger.forward                          # what each word added, in log-odds
    analyzer.occlusion(analysis)                     # costly explanations have methods of their own

    The methods below `analyze` take a text or its analysis. Each returns a frozen record; word indices
    count from 0 among the words that are read, and units from 0.
    Methods that compare readers centre evidence on the training reviews; they raise NoStatistics
    if the model's folder holds no statistics.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._readers = Readers(model.config, model.weights)
        self.cache: Cache[Analysis] = Cache(_MOST_ANALYSES, _MOST_BYTES, _size)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Analyzer:
        """Load a model; without a name, `assets/default`, else `assets/article`.

        path: of a model's folder; or the name of a shipped model, such as "ladder/gru-forward"; or the
            address of a model on the Hugging Face Hub, such as "hf://user/name@v1".

        Raises ModelFolderError, which says which file is at fault and why.
        """
        return cls(names.load(path))

    def classify(self, texts: Sequence[str]) -> list[Verdict]:
        """Return the verdicts of many texts, in the order given.

        Raises TypeError unless `texts` is a list of strings, TextTooLong for a text over the limit.
        """
        if isinstance(texts, str):
            raise TypeError("classify takes a list of texts, got a single string")
        encoded = [self._encode(text) for text in texts]
        verdicts: dict[int, Verdict] = {}
        by_length = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        for start in range(0, len(by_length), _AT_ONCE):
            some = by_length[start : start + _AT_ONCE]  # none of them goes on long after the others
            readings = self._readers.read_all([encoded[place].ids for place in some])
            for place, reading in zip(some, readings, strict=True):
                verdicts[place] = Verdict(reading.logit, doubt(encoded[place], self._ledger(reading)))
        return [verdicts[place] for place in range(len(encoded))]

    def analyze(self, text: str) -> Analysis:
        """Return the full analysis of one text; recent texts are cached.

        Raises TypeError unless `text` is a string, TextTooLong for a text over the limit.
        """
        return self.cache.get(clean(text), lambda: self._read(self._encode(text)))

    def _encode(self, text: str) -> Encoded:
        return self.model.vocabulary.encode(text, self.model.config)

    def _read(self, encoded: Encoded) -> Analysis:
        reading = self._readers.read(encoded.ids)
        ledger = self._ledger(reading)
        return Analysis(encoded, reading, ledger, doubt(encoded, ledger))

    def _ledger(self, reading: Reading) -> Ledger:
        return evidence.ledger(reading, *self.head_weights(), self._readers.bias)

    def head_weights(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the weight of each unit in the verdict, by reader, float32 (units,)."""
        return self._readers.head_weights()

    def ledger(self, text: Text, centred: bool = False) -> Ledger:
        """Return what each word added for each reader: raw, or relative to the training means."""
        raw = self._analysis(text).ledger
        return evidence.centred(raw, self._statistics) if centred else raw

    def units(self, text: Text, centred: bool = False) -> UnitLedger:
        """Return what each word added through each unit, and the units ranked by contribution."""
        statistics = self._statistics if centred else None
        reading = self._analysis(text).reading
        return evidence.by_unit(reading, *self.head_weights(), self._readers.bias, statistics)

    def unit(self, text: Text, reader: Reader, unit: int) -> Unit:
        """Return the details of one unit. Raises ValueError if the model has no such unit."""
        weights = self.head_weights()[reader == "backward"]
        reading, vocabulary = self._analysis(text).reading, self.model.vocabulary
        return inspect_unit(reading, reader, unit, weights, self._statistics, vocabulary)

    def knowing(self, text: Text) -> Knowing:
        """Return the word at which each reader settles, and where the readers disagree."""
        return who_knew_first(self._analysis(text).ledger, self._statistics)

    def agreement(self, text: Text | None = None) -> Agreement:
        """Return the final evidence of each reader on the test reviews, and on the text."""
        raw = None if text is None else self._analysis(text).ledger
        return agreement(self._statistics, self._readers.bias, raw)

    def endings(self, text: Text) -> Endings:
        """Return the verdict on every beginning and every ending of the text."""
        return endings(self._readers, self._analysis(text))

    def occlusion(self, text: Text, spans: Sequence[tuple[int, int]] | None = None) -> Occlusion:
        """Return what is lost without each word, or without each span (last excluded).

        Raises ValueError for a span that is empty or extends past the words.
        """
        return occlusion(self._readers, self._analysis(text), spans)

    def gradients(self, text: Text, baseline: Baseline = "zero", steps: int = 32) -> IntegratedGradients:
        """Return each word's integrated gradients. Raises ValueError for bad settings."""
        return integrated_gradients(self._gradients, self._analysis(text), baseline, steps)

    def reach(self, text: Text) -> Reach:
        """Return how strongly each word affects each reader's final evidence."""
        return reach(self._gradients, self._analysis(text))

    def edits(self, before: Text, after: Text) -> Edits:
        """Return how an edit, given as the text before and after, changes each reader."""
        return edits(self._analysis(before), self._analysis(after))

    def padding(self, text: Text, side: Side = "after", numbers: Sequence[int] = NUMBERS) -> Padding:
        """Return the effect of unmasked padding. Raises ValueError for bad settings."""
        return padding(self._readers, self._analysis(text), side, numbers)

    def order(
        self, text: Text, sentence: tuple[int, int] | None = None, shuffles: int = 20, seed: int = 0
    ) -> Order:
        """Return readings of the words in other orders. Raises ValueError for bad settings."""
        return order(self._readers, self._analysis(text), sentence, shuffles, seed)

    def rearranged(self, text: Text, places: NDArray[np.integer]) -> Analysis:
        """Return the reading of the words in another order, see `explain.experiments.order`."""
        return rearranged(self._readers, self._analysis(text), places)

    def mute(self, text: Text) -> Mute:
        """Return the verdicts with one reader's final evidence replaced by its training mean."""
        analysis = self._analysis(text)
        return mute(analysis.ledger, self._statistics, analysis.doubt)

    def mute_scores(self) -> MuteScores:
        """Return the accuracy on the test split with one reader muted."""
        return mute_scores(self._statistics, self._readers.bias)

    def equation(self, text: Text, reader: Reader, word: int, unit: int) -> Equation:
        """Return the terms of a simple cell's unit at a word. Raises ValueError, see `equation`."""
        return equation(self.step(text, reader, word, unit))

    def step(self, text: Text, reader: Reader, word: int, unit: int) -> Step:
        """Return the sums and gates of one unit at one word. Raises ValueError, see `explain.step`."""
        return step(self.model, self._readers, self._analysis(text), reader, word, unit)

    def mirror(self, text: Text) -> Mirror:
        """Return how the mirrored network reads the mirrored words."""
        return mirror(self.image._readers, self._analysis(text))

    @cached_property
    def image(self) -> Analyzer:
        """The mirrored network, which reads from the other end; see `mirror`."""
        return Analyzer(mirrored(self.model))

    @cached_property
    def _gradients(self) -> Gradients:
        return Gradients(self.model.config, self.model.weights)

    @property
    def _statistics(self) -> Statistics:
        if self.model.statistics is None:
            raise NoStatistics(
                f"the model {self.model.name} has no {STATISTICS}, which this "
                "explanation needs: train it again with this version of train.py"
            )
        return self.model.statistics

    def _analysis(self, text: Text) -> Analysis:
        return text if isinstance(text, Analysis) else self.analyze(text)


def _size(analysis: Analysis) -> int:
    """Return the approximate size in bytes of an analysis and its text, the cache key."""
    reading, ledger = analysis.reading, analysis.ledger
    numbers = reading.forward.nbytes + reading.backward.nbytes + 4 * ledger.forward.nbytes
    words = _WORD_BYTES * len(analysis.encoded.text_words)
    return numbers + words + 2 * sys.getsizeof(analysis.encoded.text)

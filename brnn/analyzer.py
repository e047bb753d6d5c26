"""The seam: a model on one side, anything that shows its readings on the other."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from brnn.explain import evidence, experiments
from brnn.explain.agreement import Agreement, agreement
from brnn.explain.endings import Endings, endings
from brnn.explain.equation import Equation, equation
from brnn.explain.experiments.padding import NUMBERS, Side
from brnn.explain.integrated_gradients import IntegratedGradients, integrated_gradients
from brnn.explain.knowing import Knowing, who_knew_first
from brnn.explain.occlusion import Occlusion, occlusion
from brnn.explain.reach import Reach, reach
from brnn.explain.unit_ledger import UnitLedger
from brnn.explain.units import Unit, inspect_unit
from brnn.model import folder as model_folder
from brnn.model import shelf
from brnn.model.cache import Cache
from brnn.model.folder import Model
from brnn.model.readers import Readers
from brnn.model.statistics import Statistics
from brnn.records import Analysis, Ledger, Reader, Verdict

if TYPE_CHECKING:
    from brnn.model.gradients import Baseline, Gradients

Text = str | Analysis
"""A text, or what the same analyzer made of it, which is then not read again."""


_MOST_ANALYSES, _MOST_BYTES = 256, 16_000_000  # in the cache of one analyzer
_WORD_BYTES = 400  # of a word of a text, with its span and status


class NoStatistics(ValueError):
    """A model without statistics was asked for what needs them. The message says what to do."""


class Analyzer:
    """Reads texts with one model.

    analyzer = Analyzer.load()
    analyzer.classify(["I liked it."])[0].label      # "positive"
    analysis = analyzer.analyze("I liked it.")
    analysis.ledger.forward                          # what each word added, in log-odds
    analyzer.occlusion(analysis)                     # what is costly is asked for by name

    The methods below `analyze` take a text or its analysis. Each returns a frozen record that
    holds the name of its method and its settings; words are counted from 0, as those that are
    read. Those that compare readers centre evidence on the training reviews; they raise
    NoStatistics for a model whose folder holds no statistics.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._readers = Readers(model.config, model.weights)
        self._cache: Cache[Analysis] = Cache(_MOST_ANALYSES, _MOST_BYTES, _size)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Analyzer:
        """Load a model's folder; without one, `assets/default`, else `assets/article`.

        path: of a model's folder, or the name of a shipped model, such as "ladder/gru-forward".

        Raises ModelFolderError, which says which file is at fault and why.
        """
        folder = shelf.default_folder() if path is None else shelf.folder_of(path)
        return cls(model_folder.load(folder))

    def classify(self, texts: Sequence[str]) -> list[Verdict]:
        """Return the verdicts of many texts, in the order given.

        Raises TypeError for what is no list of strings, TextTooLong for a text over the limit.
        """
        if isinstance(texts, str):
            raise TypeError("classify takes a list of texts, got a single string")
        encode = self.model.vocabulary.encode
        ids = [encode(text, self.model.config).ids for text in texts]
        return [Verdict(float(logit)) for logit in self._readers.final(ids).logits]

    def analyze(self, text: str) -> Analysis:
        """Return all that the model makes of one text; a text read lately is not read again.

        Raises TypeError for what is no string, TextTooLong for a text over the limit.
        """
        return self._cache.get(text, lambda: self._analyze(text))

    def _analyze(self, text: str) -> Analysis:
        encoded = self.model.vocabulary.encode(text, self.model.config)
        reading = self._readers.read(encoded.ids)
        head = (*self._readers.head_weights(), self._readers.bias)
        return Analysis(encoded, reading, evidence.ledger(reading, *head))

    def head_weights(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return what the verdict makes of each unit of each reader, float32 (units,)."""
        return self._readers.head_weights()

    def ledger(self, text: Text, centred: bool = False) -> Ledger:
        """Return what each word added for each reader: raw, or above the training means."""
        raw = self._analysis(text).ledger
        return evidence.centred(raw, self._statistics) if centred else raw

    def units(self, text: Text, centred: bool = False) -> UnitLedger:
        """Return what each word added through each unit, and the units by what they contribute."""
        statistics = self._statistics if centred else None
        reading = self._analysis(text).reading
        return evidence.by_unit(reading, *self.head_weights(), self._readers.bias, statistics)

    def unit(self, text: Text, reader: Reader, unit: int) -> Unit:
        """Return all about one unit. Raises ValueError for one that the model does not have."""
        weights = self.head_weights()[reader == "backward"]
        reading, vocabulary = self._analysis(text).reading, self.model.vocabulary
        return inspect_unit(reading, reader, unit, weights, self._statistics, vocabulary)

    def knowing(self, text: Text) -> Knowing:
        """Return from which word on each reader knew, and where the readers disagree."""
        return who_knew_first(self._analysis(text).ledger, self._statistics)

    def agreement(self, text: Text | None = None) -> Agreement:
        """Return where the test reviews lie by what each reader made of them, and the text."""
        raw = None if text is None else self._analysis(text).ledger
        return agreement(self._statistics, self._readers.bias, raw)

    def endings(self, text: Text) -> Endings:
        """Return what the model says of every beginning and every end of the text."""
        return endings(self._readers, self._analysis(text))

    def occlusion(self, text: Text, spans: Sequence[tuple[int, int]] | None = None) -> Occlusion:
        """Return what is lost without each word, or without each span (last excluded).

        Raises ValueError for a span that is empty or reaches beyond the words.
        """
        return occlusion(self._readers, self._analysis(text), spans)

    def gradients(
        self, text: Text, baseline: Baseline = "zero", steps: int = 32
    ) -> IntegratedGradients:
        """Return each word's integrated gradients. Raises ValueError for bad settings."""
        return integrated_gradients(self._gradients, self._analysis(text), baseline, steps)

    def reach(self, text: Text) -> Reach:
        """Return how much of each word is still felt in each reader's final evidence."""
        return reach(self._gradients, self._analysis(text))

    def edits(self, before: Text, after: Text) -> experiments.Edits:
        """Return what changed between two texts that differ by an edit."""
        return experiments.edits(self._analysis(before), self._analysis(after))

    def padding(
        self, text: Text, side: Side = "after", numbers: Sequence[int] = NUMBERS
    ) -> experiments.Padding:
        """Return what padding that is read like words does. Raises ValueError for bad settings."""
        return experiments.padding(self._readers, self._analysis(text), side, numbers)

    def order(
        self,
        text: Text,
        sentence: tuple[int, int] | None = None,
        shuffles: int = 20,
        seed: int = 0,
    ) -> experiments.Order:
        """Return readings of the words in other orders. Raises ValueError for bad settings."""
        return experiments.order(self._readers, self._analysis(text), sentence, shuffles, seed)

    def rearranged(self, text: Text, places: NDArray[np.integer]) -> Analysis:
        """Return the reading of the words read in another order, see `experiments.rearranged`."""
        return experiments.rearranged(self._readers, self._analysis(text), places)

    def mute(self, text: Text) -> experiments.Mute:
        """Return the verdicts with one reader's final evidence replaced by its training mean."""
        return experiments.mute(self._analysis(text).ledger, self._statistics)

    def mute_scores(self) -> experiments.MuteScores:
        """Return how often verdicts on the test split are right with one reader muted."""
        return experiments.mute_scores(self._statistics, self._readers.bias)

    def equation(self, text: Text, reader: Reader, word: int, unit: int) -> Equation:
        """Return what a unit of a simple cell sums at a word. Raises ValueError, see `equation`."""
        return equation(self.model, self._analysis(text), reader, word, unit)

    def mirror(self, text: Text) -> experiments.Mirror:
        """Return how the mirrored network reads the mirrored words."""
        return experiments.mirror(self.image._readers, self._analysis(text))

    @cached_property
    def image(self) -> Analyzer:
        """The mirrored network, which reads from the other end; see `mirror`. No statistics."""
        return Analyzer(experiments.mirrored(self.model))

    def prepare_gradients(self) -> None:
        """Get ready for `gradients` and `reach`; without it, the first call takes seconds longer.

        It imports TensorFlow.
        """
        self.reach("a film")

    @cached_property
    def _gradients(self) -> Gradients:
        from brnn.model.gradients import Gradients  # these two import TensorFlow: seconds
        from brnn.model.network import Network

        return Gradients(Network.of(self.model))

    @property
    def _statistics(self) -> Statistics:
        if self.model.statistics is None:
            raise NoStatistics(
                f"the model {self.model.name} holds no {model_folder.STATISTICS}, on whose means "
                "evidence is centred: train it again with this version of train.py"
            )
        return self.model.statistics

    def _analysis(self, text: Text) -> Analysis:
        return text if isinstance(text, Analysis) else self.analyze(text)


def _size(analysis: Analysis) -> int:
    """Return the approximate size in bytes of an analysis and of its text as the key."""
    reading, ledger = analysis.reading, analysis.ledger
    numbers = reading.forward.nbytes + reading.backward.nbytes + 4 * ledger.forward.nbytes
    words = _WORD_BYTES * len(analysis.encoded.text_words)
    return numbers + words + 2 * sys.getsizeof(analysis.encoded.text)

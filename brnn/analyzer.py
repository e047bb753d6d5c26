"""The seam: a model on one side, anything that shows its readings on the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brnn import checkpoint, evidence, shelf
from brnn.checkpoint import Model
from brnn.reading import CompiledNetwork
from brnn.records import Analysis, Verdict


class Analyzer:
    """Reads texts with one model.

    analyzer = Analyzer.load()
    analyzer.classify(["I liked it."])[0].label      # "positive"
    analysis = analyzer.analyze("I liked it.")
    analysis.ledger.forward                          # what each word added, in log-odds
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._network = CompiledNetwork(model.network)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Analyzer:
        """Load a model's folder; without one, `assets/default`, else `assets/article`.

        path: of a model's folder, or the name of a shipped model, such as "ladder/gru-forward".

        Raises CheckpointError, which says which file is at fault and why.
        """
        folder = shelf.default_folder() if path is None else shelf.folder_of(path)
        return cls(checkpoint.load(folder))

    def classify(self, texts: Sequence[str]) -> list[Verdict]:
        """Return the verdicts of many texts, in the order given.

        Raises TypeError for what is no list of strings, TextTooLong for a text over the limit.
        """
        if isinstance(texts, str):
            raise TypeError("classify takes a list of texts, got a single string")
        encode = self.model.vocabulary.encode
        ids = [encode(text, self.model.config).ids for text in texts]
        return [Verdict(float(logit)) for logit in self._network.logits(ids)]

    def analyze(self, text: str) -> Analysis:
        """Return all that the model makes of one text.

        Raises TypeError for what is no string, TextTooLong for a text over the limit.
        """
        encoded = self.model.vocabulary.encode(text, self.model.config)
        reading = self._network.read(encoded.ids)
        forward, backward = self._network.head_weights()
        return Analysis(
            encoded, reading, evidence.ledger(reading, forward, backward, self._network.bias)
        )

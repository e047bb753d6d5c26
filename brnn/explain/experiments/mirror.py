"""Mirror: reverse the words and swap the readers, and the logit stays the same.

The two readers differ only in their weights and in where they start. If the readers are swapped,
with their halves of the head and the end of the text that is kept, then the mirrored network reads
the reversed words with the same logit. Its hidden states are those of the other reader, reversed.
"""

from dataclasses import dataclass, replace

import numpy as np

from brnn.config import Direction
from brnn.model.folder import Model
from brnn.model.readers import Readers
from brnn.model.weights import shapes
from brnn.records import Analysis, Reading

_OPPOSITE: dict[str, Direction] = {"forward": "backward", "backward": "forward"}


@dataclass(frozen=True, eq=False)
class Mirror:
    """A reading, and the mirrored network's reading of the reversed words.

    words: the words read; the mirrored network read them in reverse.
    reading: the reading of the text.
    mirrored: the reading of the reversed words, in their own order.
    """

    words: tuple[str, ...]
    reading: Reading
    mirrored: Reading
    method: str = "mirror"

    @property
    def logit_difference(self) -> float:
        """|z − z of the mirror image|, log-odds: only the rounding of float32."""
        return abs(self.reading.logit - self.mirrored.logit)

    @property
    def memory_difference(self) -> float:
        """Largest absolute difference between the states of any unit and its mirror image."""
        pairs = (
            (self.reading.forward, self.mirrored.backward[::-1]),
            (self.reading.backward, self.mirrored.forward[::-1]),
        )
        return max(float(np.abs(one - other).max(initial=0.0)) for one, other in pairs)


def mirror(image: Readers, analysis: Analysis) -> Mirror:
    """Return an analysis together with its mirror image.

    image: the readers of the model of the analysis, after `mirrored`.
    """
    encoded = analysis.encoded
    return Mirror(encoded.words, analysis.reading, image.read(encoded.ids[::-1]))


def mirrored(model: Model) -> Model:
    """Return a model with the same weights and statistics whose readers and kept end are swapped."""
    config = replace(
        model.config,
        direction=_OPPOSITE.get(model.config.direction, "bidirectional"),
        keep="start" if model.config.keep == "end" else "end",
    )
    weights = {name: model.weights[_opposite(name)] for name in shapes(config, len(model.vocabulary))}
    # Swap the halves. With a single reader there is only one, which stays in place.
    weights["head/kernel"] = np.roll(weights["head/kernel"], config.units, axis=0)
    known = model.statistics
    statistics = known and replace(known, forward=known.backward, backward=known.forward)
    return replace(model, config=config, weights=weights, statistics=statistics)


def _opposite(name: str) -> str:
    """Return the name of the other reader's weights; embedding and head have only one name."""
    reader, slash, part = name.partition("/")
    return _OPPOSITE.get(reader, reader) + slash + part

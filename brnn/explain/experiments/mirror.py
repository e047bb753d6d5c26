"""Mirror: turn the words round and the network with them, and the logit is the same.

The two readers differ in nothing but their weights and where they start. So a network whose readers
have changed places, the halves of the head and the end that is kept with them, reads the mirrored
words to the same logit, and its memories are those of the other reader, mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from brnn.config import Direction
from brnn.model.folder import Model
from brnn.model.readers import Readers
from brnn.model.weights import shapes
from brnn.records import Analysis, Reading

_OPPOSITE: dict[Direction, Direction] = {
    "forward": "backward",
    "backward": "forward",
    "bidirectional": "bidirectional",
}


@dataclass(frozen=True, eq=False)
class Mirror:
    """A reading and that of its mirror image by the mirrored network.

    words: as they were read; the mirrored network read them from the last to the first.
    reading: of the text. mirrored: of the mirrored words, in their own reading order.
    """

    words: tuple[str, ...]
    reading: Reading
    mirrored: Reading
    method: str = "mirror"

    @property
    def logit_difference(self) -> float:
        """|z − z of the mirror image|, log-odds: rounding of float32, nothing else."""
        return abs(self.reading.logit - self.mirrored.logit)

    @property
    def memory_difference(self) -> float:
        """Largest absolute difference between any unit's memory and its mirror image's."""
        pairs = (
            (self.reading.forward, self.mirrored.backward[::-1]),
            (self.reading.backward, self.mirrored.forward[::-1]),
        )
        return max(float(np.abs(one - other).max(initial=0.0)) for one, other in pairs)

    @property
    def largest_difference(self) -> float:
        """The largest of all differences, in logit or in memory."""
        return max(self.logit_difference, self.memory_difference)


def mirror(image: Readers, analysis: Analysis) -> Mirror:
    """Return an analysis beside its mirror image.

    image: the readers of the model that it is by, `mirrored`.
    """
    encoded = analysis.encoded
    return Mirror(encoded.words, analysis.reading, image.read(encoded.ids[::-1]))


def mirrored(model: Model) -> Model:
    """Return a model with the same weights that reads from the other end and keeps the other.

    It has no statistics.
    """
    config = replace(
        model.config,
        direction=_OPPOSITE[model.config.direction],
        keep="start" if model.config.keep == "end" else "end",
    )
    weights = {
        name: model.weights[_opposite(name)] for name in shapes(config, len(model.vocabulary))
    }
    # The halves change places; of one reader there is one half, which comes round to its place.
    weights["head/kernel"] = np.roll(weights["head/kernel"], config.units, axis=0)
    return replace(model, config=config, weights=weights, statistics=None)


def _opposite(name: str) -> str:
    """Return the name of the other reader's weights; the embedding and the head serve both."""
    reader, _, part = name.partition("/")
    return {"forward": f"backward/{part}", "backward": f"forward/{part}"}.get(reader, name)

"""Mirror: turn the words round and the network with them, and the logit is the same.

The two readers differ in nothing but their weights and where they start. So a network whose readers
have changed places, the halves of the head and the end that is kept with them, reads the mirrored
words to the same logit, and its memories are those of the other reader, mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from brnn.config import Direction
from brnn.model.compiled import CompiledNetwork
from brnn.model.network import Network
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


def mirror(
    network: CompiledNetwork, analysis: Analysis, image: CompiledNetwork | None = None
) -> Mirror:
    """Let the mirrored network read the mirrored words of an analysis by `network`.

    image: the network mirrored and compiled, if it is at hand; making it takes most of the time.
    """
    image = image or CompiledNetwork(mirrored(network.network))
    encoded = analysis.encoded
    return Mirror(encoded.words, analysis.reading, image.read(encoded.ids[::-1]))


def mirrored(network: Network) -> Network:
    """Return a network with the same weights that reads from the other end and keeps the other."""
    config = network.config
    image = Network(
        replace(
            config,
            direction=_OPPOSITE[config.direction],
            keep="start" if config.keep == "end" else "end",
        ),
        network.embedding.input_dim,
    )
    image.embedding.set_weights(network.embedding.get_weights())
    for reader, opposite in (
        (network.forward_reader, image.backward_reader),
        (network.backward_reader, image.forward_reader),
    ):
        if reader is not None and opposite is not None:
            opposite.set_weights(reader.get_weights())
    kernel, bias = network.head.get_weights()
    # The halves change places; of one reader there is one half, which comes round to its place.
    image.head.set_weights([np.roll(kernel, config.units, axis=0), bias])
    return image

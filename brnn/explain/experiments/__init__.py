"""Experiments on a reading: what the two readers do when something about the text is changed.

    mirror   the same network turned round, on the same words turned round
    padding  the same network reading without a mask
    order    the words shuffled, a sentence moved
    mute     a reader's final evidence replaced by its training mean
    edits    two texts that differ by an edit
    comparison  two readings, of two texts or by two models

Each is a function that returns a frozen record, which holds the name of its method and its
settings; evidence and logits are in log-odds. All of them work with one reader, too: the missing
one has no units and its evidence is zero.
"""

from brnn.explain.experiments.comparison import Comparison, comparison
from brnn.explain.experiments.edits import Edits, edits
from brnn.explain.experiments.mirror import Mirror, mirror, mirrored
from brnn.explain.experiments.mute import Mute, MuteScores, mute, mute_scores
from brnn.explain.experiments.order import Order, order, rearranged
from brnn.explain.experiments.padding import Padding, padding
from brnn.explain.experiments.sentences import sentences
from brnn.explain.outcomes import Outcome, Outcomes

__all__ = [
    "Comparison",
    "Edits",
    "Mirror",
    "Mute",
    "MuteScores",
    "Order",
    "Outcome",
    "Outcomes",
    "Padding",
    "comparison",
    "edits",
    "mirror",
    "mirrored",
    "mute",
    "mute_scores",
    "order",
    "padding",
    "rearranged",
    "sentences",
]

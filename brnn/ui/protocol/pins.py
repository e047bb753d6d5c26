"""The answers about pins and edits, and saved files."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own

from brnn.explain.experiments.alignment import Kind
from brnn.records import Reader
from brnn.ui.protocol.packing import Numbers


class UnitState(TypedDict):
    """A unit and its state, between −1 and +1."""

    unit: int
    state: float


class PinnedWord(TypedDict):
    """The answer to "word".

    effect: final evidence of the text minus that without the word (occlusion), by
        reader; of_logit: likewise, of the logit.
    strongest: by reader, the units whose states after the word are furthest from zero.
    """

    kind: Literal["word"]
    effect: dict[Reader, float]
    of_logit: float
    strongest: dict[Reader, list[UnitState]]


class Attribution(TypedDict):
    """Integrated gradients of one reader.

    words: (words,); they sum to shift − gap. shift: final evidence of the text minus that of the
    baseline. steps: how many gradients were computed.
    """

    words: Numbers
    shift: float
    gap: float
    steps: int


class Attributions(TypedDict):
    """The answer to "gradients". complete: whether every gap is small, see `explain`."""

    kind: Literal["gradients"]
    baseline: Literal["zero", "unknown"]
    readers: dict[Reader, Attribution]
    complete: bool


class UnitMover(TypedDict):
    """A word, the unit's mean change at it, and how often the word was seen."""

    word: str
    change: float
    times: int


class UnitStatistics(TypedDict):
    """A unit over many reviews.

    reviews: how many training reviews were searched for the words that move it most, up or down.
    counts: (labels, bins), test reviews of each label by the final state; edges: (bins + 1,).
    means: of each label, the mean final state, each review taken at the middle of its bin.
    """

    reviews: int
    rises: list[UnitMover]
    falls: list[UnitMover]
    counts: Numbers
    edges: Numbers
    means: list[float]


class PinnedUnit(TypedDict):
    """The answer to "unit".

    states: (words,). weight: in the head, log-odds for a state of 1. total: what it adds to the
    logit, final state × weight. rank: by the size of that, from 1, among all units of both readers,
    of which there are `units`. statistics: None for a model without any.
    """

    kind: Literal["unit"]
    states: Numbers
    weight: float
    total: float
    rank: int
    units: int
    statistics: UnitStatistics | None


class EditedWord(TypedDict):
    """A place where the words differ. before, after: None where no word is read."""

    kind: Kind
    before: str | None
    after: str | None


class ReaderChange(TypedDict):
    """What an edit changed in one reader.

    change: (words of the new text,), Euclidean distance between the hidden states before and after
        the edit; NaN at a word that was not read before.
    shift: final evidence after the edit minus that before it.
    same: whether the reader reads words before it reaches the edit, and every state there is the
        same bit for bit.
    """

    change: Numbers
    shift: float
    same: bool


class Edited(TypedDict):
    """The answer to "edit".

    span: changed words of the new text, last excluded; empty where words were deleted;
        None: the model's input is unchanged.
    max_words: how many words of a text the model reads.
    """

    kind: Literal["edit"]
    words: list[EditedWord]
    span: tuple[int, int] | None
    readers: dict[Reader, ReaderChange]
    logit_shift: float
    max_words: int


class SavedFile(TypedDict):
    """The answer to "export". type: of the content, as browsers name it."""

    kind: Literal["file"]
    type: str
    content: str

"""What the page and its server say to each other: the type of every answer, described once.

An answer is numbers and words: no figure, no sentence, no rounding, no markup. The page writes and
draws. The constants below reach its scripts when the page loads, as `props.protocol`.

Words are counted from 0, among those that are read; units from 0; log-odds wherever evidence is
meant. A text that somebody typed travels as a value and becomes text in the page, never markup.
"""

from __future__ import annotations

import base64
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own

from brnn.config import Cell, Direction, Selection
from brnn.explain.experiments.alignment import Kind
from brnn.explain.experiments.padding import Side
from brnn.records import LABELS, READERS, Label, Reader, Status

FIRST_UNITS = 16
"""Units whose states `read` sends unless all are asked for, the largest contributions first."""

CONSTANTS: dict[str, Any] = {"readers": READERS, "labels": LABELS, "firstUnits": FIRST_UNITS}
"""What the scripts know of the answers beforehand."""


class Numbers(TypedDict):
    """An array as float32, little-endian, row after row, in base64."""

    shape: list[int]
    base64: str


def pack(values: ArrayLike) -> Numbers:
    """Return an array as the page takes it; what is no number (NaN) stays so."""
    array = np.ascontiguousarray(values, dtype="<f4")
    return {"shape": list(array.shape), "base64": base64.b64encode(array.tobytes()).decode()}


def unpack(numbers: Numbers) -> NDArray[np.float32]:
    """Return the array that was packed, float32."""
    content = base64.b64decode(numbers["base64"], validate=True)
    return np.frombuffer(content, "<f4").reshape(numbers["shape"])


class Message(TypedDict):
    """Something to say instead of an answer. about: which message; details: a line of text each.

    details holds reasons that a loader or a check gave (names of files and settings), never what
    was typed.
    """

    kind: Literal["message"]
    about: str
    details: list[str]


class ModelList(TypedDict):
    """The answer to "models": those that may be asked, in order.

    default: None if there is none. problems: why others cannot be asked.
    """

    kind: Literal["models"]
    models: list[str]
    default: str | None
    problems: list[str]


class Word(TypedDict):
    """A word of the text: its span in code points, and what the model makes of it."""

    start: int
    end: int
    status: Status


class Turn(TypedDict):
    """The side on which a reader ends, and since which word for good; see `explain.knowing`.

    sign: 1, −1, or 0 for undecided. word: the word at which it turned to that side.
    """

    sign: int
    word: int


class ReaderPart(TypedDict):
    """What one reader made of a text.

    evidence: (words,), running evidence after each word, in reading order of the text; raw.
    mean: its mean final evidence over the training reviews; None for a model without statistics.
    turn: from centred evidence; None without statistics or words.
    movement: (words,), how far each word moved the whole hidden state (Euclidean).
    units: all units of the reader, those that contribute most to this verdict first.
    contributions: (units,), what each of these adds to the logit, in that order.
    states: (first units, words), the hidden states of the first of these units.
    """

    evidence: Numbers
    mean: float | None
    turn: Turn | None
    movement: Numbers
    units: list[int]
    contributions: Numbers
    states: Numbers


class Reading(TypedDict):
    """The answer to "read".

    text: as it was read. model: its name. settings: its ModelConfig.
    words: all of the text; those that are read are the ones not "cut off".
    readers: those that the model has. remainder: what the sum leaves unexplained.
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


# Two readings side by side.


class Comparison(TypedDict):
    """The answer to "compare": the readings A and B, and B minus A; see `explain.experiments`.

    before, after, kinds: the words read in either, aligned in rows: the word's place in A and in B,
    −1 where it is not read, and what became of it.
    added: (rows,), for each reader of A or B. bias, logit: B minus A.
    """

    kind: Literal["comparison"]
    sides: list[Reading]
    before: list[int]
    after: list[int]
    kinds: list[Kind]
    added: dict[Reader, Numbers]
    bias: float
    logit: float


# Experiments. logit: of the text as it was typed.


class Order(TypedDict):
    """The answer to "order": the text in the order that was asked for, and in others.

    words: those that are read, in that order; added: (words,), by both readers together.
    shown: the logit in that order. totals, shown_totals: final evidence of each reader, raw.
    start, end: logits with the strongest sentence first and last. shuffles: (shuffles,), logits.
    """

    kind: Literal["order"]
    words: list[str]
    added: Numbers
    logit: float
    totals: dict[Reader, float]
    shown: float
    shown_totals: dict[Reader, float]
    start: float
    end: float
    shuffles: Numbers


class Padding(TypedDict):
    """The answer to "padding": logits (pads,) with so many pads on that side of so many words."""

    kind: Literal["padding"]
    side: Side
    words: int
    logit: float
    pads: list[int]
    masked: Numbers
    unmasked: Numbers


class Mute(TypedDict):
    """The answer to "mute": logits, and accuracies on n test reviews, with a reader muted."""

    kind: Literal["mute"]
    logit: float
    muted: dict[Reader, float]
    n: int
    accuracy: float
    muted_accuracy: dict[Reader, float]


class ExplainedColumn(TypedDict):
    """A column of a table; words: whether it holds words, not numbers."""

    head: str
    words: bool
    cells: list[str]


class Explained(TypedDict):
    """The answer to "explain": one explanation of the registry, see `explain.sheets`.

    Unlike the others it is words and printed numbers, the very ones of the command line, so that a
    new explanation needs no page of its own. facts: (label, value).
    """

    kind: Literal["explanation"]
    name: str
    facts: list[tuple[str, str]]
    columns: list[ExplainedColumn]
    note: str


# What is pinned, and edits.


class UnitState(TypedDict):
    """A unit and its state, between −1 and +1."""

    unit: int
    state: float


class PinnedWord(TypedDict):
    """The answer to "word".

    effect: final evidence of the text less that of the text without the word (occlusion), by
        reader; of_logit: likewise, of the logit.
    strongest: by reader, the units whose states after the word are furthest from zero.
    """

    kind: Literal["word"]
    effect: dict[Reader, float]
    of_logit: float
    strongest: dict[Reader, list[UnitState]]


class Attribution(TypedDict):
    """Integrated gradients of one reader.

    words: (words,); they sum to shift − gap. shift: final evidence of the text less that of the
    baseline. steps: how many gradients were taken.
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

    reviews: training reviews in which the words that move it most, up or down, were sought.
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
    shift: final evidence after the edit less that before it.
    same: whether the reader reads words before it reaches the edit, and every state there is the
        same bit for bit.
    """

    change: Numbers
    shift: float
    same: bool


class Edited(TypedDict):
    """The answer to "edit".

    span: words of the new text that the readers were given anew, last excluded; empty where words
        are gone; None: the model was given the same as before.
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


# How good the models are: "metrics" (all of them), "agreement" (one).


class Score(TypedDict):
    """Figures on some reviews; None: not measured. interval: 95%, of the accuracy."""

    n: int | None
    accuracy: float | None
    interval: list[float] | None
    log_loss: float | None
    calibration_error: float | None


class Training(TypedDict):
    """How a model learned: an entry for every epoch.

    trained: on the texts learned from, measured in training; held_out: on reviews not learned from,
    those of `split`. kept: the epoch whose weights are kept, from 1, and how it was selected:
    "validation" is the lowest log-loss on the validation reviews.
    """

    trained: list[Score]
    split: Literal["validation", "test"]
    held_out: list[Score]
    kept: int | None
    selection: Selection | None


class Measured(TypedDict):
    """What was measured of a model, or of the baseline, which is no network.

    is_model: whether it can be asked to read. by_tag: the short reviews by what is hard about them.
    confusion: of the test reviews, as `measures.confusion` names the four counts. features: of the
    baseline. bytes: of weights and vocabulary. seconds: of the whole training.
    """

    name: str
    is_model: bool
    test: Score
    short_reviews: Score
    by_tag: dict[str, Score]
    parameters: int | None
    features: int | None
    bytes: int | None
    seconds: float | None
    training: Training | None
    confusion: dict[str, int] | None


class Rung(TypedDict):
    """A recipe of the ladder: its test accuracies over seeds, each of n reviews."""

    cell: Cell
    direction: Direction
    n: int | None
    accuracies: list[float]


class SecondDirection(TypedDict):
    """See `evaluation.report.ladder`: pairs are (two readers, one reader)."""

    cell: Cell
    single: Direction
    gain: float
    error: float | None
    weights: list[float | None]
    seconds: list[float | None]


class Ladder(TypedDict):
    """What the ladder's runs say. problem: why its files cannot be read."""

    rungs: list[Rung]
    second_directions: list[SecondDirection]
    problem: str | None


class Metrics(TypedDict):
    """The answer to "metrics". problems: why a model's figures cannot be read, one each."""

    kind: Literal["metrics"]
    models: list[Measured]
    problems: list[str]
    ladder: Ladder


class Quadrant(TypedDict):
    """Test reviews on which the readers take these sides; None: there is no such reader.

    reviews, right: by label, how many there are and how many verdicts are right.
    interval: 95%, of the accuracy; None without reviews.
    """

    forward: Label | None
    backward: Label | None
    reviews: dict[Label, int]
    right: dict[Label, int]
    interval: list[float] | None


class Reliability(TypedDict):
    """Test reviews in bins of equal width by the probability of positive; NaN: an empty bin.

    said: mean probability; positive: share that is positive, with low and high, its 95% interval.
    sure: mean probability of the verdict over all reviews; right: share of right verdicts.
    """

    said: Numbers
    positive: Numbers
    low: Numbers
    high: Numbers
    reviews: Numbers
    sure: float
    right: float


class Agreement(TypedDict):
    """The answer to "agreement": the test reviews by each reader's centred final evidence.

    counts: reviews of each label in square cells from −edge to +edge, (backward, forward); of a
        model with one reader, (cells,). Reviews beyond the edge count in the outermost cells.
    boundary: what the readers' evidence sums to on the line between the verdicts.
    """

    kind: Literal["agreement"]
    model: str
    readers: list[Reader]
    counts: dict[Label, Numbers]
    edge: float
    boundary: float
    quadrants: list[Quadrant]
    reliability: Reliability


# The lesson.


class Reached(TypedDict):
    """How far a reader reaches back.

    slopes: (words,), how steeply its final evidence moves with each word. half: how many of the
    words it read last carry half of the total.
    """

    slopes: Numbers
    half: int


class Equation(TypedDict):
    """A unit of a simple cell at one word: state = tanh(from_word + from_memory + bias)."""

    reader: Reader
    word: int
    unit: int
    from_word: float
    from_memory: float
    bias: float
    state: float


class Mirrored(TypedDict):
    """The reading of the mirrored words by the mirrored network; state_gap: the largest of any."""

    reading: Reading
    state_gap: float


class Contrasted(TypedDict):
    """A text beside another that begins alike.

    distances: (words shared at the start,), Euclidean, between a reader's hidden states after each;
        zero means the same bit for bit.
    shifts: final evidence of the text less that of the other.
    """

    distances: dict[Reader, Numbers]
    shifts: dict[Reader, float]


class Lesson(TypedDict):
    """The answer to "lesson": a reading, and what the step shows beside it.

    reading: None for the ladder. The others: None unless asked for; equation: also without words
    or for a cell with gates.
    """

    kind: Literal["lesson"]
    reading: Reading | None
    reach: dict[Reader, Reached] | None
    equation: Equation | None
    mirror: Mirrored | None
    contrast: Contrasted | None
    ladder: Ladder | None


ANSWERS: dict[str, Any] = {
    "models": ModelList,
    "read": Reading | Message,
    "compare": Comparison | Message,
    "order": Order | Message,
    "padding": Padding | Message,
    "mute": Mute | Message,
    "explain": Explained | Message,
    "word": PinnedWord | Message,
    "gradients": Attributions | Message,
    "unit": PinnedUnit | Message,
    "edit": Edited | Message,
    "export": SavedFile | Message,
    "metrics": Metrics,
    "agreement": Agreement | Message,
    "lesson": Lesson | Message,
}
"""By the name of a question, the type of its answer."""

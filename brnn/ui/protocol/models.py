"""How good the models are: "metrics" (all of them) and "agreement" (one)."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own

from brnn.config import Cell, Direction, Selection
from brnn.records import Label, Reader
from brnn.ui.protocol.packing import Numbers


class Score(TypedDict):
    """Figures on some reviews; None: not measured. interval: 95%, of the accuracy."""

    n: int | None
    accuracy: float | None
    interval: list[float] | None
    log_loss: float | None
    calibration_error: float | None


class Training(TypedDict):
    """How a model learned, epoch by epoch.

    trained: on the training texts, measured during training; held_out: on the held-out reviews of
    `split`. kept: the epoch whose weights are kept, from 1, and how it was selected:
    "validation" is the lowest log-loss on the validation reviews.
    """

    trained: list[Score]
    split: Literal["validation", "test"]
    held_out: list[Score]
    kept: int | None
    selection: Selection | None


class Measured(TypedDict):
    """Measurements of a model, or of the baseline, which is not a network.

    is_model: whether it can read texts. by_tag: the short reviews by difficulty.
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
    """Test reviews on which the readers take these sides; None: no such reader.

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

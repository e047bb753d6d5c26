"""The answers to "compare", to the experiments and to "explain"."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # before Python 3.12 pydantic cannot check typing's own

from brnn.explain.experiments.alignment import Kind
from brnn.explain.experiments.padding import Side
from brnn.records import Reader
from brnn.ui.protocol.packing import Numbers
from brnn.ui.protocol.reading import Reading


class Comparison(TypedDict):
    """The answer to "compare": the readings A and B, and B minus A; see `explain.experiments`.

    before, after, kinds: the words read in either, aligned in rows: the word's place in A and in B,
    −1 where it is not read, and the kind of change.
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


class Order(TypedDict):
    """The answer to "order": the text in the requested order, and in others.

    words: the words read, in that order; added: (words,), by both readers together.
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
    """The answer to "padding": logits (pads,), by number of pads on one side of the text."""

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

    Unlike the others, it holds words and formatted numbers, as on the command line, so that a new
    explanation needs no page of its own. facts: (label, value).
    """

    kind: Literal["explanation"]
    name: str
    facts: list[tuple[str, str]]
    columns: list[ExplainedColumn]
    note: str

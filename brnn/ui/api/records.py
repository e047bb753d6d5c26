"""What the endpoints return: numbers, words and names, as JSON.

Evidence is in log-odds. Words are counted from 1 among the words read, units from 0. None (null) stands
for what a model lacks, such as one of the readers.
"""

from typing import Any, Literal

from brnn.config import Cell, End
from brnn.explain.experiments.alignment import Kind
from brnn.records import Doubt, Head, Label, Reader, Status
from brnn.ui.protocol import TypedDict


class Verdict(TypedDict):
    """A verdict. probability: of "positive". logit: log-odds of "positive". doubt: why it means little."""

    label: Label
    probability: float
    logit: float
    doubt: Doubt | None


class Word(TypedDict):
    """A word of a text, its span in code points, and whether the model reads and knows it."""

    text: str
    start: int
    end: int
    status: Status


class Ledger(TypedDict):
    """The sum behind a verdict: the bias and what each word added (words,), for each reader.

    forward_evidence, backward_evidence: (words,), running evidence after each word, in text order.
    remainder: the logit minus the sum, the rounding of float32.
    """

    forward: list[float] | None
    backward: list[float] | None
    forward_evidence: list[float] | None
    backward_evidence: list[float] | None
    bias: float
    remainder: float


class Reading(TypedDict):
    """A text as a model reads it. words: those that it reads."""

    model: str
    text: str
    words: list[str]
    verdict: Verdict


class Analysis(Reading):
    """A full analysis. text_words: all words of the text.

    forward_memory, backward_memory: (words, units), hidden states after each word, in text order.
    """

    text_words: list[Word]
    forward_memory: list[list[float]] | None
    backward_memory: list[list[float]] | None
    ledger: Ledger


class Explanation(Reading):
    """An explanation, as `brnn explain --json` prints it.

    settings: those that produced it. rows: its table. Each method adds single values of its own; the file
    schema.json lists them, and the columns of the table.
    """

    method: str
    settings: dict[str, Any]
    rows: list[dict[str, Any]]


class Row(TypedDict):
    """A word of either text or of both: its place and the word, None where it is not read.

    forward, backward: what it added in the second reading minus what it added in the first.
    """

    place_first: int | None
    first: str | None
    place_second: int | None
    second: str | None
    kind: Kind
    forward: float | None
    backward: float | None


class Comparison(TypedDict):
    """Two readings and their difference, always second minus first.

    logit: the difference of the logits, to which bias and all rows add up; remainder: what rounding leaves.
    """

    first: Reading
    second: Reading
    logit: float
    bias: float
    remainder: float
    rows: list[Row]


class GuessedWord(TypedDict):
    """A word of a text, and by head ("past", "both", "future") how it is guessed from its neighbours.

    probability, rank: of the word itself; None for a word that the model does not know, or a blank.
    best: the most probable word there.
    """

    word: str
    probability: dict[Head, float | None]
    rank: dict[Head, int | None]
    best: dict[Head, str]


class Candidate(TypedDict):
    """A word that could stand there. score = bias + forward + backward + remainder, in nats.

    bias: how common the word is. forward, backward: what each reader says for it. All are relative to the
    average known word; the probability is the score's share of all known words (softmax).
    """

    word: str
    rank: int
    probability: float
    score: float
    bias: float
    forward: float
    backward: float
    remainder: float


class Guess(TypedDict):
    """What one word could be. truth: the word that is there; None if the model does not know it."""

    word: int
    candidates: dict[Head, list[Candidate]]
    truth: dict[Head, Candidate | None]


class Guesses(TypedDict):
    """How well the words of a text can be guessed, and what some of them could be.

    words: those that the model reads. cut_off: how many more the text has.
    """

    model: str
    text: str
    words: list[GuessedWord]
    cut_off: int
    guesses: list[Guess]


class Model(TypedDict):
    """A model. All but the name is None for a model on the Hub that has not been downloaded yet.

    max_words: how many words it reads, at the end or the start of a longer text (keep).
    explanations: the methods of `explain` that it can answer.
    """

    name: str
    cell: Cell | None
    readers: list[Reader] | None
    units: int | None
    vocabulary_size: int | None
    max_words: int | None
    keep: End | None
    explanations: list[str] | None


class Setting(TypedDict):
    """A setting of a method. about: what it is. accepts: what is valid. default: what is used without it."""

    name: str
    about: str
    accepts: str
    default: str


class Method(TypedDict):
    """A method of `explain`: the question that it answers, and how many texts it takes."""

    name: str
    question: str
    texts: int
    settings: list[Setting]


class Offer(TypedDict):
    """The models in order. default: None if none could be loaded. problems: why others are missing."""

    default: str | None
    models: list[Model]
    problems: list[str]
    methods: list[Method]


class Health(TypedDict):
    """Whether texts can be read. model: the default model, once it is loaded. problems: why it is not."""

    status: Literal["ok", "loading", "failed"]
    version: str
    model: str | None
    problems: list[str]

"""What the Lesson page says. A step has at most 90 words, and a live example."""

from __future__ import annotations

from typing import Any

_LONG = (
    "The first half hour is wonderful: funny, warm and full of life. After that the story walks in "
    "circles, the same three rooms and the same three jokes, until at last the lights go on and we "
    "can go home."
)

STEPS: list[dict[str, Any]] = [
    {
        "title": "A sentence has an order",
        "words": "“Not good, just long” and “not long, just good”: the same words. Who only counts "
        "words cannot tell them apart; a recurrent network can. It takes one word at a time and "
        "keeps a memory, a row of numbers between −1 and +1. At each word the memory is made anew, "
        "from the word and from what the memory was before. Move the slider: each column is the "
        "memory after one word, and the curve shows what the verdict makes of it so far.",
        "examples": ["Not good, just long.", "Not long, just good."],
        "walk": True,
    },
    {
        "title": "What was long ago fades",
        "words": "To learn, a network asks how much the verdict would change if a word were a "
        "little different. For an early word the answer passes through every memory since, and "
        "each step can shrink it. After many steps little may be left: the gradient vanishes, "
        "and how a text began is hard to learn from. Cells with gates, GRU and LSTM, can hand a "
        "memory on unchanged. Compare both: the curves show how much of each word is still felt "
        "at the end.",
        "examples": [_LONG],
        "models": [["article", "a simple cell"], ["default", "a cell with gates"]],
    },
    {
        "title": "A second reader",
        "words": "Who reads from left to right knows, at each word, only what came before. But "
        "what comes after often settles what a word is worth: is “slowly” praise or blame? So a "
        "second reader takes the same text from its last word to its first, with weights and a "
        "memory of its own. Neither hears the other. Press play: the upper memory fills from the "
        "left, the lower one from the right. They meet only when both have read everything.",
        "examples": [
            "A slowly told but wonderful film.",
            "A slowly told and dull film.",
        ],
        "walk": True,
    },
    {
        "title": "Two equations",
        "words": "All that a simple cell does fits on one line. The new memory h is made of the "
        "word x, the memory before and a constant b. W, U and b are learnt, and they are the same "
        "at every word. The hyperbolic tangent keeps the result between −1 and +1. The second "
        "equation weighs the final memories: that is the verdict. Press a word, or a cell of the "
        "memory to choose its unit: below stand both equations with the numbers of this reading.",
        "examples": ["A slow start, but lovely in the end.", "I like apple. It is very healthy."],
        "models": [["article", "a simple cell"]],
    },
    {
        "title": "How the memories are joined",
        "words": "At the end there are two memories: the forward one after the last word, the "
        "backward one after the first. Joining means that they are put side by side, one long row "
        "of numbers; they could also be added or averaged. Each number has one weight in the "
        "verdict. The weighed forward half, the weighed backward half and the bias add up, "
        "exactly, to the log-odds z. Squeezed between 0 and 1, z becomes the probability.",
        "examples": [
            "Excellent cast, dull script.",
            "A slow start, but lovely in the end.",
        ],
    },
    {
        "title": "The mirror",
        "words": "Both readers are built alike; they differ in where they begin and in what they "
        "have learnt. So turn everything round: the order of the words, the weights of both "
        "readers, the two halves of the head. The forward memory becomes the backward one, "
        "mirrored number by number, and the verdict has to stay. What the last digits differ by "
        "is rounding: the same numbers, added in another order. It is a good test, too: a memory "
        "that is flipped or off by one word does not pass.",
        "examples": ["A slow start, but lovely in the end."],
        "mirror": True,
    },
    {
        "title": "The apple",
        "words": "Is “apple” a fruit or a company? “Healthy”, further on, tells. That is how "
        "two directions are often explained, and half of it can be seen here: change what follows, "
        "and at “apple” the forward memory stays the same, bit for bit, while the backward memory, "
        "which comes from the end, becomes another. The other half cannot. This network was taught "
        "to tell praise from blame and nothing else: no number in it says that apples are fruit.",
        "examples": [
            "I like apple. It is very healthy.",
            "I like apple. It is very expensive.",
        ],
        "contrast": True,
    },
    {
        "title": "What two directions buy and cost",
        "words": "Nine recipes, alike but for cell and direction, each run with several seeds: "
        "does a second reader raise accuracy? Read the figure, and mind the spread. The price: two "
        "readings, and no verdict before the last word. So two directions serve where the whole "
        "text is there: finding names, tagging words, reading handwriting, transcribing "
        "recordings. Live speech cannot wait for its end; there one direction, or a short look "
        "ahead, has to do.",
        "examples": [],
    },
]

LESSON: dict[str, Any] = {
    "title": "A lesson in eight steps",
    "steps": STEPS,
    "of": "Step {step} of {steps}",
    "all": "All steps",
    "previous": "Previous",
    "next": "Next",
    "keys": "← and → turn the pages, too.",
    "text": "Words to read",
    "examples": "Examples",
    "models": "Read by",
    "mirrored": "Mirror it",
    "back": "Turn it back",
    "failed": "This could not be read. What you typed is kept.",
    "waiting": "Reading…",
    "play": "Play",
    "pause": "Pause",
    "slider": "Words read",
    "told": "{read} of {words} words",
}
"""The Lesson page, for its script."""

HALF_REACH = (
    "Half of what the {reader} reader feels in the end comes from its last {words} of {all} words; "
    "of its first word it feels {first} of what it feels of the strongest."
)
HALF_REACH_ONE = (
    "Half of what the {reader} reader feels in the end comes from its last word alone, of {all}; "
    "of its first word it feels {first} of what it feels of the strongest."
)
CELL = "h = tanh(x·W + h before·U + b)"
HEAD = "z = h→·w→ + h←·w← + b"
UNIT_AT = "Unit {unit} of the {reader} reader at {word}"
FROM_WORD = "word, {count} products"
FROM_MEMORY = "memory before, {count} products"
FROM_NOTHING = "no memory before"
CELL_BIAS = "b"
SUM = "sum"
MEMORY = "h, new memory"
GATES = (
    "This model’s cell has gates: three or four equations like this one, and products between "
    "them. Choose a model with a simple cell to see them filled in."
)
WEIGHED = "{reader} half, weighed"
SAME = "The network says z = {logit}, its mirror image {mirrored}: they differ by {gap}. {memories}"
MEMORIES = "No unit’s memory differs by more than {difference}."
MEMORIES_SAME = "Every memory is the same, bit for bit."
CONTRAST = (
    "Against “{other}”: at {word} the forward memory is {forward}, the backward memory {backward}."
)
CONTRAST_ONE = "Against “{other}”: at {word} the memory is {change}."
BIT_FOR_BIT = "the same, bit for bit"
ANOTHER = "another, {distance} away"
NOTHING_SHARED = "Against “{other}” no word before the change is the same."
SHIFT = (
    "By the end the change is worth {forward} to the forward reader and {backward} to the backward "
    "reader, in log-odds."
)
"""Sentences of the Lesson page, filled in from the records."""

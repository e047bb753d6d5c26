"""Texts of the Lesson page. Each step has a claim as its title, one idea, and a live example.

look: the part of its words that is repeated beside the example where the words are out of sight.
"""

from typing import Any

from brnn.explain.knowing import MARGIN
from brnn.figures.reach import MARKS
from brnn.ui import texts
from brnn.ui.texts.read import READ

_LONG = (
    "The first half is wonderful: funny, warm and full of life. After that the story takes its time, "
    "the same three rooms and the same three jokes, and I still enjoyed it to the end."
)
_HEAD = "z = h→·w→ + h←·w← + b"
_SIMPLE, _GATES = ["article", "a simple cell"], ["default", "a cell with gates"]

STEPS: list[dict[str, Any]] = [
    {
        "title": "A recurrent network reads one word at a time",
        "words": [
            "We call it a reader. It keeps a hidden state, a list of numbers between −1 and +1: its memory. "
            "Each circle is the memory after one word.",
            "At every word, the network combines the word with the memory so far. The result is the next "
            "memory, which the arrow passes on.",
            "A circle shows one number computed from its memory: the evidence. Above zero (blue), it speaks "
            "for “positive”; below (orange), for “negative”. Press play. At the end, the ringed one counts.",
        ],
        "look": "Press play. At the end, the ringed one counts.",
        "shows": "reading",
        "view": "network",
        "readers": ["forward"],
        "examples": ["A weak start, but a great and wonderful ending."],
        "walk": True,
    },
    {
        "title": "Word order carries meaning",
        "words": [
            "“Not good, just long” and “Not long, just good” use the same words. A bag of words, which only "
            "counts them, cannot tell them apart. A recurrent network can.",
            "The heatmap shows its memory: a column for each word, a row for each number of the list, called "
            "a unit. The line below shows the evidence: what the memory would add to the verdict.",
            "Choose the other sentence. Where does the line end?",
        ],
        "look": "Choose the other sentence. Where does the line end?",
        "shows": "reading",
        "readers": ["forward"],
        "examples": ["Not good, just long.", "Not long, just good."],
        "walk": True,
    },
    {
        "title": "Early words fade",
        "words": [
            "How much would the evidence change if a word were slightly different? The answer is the "
            "gradient, and training depends on it.",
            "The gradient of an early word passes back through every later memory, and each step can shrink "
            "it. Once it has vanished, the network hardly learns from early words.",
            "GRU and LSTM cells have gates, which can pass some numbers on almost unchanged. So an early "
            "word can still count at the end. Compare a simple cell with one that has gates.",
        ],
        "look": "Compare a simple cell with one that has gates.",
        "shows": "reach",
        "readers": ["forward"],
        "examples": [_LONG],
        "models": [_SIMPLE, _GATES],
    },
    {
        "title": "A second reader knows what comes next",
        "words": [
            "Which word is hidden? The words after it say a lot, and a network that reads from left to "
            "right has not seen them.",
            "So a second reader starts at the last word and ends at the first, with weights and a memory of "
            "its own.",
            "Each box guesses its word from both sides. The two circles joined to it guess from one side "
            "each. For a blank, they show their best guesses. Press another word. Which reader guesses it "
            "better?",
        ],
        "look": "Press another word. Which reader guesses it better?",
        "shows": "guess",
        "examples": ["He ___ in love with her.", "I would ___ watch paint dry."],
    },
    {
        "title": "The two final memories decide",
        "words": [
            "Each reader ends with one memory: the forward reader’s after the last word, the backward "
            "reader’s after the first. They are ringed. Concatenated, they are one long list of numbers.",
            "Each number has one weight in the verdict. The weighted sum of the forward half is the forward "
            "reader’s evidence; that of the backward half is the backward reader’s.",
            "Both halves and a bias add up to the logit z, the verdict in log-odds. The sigmoid function "
            "turns z into the probability of “positive”.",
        ],
        "look": "Both halves and a bias add up to the logit z, the verdict in log-odds.",
        "shows": "reading",
        "view": "network",
        "sum": _HEAD,
        "examples": ["Superb acting, boring plot.", "A slow start, but a great ending."],
        "walk": True,
    },
    {
        "title": "Two equations describe a network with simple cells",
        "words": [
            "The first equation gives the next memory hₜ from the word’s vector xₜ, the previous memory hₜ₋₁ "
            "and a bias b. A cell with gates needs several.",
            "The weights W and U are the same at every word. The hyperbolic tangent keeps hₜ between −1 and "
            "+1. The second equation is the sum of step 5.",
            "Press a word or, for one unit, a square of a memory. This is a smaller network with simple "
            "cells. It reads no punctuation.",
        ],
        "look": "Press a word or, for one unit, a square of a memory.",
        "shows": "equation",
        "sum": _HEAD,
        "examples": ["A slow start, but a great ending.", "A great start, but a terrible ending."],
        "models": [_SIMPLE],
    },
    {
        "title": "The mirrored network gives the same verdict",
        "words": [
            "The two readers use the same kind of cell. They differ in their weights and in where they "
            "start.",
            "So reverse the words, and swap the readers’ weights and the two halves of the final layer. "
            "Press “Mirror it”: the forward memory becomes the backward one.",
            "The verdict stays the same, apart from rounding. That makes mirroring a good test: code that "
            "flips a memory, or shifts it by one word, fails it.",
        ],
        "look": "Press “Mirror it”: the forward memory becomes the backward one.",
        "shows": "mirror",
        "examples": ["A slow start, but a great ending."],
    },
    {
        "title": "A new ending leaves the past alone",
        "words": [
            "Is “apple” a fruit or a company? A later word, “healthy”, tells us. Bidirectional networks are "
            "often explained this way. This one knows more about films than about fruit.",
            "So a word about a film is hidden. Choose the other ending. Up to the blank, the guesses from "
            "the past alone stay the same, bit for bit. The forward reader has read “It was a” both times.",
            "What the future says changes, and with it the guess from both sides: from “waste” to “joy”.",
        ],
        "look": "Up to the blank, the guesses from the past alone stay the same, bit for bit.",
        "shows": "guess",
        "examples": ["It was a ___ of time.", "It was a ___ to watch."],
    },
    {
        "title": "Some tasks need an output at every word",
        "words": [
            "A verdict is one output for a text. Tagging names or transcribing a recording takes an output "
            "at every step, and can use both directions.",
            "Press a word. The circles joined to its box show what past and future say for it. With a bias "
            "for how common the word is, they add up to its score. The scores of all words give the "
            "probabilities.",
            "Live captions cannot wait for the end of a sentence. They use the past alone or lag behind.",
        ],
        "look": "Press a word. The circles joined to its box show what past and future say for it.",
        "shows": "guess",
        "sum": "score = bias + past + future",
        "examples": ["He plays a cop who falls in love."],
    },
    {
        "title": "For guessing words, a second direction helps a lot",
        "words": [
            "A second direction costs a second pass, which cannot start before the last word is known. What "
            "is it worth?",
            "For verdicts, the chart compares networks with one reader to networks with two.",
            "For words, the table compares guesses from the words before, from the words after, and from "
            "both. Compare the perplexities.",
        ],
        "shows": "ladder",
        "examples": [],
    },
]

GLOSSARY = [
    ("Token, word", "What the network reads at one step: a word or a punctuation mark."),
    ("Word vector", "The numbers that stand for a word, which training adjusts. Also called its embedding."),
    ("Recurrent network", "A network that reads one word at a time and passes its hidden state on."),
    ("Hidden state, memory", "The numbers that a reader holds after a word."),
    ("Unit", "One of these numbers: a row of the heatmap."),
    ("Reader", "One direction of a bidirectional network, with its own weights and its own memory."),
    ("Cell", "How a reader gets from one memory to the next: a simple cell, a GRU or an LSTM."),
    ("Gate", "Numbers between 0 and 1 by which a cell decides how much to keep, forget or let in."),
    ("Weight, bias", "The numbers that training adjusts. A bias is a constant that is added."),
    (
        "Evidence",
        "The numbers of a reader’s memory, each times its weight in the verdict, summed; in log-odds.",
    ),
    ("Average of a reader", "Its final evidence, averaged over the training reviews."),
    ("Undecided", f"Said of a reader whose evidence is less than {MARGIN:g} log-odds from its average."),
    ("Logit, log-odds", "The sum behind the verdict. Above zero means positive; +1 is 73%, +2 is 88%."),
    ("Sigmoid", "The function that turns log-odds into a probability: 1 / (1 + e⁻ᶻ)."),
    ("Bit", "The unit of surprise here: with one bit more, a word is half as likely."),
    ("Nat", "The unit of scores here: with one nat more, a word’s odds are e ≈ 2.7 times as high."),
    ("Perplexity", "A model with perplexity 30 is as unsure as if it chose among 30 equally likely words."),
    ("Gradient", "How much a result changes when a number changes slightly. Training follows it."),
]
"""Terms of the lesson and what they mean."""

LESSON: dict[str, Any] = {
    "title": "A lesson on recurrent networks",
    "steps": STEPS,
    "glossary": {"title": "Glossary", "terms": GLOSSARY},
    "of": "Step {step} of {steps}",
    "all": "All steps",
    "previous": "Previous",
    "next": "Next",
    "keys": "or press ← or →",
    "text": "Text to read",
    "examples": "Examples",
    "models": "Read by",
    "by": "{name}: {kind}",
    "mirrored": "Mirror it",
    "back": "Turn it back",
    "readers": texts.READER_NAMES,
    "marks": MARKS,
    "play": {name: told.split(" (")[0] for name, told in READ["play"].items()},  # keys turn pages here
    "halfReach": {
        "0": "The punctuation that the {reader} reader reads last makes up half of the sum of all gradients. "
        "The gradient at its first word is {share} of the largest.",
        "1": "The last of the {words} words that the {reader} reader reads makes up half of the sum of all "
        "gradients. The gradient at its first word is {share} of the largest.",
        "2": "The last {count} of the {words} words that the {reader} reader reads make up half of the sum "
        "of all gradients. The gradient at its first word is {share} of the largest.",
    },
    "tiny": "less than 0.1%",
    "cell": "hₜ = tanh(xₜ·W + hₜ₋₁·U + b)",
    "unit": "Unit {unit} of the {reader} reader at {word}",
    "fromWord": "from the word, {count} products",
    "fromMemory": "from the previous memory, {count} products",
    "fromNothing": "no previous memory",
    "bias": "bias",
    "sum": "sum",
    "memory": "new memory h",
    "gates": "This model’s cell has gates, so it needs several such equations. Choose a model with "
    "a simple cell to see its equation with numbers.",
    "unmirrored": "The network’s logit is {logit}.",
    "mirror": "The network’s logit is {logit}; its mirror image’s is {mirrored}: {gap}. {memories}",
    "gap": "they differ by {gap}",
    "noGap": "they are equal",
    "memories": "No unit differs by more than {gap}.",
    "sameMemories": "Every unit is the same, bit for bit.",
    "directions": {
        "title": "Words of test reviews, guessed by the model “guess”",
        "head": ["guessed from", "first guess right", "right word in the top five", "perplexity"],
        "rows": {"past": "→ the past", "future": "← the future", "both": "both"},
        "caption": "n = {n} known words. The lower the perplexity, the better.",
    },
}
"""The Lesson page."""

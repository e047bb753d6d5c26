"""Texts of the Lesson page. Each step has at most 90 words and a live example."""

from typing import Any

from brnn.ui import texts

_LONG = (
    "The first half hour is wonderful: funny, warm and full of life. After that the story walks in circles, "
    "the same three rooms and the same three jokes, until at last the lights go on and we can go home."
)
_HEAD = "z = h→·w→ + h←·w← + b"
_SIMPLE, _GATES = ["article", "a simple cell"], ["default", "a cell with gates"]

STEPS: list[dict[str, Any]] = [
    {
        "title": "Word order carries meaning",
        "words": [
            "“Not good, just long” and “Not long, just good” use the same words in a different "
            "order. A bag of words cannot tell them apart. A recurrent network can.",
            "It reads one word at a time. After each word it updates its hidden state, a row of "
            "numbers between −1 and +1. We call it the reader’s memory.",
            "Each column shows the memory after one word. The lines show the evidence: what that "
            "memory would add to the verdict. Press play and follow the upper reader.",
        ],
        "shows": "reading",
        "sum": "",
        "examples": ["Not good, just long.", "Not long, just good."],
        "walk": True,
    },
    {
        "title": "Early words fade",
        "words": [
            "How much would the verdict change if a word were slightly different? The answer is "
            "the gradient, and training depends on it.",
            "The gradient of an early word passes back through every later memory, and each step "
            "can shrink it. When almost nothing is left, it has vanished: the network can hardly "
            "learn from the beginning of a text.",
            "GRU and LSTM cells have gates, which can pass a memory on almost unchanged. Compare "
            "the two models: the curves show how strongly each word affects the final evidence.",
        ],
        "shows": "reach",
        "examples": [_LONG],
        "models": [_SIMPLE, _GATES],
    },
    {
        "title": "A second reader knows what comes next",
        "words": [
            "Reading from left to right, a network knows only what came before. Yet what follows "
            "may settle what a word means: is a “slow” pace praise or criticism?",
            "So a second reader starts at the last word and ends at the first. It has its own "
            "weights and its own memory. Neither reader sees the other’s.",
            "Press play: the upper memory fills from the left, the lower one from the right. They "
            "meet only in the verdict, when both have read every word.",
        ],
        "shows": "reading",
        "examples": ["The slow pace makes it beautiful.", "The slow pace makes it boring."],
        "walk": True,
    },
    {
        "title": "Two equations describe the network",
        "words": [
            "A simple cell has one equation. Its new memory h depends on the word vector x, the "
            "previous memory and a bias b. The weights W and U are learned and are the same at "
            "every word. The hyperbolic tangent keeps h between −1 and +1.",
            "The second equation weighs both final memories and adds a bias. Its result z is the "
            "logit, the verdict in log-odds: above zero means positive.",
            "Press a word, or a cell of a memory to choose its unit. The equations below show the numbers.",
        ],
        "shows": "equation",
        "sum": _HEAD,
        "examples": ["A slow start, but a great ending.", "A great start, but a terrible ending."],
        "models": [_SIMPLE],
    },
    {
        "title": "The verdict is a weighted sum",
        "words": [
            "At the end there are two memories: the forward one after the last word, the backward one after "
            "the first. They are concatenated: placed side by side, as one long row of numbers.",
            "Each number has one weight in the verdict. The weighted forward half is the forward "
            "reader’s evidence, the weighted backward half the backward reader’s.",
            "Below the figure, both halves and the bias add up to the logit z. The sigmoid "
            "function turns z into a probability between 0 and 1.",
        ],
        "shows": "reading",
        "sum": _HEAD,
        "examples": ["Excellent cast, dull script.", "A slow start, but a great ending."],
    },
    {
        "title": "The mirrored network agrees",
        "words": [
            "Both readers use the same kind of cell. They differ in where they start and in their weights.",
            "So reverse the words, and swap the readers’ weights and the two halves of the final layer. "
            "Press “Mirror it”: the forward memory becomes the backward one, and the verdict stays the same. "
            "If the last digits differ, that is rounding: the same numbers are added in another order.",
            "Mirroring is also a good test: a memory that is flipped or shifted by one word fails.",
        ],
        "shows": "mirror",
        "examples": ["A slow start, but a great ending."],
    },
    {
        "title": "A new ending changes one memory",
        "words": [
            "Is “apple” a fruit or a company? “Healthy”, further on, tells us. Bidirectional "
            "networks are often explained this way. Half of that story can be seen here.",
            "Choose the other ending. At “apple” the forward memory stays the same, bit for bit. "
            "The backward memory, which has already read the ending, changes.",
            "The other half cannot. The network learned to tell praise from criticism; nothing in "
            "this figure says that an apple is a fruit.",
        ],
        "shows": "contrast",
        "at": "apple",
        "examples": ["I like apple. It is very healthy.", "I like apple. It is very expensive."],
        "models": [_GATES],
    },
    {
        "title": "Is a second reader worth it here?",
        "words": [
            "The figure compares models that differ in cell and direction, each trained with several seeds. "
            "The sentences below it compare two readers with one, as far as the seeds can tell.",
            "A second direction costs a second pass, and no verdict can come before the last word. "
            "It suits tasks where the whole input is available: tagging words, finding names, "
            "reading handwriting, transcribing recordings. Live captions cannot wait for the end "
            "of a speech: they need one direction, or a short look ahead.",
        ],
        "shows": "ladder",
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
    "keys": "or press ← or →",
    "text": "Text to read",
    "examples": "Examples",
    "models": "Read by",
    "mirrored": "Mirror it",
    "back": "Turn it back",
    "readers": texts.READER_NAMES,
    "halfReach": {
        "1": "Half of the {reader} reader’s gradient comes from the last of the {words} words that "
        "it reads. Its first word has {share} of the effect of its strongest.",
        "2": "Half of the {reader} reader’s gradient comes from the last {count} of the {words} "
        "words that it reads. Its first word has {share} of the effect of its strongest.",
    },
    "tiny": "less than 0.1%",
    "cell": "h = tanh(x·W + h previous·U + b)",
    "unit": "Unit {unit} of the {reader} reader at {word}",
    "fromWord": "from the word, {count} products",
    "fromMemory": "from the previous memory, {count} products",
    "fromNothing": "no previous memory",
    "bias": "bias",
    "sum": "sum",
    "memory": "new memory h",
    "gates": "This model’s cell has gates, so it needs several such equations. Choose a model with "
    "a simple cell to see its equation with numbers.",
    "mirror": "The network’s logit is {logit}; its mirror image’s is {mirrored}: {gap}. {memories}",
    "gap": "they differ by {gap}",
    "noGap": "they are equal",
    "memories": "No unit differs by more than {gap}.",
    "sameMemories": "Every unit is the same, bit for bit.",
    "contrast": "Compared with “{other}”, at {word}: {changes}.",
    "same": "the {reader} memory is the same, bit for bit",
    "changed": "the {reader} memory differs by a distance of {distance}",
    "shifts": "The final evidence differs by {shifts} (log-odds).",
    "shift": "{value} for the {reader} reader",
    "and": " and ",
    "noContrast": "“{other}” looks the same to this model: the words that differ are not in its vocabulary.",
    "nothingShared": "“{other}” begins with a different word: no word comes before the change.",
}
"""The Lesson page."""

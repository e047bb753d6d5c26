"""Texts of the Guess page, and its examples."""

from typing import Any

from brnn.ui import texts

EXAMPLES: list[dict[str, str]] = [
    {"name": "A cop", "text": "He plays a cop who falls in love with a thief."},
    {"name": "Of time", "text": "It was a ___ of time."},
    {"name": "To watch", "text": "It was a ___ to watch."},
    {"name": "The past knows", "text": "This is one of the worst movies I have ever ___ in my life."},
    {"name": "The future knows", "text": "___ of the best films of the year, with a wonderful cast."},
    {"name": "Only both", "text": "I would ___ watch paint dry than see this again."},
    {"name": "Healthy", "text": "I like ___ . It is very healthy."},
    {"name": "Expensive", "text": "I like ___ . It is very expensive."},
]
"""The page opens with the first. The last two are the article's, without its apple; the others are ours."""

GUESS: dict[str, Any] = {
    "examples": EXAMPLES,
    "examplesLabel": "Examples",
    "text": "Your text: type ___ to hide a word",
    "placeholder": "Type a text in English, with ___ where a word is to be guessed",
    "loading": texts.LOADING,
    "empty": "Type a few words. Each of them can be hidden, and the readers guess it.",
    "cut": "The model reads the {count} words and punctuation marks that are shown here, not the whole text.",
    "surprise": "How surprising is each word?",
    "key": "Press a word to hide it. The taller its bar, the more surprising it is: −log₂ of its "
    "probability, up to {most} bits.",
    "words": "Words, and how surprising they are",
    "views": {"bars": "show the network", "network": "show how surprising each word is"},
    "outputs": "The network, with an output at every word",
    "outputsKey": "Each box guesses the word in its column and shows its probability. The number in a circle "
    "says, in nats, how strongly that memory, which has not read the word, speaks for the word in the box "
    "its arrow points to.",
    "marks": {"begin": "(start)", "end": "(end)"},
    "says": "{value} for {word}",
    "unmeasured": "–",
    "nodes": {
        "of": {"forward": "Memories of the forward reader", "backward": "Memories of the backward reader"},
        "holds": "after {word}: {value}",
        "after": "after {word}",
    },
    "held": "what a memory says",
    "alone": "guessed by one reader alone",
    "nats": "nats",
    "lanes": {"forward": "Words, read from the left", "backward": "Words, read from the right"},
    "wordCount": texts.WORDS,
    "network": "The network, unrolled over {words}, with an output at every word. It adds up what the "
    "forward memory before the word and the backward memory after it say for it.",
    "blank": "___",
    "named": {"past": "→ past", "both": "both", "future": "← future"},
    "bits": "{head} {bits} bits",
    "spoken": "{word}, {place}, {bits}",
    "covered": "to be guessed",
    "none": {
        "blank": "a blank, so there is no answer",
        "unknown": "unknown to the model, so its surprise cannot be measured",
    },
    "told": "{word}: {bits}",
    "hidden": "Hidden word",
    "guesses": "Guesses for the hidden word",
    "column": "{head}: guesses",
    "read": "reads {words}",
    "nothing": {"past": "nothing comes before it", "future": "nothing comes after it"},
    "candidate": "{word}, guess {rank}, {percent}",
    "truth": "{word}, the word in the text, guess {rank}, {percent}",
    "sum": {
        "bias": "bias of “{word}”",
        "forward": "→ past",
        "backward": "← future",
        "total": "= score",
        "probability": "probability",
    },
    "softmax": "The model has read nothing but film reviews, so it knows little about anything else. Scores "
    "are in nats, relative to the average known word, and each column has weights of its own. To turn the "
    "scores of all known words into probabilities, e is raised to each, and the results are divided by their "
    "sum (softmax). So only scores in the same column, for the same hidden word, can be compared.",
    "bold": "Bold: the word in the text.",
    "ranks": {
        "all": "{word} is the {ranks}.",
        "first": {
            "past": "{rank} guess from the words before it",
            "both": "{rank} guess from both sides",
            "future": "{rank} guess from the words after it",
        },
        "next": {
            "past": "{rank} from those before it",
            "both": "{rank} from both sides",
            "future": "{rank} from those after it",
        },
        "joint": ", the ",
        "last": " and the ",
    },
    "best": {
        "all": "Best guess {guesses}.",
        "from": {
            "past": "from the words before it: {word} ({percent})",
            "both": "from both sides: {word} ({percent})",
            "future": "from the words after it: {word} ({percent})",
        },
        "joint": "; ",
    },
    "unknown": "The model does not know {word}, so it cannot guess it.",
    "whole": {
        "1": "Surprise of the one known word or mark here: {heads}.",
        "2": "Average surprise of the {count} known words and marks here: {heads}.",
        "first": {
            "past": "past {bits} bits",
            "both": "both together {bits} bits",
            "future": "future {bits} bits",
        },
        "next": {"past": "past {bits}", "both": "both together {bits}", "future": "future {bits}"},
        "joint": ", ",
    },
    "first": {
        "cover": "Let me guess first",
        "uncover": "Always show the guesses",
        "label": "Your guess",
        "guess": "Guess",
        "show": "Show",
        "about": "Which word is hidden? Type one, or show what the readers guess.",
        "right": "You guessed {own}, and you were right. Its rank: {places}.",
        "wrong": "You guessed {own}, but the word is {word}. Your word’s rank: {places}.",
        "blank": "You guessed {own}. Its rank: {places}.",
        "place": "{head} {rank}",
        "missing": "{head} not among the most likely",
        "joint": "; ",
    },
    "quoted": texts.QUOTED,
    "play": {
        "group": "Playback",
        "first": "First word (Home)",
        "play": "Play: hide one word after the other (space)",
        "pause": "Pause (space)",
        "last": "Last word (End)",
        "slider": "Hidden word",
        "told": "{read} of {steps}",
        "speed": "Speed {speed}×",
    },
}
"""The Guess page."""

"""`brnn guess`: guess words from those before them, those after them, and both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from brnn.cli.printed import as_text
from brnn.cli.terminal import MODEL_HELP, harmless, parser_of, refuse
from brnn.explain.sheets.columns import Column, numbers, texts
from brnn.explain.sheets.sheet import Sheet, said
from brnn.text import streams
from brnn.text.numbers import percent

_EPILOG = """\
Two or more underscores are a blank. Words are counted from 1.
The exit status is 2 if the text, the model or a setting could not be used.

For example:
  brnn guess "I like ___ . It is very healthy."
  brnn guess "It was a slow start, but a lovely film." --word 4 --json
"""
_HEADS = {"past": "→ past", "both": "both", "future": "← future"}


def main(arguments: Sequence[str]) -> int:
    """Guess the blanks of one text, or say how well each of its words can be guessed. Return the status."""
    parser = parser_of("brnn guess", "Guess the blanks of a text, or any of its words.", _EPILOG)
    parser.add_argument("text", nargs="?", help="a text, in which ___ is a blank (default: standard input)")
    parser.add_argument(
        "--word",
        metavar="NUMBER",
        type=int,
        action="append",
        help="guess this word; repeat for more (default: the blanks)",
    )
    parser.add_argument(
        "--most", metavar="NUMBER", type=int, default=8, help="candidates listed (default: 8)"
    )
    parser.add_argument("--model", metavar="NAME", help=f"{MODEL_HELP} (default: the one that ships)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    given = parser.parse_args(arguments)

    from brnn.explain.guess_record import record  # here, so that --help answers at once
    from brnn.explain.guessing import Guesser

    try:
        typed = streams.standard_input("a text").read() if given.text is None else given.text
        text = streams.legible(typed)
        found = record(Guesser.load(given.model), text, given.word, given.most)
    except ValueError as error:  # the message says whether model, text or setting is at fault
        return refuse(str(error))
    print(json.dumps(found, allow_nan=False) if given.json else _as_text(found))
    return 0


def _as_text(found: dict[str, Any]) -> str:
    words, cut_off = found["words"], found["cut_off"]
    sheets = [_guess(one, words) for one in found["guesses"]] or [_words(words)]
    parts = [as_text(sheet) for sheet in sheets]
    if cut_off:
        others = "1 more word" if cut_off == 1 else f"{cut_off:,} more words"
        parts.append(f"The text has {others}, which the model does not read and which are not counted.")
    return "\n\n".join(parts)


def _words(words: list[dict[str, Any]]) -> Sheet:
    """Return how well every word can be guessed: its rank among all known words."""
    columns = [texts("word", "word", [word["word"] for word in words])]
    for head in words[0]["rank"] if words else ():
        columns += [
            numbers(f"{head}_rank", f"{_HEADS[head]}: rank", [word["rank"][head] for word in words], ","),
            texts(f"{head}_best", "first guess", [word["best"][head] for word in words]),
        ]
    note = "A rank of 1 means that the word is the first guess. Words that the model does not know have none."
    return Sheet("guess", {}, [], columns, note)


def _guess(guess: dict[str, Any], words: list[dict[str, Any]]) -> Sheet:
    """Return the candidates for one word, by head."""
    columns: list[Column] = []
    for head, ones in guess["candidates"].items():
        shares = [one["probability"] for one in ones]
        columns += [
            texts(f"{head}_word", _HEADS[head], [one["word"] for one in ones]),
            Column(f"{head}_probability", "", shares, [percent(share) for share in shares]),
        ]
    number, truth = guess["word"], guess["truth"]
    facts = [
        said(
            f"{head}_rank", f"{harmless(words[number - 1]['word'])}, {_HEADS[head]}", f"rank {one['rank']:,}"
        )
        for head, one in truth.items()
        if one
    ]
    return Sheet("guess", {"word": number}, facts, columns)

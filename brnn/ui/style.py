"""The style sheet of the page, with the colours of the figures as its variables."""

from __future__ import annotations

import re
from pathlib import Path

from brnn.figures.colours import DARK, LIGHT, Palette

_SHEETS = sorted((Path(__file__).parent / "style").glob("*.css"))
_SELECTORS = re.compile(r"[^{}@/;]+(?=\{)")
_ANY_OF = re.compile(r":is\(([^()]+)\)")


def style() -> str:
    """Return all rules, in the order of the files' names."""
    light, dark = _variables(LIGHT, "#a3195b"), _variables(DARK, "#ff8abf")
    rules = "\n".join(sheet.read_text("utf-8") for sheet in _SHEETS)
    rules = _SELECTORS.sub(lambda found: ", ".join(_written_out(found[0])), rules)
    return f":root {{{light}}}\n:root.dark, :root .dark {{{dark}}}\n{rules}"


def _written_out(selectors: str) -> list[str]:
    """Return selectors without `:is(…)`, whose commas Gradio takes for the ends of selectors.

    It puts its own classes before each, and a rule of ours would outweigh all that refine it.
    """
    found = _ANY_OF.search(selectors)
    if not found:
        return [selectors]
    head, tail = selectors[: found.start()], selectors[found.end() :]
    before, comma, head = head.rpartition(",")
    tail, after_comma, after = tail.partition(",")
    own = [f"{head}{any_of.strip()}{tail}" for any_of in found[1].split(",")]
    rest = [part for other in own for part in _written_out(other)]
    return ([before] if comma else []) + rest + (_written_out(after) if after_comma else [])


def _variables(palette: Palette, chosen: str) -> str:
    colours = {
        "page": palette.page,
        "text": palette.text,
        "quiet": palette.quiet,
        "rule": palette.rule,
        "negative": palette.scale[1],
        "positive": palette.scale[-2],
        "chosen": chosen,
    }
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())

"""The style sheet of the page, with the colours of the figures as CSS variables."""

from __future__ import annotations

from pathlib import Path

from brnn.figures.colours import DARK, LIGHT, Palette

_SHEETS = sorted((Path(__file__).parent / "web" / "style").glob("*.css"))


def style() -> str:
    """Return all rules, in the order of the file names."""
    light, dark = _variables(LIGHT, "#a3195b"), _variables(DARK, "#ff8abf")
    rules = "\n".join(sheet.read_text("utf-8") for sheet in _SHEETS)
    return f":root {{{light}}}\n:root.dark, :root .dark {{{dark}}}\n{rules}"


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

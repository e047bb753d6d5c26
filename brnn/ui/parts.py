"""The parts of the page that draw themselves: an empty div, a script, a value in plain JSON.

Gradio's own components for figures and text remount or render markup on every update. A `gr.HTML`
whose template never names its value keeps its node; the script beside this file fills it through
the DOM and draws again whenever the value changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from brnn.figures.colours import DARK, LIGHT, Palette

_HERE = Path(__file__).parent


def part(name: str, **props: Any) -> gr.HTML:
    """Return the part that `<name>.js` draws; `props` reach the script beside the value."""
    return gr.HTML(
        None,
        html_template='<div class="part"></div>',
        js_on_load=_script("dom") + _script(name),
        elem_id=name,
        apply_default_css=False,
        **props,
    )


def style() -> str:
    """Return the style sheet of the page, with the colours of the figures as its variables."""
    light, dark = _variables(LIGHT, "#a3195b"), _variables(DARK, "#ff8abf")
    rules = (_HERE / "page.css").read_text("utf-8")
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


def _script(name: str) -> str:
    return (_HERE / f"{name}.js").read_text("utf-8")

"""Figure templates: Plotly figures as plain JSON, with slots in place of the numbers.

A value that consists of a slot, such as "{logits}", is replaced by the value of that name, of any
type. A slot within a text, such as "{count} reviews", is replaced by the value as text. Plotly's
own "%{x:+.2f}" is not a slot. In the page, `web/lib/figures.js` fills the same templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from brnn.figures import colours

Template = dict[str, Any]
_SLOT = re.compile(r"(?<!%)\{(\w+)\}")


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """Return a template with all slots filled. Raises KeyError for a slot without a value."""
    match template:
        case dict():
            return {key: fill(part, values) for key, part in template.items()}
        case list():
            return [fill(part, values) for part in template]
        case str():
            slot = _SLOT.fullmatch(template)
            return values[slot[1]] if slot else _SLOT.sub(lambda m: str(values[m[1]]), template)
    return template


def figure(template: Template, values: Mapping[str, Any], dark: bool = False) -> go.Figure:
    """Return a filled template as a figure in a theme's colours. Raises KeyError like `fill`."""
    return themed(fill(template, values), dark)


def themed(filled: Template, dark: bool) -> go.Figure:
    """Return a figure in a theme's colours."""
    return go.Figure({**filled, "layout": filled["layout"] | {"template": colours.template(dark)}})


def scatter(name: str, mode: str, x: Any, y: Any) -> Template:
    """Return a trace of points or lines, whose look is added to it."""
    return {"type": "scatter", "name": name, "mode": mode, "x": x, "y": y}

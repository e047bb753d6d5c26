"""Colour means sign and nothing else: one diverging scale, orange for minus, blue for plus.

Orange and blue can be told apart with every common form of colour blindness. The middle of the
scale is the page's own colour, so that a value near zero looks empty. Everything that depends on
the theme, light or dark, is in `template`: to change the theme, change only a figure's template.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Palette(NamedTuple):
    """The colours of one theme.

    scale: evenly spaced colours from the most negative, through the page's own, to the most positive.
    """

    page: str
    text: str
    quiet: str
    rule: str
    scale: tuple[str, ...]


LIGHT = Palette(
    page="#ffffff",
    text="#1d2126",
    quiet="#5b636d",
    rule="#d5d9de",
    scale=("#6b2f04", "#a84c06", "#dd7f1f", "#f6be85", "#ffffff", "#a9cbe8", "#4b93cc", "#1d63a5", "#0a3468"),
)
DARK = Palette(
    page="#14171b",
    text="#e8eaed",
    quiet="#a2aab4",
    rule="#383e46",
    scale=("#ffd9ad", "#f7a550", "#c5701c", "#6d3f16", "#14171b", "#183f66", "#2c74b8", "#66aeec", "#c9e4ff"),
)


def template(dark: bool = False) -> dict[str, Any]:
    """Return the Plotly template of a theme: colours, fonts and whatever else all figures share."""
    palette = DARK if dark else LIGHT
    scale = [[i / (len(palette.scale) - 1), colour] for i, colour in enumerate(palette.scale)]
    lines = {"gridcolor": palette.rule, "zerolinecolor": palette.quiet, "tickcolor": palette.rule}
    axis = lines | {"zeroline": False, "fixedrange": True, "title": {"standoff": 4}}
    # Of two traces: above zero, or positive reviews, first.
    signs = [{"marker": {"color": palette.scale[end], "line": {"width": 0}}} for end in (-2, 1)]
    return {
        "layout": {
            "paper_bgcolor": palette.page,
            "plot_bgcolor": palette.page,
            "font": {"color": palette.text, "family": "system-ui, sans-serif", "size": 12},
            "colorway": [palette.text],  # what has no sign has the colour of the text
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": axis | {"tickfont": {"color": palette.text}},
            "yaxis": axis | {"tickfont": {"color": palette.quiet}},
            "coloraxis": {"colorscale": scale, "showscale": False},
            "annotationdefaults": {  # titles and keys of rows
                "showarrow": False,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
            },
            "hoverlabel": {
                "bgcolor": palette.page,
                "bordercolor": palette.quiet,
                "font": {"color": palette.text},
            },
        },
        "data": {
            "scatter": [{"line": {"color": palette.text}, "marker": {"line": {"color": palette.page}}}],
            "bar": signs,
            "histogram": signs,
        },
    }

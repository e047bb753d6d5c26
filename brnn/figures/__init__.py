"""Turn records into Plotly figures, for the page and for notebooks.

from brnn import Analyzer, figures

figures.stage(Analyzer.load().analyze("I like apple. It is very healthy."))
"""

from pathlib import Path

import plotly

from brnn.figures.colours import template
from brnn.figures.compare import compare, difference
from brnn.figures.experiments import MUTE, ORDER, PADDING, mute, order, padding
from brnn.figures.labels import label
from brnn.figures.ladder import LADDER, Rung, ladder
from brnn.figures.learning import LEARNING, Curve, learning
from brnn.figures.look import look
from brnn.figures.plane import PLANE, PLANE_OF_ONE, PLANE_STACKED, cells_of, plane
from brnn.figures.reach import REACH, reach
from brnn.figures.reliability import BINS, CONFUSION, RELIABILITY, bins_of, confusion, reliability
from brnn.figures.stage import MOST_UNITS, stage
from brnn.figures.templates import Template
from brnn.figures.unit import unit

PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
"""The Plotly script for the browser, from the installed package."""

TEMPLATES: dict[str, Template] = {
    "order": ORDER,
    "padding": PADDING,
    "mute": MUTE,
    "ladder": LADDER,
    "learning": LEARNING,
    "confusion": CONFUSION,
    "reliability": RELIABILITY,
    "plane": PLANE,
    "stackedPlane": PLANE_STACKED,
    "planeOfOne": PLANE_OF_ONE,
    "reach": REACH,
}
"""The templates of the figures that the page draws, by name; see `templates`."""

__all__ = [
    "BINS",
    "MOST_UNITS",
    "PLOTLY_JS",
    "TEMPLATES",
    "Curve",
    "Rung",
    "bins_of",
    "cells_of",
    "compare",
    "confusion",
    "difference",
    "label",
    "ladder",
    "learning",
    "look",
    "mute",
    "order",
    "padding",
    "plane",
    "reach",
    "reliability",
    "stage",
    "template",
    "unit",
]

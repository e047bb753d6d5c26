"""Records → Plotly figures, for the page and for a notebook.

from brnn import Analyzer, figures

figures.stage(Analyzer.load().analyze("I like apple. It is very healthy."))
"""

from pathlib import Path

import plotly

from brnn.figures.colours import template
from brnn.figures.labels import label
from brnn.figures.stage import MOST_UNITS, describe, rows_of, stage

PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
"""The script that draws the figures in a browser, as the installed package brings it."""

__all__ = ["MOST_UNITS", "PLOTLY_JS", "describe", "label", "rows_of", "stage", "template"]

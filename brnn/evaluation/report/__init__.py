"""Metrics files → the tables of README.md and the model cards. No figure of them is typed by hand.

`python -m brnn.evaluation.report` writes them, `--check` compares. A table stands between two
comments, `<!-- figures: NAME -->` and `<!-- /figures -->`. A figure that a metrics
file lacks shows as "–".
"""

from brnn.evaluation.report.card import write_card
from brnn.evaluation.report.sources import ReportError
from brnn.evaluation.report.tables import fill

__all__ = ["ReportError", "fill", "write_card"]

"""Generate the tables of README.md, the model cards and the study from the metrics files.

    python -m brnn.evaluation.report            write them
    python -m brnn.evaluation.report --check    only compare

In README.md, a table stands between the comments `<!-- figures: NAME -->` and `<!-- /figures -->`. The
text of the cards and of the study is in card.md and study.md. A number that is missing from the metrics
files appears as "–".
"""

from brnn.evaluation.report.card import card_text, guess_card_text
from brnn.evaluation.report.sources import ReportError
from brnn.evaluation.report.tables import fill

__all__ = ["ReportError", "card_text", "fill", "guess_card_text"]

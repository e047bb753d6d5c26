"""Tables of a model that guesses words: what each direction, and both, can tell of a word."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from brnn.evaluation.report import sources
from brnn.evaluation.report.markdown import NONE, counts, shown, table, with_interval
from brnn.evaluation.report.sources import Figures

GUESS, WIDE = "guess", "guess-wide"
"""The model that ships, and one reader of twice the width, of which only the metrics do."""
ROWS = {
    "nothing": "nothing: how often a word occurs",
    "past": "the past",
    "future": "the future",
    "both": "both",
    "other_future": "both, with the future of another review",
    "other_past": "both, with the past of another review",
}
"""The rows of the table, and what a word is guessed from in each."""


def guesses(assets: Path) -> str:
    """Return the tables for README: every row, what both gain, and words by kind; "" if not measured."""
    runs = sources.runs_of(assets / GUESS)
    if not runs or not sources.part(runs[0], "guesses"):
        return ""
    wide = sources.runs_of(assets / WIDE)
    return "\n".join(filter(None, (main_table(runs[0], wide[:1]), gains(runs), kinds(runs[0]))))


def main_table(metrics: Figures, wide: Sequence[Figures] = ()) -> str:
    """Return all rows over all known words. wide: metrics of a single reader of twice the width."""
    rows = {label: sources.part(metrics, "guesses", "rows", name, "all") for name, label in ROWS.items()}
    for found in wide:
        label = f"the past, one reader of {shown(_units(found))} units"
        rows[label] = sources.part(found, "guesses", "rows", "past", "all")
    head = ["a word is guessed from", "n", "top-1", "top-5", "perplexity", "mean rank", "median rank"]
    return table(
        head,
        [
            [
                label,
                shown(row.get("n")),
                with_interval(row.get("top1"), row.get("top1_interval"), ".1%"),
                with_interval(row.get("top5"), row.get("top5_interval"), ".1%"),
                with_interval(row.get("perplexity"), row.get("perplexity_interval"), ".1f"),
                shown(row.get("mean_rank")),
                shown(row.get("median_rank")),
            ]
            for label, row in rows.items()
            if row.get("n")
        ],
    )


def gains(runs: Sequence[Figures]) -> str:
    """Return what both directions gain over the better single one, by seed."""
    rows = []
    for run in runs:
        found = sources.part(run, "guesses", "gains", "all")
        cells = [
            with_interval(
                sources.part(found, name).get("ratio"), sources.part(found, name).get("interval"), ".2f"
            )
            for name in ("top1", "top5", "perplexity")
        ]
        rows.append([f"seed {shown(sources.number(run, 'training', 'seed'))}", shown(found.get("n")), *cells])
    head = ["both ÷ the better single direction", "n", "top-1", "top-5", "perplexity"]
    return table(head, [row for row in rows if row[1] != NONE])


def kinds(metrics: Figures) -> str:
    """Return top-1 and perplexity of the three heads, by kind of word."""
    rows, labels = sources.part(metrics, "guesses", "rows"), sources.part(metrics, "guesses", "kinds")
    heads = [
        (name, label) for name, label in ROWS.items() if name in rows and name in ("past", "future", "both")
    ]
    table_rows = []
    for kind, label in labels.items():
        found = [sources.part(rows, name, kind) for name, _ in heads]
        if any(sources.number(one, "n") for one in found):
            figures = (
                (
                    with_interval(one.get("top1"), one.get("top1_interval"), ".1%"),
                    with_interval(one.get("perplexity"), one.get("perplexity_interval"), ".1f"),
                )
                for one in found
            )
            table_rows.append([str(label), counts(found), *itertools.chain(*figures)])
    head = itertools.chain(*((f"{label}: top-1", "perplexity") for _, label in heads))
    return table(["words", "n", *head], table_rows) if table_rows else ""


def _units(metrics: Figures) -> float | None:
    return sources.number(metrics, "model", "units")

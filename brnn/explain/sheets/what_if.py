"""Explanations that need further readings, or gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brnn.explain.settings import Span, check_spans
from brnn.explain.sheets.sheet import (
    Sheet,
    fact,
    log_odds,
    numbers,
    parted,
    rounding,
    said,
    terms,
    texts,
    words,
)
from brnn.records import ARROWS, Analysis

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.model.gradients import Baseline


def endings(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out the verdict on every beginning and every ending of the text."""
    found = analyzer.endings(analysis)
    readers = analyzer.model.config.readers
    columns = words(analysis)
    for part, head in (("beginnings", "to here"), ("ends", "from here")):
        outcomes = getattr(found, part)
        columns += [
            *(
                log_odds(f"{part}_{reader}", f"{head} {ARROWS[reader]}", getattr(outcomes, reader))
                for reader in readers
            ),
            log_odds(f"{part}_logit", head, outcomes.logits),
        ]
    return Sheet(
        found.method,
        {},
        [fact("logit", "log-odds", analysis.verdict.logit), fact("bias", "bias", found.bias)],
        columns,
        "New readings of the text up to each word, and of the text from each word on. Unlike the "
        "running evidence of the ledger, these are predictions.",
    )


def occlusion(analyzer: Analyzer, analysis: Analysis, span: Sequence[Span] | None = None) -> Sheet:
    """Lay out how evidence and log-odds differ without each word, or without each span."""
    check_spans("span", span, analysis)
    found = analyzer.occlusion(analysis, span)
    readers = analyzer.model.config.readers
    taken = [" ".join(analysis.encoded.words[first:last]) for first, last in found.spans]
    firsts = [first + 1 for first, _ in found.spans]
    lasts = [last for _, last in found.spans]
    return Sheet(
        found.method,
        {"without": "each word" if span is None else "spans"},
        [fact("logit", "log-odds with all words", found.whole.logit)],
        [
            numbers("first", "from", firsts, ","),
            numbers("last", "to", lasts, ","),
            texts("words", "words", taken),
            *parted(
                [
                    log_odds(f"{reader}_loss", f"loses {ARROWS[reader]}", getattr(found, reader))
                    for reader in readers
                ],
                log_odds("logit_loss", "loses", found.logit),
            ),
            log_odds("logit_without", "without", found.without.logits),
        ],
        "New readings without these words. A loss above zero: they favoured “positive”. "
        "The losses of single words do not add up to the verdict.",
    )


def gradients(analyzer: Analyzer, analysis: Analysis, baseline: Baseline = "zero", steps: int = 32) -> Sheet:
    """Lay out what each word contributes on the path from a neutral baseline to this text."""
    found = analyzer.gradients(analysis, baseline, steps)
    readers = analyzer.model.config.readers
    facts, columns = [], words(analysis)
    for reader in readers:
        arrow = ARROWS[reader]
        shift, gap = getattr(found, f"{reader}_shift"), getattr(found, f"{reader}_gap")
        taken = getattr(found, f"{reader}_steps")
        facts += [
            fact(f"{reader}_shift", f"text minus baseline {arrow}", shift),
            rounding(f"{reader}_gap", f"numerical error {arrow}", gap),
            said(f"{reader}_steps", f"gradients {arrow}", taken),
        ]
        columns.append(terms(reader, f"share {arrow}", getattr(found, reader), shift - gap))
    return Sheet(
        found.method,
        {"baseline": found.baseline, "initial steps": steps, "rule": found.rule},
        [*facts, said("complete", "complete to 1%", found.complete)],
        columns,
        "Gradients, integrated along the straight path from the baseline to the text. Another "
        "baseline gives other shares. Each column adds up to its reader's text minus baseline.",
    )


def reach(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out how strongly each reader's final evidence depends on each word."""
    found = analyzer.reach(analysis)
    readers = analyzer.model.config.readers
    return Sheet(
        found.method,
        {},
        [
            said(
                f"{reader}_half_reach",
                f"words with half the effect {ARROWS[reader]}",
                getattr(found, f"{reader}_half_reach"),
            )
            for reader in readers
        ],
        [
            *words(analysis),
            *(numbers(reader, f"gradient {ARROWS[reader]}", getattr(found, reader)) for reader in readers),
        ],
        "How strongly each word affects a reader's final evidence: the size of the gradient, in "
        "log-odds per unit of the word vector. The words with half the effect are counted back "
        "from the last word that the reader reads.",
    )

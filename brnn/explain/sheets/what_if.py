"""Explanations that read anew or follow slopes: without a word, or with less of it."""

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
    """Lay out what the model says of every beginning and every end of the text."""
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
        "New readings: of the text up to each word, and of the text from each word on. Unlike the "
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
        {"taken out": "every word" if span is None else "spans"},
        [fact("logit", "log-odds of the whole text", found.whole.logit)],
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
        "New readings, without the words. Above zero: they spoke for “positive”. The losses of "
        "single words do not add up to the verdict.",
    )


def gradients(
    analyzer: Analyzer, analysis: Analysis, baseline: Baseline = "zero", steps: int = 32
) -> Sheet:
    """Lay out what each word adds on the way from a text that says nothing to this one."""
    found = analyzer.gradients(analysis, baseline, steps)
    readers = analyzer.model.config.readers
    facts, columns = [], words(analysis)
    for reader in readers:
        arrow = ARROWS[reader]
        shift, gap = getattr(found, f"{reader}_shift"), getattr(found, f"{reader}_gap")
        taken = getattr(found, f"{reader}_steps")
        facts += [
            fact(f"{reader}_shift", f"text less baseline {arrow}", shift),
            rounding(f"{reader}_gap", f"of it not found {arrow}", gap),
            said(f"{reader}_steps", f"gradients taken {arrow}", taken),
        ]
        columns.append(terms(reader, f"adds {arrow}", getattr(found, reader), shift - gap))
    return Sheet(
        found.method,
        {"baseline": found.baseline, "steps at first": steps, "rule": found.rule},
        [*facts, said("complete", "complete to 1%", found.complete)],
        columns,
        "Slopes, added up on the straight way from the baseline to the text. Which baseline is "
        "taken matters; the sum is its reader's text less baseline.",
    )


def reach(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out how strongly each reader's final evidence still depends on each word."""
    found = analyzer.reach(analysis)
    readers = analyzer.model.config.readers
    return Sheet(
        found.method,
        {},
        [
            said(
                f"{reader}_half_reach",
                f"words that carry half {ARROWS[reader]}",
                getattr(found, f"{reader}_half_reach"),
            )
            for reader in readers
        ],
        [
            *words(analysis),
            *(
                numbers(reader, f"slope {ARROWS[reader]}", getattr(found, reader))
                for reader in readers
            ),
        ],
        "How steeply a reader's final evidence moves with each word, in log-odds per unit of a "
        "word vector. The words that carry half are counted from the reader's last.",
    )

"""Explanations that need further readings, or gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brnn.explain.settings import Span, check_spans
from brnn.explain.sheets.columns import log_odds, numbers, parted, per_reader, terms, texts, words
from brnn.explain.sheets.sheet import Sheet, fact, rounding, said
from brnn.records import Analysis, by_reader

if TYPE_CHECKING:
    from brnn.analyzer import Analyzer
    from brnn.model.gradients import Baseline


def endings(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out the verdict on every beginning and every ending of the text."""
    found, readers = analyzer.endings(analysis), analyzer.model.config.readers
    columns = words(analysis)
    for part, head, of in (("beginnings", "to here", found.beginnings), ("ends", "from here", found.ends)):
        columns += per_reader(readers, (log_odds, f"{part}_{{}}", f"{head} {{}}", by_reader(of)))
        columns.append(log_odds(f"{part}_logit", head, of.logits))
    return Sheet(
        found.method,
        {},
        [fact("logit", "log-odds", analysis.verdict.logit), fact("bias", "bias", found.bias)],
        columns,
        "New readings of the text up to each word, and of the text from each word on. Unlike the "
        "running evidence of the ledger, these are predictions.",
    )


def occlusion(analyzer: Analyzer, analysis: Analysis, span: Sequence[Span] | None) -> Sheet:
    """Lay out how evidence and log-odds differ without each word, or without each span."""
    check_spans("span", span, analysis)
    found, readers = analyzer.occlusion(analysis, span), analyzer.model.config.readers
    return Sheet(
        found.method,
        {"without": "each word" if span is None else "spans"},
        [fact("logit", "log-odds with all words", found.whole.logit)],
        [
            numbers("first", "from", [first + 1 for first, _ in found.spans], ","),
            numbers("last", "to", [last for _, last in found.spans], ","),
            texts("words", "words", [" ".join(analysis.encoded.words[slice(*own)]) for own in found.spans]),
            *parted(
                per_reader(readers, (log_odds, "{}_loss", "loses {}", by_reader(found))),
                log_odds("logit_loss", "loses", found.logit),
            ),
            log_odds("logit_without", "without", found.without.logits),
        ],
        "New readings without these words. A loss above zero: they favoured “positive”. "
        "The losses of single words do not add up to the verdict.",
    )


def gradients(analyzer: Analyzer, analysis: Analysis, baseline: Baseline, steps: int) -> Sheet:
    """Lay out what each word contributes on the path from a baseline to this text."""
    found, readers = analyzer.gradients(analysis, baseline, steps), analyzer.model.config.readers
    shifts, gaps = by_reader(found, "_shift"), by_reader(found, "_gap")
    sums = {reader: shift - gaps[reader] for reader, shift in shifts.items()}
    start = analysis.verdict.logit - found.forward_shift - found.backward_shift
    return Sheet(
        found.method,
        {"baseline": found.baseline, "initial steps": steps, "rule": found.rule},
        [
            *per_reader(
                readers,
                (fact, "{}_shift", "text minus baseline {}", shifts),
                (rounding, "{}_gap", "numerical error {}", gaps),
                (said, "{}_steps", "gradients {}", by_reader(found, "_steps")),
            ),
            fact("baseline_logit", "log-odds of the baseline", start),
            said("complete", "complete to 1%", found.complete),
        ],
        [*words(analysis), *per_reader(readers, (terms, "{}", "share {}", by_reader(found), sums))],
        "Gradients, integrated along the straight path from the baseline to the text. Another "
        "baseline gives other shares. Each column adds up to its reader's text minus baseline.",
    )


def reach(analyzer: Analyzer, analysis: Analysis) -> Sheet:
    """Lay out how strongly each reader's final evidence depends on each word."""
    found, readers = analyzer.reach(analysis), analyzer.model.config.readers
    half = by_reader(found, "_half_reach")
    return Sheet(
        found.method,
        {},
        per_reader(readers, (said, "{}_half_reach", "words with half the effect {}", half)),
        [*words(analysis), *per_reader(readers, (numbers, "{}", "gradient {}", by_reader(found)))],
        "How strongly each word affects a reader's final evidence: the size of the gradient, in "
        "log-odds per unit of the word vector. The words with half the effect are counted back "
        "from the last word that the reader reads.",
    )

"""How far the three measures of a word agree: what it added, occlusion and integrated gradients.

The page colours words by one of them. What a word added (the ledger) is exact bookkeeping, but people may
read its colour as the effect of the word. These figures say how wrong that would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from brnn.data.crops import crops_of, sentence_ends
from brnn.explain.evidence import ledger
from brnn.explain.integrated_gradients import integrated_gradients
from brnn.explain.occlusion import occlusion
from brnn.model.measures import ranks, wilson_interval
from brnn.model.readers import Readers
from brnn.records import READERS, Analysis, Encoded, Reader, TextWord
from brnn.text.vocabulary import Vocabulary

if TYPE_CHECKING:  # imports TensorFlow
    from brnn.model.gradients import Gradients

METHODS = ("ledger", "occlusion", "gradients")
REVIEWS, CROPS = 200, 400
"""Number of test reviews, and of short excerpts of test reviews, that are read."""
MATTERS = 0.5
"""A word matters if deleting it changes the evidence by at least so much, in log-odds."""
DELETED = 0.1
"""Share of the words that are deleted together, at least one."""
_RESAMPLES = 2_000

Ids = NDArray[np.int32]
Values = dict[str, NDArray[np.float64]]


def faithfulness(
    readers: Readers, gradients: Gradients, vocabulary: Vocabulary, test: Sequence[Ids], seed: int = 0
) -> dict[str, Any]:
    """Return the agreement of the three measures on a random sample, ready for JSON; none without words.

    "reviews" and "crops" (excerpts of 3 to 30 words of other reviews) each have

        forward, backward, together   the evidence of one reader, or of both summed, and for each pair of
                                      methods, such as "ledger_occlusion":
            rank_correlation          n (texts) and the mean over them of Spearman's correlation
            same_sign                 n (words that matter) and the share of them, over all texts, to
                                      which both methods give the same sign
        deletion                      by method, and for words drawn at random: n (texts) and by how much the
                                      logit moves on average, against the verdict, if the words that speak
                                      most for the verdict are deleted together

    each value with its 95% interval, bootstrapped over the reviews.

    test: int32 (words,) each, the test reviews as the model reads them. seed: random seed of the sample, the
        excerpts, and the bootstrap.
    """
    drawn = np.random.default_rng(seed).permutation(len(test))
    reviews, others = ([test[row] for row in rows] for rows in (drawn[:REVIEWS], drawn[-CROPS:]))
    groups = {"reviews": reviews, "crops": crops_of(others, sentence_ends(vocabulary), seed)}
    figures: dict[str, Any] = {"seed": seed, "matters": MATTERS, "deleted": DELETED}
    for name, drawn_texts in groups.items():
        if not (texts := [ids for ids in drawn_texts if len(ids)]):
            continue
        found = [_measured(readers, gradients, ids) for ids in texts]
        figures[name] = {
            **{scope: _agreement([values[scope] for values in found], seed) for scope in found[0]},
            "deletion": _deletion(readers, texts, [values["together"] for values in found], seed),
        }
    return figures


def rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation; NaN if it is undefined because all values of one are equal."""
    ranked = np.stack([ranks(one), ranks(other)])
    ranked -= ranked.mean(axis=1, keepdims=True)
    sizes = float(np.sqrt((ranked**2).sum(axis=1)).prod())
    return float(ranked[0] @ ranked[1]) / sizes if sizes else np.nan


def _measured(readers: Readers, gradients: Gradients, ids: Ids) -> dict[str, Values]:
    """Return float64 (words,) by method for each reader that the model has, and for both together."""
    place = tuple(TextWord("·", at, at + 1, "read") for at in range(len(ids)))  # the words do not matter
    reading = readers.read(ids)
    analysis = Analysis(
        Encoded("·" * len(ids), ("·",) * len(ids), ids, place),
        reading,
        ledger(reading, *readers.head_weights(), readers.bias),
    )
    records = analysis.ledger, occlusion(readers, analysis), integrated_gradients(gradients, analysis)
    there: list[Reader] = [r for r in READERS if getattr(reading, r).shape[1]]
    found = {r: {m: getattr(x, r) for m, x in zip(METHODS, records, strict=True)} for r in there}
    return found | {"together": {m: np.sum([found[r][m] for r in there], axis=0) for m in METHODS}}


def _agreement(found: Sequence[Values], seed: int) -> dict[str, Any]:
    """Return the figures of one scope. found: the values of each text."""
    matters = [np.abs(values["occlusion"]) >= MATTERS for values in found]
    figures: dict[str, Any] = {}
    for one, other in combinations(METHODS, 2):
        ranked = np.array([rank_correlation(values[one], values[other]) for values in found])
        ranked = ranked[~np.isnan(ranked)]
        same = [values[one] * values[other] > 0 for values in found]
        hits = [np.count_nonzero(s & m) for s, m in zip(same, matters, strict=True)]
        figures[f"{one}_{other}"] = {
            "rank_correlation": _ratio("mean", ranked, np.ones(len(ranked)), seed),
            "same_sign": _ratio("share", hits, [np.count_nonzero(m) for m in matters], seed),
        }
    return figures


def _deletion(readers: Readers, texts: Sequence[Ids], found: Sequence[Values], seed: int) -> dict[str, Any]:
    """Return by how much the logit moves if the words that a method ranks first are deleted."""
    rng = np.random.default_rng(seed)
    logits = readers.final(texts).logits.astype(np.float64)
    verdict = np.where(logits > 0, 1, -1)
    figures = {}
    for method in (*METHODS, "random"):
        shorter = []
        for ids, values, side in zip(texts, found, verdict, strict=True):
            support = rng.random(len(ids)) if method == "random" else side * values[method]
            first = np.argsort(-support, kind="stable")[: max(1, round(DELETED * len(ids)))]
            shorter.append(np.delete(ids, first))
        moved = verdict * (logits - readers.final(shorter).logits)
        figures[method] = _ratio("mean", moved, np.ones(len(moved)), seed)
    return figures


def _ratio(name: str, parts: Any, wholes: Any, seed: int) -> dict[str, Any]:
    """Return n, the sum of `parts` over that of `wholes`, and its interval: texts are drawn anew.

    If a share is 0 or 1, all draws are alike. The interval is then Wilson's, for the number of texts.
    """
    parts, wholes = np.asarray(parts, np.float64), np.asarray(wholes, np.float64)
    n, texts = int(wholes.sum()), len(wholes)
    if not n:
        return {"n": 0, name: None, "interval": None}
    ratio, some = float(parts.sum() / n), int(np.count_nonzero(wholes))
    if name == "share" and ratio in (0, 1):
        return {"n": n, name: ratio, "interval": list(wilson_interval(int(ratio) * some, some))}
    drawn = np.random.default_rng(seed).multinomial(texts, [1 / texts] * texts, _RESAMPLES)
    sums, totals = drawn @ parts, drawn @ wholes
    ends = np.percentile(sums[totals > 0] / totals[totals > 0], [2.5, 97.5])
    return {"n": n, name: ratio, "interval": [float(end) for end in ends]}

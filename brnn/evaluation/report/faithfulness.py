"""How far the colours of words agree with deletion: a table of models, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brnn.evaluation.report.markdown import NONE, code, shown, table, with_interval
from brnn.evaluation.report.sources import Figures, number, part

GROUPS = {"reviews": "reviews", "crops": "excerpts"}
_NAMES = {"ledger": "added evidence", "occlusion": "deletion", "gradients": "integrated gradients"}
_PAIRS = ("ledger_occlusion", "occlusion_gradients", "ledger_gradients")
_SCOPES = {"together": "both readers", "forward": "forward reader", "backward": "backward reader"}


def table_of(models: Mapping[str, Figures], by_reader: bool = False) -> str:
    """Return the table with two columns for each model that was measured; "" if none was.

    models: metrics by name. by_reader: whether the single readers have rows, too.
    """
    found = {name: part(metrics, "faithfulness") for name, metrics in models.items()}
    columns = [(name, part(figures, group), group) for name, figures in found.items() for group in GROUPS]
    columns = [column for column in columns if column[1]]
    if not columns:
        return ""
    head = [f"{code(name)}, {GROUPS[group]}" for name, _, group in columns]
    groups = [figures for _, figures, _ in columns]
    rows = [["texts", *(shown(number(figures, "deletion", "random", "n")) for figures in groups)]]
    for scope in _SCOPES if by_reader else ("together",):
        there = [part(figures, scope) for figures in groups]
        of = f", {_SCOPES[scope]}" if by_reader else ""
        for pair in _PAIRS if any(there) else ():
            names = " vs. ".join(_NAMES[method] for method in pair.split("_"))
            signs = (_same_sign(part(figures, pair, "same_sign")) for figures in there)
            rows.append([f"same sign: {names}{of}", *signs])
        for pair in _PAIRS if any(there) else ():
            names = " vs. ".join(_NAMES[method] for method in pair.split("_"))
            ranks = (part(figures, pair, "rank_correlation") for figures in there)
            rows.append([f"rank correlation: {names}{of}", *(_mean(rank, ".2f") for rank in ranks)])
    first = {shown(number(figures, "deleted"), ".0%"): None for figures in found.values() if figures}
    top = " / ".join(first)
    deleted = {method: f"the top {top} of words by {name}" for method, name in _NAMES.items()}
    for method, words in (deleted | {"random": f"a random {top} of words"}).items():
        moved = (_mean(part(figures, "deletion", method), "+.2f") for figures in groups)
        rows.append([f"log-odds moved by deleting {words}", *moved])
    return table(["", *head], rows)


def sentence(models: Iterable[Figures]) -> str:
    """Return which colour misleads less, as far as the figures of all models go; "" without any."""
    found = [part(metrics, "faithfulness", group, "deletion") for metrics in models for group in GROUPS]
    found = [figures for figures in found if figures]
    if not found:
        return ""

    def further(one: str, other: str) -> int:
        """Return how often the first measure moves the verdict further, without overlapping intervals."""
        return sum(figures[one]["interval"][0] > figures[other]["interval"][1] for figures in found)

    least = ""
    if further("occlusion", "ledger") and not further("ledger", "occlusion"):
        least = "So, of the three, added evidence says least about what deleting a word would change. "
    more, less = further("occlusion", "ledger"), further("ledger", "occlusion") or "none"
    best, worst = further("gradients", "occlusion") or "none", further("occlusion", "gradients") or "none"
    return (
        f"In {more} of {len(found)} comparisons (every shipped model, on reviews and on excerpts), deleting "
        "the words that rank highest by deletion moves the log-odds further than deleting those that rank "
        f"highest by added evidence; in {less}, less far; in the others, the 95% intervals overlap. This "
        "test favours deletion, because it deletes. Even so, integrated gradients move the log-odds further "
        f"than deletion in {best} of the comparisons, and less far in {worst}. {least}The page still colours "
        "words by added evidence at first: that shows the steps of the running evidence and costs nothing at "
        "each keystroke, whereas deletion reads the text once more for every word.\n"
    )


def _same_sign(figure: Figures) -> str:
    text = with_interval(figure.get("share"), figure.get("interval"), ".1%")
    return text if text == NONE else f"{text}, n = {shown(figure.get('n'))}"


def _mean(figure: Figures, form: str) -> str:
    return with_interval(figure.get("mean"), figure.get("interval"), form)

"""The sections of the study: for each question a table, a few sentences, and the method.

A sentence claims a direction only where the 95% interval of its figure excludes the other one.
"""

from __future__ import annotations

from brnn.evaluation.report.intervals import apart, mean, median, n_of, quartiles, share, side
from brnn.evaluation.report.markdown import NONE, table
from brnn.evaluation.report.sources import Figures

READERS = {"forward": "forward →", "backward": "backward ←"}
OTHER = {"forward": "backward", "backward": "forward"}


def agreement(found: Figures) -> str:
    """Report how often the readers agree, and which of them is right where they disagree."""
    quadrants = [
        [q["forward"], q["backward"], n_of(q), f"{q['n'] / found['agree']['n']:.1%}", share(q)]
        for q in found["quadrants"]
    ]
    same, other = found["right_where_agree"], found["right_where_disagree"]
    own = found["forward_right_where_disagree"]
    often = "The verdict is right {} often where they agree."
    unclear = "The intervals overlap, so they show no difference."
    compared = {1: often.format("more"), -1: often.format("less"), 0: unclear}[apart(same, other)]
    return f"""\
How often do both readers take the same side, and is the verdict more accurate where they do?

{table(["forward →", "backward ←", "n", "share of all", "accuracy of the verdict"], quadrants)}

The readers take the same side in {share(found["agree"])} of {n_of(found["agree"])} reviews. The
verdict is right in {share(same)} of the {n_of(same)} reviews on which they agree and in
{share(other)} of the {n_of(other)} on which they disagree. {compared} Where they disagree, exactly
one of them is right. In {share(own)} of these reviews it is the forward reader:
{_which(own, "is right more often", 0.5)}. In {share(found["stronger_right_where_disagree"])} of them it is
the reader with the larger centred evidence, and in {share(found["verdict_of_stronger_where_disagree"])}
the verdict follows that reader.

*Method:* every test review, from the final evidence in the model's `statistics.npz`. Two groups are
said to differ where their intervals do not overlap."""


def knowing(found: Figures) -> str:
    """Report from which word on each reader kept its side, and which reader was first."""
    rows = [
        [name, share(own["undecided"]), *_quartiles(own, "words_read", "share_read"), share(own["late"])]
        for name, own in _by_reader(found)
    ]
    head = ["reader", "ends undecided", "n of the others", "words until it knew, median"]
    head += ["quartiles", "share of the words, median", "quartiles", "knew only in the second half"]
    untied = found["forward_first_of_untied"]
    return f"""\
How many words does each reader need before it stays on its final side, and which needs fewer?

{table(head, rows)}

A reader is on a side once its centred evidence is {found["margin"]:g} log-odds or more from zero;
closer to zero, it is undecided. Both readers end on a side in {n_of(found["tied"])} of the
{n_of(found["forward"]["undecided"])} reviews. The forward reader needed fewer words in
{share(found["forward_first"])} of these, the backward reader in {share(found["backward_first"])},
and both needed equally many in {share(found["tied"])}. In the {n_of(untied)} reviews without a tie, the
forward reader was first in {share(untied)}: {_which(untied, "knows first more often", 0.5)}.

*Method:* {n_of(found["forward"]["undecided"])} test reviews, word by word. Each reader's words are
counted from where it starts. "Knew" is said with hindsight: only after the last word is it clear
that a reader will not change sides again, and its final side may be wrong."""


def memory(found: Figures) -> str:
    """Report how far back each reader remembers."""
    rows = [[name, *_quartiles(own, "half_reach", "share_of_words")] for name, own in _by_reader(found)]
    head = ["reader", "n", "half-reach in words, median", "quartiles"]
    head += ["share of the words, median", "quartiles"]
    difference = found["forward_less_backward"]
    return f"""\
How far back does a reader remember? The half-reach is the number of words, counted back from the
last one it reads, that account for half of what its final evidence depends on.

{table(head, rows)}

The forward reader's half-reach minus the backward reader's, in the same review, is
{mean(difference, "+.1f")} words on average: {_which(difference, "reaches further back")}. In the median
review, the readers read {median(found["words"], ",.0f")} words.

*Method:* {n_of(difference)} test reviews. The dependence on a word is the norm of the gradient of
the final evidence with respect to its word vector."""


def mute(found: Figures) -> str:
    """Report the accuracy of the verdicts with one reader silenced."""
    alone = {reader: found[f"{reader}_alone"] for reader in READERS}
    rows = [["both", n_of(found["both"]), share(found["both"]), NONE, NONE]]
    for reader, own in alone.items():
        lost, same = mean(own["loss"], "+.2f", 100), share(own["same_verdict"])
        rows.append([f"{READERS[reader]} alone", n_of(own["right"]), share(own["right"]), lost, same])
    head = ["readers", "n", "accuracy of the verdict", "points lost", "same verdict as both"]
    losses = " ".join(
        f"With the {OTHER[reader]} reader silenced, {loss(own['loss'])}." for reader, own in alone.items()
    )
    difference = found["forward_less_backward"]
    better = {
        1: "alone, the forward reader is the better one",
        -1: "alone, the backward reader is the better one",
        0: "the interval does not show which reader is better alone",
    }[side(difference)]
    return f"""\
How much accuracy is lost if one reader's final evidence is replaced by its mean?

{table(head, rows)}

{losses} The accuracy of the forward reader alone minus that of the backward reader alone is
{mean(difference, "+.2f", 100)} points: {better}.

*Method:* every test review, from the final evidence; differences are paired by review and given in
percentage points. This network was trained with both readers. A network trained with only one is a
different network and may do better than half of this one."""


def order(found: Figures, settings: Figures) -> str:
    """Report how many verdicts depend on word order, and where a sentence counts more."""
    shuffled, shifts = found["shuffled"], found["shifts"]
    turned = shuffled["flipped"]
    orders = {
        "all words shuffled": turned,
        "verdict sentence moved to the start": found["at_start"],
        "verdict sentence moved to the end": found["at_end"],
    }
    rows = [[name, n_of(figure), share(figure)] for name, figure in orders.items()]
    places = ("at_start", "at_end", "last_less_first")
    moved = [
        [name, n_of(own["at_start"]), *(mean(own[place], "+.2f") for place in places)]
        for name, own in _by_reader(shifts)
    ]
    head = ["reader", "n", "moved to the start", "moved to the end", "read last minus read first"]
    weighs = {
        1: "gives more weight to a sentence that it reads last",
        -1: "gives more weight to a sentence that it reads first",
        0: "shows no clear difference between a sentence that it reads last and one it reads first",
    }
    said = " ".join(f"The {r} reader {weighs[side(shifts[r]['last_less_first'])]}." for r in READERS)
    return f"""\
How many verdicts change if the same words come in a different order? Does a reader give more
weight to what it reads last?

{table(["order", "n", "verdicts that change"], rows)}

In their original order, {share(shuffled["right_as_typed"])} of these reviews get the right verdict;
over all shuffles, {share(shuffled["right_shuffled"])} do. With the words shuffled,
{loss(shuffled["loss"])}.

The next table shows how each reader's evidence, in log-odds, changes if the verdict sentence is
moved. Positive numbers point in the direction of what the sentence added in its original place.

{table(head, moved)}

{said}

*Method:* {n_of(turned)} test reviews, {settings["shuffles"]} shuffles each of the words that are
read. The verdict sentence is the sentence over which the evidence of both readers together moved
most. A review is counted only if the move changes the order of its words."""


def loss(figure: Figures) -> str:
    """Report by how many points the accuracy falls, or that the interval shows no change."""
    said = {1: "accuracy falls", -1: "accuracy rises", 0: "the interval shows no change in accuracy"}
    return f"{said[side(figure)]}: {mean(figure, '+.2f', 100)} points lost"


def _which(figure: Figures, claim: str, level: float = 0.0) -> str:
    """Say of which reader a claim is true, or that the interval does not show it."""
    unclear = "the interval does not show which reader"
    reader = {1: "the forward reader", -1: "the backward reader", 0: unclear}[side(figure, level)]
    return f"{reader} {claim}"


def _by_reader(found: Figures) -> list[tuple[str, Figures]]:
    return [(name, found[reader]) for reader, name in READERS.items()]


def _quartiles(found: Figures, words: str, shares: str) -> list[str]:
    """Return the n of two figures, and the median and the quartiles of each."""
    forms = ((found[words], ",.0f"), (found[shares], ".0%"))
    return [n_of(found[words]), *(say(figure, form) for figure, form in forms for say in (median, quartiles))]

"""What the figures of the study say: of each question a table, sentences, how it was measured.

A sentence claims a direction only where the 95% interval of its figure leaves room for no other.
"""

from __future__ import annotations

from brnn.evaluation.report.intervals import apart, mean, median, n_of, quartiles, share, side
from brnn.evaluation.report.markdown import NONE, table
from brnn.evaluation.report.sources import Figures

READERS = {"forward": "forward →", "backward": "backward ←"}
OTHER = {"forward": "backward", "backward": "forward"}


def agreement(found: Figures) -> str:
    """Return how often the readers take the same side, and who is right where they part."""
    quadrants = [
        [q["forward"], q["backward"], n_of(q), f"{q['n'] / found['agree']['n']:.1%}", share(q)]
        for q in found["quadrants"]
    ]
    same, other = found["right_where_agree"], found["right_where_disagree"]
    own = found["forward_right_where_disagree"]
    compared = {
        1: "more often where they agree",
        -1: "less often where they agree",
        0: "the intervals tell no difference",
    }[apart(same, other)]
    more = {
        1: "so the forward reader is right more often there",
        -1: "so the backward reader is right more often there",
        0: "so neither is for certain right more often there",
    }[side(own, 0.5)]
    return f"""\
How often do both readers take the same side, and is the verdict better where they do?

{table(["forward →", "backward ←", "n", "share of all", "verdict right"], quadrants)}

They take the same side in {share(found["agree"])} of {n_of(found["agree"])} reviews. The verdict is
right in {share(same)} of the {n_of(same)} on which they agree and in {share(other)} of the
{n_of(other)} on which they part: {compared}. Where they part, one of them is right. It is the
forward reader in {share(own)}, {more}. The reader with the larger centred evidence is right in
{share(found["louder_right_where_disagree"])} of them, and the verdict takes its side in
{share(found["verdict_of_louder_where_disagree"])}.

*Measured* on every test review, from the final evidence in the model's `statistics.npz`. A
difference between two groups is claimed where their intervals do not overlap."""


def knowing(found: Figures) -> str:
    """Return from which word on each reader knew, and which of them first."""
    rows = [
        [
            name,
            n_of(found[reader]["words_read"]),
            median(found[reader]["words_read"], ",.0f"),
            quartiles(found[reader]["words_read"], ",.0f"),
            median(found[reader]["share_read"], ".0%"),
            quartiles(found[reader]["share_read"], ".0%"),
            share(found[reader]["late"]),
        ]
        for reader, name in READERS.items()
    ]
    head = ["reader", "n", "words until it knew, median", "quartiles"]
    head += ["share of its words, median", "quartiles", "knew after the middle"]
    untied = found["forward_first_of_untied"]
    first = {
        1: "the forward reader knows first more often",
        -1: "the backward reader knows first more often",
        0: "which of them knows first more often, the interval does not tell",
    }[side(untied, 0.5)]
    return f"""\
From which word on is a reader on the side on which it ends, and which needs fewer words for it?

{table(head, rows)}

The forward reader needed fewer words in {share(found["forward_first"])} of the reviews, the
backward reader in {share(found["backward_first"])}, and both as many in {share(found["tied"])}. Of
the {n_of(untied)} without a tie the forward reader was first in {share(untied)}: {first}.

*Measured* on {n_of(found["tied"])} test reviews, word by word. A reader's words are counted from
where it starts. To have known is bookkeeping: that a reader would not change sides again shows only
once it has read everything, and the side on which it ends may be wrong."""


def memory(found: Figures) -> str:
    """Return how far back each reader's memory goes."""
    rows = [
        [
            name,
            n_of(found[reader]["half_reach"]),
            median(found[reader]["half_reach"], ",.0f"),
            quartiles(found[reader]["half_reach"], ",.0f"),
            median(found[reader]["share_of_words"], ".0%"),
            quartiles(found[reader]["share_of_words"], ".0%"),
        ]
        for reader, name in READERS.items()
    ]
    head = ["reader", "n", "half-reach in words, median", "quartiles"]
    head += ["share of its words, median", "quartiles"]
    difference = found["forward_less_backward"]
    further = {
        1: "the forward reader reaches further back",
        -1: "the backward reader reaches further back",
        0: "which of them reaches further back, the interval does not tell",
    }[side(difference)]
    return f"""\
How many words, counted back from a reader's last, carry half of all that it still feels at its end?

{table(head, rows)}

Forward less backward, review by review, the half-reach differs by {mean(difference, "+.1f")} words
on average: {further}. The median review has {median(found["words"], ",.0f")} words that are read.

*Measured* on {n_of(difference)} test reviews. A word is felt as strongly as the final evidence
moves with the word's vector: the length of the gradient."""


def mute(found: Figures) -> str:
    """Return how verdicts fare with one reader silent."""
    alone = {reader: found[f"{reader}_alone"] for reader in READERS}
    rows = [["both", n_of(found["both"]), share(found["both"]), NONE, NONE]]
    rows += [
        [
            f"{READERS[reader]} alone",
            n_of(figures["right"]),
            share(figures["right"]),
            mean(figures["loss"], "+.2f", 100),
            share(figures["same_verdict"]),
        ]
        for reader, figures in alone.items()
    ]
    head = ["who speaks", "n", "verdict right", "points lost", "same verdict as both"]
    losses = " ".join(
        f"With the {OTHER[reader]} reader silent, {loss(figures['loss'])}."
        for reader, figures in alone.items()
    )
    difference = found["forward_less_backward"]
    better = {
        1: "the forward reader is the better one alone",
        -1: "the backward reader is the better one alone",
        0: "which of them is the better one alone, the interval does not tell",
    }[side(difference)]
    return f"""\
How much worse is the verdict if one reader's final evidence is replaced by its mean?

{table(head, rows)}

{losses} Forward alone less backward alone is {mean(difference, "+.2f", 100)} points: {better}.

*Measured* on every test review, from the final evidence; differences are taken review by review,
in percentage points. The network learnt with both readers. One that learns with a single reader is
another network, and may do better than this one with half of it silenced."""


def order(found: Figures, settings: Figures) -> str:
    """Return how many verdicts another order turns, and where a sentence weighs more."""
    shuffled, shifts = found["shuffled"], found["shifts"]
    turned = shuffled["flipped"]
    rows = [
        ["all words shuffled", n_of(turned), share(turned)],
        ["verdict sentence moved to the start", n_of(found["at_start"]), share(found["at_start"])],
        ["verdict sentence moved to the end", n_of(found["at_end"]), share(found["at_end"])],
    ]
    places = ("at_start", "at_end", "last_less_first")
    moved = [
        [
            name,
            n_of(shifts[reader]["at_start"]),
            *(mean(shifts[reader][place], "+.2f") for place in places),
        ]
        for reader, name in READERS.items()
    ]
    head = ["reader", "n", "at the start less as typed", "at the end less as typed"]
    head += ["read last less read first"]
    weighed = {
        1: "more if it reads it last",
        -1: "more if it reads it first",
        0: "by the interval neither more if it reads it last nor if first",
    }
    said = "; ".join(
        f"the {reader} reader weighs it {weighed[side(shifts[reader]['last_less_first'])]}"
        for reader in READERS
    )
    return f"""\
How many verdicts turn when the same words come in another order? Does a reader weigh more what it
reads last?

{table(["order", "n", "verdicts that turn"], rows)}

As typed, the verdict on these reviews is right in {share(shuffled["right_as_typed"])}, and over all
shuffles in {share(shuffled["right_shuffled"])}: with the words shuffled,
{loss(shuffled["loss"])}.

What moving the verdict sentence does to each reader's evidence, in log-odds, counted towards what
the sentence added where it stood:

{table(head, moved)}

With the same sentence at one end of the same text or at the other, {said}.

*Measured* on {n_of(turned)} test reviews, {settings["shuffles"]} shuffles each, of the words that
are read. The verdict sentence is the one at which the evidence of both readers together moved most.
A review counts where the move changes the order of its words."""


def loss(figure: Figures) -> str:
    """Return by how many points the share that is right falls, or that no change is certain."""
    said = {
        1: "the verdict is right less often",
        -1: "the verdict is right more often",
        0: "the interval tells no change in how often the verdict is right",
    }[side(figure)]
    return f"{said}: {mean(figure, '+.2f', 100)} points lost"

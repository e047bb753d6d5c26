"""The figures of the study → its page. No figure or direction is typed."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import fill

from brnn.evaluation.report import findings
from brnn.evaluation.report.findings import OTHER, READERS, loss
from brnn.evaluation.report.intervals import median, n_of, share
from brnn.evaluation.report.ladder import CELLS, ladder
from brnn.evaluation.report.markdown import code
from brnn.evaluation.report.sources import METRICS, Figures, ReportError, read_json

FORMAT = 1
FIGURES, PAGE = "figures.json", "README.md"

_INTRODUCTION = """\
Two readers go through a review, one from its first word to its last (forward, →), one from its last
to its first (backward, ←). What each remembers at its end is weighed into evidence, in log-odds of
"positive"; both and a bias add up to the verdict. How that sum parts has an arbitrary offset, so
evidence is centred here: each reader's mean over the {centred_on:,} training reviews is taken off
it. A reader takes the side, positive or negative, on which its centred evidence ends.

In brackets stand 95% intervals: Wilson's for shares, normal ones for means, bootstrap ones for
medians and for shares over shuffles. They tell how far chance in which reviews were drawn may carry
a figure, and nothing of another training of the same model. A direction is claimed only where the
interval allows no other. This page is generated: `make study` measures anew, `make report` writes
it from `figures.json`."""


def write_page(folder: Path, assets: Path) -> None:
    """Write the page into the folder of a study. Raises ReportError."""
    (folder / PAGE).write_text(page(folder, assets), "utf-8", newline="\n")


def page(folder: Path, assets: Path) -> str:
    """Return the page of a study's folder, made from its figures, and the ladder's if it is there.

    Raises ReportError for figures that cannot be read or are not those of this version.
    """
    path = folder / FIGURES
    found = read_json(path)
    if found.get("format") != FORMAT:
        raise ReportError(f"{path} is of another version: make it again with `make study`")
    rungs, trained = _ladder(assets)
    try:
        return _page(found, rungs, trained)
    except (KeyError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ReportError(f"{path} lacks figures ({reason}): run `make study`") from error


def _page(found: Figures, rungs: str, trained: list[str]) -> str:
    sections = {
        "Do the readers agree?": findings.agreement(found["agreement"]),
        "Who knew first?": findings.knowing(found["knowing"]),
        "How far back do they remember?": findings.memory(found["memory"]),
        "What if one of them is silent?": findings.mute(found["mute"]),
        "Does the order of the words matter?": findings.order(found["order"], found["settings"]),
        "What does a second direction buy in training?": rungs,
        "What speaks against two directions": _against(found, trained),
    }
    introduction = _INTRODUCTION.format(centred_on=found["agreement"]["centred_on"])
    parts = ["# What the two readers do", _model(found), introduction]
    parts += [f"## {title}\n\n{text}" for title, text in sections.items() if text]
    blocks = re.split(r"\n{2,}", "\n\n".join(parts).strip())
    return "\n\n".join(map(_wrapped, blocks)) + "\n"


def _wrapped(block: str) -> str:
    """Return a paragraph or a list in lines of like length; a table or a title as it is."""
    if block.startswith(("|", "#")):
        return block
    items = block.splitlines() if block.startswith("- ") else [block]
    indent = "  " if block.startswith("- ") else ""
    return "\n".join(
        fill(i, 100, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        for i in items
    )


def _model(found: Figures) -> str:
    model, settings, test = found["model"], found["settings"], found["model"]["test"]
    end = "first" if model["keep"] == "start" else "last"
    facts = [f"weights {code(model['weights_sha256'][:12])}"]
    if model["preset"] is not None:
        facts.insert(0, f"preset {code(model['preset'])}, seed {model['seed']}")
    if test["n"] is not None:
        right = {"share": test["accuracy"], "interval": test["accuracy_interval"]}
        facts.append(f"right on {share(right)} of {n_of(test)} test reviews")
    reviews = f"{settings['test_reviews']:,} test reviews"
    return (
        f"What the two readers of the model {code(model['name'])} do on the official test split. "
        f"The model is a bidirectional {CELLS[model['cell']]} with {model['units']:,} units a "
        f"reader; of a review it reads at most the {end} {model['max_words']:,} words "
        f"({', '.join(facts)}). Agreement and silence are measured on all {reviews}, the rest on "
        f"reviews drawn from them at random (seed {settings['seed']})."
    )


def _ladder(assets: Path) -> tuple[str, list[str]]:
    """Return the ladder's section and its sentences; nothing where it has not been trained."""
    if not any(assets.glob(f"ladder/*/{METRICS}")):
        return "", []
    lines = ladder(assets).splitlines()
    said = [line for line in lines if line.startswith("- ")]
    rungs = "\n".join(line for line in lines if not line.startswith("- ")).strip()
    question = "Do two readers do better than a single one with as many weights, each trained anew?"
    measured = "*Measured* by `make ladder`." + " What follows stands in the next section." * bool(
        said
    )
    return f"{question}\n\n{rungs}\n\n{measured}", said


def _against(found: Figures, trained: list[str]) -> str:
    alone = {reader: found["mute"][f"{reader}_alone"] for reader in READERS}
    better = min(alone, key=lambda reader: float(alone[reader]["loss"]["mean"]))
    wrong = found["agreement"]["both_wrong_of_wrong_verdicts"]
    turned = found["order"]["shuffled"]["flipped"]
    knew = found["knowing"]["forward"]["share_read"]
    said = [
        "The figures above once more, read against the second reader.\n",
        f"- One reader alone gives the verdict of both in "
        f"{share(alone['forward']['same_verdict'])} of the test reviews (forward) and in "
        f"{share(alone['backward']['same_verdict'])} (backward).",
        f"- With the {OTHER[better]} reader silent, the smaller loss of the two, "
        f"{loss(alone[better]['loss'])}.",
        f"- Of the {n_of(wrong)} wrong verdicts, {share(wrong)} had both readers on the wrong "
        "side: there the second was no help.",
        f"- Shuffling the words turns {share(turned)} of the verdicts. The others need no "
        "order of the words, and so no direction of reading.",
        *trained,
        "- The backward reader starts at the last word, so no verdict is final before the whole "
        "text is there. A forward reader alone could answer while the words come: on half of the "
        f"reviews it had reached its final side by {median(knew, '.0%')} of them.",
    ]
    return "\n".join(said)

"""Turn the figures of the study into its page. No number or direction is typed by hand."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import TextWrapper

from brnn.config import CELLS
from brnn.evaluation.report import findings
from brnn.evaluation.report.findings import OTHER, READERS, loss
from brnn.evaluation.report.intervals import median, n_of, share
from brnn.evaluation.report.ladder import ladder
from brnn.evaluation.report.markdown import code
from brnn.evaluation.report.sources import METRICS, Figures, ReportError, read_json

FORMAT = 2
FIGURES, PAGE = "figures.json", "README.md"

_INTRODUCTION = """\
Two readers go through a review: the forward reader (→) from the first word to the last, the
backward reader (←) from the last word to the first. The network weighs each reader's final hidden
state; the result is the reader's evidence, in log-odds of "positive". The evidence of both readers
and a bias add up to the verdict. How the sum splits among these three has an arbitrary offset, so
evidence is centred here: each reader's mean over the {centred_on:,} training reviews is subtracted.
The sign of a reader's centred final evidence is the side that it takes, positive or negative.

Brackets contain 95% intervals: Wilson intervals for shares, normal ones for means, bootstrap ones
for medians and for shares over shuffles. They reflect the random choice of reviews, not the
variation between training runs. The text claims a direction only where the interval excludes the
other one. This page is generated: `make study` repeats the measurements, and `make report` writes
the page from `figures.json`."""


def page(folder: Path, assets: Path) -> str:
    """Return the page of a study, built from its figures and, if present, those of the ladder.

    Raises ReportError if the figures cannot be read or have another format version.
    """
    path = folder / FIGURES
    found = read_json(path)
    if found.get("format") != FORMAT:
        raise ReportError(f"{path} has another format version: run `make study` again")
    rungs, trained = _ladder(assets)
    try:
        return _page(found, rungs, trained)
    except (KeyError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ReportError(f"{path} lacks figures ({reason}): run `make study`") from error


def _page(found: Figures, rungs: str, trained: list[str]) -> str:
    sections = {
        "Do the readers agree?": findings.agreement(found["agreement"]),
        "Which reader knows first?": findings.knowing(found["knowing"]),
        "How far back do they remember?": findings.memory(found["memory"]),
        "What if one reader is silenced?": findings.mute(found["mute"]),
        "Does the order of the words matter?": findings.order(found["order"], found["settings"]),
        "Does training with two directions help?": rungs,
        "The case against two directions": _against(found, trained),
    }
    introduction = _INTRODUCTION.format(centred_on=found["agreement"]["centred_on"])
    parts = ["# What the two readers do", _model(found), introduction]
    parts += [f"## {title}\n\n{text}" for title, text in sections.items() if text]
    blocks = re.split(r"\n{2,}", "\n\n".join(parts).strip())
    return "\n\n".join(map(_wrapped, blocks)) + "\n"


def _wrapped(block: str) -> str:
    """Wrap a paragraph or a list at 100 characters; leave a table or a title as it is."""
    if block.startswith(("|", "#")):
        return block
    is_list = block.startswith("- ")
    wrapper = TextWrapper(
        100, subsequent_indent="  " * is_list, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(map(wrapper.fill, block.splitlines() if is_list else [block]))


def _model(found: Figures) -> str:
    model, settings, test = found["model"], found["settings"], found["model"]["test"]
    end = "first" if model["keep"] == "start" else "last"
    facts = [f"weights {code(model['weights_sha256'][:12])}"]
    if model["preset"] is not None:
        facts.insert(0, f"preset {code(model['preset'])}, seed {model['seed']}")
    if test["n"] is not None:
        right = {"share": test["accuracy"], "interval": test["accuracy_interval"]}
        facts.append(f"accuracy {share(right)} on {n_of(test)} test reviews")
    return (
        f"This study measures the two readers of the model {code(model['name'])} on the official test split. "
        f"The model is a bidirectional {CELLS[model['cell']]} with {model['units']:,} units per reader "
        f"({', '.join(facts)}). It reads at most the {end} {model['max_words']:,} words of a review. "
        f"Agreement and silencing are measured on all {settings['test_reviews']:,} test reviews, everything "
        f"else on a random sample of them (seed {settings['seed']})."
    )


def _ladder(assets: Path) -> tuple[str, list[str]]:
    """Return the ladder's section and its sentences; both are empty if it has not been trained."""
    if not any(assets.glob(f"ladder/*/{METRICS}")):
        return "", []
    lines = ladder(assets).splitlines()
    said = [line for line in lines if line.startswith("- ")]
    rungs = "\n".join(line for line in lines if not line.startswith("- ")).strip()
    question = "Do two readers do better than one reader with as many weights, trained from scratch?"
    method = "*Method:* `make ladder`." + " The next section interprets the table." * bool(said)
    return f"{question}\n\n{rungs}\n\n{method}", said


def _against(found: Figures, trained: list[str]) -> str:
    alone = {reader: found["mute"][f"{reader}_alone"] for reader in READERS}
    better = min(alone, key=lambda reader: float(alone[reader]["loss"]["mean"]))
    wrong = found["agreement"]["both_wrong_of_wrong_verdicts"]
    turned = found["order"]["shuffled"]["flipped"]
    knew = found["knowing"]["forward"]["share_read"]
    return "\n".join(
        (
            "The same figures, read as arguments against the second reader:\n",
            "- The forward reader alone gives the same verdict as both readers in "
            f"{share(alone['forward']['same_verdict'])} of the test reviews, the backward reader alone in "
            f"{share(alone['backward']['same_verdict'])}.",
            f"- With the {OTHER[better]} reader silenced, which costs less than silencing the {better} "
            f"reader, {loss(alone[better]['loss'])}.",
            f"- In {share(wrong)} of the {n_of(wrong)} wrong verdicts, both readers were on the wrong side, "
            "so the second reader did not help.",
            f"- Shuffling the words changes {share(turned)} of the verdicts. For the others, the order of "
            "the words does not matter, so neither does the direction of reading.",
            *trained,
            "- The backward reader starts at the last word, so no verdict is final before the text is "
            "complete. A forward reader could answer while the words arrive: where it ends on a side, it had "
            f"reached it for good after {median(knew, '.0%')} of the words (median).",
        )
    )

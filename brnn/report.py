"""Metrics files → the tables of README.md. `python -m brnn.report` writes them, `--check` compares.

A table stands between two comments, `<!-- figures: NAME -->` and `<!-- /figures -->`.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from brnn.config import PRESETS

ROOT = Path(__file__).resolve().parent.parent
ARTICLE_BEST, ARTICLE_LAST = 0.7858, 0.7314
"""Test accuracy that the article reports: its best epoch, and its last, which it publishes."""

_SECTION = re.compile(r"(<!-- figures: (?P<name>[a-z-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def main(argv: list[str] | None = None) -> int:
    """Write the tables, or with --check fail if they are not what the metrics say."""
    parser = argparse.ArgumentParser(prog="python -m brnn.report", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail on a difference")
    check = parser.parse_args(argv).check
    readme = ROOT / "README.md"
    written = readme.read_text("utf-8")
    generated = fill(written, ROOT / "assets")
    if check and generated != written:
        print("README.md has other figures than the metrics: run `make report`", file=sys.stderr)
        return 1
    if generated != written:
        readme.write_text(generated, "utf-8", newline="\n")
    return 0


def fill(text: str, assets: Path) -> str:
    """Return `text` with every figures section made anew. Raises KeyError for an unknown one."""
    return _SECTION.sub(lambda found: found[1] + _TABLES[found["name"]](assets) + found[3], text)


def runs_of(assets: Path, name: str) -> list[dict[str, Any]]:
    """Return the metrics of a shipped model and of its repeats with other seeds, by seed."""
    files = [assets / name / "metrics.json", *(assets / "repeats").glob(f"{name}-seed-*.json")]
    runs = [json.loads(file.read_text("utf-8")) for file in files]
    return sorted(runs, key=lambda run: run["training"]["seed"])


def _article(assets: Path) -> str:
    runs = runs_of(assets, "article")
    epochs = [[epoch["test"]["accuracy"] for epoch in run["history"]] for run in runs]
    best, last = [max(run) for run in epochs], [run[-1] for run in epochs]
    seeds = [f"seed {run['training']['seed']}" for run in runs]
    n = runs[0]["test"]["n"]
    table = _table(
        ["test accuracy", "article", f"here, mean ± sd of {len(runs)}", *seeds],
        [
            ["best epoch", f"{ARTICLE_BEST:.2%}", _mean_and_sd(best), *_percent(best)],
            ["last epoch, kept", f"{ARTICLE_LAST:.2%}", _mean_and_sd(last), *_percent(last)],
        ],
    )
    return (
        f"{table}\nAll on the official test split, n = {n:,}, read after every epoch as the "
        f"article does: the best epoch is chosen on it and is no estimate of anything.\n"
    )


def _recipes(_: Path) -> str:
    rows = []
    for preset in PRESETS.values():
        model, training = preset.model, preset.training
        rows.append(
            [
                f"`{preset.name}`",
                f"{model.direction} {model.cell}, {model.units} units",
                f"{model.vocabulary_size:,}",
                f"{model.keep} {model.max_words:,}",
                str(training.epochs),
                "last epoch" if training.selection == "last" else "best epoch on films held out",
            ]
        )
    return _table(["preset", "readers", "words known", "words read", "epochs", "kept"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _percent(shares: Sequence[float]) -> list[str]:
    return [f"{share:.2%}" for share in shares]


def _mean_and_sd(shares: Sequence[float]) -> str:
    return f"{statistics.mean(shares):.2%} ± {statistics.stdev(shares):.2%}"


_TABLES: dict[str, Callable[[Path], str]] = {"article": _article, "recipes": _recipes}

if __name__ == "__main__":
    sys.exit(main())

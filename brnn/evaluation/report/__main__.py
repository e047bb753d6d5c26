"""The command: write the README tables, model cards and study, or check that they are current."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from brnn.evaluation import report
from brnn.evaluation.report import claims, measured
from brnn.evaluation.report.card import card
from brnn.evaluation.report.sources import ReportError, model_folders
from brnn.evaluation.report.study import FIGURES, PAGE, page
from brnn.evaluation.report.tables import fill
from brnn.model.files import replace_file
from brnn.model.folder import CARD
from brnn.text import streams

ROOT = Path(__file__).resolve().parents[3]


@streams.command
def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    """Write the files that differ, or with --check list them and fail. Returns the exit status."""
    prog, form = "python -m brnn.evaluation.report", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=prog, description=report.__doc__, formatter_class=form)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    check = parser.parse_args(argv).check
    if not (root / "README.md").is_file():
        print(f"{prog} works in a checkout of the repository only", file=sys.stderr)
        return 1
    try:
        made = generated(root)
    except ReportError as error:
        print(f"brnn.evaluation.report: {error}", file=sys.stderr)
        return 1
    untrue = list(claims.broken(root))
    for line in untrue:
        print(line, file=sys.stderr)
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in stale:
        name = path.relative_to(root).as_posix()
        if check:
            print(f"{name} does not match the metrics: run `make report`", file=sys.stderr)
        else:
            replace_file(path, made[path].encode())
            print(f"Written: {name}")
    return int(bool(untrue) or (check and bool(stale)))


def generated(root: Path) -> dict[Path, str]:
    """Return the complete text of every generated file. Raises ReportError."""
    readme, assets, study = root / "README.md", root / "assets", root / "assets" / "study"
    made = {readme: fill(readme.read_text("utf-8"), assets)}
    made[assets / measured.PAGE] = measured.measured(assets)
    made |= {folder / CARD: card(folder) for folder in model_folders(assets)}
    return made | ({study / PAGE: page(study, assets)} if (study / FIGURES).is_file() else {})


if __name__ == "__main__":
    sys.exit(main())

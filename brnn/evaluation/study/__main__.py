"""Study the two readers of a model on the test split.

Writes figures.json, and README.md made from it, to assets/study. Some figures come from the model's
statistics, which hold each reader's final evidence for every test review. For the others, a sample
of the reviews is read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Run the study. Returns the exit status."""
    prog, form = "python -m brnn.evaluation.study", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=prog, description=__doc__, formatter_class=form)
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument(
        "--model", metavar="NAME", help="name of a shipped model, or a model folder (default: default)"
    )
    parser.add_argument(
        "--reviews", type=int, default=1_000, help="number of test reviews to read (default: 1,000)"
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="random seed of the sample and the shuffles (default: 0)"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("assets/study"), help="output folder (default: assets/study)"
    )
    options = parser.parse_args(argv)
    if options.reviews < 2 or options.seed < 0:
        parser.error("--reviews must be at least 2 and --seed at least 0")
    try:
        # Imported only now, so that --help and invalid options are answered at once.
        from brnn.analyzer import Analyzer
        from brnn.data import archive, corpus
        from brnn.evaluation.report.sources import ReportError
        from brnn.evaluation.report.study import FIGURES, PAGE, page
        from brnn.evaluation.study.run import Settings, StudyError, check, study
        from brnn.model import shelf
        from brnn.model.folder import ModelFolderError, write_json

        try:
            analyzer = Analyzer.load(options.model)
            check(analyzer.model)  # fail before the reviews are read, which takes a minute
            options.output.mkdir(parents=True, exist_ok=True)
            test = corpus.load(options.data or archive.fetch())["test"]
            figures = study(analyzer, test, Settings(options.reviews, seed=options.seed))
            write_json(options.output / FIGURES, figures)
            (options.output / PAGE).write_text(page(options.output, shelf.ASSETS), "utf-8", newline="\n")
            print(f"Saved: {options.output}")
        except (ModelFolderError, archive.DataError, ReportError, StudyError, OSError) as error:
            print(f"{prog}: {error}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        print(f"\n{prog}: interrupted; nothing saved", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

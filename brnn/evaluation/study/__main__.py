"""Study the two readers of a model on the test split.

    python -m brnn.evaluation.study --data aclImdb_v1.tar.gz

Writes figures.json, and README.md made from it, to assets/study. Some figures come from the model's
statistics, which hold each reader's final evidence for every test review. For the others, a sample
of the reviews is read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from brnn.config import Range, SettingError
from brnn.text import streams

_REVIEWS, _SEED = Range(2, 25_000), Range(0, 2**31 - 1)


@streams.command
def main(argv: list[str] | None = None) -> int:
    """Run the study. Returns the exit status."""
    prog, form = "python -m brnn.evaluation.study", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=prog, description=__doc__, formatter_class=form)
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument(
        "--model", metavar="NAME", help="name of a shipped model, or a model folder (default: default)"
    )
    parser.add_argument(
        "--reviews", default="5000", help=f"number of test reviews to read: {_REVIEWS} (default: 5,000)"
    )
    parser.add_argument(
        "--seed", default="0", help=f"random seed of the sample and the shuffles: {_SEED} (default: 0)"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("assets/study"), help="output folder (default: assets/study)"
    )
    options = parser.parse_args(argv)
    try:
        options.reviews = _REVIEWS.read("--reviews", options.reviews)
        options.seed = _SEED.read("--seed", options.seed)
    except SettingError as error:
        parser.error(str(error))
    kept = "nothing saved"
    with streams.ending(prog, interrupted=kept):
        # Imported only now, so that --help and invalid options are answered at once.
        from brnn.analyzer import Analyzer
        from brnn.data import archive, corpus
        from brnn.evaluation.report.sources import ReportError
        from brnn.evaluation.report.study import FIGURES, PAGE, page
        from brnn.evaluation.study.run import Settings, StudyError, check, study
        from brnn.model import shelf
        from brnn.model.files import check_writable, replace_file, write_json
        from brnn.model.folder import ModelFolderError

        errors = ModelFolderError, archive.DataError, ReportError, StudyError, OSError
        with streams.ending(prog, *errors, interrupted=kept):
            analyzer = Analyzer.load(options.model)
            check(analyzer.model)  # fail before the reviews are read, which takes a minute
            figures_file, page_file = options.output / FIGURES, options.output / PAGE
            check_writable(options.output)
            ours = figures_file.is_file() and "weights_sha256" in figures_file.read_text("utf-8", "replace")
            if not ours and (figures_file.exists() or page_file.exists()):
                raise FileExistsError(f"{options.output} holds no study of ours: choose another --output")
            test = corpus.load(options.data or archive.fetch())["test"]
            figures = study(analyzer, test, Settings(options.reviews, seed=options.seed))
            options.output.mkdir(parents=True, exist_ok=True)
            write_json(figures_file, figures)
            replace_file(page_file, page(options.output, shelf.ASSETS).encode())
            print(f"Saved: {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

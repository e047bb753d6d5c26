"""Measure saved models: on the dataset again, or on a file of labelled texts.

    python -m brnn.evaluation --data aclImdb_v1.tar.gz          metrics, card and statistics anew
    python -m brnn.evaluation --texts sst2_dev.tsv              print the results on these texts

A file of texts is a table, CSV or TSV, whose first line names the columns text (or sentence) and label
(negative or positive, or 0 or 1). With --save, its results, not its texts, join the model's metrics.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from brnn.config import SettingError
from brnn.text import streams

PROG = "python -m brnn.evaluation"


@streams.command
def main(argv: list[str] | None = None) -> int:
    """Measure one model after the other. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog=PROG, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--model",
        nargs="+",
        action="extend",
        metavar="NAME",
        help="shipped models, model folders or addresses on the Hub, which can only be measured on --texts "
        "(default: default)",
    )
    parser.add_argument("--data", type=Path, help="archive or aclImdb folder (default: download it once)")
    parser.add_argument(
        "--texts", type=Path, nargs="+", action="extend", metavar="FILE", help="labelled texts to measure on"
    )
    parser.add_argument("--save", action="store_true", help="keep the results on --texts in the metrics")
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help="first choose the temperature again, on the reviews held out from training",
    )
    options = parser.parse_args(argv)
    options.model = options.model or ["default"]
    if options.texts and (options.calibrate or options.data):
        parser.error("--texts measures on these texts only: leave out --data and --calibrate")
    if options.save and not options.texts:
        parser.error("--save needs --texts; without --texts, the results are saved anyway")
    if (options.save or not options.texts) and any(name.startswith("hf://") for name in options.model):
        parser.error("results are not saved in a model on the Hub: measure it on --texts, without --save")

    from brnn.data.archive import DataError, fetch
    from brnn.evaluation import publish
    from brnn.model.folder import ModelFolderError
    from brnn.model.hub import names
    from brnn.model.measures import in_words

    kept = "the model being measured is unchanged"
    with streams.ending(PROG, DataError, ModelFolderError, SettingError, OSError, interrupted=kept):
        data = None if options.texts else options.data or fetch()
        for name in options.model:
            model, folder = names.load(name), names.folder_of(name)
            if data:
                found = {"test": publish.again(model, folder, data, options.calibrate)["test"]}
            else:
                found = publish.on_texts(model, options.texts)
                if options.save:
                    publish.keep(model, folder, found)
            for split, figures in found.items():
                error = figures.get("calibration_error", 0)
                print(f"{name}, {split}: {in_words(figures)}, calibration error {error:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What there is to ask, and comparisons, as records of the API."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from brnn.config import ModelConfig
from brnn.explain.experiments import comparison
from brnn.explain.experiments.alignment import NOWHERE
from brnn.explain.registry import EXPLANATIONS
from brnn.model.files import read_json
from brnn.model.folder import CONFIG, STATISTICS, files_of
from brnn.model.hub.names import local, named_in
from brnn.records import READERS, Analysis
from brnn.ui.api.records import Comparison, Method, Model, Reading, Row, Verdict
from brnn.ui.models import Models


def models(offered: Models) -> list[Model]:
    """Return the models that are offered. Nothing is loaded or downloaded for it."""
    found = named_in(offered.sources)
    return [_model(name, local(found[name])) for name in offered.names() if name in found]


def methods() -> list[Method]:
    """Return the methods of `explain`."""
    return [
        {
            "name": name,
            "question": entry.question,
            "texts": entry.texts,
            "settings": [
                {
                    "name": setting.name,
                    "about": setting.about,
                    "accepts": setting.kind.accepts,
                    "default": setting.default or setting.unset,
                }
                for setting in entry.settings
            ],
        }
        for name, entry in EXPLANATIONS.items()
    ]


def compared(found: comparison.Comparison, first: str, second: str) -> Comparison:
    """Return a comparison as a record. first, second: the models' names."""
    return {
        "first": _reading(found.first, first),
        "second": _reading(found.second, second),
        "logit": found.logit,
        "bias": found.bias,
        "remainder": found.remainder,
        "rows": [_row(found, number) for number in range(len(found.rows))],
    }


def _row(found: comparison.Comparison, number: int) -> Row:
    row = found.rows[number]
    place_first, first = _at(row.before, found.first.encoded.words)
    place_second, second = _at(row.after, found.second.encoded.words)
    forward, backward = (
        float(getattr(found, reader)[number]) if reader in found.readers else None for reader in READERS
    )
    return {
        "place_first": place_first,
        "first": first,
        "place_second": place_second,
        "second": second,
        "kind": row.kind,
        "forward": forward,
        "backward": backward,
    }


def _at(place: int, words: Sequence[str]) -> tuple[int | None, str | None]:
    return (None, None) if place == NOWHERE else (place + 1, words[place])


def _reading(analysis: Analysis, model: str) -> Reading:
    return {
        "model": model,
        "text": analysis.encoded.text,
        "words": list(analysis.encoded.words),
        "verdict": cast(Verdict, analysis.verdict.as_dict()),
    }


def _model(name: str, folder: Path | None) -> Model:
    config, methods = None, None
    with suppress(ValueError, OSError):  # a damaged model, which says so to those who ask it
        if folder:
            files = files_of(folder)
            config = ModelConfig.from_json(read_json(files[CONFIG]).get("model"))
            measured = STATISTICS in files
            methods = [name for name, entry in EXPLANATIONS.items() if measured or not entry.needs_statistics]
    return {
        "name": name,
        "cell": config and config.cell,
        "readers": config and config.readers,
        "units": config and config.units,
        "vocabulary_size": config and config.vocabulary_size,
        "max_words": config and config.max_words,
        "keep": config and config.keep,
        "explanations": methods,
    }

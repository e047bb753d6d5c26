"""Export an analysis: everything as JSON, its words as CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from brnn.records import READERS

if TYPE_CHECKING:
    from brnn.config import ModelConfig
    from brnn.records import Analysis, Reader

_FORMULA = tuple("=+-@＝＋－＠")


def record(name: str, analysis: Analysis, config: ModelConfig) -> dict[str, Any]:
    """Return an analysis as plain values; None for a reader that the model lacks."""
    verdict, reading, ledger = analysis.verdict, analysis.reading, analysis.ledger
    return {
        "model": name,
        "verdict": {
            "label": verdict.label,
            "probability": verdict.probability,
            "logit": verdict.logit,
        },
        "words": list(analysis.encoded.words),
        "text_words": [
            {"text": word.text, "start": word.start, "end": word.end, "status": word.status}
            for word in analysis.encoded.text_words
        ],
        "forward_memory": reading.forward.tolist() if config.has_forward else None,
        "backward_memory": reading.backward.tolist() if config.has_backward else None,
        "ledger": {
            "forward": ledger.forward.tolist() if config.has_forward else None,
            "backward": ledger.backward.tolist() if config.has_backward else None,
            "bias": ledger.bias,
            "remainder": ledger.remainder,
        },
    }


def as_json(name: str, analysis: Analysis, config: ModelConfig) -> str:
    """Return an analysis as JSON, including the text and the running evidence."""
    found = record(name, analysis, config)
    for reader in _readers(config):
        evidence = getattr(analysis.ledger, f"{reader}_evidence")
        found["ledger"][f"{reader}_evidence"] = evidence.tolist()
    whole = {"text": analysis.encoded.text, **found}
    return whole_characters(json.dumps(whole, ensure_ascii=False, allow_nan=False)) + "\n"


def as_csv(analysis: Analysis, config: ModelConfig) -> str:
    """Return an analysis as CSV: a line for each word of the text, with what it added, in log-odds.

    Columns: word, the number of the word among those read, from 1, or empty if it is not read;
    start and end, its position in the text in code points.
    """
    readers, ledger = _readers(config), analysis.ledger
    numbers = [
        column
        for reader in readers
        for column in (getattr(ledger, reader), getattr(ledger, f"{reader}_evidence"))
    ]
    heads = [head for reader in readers for head in (f"{reader}_added", f"{reader}_evidence")]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["word", "text", "status", "start", "end", *heads])
    place = 0
    for word in analysis.encoded.text_words:
        is_read = word.status != "cut off"
        about = [whole_characters(word.text), word.status, word.start, word.end]
        values = [float(column[place]) for column in numbers] if is_read else [""] * len(numbers)
        place += is_read
        writer.writerow([place if is_read else "", *map(cell, about), *values])
    return out.getvalue()


def cell(value: Any) -> Any:
    """Return a value for CSV. A text that looks like a formula gets a leading apostrophe."""
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA):
        return f"'{value}"
    return value


def whole_characters(text: str) -> str:
    """Return a text that can be written to a file, with lone surrogates as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _readers(config: ModelConfig) -> list[Reader]:
    has = {"forward": config.has_forward, "backward": config.has_backward}
    return [reader for reader in READERS if has[reader]]

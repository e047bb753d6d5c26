"""Export an analysis: everything as JSON, its words as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from brnn.config import ModelConfig
from brnn.records import Analysis, Ledger, Reading, by_reader

_FORMULA = tuple("=+-@＝＋－＠")


def record(name: str, analysis: Analysis, config: ModelConfig) -> dict[str, Any]:
    """Return an analysis as plain values; None for a reader that the model lacks."""

    def own(found: Reading | Ledger, part: str = "") -> dict[str, Any]:
        arrays = by_reader(found, part).items()
        return {reader: array.tolist() if reader in config.readers else None for reader, array in arrays}

    ledger = analysis.ledger
    return {
        "model": name,
        "text": analysis.encoded.text,
        "words": list(analysis.encoded.words),
        "verdict": analysis.verdict.as_dict(),
        "text_words": [dict(vars(word)) for word in analysis.encoded.text_words],
        **{f"{reader}_memory": memory for reader, memory in own(analysis.reading).items()},
        "ledger": {
            **own(ledger),
            **{f"{reader}_evidence": evidence for reader, evidence in own(ledger, "_evidence").items()},
            "bias": ledger.bias,
            "remainder": ledger.remainder,
        },
    }


def as_json(name: str, analysis: Analysis, config: ModelConfig) -> str:
    """Return an analysis as JSON."""
    found = json.dumps(record(name, analysis, config), ensure_ascii=False, allow_nan=False)
    return whole_characters(found) + "\n"


def as_csv(analysis: Analysis, config: ModelConfig) -> str:
    """Return an analysis as CSV: a line for each word of the text, with what it added, in log-odds.

    Columns: word, the number of the word among those read, from 1, or empty if it is not read;
    start and end, its position in the text in code points.
    """
    columns = {
        f"{reader}_{name}": getattr(analysis.ledger, f"{reader}{part}").tolist()
        for reader in config.readers
        for name, part in (("added", ""), ("evidence", "_evidence"))
    }
    rows, places = [], count()
    for word in analysis.encoded.text_words:
        row = vars(word) | {"text": whole_characters(word.text)}
        if word.status != "cut off":
            place = next(places)
            row |= {"word": place + 1, **{key: column[place] for key, column in columns.items()}}
        rows.append(row)
    return written(["word", "text", "status", "start", "end", *columns], rows)


def written(keys: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return CSV: a header, and a line for each row; cells that a row lacks stay empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, keys, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def whole_characters(text: str) -> str:
    """Return a text that can be written to a file, with lone surrogates as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cell(value: Any) -> Any:
    """Return a value for CSV. A text that looks like a formula gets a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(_FORMULA) else value

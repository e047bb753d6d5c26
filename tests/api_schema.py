"""The schema of the API, in brnn/ui/api/schema.json: what programs may rely on.

python tests/api_schema.py            write the file; refused if that breaks callers
python tests/api_schema.py --break    write it all the same
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from places import ROOT

sys.path.append(str(ROOT))  # started as a script, Python looks beside it alone

from measured import measured_analyzer
from oracle import random_analyzer

from brnn.config import Cell
from brnn.explain.registry import EXPLANATIONS
from brnn.explain.sheets.sheet import as_record
from brnn.ui import page
from brnn.ui.api.records import Reading
from brnn.ui.models import Models
from brnn.ui.scheduler import Scheduler

FILE = ROOT / "brnn" / "ui" / "api" / "schema.json"
TEXTS = ["A slow start. But the film was lovely, zyzzy", "A slow start. But it was lovely."]
_FREE = ("description", "default")
"""What may change without breaking anybody: a default of a parameter stays optional."""


def schema() -> dict[str, Any]:
    """Return the schema of today's code: the endpoints, and what each explanation adds to its record."""

    async def told() -> dict[str, Any]:  # Gradio wants a running event loop, or leaves one behind
        return page.build(Models(dict), Scheduler()).get_api_info()["named_endpoints"]

    return {
        "endpoints": {name: _endpoint(info) for name, info in asyncio.run(told()).items()},
        "explanations": {name: _explanation(name) for name in EXPLANATIONS},
    }


def broken(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Yield what a caller who relies on the old schema misses in the new one, one sentence each."""
    asks = "/parameters/" in place  # may ask for less, whereas an answer may hold more
    if isinstance(old, dict) and isinstance(new, dict):
        for key in (key for key in old if key not in _FREE):
            if key in new:
                yield from broken(old[key], new[key], f"{place}/{key.lstrip('/')}")
            else:
                yield f"{place}/{key.lstrip('/')} is gone"
    elif asks and place.endswith("/enum"):
        yield from (f"{place}: {value} is gone" for value in old if value not in new)
    elif place.endswith("/required"):
        for name in sorted(set(new) - set(old) if asks else set(old) - set(new)):
            yield f"{place}: {name} has become {'required' if asks else 'optional'}"
    elif old != new:
        yield f"{place} was {json.dumps(old)} and is {json.dumps(new)}"


def _endpoint(info: dict[str, Any]) -> dict[str, Any]:
    (answer,) = info["returns"]
    parameters = info["parameters"]
    return {
        "description": info["description"],
        "parameters": {
            "properties": {
                one["parameter_name"]: one["type"]
                | ({"default": one["parameter_default"]} if one["parameter_has_default"] else {})
                for one in parameters
            },
            "required": [one["parameter_name"] for one in parameters if not one["parameter_has_default"]],
        },
        "returns": answer["type"],
    }


def _explanation(name: str) -> dict[str, Any]:
    """Return the settings of a method and what it adds to a reading, with every kind of cell."""
    entry, shapes = EXPLANATIONS[name], []
    measured = entry.needs_statistics
    for analyzer in [measured_analyzer("gru")] if measured else map(random_analyzer, get_args(Cell)):
        analysis, sheet = entry.answer(analyzer, TEXTS[: entry.texts], entry.read({}))
        answer = as_record(sheet, "m", analysis)
        shapes.append({key: _shape(answer[key]) for key in answer if key not in Reading.__annotations__})
    return {
        "texts": entry.texts,
        "needs": ["statistics"] * measured,
        "settings": {
            one.name: {"description": f"{one.about}; {one.kind.accepts}", "default": one.default or one.unset}
            for one in entry.settings
        },
        "adds": _both(shapes),
    }


def _shape(value: Any) -> Any:
    """Return what a value of JSON looks like: the name of its type, or the shapes of its parts."""
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_both([_shape(part) for part in value])] if value else []
    return {str: "string", bool: "boolean", int: "number", float: "number", type(None): "null"}[type(value)]


def _both(shapes: Sequence[Any]) -> Any:
    """Return the shape of values of several shapes. Anything may be null, so null is left out."""
    present = [shape for shape in shapes if shape not in ("null", [])] or shapes[:1]
    if all(isinstance(shape, dict) for shape in present):
        keys = dict.fromkeys(key for shape in present for key in shape)
        return {key: _both([shape[key] for shape in present if key in shape]) for key in keys}
    if all(isinstance(shape, list) for shape in present):
        parts = [part for shape in present for part in shape]
        return [_both(parts)] if parts else []
    return " or ".join(sorted(set(present)))


def main(arguments: Sequence[str]) -> int:
    new = schema()
    old = json.loads(FILE.read_text("utf-8")) if FILE.exists() and "--break" not in arguments else {}
    if broke := [*broken(old, new)]:
        print("This would break callers:", *broke, sep="\n  ", file=sys.stderr)
        return 1
    FILE.write_text(json.dumps(new, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

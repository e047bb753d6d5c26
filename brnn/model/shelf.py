"""The models of a folder: their names, and the order in which the app lists them."""

from __future__ import annotations

from pathlib import Path

from brnn.config import CELLS, DIRECTIONS, Task
from brnn.model import folder as model_folder

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED, _CHECKOUT = _PACKAGE / "assets", _PACKAGE.parent / "assets"

ASSETS = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
"""The folder of the shipped models: inside an installed package, or next to it in a checkout."""

DEFAULTS = ("default", "article")
"""The models of which the first is used if none is named."""
GUESS = "guess"
"""The shipped model that guesses words."""
INCLUDED = (*DEFAULTS, GUESS)
"""The models that an installed package includes."""
_ORDER = [
    *DEFAULTS,
    "baseline",
    *(f"ladder/{cell}-{direction}" for cell in CELLS for direction in DIRECTIONS),
]


def models_in(folder: Path) -> dict[str, Path]:
    """Return the models of a folder by name: default, article, others, then "ladder/gru-forward" …"""
    found = {path.name: path for path in _found_in(folder)}
    found |= {f"ladder/{path.name}": path for path in _found_in(folder / "ladder")}
    return {name: found[name] for name in sorted(found, key=place)}


def place(name: str) -> tuple[bool, int, str]:
    """Return the sort key of a model's name, or of the baseline's, which has metrics only."""
    return "/" in name, _ORDER.index(name) if name in _ORDER else len(_ORDER), name


def default_folder(task: Task = "verdict") -> Path:
    """Return the folder of the model to use if none is named."""
    if task == "guess":
        return ASSETS / GUESS
    shipped = models_in(ASSETS)
    return next((shipped[name] for name in DEFAULTS if name in shipped), ASSETS / DEFAULTS[-1])


def _found_in(folder: Path) -> list[Path]:
    """Return the model folders directly in `folder`; [] if it cannot be read."""
    try:
        visible = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []
    return [path for path in visible if model_folder.holds_model(path)]

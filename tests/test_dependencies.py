"""What is required is used, what is used is required, and every version that is installed has its hashes."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WITH_GRADIO = {"fastapi", "orjson", "starlette", "typing-extensions", "uvicorn"}
"""These come with Gradio, whose own app and protocol they are: another version would not fit it."""
EXTRAS = {"keras-hub", "prometheus-client", "safetensors", "scikit-learn", "scipy", "spaces", "tokenizers"}
"""These are imported only where somebody asks for what needs them."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(file: str) -> set[str]:
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {
        normal(re.match(r"[\w.-]+", line)[0]) for line in lines if line and not line.startswith((" ", "#"))
    }


def imported() -> set[str]:
    """The distributions of all modules that the product imports, wherever in a file."""
    modules = set()
    for file in (ROOT / "app.py", ROOT / "train.py", *(ROOT / "brnn").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    owners = packages_distributions()
    return {
        normal(owners[module][0])
        for module in modules - {"brnn"} - sys.stdlib_module_names
        if module in owners
    }


def test_all_that_is_imported_is_required_and_all_that_is_required_is_imported():
    wanted = {name.removesuffix("-cpu") for name in required("requirements.txt")}
    found = {name.removesuffix("-cpu") for name in imported()}
    assert found - WITH_GRADIO - EXTRAS == wanted
    assert found >= WITH_GRADIO


@pytest.mark.parametrize(
    ("lock", "sources"),
    [
        ("requirements.lock", ["requirements.txt"]),
        ("tests/requirements.lock", ["requirements.txt", "tests/requirements.txt"]),
    ],
)
def test_a_lock_has_every_package_with_its_version_and_hashes(lock, sources):
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.+!]+( ; [^\\\n]+)? \\\n", entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]
    for source in sources:
        assert required(source) <= required(lock)


def test_the_two_locks_agree():
    pins = []
    for lock in ("requirements.lock", "tests/requirements.lock"):
        text = (ROOT / lock).read_text("utf-8")
        pins.append({*re.findall(r"^[\w.-]+==[\w.+!]+", text, re.MULTILINE)})
    assert pins[0] <= pins[1]

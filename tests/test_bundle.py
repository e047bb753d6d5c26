"""The page's scripts as one: all of them keep to what the bundle understands."""

from __future__ import annotations

import posixpath
import re

import pytest

from brnn.ui.bundle import EXPORT, IMPORT, SCRIPTS, bundle

ALL = sorted(path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js"))
FIRST = ("main.js", "standalone.js")


def imports(name: str) -> list[str]:
    source = (SCRIPTS / name).read_text("utf-8")
    return [
        posixpath.normpath(f"{posixpath.dirname(name)}/{m[2]}").lstrip("/") for m in IMPORT.finditer(source)
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_import_and_export_is_understood(name):
    source = (SCRIPTS / name).read_text("utf-8")
    assert len(re.findall(r"\bimport\b(?!\.meta)", re.sub(r"//.*", "", source))) == len(
        IMPORT.findall(source)
    )
    assert len(re.findall(r"^\s*export\b", source, re.MULTILINE)) == len(EXPORT.findall(source))
    assert not re.search(r"</script|<!--", source, re.IGNORECASE)  # would end the element that it stands in


def test_no_script_imports_itself_by_way_of_others_and_each_is_used():
    seen: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"{' → '.join(path)} → {name}"
        seen.add(name)
        for needed in imports(name):
            visit(needed, (*path, name))

    for first in FIRST:
        visit(first, ())
    assert seen == {*ALL}


@pytest.mark.parametrize("first", FIRST)
def test_each_part_stands_once_and_after_all_that_it_imports(first):
    made = re.findall(r'^parts\["(.+?)"\] = ', bundle(first), re.MULTILINE)
    assert made[-1] == first
    assert len(made) == len({*made})
    for place, name in enumerate(made):
        assert {*imports(name)} <= {*made[:place]}
    assert ({"main.js", "standalone.js"} - {first}).isdisjoint(made)


def test_what_is_imported_under_another_name_keeps_it(tmp_path, monkeypatch):
    monkeypatch.setattr("brnn.ui.bundle.SCRIPTS", tmp_path)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.js").write_text("export const one = 1;\nexport async function two() {}\n")
    (tmp_path / "a.js").write_text(
        'import { one as first, two } from "./lib/b.js";\nimport * as all from "./lib/b.js";\n'
        "export class Three {}\n"
    )
    assert bundle("a.js") == (
        "const parts = {};\n"
        'parts["lib/b.js"] = (() => {\nconst one = 1;\nasync function two() {}\nreturn { one, two };\n})();\n'
        'parts["a.js"] = (() => {\nconst { one: first, two } = parts["lib/b.js"];\n'
        'const all = parts["lib/b.js"];\nclass Three {}\nreturn { Three };\n})();\n'
    )

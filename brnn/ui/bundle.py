"""The scripts of the page as one, so that a browser asks for one file instead of a hundred.

The scripts in `web` keep to what this understands, which a test checks: imports of names or of a whole script
at the beginning of a line, exports of functions, constants and classes where they are made, and no import in
circles.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

SCRIPTS = Path(__file__).parent / "web"
IMPORT = re.compile(r'^import (\{[^}]*\}|\* as \w+) from "(\.{1,2}/[\w/.-]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def bundle(first: str) -> str:
    """Return a script and all that it imports, as the text of one: `parts[name]` has what each exports."""
    made: dict[str, str] = {}

    def add(name: str) -> None:
        source = (SCRIPTS / name).read_text("utf-8")

        def part(match: re.Match[str]) -> str:
            needed = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2]))
            if needed not in made:
                add(needed)
            return f'const {match[1].replace("* as ", "").replace(" as ", ": ")} = parts["{needed}"];'

        body = EXPORT.sub("", IMPORT.sub(part, source))
        exported = ", ".join(match[1] for match in EXPORT.finditer(source))
        made[name] = f'parts["{name}"] = (() => {{\n{body}return {{ {exported} }};\n}})();\n'

    add(first)
    return "const parts = {};\n" + "".join(made.values())
